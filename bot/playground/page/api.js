/**
 * The only file that talks to the playground's server: five GETs, one POST and a socket of ticks.
 *
 * Nothing is kept here. Every call names the person who acts; answers are handed on as the server gave them.
 */

/** @typedef {{ok: boolean, error?: string, message?: string} & Record<string, any>} Answer */
/** @typedef {{type: string, channel?: string, ts?: string, thread_ts?: string|null, change?: string, now?: number}} Tick */

/** The server could not be reached, or answered with something that is not an answer. */
export class Unreachable extends Error {}

/** @param {string} path @param {Record<string, string|undefined>} query */
async function get(path, query) {
  const known = Object.entries(query).filter(([, value]) => value !== undefined);
  return read(fetch(`${path}?${new URLSearchParams(/** @type {any} */ (known))}`));
}

/** @param {Promise<Response>} request @returns {Promise<any>} */
async function read(request) {
  try {
    return await (await request).json();
  } catch (cause) {
    throw new Unreachable("The workspace does not answer. Is the playground still running?", { cause });
  }
}

/** The workspace as this person sees it; without a person, as the first one does. @param {string|undefined} as */
export const fetchState = (as) => get("/page/state", { as });

/** @param {string} as @param {string} channel @param {string} [thread] */
export const fetchMessages = (as, channel, thread) => get("/page/messages", { as, channel, thread_ts: thread });

/** The person's stack of modals and the app's Home. @param {string} as */
export const fetchViews = (as) => get("/page/views", { as });

/** Does one thing as a person. @param {string} as @param {string} what @param {Record<string, any>} [fields] @returns {Promise<Answer>} */
export function act(as, what, fields = {}) {
  const body = JSON.stringify({ as, do: what, ...fields });
  return read(fetch("/page/act", { method: "POST", headers: { "content-type": "application/json" }, body }));
}

/**
 * Where a file of a message can be downloaded by this person. The workspace's own files are asked for where the page came from,
 * whatever name the server knows itself by.
 * @param {any} file @param {string} as
 */
export function fileAddress(file, as) {
  const given = new URL(file.url_private_download ?? file.url_private ?? "#", location.href);
  if (!["http:", "https:"].includes(given.protocol)) return "#";
  if (!given.pathname.startsWith("/files/")) return given.href;
  return `${given.pathname}?${new URLSearchParams({ as })}`;
}

/** A file's content as base64, the shape an upload wants. @param {File} file @returns {Promise<string>} */
export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/**
 * Listens for ticks and comes back by itself. The server replays nothing, so `onOpen` should fetch everything anew.
 * @param {string} as @param {{onTick: (tick: Tick) => void, onOpen: () => void, onLost: () => void}} hear
 * @returns {() => void} stops listening
 */
export function listen(as, hear) {
  let socket = /** @type {WebSocket|null} */ (null);
  let stopped = false;
  let wait = 250;
  let timer = 0;
  const open = () => {
    const address = new URL(`/page/events?as=${encodeURIComponent(as)}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    socket = new WebSocket(address);
    socket.onopen = () => {
      wait = 250;
      hear.onOpen();
    };
    socket.onmessage = (event) => hear.onTick(JSON.parse(event.data));
    socket.onclose = () => {
      if (stopped) return;
      hear.onLost();
      timer = window.setTimeout(open, wait);
      wait = Math.min(wait * 2, 4000);
    };
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
