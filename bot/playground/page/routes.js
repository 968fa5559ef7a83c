/**
 * Where one is: whom the page acts as, which channel, thread or Home is open. The place stands in the address's fragment, so
 * that reloading keeps it, Back goes back, and a second window can be another person.
 */

import { channel, loadMessages, loadState, loadThread, loadViews, quiet, store, tell } from "./store.js";

/** @typedef {{channel?: string, thread?: string, tab?: "messages"|"home", list?: boolean}} Place */

/** Opens a channel, a thread in it, an app's Home, or (on a narrow window) the list of channels. @param {Place} place */
export function go(place) {
  const { channel: where = store.channel, thread = "", tab = "messages", list = false } = place;
  apply({ where, thread, tab, list });
  record();
}

/** @param {{where: string, thread: string, tab: "messages"|"home", list: boolean}} to */
function apply({ where, thread, tab, list }) {
  const moved = where !== store.channel;
  const turned = moved || thread !== store.thread;
  Object.assign(store, { channel: where, thread, tab, list });
  if (moved) Object.assign(store, { messages: [], loaded: { channel: "", thread: "" } });
  if (turned) Object.assign(store, { replies: [], loaded: { ...store.loaded, thread: "" } });
  tell("place");
  if (moved) quiet(loadMessages().then(loadState));
  if (turned && thread) quiet(loadThread());
}

/** Acts as another person: in the same place, if they may see it. @param {string} id */
export async function become(id) {
  if (id === store.me) return;
  const fresh = { messages: [], replies: [], views: [], home: null, loaded: { channel: "", thread: "" } };
  Object.assign(store, { me: id, ...fresh });
  await loadState();
  if (id !== store.me) return;
  settle();
  record();
  tell("place");
  await Promise.all([loadMessages(), loadThread(), loadViews()]);
  await loadState();
}

/** Leaves a channel that this person cannot see. @returns {boolean} whether the place changed */
export function settle() {
  if (channel()) return false;
  const first = store.channels.find((one) => one.kind !== "im" && !one.is_archived) ?? store.channels[0];
  Object.assign(store, { channel: first?.id ?? "", thread: "", tab: "messages", messages: [], replies: [] });
  return true;
}

/** The place as the address's fragment. */
function fragment() {
  const parts = {
    as: store.me,
    in: store.channel,
    thread: store.thread,
    tab: store.tab === "home" ? "home" : "",
    list: store.list ? "1" : "",
  };
  return `#${new URLSearchParams(Object.entries(parts).filter(([, value]) => value))}`;
}

/** Writes the place into the address. */
function record() {
  if (fragment() !== location.hash) history.pushState(null, "", fragment());
}

/** Reads the place from the address, before anything is known of the workspace. */
export function restore() {
  const place = new URLSearchParams(location.hash.slice(1));
  store.me = place.get("as") ?? "";
  store.channel = place.get("in") ?? "";
  store.thread = place.get("thread") ?? "";
  store.tab = place.get("tab") === "home" ? "home" : "messages";
  store.list = place.get("list") === "1";
}

/** Follows the browser's Back and Forward. */
export function followHistory() {
  addEventListener("popstate", async () => {
    const place = new URLSearchParams(location.hash.slice(1));
    const as = place.get("as");
    if (as && as !== store.me) await become(as);
    apply({
      where: place.get("in") ?? store.channel,
      thread: place.get("thread") ?? "",
      tab: place.get("tab") === "home" ? "home" : "messages",
      list: place.get("list") === "1",
    });
    history.replaceState(null, "", fragment());
  });
}
