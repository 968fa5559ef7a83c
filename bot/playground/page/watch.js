/**
 * What waits for the colleagues one is not acting as just now, so that the switch can show it. A message to counsel alone would
 * otherwise go unseen by who plays counsel only now and then.
 */

import { fetchState, listen } from "./api.js";
import { quiet, store, tell } from "./store.js";

const PAUSE = 400;

/** @type {Map<string, {stop: () => void, unread: number, timer: number}>} */
const watched = new Map();

/** How many messages a person has not seen. @param {string} id */
export const waiting = (id) => watched.get(id)?.unread ?? 0;

/** Watches these people and nobody else. @param {string[]} ids */
export function watch(ids) {
  for (const [id, entry] of watched) {
    if (ids.includes(id)) continue;
    entry.stop();
    clearTimeout(entry.timer);
    watched.delete(id);
  }
  for (const id of ids) if (!watched.has(id)) start(id);
}

/** @param {string} id */
function start(id) {
  const entry = { stop: () => {}, unread: 0, timer: 0 };
  const soon = () => {
    clearTimeout(entry.timer);
    entry.timer = window.setTimeout(() => quiet(count(id)), PAUSE);
  };
  watched.set(id, entry);
  entry.stop = listen(id, { onTick: soon, onOpen: soon, onLost: () => {} });
}

/** @param {string} id */
async function count(id) {
  const state = await fetchState(id);
  const entry = watched.get(id);
  if (!entry) return;
  const unread = state.channels.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.unread, 0);
  if (unread === entry.unread) return;
  entry.unread = unread;
  if (id !== store.me) tell("waiting");
}
