/** Editing one's own message where it stands. */

import { fill, h } from "./dom.js";
import { encode, grow, readable } from "./writing.js";
import { notice } from "./notices.js";
import { act, store } from "./store.js";

/** @param {HTMLElement} host @param {import("./store.js").Message} message @param {() => void} done */
export function editor(host, message, done) {
  const area = h("textarea", { class: "field", "aria-label": "Edit message", rows: "1", dir: "auto" });
  area.value = readable(message.text ?? "");
  const save = async () => {
    const text = encode(area.value.trim());
    if (!text || text === message.text) return done();
    const answer = await act("edit", { channel: store.channel, ts: message.ts, text });
    if (answer.ok) done();
    else notice(answer.message, "problem");
  };
  area.addEventListener("input", () => grow(area));
  area.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") done();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const cancel = h("button", { type: "button", class: "button", on: { click: done } }, "Cancel");
  fill(
    host,
    area,
    h(
      "div",
      { class: "edit-foot" },
      cancel,
      h("button", { type: "button", class: "button primary", on: { click: save } }, "Save"),
    ),
  );
  grow(area);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}
