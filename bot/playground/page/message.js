/**
 * One message as a row: who, when, what, and what one can do with it. A row is drawn again only when its stamp changes; what
 * was typed or chosen in it survives.
 */

import { renderBlocks } from "./blocks.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { emoji } from "./emoji.js";
import { fileRow } from "./files.js";
import { messageMenu, reactMenu, toggleReaction } from "./message_menu.js";
import { flatText, mrkdwn } from "./mrkdwn.js";
import { avatar, fullName, tagNode } from "./people.js";
import { go } from "./routes.js";
import { look, now, store, zone } from "./store.js";
import { Surface } from "./surface.js";
import { clock, moment, when } from "./time.js";

/** @typedef {import("./store.js").Message} Message */
/** @typedef {{inThread: boolean, compact: boolean, editing: boolean, endEdit: () => void}} Setting */

/** What is filled in on messages, as long as the same person looks. @type {Map<string, Surface>} */
const surfaces = new Map();

/** The surface of a message, the same one each time it is drawn. @param {Message} message */
function surfaceOf(message) {
  const key = [store.me, store.channel, message.ts].join();
  const known = surfaces.get(key);
  if (known) known.form.keep();
  const surface =
    known ?? new Surface(message.ephemeral ? "ephemeral" : "message", { channel: store.channel, ts: message.ts });
  surfaces.set(key, surface);
  return surface;
}

/** Who wrote it; a bot's message may carry only its bot id. @param {Message} message */
export function author(message) {
  const known = store.people.get(message.user ?? "");
  if (known) return known;
  const app = store.apps.find((one) => one.id === message.app_id) ?? (message.bot_id ? store.apps[0] : undefined);
  return app ? store.people.get(app.bot_user_id) : undefined;
}

/** All that the looks of a row depend on. @param {Message} message @param {Setting} setting */
export function stamp(message, setting) {
  const day = Math.floor(now() / 86400);
  return JSON.stringify([
    message,
    setting.compact,
    setting.editing,
    store.me,
    day,
    setting.inThread && message.ts === store.thread,
  ]);
}

/** One sentence of it, for announcements and labels. @param {Message} message */
export function summary(message) {
  const words =
    flatText(message.text ?? "", look()) || (message.files?.length ? `a file, ${message.files[0].name}` : "");
  return `${fullName(author(message), message.username)}: ${words.slice(0, 300)}`;
}

/** @param {Message} message @param {Setting} setting @returns {HTMLElement} */
export function messageRow(message, setting) {
  if (isNews(message)) return newsRow(message);
  const who = author(message);
  const classes = [
    "message",
    setting.compact ? "compact" : "",
    message.ephemeral ? "ephemeral" : "",
    setting.editing ? "editing" : "",
  ].filter(Boolean);
  const time = h(
    "time",
    { class: "when", datetime: new Date(Number(message.ts) * 1000).toISOString(), title: moment(message.ts, zone()) },
    clock(message.ts, zone()),
  );
  const name = h("span", { class: "author" }, fullName(who, message.username));
  const carded = !setting.compact && message.blocks?.length ? edited(message) : null;
  const head = h("div", { class: "message-head" }, name, tagNode(who), time, carded);
  const data = { testid: message.ephemeral ? "ephemeral" : "message", ts: message.ts };
  const row = h("li", {
    class: classes.join(" "),
    tabindex: "-1",
    "aria-label": `${summary(message)} ${clock(message.ts, zone())}`,
    data,
  });
  const gutter = h("div", { class: "gutter" }, setting.compact ? time.cloneNode(true) : avatar(who));
  const body = h(
    "div",
    { class: "message-body" },
    setting.compact ? h("span", { class: "visually-hidden" }, name) : head,
    only(message),
    content(message, setting),
    under(message, setting),
  );
  row.append(gutter, body, setting.editing ? "" : tools(message, setting, row));
  return row;
}

/** Joins, renames and the like: one quiet line. @param {Message} message */
const isNews = (message) =>
  !!message.subtype && /_(join|leave|name|topic|purpose|archive|unarchive|convert_to_private)$/.test(message.subtype);

/** @param {Message} message */
function newsRow(message) {
  const text = h("span", null, mrkdwn(message.text ?? "", look()));
  const time = h("time", { class: "when", title: moment(message.ts, zone()) }, clock(message.ts, zone()));
  return h(
    "li",
    { class: "message news", tabindex: "-1", data: { testid: "message", ts: message.ts } },
    text,
    " ",
    time,
  );
}

