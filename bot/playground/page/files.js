/** A file as a row one can download: name, kind, size; a picture as itself. */

import { fileAddress } from "./api.js";
import { h, icon } from "./dom.js";
import { store } from "./store.js";

/** @param {any} file Slack's file object */
export function fileRow(file) {
  const name = file.title || file.name || "File";
  const address = file.url_private || file.url_private_download ? fileAddress(file, store.me) : null;
  const about = [kind(file), file.size === undefined ? "" : size(file.size)].filter(Boolean).join(" · ");
  const words = h("span", { class: "file-words" }, h("strong", null, name), about ? h("small", null, about) : null);
  const card = h("div", { class: "file", data: { testid: "file", file: file.id } }, icon("file"), words);
  if (!address) return card;
  card.append(
    h(
      "a",
      {
        class: "icon-button",
        href: address,
        download: file.name ?? "",
        "aria-label": `Download ${name}`,
        title: "Download",
      },
      icon("download"),
    ),
  );
  if (!String(file.mimetype ?? "").startsWith("image/")) return card;
  return h(
    "figure",
    { class: "image" },
    h("img", { class: "wide", src: address, alt: file.alt_txt || name, loading: "lazy" }),
    card,
  );
}

/** @param {any} file */
const kind = (file) =>
  file.pretty_type || (/\.(\w{1,5})$/.exec(file.name ?? "")?.[1] ?? file.filetype ?? "").toUpperCase();

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
