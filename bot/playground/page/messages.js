/**
 * A list of messages: the channel's, or a thread's. Groups by day and author, keeps to the newest, walks by arrow keys.
 */

import { fill, h, icon, markTab, reconcile, roving } from "./dom.js";
import { editor } from "./editor.js";
import { heldByFinger } from "./held.js";
import { author, messageRow, stamp } from "./message.js";
import { go } from "./routes.js";
import { now, store, zone } from "./store.js";
import { dayKey, dayName } from "./time.js";

/** @typedef {import("./store.js").Message} Message */
/** @typedef {import("./dom.js").Row} Row */

const TOGETHER = 300;
const NEAR = 80;
/** How long a note still counts as the answer to what was pressed, and how long a message stays marked; milliseconds. */
const ANSWERS_WITHIN = 15_000;
const MARKED_FOR = 3_000;

export class MessageList {
  /** @param {HTMLElement} scroller @param {{inThread: boolean, label: () => string}} how */
  constructor(scroller, how) {
    this.scroller = scroller;
    this.how = how;
    this.editing = "";
    this.place = "";
    /** The newest message drawn. */
    this.last = "";
    /** Where the reader is: at the newest, or so far down. */
    this.low = true;
    this.top = 0;
    /** What a link led to, once it was shown here. */
    this.found = /** @type {typeof store.sought} */ (null);
    this.list = h("ol", { class: "messages", data: { testid: how.inThread ? "thread-messages" : "messages" } });
    this.empty = h("div", { class: "empty", hidden: true });
    this.newest = h(
      "button",
      { type: "button", class: "newest", hidden: true, on: { click: () => this.toEnd() } },
      icon("down"),
      "New messages below",
    );
    fill(scroller, this.empty, this.list, this.newest);
    scroller.addEventListener("scroll", () => this.scrolled());
    // A pane that was hidden, a picture that came late, a phone's keyboard: who was at the newest stays there.
    const sizes = new ResizeObserver(() => this.settle());
    sizes.observe(scroller);
    sizes.observe(this.list);
    roving(this.list, "li.message");
    heldByFinger(this.list);
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("edit-message", (event) => this.edit(/** @type {any} */ (event).detail));
  }

  /** @param {Message[]} messages @param {string} place where they belong; another place starts at its newest */
  draw(messages, place) {
    const moved = place !== this.place;
    if (moved) this.editing = "";
    if (moved) this.low = true;
    this.place = place;
    this.messages = messages;
    this.list.setAttribute("aria-label", this.how.label());
    reconcile(this.list, this.rows(messages));
    const rows = [...this.list.querySelectorAll("li.message")];
    if (!rows.some((row) => row === document.activeElement)) markTab(this.list, "li.message", rows.at(-1));
    this.host();
    this.follow(messages);
    this.seek();
  }

  /** Goes down to what came, if the reader was there, wrote it or asked for it; else says that something came. @param {Message[]} messages */
  follow(messages) {
    const newest = messages.at(-1);
    const answer = this.answerIn(messages);
    const came = !!newest && newest.ts > this.last;
    this.last = newest?.ts ?? "";
    if (answer) this.show(answer);
    else if (this.low || (came && newest.user === store.me)) this.toEnd();
    else if (came) this.newest.hidden = false;
  }

  /** The row of a private note that has just come, where this person had pressed or asked for something. @param {Message[]} messages */
  answerIn(messages) {
    if (!this.last || performance.now() - store.asked > ANSWERS_WITHIN) return null;
    const note = messages.findLast((message) => message.ephemeral && message.ts > this.last);
    return note ? this.row(note.ts) : null;
  }

  /** @param {string} ts @returns {HTMLElement|null} */
  row(ts) {
    return this.list.querySelector(`li[data-ts="${CSS.escape(ts)}"]`);
  }

  /** Brings a row into view; of one that is higher than the pane, its beginning. @param {HTMLElement} row */
  show(row) {
    const tall = row.offsetHeight > this.scroller.clientHeight;
    row.scrollIntoView({ block: tall ? "start" : "nearest" });
    this.scrolled();
  }

