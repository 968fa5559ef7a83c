/** The head of the conversation: its name, who may see it, its members; for an app the choice of messages or Home. */

import { channelMenu, members } from "./channel_forms.js";
import { marks, other, sign } from "./channels.js";
import { fill, h, icon, iconButton, roving } from "./dom.js";
import { isHome } from "./home.js";
import { isOutside } from "./people.js";
import { go } from "./routes.js";
import { appOf, channel, on, store } from "./store.js";

/** @param {HTMLElement} host */
export function mountHeader(host) {
  const draw = () => drawHeader(host);
  on("workspace", draw);
  on("place", draw);
}

/** @param {HTMLElement} host */
function drawHeader(host) {
  const one = channel();
  const back = iconButton("back", "Channels", {
    class: "icon-button only-narrow",
    on: { click: () => go({ list: true }) },
  });
  if (!one) return fill(host, back);
  const held = host.contains(document.activeElement) ? document.activeElement?.getAttribute("data-control") : null;
  fill(host, back, title(one), one.kind === "im" ? tabs(one) : people(one));
  if (held) /** @type {HTMLElement|null} */ (host.querySelector(`[data-control="${CSS.escape(held)}"]`))?.focus();
}

/** @param {import("./store.js").Channel} one */
function title(one) {
  const about = appOf(one) ? "" : one.kind === "im" ? other(one)?.title : one.topic;
  const names = h(
    "div",
    { class: "place-words" },
    h(
      "h1",
      { data: { testid: "place" } },
      h("span", { class: "place-sign" }, sign(one)),
      h("span", { class: "place-name" }, one.name),
      marks(one),
    ),
    about ? h("p", { class: "topic" }, about) : null,
  );
  return names;
}

/** @param {import("./store.js").Channel} one */
function people(one) {
  const outsiders = one.members.filter((id) => isOutside(store.people.get(id))).length;
  const many = h(
    "button",
    {
      type: "button",
      class: "pill",
      data: { control: "members", testid: "members-button" },
      on: { click: () => members(one.id) },
    },
    icon("person"),
    h("span", null, one.members.length, h("span", { class: "visually-hidden" }, " members")),
    outsiders ? h("span", { class: "outsiders" }, `${outsiders} from outside`) : null,
  );
  const more = iconButton("more", "Channel actions", {
    "aria-haspopup": "menu",
    data: { control: "channel-menu" },
    on: { click: () => channelMenu(more, one) },
  });
  return h("div", { class: "place-tools" }, many, more);
}

/** @param {import("./store.js").Channel} one */
function tabs(one) {
  if (!appOf(one)) return null;
  const tab = (/** @type {"messages"|"home"} */ name, /** @type {string} */ label) => {
    const chosen = (name === "home") === isHome();
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        "aria-selected": String(chosen),
        "aria-controls": name === "home" ? "home" : "messages",
        tabindex: chosen ? "0" : "-1",
        data: { control: `tab-${name}`, testid: `tab-${name}` },
        on: { click: () => go({ tab: name }) },
      },
      label,
    );
  };
  const list = h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": one.name },
    tab("messages", "Messages"),
    tab("home", "Home"),
  );
  roving(list, ".tab", { across: true });
  return list;
}
