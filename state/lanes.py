"""Which effects wait for which, and where a lane goes. Pure functions and their words."""

from __future__ import annotations

from typing import assert_never

from flows.model.effects import (
    Announce,
    Ask,
    AskedElsewhere,
    Brief,
    Confirm,
    Effect,
    Fingerprint,
    HideSaid,
    OpenThread,
    PostDigest,
    RefreshCard,
    RefreshRoot,
    Remind,
    SendBrief,
    SendExport,
    SendMeaning,
    SendPortfolio,
    SendQuestions,
    SendRegister,
    SendSheet,
    Settle,
    SettleReview,
    ShowCountry,
    ShowLook,
    ShowReview,
    ShowSummary,
    Tell,
    Which,
    Whisper,
)
from flows.model.ids import PersonId, ProgrammeId, split_programme
from flows.model.letters import SettleLetter
from flows.model.placing import Place
from flows.model.reminders import RenewReminder

COUNSEL, DIGEST, FILES, DIRECT = "counsel", "digest", "files", "dm:"


def lane(effect: Effect) -> str | None:
    """The lane of an effect within its programme; postings of one lane are delivered in order. None: it is not queued.

    All of a session's thread is one lane (the session's id), a person's direct messages another (``dm:U…``), the
    counsel lane a third, what is said in the channel itself (the weekly digests) a fourth, what reads or hides what
    stands there a fifth. The card is no posting: the store keeps a dirty mark for it.
    """
    match effect:
        case OpenThread() | RefreshRoot() | Ask() | Settle() | Tell() | Which() | Place() | Confirm():
            return effect.session
        case AskedElsewhere() | ShowCountry() | ShowLook() | ShowReview() | SettleReview() | ShowSummary():
            return effect.session
        case (
            Whisper()
            | SendExport()
            | SendQuestions()
            | SendRegister()
            | SendSheet()
            | SendMeaning()
            | RenewReminder()
            | SendPortfolio()
            | SendBrief()
            | SettleLetter()
        ):
            return direct(effect.to)
        case Remind(to=to, session=session):
            return session or direct(to)
        case Brief():
            return COUNSEL
        case PostDigest() | Announce():
            return DIGEST
        case Fingerprint() | HideSaid():
            return FILES
        case RefreshCard():
            return None
        case _:
            assert_never(effect)


def direct(person: PersonId) -> str:
    """The lane of a person's direct messages."""
    return f"{DIRECT}{person}"


def place(programme: ProgrammeId, lane: str) -> str:
    """Where the postings of a lane go: the channel (the programme's own id), or a person (``T…:dm:U…``, for all programmes the same).

    Counsel is a person too, but who is known only when it is sent. The migrations say the same in SQL.
    """
    if lane.startswith(DIRECT):
        return f"{split_programme(programme)[0]}:{lane}"
    return f"{programme}:{lane}" if lane == COUNSEL else programme
