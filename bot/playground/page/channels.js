/** The list of channels, direct messages and apps: what is private, what is shared with another company, what is unread. */

import { fill, h, icon, iconButton, markTab, roving } from "./dom.js";
import { createChannel } from "./channel_forms.js";
import { avatar, tagNode } from "./people.js";
import { go } from "./routes.js";
import { act, appOf, loadState, loadViews, on, store } from "./store.js";

/** @typedef {import("./store.js").Channel} Channel */

/** @param {HTMLElement} host */
export function mountChannels(host) {
  roving(host, "button.channel");
  const draw = () => drawChannels(host);
  on("workspace", draw);
  on("place", draw);
}

/** @param {HTMLElement} host */
function drawChannels(host) {
  const held = host.contains(document.activeElement)
    ? /** @type {HTMLElement} */ (document.activeElement).dataset.channel
    : null;
  const rooms = store.channels.filter((one) => one.kind !== "im");
  const [open, archived] = [rooms.filter((one) => !one.is_archived), rooms.filter((one) => one.is_archived)];
  const direct = store.channels.filter((one) => one.kind === "im");
  const [apps, people] = [direct.filter(appOf), direct.filter((one) => !appOf(one))];
  const unmet = store.apps.filter((app) => !apps.some((one) => appOf(one) === app));
  const add = iconButton("plus", "Create a channel", { class: "icon-button small", on: { click: createChannel } });
  fill(
    host,
    group("Channels", open.map(row), add),
    group("Apps", [...apps.map(row), ...unmet.map(meet)]),
    group("Direct messages", people.map(row)),
    group("Archived", archived.map(row)),
  );
  const buttons = [...host.querySelectorAll("button.channel")];
  markTab(host, "button.channel", host.querySelector("[aria-current]") ?? buttons[0]);
  if (held) /** @type {HTMLElement|null} */ (host.querySelector(`[data-channel="${CSS.escape(held)}"]`))?.focus();
}

/** @param {string} name @param {HTMLElement[]} rows @param {Node} [more] */
function group(name, rows, more) {
  if (!rows.length) return null;
  const list = rows.map((one) => h("li", null, one));
  return h("section", { "aria-label": name }, h("h2", { class: "group-name" }, name, more), h("ul", null, list));
}

/** An app this person has not yet met: opening it makes their conversation, and shows its Home if it draws one. @param {import("./store.js").App} app */
function meet(app) {
  const bot = store.people.get(app.bot_user_id);
  const open = async () => {
    await act("open_home");
    await Promise.all([loadState(), drawn()]);
    const made = store.channels.find((one) => appOf(one)?.id === app.id);
    if (made) go({ channel: made.id, tab: store.home ? "home" : "messages" });
  };
  const data = { testid: "channel", channel: app.id, name: app.name };
  const name = h("span", { class: "channel-name" }, app.name);
  return h(
    "button",
    { type: "button", class: "channel", data, on: { click: open } },
    avatar(bot, "tiny"),
    name,
    tagNode(bot),
  );
}

/** Gives an app a moment to draw its Home. */
async function drawn() {
  for (let left = 8; left && !store.home; left--) {
    await new Promise((done) => setTimeout(done, 100));
    await loadViews();
  }
}

/** @param {Channel} one */
function row(one) {
  const here = one.id === store.channel;
  const words = [
    h("span", { class: "channel-name" }, one.name),
    marks(one),
    one.unread && !here ? unread(one.unread) : null,
  ];
  const classes = [
    "channel",
    one.unread && !here ? "unread" : "",
    one.kind !== "im" && !one.members.includes(store.me) ? "apart" : "",
  ]
    .filter(Boolean)
    .join(" ");
  const data = { testid: "channel", channel: one.id, name: one.name };
  const open = () => go({ channel: one.id, tab: appOf(one) && here ? store.tab : "messages" });
  return h(
    "button",
    { type: "button", class: classes, "aria-current": here ? "true" : null, data, on: { click: open } },
    sign(one),
    words,
  );
}

/** The sign before a name. @param {Channel} one */
export function sign(one) {
  if (one.kind !== "im") return icon(one.is_archived ? "archive" : one.kind === "private" ? "lock" : "hash");
  return avatar(other(one), "tiny");
}

/** Who is at the other end of a direct conversation. @param {Channel} one */
export const other = (one) => store.people.get(one.members.find((id) => id !== store.me) ?? "");

/** What sets a channel apart, in words. @param {Channel} one */
export function marks(one) {
  const shared = one.is_ext_shared
    ? h("span", { class: "tag outside", title: "Shared with another company" }, icon("outside"), "shared")
    : null;
  const hidden = one.kind === "private" ? h("span", { class: "visually-hidden" }, " private") : null;
  return [hidden, shared, one.kind === "im" ? tagNode(other(one)) : null];
}

/** @param {number} count */
const unread = (count) =>
  h("span", { class: "badge" }, count > 99 ? "99+" : count, h("span", { class: "visually-hidden" }, " unread"));
