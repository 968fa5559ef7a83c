/** A finger held on a message shows what one can do with it; a tap does not, so that nothing covers what is read. */

const LONG = 450;
const STILL = 10;

/** @param {HTMLElement} list its rows get the class "held" */
export function heldByFinger(list) {
  let timer = 0;
  let from = { x: 0, y: 0 };
  const stop = () => clearTimeout(timer);
  const release = () => list.querySelector(".held")?.classList.remove("held");
  list.addEventListener("pointerdown", (event) => {
    const at = /** @type {Element} */ (event.target);
    stop();
    if (event.pointerType !== "touch" || at.closest(".tools, button, a, input, textarea, label")) return;
    from = { x: event.clientX, y: event.clientY };
    timer = window.setTimeout(() => at.closest("li.message")?.classList.add("held"), LONG);
  });
  list.addEventListener("pointermove", (event) => {
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL) stop();
  });
  for (const end of ["pointerup", "pointercancel"]) list.addEventListener(end, stop);
  // The browser's own menu would lie over these.
  list.addEventListener("contextmenu", (event) => list.querySelector(".held") && event.preventDefault());
  addEventListener("pointerdown", (event) => {
    if (!(/** @type {Element} */ (event.target).closest(".held > .tools"))) release();
  });
}
