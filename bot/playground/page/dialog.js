/**
 * Dialogs over the page. The browser's own modal <dialog> keeps the focus inside, makes the rest inert, closes on Esc and
 * gives the focus back.
 */

import { h, iconButton, uid } from "./dom.js";
import { shelve } from "./notices.js";

/**
 * @param {{title: string, name: string, alert?: boolean, onCancel: () => void}} wish name: the data-testid
 * @returns {{node: HTMLDialogElement, head: HTMLElement, body: HTMLElement, foot: HTMLElement, open: () => void, close: () => void}}
 */
export function dialog(wish) {
  const title = h("h2", { id: uid("title") }, wish.title);
  const head = h(
    "header",
    { class: "dialog-head" },
    title,
    iconButton("close", "Close", { on: { click: () => wish.onCancel() } }),
  );
  const body = h("div", { class: "dialog-body" });
  const foot = h("footer", { class: "dialog-foot" });
  const form = h("form", { class: "dialog-form", novalidate: true }, head, body, foot);
  const props = {
    class: "dialog",
    "aria-labelledby": title.id,
    role: wish.alert ? "alertdialog" : null,
    data: { testid: wish.name },
  };
  const node = /** @type {any} */ (h("dialog", props, form));
  let back = /** @type {Element|null} */ (null);
  node.addEventListener("cancel", (/** @type {Event} */ event) => {
    if (event.target !== node) return;
    event.preventDefault();
    wish.onCancel();
  });
  const open = () => {
    back = document.activeElement;
    document.body.append(node);
    node.showModal();
  };
  const close = () => {
    shelve();
    node.close();
    node.remove();
    giveBack(back);
  };
  return { node, head, body, foot, open, close };
}

/** The focus returns to what opened the dialog; if that was drawn anew meanwhile, to its successor. @param {Element|null} node */
function giveBack(node) {
  const control = node?.getAttribute("data-control");
  const next = node?.isConnected
    ? node
    : control
      ? document.querySelector(`[data-control="${CSS.escape(control)}"]`)
      : null;
  /** @type {HTMLElement|null} */ (next)?.focus({ preventScroll: true });
}

/**
 * Asks before something is done.
 * @param {{title: string, text: Node|string, confirm: string, deny: string, danger?: boolean}} wish
 * @returns {Promise<boolean>}
 */
export function ask(wish) {
  return new Promise((resolve) => {
    const done = (/** @type {boolean} */ yes) => {
      frame.close();
      resolve(yes);
    };
    const frame = dialog({ title: wish.title, name: "confirm", alert: true, onCancel: () => done(false) });
    frame.node.classList.add("small");
    frame.body.append(h("p", null, wish.text));
    const yes = h("button", { type: "submit", class: wish.danger ? "button danger" : "button primary" }, wish.confirm);
    frame.foot.append(
      h("button", { type: "button", class: "button", on: { click: () => done(false) } }, wish.deny),
      yes,
    );
    frame.node.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      done(true);
    });
    frame.open();
    yes.focus();
  });
}
