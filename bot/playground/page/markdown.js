/**
 * The common Markdown that Slack's `markdown` block takes, as DOM nodes: headings, lists, quotes, code, tables, emphasis,
 * links. Read line by line; what is not understood stays text.
 */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { emojiNode, link } from "./mrkdwn.js";

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(\[[ xX]\]\s+)?(.*)$/;
const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** @param {string} text @returns {DocumentFragment} */
export function markdown(text) {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const out = document.createDocumentFragment();
  for (let at = 0; at < lines.length;) at = block(lines, at, out);
  return out;
}

/** Reads one block that begins at a line; returns the line after it. */
function block(lines, at, out) {
  const line = lines[at];
  if (!line.trim()) return at + 1;
  const fence = /^ {0,3}(```|~~~)/.exec(line);
  if (fence) return fenced(lines, at, fence[1], out);
  const head = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (head) {
    out.append(h(`h${Math.min(6, head[1].length + 1)}`, { class: `md-h${head[1].length}` }, spans(head[2])));
    return at + 1;
  }
  if (RULE.test(line)) {
    out.append(h("hr", null));
    return at + 1;
  }
  if (line.startsWith(">")) return quoted(lines, at, out);
  if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "") && lines[at + 1].includes("-"))
    return table(lines, at, out);
  if (ITEM.test(line)) return list(lines, at, out);
  return paragraph(lines, at, out);
}

function fenced(lines, at, mark, out) {
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(mark)) end += 1;
  out.append(h("pre", null, h("code", null, lines.slice(at + 1, end).join("\n"))));
  return end + 1;
}

function quoted(lines, at, out) {
  let end = at;
  while (end < lines.length && lines[end].startsWith(">")) end += 1;
  out.append(
    h(
      "blockquote",
      null,
      markdown(
        lines
          .slice(at, end)
          .map((line) => line.replace(/^> ?/, ""))
          .join("\n"),
      ),
    ),
  );
  return end;
}

function paragraph(lines, at, out) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !/^(#{1,6}\s|>|```|~~~)/.test(lines[end]) && !ITEM.test(lines[end]))
    end += 1;
  const nodes = lines.slice(at, end).flatMap((line, index) => (index ? [h("br", null), ...spans(line)] : spans(line)));
  out.append(h("p", null, nodes));
  return end;
}

/** A list with the lists inside it, by indentation. */
function list(lines, at, out) {
  const depth = ITEM.exec(lines[at])?.[1].length ?? 0;
  const ordered = /^\s*\d/.test(lines[at]);
  const node = h(ordered ? "ol" : "ul", { start: ordered ? Number.parseInt(lines[at].trim(), 10) : null });
  let here = at;
  while (here < lines.length) {
    const hit = ITEM.exec(lines[here]);
    if (!hit || hit[1].length < depth) break;
    if (hit[1].length > depth + 1) {
      here = list(lines, here, node.lastElementChild ?? node);
      continue;
    }
    const box = hit[3] ? [/x/i.test(hit[3]) ? "☑ " : "☐ "] : [];
    node.append(h("li", null, box, spans(hit[4])));
    here += 1;
  }
  out.append(node);
  return here;
}

const cells = (/** @type {string} */ line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

function table(lines, at, out) {
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const head = h(
    "tr",
    null,
    cells(lines[at]).map((cell) => h("th", { scope: "col" }, spans(cell))),
  );
  const rows = lines.slice(at + 2, end).map((line) =>
    h(
      "tr",
      null,
      cells(line).map((cell) => h("td", null, spans(cell))),
    ),
  );
  out.append(h("div", { class: "table-frame" }, h("table", null, h("thead", null, head), h("tbody", null, rows))));
  return end;
}

const SPAN =
  /`([^`]+)`|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*([^\s*][^*]*)\*|(?<![\p{L}\p{N}])_([^\s_][^_]*)_(?![\p{L}\p{N}])|!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)|<(https?:\/\/[^>]+)>|(https?:\/\/[^\s<>)]+)|:([a-z0-9_+-]+):|\\([\\`*_{}[\]()#+.!|~>-])/gu;

/** Emphasis, code and links inside a line. @param {string} text @returns {(Node|string)[]} */
function spans(text) {
  const out = /** @type {(Node|string)[]} */ ([]);
  let at = 0;
  for (const hit of text.matchAll(SPAN)) {
    if (hit.index > at) out.push(text.slice(at, hit.index));
    out.push(span(hit));
    at = hit.index + hit[0].length;
  }
  if (at < text.length) out.push(text.slice(at));
  return out;
}

/** @param {RegExpMatchArray} hit @returns {Node|string} */
function span(hit) {
  const [whole, code, strong, strong2, strike, em, em2, label, url, auto, bare, name, escaped] = hit;
  if (code) return h("code", null, code);
  if (strong ?? strong2) return h("strong", null, spans(strong ?? strong2));
  if (strike) return h("s", null, spans(strike));
  if (em ?? em2) return h("em", null, spans(em ?? em2));
  if (url) return link(url, label || url);
  if (auto ?? bare) return link(auto ?? bare, auto ?? bare);
  if (escaped) return escaped;
  const sign = name && emoji(name);
  return sign ? emojiNode(name, sign) : whole;
}
