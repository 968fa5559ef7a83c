/** An app's Home: a page the bot draws for the present person, beside its direct messages. */

import { renderBlocks } from "./blocks.js";
import { fill, h } from "./dom.js";
import { act, appOf, channel, on, store } from "./store.js";
import { Surface } from "./surface.js";

let drawn = "";
/** @type {Surface|null} */
let surface = null;
let opened = "";

/** @param {HTMLElement} host */
export function mountHome(host) {
  const draw = () => drawHome(host);
  on("home", draw);
  on("place", draw);
  on("workspace", draw);
}

/** Whether the Home is what the pane shows. */
export const isHome = () => store.tab === "home" && !!appOf(channel());

/** @param {HTMLElement} host */
function drawHome(host) {
  host.hidden = !isHome();
  if (host.hidden) {
    opened = "";
    return;
  }
  announceOpen();
  const view = store.home;
  const stamp = JSON.stringify([store.me, view?.id, view?.hash, view?.blocks]);
  if (stamp === drawn) return;
  drawn = stamp;
  if (!view)
    return fill(
      host,
      h(
        "div",
        { class: "empty" },
        h("h2", null, "Nothing here yet"),
        h("p", null, "The app has not drawn its Home for you."),
      ),
    );
  if (!surface || /** @type {any} */ (surface.target).view_id !== view.id)
    surface = new Surface("home", { view_id: view.id }, view.state?.values ?? {});
  else surface.form.keep();
  const held = host.contains(document.activeElement) ? document.activeElement?.getAttribute("data-control") : null;
  fill(host, h("div", { class: "home-page" }, renderBlocks(view.blocks ?? [], surface)));
  if (held) /** @type {HTMLElement|null} */ (host.querySelector(`[data-control="${CSS.escape(held)}"]`))?.focus();
}

/** Tells the bot that its Home was opened, once for each visit. */
function announceOpen() {
  const visit = `${store.me}/${store.channel}`;
  if (visit === opened) return;
  opened = visit;
  act("open_home");
}
