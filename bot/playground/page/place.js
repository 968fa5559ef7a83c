/**
 * What every interactive element shares: where it stands, what labels it, how its change is confirmed and sent, and how it is
 * found again after its surface was drawn anew.
 */

import { ask } from "./dialog.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { look } from "./store.js";

/**
 * Where an element stands.
 * @typedef {Object} Place
 * @property {import("./surface.js").Surface} surface
 * @property {string} block the block_id
 * @property {boolean} dispatch a change is sent at once
 * @property {boolean} input inside an input block, so that it is checked on submit
 * @property {boolean} optional
 * @property {string} [labelId] the element that labels it
 * @property {string} [hintId] the elements that describe it
 */

/** The words of a text object. @param {any} object */
export const words = (object) => (object ? plain(object.text ?? "", object.emoji !== false) : "");

/** The mark by which the focus finds a control again after its surface was drawn anew. */
export const control = (spec, place, extra = "") => [place.block, spec.action_id ?? "", extra].join("/");

/** What labels a field: its input block's label, or its own placeholder. @param {any} spec @param {Place} place */
export function names(spec, place) {
  const own = place.labelId ? null : words(spec.placeholder) || spec.action_id;
  return {
    "aria-labelledby": place.labelId,
    "aria-label": own,
    "aria-describedby": place.hintId,
    "aria-required": place.input && !place.optional ? "true" : null,
    data: { control: control(spec, place), action: spec.action_id },
  };
}

/**
 * A field's change: asks first where the bot wants it, then sends it, or takes it back.
 * @param {any} spec @param {Place} place @param {Record<string, any>} value @param {() => void} [undo]
 */
export async function changed(spec, place, value, undo) {
  if (!place.dispatch) return;
  if (spec.confirm && !(await confirmed(spec.confirm))) return undo?.();
  await place.surface.click(place.block, spec, value);
}

/** @param {any} spec a confirm object */
export function confirmed(spec) {
  const body = spec.text?.type === "mrkdwn" ? mrkdwn(spec.text.text, look()) : words(spec.text);
  const wish = {
    title: words(spec.title),
    text: body,
    confirm: words(spec.confirm) || "Yes",
    deny: words(spec.deny) || "Cancel",
  };
  return ask({ ...wish, danger: spec.style === "danger" });
}

/** Registers a field with its surface's form. @param {any} spec @param {Place} place @param {import("./forms.js").Field} field */
export function keep(spec, place, field) {
  place.surface.form.add(place.block, spec.action_id, field, { optional: place.optional, input: place.input });
}

/** Shows that a control waits for its answer. @param {HTMLElement} node @param {Promise<any>} work */
export async function busy(node, work) {
  node.setAttribute("aria-busy", "true");
  try {
    return await work;
  } finally {
    node.removeAttribute("aria-busy");
  }
}
