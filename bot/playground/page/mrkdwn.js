/**
 * Slack's mrkdwn as DOM nodes: emphasis, code, quotes, links, mentions, dates, emoji and the three escapes.
 *
 * Pure: names and zone come in with `look`. Text becomes text nodes, links only http, https and mailto; so whatever an
 * answer holds, it stays text.
 */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./time.js";

/** @typedef {{user: (id: string) => string|undefined, channel: (id: string) => string|undefined, me: string, zone: string, now: number}} Look */

const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const SPECIAL = /[*_~`<:&\n]|https?:\/\//g;
const FENCE = "```";
const SAFE = /^(https?:\/\/|mailto:)/i;

/** @param {string} text @param {Look} look @returns {DocumentFragment} */
export function mrkdwn(text, look) {
  const out = document.createDocumentFragment();
  const parts = text.split(FENCE);
  if (parts.length % 2 === 0) {
    // An unpaired fence is plain text, as in Slack.
    const tail = parts.pop();
    parts.push(parts.pop() + FENCE + tail);
  }
  parts.forEach((part, index) => {
    if (index % 2) out.append(h("pre", null, h("code", null, plainLinks(part.replace(/^\n|\n$/g, ""), look))));
    else if (part) quotes(index ? part.replace(/^\n/, "") : part, look, out);
  });
  return out;
}

/** Only the escapes and, where it is wanted, emoji names: Slack's plain_text. @param {string} text @param {boolean} [named] */
export function plain(text, named = true) {
  const clean = unescape(text);
  return named ? clean.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole) : clean;
}

/** Undoes Slack's three escapes. @param {string} text */
export const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** Makes Slack's three escapes. @param {string} text */
export const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** The text alone, for labels and announcements. @param {string} text @param {Look} look */
export const flatText = (text, look) => mrkdwn(text, look).textContent?.trim() ?? "";

/** Lines that begin with > become quotes. @param {string} text @param {Look} look @param {DocumentFragment} out */
function quotes(text, look, out) {
  const runs = /** @type {{quoted: boolean, lines: string[]}[]} */ ([]);
  for (const line of text.split("\n")) {
    const quoted = /^(>|&gt;)/.test(line);
    if (runs.at(-1)?.quoted !== quoted) runs.push({ quoted, lines: [] });
    runs.at(-1)?.lines.push(quoted ? line.replace(/^(>|&gt;) ?/, "") : line);
  }
  for (const run of runs) {
    const inner = inline(run.lines.join("\n"), look);
    out.append(run.quoted ? h("blockquote", null, inner) : inner);
  }
}

/** @param {string} text @param {Look} look @returns {DocumentFragment} */
function inline(text, look) {
  const out = document.createDocumentFragment();
  let at = 0;
  let pending = 0;
  const flush = (/** @type {number} */ to) => to > pending && out.append(unescape(text.slice(pending, to)));
  while (at < text.length) {
    SPECIAL.lastIndex = at;
    const hit = SPECIAL.exec(text);
    if (!hit) break;
    const token = read(text, hit.index, hit[0], look);
    if (!token) {
      at = hit.index + 1;
      continue;
    }
    flush(hit.index);
    out.append(token.node);
    at = pending = token.end;
  }
  flush(text.length);
  return out;
}

/** @typedef {{node: Node|string, end: number}} Token */

/** @param {string} text @param {number} at @param {string} mark @param {Look} look @returns {Token|null} */
function read(text, at, mark, look) {
  if (mark === "\n") return { node: h("br", null), end: at + 1 };
  if (mark === "<") return bracket(text, at, look);
  if (mark === "`") return code(text, at, look);
  if (mark === ":") return named(text, at);
  if (mark === "&") return null;
  if (mark.startsWith("http")) return bare(text, at);
  return emphasis(text, at, mark, look);
}

/** @returns {Token|null} */
function emphasis(text, at, mark, look) {
  const before = text[at - 1];
  const first = text[at + 1];
  if ((before && WORD.test(before)) || !first || /\s/.test(first) || first === mark) return null;
  const end = closing(text, at + 1, mark);
  if (end < 0) return null;
  const tag = /** @type {any} */ (STYLES)[mark];
  return { node: h(tag, null, inline(text.slice(at + 1, end), look)), end: end + 1 };
}

