/**
 * Building and keeping DOM nodes. Knows nothing of Slack and nothing of the server.
 *
 * The rule of the whole page stands here: text reaches the document through text nodes and attributes only. No file of the
 * page parses markup, so that no message, name or answer can become code.
 */

/** @typedef {Node|string|number|null|undefined|false} Child */
/** @typedef {{key: string, stamp: string, build: () => HTMLElement}} Row a keyed row; the same stamp means the same looks */

const SVG = "http://www.w3.org/2000/svg";

/**
 * One element with its attributes and children. `class`, `on` (listeners), `data` and `css` (custom properties) are
 * groups; a property that is null, undefined or false is left out, true becomes a bare attribute.
 * @param {string} tag
 * @param {Record<string, any>|null} [props]
 * @param {...(Child|Child[])} children
 * @returns {any} an element of that tag
 */
export function h(tag, props, ...children) {
  const node = /** @type {any} */ (document.createElement(tag));
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  node.append(...flat(children));
  return node;
}

/** @param {any} node @param {string} name @param {any} value */
function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else if (name === "data") for (const [key, item] of Object.entries(value)) setData(node, key, item);
  else if (name === "css") for (const [key, item] of Object.entries(value)) node.style.setProperty(key, String(item));
  else if (name === "value") node.value = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** @param {HTMLElement} node @param {string} key @param {any} value */
function setData(node, key, value) {
  if (value !== null && value !== undefined) node.dataset[key] = String(value);
}

/** @param {any[]} children @returns {(Node|string)[]} */
function flat(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** Puts these children in place of what a node holds. @param {Element} node @param {...(Child|Child[])} children */
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
}

let counter = 0;

/** A document-wide unique id, for labels that point at their controls. @param {string} [stem] */
export function uid(stem = "n") {
  counter += 1;
  return `${stem}-${counter}`;
}

/** The drawings of the page: paths on a 20 by 20 grid, drawn with a line of the text's colour. */
const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  shared:
    "M8 12a3.2 3.2 0 0 0 4.6 0l3-3A3.2 3.2 0 0 0 11 4.4l-1 1M12 8a3.2 3.2 0 0 0-4.6 0l-3 3A3.2 3.2 0 0 0 9 15.6l1-1",
  archive: "M3 4h14v4H3zM4.5 8v8h11V8M8 11.5h4",
  person: "M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.8 17c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5",
  reply: "M4 4.5h12v8.5H9.5L6 16v-3H4z",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  smile:
    "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM7 11.5c.7 1.2 1.7 1.8 3 1.8s2.3-.6 3-1.8M7.5 8h.01M12.5 8h.01",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12.5 4 6.5 10l6 6",
  down: "M5 7.5l5 5 5-5",
  send: "M3.5 10 17 3.5 12.5 17l-3-5.5z",
  clip: "M14.5 9.5 9 15a3.2 3.2 0 0 1-4.5-4.5l6-6a2.2 2.2 0 0 1 3.1 3.1L8 13.2a1 1 0 0 1-1.5-1.5L11.5 6.8",
  eye: "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5ZM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  file: "M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15",
  download: "M10 3v9M6 8.5l4 4 4-4M4 16.5h12",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z",
  home: "M3.5 9.5 10 4l6.5 5.5V16.5h-4.5v-4H8v4H3.5z",
  tools:
    "M4 6h7M14.5 6H16M4 14h1.5M9 14h7M12.7 7.7a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM7.3 15.7a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z",
  check: "M4.5 10.5 8.5 14.5 15.5 6",
  outside: "M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7",
  at: "M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM13 7v4.5a2 2 0 0 0 4 0V10a7 7 0 1 0-3 5.7",
  slash: "M12.5 3.5l-5 13",
  plus: "M10 4.5v11M4.5 10h11",
};

/** A node of a drawing with its attributes and children. @param {string} tag @param {Record<string, any>} props @param {...Node} children */
export function drawn(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(props)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

/** An icon that says nothing by itself; the words beside it, or the button's label, do. @param {keyof typeof PATHS} name */
export function icon(name) {
  const path = drawn("path", { d: PATHS[name] });
  return drawn("svg", { viewBox: "0 0 20 20", class: `icon icon-${name}`, "aria-hidden": "true" }, path);
}

/** A button that shows an icon and says its label to screen readers and in a tooltip. */
export function iconButton(name, label, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props }, icon(name));
}

/**
 * Brings a list in line with its rows and leaves every unchanged row's node where it is, so that focus, selection and
 * half-typed text survive. A changed row that held the focus gets it back at the same control, or at itself.
 * @param {HTMLElement} list @param {Row[]} rows
 */
export function reconcile(list, rows) {
  const held = document.activeElement;
  const heldRow = held && list.contains(held) ? held.closest("[data-row]") : null;
  const heldKey = heldRow?.getAttribute("data-row");
  const control = held?.getAttribute?.("data-control");
  const old = new Map([...list.children].map((node) => [node.getAttribute("data-row"), node]));
  const wanted = rows.map((row) => keepOrBuild(old.get(row.key), row));
  const staying = new Set(wanted);
  for (const node of [...list.children]) if (!staying.has(node)) node.remove();
  wanted.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  if (heldRow && !heldRow.isConnected && heldKey) refocus(list, heldKey, control);
}

/** @param {Element|undefined} node @param {Row} row */
function keepOrBuild(node, row) {
  if (node && /** @type {any} */ (node).rowStamp === row.stamp) return node;
  const built = /** @type {any} */ (row.build());
  built.rowStamp = row.stamp;
  built.setAttribute("data-row", row.key);
  return built;
}

/** @param {HTMLElement} list @param {string} key @param {string|null|undefined} control */
function refocus(list, key, control) {
  const row = [...list.children].find((node) => node.getAttribute("data-row") === key);
  const same = control && row?.querySelector(`[data-control="${CSS.escape(control)}"]`);
  /** @type {HTMLElement|null} */ (same || row)?.focus({ preventScroll: true });
}

/**
 * Arrow keys, Home and End move the focus among the controls of a group; one of them is in the tab order.
 * @param {HTMLElement} group @param {string} selector @param {{across?: boolean}} [how] across: left and right instead
 */
export function roving(group, selector, how = {}) {
  const [back, on] = how.across ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  group.addEventListener("keydown", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    if (!at.matches?.(selector) || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = /** @type {HTMLElement[]} */ ([...group.querySelectorAll(selector)]);
    const here = all.indexOf(at);
    const next = { [back]: here - 1, [on]: here + 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || !all[next]) return;
    event.preventDefault();
    all[next].focus();
  });
  group.addEventListener("focusin", (event) => {
    const at = /** @type {HTMLElement} */ (event.target).closest(selector);
    if (at) markTab(group, selector, /** @type {HTMLElement} */ (at));
  });
}

/** Leaves exactly one control of a group in the tab order. */
export function markTab(group, selector, chosen) {
  for (const node of group.querySelectorAll(selector)) node.tabIndex = node === chosen ? 0 : -1;
}

/** Whether the person is typing here, so that page-wide keys keep away. @param {EventTarget|null} target */
export function isTyping(target) {
  const node = /** @type {HTMLElement|null} */ (target);
  return !!node?.matches?.("input, textarea, select, [contenteditable]");
}
