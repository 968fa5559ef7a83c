/** Radio buttons and checkboxes: the browser's own, grouped under their label. */

import { changed, control, keep, words } from "./place.js";
import { h, uid } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { look } from "./store.js";

/** @typedef {import("./place.js").Place} Place */

/** @param {any} spec @param {Place} place */
export function radios(spec, place) {
  const seed = place.surface.form.seed(place.block, spec.action_id);
  let chosen = (seed ? seed.selected_option : spec.initial_option)?.value ?? null;
  const state = () => ({ selected_option: find(spec, chosen) });
  const box = group(
    spec,
    place,
    "radio",
    (value) => value === chosen,
    (value) => {
      const before = chosen;
      chosen = value;
      changed(spec, place, state(), () => check(box, (chosen = before) === null ? [] : [before]));
    },
  );
  box.setAttribute("role", "radiogroup");
  keep(spec, place, { read: () => ({ type: spec.type, ...state() }), problem: () => "", focus: () => first(box) });
  return box;
}

/** @param {any} spec @param {Place} place */
export function checkboxes(spec, place) {
  const seed = place.surface.form.seed(place.block, spec.action_id);
  const given = (seed ? seed.selected_options : spec.initial_options) ?? [];
  let chosen = given.map((/** @type {any} */ option) => option.value);
  const state = () => ({
    selected_options: (spec.options ?? []).filter((/** @type {any} */ option) => chosen.includes(option.value)),
  });
  const box = group(
    spec,
    place,
    "checkbox",
    (value) => chosen.includes(value),
    (value, on) => {
      const before = chosen;
      chosen = on ? [...chosen, value] : chosen.filter((/** @type {string} */ one) => one !== value);
      changed(spec, place, state(), () => check(box, (chosen = before)));
    },
  );
  box.setAttribute("role", "group");
  keep(spec, place, { read: () => ({ type: spec.type, ...state() }), problem: () => "", focus: () => first(box) });
  return box;
}

const find = (/** @type {any} */ spec, /** @type {string|null} */ value) =>
  (spec.options ?? []).find((/** @type {any} */ option) => option.value === value) ?? null;

/**
 * @param {any} spec @param {Place} place @param {"radio"|"checkbox"} type
 * @param {(value: string) => boolean} isOn @param {(value: string, on: boolean) => void} flip
 */
function group(spec, place, type, isOn, flip) {
  const name = uid("choice");
  const box = h("div", {
    class: "choices",
    "aria-labelledby": place.labelId,
    "aria-label": place.labelId ? null : "Choices",
    "aria-describedby": place.hintId,
  });
  for (const option of spec.options ?? []) {
    const described = option.description ? uid("about") : null;
    const data = { control: control(spec, place, option.value), action: spec.action_id };
    const input = h("input", { type, name, value: option.value, "aria-describedby": described, data });
    input.checked = isOn(option.value);
    input.addEventListener("change", () => flip(option.value, input.checked));
    const about = described ? h("small", { id: described }, rich(option.description)) : null;
    box.append(h("div", { class: "choice" }, h("label", null, input, h("span", null, rich(option.text))), about));
  }
  return box;
}

const rich = (/** @type {any} */ object) => (object.type === "mrkdwn" ? mrkdwn(object.text, look()) : words(object));

/** @param {HTMLElement} box @param {string[]} values */
function check(box, values) {
  for (const input of box.querySelectorAll("input")) input.checked = values.includes(input.value);
}

const first = (/** @type {HTMLElement} */ box) => box.querySelector("input")?.focus();
