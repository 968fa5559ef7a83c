/**
 * Where blocks stand (a message, a note only one person sees, a modal, the Home) and how a click there is sent.
 *
 * Elements know their surface, never the server; the store does the sending.
 */

import { Form } from "./forms.js";
import { notice } from "./notices.js";
import { act } from "./store.js";

/** @typedef {import("./forms.js").Values} Values */

export class Surface {
  /**
   * @param {"message"|"ephemeral"|"view"|"home"} kind
   * @param {{channel: string, ts: string}|{view_id: string}} target
   * @param {Values} [values]
   */
  constructor(kind, target, values) {
    this.kind = kind;
    this.target = target;
    this.form = new Form(values);
    /** What a person pressing Enter in a single-line field of a modal wants. @type {() => void} */
    this.submit = () => {};
  }

  /** Sends an action; the bot's answer arrives as a tick. @param {string} block @param {any} spec @param {Record<string, any>} value */
  async click(block, spec, value) {
    const values =
      this.kind === "view" || this.kind === "home" || this.form.fields.size ? this.form.values() : undefined;
    const action = { type: spec.type, ...value };
    const fields = { container: this.kind, ...this.target, block_id: block, action_id: spec.action_id, action, values };
    const answer = await act("click", fields);
    if (!answer.ok) notice(answer.message, "problem");
    return answer.ok;
  }

  /** The choices of an external select. @param {string} block @param {any} spec @param {string} query */
  async options(block, spec, query) {
    const answer = await act("options", {
      container: this.kind,
      ...this.target,
      block_id: block,
      action_id: spec.action_id,
      query,
    });
    if (!answer.ok) notice(answer.message, "problem");
    return answer;
  }
}
