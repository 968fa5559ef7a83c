/** Slack's ten selects, as the one picker: where their choices come from and what shape their value has. */

import { changed, keep, names, words } from "./place.js";
import { Picker } from "./picker.js";
import { channel, store } from "./store.js";

/** @typedef {import("./picker.js").Option} Option */
/** @typedef {import("./picker.js").Group} Group */
/** @typedef {import("./place.js").Place} Place */

/** What is chosen from, the key of one value, and whether that key takes an s for many. */
const SOURCES = /** @type {const} */ ({
  static: { choices: fixed, one: "selected_option", initial: "initial_option" },
  external: { choices: () => [], one: "selected_option", initial: "initial_option" },
  users: { choices: people, one: "selected_user", initial: "initial_user" },
  conversations: { choices: conversations, one: "selected_conversation", initial: "initial_conversation" },
  channels: { choices: channels, one: "selected_channel", initial: "initial_channel" },
});

/** @param {any} spec @param {Place} place */
export function select(spec, place) {
  const many = spec.type.startsWith("multi_");
  const source = /** @type {any} */ (SOURCES)[spec.type.replace(/^multi_/, "").replace(/_select$/, "")];
  const groups = source.choices(spec);
  const key = many ? `${source.one}s` : source.one;
  const shape = (/** @type {Option[]} */ chosen) => ({
    [key]: many ? chosen.map((one) => one.value) : (chosen[0]?.value ?? null),
  });
  let before = start(spec, place, source, many, groups);
  const picker = new Picker({
    names: names(spec, place),
    placeholder: words(spec.placeholder) || (many ? "Choose some" : "Choose one"),
    many,
    max: spec.max_selected_items,
    clearable: place.input,
    chosen: before,
    groups,
    least: spec.min_query_length ?? 3,
    search: spec.type.includes("external") ? (query) => ask(spec, place, query) : undefined,
    changed: (chosen) => {
      const undo = () => {
        picker.chosen = before;
        picker.showChosen();
      };
      const sent = changed(spec, place, shape(chosen), undo);
      sent.then(() => (before = picker.chosen));
    },
  });
  keep(spec, place, {
    read: () => ({ type: spec.type, ...shape(picker.chosen) }),
    problem: () => "",
    focus: () => picker.input.focus(),
  });
  return picker.node;
}

/** What is chosen at first: what stood there before, or what the bot proposes. @returns {Option[]} */
function start(spec, place, source, many, groups) {
  const seed = place.surface.form.seed(place.block, spec.action_id);
  const given = seed ? seed[many ? `${source.one}s` : source.one] : spec[many ? `${source.initial}s` : source.initial];
  const here =
    !seed && spec.default_to_current_conversation && source.one === "selected_conversation" ? store.channel : undefined;
  const values = many
    ? (given ?? (here ? [here] : []))
    : [given ?? here].filter((one) => one !== null && one !== undefined);
  const known = groups.flatMap((/** @type {Group} */ group) => group.options);
  return values.map(
    (/** @type {any} */ value) => known.find((/** @type {Option} */ one) => one.key === keyOf(value)) ?? loose(value),
  );
}

const keyOf = (/** @type {any} */ value) => (typeof value === "string" ? value : value.value);

/** A value that is not among the choices at hand, such as an external one. @returns {Option} */
function loose(value) {
  return typeof value === "string" ? { key: value, label: value, value } : fromOption(value);
}

/** @param {any} option @returns {Option} */
const fromOption = (option) => ({
  key: option.value,
  label: words(option.text),
  detail: words(option.description),
  value: option,
});

/** @param {any} spec @returns {Group[]} */
function fixed(spec) {
  if (spec.option_groups)
    return spec.option_groups.map((/** @type {any} */ group) => ({
      label: words(group.label),
      options: (group.options ?? []).map(fromOption),
    }));
  return [{ label: "", options: (spec.options ?? []).map(fromOption) }];
}

/** @param {any} spec @param {Place} place @param {string} query @returns {Promise<Group[]>} */
async function ask(spec, place, query) {
  const answer = await place.surface.options(place.block, spec, query);
  return fixed({ options: answer.options ?? [], option_groups: answer.option_groups });
}

/** @returns {Group[]} */
function people() {
  const known = [...store.people.values()].filter((person) => !person.deleted);
  return [
    {
      label: "",
      options: known.map((person) => ({
        key: person.id,
        label: person.real_name || person.name,
        detail: person.title,
        value: person.id,
      })),
    },
  ];
}

/** @param {import("./store.js").Channel} one @returns {Option} */
const asOption = (one) => ({
  key: one.id,
  label: one.kind === "im" ? one.name : `#${one.name}`,
  detail: one.is_ext_shared ? "shared with another company" : undefined,
  value: one.id,
});

/** Only public channels, as in Slack. @returns {Group[]} */
function channels() {
  return [
    { label: "", options: store.channels.filter((one) => one.kind === "public" && !one.is_archived).map(asOption) },
  ];
}

/** @param {any} spec @returns {Group[]} */
function conversations(spec) {
  const { include, exclude_external_shared_channels: noShared, exclude_bot_users: noBots } = spec.filter ?? {};
  const bots = new Set(store.apps.map((app) => app.bot_user_id));
  const fits = (/** @type {import("./store.js").Channel} */ one) =>
    !one.is_archived &&
    (!include || include.includes(one.kind)) &&
    !(noShared && one.is_ext_shared) &&
    !(noBots && one.kind === "im" && one.members.some((id) => bots.has(id)));
  const rest = store.channels.filter(fits);
  const here = channel();
  const sorted = here && rest.includes(here) ? [here, ...rest.filter((one) => one !== here)] : rest;
  return [{ label: "", options: sorted.map(asOption) }];
}
