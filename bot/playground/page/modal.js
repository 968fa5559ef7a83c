/**
 * The stack of modals a bot has opened for the present person. The server keeps the stack; the page shows its top, checks what
 * Slack's client checks before a submission, and shows the errors the bot answers with.
 */

import { renderBlocks } from "./blocks.js";
import { dialog } from "./dialog.js";
import { fill, h, iconButton } from "./dom.js";
import { busy, words } from "./place.js";
import { act, loadViews, on, quiet, store } from "./store.js";
import { Surface } from "./surface.js";

/** @type {ReturnType<typeof dialog>|null} */
let frame = null;
/** Which drawing of which view is on show. */
let shown = "";
/** What was typed into each view of the stack, also while another lies on top. @type {Map<string, Surface>} */
const surfaces = new Map();

export function mountModals() {
  on("views", sync);
  // Another person has other modals, and none until theirs are fetched.
  on("place", () => store.views.length || sync());
}

/** Brings the dialog in line with the top of the stack. */
function sync() {
  const view = store.views.at(-1);
  if (!view) return putAway();
  const drawing = [store.me, view.id, view.hash, store.views.length].join();
  if (drawing === shown) return;
  const fresh = !shown.includes(view.id);
  shown = drawing;
  if (!frame) {
    frame = dialog({ title: "", name: "modal", onCancel: () => close(true) });
    frame.node.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      submit();
    });
    draw(view);
    frame.open();
  } else draw(view);
  focusIn(view, fresh);
}

function putAway() {
  frame?.close();
  frame = null;
  shown = "";
  surfaces.clear();
}

/** The surface of a view, with what was typed into it before. @param {any} view */
function surfaceOf(view) {
  const known = surfaces.get(view.id);
  if (known) known.form.keep();
  const surface = known ?? new Surface("view", { view_id: view.id }, view.state?.values ?? {});
  surface.submit = submit;
  surfaces.set(view.id, surface);
  return surface;
}

/** @param {any} view */
function draw(view) {
  if (!frame) return;
  const held = document.activeElement?.getAttribute("data-control");
  const title = /** @type {HTMLElement} */ (frame.head.querySelector("h2"));
  title.textContent = words(view.title);
  frame.node.dataset.view = view.id;
  frame.node.dataset.callback = view.callback_id ?? "";
  drawHead(frame.head, store.views.length > 1);
  fill(
    frame.body,
    h("p", { class: "modal-trouble", role: "alert", hidden: true }),
    renderBlocks(view.blocks ?? [], surfaceOf(view)),
  );
  drawFoot(frame.foot, view);
  const same = held && frame.body.querySelector(`[data-control="${CSS.escape(held)}"]`);
  /** @type {HTMLElement|null} */ (same || null)?.focus();
}

/** A pushed modal can be left for the one below it. @param {HTMLElement} head @param {boolean} deeper */
function drawHead(head, deeper) {
  head.querySelector(".modal-back")?.remove();
  if (deeper)
    head.prepend(iconButton("back", "Back", { class: "icon-button modal-back", on: { click: () => close(true) } }));
  const cross = /** @type {HTMLElement} */ (head.lastElementChild);
  const all = iconButton("close", "Close", { data: { testid: "modal-close" }, on: { click: () => close(false) } });
  cross.replaceWith(all);
}

/** @param {HTMLElement} foot @param {any} view */
function drawFoot(foot, view) {
  const sends = view.submit || (view.blocks ?? []).some((/** @type {any} */ block) => block.type === "input");
  const leave = h(
    "button",
    { type: "button", class: "button", data: { testid: "modal-cancel" }, on: { click: () => close(true) } },
    words(view.close) || (sends ? "Cancel" : "Close"),
  );
  const send = sends
    ? h(
        "button",
        { type: "submit", class: "button primary", data: { testid: "modal-submit" } },
        words(view.submit) || "Submit",
      )
    : null;
  const app = store.apps.find((one) => one.id === view.app_id) ?? store.apps[0];
  fill(foot, h("span", { class: "modal-app" }, app?.name ?? ""), leave, send);
}

/** A new view takes the focus to its first field, or to the one the bot names. @param {any} view @param {boolean} fresh */
function focusIn(view, fresh) {
  if (!frame || !fresh) return;
  const wanted = (view.blocks ?? [])
    .map((/** @type {any} */ block) => block.element ?? block.accessory)
    .find((/** @type {any} */ one) => one?.focus_on_load);
  const named = wanted && frame.body.querySelector(`[data-action="${CSS.escape(wanted.action_id)}"]`);
  const first =
    named ||
    frame.body.querySelector("input:not([type=hidden]), textarea, button") ||
    frame.foot.querySelector("button:last-of-type");
  /** @type {HTMLElement|null} */ (first)?.focus();
  frame.body.scrollTop = 0;
}

/** @param {boolean} onlyTop whether the views below stay */
async function close(onlyTop) {
  const view = store.views.at(-1);
  if (!view) return putAway();
  surfaces.delete(view.id);
  await act("close_view", { view_id: view.id, clear: !onlyTop });
  quiet(loadViews());
}

async function submit() {
  const view = store.views.at(-1);
  const surface = view && surfaces.get(view.id);
  const button = frame?.foot.querySelector("[type=submit]");
  if (!surface || !button || button.getAttribute("aria-busy") === "true") return;
  const wrong = surface.form.problems();
  showErrors(wrong);
  if (Object.keys(wrong).length) return;
  const answer = await busy(
    /** @type {HTMLElement} */ (button),
    act("submit_view", { view_id: view.id, values: surface.form.values() }),
  );
  if (!answer.ok) return trouble(`${answer.message} What you filled in is still here.`);
  if (answer.errors && Object.keys(answer.errors).length) return showErrors(answer.errors);
  await loadViews();
}

/** Puts each error under its field and the focus into the first. @param {Record<string, string>} errors by block_id */
function showErrors(errors) {
  if (!frame) return;
  trouble("");
  for (const block of /** @type {NodeListOf<HTMLElement>} */ (frame.body.querySelectorAll(".block.input"))) {
    const why = errors[block.dataset.block ?? ""];
    const line = /** @type {HTMLElement} */ (block.querySelector(".wrong"));
    line.hidden = !why;
    fill(line, why ?? "");
    for (const field of block.querySelectorAll("input, textarea")) field.setAttribute("aria-invalid", String(!!why));
  }
  const known = Object.keys(errors).find((id) =>
    frame?.body.querySelector(`.block.input[data-block="${CSS.escape(id)}"]`),
  );
  if (known) surfaces.get(store.views.at(-1)?.id)?.form.focus(known);
  else if (Object.keys(errors).length) trouble(Object.values(errors).join(" "));
}

/** Says on top of the modal why it could not be sent. @param {string} why */
function trouble(why) {
  const line = /** @type {HTMLElement|null} */ (frame?.body.querySelector(".modal-trouble") ?? null);
  if (!line) return;
  line.hidden = !why;
  fill(line, why);
  if (why) line.scrollIntoView({ block: "nearest" });
}
