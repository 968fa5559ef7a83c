"""A person's Home: what waits for them, soonest first, over all their programmes; where each of these stands, what moved last first."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.engine.screens import home
from flows.engine.screens.scene import Scene
from flows.model.ids import ChannelId, PersonId, ProgrammeId
from flows.model.people import Role
from flows.model.programme import Programme, Reach
from flows.model.screens import Button, Buttons, Home, Prose, Row, Screen, Shelf
from flows.model.values import Choice, Items
from tests.builders import DEV, JON, MARIA, NO, PRIYA, YES
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, in_review, words
from tests.flows.engine.small import STORY

LINK = "https://alderway.slack.com/archives/C1/p1"


def standing(team: Crew, channel: str = "C1", **changes: object) -> home.Standing:
    """A team's programme as one of several: in a channel of its own."""
    assert team.programme is not None
    mine = {"id": ProgrammeId(f"T:{channel}"), "channel": ChannelId(channel), "name": f"#{channel.lower()}"}
    team.programme = msgspec.structs.replace(team.programme, **mine, **changes)
    return home.Standing(team.programme, tuple(Scene(team, one, team.library, team.now) for one in team.sessions))


def drawn(person: PersonId, *standings: home.Standing, number: int = 0, links: home.Links | None = None) -> Home:
    found = home.page(person, standings, number)
    library = Crew.at(STORY).library
    return home.home(library, found, links or {})


def told(made: Home) -> list[str]:
    """A Home line by line."""
    return [line for shelf in made.shelves for line in words(Screen(shelf.parts, ""))]


def presses(made: Home) -> list[tuple[ProgrammeId, Button]]:
    """Everything that can be pressed, and the programme that it is about."""
    found: list[tuple[ProgrammeId, Button]] = []
    for shelf in made.shelves:
        for part in shelf.parts:
            if isinstance(part, Row):
                found.append((shelf.programme, part.button))
            elif isinstance(part, Buttons):
                found += [(shelf.programme, button) for button in part.buttons]
    return found


def does(made: Home) -> list[str]:
    return [button.ref.do for _, button in presses(made)]


# ── what waits ──


def test_what_waits_comes_from_all_programmes_the_soonest_first_each_bound_to_its_own() -> None:
    late, soon = at_people(), at_people()
    late.now += dt.timedelta(days=2)
    late.not_sure()
    soon.hand(MARIA, due=soon.now.date() + dt.timedelta(days=1))
    made = drawn(MARIA, standing(late, "C1"), standing(soon, "C2"))
    lines = told(made)
    assert lines[:2] == ["What waits for you", "=================="]
    assert [line for line in lines if not line.startswith("[")][2:4] == [
        "How many people will see it?",
        "#c2 · handed to you, due 2026-11-24",
    ]
    assert "#c2 · due 2026-11-30" in lines and "#c1 · due 2026-11-30" in lines
    assert lines.index("#c2 · due 2026-11-30") < lines.index("Your programmes")
    assert [programme for programme, button in presses(made) if button.ref.do == "form"] == ["T:C2"]
    assert {programme for programme, button in presses(made) if button.ref.do == "done"} == {"T:C1", "T:C2"}


def test_a_question_waits_for_who_holds_its_part_and_before_that_for_the_owner_who_can_name_them() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    assert team.now_open == "closing.advised"
    assert not home.page(PRIYA, [standing(team)], 0).waiting
    made = drawn(MARIA, standing(team))
    assert "#c1 · nobody is counsel yet; you can say who it is" in told(made)
    assert "settings" in does(made)
    team.give(Role.COUNSEL, PRIYA)
    made = drawn(PRIYA, standing(team))
    assert "#c1 · waits for you as counsel" in told(made)
    assert "form" in does(made) and "settings" not in does(made)
    assert not [wait for wait in home.page(JON, [standing(team)], 0).waiting if wait.action is None]


