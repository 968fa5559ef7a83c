"""Rates, buckets and lanes, by a clock that the test turns."""

from __future__ import annotations

import pytest

from bot.service.lanes import MOMENT, SHARE, Call, Lanes
from bot.service.pacing import FREE, PACE, Bucket, Pace, Rate
from flows.model.ids import ProgrammeId, TeamId
from state.store import place

HOME, AWAY, FAR = ProgrammeId("T1:C1"), ProgrammeId("T1:C2"), ProgrammeId("T2:C1")
T1, T2 = TeamId("T1"), TeamId("T2")
LANE = "ip_strategy-1"


class Ticks:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_lets_a_burst_pass_and_then_keeps_to_its_rate() -> None:
    bucket = Bucket(Rate(2.0, 3))
    assert [bucket.take("a", 0.0) for _ in range(4)] == [0, 0, 0, 2.0]
    assert bucket.take("b", 0.0) == 0
    assert bucket.take("a", 2.0) == 0
    assert bucket.waits(2.0) == {"a": 2.0}
    bucket.give_back("a")
    assert bucket.take("a", 2.0) == 0
    assert bucket.waits(99.0) == {}


@pytest.mark.parametrize(
    ("rate", "most"),
    [(PACE.workspace, 300), (PACE.edits, 50), (PACE.looks, 50), (PACE.people, 100), (PACE.cards, 30)],
    ids=str,
)
def test_in_no_minute_are_there_more_calls_than_slack_allows(rate: Rate, most: int) -> None:
    bucket, taken = Bucket(rate), list[float]()
    for tick in range(3 * 600):
        while not bucket.take("a", tick / 10):
            taken.append(tick / 10)
    for at in taken:
        assert sum(at <= other < at + 60 for other in taken) <= most


def test_without_a_rate_nobody_waits() -> None:
    lanes = Lanes(FREE, Ticks())
    for _ in range(99):
        lanes.begin(HOME, LANE)
        with lanes.posting(HOME):
            pass
        lanes.end(HOME, LANE)
        assert lanes.edit_wait(T1) == lanes.card_wait(T1) == lanes.post_wait(HOME) == 0
    assert lanes.at_rest().teams == lanes.at_rest().places == frozenset()


def test_a_place_rests_from_the_end_of_a_message_and_its_workspace_from_the_begin() -> None:
    ticks = Ticks()
    lanes = Lanes(Pace(channel=1.0, workspace=Rate(0.2)), ticks)
    lanes.begin(HOME, LANE)
    assert (lanes.at_rest().teams, lanes.at_rest().places, lanes.at_rest().after) == ({T1}, {HOME}, T1)
    with lanes.posting(HOME):
        ticks.now += 0.7
        assert lanes.at_rest().teams == frozenset(), "its neighbours go on meanwhile"
    lanes.end(HOME, LANE)
    assert lanes.at_rest().places == {HOME}
    assert lanes.ready_in() == pytest.approx(1.0)
    assert lanes.post_wait(HOME) == pytest.approx(1.0) and lanes.post_wait(AWAY) == 0
    ticks.now += 1.0
    assert lanes.at_rest().places == frozenset()
    assert lanes.ready_in() is None


def test_an_edit_does_not_count_as_a_message_of_the_workspace() -> None:
    lanes = Lanes(Pace(), Ticks())
    lanes.begin(HOME, LANE)
    lanes.spare(HOME)
    lanes.end(HOME, LANE)
    assert lanes.at_rest().teams == lanes.at_rest().places == frozenset()


def test_a_place_that_another_lane_writes_to_is_not_written_to_at_the_same_time() -> None:
    lanes = Lanes(FREE, Ticks())
    lanes.begin(HOME, "counsel")
    with lanes.posting("T1:dm:U1"):
        assert lanes.post_wait("T1:dm:U1", place(HOME, "counsel")) == MOMENT
        assert lanes.post_wait(place(HOME, "counsel"), place(HOME, "counsel")) == 0
    assert lanes.post_wait("T1:dm:U1", place(HOME, "counsel")) == 0


def test_a_workspace_has_at_most_its_share_under_way() -> None:
    lanes = Lanes(FREE, Ticks())
    for number in range(SHARE):
        assert lanes.at_rest().teams == frozenset()
        lanes.begin(ProgrammeId(f"T1:C{number}"), LANE)
    assert lanes.at_rest().teams == {T1}
    lanes.end(ProgrammeId("T1:C0"), LANE)
    assert lanes.at_rest().teams == frozenset()


def test_a_limit_holds_for_its_pair_alone() -> None:
    ticks = Ticks()
    lanes = Lanes(FREE, ticks)
    lanes.limited(Call.POST, HOME, 30)
    lanes.limited(Call.EDIT, T1, 20)
    lanes.limited(Call.EDIT, T1, 5)
    assert lanes.at_rest().places == {HOME} and lanes.at_rest().teams == frozenset()
    assert (lanes.post_wait(HOME), lanes.post_wait(AWAY), lanes.post_wait(FAR)) == (30, 0, 0)
    assert (lanes.edit_wait(T1), lanes.edit_wait(T2), lanes.file_wait(T1)) == (20, 0, 0)
    ticks.now += 30
    assert lanes.post_wait(HOME) == lanes.edit_wait(T1) == 0
