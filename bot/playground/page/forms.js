/**
 * What a person has filled in so far on one surface (a message, a modal, the Home), in Slack's `state.values` shape.
 *
 * A surface may be drawn again while someone types, because the bot updated it. As in Slack, a field that keeps its block_id
 * and action_id keeps its value.
 */

/** @typedef {Record<string, any>} StateValue e.g. {type: "plain_text_input", value: "…"} */
/** @typedef {Record<string, Record<string, StateValue>>} Values by block_id, then action_id */
/** @typedef {{read: () => StateValue, problem: () => string, focus: () => void}} Field problem: why the value cannot be sent, or "" */

export class Form {
  /** @param {Values} [given] what the server knows already */
  constructor(given = {}) {
    this.kept = given;
    /** @type {Map<string, {block: string, action: string, optional: boolean, input: boolean, field: Field}>} */
    this.fields = new Map();
  }

  /** What the field held before it was drawn again. @param {string} block @param {string} action @returns {StateValue|undefined} */
  seed(block, action) {
    return this.kept[block]?.[action];
  }

  /** @param {string} block @param {string} action @param {Field} field @param {{optional: boolean, input: boolean}} how */
  add(block, action, field, how) {
    this.fields.set(JSON.stringify([block, action]), { block, action, field, ...how });
  }

  /** @returns {Values} */
  values() {
    /** @type {Values} */
    const out = {};
    for (const { block, action, field } of this.fields.values()) (out[block] ??= {})[action] = field.read();
    return out;
  }

  /** Remembers everything before the surface is drawn again. */
  keep() {
    this.kept = { ...this.kept, ...this.values() };
    this.fields.clear();
  }

  /** What stops the form from being sent, by block_id. @returns {Record<string, string>} */
  problems() {
    /** @type {Record<string, string>} */
    const out = {};
    for (const { block, field, optional, input } of this.fields.values()) {
      if (!input) continue;
      const why = field.problem();
      if (why) out[block] = why;
      else if (!optional && isEmpty(field.read())) out[block] = "Please complete this required field.";
    }
    return out;
  }

  /** @param {string} block */
  focus(block) {
    [...this.fields.values()].find((entry) => entry.block === block)?.field.focus();
  }
}

/** Whether nothing was given. @param {StateValue} state */
export function isEmpty(state) {
  return !Object.entries(state).some(
    ([key, value]) =>
      key !== "type" &&
      key !== "timezone" &&
      value !== null &&
      value !== undefined &&
      value !== "" &&
      !(Array.isArray(value) && !value.length),
  );
}
