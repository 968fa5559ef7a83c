"""A choice that somebody was offered is picked by a number said next, for a while."""

from __future__ import annotations

import datetime as dt

from bot.service.choosing import FOR, MOST, Asked, Choosing, Offer
from flows.model.ids import ChannelId, PersonId, QuestionId, SessionId, TeamId, programme_id
from flows.model.session import Spot

TEAM, JON = TeamId("T1"), PersonId("U1")
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ONE, TWO = (
    Asked(programme_id(TEAM, ChannelId("C1")), SessionId("S1"), Spot(QuestionId(name))) for name in ("a.b", "a.c")
)
NO = Offer("no", (ONE, TWO), NOW)


def test_a_number_said_next_picks_and_anything_ends_the_choice() -> None:
    choosing = Choosing()
    for said, wanted in (("the second", ("no", TWO)), ("1", ("no", ONE)), ("3", None), ("hello", None)):
        choosing.offer(TEAM, JON, NO)
        assert choosing.picked(TEAM, JON, said, NOW) == wanted
        assert choosing.picked(TEAM, JON, "1", NOW) is None, "it is over"


def test_it_is_forgotten_after_a_while_and_where_too_many_were_asked_since() -> None:
    choosing = Choosing()
    choosing.offer(TEAM, JON, NO)
    assert choosing.picked(TEAM, JON, "1", NOW + FOR + dt.timedelta(seconds=1)) is None
    choosing.offer(TEAM, JON, NO)
    for number in range(MOST):
        choosing.offer(TEAM, PersonId(f"U{number}x"), NO)
    assert choosing.picked(TEAM, JON, "1", NOW) is None
