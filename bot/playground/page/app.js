/**
 * The start of the page: mounts the panes, fetches the workspace and listens for ticks.
 *
 * Tests find things by role and name, and by data-testid: act-as (data-user), channel (data-channel), place, messages, message
 * and ephemeral (data-ts), replies, message-menu, composer, files, thread, thread-composer, home, tab-home, modal (data-view),
 * modal-submit, modal-cancel, modal-close, input-error, confirm, notice, members, file.
 */

import { listen } from "./api.js";
import { mountChannels } from "./channels.js";
import { mountConversation } from "./conversation.js";
import { mountDrawer } from "./drawer.js";
import { mountHeader } from "./header.js";
import { mountHome } from "./home.js";
import { mountKeys } from "./keys.js";
import { followLinks } from "./links.js";
import { summary } from "./message.js";
import { mountModals } from "./modal.js";
import { offline, say } from "./notices.js";
import { actors, mountSwitch } from "./people.js";
import { followHistory, restore, settle } from "./routes.js";
import { channel, loadAll, loadMessages, loadState, loadThread, loadViews, on, quiet, store, tell } from "./store.js";
import { mountTheme } from "./theme.js";
import { mountThread } from "./thread.js";
import { watch } from "./watch.js";

/** @param {string} id @returns {HTMLElement} */
const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** What each kind of tick makes the page fetch. @type {Record<string, (tick: import("./api.js").Tick) => Promise<any>|void>} */
const ON_TICK = {
  channel: () => loadState().then(followChannel),
  people: loadState,
  clock: loadState,
  message: onMessage,
  views: loadViews,
  home: loadViews,
};

/** @param {import("./api.js").Tick} tick */
function onMessage(tick) {
  const here = tick.channel === store.channel;
  const work = [here ? loadMessages() : null, here && store.thread ? loadThread() : null];
  return Promise.all(work).then(loadState);
}

/** A channel may have gone away, or been joined. */
function followChannel() {
  if (settle()) tell("place");
  return loadMessages();
}

/** The socket belongs to one person; another person gets another. */
function hear() {
  let whose = "";
  let stop = () => {};
  on("workspace", () => {
    watch(
      actors()
        .map((person) => person.id)
        .filter((id) => id !== store.me),
    );
    if (whose === store.me) return;
    stop();
    whose = store.me;
    stop = listen(whose, {
      onTick: (tick) => quiet(Promise.resolve(ON_TICK[tick.type]?.(tick))),
      onOpen: () => {
        offline(false);
        quiet(loadAll());
      },
      onLost: () => offline(true),
    });
  });
}

/** Which pane a narrow window shows, and what the window is called. */
function frame() {
  const show = () => {
    document.body.dataset.pane = store.thread ? "thread" : store.list ? "list" : "main";
    const where = channel();
    find("team").textContent = store.team.name || "Workspace";
    document.title = [
      where ? (where.kind === "im" ? where.name : `#${where.name}`) : "",
      store.team.name,
      "Ringfence playground",
    ]
      .filter(Boolean)
      .join(" · ");
  };
  on("place", show);
  on("workspace", show);
}

async function start() {
  restore();
  mountTheme(find("theme"));
  mountDrawer(find("tools"));
  mountSwitch(find("switch"));
  mountChannels(find("channels"));
  mountHeader(find("place-head"));
  mountConversation(find("main"), find("messages"), find("composer-host"));
  mountHome(find("home"));
  mountThread(find("thread"));
  mountModals();
  frame();
  hear();
  mountKeys(find("keys"));
  followHistory();
  followLinks();
  on("arrived", (message) => say(summary(message)));
  await firstLoad();
}

/** The first fetch, tried again until the workspace answers. */
async function firstLoad() {
  try {
    await loadState();
  } catch {
    offline(true);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return firstLoad();
  }
  offline(false);
  settle();
  tell("place");
  await Promise.all([loadMessages(), loadThread(), loadViews()]);
}

start();
