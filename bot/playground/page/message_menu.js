/** What one can do with a message: react, edit and delete one's own, and the message shortcuts of apps. */

import { ask } from "./dialog.js";
import { emoji, QUICK } from "./emoji.js";
import { openMenu } from "./float.js";
import { notice } from "./notices.js";
import { go } from "./routes.js";
import { act, store } from "./store.js";

/** @typedef {import("./store.js").Message} Message */
/** @typedef {import("./float.js").MenuItem} MenuItem */

/** Does something with a message and says so when it could not be done. @param {string} what @param {Message} message @param {Record<string, any>} [more] */
async function doWith(what, message, more = {}) {
  const answer = await act(what, { channel: store.channel, ts: message.ts, ...more });
  if (!answer.ok) notice(answer.message, "problem");
}

/** @param {Message} message @param {string} name */
export function toggleReaction(message, name) {
  const mine = message.reactions?.some((one) => one.name === name && one.users.includes(store.me));
  return doWith(mine ? "unreact" : "react", message, { name });
}

/** @param {HTMLElement} anchor @param {Message} message */
export function reactMenu(anchor, message) {
  const items = QUICK.map((name) => ({
    label: `${emoji(name)}  ${name.replaceAll("_", " ")}`,
    run: () => toggleReaction(message, name),
  }));
  openMenu(anchor, items, "Reactions");
}

/** @param {HTMLElement} anchor @param {Message} message @param {HTMLElement} row */
export function messageMenu(anchor, message, row) {
  openMenu(anchor, [...everyones(message), ...own(message, row), ...shortcuts(message)], "Message actions");
}

/** @param {Message} message @returns {MenuItem[]} */
function everyones(message) {
  const thread = {
    label: "Reply in thread",
    icon: "reply",
    run: () => go({ thread: message.thread_ts ?? message.ts }),
  };
  return [
    ...(message.thread_ts === store.thread && store.thread ? [] : [thread]),
    { label: "Copy text", icon: "file", run: () => copy(message.text) },
  ];
}

/** @param {Message} message @param {HTMLElement} row @returns {MenuItem[]} */
function own(message, row) {
  if (message.user !== store.me || message.subtype === "tombstone") return [];
  const edit = () => row.dispatchEvent(new CustomEvent("edit-message", { bubbles: true, detail: message.ts }));
  return [
    { label: "Edit message", icon: "tools", run: edit },
    { label: "Delete message", icon: "close", danger: true, run: () => remove(message) },
  ];
}

/** @param {Message} message @returns {MenuItem[]} */
function shortcuts(message) {
  return store.apps.flatMap((app) =>
    app.shortcuts
      .filter((one) => one.type === "message")
      .map((one) => ({
        label: one.name,
        detail: app.name,
        icon: "slash",
        run: () => doWith("shortcut", message, { callback_id: one.callback_id }),
      })),
  );
}

/** @param {Message} message */
async function remove(message) {
  const sure = await ask({
    title: "Delete message",
    text: "The message goes away for everyone.",
    confirm: "Delete",
    deny: "Keep it",
    danger: true,
  });
  if (sure) await doWith("delete", message);
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice("Copied.");
  } catch {
    notice("The browser did not allow copying.", "problem");
  }
}

/** The shortcuts that need no message, behind the composer's plus. @param {HTMLElement} anchor */
export function globalShortcuts(anchor) {
  const items = store.apps.flatMap((app) =>
    app.shortcuts
      .filter((one) => one.type === "global")
      .map((one) => ({ label: one.name, detail: app.name, icon: "slash", run: () => start(one.callback_id) })),
  );
  openMenu(anchor, items, "Shortcuts");
}

/** @param {string} callback_id */
async function start(callback_id) {
  const answer = await act("shortcut", { callback_id });
  if (!answer.ok) notice(answer.message, "problem");
}

/** Whether there is any to show. */
export const hasGlobalShortcuts = () => store.apps.some((app) => app.shortcuts.some((one) => one.type === "global"));
