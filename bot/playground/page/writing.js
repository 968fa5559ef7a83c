/** Between what a person types and Slack's text: mentions, channels, links and the three escapes. */

import { escape, unescape } from "./mrkdwn.js";
import { store } from "./store.js";

const BROADCAST = /(^|\s)@(here|channel|everyone)\b/g;

/** Every name a mention can be typed by, the longest first so that "@Ann" does not eat "@Ann Lee". @returns {[string, string][]} */
function names() {
  const people = [...store.people.values()].flatMap((person) =>
    [person.real_name, person.name]
      .filter(Boolean)
      .map((name) => /** @type {[string, string]} */ ([`@${name}`, `<@${person.id}>`])),
  );
  const places = store.channels
    .filter((one) => one.kind !== "im")
    .map((one) => /** @type {[string, string]} */ ([`#${one.name}`, `<#${one.id}|${one.name}>`]));
  return [...people, ...places].sort(([a], [b]) => b.length - a.length);
}

/** What was typed, as Slack's client sends it. @param {string} typed */
export function encode(typed) {
  let text = escape(typed);
  for (const [name, reference] of names()) text = replaceName(text, escape(name), reference);
  return text.replace(BROADCAST, "$1<!$2>").replace(/(^|[\s(])(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"])/g, "$1<$2>");
}

/** @param {string} text @param {string} name @param {string} reference */
function replaceName(text, name, reference) {
  const pattern = new RegExp(`(^|[\\s(])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}_-])`, "giu");
  return text.replace(pattern, (_, before) => before + reference);
}

/** Slack's text, as one would type it. @param {string} text */
export function readable(text) {
  const plainer = text
    .replace(/<@(\w+)(\|[^>]*)?>/g, (_, id) => `@${store.people.get(id)?.real_name ?? id}`)
    .replace(
      /<#(\w+)(?:\|([^>]*))?>/g,
      (_, id, name) => `#${name || store.channels.find((one) => one.id === id)?.name || id}`,
    )
    .replace(/<!(here|channel|everyone)(\|[^>]*)?>/g, "@$1")
    .replace(/<((?:https?:|mailto:)[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return unescape(plainer);
}

/** Makes a text area as high as its text. @param {HTMLTextAreaElement & Record<string, any>} area */
export function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 260)}px`;
}
