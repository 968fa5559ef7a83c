/**
 * Where one is: whom the page acts as, which channel, thread or Home is open. The place stands in the address's fragment, so
 * that reloading keeps it, Back goes back, and a second window can be another person. A message's own address, which
 * chat.getPermalink gives, is read as well: its channel, its thread, and the message to show there.
 */

import { channel, loadMessages, loadState, loadThread, loadViews, quiet, store, tell } from "./store.js";

/** @typedef {{channel?: string, thread?: string, tab?: "messages"|"home", list?: boolean, sought?: string}} Place */
/** @typedef {{as: string, where: string, thread: string, tab: "messages"|"home", list: boolean, sought: string}} Told */

const MESSAGE = /^#\/(\w+)\/(\d+\.\d+)(?:\?thread_ts=(\d+\.\d+))?$/;

/**
 * Opens a channel, a thread in it, an app's Home, or (on a narrow window) the list of channels; `sought` is a message to show.
 * @param {Place} place
 */
export function go(place) {
  const { channel: where = store.channel, thread = "", tab = "messages", list = false, sought = "" } = place;
  apply({ where, thread, tab, list, sought });
  record();
}

/** @param {Omit<Told, "as">} to */
function apply({ where, thread, tab, list, sought }) {
  const moved = where !== store.channel;
  const turned = moved || thread !== store.thread;
  Object.assign(store, { channel: where, thread, tab, list, sought: soughtIn(sought, thread) });
  if (moved) Object.assign(store, { messages: [], loaded: { channel: "", thread: "" } });
  if (turned) Object.assign(store, { replies: [], loaded: { ...store.loaded, thread: "" } });
  tell("place");
  if (moved) quiet(loadMessages().then(loadState));
  if (turned && thread) quiet(loadThread());
}

/** Acts as another person: in the same place, if they may see it. @param {string} id */
export async function become(id) {
  if (id === store.me) return;
  const fresh = { messages: [], replies: [], views: [], home: null, loaded: { channel: "", thread: "" } };
  Object.assign(store, { me: id, ...fresh });
  await loadState();
  if (id !== store.me) return;
  settle();
  record();
  tell("place");
  await Promise.all([loadMessages(), loadThread(), loadViews()]);
  await loadState();
}

/** Leaves a channel that this person cannot see. @returns {boolean} whether the place changed */
export function settle() {
  if (channel()) return false;
  const first = store.channels.find((one) => one.kind !== "im" && !one.is_archived) ?? store.channels[0];
  Object.assign(store, { channel: first?.id ?? "", thread: "", tab: "messages", messages: [], replies: [] });
  return true;
}

/** The place as the address's fragment. */
function fragment() {
  const parts = {
    as: store.me,
    in: store.channel,
    thread: store.thread,
    tab: store.tab === "home" ? "home" : "",
    list: store.list ? "1" : "",
  };
  return `#${new URLSearchParams(Object.entries(parts).filter(([, value]) => value))}`;
}

/** What a fragment says, in the page's form or as a message's address. @param {string} hash @returns {Told} */
export function told(hash) {
  const [message, where, ts, root] = MESSAGE.exec(hash) ?? [];
  if (message) return { as: "", where, thread: root ?? ts, tab: "messages", list: false, sought: ts };
  const place = new URLSearchParams(hash.slice(1));
  return {
    as: place.get("as") ?? "",
    where: place.get("in") ?? "",
    thread: place.get("thread") ?? "",
    tab: place.get("tab") === "home" ? "home" : "messages",
    list: place.get("list") === "1",
    sought: "",
  };
}

/** A message to show, once in each list that holds it. @param {string} ts @param {string} thread */
const soughtIn = (ts, thread) => (ts ? { ts, thread } : null);

/** Writes the place into the address. */
function record() {
  if (fragment() !== location.hash) history.pushState(null, "", fragment());
}

/** Reads the place from the address, before anything is known of the workspace. */
export function restore() {
  const { as, where, thread, tab, list, sought } = told(location.hash);
  Object.assign(store, { me: as, channel: where, thread, tab, list, sought: soughtIn(sought, thread) });
}

/** Follows the browser's Back and Forward, and an address put in by hand. */
export function followHistory() {
  addEventListener("popstate", async () => {
    const { as, ...to } = told(location.hash);
    if (as && as !== store.me) await become(as);
    if (to.where && channel(to.where)) apply(to);
    else apply({ ...to, where: store.channel, thread: "" });
    history.replaceState(null, "", fragment());
  });
}