def test_what_was_due_says_so() -> None:
    team = at_people()
    team.hand(MARIA)
    team.now += dt.timedelta(days=30)
    lines = told(drawn(MARIA, standing(team)))
    assert "#c1 · handed to you, was due 2026-11-30" in lines and "#c1 · was due 2026-11-30" in lines
    assert "1 finding open · 1 action, 1 overdue" in lines


def test_the_questions_of_what_is_paused_wait_for_nobody_but_its_work_does() -> None:
    team = at_people()
    team.hand(JON)
    team.pause()
    assert [wait.action is None for wait in home.page(JON, [standing(team)], 0).waiting] == []
    assert [wait.action is None for wait in home.page(MARIA, [standing(team)], 0).waiting] == [False]


def test_a_question_that_no_longer_applies_waits_for_nobody() -> None:
    team = at_people()
    team.hand(JON)
    team.change("triage.shares")
    team.click(NO, "triage.shares")
    team.confirm()
    assert not home.page(JON, [standing(team)], 0).waiting
    assert not any("with Jon" in line for line in told(drawn(MARIA, standing(team))))


def test_who_has_nothing_to_do_is_told_so() -> None:
    assert "Nothing waits for you right now." in told(drawn(DEV, standing(at_people())))


def test_more_than_ten_that_wait_are_counted() -> None:
    teams = [standing(at_people(), f"C{number}") for number in range(12)]
    assert "… and 2 more." in " ".join(told(drawn(MARIA, *teams)))
    assert does(drawn(MARIA, *teams)).count("done") == 10
    assert "… and one more." in " ".join(told(drawn(MARIA, *teams[:11])))


def test_a_screen_reader_hears_what_a_button_deals_with() -> None:
    _, button = presses(drawn(MARIA, standing(at_people())))[0]
    assert button.label == "Done" and button.aloud == "Done: List what is shared"


# ── where each stands ──


def test_a_programme_shows_how_far_it_is_with_whom_and_who_owns_it() -> None:
    team = at_people()
    team.hand(JON)
    lines = told(drawn(PRIYA, standing(team)))
    start = lines.index("#c1")
    assert lines[start : start + 4] == [
        "#c1",
        "Stage first: 2 of 6 answered · next: Which assets does this work touch?",
        "1 finding open · 1 action",
        "1 question is with Jon Smith",
    ]
    assert "Owned by Maria Kowalska. No counsel is named." in lines
    team.give(Role.COUNSEL, PRIYA)
    assert "Owned by Maria Kowalska. Counsel: Priya Patel." in told(drawn(PRIYA, standing(team)))


def test_questions_with_several_people_stand_in_one_line() -> None:
    team = at_people()
    team.hand(JON)
    team.hand(PRIYA)
    assert "1 question is with Jon Smith · 1 question is with Priya Patel" in told(drawn(MARIA, standing(team)))


def test_nothing_of_the_counsel_lane_stands_on_anybodys_home() -> None:
    team = at_assets("Engine")
    team.give(Role.COUNSEL, PRIYA)
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("university"))
    for person in (MARIA, PRIYA, JON):
        text = " ".join(told(drawn(person, standing(team))))
        assert "2 findings open (1 critical, 0 high)" in text
        assert "keeps the rights" not in text and "duty of confidence" not in text
    assert "Get a transfer from each author" in told(drawn(PRIYA, standing(team)))
    assert "Get a transfer from each author" not in told(drawn(MARIA, standing(team)))


def test_what_moved_last_comes_first_whatever_moved_it() -> None:
    answered, closed, untouched = at_people(), at_people(), at_people()
    closed.now += dt.timedelta(days=1)
    closed.close(closed.todo()[0])
    answered.now += dt.timedelta(days=2)
    answered.skip()
    order = home.page(DEV, [standing(untouched, "C1"), standing(closed, "C2"), standing(answered, "C3")], 0)
    assert [one.programme.channel for one in order.standings] == ["C3", "C2", "C1"]
    done = in_review()
    done.now += dt.timedelta(days=3)
    done.finish()
    assert standing(done).moved == done.now


