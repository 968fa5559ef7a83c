"""What an operator does about a posting that was given up: by the reason's name. Words only."""

from __future__ import annotations

HARMLESS = frozenset({"thread_gone"})
"""Given up by design: nothing is missing."""

_REPLAY = "then ringfence replay {number}"
_INSTALL = "install the app again and put the new token into RINGFENCE_SLACK_BOT_TOKEN, " + _REPLAY
_INVITE = "invite the bot into the channel with /invite @Ringfence, " + _REPLAY
_SLACK = "Slack failed too often: wait until it is well, " + _REPLAY
_PROGRAM = "a mistake of the program: report it with the posting's number; the rest of the conversation goes on"

_BY_REASON = {
    "thread_gone": "nothing: the thread was deleted, and the session has a new one",
    "is_archived": "unarchive the channel, " + _REPLAY,
    "not_in_channel": _INVITE,
    "channel_not_found": _INVITE + " (where the channel is deleted, nothing can be done)",
    "account_inactive": _INSTALL,
    "app_uninstalled": _INSTALL,
    "invalid_auth": _INSTALL,
    "not_authed": _INSTALL,
    "token_expired": _INSTALL,
    "token_revoked": _INSTALL,
    "missing_scope": "compare the app's scopes with deploy/slack-manifest.yaml, install it again, " + _REPLAY,
    "cannot_dm_bot": "name a person instead of a bot in /ringfence settings",
    "user_disabled": "the person has left: name another in /ringfence settings",
    "user_not_found": "the person is not in this workspace: name another in /ringfence settings",
    "restricted_action": "an administrator forbids posting there: ask for leave, " + _REPLAY,
    "posting_to_channel_denied": "an administrator forbids posting there: ask for leave, " + _REPLAY,
    "invalid_blocks": _PROGRAM,
    "msg_too_long": _PROGRAM,
    "no_text": _PROGRAM,
    "down_for_days": "Slack could not be reached, or failed, for more than three days: wait until it is well, "
    + _REPLAY,
    "fails_alone": "Slack failed at this one each time, and took others meanwhile: send it once more with ringfence replay {number}; where it is"
    " given up again, report it with that number",
    "internal_error": _SLACK,
    "fatal_error": _SLACK,
    "service_unavailable": _SLACK,
    "request_timeout": _SLACK,
    "person_unknown": _SLACK,
    "not_looked_for": _SLACK,
    "in_doubt": "Slack may have taken it, even twice: look for it in the channel, and only where it is not there: ringfence replay {number}",
    "TimeoutError": _SLACK,
    "DocumentSealed": "it is sealed with a key that is not given: put that key behind the newest, start anew, "
    + _REPLAY,
    "DocumentNewer": "a newer Ringfence wrote it: start that version again, " + _REPLAY,
    "DocumentDamaged": "it is damaged and cannot be sent: compare with a backup, and report it",
}


def mend(why: str, number: int) -> str:
    """What to do about it."""
    return _BY_REASON.get(why, f"look up “{why}” in Slack's list of errors, mend it, {_REPLAY}").format(number=number)
