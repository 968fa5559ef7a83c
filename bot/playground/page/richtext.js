/** Slack's rich_text block as DOM nodes: sections, lists with their levels, quotes, code, and the inline elements. */

import { h } from "./dom.js";
import { emoji, fromCodes } from "./emoji.js";
import { emojiNode, link, mention, place } from "./mrkdwn.js";
import { slackDate } from "./time.js";

/** @typedef {import("./mrkdwn.js").Look} Look */

const STYLES = /** @type {const} */ ([
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
  ["code", "code"],
]);

/** @param {any} block @param {Look} look @returns {HTMLElement} */
export function richText(block, look) {
  const box = h("div", { class: "rich-text", dir: "auto" });
  for (const part of block.elements ?? []) box.append(piece(part, look));
  return box;
}

/** @param {any} part @param {Look} look @returns {HTMLElement} */
function piece(part, look) {
  const inner = () => (part.elements ?? []).map((item) => leaf(item, look));
  if (part.type === "rich_text_list") return list(part, look);
  if (part.type === "rich_text_preformatted") return h("pre", null, h("code", null, inner()));
  if (part.type === "rich_text_quote") return h("blockquote", null, inner());
  return h("p", null, inner());
}

/** A list stands at its own level; Slack sends each level as a list of its own. @param {any} part @param {Look} look */
function list(part, look) {
  const ordered = part.style === "ordered";
  const items = (part.elements ?? []).map((item) =>
    h(
      "li",
      null,
      (item.elements ?? []).map((one) => leaf(one, look)),
    ),
  );
  const start = ordered && part.offset ? part.offset + 1 : null;
  const marks = ordered ? ["decimal", "lower-alpha", "lower-roman"] : ["disc", "circle", "square"];
  const css = { "--level": part.indent ?? 0, "list-style-type": marks[(part.indent ?? 0) % 3] };
  return h(ordered ? "ol" : "ul", { start, css }, items);
}

/** @param {any} item @param {Look} look @returns {Node} */
function leaf(item, look) {
  /** @type {Node|string} */
  let node = bareLeaf(item, look);
  for (const [name, tag] of STYLES) if (item.style?.[name]) node = h(tag, null, node);
  return typeof node === "string" ? document.createTextNode(node) : node;
}

/** @param {any} item @param {Look} look @returns {Node|string} */
function bareLeaf(item, look) {
  switch (item.type) {
    case "text":
      return lines(item.text ?? "");
    case "link":
      return link(item.url ?? "", item.text || item.url || "");
    case "user":
      return mention("@", item.user_id, look.user(item.user_id), item.user_id === look.me);
    case "channel":
      return place(item.channel_id, undefined, look);
    case "usergroup":
      return mention("@", item.usergroup_id, "group", false);
    case "broadcast":
      return mention("@", item.range, item.range, true);
    case "emoji": {
      const sign = fromCodes(item.unicode) ?? emoji(item.name ?? "");
      return sign ? emojiNode(item.name ?? "emoji", sign) : `:${item.name}:`;
    }
    case "date":
      return slackDate(Number(item.timestamp), item.format ?? "{date}", look);
    case "color":
      return h("span", { class: "colour" }, h("i", { css: { "background-color": String(item.value) } }), item.value);
    default:
      return String(item.text ?? item.name ?? "");
  }
}

/** @param {string} text */
function lines(text) {
  const out = document.createDocumentFragment();
  text.split("\n").forEach((line, index) => out.append(...(index ? [h("br", null), line] : [line])));
  return out;
}
