/** Fields that are typed into: text, number, dates and times, files. The browser's own controls where there are some. */

import { changed, keep, names, words } from "./place.js";
import { base64 } from "./api.js";
import { fill, h, icon, uid } from "./dom.js";
import { notice } from "./notices.js";
import { act, zone } from "./store.js";
import { fromLocal, toLocal } from "./time.js";

/** @typedef {import("./place.js").Place} Place */

/** What a field held before, or what the bot proposes. */
const start = (
  /** @type {any} */ spec,
  /** @type {Place} */ place,
  /** @type {string} */ key,
  /** @type {any} */ initial,
) => {
  const seed = place.surface.form.seed(place.block, spec.action_id);
  return seed ? seed[key] : initial;
};

const KINDS = /** @type {Record<string, string>} */ ({ email_text_input: "email", url_text_input: "url" });

/** Text of one line or many, an address, a link. @param {any} spec @param {Place} place */
export function text(spec, place) {
  const rich = spec.type === "rich_text_input";
  const many = spec.multiline || rich;
  const attributes = {
    class: "field",
    ...names(spec, place),
    placeholder: words(spec.placeholder) || null,
    dir: "auto",
    maxlength: spec.max_length,
  };
  const node = many
    ? h("textarea", { ...attributes, rows: "4" })
    : h("input", { ...attributes, type: KINDS[spec.type] ?? "text" });
  node.value = rich
    ? richToText(start(spec, place, "rich_text_value", spec.initial_value))
    : (start(spec, place, "value", spec.initial_value) ?? "");
  const value = () =>
    rich ? { rich_text_value: node.value ? textToRich(node.value) : null } : { value: node.value || null };
  const triggers = spec.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => changed(spec, place, value());
  node.addEventListener("input", () => triggers.includes("on_character_entered") && send());
  node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.isComposing || (many && !(event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    if (place.dispatch && triggers.includes("on_enter_pressed")) send();
    else place.surface.submit();
  });
  keep(spec, place, {
    read: () => ({ type: spec.type, ...value() }),
    problem: () => textProblem(spec, node),
    focus: () => node.focus(),
  });
  return spec.max_length ? counted(node, spec.max_length) : node;
}

/** @param {any} spec @param {any} node */
function textProblem(spec, node) {
  const length = node.value.length;
  if (length && spec.min_length && length < spec.min_length)
    return `Please write at least ${spec.min_length} characters.`;
  if (spec.max_length && length > spec.max_length) return `Please write at most ${spec.max_length} characters.`;
  if (length && node.validity?.typeMismatch)
    return node.type === "email"
      ? "Please enter a valid e-mail address."
      : "Please enter a valid link, beginning with https://";
  return "";
}

/** Says how much room is left when it gets tight. @param {any} node @param {number} most */
function counted(node, most) {
  const left = h("small", { class: "left", "aria-live": "polite" });
  const show = () =>
    fill(left, most - node.value.length <= Math.max(20, most / 10) ? `${most - node.value.length} left` : "");
  node.addEventListener("input", show);
  show();
  return h("div", { class: "counted" }, node, left);
}

/** @param {string} value a text, as a rich_text block of one section */
const textToRich = (value) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text: value }] }],
});

/** @param {any} block @returns {string} */
function richToText(block) {
  const leaves = (/** @type {any} */ item) => item.text ?? (item.elements ?? []).map(leaves).join("");
  return block ? (block.elements ?? []).map(leaves).join("\n") : "";
}

/** @param {any} spec @param {Place} place */
export function number(spec, place) {
  const node = h("input", {
    class: "field",
    type: "text",
    inputmode: spec.is_decimal_allowed ? "decimal" : "numeric",
    ...names(spec, place),
    placeholder: words(spec.placeholder) || null,
  });
  node.value = start(spec, place, "value", spec.initial_value) ?? "";
  const value = () => ({ value: node.value.trim() || null });
  node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (place.dispatch) changed(spec, place, value());
    else place.surface.submit();
  });
  keep(spec, place, {
    read: () => ({ type: spec.type, ...value() }),
    problem: () => numberProblem(spec, node.value.trim()),
    focus: () => node.focus(),
  });
  return node;
}

/** @param {any} spec @param {string} typed */
function numberProblem(spec, typed) {
  if (!typed) return "";
  const amount = Number(typed);
  if (Number.isNaN(amount)) return "Please enter a number.";
  if (!spec.is_decimal_allowed && !Number.isInteger(amount)) return "Please enter a whole number.";
  if (spec.min_value !== undefined && amount < Number(spec.min_value)) return `Please enter ${spec.min_value} or more.`;
  if (spec.max_value !== undefined && amount > Number(spec.max_value)) return `Please enter ${spec.max_value} or less.`;
  return "";
}

