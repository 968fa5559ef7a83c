/**
 * Block Kit's blocks as DOM nodes: one table from type to builder. A block this page does not know says so; it never
 * vanishes, because a bot's author would look for it in vain.
 */

import { chart } from "./chart.js";
import { h, icon, uid } from "./dom.js";
import { element } from "./elements.js";
import { fileRow } from "./files.js";
import { markdown } from "./markdown.js";
import { mrkdwn } from "./mrkdwn.js";
import { words } from "./place.js";
import { richText } from "./richtext.js";
import { look, store } from "./store.js";

/** @typedef {import("./surface.js").Surface} Surface */

/** @type {Record<string, (block: any, surface: Surface) => HTMLElement>} */
const BUILDERS = {
  section,
  header,
  divider,
  context,
  actions,
  context_actions: actions,
  image,
  input,
  rich_text: rich,
  markdown: marked,
  table,
  data_visualization: chart,
  file,
  video,
  alert,
};

/** @param {any[]} blocks @param {Surface} surface @returns {HTMLElement[]} */
export function renderBlocks(blocks, surface) {
  return blocks.map((block, index) => {
    const build = BUILDERS[block.type];
    const node = build ? build({ ...block, block_id: block.block_id ?? `b${index}` }, surface) : unknown(block);
    node.dataset.block = block.block_id ?? "";
    return node;
  });
}

/** A text object as nodes. @param {any} object */
export function textNode(object) {
  if (!object) return "";
  return object.type === "mrkdwn" ? mrkdwn(object.text ?? "", look()) : words(object);
}

/** @param {any} block */
const unknown = (block) => h("p", { class: "unknown" }, `This page cannot show a block of type “${block.type}”.`);

/** An element that acts at once. @param {any} block @param {Surface} surface */
const live = (block, surface) => ({ surface, block: block.block_id, dispatch: true, input: false, optional: true });

function section(block, surface) {
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(h("div", { class: "text", dir: "auto" }, textNode(block.text)));
  if (block.fields)
    body.append(
      h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", { class: "text", dir: "auto" }, textNode(field))),
      ),
    );
  return h(
    "div",
    { class: "block section" },
    body,
    block.accessory ? h("div", { class: "accessory" }, accessory(block, surface)) : null,
  );
}

function accessory(block, surface) {
  if (block.accessory.type === "image") return picture(block.accessory, "thumb");
  return element(block.accessory, live(block, surface));
}

/** Under the title of a modal, beside those of the panes. */
function header(block, surface) {
  return h(surface.kind === "view" ? "h3" : "h2", { class: "block block-header", dir: "auto" }, textNode(block.text));
}

function divider() {
  return h("hr", { class: "block" });
}

function context(block) {
  const parts = (block.elements ?? []).map((part) =>
    part.type === "image" ? picture(part, "tiny") : h("span", { dir: "auto" }, textNode(part)),
  );
  return h("div", { class: "block context" }, parts);
}

function actions(block, surface) {
  return h(
    "div",
    { class: "block actions" },
    (block.elements ?? []).map((part) => element(part, live(block, surface))),
  );
}

function image(block) {
  const title = block.title ? h("figcaption", null, textNode(block.title)) : null;
  return h("figure", { class: "block image" }, title, picture(block, "wide"));
}

/** An image with its words; where it does not load, the words stand alone. */
function picture(spec, size) {
  const address = spec.image_url ?? spec.slack_file?.url ?? "";
  const alt = spec.alt_text ?? "";
  if (!/^https?:\/\//.test(address) && !address.startsWith("/")) return h("span", { class: `missing ${size}` }, alt);
  const node = h("img", { class: size, src: address, alt, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(h("span", { class: `missing ${size}` }, alt)));
  return node;
}

function input(block, surface) {
  const label = h(
    "label",
    { id: uid("label") },
    textNode(block.label),
    block.optional ? h("span", { class: "optional" }, " (optional)") : null,
  );
  const hint = block.hint ? h("p", { class: "hint", id: uid("hint") }, textNode(block.hint)) : null;
  const wrong = h("p", {
    class: "wrong",
    id: uid("wrong"),
    role: "alert",
    data: { testid: "input-error" },
    hidden: true,
  });
  const hintId = [wrong.id, hint?.id].filter(Boolean).join(" ");
  const how = {
    dispatch: block.dispatch_action === true,
    input: true,
    optional: block.optional === true,
    labelId: label.id,
    hintId,
  };
  const field = element(block.element, { surface, block: block.block_id, ...how });
  const target = field.matches("input, textarea") ? field : field.querySelector("input, textarea");
  if (target && !["radio", "checkbox"].includes(target.type)) {
    target.id ||= uid("field");
    label.setAttribute("for", target.id);
  }
  return h("div", { class: "block input" }, label, field, wrong, hint);
}

function rich(block) {
  const node = richText(block, look());
  node.classList.add("block");
  return node;
}

function marked(block) {
  return h("div", { class: "block markdown", dir: "auto" }, markdown(block.text ?? ""));
}

function table(block) {
  const [first = [], ...rest] = block.rows ?? [];
  const cell = (tag) => (spec, index) => {
    const how = block.column_settings?.[index] ?? {};
    const props = {
      class: how.is_wrapped ? "wrapped" : null,
      css: { "text-align": how.align ?? "left" },
      scope: tag === "th" ? "col" : null,
    };
    return h(tag, props, spec.type === "rich_text" ? richText(spec, look()) : String(spec.text ?? spec.value ?? ""));
  };
  const head = h("thead", null, h("tr", null, first.map(cell("th"))));
  const body = h(
    "tbody",
    null,
    rest.map((row) => h("tr", null, row.map(cell("td")))),
  );
  return h(
    "div",
    { class: "block table-frame", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", null, head, body),
  );
}

/** A file that lives elsewhere, or one of this workspace. */
function file(block) {
  const known = [...store.messages, ...store.replies]
    .flatMap((message) => message.files ?? [])
    .find((one) => one.external_id === block.external_id);
  return h("div", { class: "block" }, fileRow(known ?? { name: block.external_id, mimetype: "" }));
}

function video(block) {
  const title = textNode(block.title);
  const link = /^https?:\/\//.test(block.title_url ?? "")
    ? h("a", { href: block.title_url, target: "_blank", rel: "noopener noreferrer" }, title)
    : title;
  return h(
    "figure",
    { class: "block image" },
    h("figcaption", null, link),
    picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "wide"),
  );
}

function alert(block) {
  return h(
    "div",
    { class: `block alert ${block.level ?? "default"}` },
    icon("eye"),
    h("div", { class: "text", dir: "auto" }, textNode(block.text)),
  );
}
