/** People as they are shown: names, avatars, who is from outside; and the switch that says whom the page acts as. */

import { fill, h, icon, roving } from "./dom.js";
import { on, store } from "./store.js";
import { become } from "./routes.js";
import { waiting } from "./watch.js";

/** @typedef {import("./store.js").Person} Person */

/** @param {Person|undefined} person @param {string} [otherwise] */
export const fullName = (person, otherwise = "Someone") => person?.real_name || person?.name || otherwise;

/** Whether someone is not of this company: another workspace's person, or a guest. @param {Person|undefined} person */
export const isOutside = (person) =>
  !!person &&
  !person.is_bot &&
  (person.is_stranger || person.team_id !== store.team.id || person.is_restricted || person.is_ultra_restricted);

/** @param {Person|undefined} person @returns {string} a word that sets a person apart, or "" */
export function tagOf(person) {
  if (!person) return "";
  if (person.is_bot) return "app";
  if (person.is_stranger || person.team_id !== store.team.id) return "outside";
  return person.is_restricted || person.is_ultra_restricted ? "guest" : "";
}

/** @param {Person|undefined} person */
export function tagNode(person) {
  const tag = tagOf(person);
  return tag ? h("span", { class: `tag ${tag}` }, tag === "outside" ? icon("outside") : null, tag) : null;
}

/** A picture made of initials; a bot gets the ring. @param {Person|undefined} person @param {string} [size] */
export function avatar(person, size = "") {
  if (person?.is_bot) return h("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, ring());
  const name = fullName(person, "?");
  const initials = name
    .split(/\s+/)
    .map((part) => [...part][0])
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join("");
  return h(
    "span",
    { class: `avatar ${size}`, "aria-hidden": "true", css: { "--hue": hue(person?.id ?? name) } },
    initials.toUpperCase(),
  );
}

/** The same colour for the same person, always. @param {string} id */
function hue(id) {
  const order = [...store.people.values()].filter((person) => !person.is_bot).findIndex((person) => person.id === id);
  if (order >= 0) return (205 + order * 137.5) % 360;
  return [...id].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 360, 7);
}

/** The product's mark: a fence in three panels around what it keeps. */
export function ring() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const parts = [{ r: "8.4", "stroke-dasharray": "12.8 4.79", transform: "rotate(-66 12 12)" }, { r: "3.1" }];
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "ring", "aria-hidden": "true" }))
    svg.setAttribute(key, value);
  for (const part of parts) {
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [key, value] of Object.entries({ cx: "12", cy: "12", ...part })) circle.setAttribute(key, value);
    svg.append(circle);
  }
  return svg;
}

/** Everyone the page can act as: people, not bots, who are still here. */
export const actors = () =>
  [...store.people.values()].filter((person) => !person.is_bot && !person.deleted && person.id !== "USLACKBOT");

/** Draws the switch and keeps it true. @param {HTMLElement} host */
export function mountSwitch(host) {
  roving(host, "button", { across: true });
  const draw = () => drawSwitch(host);
  on("workspace", draw);
  on("waiting", draw);
}

/** @param {HTMLElement} host */
function drawSwitch(host) {
  const held = host.contains(document.activeElement)
    ? /** @type {HTMLElement} */ (document.activeElement).dataset.user
    : null;
  fill(
    host,
    actors().map((person, index) => actor(person, index)),
  );
  if (held) /** @type {HTMLElement|null} */ (host.querySelector(`[data-user="${CSS.escape(held)}"]`))?.focus();
  host.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** @param {Person} person @param {number} index */
function actor(person, index) {
  const mine = person.id === store.me;
  const count = mine ? 0 : waiting(person.id);
  const role = person.title || (person.is_restricted ? "Guest" : "");
  const data = { testid: "act-as", user: person.id, handle: person.name };
  const props = {
    type: "button",
    class: isOutside(person) ? "actor outside" : "actor",
    "aria-pressed": String(mine),
    tabindex: mine ? "0" : "-1",
    data,
    title: index < 9 ? `Alt+${index + 1}` : null,
  };
  const news = count ? h("span", { class: "badge" }, count, h("span", { class: "visually-hidden" }, " unread")) : null;
  const [first, ...rest] = fullName(person).split(" ");
  const name = h(
    "span",
    { class: "actor-name" },
    first,
    rest.length ? h("span", { class: "actor-rest" }, ` ${rest.join(" ")}`) : null,
  );
  const outside = isOutside(person)
    ? [icon("outside"), h("span", { class: "visually-hidden" }, "from outside, ")]
    : null;
  const words = h(
    "span",
    { class: "actor-words" },
    name,
    " ",
    h("span", { class: "actor-role" }, outside, h("span", null, role || tagOf(person))),
  );
  const on = { click: (/** @type {MouseEvent} */ event) => turnInto(person.id, event.detail > 0) };
  return h("button", { ...props, on }, avatar(person, "small"), words, news);
}

/**
 * Who plays several colleagues by mouse wants to write next: the box they can write in gets the focus. Who came by keyboard
 * stays on the switch, and on a phone no keyboard springs up.
 * @param {string} id @param {boolean} byPointer
 */
async function turnInto(id, byPointer) {
  await become(id);
  if (!byPointer || !matchMedia("(hover: hover)").matches) return;
  const boxes = document.querySelectorAll("#thread:not([hidden]) .composer-text, #composer-host .composer-text");
  /** @type {HTMLElement|undefined} */ ([...boxes].at(-1))?.focus({ preventScroll: true });
}