const asIs = {
  show: (/** @type {any} */ value) => value ?? "",
  read: (/** @type {string} */ typed) => /** @type {any} */ (typed || null),
};

/** @param {any} spec @param {Place} place */
export function date(spec, place) {
  return picked(spec, place, { ...asIs, type: "date", key: "selected_date", initial: spec.initial_date });
}

/** @param {any} spec @param {Place} place */
export function time(spec, place) {
  const more = spec.timezone ? { timezone: spec.timezone } : {};
  return picked(spec, place, { ...asIs, type: "time", key: "selected_time", initial: spec.initial_time, more });
}

/** A moment, shown in the reader's zone and sent as epoch seconds. @param {any} spec @param {Place} place */
export function dateTime(spec, place) {
  const show = (/** @type {any} */ value) => (value ? toLocal(value, zone()) : "");
  const read = (/** @type {string} */ typed) => (typed ? fromLocal(typed, zone()) : null);
  return picked(spec, place, {
    show,
    read,
    type: "datetime-local",
    key: "selected_date_time",
    initial: spec.initial_date_time,
  });
}

/**
 * A native picker. Typing a date passes through dates nobody means (0002, 0020), so a typed one is sent on leaving the field.
 * @param {any} spec @param {Place} place
 * @param {{type: string, key: string, initial: any, show: (value: any) => string, read: (typed: string) => any, more?: Record<string, any>}} kind
 */
function picked(spec, place, kind) {
  const node = h("input", {
    class: "field date",
    type: kind.type,
    ...names(spec, place),
    max: kind.type === "date" ? "9999-12-31" : null,
  });
  node.value = kind.show(start(spec, place, kind.key, kind.initial));
  const value = () => ({ [kind.key]: kind.read(node.value), ...kind.more });
  let sent = node.value;
  let typing = false;
  const send = () => {
    typing = false;
    if (node.value === sent || !node.value) return;
    const before = sent;
    sent = node.value;
    changed(spec, place, value(), () => (node.value = sent = before));
  };
  node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    typing = event.key !== "Enter";
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (place.dispatch) send();
    else place.surface.submit();
  });
  node.addEventListener("change", () => typing || send());
  node.addEventListener("blur", send);
  const problem = () => (node.validity.badInput ? "Please complete the date or time." : "");
  keep(spec, place, { read: () => ({ type: spec.type, ...value() }), problem, focus: () => node.focus() });
  return node;
}

/** Files that go up as soon as they are chosen. @param {any} spec @param {Place} place */
export function file(spec, place) {
  const most = spec.max_files ?? 10;
  let files = start(spec, place, "files", undefined) ?? [];
  const list = h("ul", { class: "file-list" });
  const accept = (spec.filetypes ?? []).map((/** @type {string} */ kind) => `.${kind}`).join(",");
  const input = h("input", {
    type: "file",
    id: uid("file"),
    class: "visually-hidden",
    ...names(spec, place),
    multiple: most > 1,
    accept: accept || null,
  });
  const show = () =>
    fill(
      list,
      files.map((/** @type {any} */ one) => row(one)),
    );
  const row = (/** @type {any} */ one) =>
    h(
      "li",
      null,
      icon("file"),
      h("span", null, one.name),
      h(
        "button",
        { type: "button", class: "link", "aria-label": `Remove ${one.name}`, on: { click: () => drop(one) } },
        "Remove",
      ),
    );
  const drop = (/** @type {any} */ one) => {
    files = files.filter((/** @type {any} */ other) => other !== one);
    show();
  };
  input.addEventListener("change", async () => {
    for (const chosen of [...input.files].slice(0, most - files.length)) {
      const answer = await act("upload", {
        ...place.surface.target,
        block_id: place.block,
        action_id: spec.action_id,
        name: chosen.name,
        content_base64: await base64(chosen),
      });
      if (answer.ok) files = [...files, answer.file];
      else notice(answer.message, "problem");
    }
    input.value = "";
    show();
    changed(spec, place, { files });
  });
  show();
  keep(spec, place, { read: () => ({ type: spec.type, files }), problem: () => "", focus: () => input.focus() });
  return h(
    "div",
    { class: "file-field" },
    input,
    h("label", { class: "button", for: input.id }, icon("clip"), most > 1 ? "Choose files" : "Choose a file"),
    list,
  );
}