/** @param {Message} message */
const only = (message) => (message.ephemeral ? h("p", { class: "only" }, icon("eye"), "Only visible to you") : null);

/** @param {Message} message @param {Setting} setting */
function content(message, setting) {
  if (message.subtype === "tombstone") return h("p", { class: "text gone" }, "This message was deleted.");
  if (setting.editing) return h("div", { class: "edit-host", data: { edit: message.ts } });
  const attached = (message.attachments ?? []).map((one) => attachment(one, message));
  if (message.blocks?.length) return h("div", { class: "content" }, blocks(message), attached);
  const text = h("div", { class: "text", dir: "auto" }, mrkdwn(message.text ?? "", look()), " ", edited(message));
  return h("div", { class: "content" }, message.text || !message.files ? text : null, attached);
}

/** The mark of a changed message: after its text, or in the head of one made of blocks. @param {Message} message */
function edited(message) {
  return message.edited ? h("span", { class: "edited", title: moment(message.edited.ts, zone()) }, "(edited)") : null;
}

/** @param {Message} message */
const blocks = (message) => renderBlocks(message.blocks ?? [], surfaceOf(message));

/** The old kind of card, with a line at its side. @param {any} one @param {Message} message */
function attachment(one, message) {
  const inner = one.blocks?.length
    ? renderBlocks(one.blocks, surfaceOf(message))
    : [
        h("strong", null, one.title ?? ""),
        h("div", { class: "text", dir: "auto" }, mrkdwn(one.text ?? one.fallback ?? "", look())),
      ];
  return h("div", { class: "attachment" }, inner);
}

/** Files, reactions and the way into the thread. @param {Message} message @param {Setting} setting */
function under(message, setting) {
  const files = message.files?.length ? h("div", { class: "files" }, message.files.map(fileRow)) : null;
  const reactions = message.reactions?.length
    ? h(
        "div",
        { class: "reactions" },
        message.reactions.map((one) => reaction(one, message)),
      )
    : null;
  const replies = !setting.inThread && message.reply_count ? repliesLink(message) : null;
  return [files, reactions, replies];
}

/** @param {any} one @param {Message} message */
function reaction(one, message) {
  const mine = one.users.includes(store.me);
  const names = one.users.map((/** @type {string} */ id) => fullName(store.people.get(id))).join(", ");
  const sign = emoji(one.name) ?? `:${one.name}:`;
  const count = one.count ?? one.users.length;
  const label = `${sign} ${count}, ${one.name.replaceAll("_", " ")}: ${names}`;
  const on = { click: () => toggleReaction(message, one.name) };
  return h(
    "button",
    {
      type: "button",
      class: "reaction",
      "aria-pressed": String(mine),
      "aria-label": label,
      title: label,
      on,
      data: { control: `react/${one.name}` },
    },
    h("span", null, sign),
    ` ${count}`,
  );
}

/** @param {Message} message */
function repliesLink(message) {
  const count = message.reply_count ?? 0;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(store.people.get(id), "tiny"));
  const last = message.latest_reply
    ? h("span", { class: "last" }, `last ${when(message.latest_reply, now(), zone())}`)
    : null;
  const props = {
    type: "button",
    class: "replies",
    data: { control: "replies", testid: "replies" },
    on: { click: () => go({ thread: message.ts }) },
  };
  return h(
    "button",
    props,
    h("span", { class: "faces" }, faces),
    h("strong", null, count === 1 ? "1 reply" : `${count} replies`),
    last,
  );
}

/** The buttons that appear beside a message. @param {Message} message @param {Setting} setting @param {HTMLElement} row */
function tools(message, setting, row) {
  const bar = h("div", { class: "tools" });
  if (message.ephemeral) return bar;
  const react = iconButton("smile", "Add reaction", {
    "aria-haspopup": "menu",
    data: { control: "react" },
    on: { click: () => reactMenu(react, message) },
  });
  const reply = iconButton("reply", "Reply in thread", {
    data: { control: "reply" },
    on: { click: () => go({ thread: message.thread_ts ?? message.ts }) },
  });
  const more = iconButton("more", "More actions", {
    "aria-haspopup": "menu",
    data: { control: "more", testid: "message-menu" },
    on: { click: () => messageMenu(more, message, row) },
  });
  fill(bar, react, setting.inThread ? null : reply, more);
  return bar;
}