  /** Shows the message that a link led to, and marks it for a moment. A thread's own first message leaves it at its newest. */
  seek() {
    const sought = store.sought;
    if (!sought || sought === this.found) return;
    const row = this.row(sought.ts) ?? this.row(sought.thread);
    if (!row) return;
    this.found = sought;
    if (!this.how.inThread || sought.ts !== sought.thread) this.show(row);
    if (row.dataset.ts === sought.ts) this.mark(row);
  }

  /** @param {HTMLElement} row */
  mark(row) {
    row.classList.add("sought");
    setTimeout(() => row.classList.remove("sought"), MARKED_FOR);
  }

  scrolled() {
    this.top = this.scroller.scrollTop;
    this.low = this.atEnd();
    if (this.low) this.newest.hidden = true;
  }

  settle() {
    if (!this.scroller.clientHeight) return;
    if (this.low) this.toEnd();
    else this.scroller.scrollTop = this.top;
  }

  /** @param {...any} children */
  setEmpty(...children) {
    this.empty.hidden = !children.length;
    fill(this.empty, children);
  }

  atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.low = true;
    this.newest.hidden = true;
  }

  /** @param {Message[]} messages @returns {Row[]} */
  rows(messages) {
    const out = /** @type {Row[]} */ ([]);
    let before = /** @type {Message|undefined} */ (undefined);
    for (const message of messages) {
      if (!this.how.inThread && (!before || dayKey(before.ts, zone()) !== dayKey(message.ts, zone())))
        out.push(dayRow(message.ts));
      const setting = {
        inThread: this.how.inThread,
        compact: continues(before, message),
        editing: this.editing === message.ts,
        endEdit: () => this.edit(""),
      };
      out.push({ key: message.ts, stamp: stamp(message, setting), build: () => messageRow(message, setting) });
      if (this.how.inThread && message === messages[0] && messages.length > 1) out.push(countRow(messages.length - 1));
      before = this.how.inThread && message === messages[0] ? undefined : message;
    }
    return out;
  }

  /** @param {string} ts the message to edit; empty ends it */
  edit(ts) {
    const last = this.editing;
    this.editing = ts;
    this.draw(this.messages ?? [], this.place);
    if (!ts) /** @type {HTMLElement|null} */ (this.list.querySelector(`[data-ts="${last}"]`))?.focus();
  }

  /** Puts the editor into the row that waits for it. */
  host() {
    const host = /** @type {HTMLElement|null} */ (this.list.querySelector(".edit-host:empty"));
    const message = this.messages?.find((one) => one.ts === this.editing);
    if (host && message) editor(host, message, () => this.edit(""));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const row = /** @type {HTMLElement} */ (event.target);
    if (!row.matches("li.message")) return;
    const message = this.messages?.find((one) => one.ts === row.dataset.ts);
    if (!message) return;
    if (event.key === "Enter" && !this.how.inThread && !message.ephemeral)
      go({ thread: message.thread_ts ?? message.ts });
    else if (event.key === "e" && message.user === store.me) this.edit(message.ts);
    else if (event.key === "m") /** @type {HTMLElement|null} */ (row.querySelector("[data-control=more]"))?.click();
    else return;
    event.preventDefault();
  }
}

/** Whether a message goes on where the same author has just stopped. @param {Message|undefined} before @param {Message} message */
function continues(before, message) {
  if (!before || before.subtype || message.subtype || before.ephemeral || message.ephemeral || before.reply_count)
    return false;
  if (isCard(before) || isCard(message)) return false;
  return (
    author(before) === author(message) &&
    before.username === message.username &&
    Number(message.ts) - Number(before.ts) < TOGETHER &&
    dayKey(before.ts, zone()) === dayKey(message.ts, zone())
  );
}

/** Whether a message is more than a text: cards with buttons run into each other when they are grouped. @param {Message} message */
const isCard = (message) =>
  (message.blocks ?? []).some((block) => !["rich_text", "section", "context"].includes(block.type) || block.accessory);

/** @param {string} ts @returns {Row} */
function dayRow(ts) {
  const name = dayName(ts, now(), zone());
  return {
    key: `day-${dayKey(ts, zone())}`,
    stamp: name,
    build: () => h("li", { class: "day" }, h("span", null, name)),
  };
}

/** @param {number} count @returns {Row} */
function countRow(count) {
  const words = count === 1 ? "1 reply" : `${count} replies`;
  return {
    key: "count",
    stamp: words,
    build: () => h("li", { class: "count" }, h("span", null, words)),
  };
}
