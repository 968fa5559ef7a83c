/**
 * What the page knows of the workspace, as the person it acts as sees it, and how that is brought up to date.
 *
 * Values come from the server whole and are replaced whole; nothing edits them in place. Who wants to know of a change
 * subscribes to a topic. A fetch that was overtaken by another person, channel or thread is thrown away.
 */

import * as api from "./api.js";
import { sentence } from "./refusals.js";

/** @typedef {{id: string, name: string, real_name: string, title: string, color?: string, team_id: string, is_bot: boolean, is_restricted: boolean, is_ultra_restricted: boolean, is_stranger: boolean, deleted: boolean, tz: string}} Person */
/** @typedef {{id: string, name: string, kind: "private"|"public"|"im", is_ext_shared: boolean, is_archived: boolean, members: string[], topic: string, unread: number}} Channel */
/** @typedef {{id: string, bot_user_id: string, name: string, commands: {command: string, description: string, usage_hint: string}[], shortcuts: {name: string, callback_id: string, type: "global"|"message"}[]}} App */
/** @typedef {{ts: string, user?: string, bot_id?: string, text: string, blocks?: any[], thread_ts?: string, edited?: any, files?: any[], reactions?: any[], subtype?: string, ephemeral?: boolean, reply_count?: number, reply_users?: string[], latest_reply?: string} & Record<string, any>} Message */
/** @typedef {"workspace"|"place"|"messages"|"thread"|"views"|"home"|"arrived"|"waiting"} Topic */

export const store = {
  me: "",
  /** `url` is the address by which the server knows itself. */
  team: { id: "", name: "", domain: "", url: "" },
  people: /** @type {Map<string, Person>} */ (new Map()),
  apps: /** @type {App[]} */ ([]),
  channels: /** @type {Channel[]} */ ([]),
  /** The channel that is open, or the app whose Home is. */
  channel: "",
  home: /** @type {any} */ (null),
  /** Which face of an app's conversation is shown. */
  tab: /** @type {"messages"|"home"} */ ("messages"),
  /** On a narrow window, whether the list of channels is shown instead of the conversation. */
  list: false,
  /** The root of the open thread; empty for none. */
  thread: "",
  /** A message that a link led to, and its thread. */
  sought: /** @type {{ts: string, thread: string}|null} */ (null),
  /** When this person last did what an app answers, on the clock of `performance.now`. */
  asked: Number.NEGATIVE_INFINITY,
  messages: /** @type {Message[]} */ ([]),
  replies: /** @type {Message[]} */ ([]),
  /** Which channel and thread `messages` and `replies` belong to. */
  loaded: { channel: "", thread: "" },
  views: /** @type {any[]} */ ([]),
  online: true,
  /** How far the workspace's clock is from this machine's, in seconds. */
  drift: 0,
};

/** @type {Map<Topic, Set<(detail?: any) => void>>} */
const listeners = new Map();

/** @param {Topic} topic @param {(detail?: any) => void} listener */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic)?.add(listener);
}

/** @param {Topic} topic @param {any} [detail] */
export function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/** The workspace's clock, in seconds. */
export const now = () => Date.now() / 1000 + store.drift;
export const me = () => store.people.get(store.me);
export const channel = (id = store.channel) => store.channels.find((one) => one.id === id);
/** The app whose conversation a channel is, if it is one. @param {Channel|undefined} one */
export const appOf = (one) =>
  one?.kind === "im" ? store.apps.find((app) => one.members.includes(app.bot_user_id)) : undefined;
export const zone = () => me()?.tz || Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Names and zone for the renderers of text. @returns {import("./mrkdwn.js").Look} */
export function look() {
  const user = (/** @type {string} */ id) => store.people.get(id)?.real_name || store.people.get(id)?.name;
  return { user, channel: (id) => channel(id)?.name, me: store.me, zone: zone(), now: now() };
}

// --- Fetching: one call of a kind at a time, and one more when news came meanwhile -------------------------------------

/** @type {Map<string, {running: Promise<void>, again: boolean}>} */
const fetches = new Map();

/** @param {string} kind @param {() => Promise<void>} work @returns {Promise<void>} */
function once(kind, work) {
  const known = fetches.get(kind);
  if (known) {
    known.again = true;
    return known.running;
  }
  const entry = { again: false, running: Promise.resolve() };
  fetches.set(kind, entry);
  entry.running = (async () => {
    try {
      do {
        entry.again = false;
        await work();
      } while (entry.again);
    } finally {
      fetches.delete(kind);
    }
  })();
  return entry.running;
}

/** The channels, people and apps. */
export const loadState = () =>
  once("state", async () => {
    const as = store.me;
    const state = await api.fetchState(as || undefined);
    if (as !== store.me) return;
    store.me = state.me;
    store.team = state.team;
    store.people = new Map(state.people.map((/** @type {Person} */ person) => [person.id, person]));
    store.apps = state.apps;
    store.channels = state.channels;
    store.drift = state.now - Date.now() / 1000;
    tell("workspace");
  });

/** The open channel's messages. */
export const loadMessages = () =>
  once("messages", async () => {
    const { me: as, channel: where } = store;
    if (!where) return;
    const { messages = [] } = await api.fetchMessages(as, where);
    if (as !== store.me || where !== store.channel) return;
    announce(store.loaded.channel === `${as}${where}`, store.messages, messages);
    store.messages = messages;
    store.loaded.channel = `${as}${where}`;
    tell("messages");
  });

/** The open thread's root and replies. */
export const loadThread = () =>
  once("thread", async () => {
    const { me: as, channel: where, thread } = store;
    if (!where || !thread) return;
    const { messages = [] } = await api.fetchMessages(as, where, thread);
    if (as !== store.me || where !== store.channel || thread !== store.thread) return;
    announce(store.loaded.thread === `${as}${where}${thread}`, store.replies, messages);
    store.replies = messages;
    store.loaded.thread = `${as}${where}${thread}`;
    tell("thread");
  });

/** The stack of modals and the app's Home. */
export const loadViews = () =>
  once("views", async () => {
    const as = store.me;
    const { stack = [], home = null } = await api.fetchViews(as);
    if (as !== store.me) return;
    store.views = stack;
    store.home = home;
    tell("views");
    tell("home");
  });

/** Tells screen readers of what came since; a first load is no news. */
function announce(known, before, after) {
  if (!known) return;
  const seen = new Set(before.map((message) => message.ts));
  for (const message of after) if (!seen.has(message.ts) && message.user !== store.me) tell("arrived", message);
}

export const loadAll = () => Promise.all([loadState(), loadMessages(), loadThread(), loadViews()]);

/** A fetch that nobody waits for; a lost connection is shown once, by the socket. @param {Promise<any>} work */
export function quiet(work) {
  work.catch((problem) => {
    if (!(problem instanceof api.Unreachable)) throw problem;
  });
}

/** The deeds that an app may answer with a note for who did them. */
const ANSWERED = ["click", "command", "shortcut", "submit_view"];

/**
 * Does one thing as the present person. A refusal always carries a sentence to show.
 * @param {string} what @param {Record<string, any>} [fields] @returns {Promise<api.Answer & {message: string}>}
 */
export async function act(what, fields = {}) {
  if (ANSWERED.includes(what)) store.asked = performance.now();
  try {
    const answer = await api.act(store.me, what, fields);
    return { ...answer, message: answer.ok ? "" : sentence(answer) };
  } catch (problem) {
    if (!(problem instanceof api.Unreachable)) throw problem;
    return { ok: false, error: "unreachable", message: problem.message };
  }
}
