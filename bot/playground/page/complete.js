/**
 * Completion in a composer: commands after a slash at the beginning, with their hint; people after @; channels after #.
 * The text area keeps the focus; the list is read through aria-activedescendant.
 */

import { fill, h, uid } from "./dom.js";
import { store } from "./store.js";

/** @typedef {{label: string, detail: string, insert: string}} Offer */

const MOST = 8;

export class Completer {
  /** @param {HTMLTextAreaElement & Record<string, any>} area @param {HTMLElement} frame @param {{thread: boolean}} how */
  constructor(area, frame, how) {
    this.area = area;
    this.how = how;
    /** @type {Offer[]} */
    this.offers = [];
    this.start = 0;
    this.active = 0;
    this.list = h("div", {
      class: "complete",
      role: "listbox",
      id: uid("complete"),
      "aria-label": "Suggestions",
      hidden: true,
    });
    this.hint = h("p", { class: "command-hint", hidden: true, role: "status" });
    area.setAttribute("aria-controls", this.list.id);
    area.setAttribute("aria-autocomplete", "list");
    frame.prepend(this.list, this.hint);
    area.addEventListener("blur", () => this.hide());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  update() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    const found = this.find(before);
    this.offers = found.offers;
    this.start = found.start;
    this.active = found.start && this.area.value.startsWith("/") && found.start === before.length ? -1 : 0;
    this.draw();
    this.showHint(before);
  }

  /** @param {string} before @returns {{offers: Offer[], start: number}} */
  find(before) {
    if (!this.how.thread && /^\/\S*$/.test(before)) return { offers: commands(before), start: 0 };
    const sub = !this.how.thread && /^(\/\S+)\s+(\S*)$/.exec(before);
    if (sub) return { offers: words(sub[1], sub[2]), start: before.length - sub[2].length };
    const name = /(^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
    if (!name) return { offers: [], start: 0 };
    const offers = name[2] === "@" ? people(name[3]) : channels(name[3]);
    return { offers, start: before.length - name[3].length - 1 };
  }

  draw() {
    const typed = this.area.value.slice(this.start).trim();
    this.list.hidden =
      !this.offers.length || (this.offers.length === 1 && this.start > 0 && this.offers[0].insert === typed);
    const rows = this.offers.map((offer, index) =>
      h(
        "div",
        {
          role: "option",
          id: uid("offer"),
          class: "offer",
          "aria-selected": String(index === this.active),
          on: { click: () => this.take(offer) },
        },
        h("strong", null, offer.label),
        h("small", null, offer.detail),
      ),
    );
    fill(this.list, rows);
    const row = rows[this.active];
    if (row) this.area.setAttribute("aria-activedescendant", row.id);
    else this.area.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} before */
  showHint(before) {
    const word = /^(\/\S+)\s/.exec(before)?.[1];
    const known = store.apps.flatMap((app) => app.commands).find((one) => one.command === word);
    this.hint.hidden = !known?.usage_hint || this.how.thread;
    fill(this.hint, known?.usage_hint ? [h("strong", null, known.command), ` ${known.usage_hint}`] : "");
  }

  hide() {
    this.offers = [];
    this.list.hidden = true;
    this.hint.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  key(event) {
    if (this.list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const offer = this.offers[this.active];
    // What is typed in full already is sent by Enter, not completed again.
    const whole = offer && this.area.value.slice(this.start).trim().toLowerCase() === offer.insert.trim().toLowerCase();
    if (step)
      this.active = (Math.max(this.active + step, this.active < 0 ? 0 : -1) + this.offers.length) % this.offers.length;
    else if (event.key === "Escape") this.offers = [];
    else if (event.key === "Tab" && !event.shiftKey) this.take(offer ?? this.offers[0]);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && offer && !whole) this.take(offer);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    this.draw();
    return true;
  }

  /** @param {Offer} offer */
  take(offer) {
    this.area.setRangeText(offer.insert, this.start, this.area.selectionStart, "end");
    this.area.focus();
    this.area.dispatchEvent(new Event("input"));
  }
}

/** @param {string} typed @returns {Offer[]} */
function commands(typed) {
  const all = store.apps.flatMap((app) =>
    app.commands.map((one) => ({
      label: one.command,
      detail: `${one.description} (${app.name})`,
      insert: `${one.command} `,
    })),
  );
  return all.filter((one) => one.label.startsWith(typed.toLowerCase())).slice(0, MOST);
}

/** The words a command takes, read from its usage hint: "[help | start | status]". @param {string} command @param {string} typed @returns {Offer[]} */
function words(command, typed) {
  const known = store.apps.flatMap((app) => app.commands).find((one) => one.command === command);
  const inside = known?.usage_hint.replace(/^\s*[[<(]?|[\])>]?\s*$/g, "") ?? "";
  const parts = inside.split(/\s*[|,·]\s*/).filter((part) => /^[a-z]+$/.test(part));
  if (parts.length < 2) return [];
  return parts
    .filter((part) => part.startsWith(typed.toLowerCase()))
    .map((part) => ({ label: part, detail: "", insert: part }));
}

/** @param {string} typed @returns {Offer[]} */
function people(typed) {
  const fits = (/** @type {import("./store.js").Person} */ one) =>
    !one.deleted &&
    [one.name, ...(one.real_name ?? "").split(" ")].some((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
  return [...store.people.values()]
    .filter(fits)
    .slice(0, MOST)
    .map((one) => ({
      label: one.real_name || one.name,
      detail: one.is_bot ? "app" : one.title,
      insert: `@${one.real_name || one.name} `,
    }));
}

/** @param {string} typed @returns {Offer[]} */
function channels(typed) {
  const fits = store.channels.filter((one) => one.kind !== "im" && one.name.startsWith(typed.toLowerCase()));
  return fits.slice(0, MOST).map((one) => ({ label: `#${one.name}`, detail: one.topic, insert: `#${one.name} ` }));
}
