"""What comes due for whom, and how people want to be reminded: a row of the index of open work, one person's habits, and
the word that brings a reminder up to date."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from flows.model.ids import ChannelId, PersonId, ProgrammeId, SessionId


class Matter(StrEnum):
    """What comes due: work, a question handed over, a word that only this person can say, a paper that lapses, a day to act by.

    ``LEAD`` and ``NEWS`` are nothing that comes due: the person leads the programme, as its owner or counsel; there is something of which they, as
    its counsel (or as its owner, where it has none), hear in a brief.
    """

    ACTION = "action"
    QUESTION = "question"
    APPROVAL = "approval"
    EVIDENCE = "evidence"
    NOTICE = "notice"
    LEAD = "lead"
    NEWS = "news"


class Due(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that is open and waits for one person, as the index holds it: ids and days, never a word of anybody's.

    ``day``: when it is due. ``since``: an instant of the last day on which no reminder of it is wanted, because it came up on the day after, or
    because this very person took it on or moved it then; which day that is depends on where they are. ``name``: the action's id, or the key of
    the question's spot; without a ``session`` the row of a request for this person's word, or "" for what is about the whole programme.
    Of ``NEWS``: when the last was raised, and its number.
    """

    programme: ProgrammeId
    person: PersonId
    matter: Matter
    day: dt.date
    since: dt.datetime
    session: SessionId | None = None
    name: str = ""


class Way(StrEnum):
    """How somebody is reminded: by direct message, or where the work stands."""

    DIRECT = "direct"
    THREAD = "thread"


class Briefed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one person heard in counsel's briefs. ``heard``: of each programme, up to which of its news (``Programme.news``). ``last``: the day of the
    last brief; ``wanted``: the day from which on there is to be another."""

    heard: dict[ProgrammeId, int] = {}
    last: dt.date | None = None
    wanted: dt.date | None = None


class Habits(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one person of a workspace wants to be reminded, and when that happened last.

    ``hour``: of a working day, in the person's own zone; ``zone`` is that last known, where it cannot be looked up. ``snoozed`` and ``away``: nothing
    before that day (a snooze is short and pressed in passing; away is out of office). ``muted``: no reminders, and no portfolio that they
    did not ask for. ``since``: the last day on which they were reminded, and ``before`` the one before it; what was to be said until then is said.

    ``portfolio``: whether they get one every week; None: as the parts say that they play. ``told``: the ISO week of the last one.
    ``briefed``: counsel's briefs.
    """

    way: Way = Way.DIRECT
    hour: int = 9
    zone: str = ""
    snoozed: dt.date | None = None
    away: dt.date | None = None
    muted: bool = False
    since: dt.date | None = None
    before: dt.date | None = None
    portfolio: bool | None = None
    told: str = ""
    briefed: Briefed = Briefed()


class Workload(msgspec.Struct, frozen=True):
    """One person before a decision about their reminders: their habits, None where they have said nothing and were never reminded, and
    what is open with them over all programmes of the workspace, soonest first. ``leads``: the programmes that they own or are counsel of.
    ``news``: a row for each programme that has ever had something for their brief; its name is the number of the last."""

    habits: Habits | None
    dues: tuple[Due, ...]
    leads: frozenset[ProgrammeId] = frozenset()
    news: tuple[Due, ...] = ()


class RenewReminder(msgspec.Struct, frozen=True, tag="renew_reminder", omit_defaults=True):
    """A reminder that stands (the message ``ts`` in ``channel``) tells what is still open of it: something was done from it."""

    to: PersonId
    day: dt.date
    channel: ChannelId
    ts: str
    since: dt.date | None = None
