/**
 * One select for all of Slack's: a combobox whose list filters as one types, for one choice or many, from choices at hand or
 * from the bot. Follows the ARIA pattern of an editable combobox with a listbox.
 */

import { fill, h, icon, uid } from "./dom.js";
import { follow } from "./float.js";

/** @typedef {{key: string, label: string, detail?: string, value: any}} Option */
/** @typedef {{label: string, options: Option[]}} Group */
/**
 * @typedef {Object} Wish
 * @property {Record<string, any>} names attributes that label the field
 * @property {string} placeholder
 * @property {boolean} many
 * @property {number} [max] most choices
 * @property {boolean} [clearable]
 * @property {Option[]} chosen
 * @property {Group[]} groups the choices at hand
 * @property {((query: string) => Promise<Group[]>)} [search] asks the bot for choices
 * @property {number} [least] characters before the bot is asked
 * @property {(chosen: Option[]) => void} changed
 */

const QUIET = 250;

export class Picker {
  /** @param {Wish} wish */
  constructor(wish) {
    this.wish = wish;
    this.chosen = wish.chosen;
    this.groups = wish.groups;
    /** @type {Option[]} the options on show, in order */
    this.shown = [];
    this.active = -1;
    this.timer = 0;
    this.build();
    this.showChosen();
  }

