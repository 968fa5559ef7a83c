/** For developers of a bot, hidden until opened: the workspace's clock, and faults its Web API should answer with. */

import { dialog } from "./dialog.js";
import { fill, h, uid } from "./dom.js";
import { notice } from "./notices.js";
import { act, loadAll, now, on, quiet, zone } from "./store.js";
import { fromLocal, moment, toLocal } from "./time.js";

const FAULTS = [
  "ratelimited",
  "internal_error",
  "fatal_error",
  "timeout",
  "half",
  "badjson",
  "not_in_channel",
  "channel_not_found",
  "token_revoked",
];
const STEPS = /** @type {const} */ ([
  ["1 minute", 60],
  ["1 hour", 3600],
  ["1 day", 86400],
  ["1 week", 604800],
]);

/** @type {(() => void)|null} */
let redraw = null;

/** @param {HTMLElement} button */
export function mountDrawer(button) {
  button.addEventListener("click", open);
  on("workspace", () => redraw?.());
}

function open() {
  const close = () => {
    redraw = null;
    frame.close();
  };
  const frame = dialog({ title: "Clock and faults", name: "drawer", onCancel: close });
  frame.node.classList.add("small");
  const time = h("p", { class: "clock-now" });
  redraw = () => fill(time, moment(now(), zone()));
  redraw();
  fill(
    frame.body,
    h("h3", null, "The workspace's clock"),
    time,
    clockTools(),
    h("h3", null, "A fault in Slack's answers"),
    faultTools(),
  );
  fill(frame.foot, h("button", { type: "submit", class: "button primary" }, "Done"));
  frame.node.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    close();
  });
  frame.open();
}

/** @param {string} what @param {Record<string, any>} fields @param {string} done */
async function run(what, fields, done) {
  const answer = await act(what, fields);
  notice(answer.ok ? done : answer.message, answer.ok ? "done" : "problem");
  quiet(loadAll());
}

function clockTools() {
  const steps = STEPS.map(([label, seconds]) =>
    h(
      "button",
      {
        type: "button",
        class: "button",
        on: { click: () => run("set_clock", { advance: seconds }, `The clock went on by ${label}.`) },
      },
      `+ ${label}`,
    ),
  );
  const id = uid("clock");
  const field = h("input", { id, class: "field date", type: "datetime-local", value: toLocal(now(), zone()) });
  const set = () => run("set_clock", { now: fromLocal(field.value, zone()) }, "The clock was set.");
  const back = h(
    "button",
    {
      type: "button",
      class: "button",
      on: { click: () => run("set_clock", { now: null }, "The clock shows real time again.") },
    },
    "Real time",
  );
  const exact = h(
    "div",
    { class: "actions" },
    h("label", { class: "visually-hidden", for: id }, "Date and time"),
    field,
    h("button", { type: "button", class: "button", on: { click: set } }, "Set"),
    back,
  );
  return h("div", { class: "tools-form" }, h("div", { class: "actions" }, steps), exact);
}

function faultTools() {
  const labelled = (/** @type {string} */ label, /** @type {any} */ field) => {
    field.id = uid("fault");
    return h("div", { class: "block input" }, h("label", { for: field.id }, label), field);
  };
  const method = h("input", { class: "field", value: "chat.postMessage" });
  const error = h(
    "select",
    { class: "field" },
    FAULTS.map((name) => h("option", { value: name }, name)),
  );
  const times = h("input", { class: "field", type: "number", min: "1", value: "1" });
  const after = h("input", { type: "checkbox" });
  const send = () =>
    run(
      "fault",
      {
        method: method.value,
        error: error.value,
        times: Number(times.value),
        retry_after: 1,
        after_accept: after.checked,
      },
      "The next calls will fail like that.",
    );
  const choice = h(
    "div",
    { class: "choice" },
    h("label", null, after, h("span", null, "Do the work first, then answer with the fault")),
  );
  return h(
    "div",
    { class: "tools-form" },
    labelled("Method", method),
    labelled("Answer", error),
    labelled("How many times", times),
    choice,
    h("button", { type: "button", class: "button", on: { click: send } }, "Arm the fault"),
  );
}
