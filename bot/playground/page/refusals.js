/** What a person reads when the workspace refuses: a sentence for each of its errors that a person can cause. */

const SENTENCES = /** @type {Record<string, string>} */ ({
  action_not_found: "That button is no longer there. The message has changed.",
  being_played: "The sample company is still playing its programme up to the middle. In a few seconds it is yours.",
  cant_delete_message: "Only who wrote a message can delete it.",
  cant_update_message: "Only who wrote a message can edit it.",
  channel_not_found: "That channel is gone, or you cannot see it.",
  command_not_for_outsiders: "People from another company cannot use commands here.",
  file_not_found: "That file is gone.",
  invalid_blocks: "The app answered with something that cannot be shown.",
  invalid_file: "That file could not be read.",
  invalid_name_maxlength: "A channel's name has at most 80 characters.",
  invalid_name_specials: "A channel's name has small letters, digits, hyphens and underscores only.",
  is_archived: "This channel is archived. It can be read, but not written to.",
  message_not_found: "That message is gone.",
  name_taken: "Another channel has that name.",
  not_found: "That is no longer there. It may have been closed meanwhile.",
  push_limit_reached: "The app wanted to open one form too many.",
  unknown_deed: "This workspace cannot do that.",
  ura_max_channels: "This guest may be in one channel only, and is in another.",
  user_disabled: "This person has left the company.",
  user_not_found: "That person is not in this workspace.",
  view_not_found: "That form was closed meanwhile.",
});

/**
 * The sentence for a refusal: the workspace's own where it has one, else ours, else the bare error.
 * @param {{error?: string, message?: string}} answer
 */
export function sentence(answer) {
  const known = SENTENCES[answer.error ?? ""];
  return known ?? answer.message ?? `This could not be done: ${answer.error ?? "no reason given"}.`;
}