  build() {
    const { wish } = this;
    const id = uid("list");
    const few = !wish.search && wish.groups.reduce((sum, group) => sum + group.options.length, 0) <= 8;
    const attributes = {
      role: "combobox",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      inputmode: few ? "none" : null,
    };
    this.input = h("input", { ...attributes, ...wish.names, placeholder: wish.placeholder });
    this.list = h("div", {
      id,
      class: "picker-list",
      role: "listbox",
      popover: "manual",
      "aria-label": wish.placeholder,
      "aria-multiselectable": wish.many ? "true" : null,
    });
    this.chips = h("span", { class: "chips" });
    this.clear = h(
      "button",
      { type: "button", class: "clear", "aria-label": "Clear", hidden: true, on: { click: () => this.choose([]) } },
      icon("close"),
    );
    this.box = h("div", { class: "picker-box" }, this.chips, this.input, this.clear, icon("down"));
    this.node = h("div", { class: wish.many ? "picker many" : "picker" }, this.box, this.list);
    this.box.addEventListener("mousedown", (event) => this.pressed(event));
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (/** @type {MouseEvent} */ event) => event.preventDefault());
  }

  /** @param {MouseEvent} event */
  pressed(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    if (at.closest("input")) return;
    // The field keeps the focus: losing it would draw the chips anew under the pointer, and the press would be lost.
    event.preventDefault();
    if (at.closest("button")) return;
    this.input.focus();
    this.isOpen ? this.close() : this.open();
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  open() {
    if (this.isOpen) return;
    if (!this.wish.many) this.input.select();
    this.list.showPopover();
    this.stop = follow(this.list, this.box, { width: true });
    this.input.setAttribute("aria-expanded", "true");
    this.refresh("");
  }

  close() {
    if (this.isOpen) this.list.hidePopover();
    this.stop?.();
    clearTimeout(this.timer);
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.showChosen();
  }

  typed() {
    if (!this.isOpen) this.open();
    this.refresh(this.input.value.trim());
  }

  /** @param {string} query */
  refresh(query) {
    const { search, least = 0 } = this.wish;
    clearTimeout(this.timer);
    if (!search) return this.draw(filter(this.groups, query), "Nothing matches.");
    if (query.length < least)
      return this.draw([], `Type ${least === 1 ? "a character" : `${least} characters`} to search.`);
    this.draw([], "Searching.");
    this.timer = window.setTimeout(
      async () => {
        const found = await search(query);
        if ((this.isOpen && this.input.value.trim() === query) || query === "") this.draw(found, "Nothing matches.");
      },
      query ? QUIET : 0,
    );
  }

  /** @param {Group[]} groups @param {string} empty */
  draw(groups, empty) {
    this.shown = groups.flatMap((group) => group.options);
    const rows = groups.map((group) => this.group(group));
    fill(this.list, this.shown.length ? rows : h("p", { class: "picker-empty", role: "status" }, empty));
    const now = this.shown.findIndex((option) => this.has(option));
    this.activate(now >= 0 && !this.wish.many ? now : 0);
  }

  /** @param {Group} group */
  group(group) {
    const options = group.options.map((option) => this.option(option));
    if (!group.label) return options;
    const id = uid("group");
    return h(
      "div",
      { role: "group", "aria-labelledby": id },
      h("div", { class: "picker-group", id }, group.label),
      options,
    );
  }

  /** @param {Option} option */
  option(option) {
    const picked = this.has(option);
    const on = { click: () => this.pick(option), mousemove: () => this.activate(this.shown.indexOf(option)) };
    const words = h("span", null, option.label, option.detail ? h("small", null, option.detail) : null);
    return h(
      "div",
      { role: "option", id: uid("option"), class: "picker-option", "aria-selected": String(picked), on },
      words,
      picked ? icon("check") : null,
    );
  }

  /** @param {number} index */
  activate(index) {
    const rows = [...this.list.querySelectorAll("[role=option]")];
    this.active = rows.length ? (index + rows.length) % rows.length : -1;
    rows.forEach((row, at) => row.classList.toggle("active", at === this.active));
    const row = rows[this.active];
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      this.isOpen ? this.activate(this.active + step) : this.open();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.isOpen && this.shown[this.active]) this.pick(this.shown[this.active]);
      else this.open();
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && this.wish.many && !this.input.value && this.chosen.length) {
      this.choose(this.chosen.slice(0, -1));
    }
  }

  /** @param {Option} option */
  has(option) {
    return this.chosen.some((one) => one.key === option.key);
  }

  /** @param {Option} option */
  pick(option) {
    if (!this.wish.many) {
      this.choose([option]);
      return this.close();
    }
    const rest = this.chosen.filter((one) => one.key !== option.key);
    if (rest.length === this.chosen.length && this.wish.max && rest.length >= this.wish.max) return;
    this.choose(rest.length === this.chosen.length ? [...rest, option] : rest);
    this.input.value = "";
    this.refresh("");
  }

  /** @param {Option[]} chosen */
  choose(chosen) {
    this.chosen = chosen;
    this.showChosen();
    this.wish.changed(chosen);
  }

  showChosen() {
    const { many, clearable, placeholder } = this.wish;
    if (!many) this.input.value = this.chosen[0]?.label ?? "";
    else if (!this.isOpen) this.input.value = "";
    this.input.placeholder = many && this.chosen.length ? "" : placeholder;
    this.clear.hidden = many || !clearable || !this.chosen.length;
    if (many)
      fill(
        this.chips,
        this.chosen.map((option) => this.chip(option)),
      );
  }

  /** @param {Option} option */
  chip(option) {
    const away = () => {
      this.choose(this.chosen.filter((one) => one !== option));
      this.input.focus();
    };
    return h(
      "span",
      { class: "chip" },
      option.label,
      h("button", { type: "button", "aria-label": `Remove ${option.label}`, on: { click: away } }, icon("close")),
    );
  }
}

/**
 * The options that hold every word of a query. Those that begin with it come first: who types "pol" means Poland before
 * French Polynesia.
 * @param {Group[]} groups @param {string} query @returns {Group[]}
 */
function filter(groups, query) {
  const wanted = fold(query);
  if (!wanted) return groups;
  const rank = (/** @type {Option} */ option) => {
    const label = fold(option.label);
    if (label.startsWith(wanted)) return 0;
    if (label.includes(` ${wanted}`)) return 1;
    const all = `${label} ${fold(option.detail ?? "")}`;
    return wanted.split(/\s+/).every((word) => all.includes(word)) ? 2 : 3;
  };
  const ranked = groups.flatMap((group) => group.options).map((option) => ({ option, rank: rank(option) }));
  const found = [0, 1, 2].flatMap((step) => ranked.filter((one) => one.rank === step).map((one) => one.option));
  return found.length ? [{ label: "", options: found }] : [];
}

/** Without case and accents, so that "lodz" finds "Łódź". @param {string} text */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/gi, "l").toLowerCase();
