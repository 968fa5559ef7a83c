"""Counsel's own questions on what a session is about, in words: put to one person each, answered by that person, and read by nobody else.

Their words belong to the counsel lane. What everybody sees of one is the work that it is (:attr:`ActionWhy.COUNSEL`), and that work says with whom it
is and whether it is open; so neither is kept here a second time. What can happen to one is part of the union of `events`.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.model.ids import ActionId, PersonId, QuestionId, SessionId

OWN = QuestionId("counsel.question")
"""The question of the spot at which the work of one stands; its item is the action's id. No flow has a question of that name."""


class OwnAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was answered; ``text`` "": whoever was asked does not know."""

    by: PersonId
    at: dt.datetime
    text: str = ""


class OwnQuestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question of counsel's own. ``action``: its work. Without an answer it is open while its work is, else it was withdrawn."""

    action: ActionId
    text: str
    by: PersonId
    at: dt.datetime
    answer: OwnAnswer | None = None
    more: tuple[OwnAnswer, ...] = ()
    """What was added to the answer since, oldest first."""


class CounselAsked(msgspec.Struct, frozen=True, tag="counsel_asked"):
    """Counsel puts a question in words; ``to`` None: to the owner."""

    session: SessionId
    text: str
    to: PersonId | None = None


class CounselAnswered(msgspec.Struct, frozen=True, tag="counsel_answered"):
    """Whoever was asked answers; ``text`` "": they do not know."""

    session: SessionId
    action: ActionId
    text: str


class CounselWithdrew(msgspec.Struct, frozen=True, tag="counsel_withdrew"):
    """Counsel does not want the answer any more."""

    session: SessionId
    action: ActionId


class CounselDone(msgspec.Struct, frozen=True, tag="counsel_done"):
    """Counsel has no question left."""

    session: SessionId


OwnEvent = CounselAsked | CounselAnswered | CounselWithdrew | CounselDone
