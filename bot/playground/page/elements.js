/** Block Kit's interactive elements: one table from type to builder, and the plainest of them, the button. */

import { checkboxes, radios } from "./choices.js";
import { h, icon, iconButton } from "./dom.js";
import { openMenu } from "./float.js";
import { date, dateTime, file, number, text, time } from "./inputs.js";
import { inside, visit } from "./links.js";
import { busy, changed, confirmed, control, words } from "./place.js";
import { select } from "./selects.js";

/** @typedef {import("./place.js").Place} Place */

/** @type {Record<string, (spec: any, place: Place) => HTMLElement>} */
const BUILDERS = {
  button,
  workflow_button: button,
  icon_button: button,
  feedback_buttons: feedback,
  overflow,
  plain_text_input: text,
  email_text_input: text,
  url_text_input: text,
  rich_text_input: text,
  number_input: number,
  datepicker: date,
  timepicker: time,
  datetimepicker: dateTime,
  file_input: file,
  radio_buttons: radios,
  checkboxes,
};

/** @param {any} spec @param {Place} place @returns {HTMLElement} */
export function element(spec, place) {
  const build = BUILDERS[spec.type] ?? (/_select$/.test(spec.type) ? select : null);
  return build ? build(spec, place) : h("span", { class: "unknown" }, `This page cannot show “${spec.type}”.`);
}

const isAddress = (/** @type {string|undefined} */ url) => /^https?:\/\//.test(url ?? "");

/** @param {any} spec @param {Place} place */
function button(spec, place) {
  const label = words(spec.text);
  const spoken = spec.accessibility_label;
  // The visible label stays part of the name, so that who says what they see finds the button.
  const name = spoken?.includes(label) ? { "aria-label": spoken } : { "aria-description": spoken };
  const style = ["primary", "danger"].includes(spec.style) ? ` ${spec.style}` : "";
  const node = h(
    "button",
    {
      type: "button",
      class: `button${style}`,
      ...name,
      data: { control: control(spec, place, spec.value), action: spec.action_id },
    },
    label,
  );
  if (isAddress(spec.url) && !inside(spec.url)) node.append(icon("outside"));
  node.addEventListener("click", () => press(node, spec, place));
  return node;
}

/** @param {HTMLElement} node @param {any} spec @param {Place} place */
async function press(node, spec, place) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (spec.confirm && !(await confirmed(spec.confirm))) return;
  if (isAddress(spec.url) && !visit(spec.url)) window.open(spec.url, "_blank", "noopener");
  await busy(node, place.surface.click(place.block, spec, spec.value === undefined ? {} : { value: spec.value }));
}

/** @param {any} spec @param {Place} place */
function overflow(spec, place) {
  const node = iconButton("more", "More", {
    class: "icon-button boxed",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    data: { control: control(spec, place), action: spec.action_id },
  });
  const choose = (/** @type {any} */ option) =>
    changed(spec, { ...place, dispatch: true }, { selected_option: option });
  const items = (spec.options ?? []).map((/** @type {any} */ option) => ({
    label: words(option.text),
    detail: words(option.description),
    url: isAddress(option.url) ? option.url : undefined,
    run: () => choose(option),
  }));
  node.addEventListener("click", () => openMenu(node, items, "More"));
  return node;
}

/** @param {any} spec @param {Place} place */
function feedback(spec, place) {
  const one = (/** @type {any} */ part) => button({ ...part, type: spec.type, action_id: spec.action_id }, place);
  return h("span", { class: "actions" }, one(spec.positive_button), one(spec.negative_button));
}
