/** Things that float above the page: menus and lists, placed beside what opened them. */

import { h, icon } from "./dom.js";

/** @typedef {{label: string, detail?: string, icon?: any, danger?: boolean, url?: string, run?: () => void}} MenuItem */

const GAP = 4;

/**
 * Places a shown popover under its anchor, or above where there is more room.
 * @param {HTMLElement} floating @param {HTMLElement} anchor @param {{width?: boolean, end?: boolean}} [how]
 */
export function placeBeside(floating, anchor, how = {}) {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - GAP - 8;
  const above = box.top - GAP - 8;
  if (how.width) floating.style.width = `${Math.max(box.width, 200)}px`;
  floating.style.maxHeight = "";
  const high = Math.min(floating.offsetHeight, 340);
  const up = below < high && above > below;
  floating.style.maxHeight = `${Math.min(340, up ? above : below)}px`;
  const left = how.end ? box.right - floating.offsetWidth : box.left;
  floating.style.left = `${Math.max(8, Math.min(left, innerWidth - floating.offsetWidth - 8))}px`;
  floating.style.top = up ? `${Math.max(8, box.top - GAP - Math.min(high, above))}px` : `${box.bottom + GAP}px`;
}

/** Keeps a floating thing beside its anchor while it is shown; returns how to stop. */
export function follow(floating, anchor, how) {
  const again = () => placeBeside(floating, anchor, how);
  const moved = (/** @type {Event} */ event) => !floating.contains(/** @type {Node} */ (event.target)) && again();
  addEventListener("scroll", moved, true);
  addEventListener("resize", again);
  again();
  return () => {
    removeEventListener("scroll", moved, true);
    removeEventListener("resize", again);
  };
}

/**
 * A menu beside its button. Arrow keys move, Enter chooses, Esc and a click elsewhere close it and give the focus back.
 * @param {HTMLElement} anchor @param {MenuItem[]} items @param {string} label
 */
export function openMenu(anchor, items, label) {
  const menu = h("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label });
  for (const item of items) menu.append(menuItem(item, () => menu.hidePopover()));
  anchor.after(menu);
  menu.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  const stop = follow(menu, anchor, { end: true });
  menu.addEventListener("toggle", (event) => {
    if (/** @type {any} */ (event).newState !== "closed") return;
    const held = menu.contains(document.activeElement) || document.activeElement === document.body;
    stop();
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (held && anchor.isConnected) anchor.focus();
  });
  menu.addEventListener("keydown", (event) => moveInMenu(menu, event));
  /** @type {HTMLElement|null} */ (menu.firstElementChild)?.focus();
}

/** @param {MenuItem} item @param {() => void} close */
function menuItem(item, close) {
  const run = () => {
    close();
    item.run?.();
  };
  const words = h("span", null, item.label, item.detail ? h("small", null, item.detail) : null);
  const props = {
    class: item.danger ? "menu-item danger" : "menu-item",
    role: "menuitem",
    tabindex: "-1",
    on: { click: run },
  };
  const mark = item.icon ? icon(item.icon) : null;
  if (item.url) return h("a", { ...props, href: item.url, target: "_blank", rel: "noopener noreferrer" }, mark, words);
  return h("button", { ...props, type: "button" }, mark, words);
}

/** @param {HTMLElement} menu @param {KeyboardEvent} event */
function moveInMenu(menu, event) {
  const items = /** @type {HTMLElement[]} */ ([...menu.children]);
  const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.key === "Tab") return menu.hidePopover();
  const step = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items.at(step % items.length)?.focus();
}