/** Where the same mark closes, on the same line and outside code and brackets; -1 for nowhere. */
function closing(text, from, mark) {
  for (let at = from; at < text.length && text[at] !== "\n"; at += 1) {
    const skip = text[at] === "`" ? text.indexOf("`", at + 1) : text[at] === "<" ? text.indexOf(">", at + 1) : -1;
    if (skip > 0) at = skip;
    else if (text[at] === mark && !/\s/.test(text[at - 1]) && !(text[at + 1] && WORD.test(text[at + 1]))) return at;
  }
  return -1;
}

/** @returns {Token|null} */
function code(text, at, look) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
  return { node: h("code", null, plainLinks(text.slice(at + 1, end), look)), end: end + 1 };
}

/** @returns {Token|null} */
function named(text, at) {
  const hit = /^:([a-z0-9_+-]+(?:::skin-tone-\d)?):/.exec(text.slice(at, at + 80));
  const sign = hit && emoji(hit[1]);
  return hit && sign ? { node: emojiNode(hit[1], sign), end: at + hit[0].length } : null;
}

/** An emoji with its name for a screen reader. @param {string} name @param {string} sign */
export function emojiNode(name, sign) {
  return h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, sign);
}

/** A link that was not put into brackets. @returns {Token|null} */
function bare(text, at) {
  if (at && WORD.test(text[at - 1])) return null;
  const url = (/^[^\s<>|]+/.exec(text.slice(at))?.[0] ?? "").replace(/[.,;:!?)'"*_~]+$/, "");
  return url.length > 8 ? { node: link(unescape(url), unescape(url)), end: at + url.length } : null;
}

/** What stands between < and >: a link, a mention, a date. @returns {Token|null} */
function bracket(text, at, look) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const [target, ...rest] = text.slice(at + 1, end).split("|");
  const label = rest.length ? unescape(rest.join("|")) : undefined;
  const node = entity(target, label, look);
  return node ? { node, end: end + 1 } : null;
}

/** @param {string} target @param {string|undefined} label @param {Look} look @returns {Node|string|null} */
function entity(target, label, look) {
  if (target.startsWith("@"))
    return mention("@", target.slice(1), look.user(target.slice(1)) ?? label, target.slice(1) === look.me);
  if (target.startsWith("#")) return place(target.slice(1), label, look);
  if (target.startsWith("!date^")) return date(target, label, look);
  if (target.startsWith("!subteam^")) return mention("@", target, label?.replace(/^@/, "") ?? "group", false);
  if (target.startsWith("!")) return mention("@", target, target.slice(1).split("^")[0], true);
  // Anything else in brackets (a stray <b>, a script: address) is not Slack's: it stays as it was written.
  if (!SAFE.test(target)) return null;
  return link(unescape(target), label ?? unescape(target).replace(/^mailto:/, ""));
}

/** A channel this person can see is a way there; another is only named. @param {string} id @param {string|undefined} label @param {Look} look */
export function place(id, label, look) {
  const name = look.channel(id);
  if (!name) return mention("#", id, label || "a private channel", false);
  return h("a", { class: "mention", href: `#in=${encodeURIComponent(id)}`, data: { mention: id } }, `#${name}`);
}

/** A person, channel or group by name. @param {"@"|"#"} sign */
export function mention(sign, id, name, mine) {
  return h("span", { class: mine ? "mention mine" : "mention", data: { mention: id } }, sign + (name ?? id));
}

function date(target, label, look) {
  const [, seconds, pattern, url] = target.split("^");
  const stamp = Number(seconds);
  if (!Number.isFinite(stamp)) return label ?? target;
  const words = slackDate(stamp, unescape(pattern ?? "{date}"), look);
  const node = h("time", { datetime: new Date(stamp * 1000).toISOString() }, words);
  return url ? link(unescape(url), node) : node;
}

/** A link, or its words alone when its scheme is not one a page should follow. @param {string} url @param {Node|string} label */
export function link(url, label) {
  if (!SAFE.test(url)) return typeof label === "string" ? document.createTextNode(label) : label;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** Code keeps its marks; only brackets and escapes are read. @param {string} text @param {Look} look */
function plainLinks(text, look) {
  return text
    .split(/(<[^<>\n]+>)/)
    .map((part, index) => (index % 2 ? (bracket(part, 0, look)?.node ?? part) : unescape(part)));
}
