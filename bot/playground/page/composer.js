/**
 * Where one writes: a message, a command, a file; in the channel or in the thread. Enter sends, Shift+Enter breaks the line.
 * What is half written is kept for each person and place.
 */

import { base64 } from "./api.js";
import { Completer } from "./complete.js";
import { fill, h, icon, iconButton, uid } from "./dom.js";
import { size } from "./files.js";
import { globalShortcuts, hasGlobalShortcuts } from "./message_menu.js";
import { notice } from "./notices.js";
import { act, channel, store } from "./store.js";
import { encode, grow } from "./writing.js";

/** @type {Map<string, {text: string, files: File[]}>} */
const drafts = new Map();

export class Composer {
  /** @param {HTMLElement} host @param {{thread: boolean}} how */
  constructor(host, how) {
    this.how = how;
    this.host = host;
    this.key = "";
    /** @type {File[]} */
    this.files = [];
    this.build();
    this.wire();
  }

  build() {
    const hint = uid("hint");
    this.area = h("textarea", {
      class: "composer-text",
      rows: "1",
      dir: "auto",
      "aria-describedby": hint,
      data: { testid: this.how.thread ? "thread-composer" : "composer" },
    });
    this.chooser = h("input", {
      type: "file",
      multiple: true,
      class: "visually-hidden",
      tabindex: "-1",
      "aria-label": "Files to attach",
      data: { testid: this.how.thread ? "thread-files" : "files" },
    });
    this.attach = iconButton("clip", "Attach files", { on: { click: () => this.chooser.click() } });
    this.shortcuts = iconButton("slash", "Shortcuts", {
      "aria-haspopup": "menu",
      on: { click: () => globalShortcuts(this.shortcuts) },
    });
    this.send = iconButton("send", "Send", {
      class: "icon-button send",
      data: { testid: this.how.thread ? "thread-send" : "send" },
      on: { click: () => this.submit() },
    });
    this.pending = h("ul", { class: "file-list", hidden: true });
    this.also = h("input", { type: "checkbox" });
    this.alsoName = h("span", null);
    const also = this.how.thread ? h("label", { class: "also" }, this.also, this.alsoName) : null;
    const keys = h("span", { class: "keys", id: hint }, "Enter sends, Shift+Enter starts a new line");
    const bar = h("div", { class: "composer-bar" }, this.attach, this.shortcuts, keys, this.send);
    this.frame = h("div", { class: "composer" }, this.area, this.pending, bar);
    this.completer = new Completer(this.area, this.frame, { thread: this.how.thread });
    this.closed = h("p", { class: "composer-closed", hidden: true });
    fill(this.host, this.chooser, this.frame, also, this.closed);
  }

  wire() {
    this.area.addEventListener("input", () => this.changed());
    this.area.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (this.completer.key(event)) return;
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.area.addEventListener("paste", (/** @type {ClipboardEvent} */ event) =>
      this.add([...(event.clipboardData?.files ?? [])]),
    );
    this.chooser.addEventListener("change", () => {
      this.add([...this.chooser.files]);
      this.chooser.value = "";
    });
  }

  /** Follows the place: another draft, another label, or a reason why one cannot write. */
  draw() {
    const where = channel();
    const key = [store.me, store.channel, this.how.thread ? store.thread : ""].join("/");
    if (key !== this.key) this.change(key);
    const name = where?.kind === "im" ? where.name : `#${where?.name ?? ""}`;
    this.area.placeholder = this.how.thread ? "Reply" : `Message ${name}`;
    this.area.setAttribute("aria-label", this.how.thread ? `Reply in the thread in ${name}` : `Message ${name}`);
    fill(this.alsoName, `Also send to ${name}`);
    this.shortcuts.hidden = this.how.thread || !hasGlobalShortcuts();
    this.close(where);
  }

  /** @param {string} key */
  change(key) {
    drafts.set(this.key, { text: this.area.value, files: this.files });
    const draft = drafts.get(key);
    this.key = key;
    this.area.value = draft?.text ?? "";
    this.files = draft?.files ?? [];
    this.also.checked = false;
    this.changed();
    this.showFiles();
  }

