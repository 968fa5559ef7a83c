/** The keys that work on the whole page, and the dialog that lists them. */

import { dialog } from "./dialog.js";
import { fill, h, isTyping } from "./dom.js";
import { actors } from "./people.js";
import { become, go } from "./routes.js";
import { quiet, store } from "./store.js";

const LIST = /** @type {const} */ ([
  ["Alt + 1 to 9", "Act as that colleague"],
  ["Arrow up, arrow down", "Walk through messages, channels and lists"],
  ["Enter on a message", "Open its thread"],
  ["E, M on a message", "Edit it if it is yours; show what one can do with it"],
  ["/", "Write a message or a command"],
  ["@, #", "Name a person or a channel while writing"],
  ["Esc", "Close the thread, a menu or a dialog"],
  ["Ctrl + Enter", "Send a form from a field of many lines"],
  ["?", "This list"],
]);

/** @param {HTMLElement} button shows the list too */
export function mountKeys(button) {
  button.addEventListener("click", help);
  addEventListener("keydown", (event) => {
    if (
      switched(event) ||
      closedThread(event) ||
      isTyping(event.target) ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") /** @type {HTMLElement|null} */ (document.querySelector("[data-testid=composer]"))?.focus();
    else if (event.key === "?") help();
    else return;
    event.preventDefault();
  });
}

/** Alt and a digit: act as that colleague. By the key's place, because Alt makes other signs on some keyboards. @param {KeyboardEvent} event */
function switched(event) {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (!digit || !event.altKey || event.ctrlKey || event.metaKey) return false;
  const person = actors()[Number(digit) - 1];
  if (!person) return false;
  event.preventDefault();
  quiet(become(person.id));
  return true;
}

/** Esc leaves the thread, unless something above it is to be closed first. @param {KeyboardEvent} event */
function closedThread(event) {
  if (event.key !== "Escape" || event.defaultPrevented || !store.thread) return false;
  if (document.querySelector("dialog[open], :popover-open")) return false;
  event.preventDefault();
  go({});
  return true;
}

function help() {
  const frame = dialog({ title: "Keyboard", name: "keys", onCancel: () => frame.close() });
  frame.node.classList.add("small");
  fill(
    frame.body,
    h(
      "dl",
      { class: "key-list" },
      LIST.map(([key, what]) => [h("dt", null, key), h("dd", null, what)]),
    ),
  );
  fill(frame.foot, h("button", { type: "submit", class: "button primary" }, "Done"));
  frame.node.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    frame.close();
  });
  frame.open();
}