def test_a_thread_has_its_link_and_a_lost_one_only_the_way_to_a_new_one() -> None:
    team = at_people()
    one = standing(team)
    assert one.last is not None
    key = (one.programme.id, one.last.session.id)
    linked = [button for _, button in presses(drawn(JON, one, links={key: LINK}))]
    assert [(button.ref.do, button.ref.arg, button.url) for button in linked] == [
        ("continue", "link", LINK),
        ("resume", "", ""),
    ]
    assert does(drawn(JON, one)) == ["resume"]


def test_what_is_done_is_not_resumed() -> None:
    team = in_review()
    team.finish()
    assert "resume" not in does(drawn(JON, standing(team)))


@pytest.mark.parametrize(
    ("reach", "line"),
    [
        (Reach.ARCHIVED, "This channel is archived. Everything is kept; unarchive it, and we go on."),
        (
            Reach.NOT_A_MEMBER,
            "I am not in this channel any more. Everything is kept; invite me with /invite @Ringfence, and we go on.",
        ),
    ],
)
def test_where_the_bot_cannot_speak_it_says_why_and_offers_nothing(reach: Reach, line: str) -> None:
    made = drawn(JON, standing(at_people(), reach=reach))
    assert line in told(made) and does(made) == []


def test_a_programme_that_nobody_owns_is_offered() -> None:
    made = drawn(JON, standing(at_people(), ownerless=True))
    assert "Nobody owns this programme now." in told(made) and "take_over" in does(made)


def test_a_programme_whose_sessions_cannot_be_read_is_still_named() -> None:
    team = at_people()
    head: Programme = standing(team).programme
    made = drawn(JON, home.Standing(head, ()))
    assert "#c1" in told(made) and does(made) == []


# ── many, and none ──


def test_many_programmes_come_in_pages() -> None:
    teams = [standing(at_people(), f"C{number:02}") for number in range(20)]
    first, second, last = (drawn(DEV, *teams, number=number) for number in (0, 1, 2))
    assert "1 to 8 of 20" in told(first) and "9 to 16 of 20" in told(second) and "17 to 20 of 20" in told(last)
    turns = [
        [(button.label, button.ref.arg) for _, button in presses(made) if button.ref.do == "home_page"]
        for made in (first, second, last)
    ]
    assert turns == [[("Older", "1")], [("Newer", "0"), ("Older", "2")], [("Newer", "1")]]
    assert told(drawn(DEV, *teams, number=9)) == told(last)


def test_without_a_programme_it_says_what_this_is_and_how_to_begin() -> None:
    made = drawn(JON)
    assert "/ringfence start" in " ".join(told(made))
    assert does(made) == ["make_channel"]


def test_what_was_said_of_the_last_press_stands_on_top_and_only_the_first_of_it() -> None:
    said = Shelf(ProgrammeId("T:C1"), tuple(Prose(((f"line {number}",),)) for number in range(20)))
    library = Crew.at(STORY).library
    made = home.home(library, home.page(JON, [], 0), {}, said)
    lines = told(made)
    assert lines[0] == "line 0" and "line 5" in lines and "line 6" not in lines
    assert made.shelves[0].programme == "T:C1"


def test_strangers_and_whoever_cannot_be_looked_up_see_nothing_of_anything() -> None:
    texts = Crew.at(STORY).library.texts
    for made in (home.stranger(texts), home.unknown(texts)):
        assert does(made) == [] and "#" not in " ".join(told(made))


def test_before_the_first_answer_the_start_is_what_moved_last() -> None:
    team = Crew.at(STORY)
    assert standing(team).moved == team.now
    assert "No open findings or actions" in told(drawn(MARIA, standing(team)))
    team.click(SOFTWARE)
    team.click(YES)
    assert standing(team).moved == team.now
