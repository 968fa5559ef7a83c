/** The thread pane on the right: the root, its replies, and where one writes the next. On a narrow window it is all there is. */

import { acceptDrops, Composer } from "./composer.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { MessageList } from "./messages.js";
import { go } from "./routes.js";
import { channel, on, store } from "./store.js";

/** @param {HTMLElement} pane */
export function mountThread(pane) {
  const head = h("header", { class: "pane-head" });
  const scroller = h("div", { class: "scroller" });
  const foot = h("div", { class: "composer-host" });
  fill(pane, head, scroller, foot);
  const list = new MessageList(scroller, { inThread: true, label: () => `Thread in ${channel()?.name ?? ""}` });
  const composer = new Composer(foot, { thread: true });
  acceptDrops(pane, () => composer);
  let last = "";
  let opener = /** @type {Element|null} */ (null);
  const place = () => {
    const key = store.thread ? `${store.me}/${store.channel}/${store.thread}` : "";
    pane.hidden = !store.thread;
    if (key && !last) opener = document.activeElement;
    if (key) {
      drawHead(head);
      composer.draw();
      list.draw(store.loaded.thread ? store.replies : [], key);
    } else list.draw([], "");
    if (key && last !== key && (!last || last.split("/")[0] === store.me)) composer.area.focus({ preventScroll: true });
    if (!key && last && opener?.isConnected) /** @type {HTMLElement} */ (opener).focus({ preventScroll: true });
    last = key;
  };
  on("place", place);
  on("workspace", () => store.thread && (drawHead(head), composer.draw(), list.draw(store.replies, last)));
  on("thread", () => {
    if (!store.replies.length) list.setEmpty(h("p", null, "This thread is gone: its first message was deleted."));
    else list.setEmpty();
    list.draw(store.replies, last);
  });
}

/** @param {HTMLElement} head */
function drawHead(head) {
  const one = channel();
  const back = iconButton("back", "Back to the channel", {
    class: "icon-button only-narrow",
    on: { click: () => go({}) },
  });
  const close = iconButton("close", "Close thread", {
    class: "icon-button not-narrow",
    data: { testid: "thread-close" },
    on: { click: () => go({}) },
  });
  const where = one
    ? h("small", null, one.kind === "im" ? one.name : [icon(one.kind === "private" ? "lock" : "hash"), one.name])
    : null;
  fill(head, back, h("h2", null, "Thread", where), close);
}
