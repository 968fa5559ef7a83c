/** The middle of the page: the open channel's messages and where one writes to it. */

import { acceptDrops, Composer } from "./composer.js";
import { h } from "./dom.js";
import { isHome } from "./home.js";
import { MessageList } from "./messages.js";
import { isOutside } from "./people.js";
import { appOf, channel, me, on, store } from "./store.js";

/** @param {HTMLElement} pane @param {HTMLElement} scroller @param {HTMLElement} foot */
export function mountConversation(pane, scroller, foot) {
  const label = () => `Messages in ${channel()?.name ?? ""}`;
  const list = new MessageList(scroller, { inThread: false, label });
  const composer = new Composer(foot, { thread: false });
  acceptDrops(pane, () => composer);
  const place = () => `${store.me}/${store.channel}`;
  const draw = () => {
    scroller.hidden = foot.hidden = isHome();
    composer.draw();
    const loaded = store.loaded.channel === `${store.me}${store.channel}`;
    if (loaded && !store.messages.length) list.setEmpty(...welcome());
    else list.setEmpty();
    list.draw(store.messages, place());
  };
  for (const topic of /** @type {const} */ (["place", "workspace", "messages"])) on(topic, draw);
  return composer;
}

/** What an empty conversation says. */
function welcome() {
  const one = channel();
  if (!one) return [];
  const app = appOf(one);
  const command = store.apps.flatMap((known) => known.commands)[0]?.command;
  if (app) return [h("h2", null, app.name), h("p", null, "This is where the app writes to you alone.")];
  if (one.kind === "im") return [h("h2", null, one.name), h("p", null, "Only the two of you see this.")];
  const start =
    command && one.members.includes(store.me) && !isOutside(me())
      ? h("p", null, "Type ", h("code", null, command), " to begin.")
      : null;
  return [h("h2", null, `#${one.name}`), h("p", null, one.topic || "Nothing has been said here yet."), start];
}
