/** Short sentences that come and go: what could not be done, and, for screen readers only, what has just arrived. */

import { fill, h, iconButton } from "./dom.js";

const KEEP = 8000;

/** @param {string} text @param {"problem"|"done"} [kind] */
export function notice(text, kind = "done") {
  const shelf = shelfOnTop();
  const line = h(
    "div",
    { class: `notice ${kind}`, role: kind === "problem" ? "alert" : "status", data: { testid: "notice" } },
    h("span", null, text),
  );
  const away = () => line.remove();
  line.append(iconButton("close", "Dismiss", { on: { click: away } }));
  shelf.append(line);
  window.setTimeout(away, KEEP);
}

/** The shelf lies in the topmost dialog, because the rest of the page is inert below one. */
function shelfOnTop() {
  const shelf = /** @type {HTMLElement} */ (document.getElementById("notices"));
  const host = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (shelf.parentElement !== host) host.append(shelf);
  return shelf;
}

/** Speaks without showing. @param {string} text */
export function say(text) {
  const voice = /** @type {HTMLElement} */ (document.getElementById("voice"));
  const line = h("p", null, text);
  voice.append(line);
  if (voice.childElementCount > 6) voice.firstElementChild?.remove();
}

/** Brings the shelf home before a dialog that holds it goes away. */
export function shelve() {
  const shelf = document.getElementById("notices");
  if (shelf && shelf.parentElement !== document.body) document.body.append(shelf);
}

/** One line over the page while the server is away. @param {boolean} away */
export function offline(away) {
  const bar = /** @type {HTMLElement} */ (document.getElementById("offline"));
  bar.hidden = !away;
  fill(bar, away ? "The workspace is not reachable. Trying again." : "");
}
