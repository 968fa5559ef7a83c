/**
 * Links into this workspace open in this page, as they do in Slack: the channel, the thread, and the message, marked. What leads
 * elsewhere opens beside it.
 */

import { notice } from "./notices.js";
import { go, told } from "./routes.js";
import { channel, store } from "./store.js";

/** Where in this workspace an address leads, if it does. @param {string} address @returns {import("./routes.js").Told|null} */
export function inside(address) {
  if (!URL.canParse(address, location.href)) return null;
  const url = new URL(address, location.href);
  // The server may know itself by another name than the one the page was opened by.
  const ours = [location.origin, store.team.url].includes(url.origin) && url.pathname === "/";
  const to = told(url.hash);
  return ours && to.where ? to : null;
}

/** Goes where an address leads, as the present person. @param {string} address @returns {boolean} whether it leads into this workspace */
export function visit(address) {
  const to = inside(address);
  if (!to) return false;
  const { where, thread, tab, sought } = to;
  if (channel(where)) go({ channel: where, thread, tab, sought });
  else notice("You are not in that channel, or it is no longer there.", "problem");
  return true;
}

/** Follows what is clicked in messages and menus. A new tab that is asked for by a key stays a new tab. */
export function followLinks() {
  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = /** @type {Element} */ (event.target).closest("a[href]");
    if (link && visit(/** @type {HTMLAnchorElement} */ (link).href)) event.preventDefault();
  });
}