  /** @param {import("./store.js").Channel|undefined} where */
  close(where) {
    const member = where?.kind === "im" || where?.members.includes(store.me);
    const open = !!where && member && !where.is_archived;
    this.frame.hidden = !open;
    this.closed.hidden = open || !where;
    if (!where || open) return;
    if (where.is_archived) return fill(this.closed, "This channel is archived. It can be read, but not written to.");
    const join = () => act("join", { channel: where.id, user: store.me });
    fill(
      this.closed,
      `You are looking at #${where.name}. `,
      h("button", { type: "button", class: "button primary", on: { click: join } }, "Join channel"),
    );
  }

  changed() {
    grow(this.area);
    this.completer.update();
    this.send.disabled = !this.area.value.trim() && !this.files.length;
  }

  /** @param {File[]} files */
  add(files) {
    this.files = [...this.files, ...files];
    this.showFiles();
    this.changed();
    if (files.length) this.area.focus();
  }

  showFiles() {
    this.pending.hidden = !this.files.length;
    const drop = (/** @type {File} */ file) => {
      this.files = this.files.filter((one) => one !== file);
      this.showFiles();
      this.changed();
    };
    fill(
      this.pending,
      this.files.map((file) =>
        h(
          "li",
          null,
          icon("file"),
          h("span", null, file.name, h("small", null, size(file.size))),
          iconButton("close", `Remove ${file.name}`, { on: { click: () => drop(file) } }),
        ),
      ),
    );
  }

  async submit() {
    const text = this.area.value.trim();
    const files = this.files;
    if (!text && !files.length) return;
    this.completer.hide();
    if (this.area.value.startsWith("/") && !files.length) return this.command(text);
    this.clear();
    const sent = files.length ? await this.upload(files, text) : await this.post(text);
    if (!sent) this.restore(text, files);
  }

  /** @param {string} text */
  async command(text) {
    const [, word, rest] = /** @type {RegExpExecArray} */ (/^(\S+)\s*([\s\S]*)$/.exec(text));
    const known = store.apps.some((app) => app.commands.some((one) => one.command === word));
    if (this.how.thread && known) return refuse(`${word} does not work in threads. Write it in the channel.`);
    if (!known) return refuse(`${word} is not a command here. To send it as a message, begin with a space.`);
    this.clear();
    const answer = await act("command", { channel: store.channel, command: word, text: rest });
    if (!answer.ok) notice(answer.message, "problem");
  }

  /** @param {string} text */
  async post(text) {
    const thread_ts = this.how.thread ? store.thread : undefined;
    return told(
      await act("post", {
        channel: store.channel,
        text: encode(text),
        thread_ts,
        broadcast: thread_ts ? this.also.checked : undefined,
      }),
    );
  }

  /** @param {File[]} files @param {string} text goes with the first of them */
  async upload(files, text) {
    const place = { channel: store.channel, thread_ts: this.how.thread ? store.thread : undefined };
    for (const [index, file] of files.entries()) {
      const more = {
        name: file.name,
        title: file.name,
        content_base64: await base64(file),
        text: index ? undefined : encode(text) || undefined,
      };
      if (!told(await act("upload", { ...place, ...more }))) return false;
    }
    return true;
  }

  clear() {
    this.area.value = "";
    this.files = [];
    this.showFiles();
    this.changed();
  }

  /** What could not be sent comes back, unless something new was begun. */
  restore(text, files) {
    if (this.area.value || this.files.length) return;
    this.area.value = text;
    this.files = files;
    this.showFiles();
    this.changed();
  }
}

/** @param {string} why */
const refuse = (why) => notice(why, "problem");

/** @param {import("./api.js").Answer} answer */
function told(answer) {
  if (!answer.ok) notice(answer.message, "problem");
  return answer.ok;
}

/** Files can be dropped anywhere on a pane. @param {HTMLElement} pane @param {() => Composer} composer */
export function acceptDrops(pane, composer) {
  const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const over = (/** @type {DragEvent} */ event) => {
    if (!carries(event)) return;
    event.preventDefault();
    pane.classList.add("dropping");
  };
  pane.addEventListener("dragenter", over);
  pane.addEventListener("dragover", over);
  pane.addEventListener(
    "dragleave",
    (event) => pane.contains(/** @type {Node} */ (event.relatedTarget)) || pane.classList.remove("dropping"),
  );
  pane.addEventListener("drop", (event) => {
    pane.classList.remove("dropping");
    if (!carries(event)) return;
    event.preventDefault();
    composer().add([...(event.dataTransfer?.files ?? [])]);
  });
}
