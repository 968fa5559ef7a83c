/** Making and changing channels: create, members, rename, share, archive. What a tester of a bot wants to do to it. */

import { ask, dialog } from "./dialog.js";
import { fill, h, uid } from "./dom.js";
import { openMenu } from "./float.js";
import { notice } from "./notices.js";
import { avatar, fullName, isOutside, tagNode } from "./people.js";
import { Picker } from "./picker.js";
import { go } from "./routes.js";
import { act, channel, loadState, on, store } from "./store.js";

/** @typedef {import("./store.js").Channel} Channel */

/** Does something to a channel and says so when it could not be done. @param {string} what @param {Record<string, any>} fields */
async function doTo(what, fields) {
  const answer = await act(what, fields);
  if (!answer.ok) notice(answer.message, "problem");
  return answer;
}

/** A small form in a dialog. @param {string} title @param {string} yes @param {Node[]} fields @param {() => Promise<boolean>} done */
function form(title, yes, fields, done) {
  const frame = dialog({ title, name: "form", onCancel: () => frame.close() });
  frame.node.classList.add("small");
  fill(frame.body, fields);
  fill(
    frame.foot,
    h("button", { type: "button", class: "button", on: { click: () => frame.close() } }, "Cancel"),
    h("button", { type: "submit", class: "button primary" }, yes),
  );
  frame.node.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await done()) frame.close();
  });
  frame.open();
}

/** @param {string} start */
function nameField(start) {
  const id = uid("name");
  const input = h("input", {
    id,
    class: "field",
    type: "text",
    value: start,
    maxlength: "80",
    required: true,
    autocomplete: "off",
  });
  return { input, node: h("div", { class: "block input" }, h("label", { for: id }, "Name"), input) };
}

/** @param {string} typed */
const channelName = (typed) => typed.trim().toLowerCase().replace(/^#/, "").replace(/\s+/g, "-");

export function createChannel() {
  const name = nameField("");
  const closed = h("input", { type: "checkbox", checked: true });
  const choice = h(
    "div",
    { class: "choice" },
    h("label", null, closed, h("span", null, "Private: only who is invited sees it")),
  );
  form("Create a channel", "Create", [name.node, choice], async () => {
    const answer = await doTo("create_channel", { name: channelName(name.input.value), private: closed.checked });
    if (!answer.ok) return false;
    await loadState();
    const made = answer.channel?.id ?? answer.channel;
    if (made) go({ channel: made });
    return true;
  });
}

/** @param {Channel} one */
function rename(one) {
  const name = nameField(one.name);
  form(
    "Rename the channel",
    "Rename",
    [name.node],
    async () => (await doTo("rename", { channel: one.id, name: channelName(name.input.value) })).ok,
  );
}

/** The menu behind a channel's name. @param {HTMLElement} anchor @param {Channel} one */
export function channelMenu(anchor, one) {
  const plainly = (/** @type {string} */ what) => () => doTo(what, { channel: one.id });
  const inside = one.members.includes(store.me);
  const items = [
    { label: "Members", icon: "person", run: () => members(one.id) },
    { label: "Rename", icon: "tools", run: () => rename(one) },
    one.is_ext_shared
      ? { label: "Stop sharing with another company", icon: "outside", run: plainly("unshare") }
      : { label: "Share with another company", icon: "outside", run: plainly("share") },
    one.kind === "public" ? { label: "Make private", icon: "lock", run: plainly("make_private") } : null,
    inside ? { label: "Leave", icon: "back", run: () => doTo("leave", { channel: one.id, user: store.me }) } : null,
    one.is_archived
      ? { label: "Take out of the archive", icon: "archive", run: plainly("unarchive") }
      : { label: "Archive", icon: "archive", run: () => sure("Archive", one, "archive") },
    { label: "Delete", icon: "close", danger: true, run: () => sure("Delete", one, "delete_channel") },
  ];
  openMenu(anchor, /** @type {any[]} */ (items.filter(Boolean)), `Channel ${one.name}`);
}

/** @param {string} word @param {Channel} one @param {string} what */
async function sure(word, one, what) {
  const text =
    what === "archive" ? "It can still be read, and taken out of the archive." : "Its messages go away for everyone.";
  if (await ask({ title: `${word} #${one.name}?`, text, confirm: word, deny: "Keep it", danger: what !== "archive" }))
    await doTo(what, { channel: one.id });
}

let listening = false;
/** @type {(() => void)|null} */
let redraw = null;

/** Who is in a channel, with a way to add and remove. @param {string} id */
export function members(id) {
  const close = () => {
    redraw = null;
    frame.close();
  };
  const frame = dialog({ title: `Members of #${channel(id)?.name ?? ""}`, name: "members", onCancel: close });
  frame.node.classList.add("small");
  redraw = () => {
    const one = channel(id);
    if (!one) return close();
    fill(
      frame.body,
      adder(one),
      h(
        "ul",
        { class: "member-list" },
        one.members.map((person) => member(one, person)),
      ),
    );
  };
  if (!listening) on("workspace", () => redraw?.());
  listening = true;
  redraw();
  fill(frame.foot, h("button", { type: "submit", class: "button primary" }, "Done"));
  frame.node.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    close();
  });
  frame.open();
}

/** @param {Channel} one @param {string} id */
function member(one, id) {
  const person = store.people.get(id);
  const away = () => doTo("leave", { channel: one.id, user: id });
  const words = h(
    "span",
    { class: "member-words" },
    h("strong", null, fullName(person, id)),
    " ",
    tagNode(person),
    h("small", null, person?.title ?? ""),
  );
  return h(
    "li",
    null,
    avatar(person, "small"),
    words,
    h(
      "button",
      { type: "button", class: "link", "aria-label": `Remove ${fullName(person, id)}`, on: { click: away } },
      "Remove",
    ),
  );
}

/** @param {Channel} one */
function adder(one) {
  const rest = [...store.people.values()].filter((person) => !person.deleted && !one.members.includes(person.id));
  const options = rest.map((person) => ({
    key: person.id,
    label: fullName(person),
    detail: [person.title, isOutside(person) ? "outside" : ""].filter(Boolean).join(", "),
    value: person.id,
  }));
  const picker = new Picker({
    names: { "aria-label": "Add a person or an app" },
    placeholder: "Add a person or an app",
    many: false,
    chosen: [],
    groups: [{ label: "", options }],
    changed: ([picked]) => doTo("join", { channel: one.id, user: picked.value }),
  });
  return h("div", { class: "adder" }, picker.node);
}
