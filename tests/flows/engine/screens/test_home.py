"""A person's Home: what waits for them, soonest first, over all their programmes; where each of these stands, what moved last first."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.engine.screens import home
from flows.engine.screens.days import day_text
from flows.engine.screens.reminder import told as told_of
from flows.engine.screens.scene import Scene
from flows.model.flow import Flow, Library, Severity
from flows.model.ids import ChannelId, PersonId, ProgrammeId
from flows.model.people import Role
from flows.model.programme import Erasure, Programme, Reach
from flows.model.reminders import Habits, Way
from flows.model.screens import Button, Buttons, Home, Listed, Prose, Row, Screen, Shelf
from flows.model.values import Choice, Day, Items
from tests.builders import DEV, JON, MARIA, NO, PRIYA, YES, Team, shipped
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, in_review, words
from tests.flows.engine.screens.test_reminder import dues
from tests.flows.engine.small import STORY
from tests.flows.engine.test_deadlines import SOON, at_policy

TODAY = dt.date(2026, 11, 23)
HABITS = ("remind_settings", "remind_snooze")
LINK = "https://alderway.slack.com/archives/C1/p1"


def standing(team: Team, channel: str = "C1", person: PersonId = MARIA, **changes: object) -> home.HomeProgramme:
    """A team's programme as one of several, in a channel of its own, with what is open there with a person."""
    assert team.programme is not None
    mine = {"id": ProgrammeId(f"T:{channel}"), "channel": ChannelId(channel), "name": f"#{channel.lower()}"}
    team.programme = msgspec.structs.replace(team.programme, **mine, **changes)
    scenes = tuple(Scene(team, one, team.library, team.now) for one in team.sessions)
    return home.HomeProgramme(team.programme, scenes, told_of(team, dues(team, person), team.library, team.now))


def drawn(
    person: PersonId,
    *standings: home.HomeProgramme,
    number: int = 0,
    links: home.Links | None = None,
    reader: home.Reader | None = None,
) -> Home:
    found = home.page(person, standings, number)
    return home.home(shipped_with(STORY), found, links or {}, reader or home.Reader(TODAY))


def shipped_with(flow: Flow) -> Library:
    return Crew.at(flow).library


def at_counsel() -> Crew:
    """A team at a question that is counsel's, and nobody is counsel."""
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    return team


def told(made: Home) -> list[str]:
    """A Home line by line."""
    return [line for shelf in made.shelves for line in words(Screen(shelf.parts, ""))]


def presses(made: Home) -> list[tuple[ProgrammeId, Button]]:
    """Everything that can be pressed but the habits, and the programme that it is about."""
    found: list[tuple[ProgrammeId, Button]] = []
    for shelf in made.shelves:
        for part in shelf.parts:
            if isinstance(part, Row):
                found.append((shelf.programme, part.button))
            elif isinstance(part, Buttons):
                found += [(shelf.programme, button) for button in part.buttons if button.ref.do not in HABITS]
            elif isinstance(part, Listed):
                found += [(shelf.programme, button) for button in part.more]
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
    assert lines[2:4] == ["How many people will see it?", "#c2 · handed to you, due 24 November 2026"]
    assert "#c2 · due 30 November 2026" in lines and "#c1 · due 30 November 2026" in lines
    assert lines.index("#c2 · due 30 November 2026") < lines.index("Your programmes")
    assert [programme for programme, button in presses(made) if button.ref.do == "form"] == ["T:C2", "T:C1"]
    assert {programme for programme, button in presses(made) if button.ref.do == "done"} == {"T:C1", "T:C2"}


def test_what_is_due_sooner_comes_first_and_of_one_day_the_work_of_a_critical_finding() -> None:
    soon, grave = at_people(), at_people()

    def order() -> list[str]:
        found = home.page(MARIA, [standing(soon, "C1"), standing(grave, "C2")], 0)
        return [wait.programme.id for wait in found.waiting]

    assert order() == ["T:C1", "T:C2"]
    worse = tuple(msgspec.structs.replace(one, severity=Severity.CRITICAL) for one in grave.ref.findings)
    grave.sessions[grave.ref.id] = msgspec.structs.replace(grave.ref, findings=worse)
    assert order() == ["T:C2", "T:C1"]
    for name, action in grave.work.items():
        grave.work[name] = msgspec.structs.replace(action, due=action.due + dt.timedelta(days=3))
    assert order() == ["T:C1", "T:C2"], "moved to a later day"


def test_a_question_waits_for_who_holds_its_part_and_before_that_for_the_owner_who_can_name_them() -> None:
    team = at_counsel()
    assert not home.page(PRIYA, [standing(team, person=PRIYA)], 0).waiting
    made = drawn(MARIA, standing(team))
    assert told(made)[2:4] == ["Has counsel been asked?", "#c1 · nobody is counsel yet; you can say who it is"]
    assert does(made)[0] == "settings"
    team.give(Role.COUNSEL, PRIYA)
    made = drawn(PRIYA, standing(team, person=PRIYA))
    assert told(made)[2:4] == ["Has counsel been asked?", "#c1 · waits for you as counsel, due 30 November 2026"]
    assert does(made)[0] == "form"
    assert not home.page(JON, [standing(team, person=JON)], 0).waiting
    assert not home.page(MARIA, [standing(team)], 0).waiting


def test_a_part_that_nobody_holds_waits_for_nobody_where_the_bot_cannot_speak() -> None:
    assert not home.page(MARIA, [standing(at_counsel(), reach=Reach.ARCHIVED)], 0).waiting


def test_what_was_due_says_so() -> None:
    team = at_people()
    team.hand(MARIA)
    counsel = at_counsel()
    counsel.give(Role.COUNSEL, MARIA)
    later = home.Reader(TODAY + dt.timedelta(days=30))
    lines = told(drawn(MARIA, standing(team), standing(counsel, "C2"), reader=later))
    assert "#c1 · handed to you, was due 30 November 2026" in lines and "#c1 · was due 30 November 2026" in lines
    assert "#c2 · waits for you as counsel, was due 30 November 2026" in lines
    team.now += dt.timedelta(days=30)
    assert "1 finding open · 1 action, 1 overdue" in told(drawn(MARIA, standing(team)))


def test_a_question_of_what_is_paused_is_answered_once_that_goes_on() -> None:
    team = at_people()
    team.hand(JON)
    team.pause()
    made = drawn(JON, standing(team, person=JON))
    assert told(made)[2:4] == ["How many people will see it?", "#c1 · handed to you, due 30 November 2026"]
    assert does(made)[0] == "resume" and "form" not in does(made)


def test_a_question_that_no_longer_applies_waits_for_nobody() -> None:
    team = at_people()
    team.hand(JON)
    team.change("triage.shares")
    team.click(NO, "triage.shares")
    team.confirm()
    assert not home.page(JON, [standing(team, person=JON)], 0).waiting
    assert not any("with Jon" in line for line in told(drawn(MARIA, standing(team))))


def test_a_day_that_must_not_be_missed_waits_and_can_be_changed() -> None:
    team = at_policy()
    team.click(Day(SOON))
    made = drawn(MARIA, standing(team))
    assert f"#c1 · due {day_text(SOON)}; once that is done, enter the new day" in told(made), "there is no paper of it"
    assert [button.label for _, button in presses(made) if button.ref.do == "form"] == ["Enter the new day"]


def test_an_erasure_waits_for_the_second_person_with_both_ways_out() -> None:
    team = at_people()
    team.give(Role.COUNSEL, PRIYA)
    made = drawn(PRIYA, standing(team, person=PRIYA, erasure=Erasure(MARIA, team.now)))
    assert told(made)[2].startswith("Maria Kowalska wants everything of this programme erased")
    assert does(made)[:2] == ["erase_confirm", "erase_drop"]


def test_who_has_nothing_to_do_is_told_so() -> None:
    assert "Nothing waits for you right now." in told(drawn(DEV, standing(at_people(), person=DEV)))


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
        text = " ".join(told(drawn(person, standing(team, person=person))))
        assert "2 findings open (1 critical, 0 high)" in text
        assert "keeps the rights" not in text and "duty of confidence" not in text
    assert "Get a transfer from each author" in told(drawn(PRIYA, standing(team, person=PRIYA)))
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
    linked = [
        button for _, button in presses(drawn(JON, home.HomeProgramme(one.programme, one.scenes), links={key: LINK}))
    ]
    assert [(button.ref.do, button.ref.arg, button.url) for button in linked] == [
        ("continue", "link", LINK),
        ("resume", "", ""),
    ]
    assert does(drawn(JON, home.HomeProgramme(one.programme, one.scenes))) == ["resume"]


def test_what_is_done_is_not_resumed() -> None:
    team = in_review()
    team.finish()
    assert "resume" not in does(drawn(JON, standing(team, person=JON)))


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
    made = drawn(JON, standing(at_people(), person=JON, reach=reach))
    assert line in told(made) and does(made) == []


def test_a_programme_that_nobody_owns_is_offered() -> None:
    made = drawn(JON, standing(at_people(), ownerless=True))
    assert "Nobody owns this programme now." in told(made) and "take_over" in does(made)


def test_a_programme_whose_sessions_cannot_be_read_is_still_named() -> None:
    team = at_people()
    head: Programme = standing(team).programme
    made = drawn(JON, home.HomeProgramme(head, ()))
    assert "#c1" in told(made) and does(made) == []


# ── how somebody is reminded ──


@pytest.mark.parametrize(
    ("habits", "lines"),
    [
        (Habits(), ["By direct message, all of it together, on working days at 9:00 your time."]),
        (
            Habits(way=Way.THREAD, hour=14),
            ["In the thread where the work stands, on working days at 14:00 your time."],
        ),
        (Habits(muted=True, away=TODAY + dt.timedelta(days=9)), ["Switched off."]),
        (
            Habits(away=TODAY + dt.timedelta(days=9)),
            [
                "By direct message, all of it together, on working days at 9:00 your time.",
                "You are out of office until 2 December 2026; what comes due meanwhile comes then.",
            ],
        ),
        (
            Habits(snoozed=TODAY + dt.timedelta(days=1), away=TODAY),
            [
                "By direct message, all of it together, on working days at 9:00 your time.",
                "None before 24 November 2026.",
            ],
        ),
        (Habits(snoozed=TODAY), ["By direct message, all of it together, on working days at 9:00 your time."]),
    ],
)
def test_it_says_how_one_is_reminded_and_leads_to_having_it_otherwise(habits: Habits, lines: list[str]) -> None:
    made = drawn(JON, standing(at_people(), person=JON), reader=home.Reader(TODAY, habits))
    shown = told(made)
    at = shown.index("Your reminders") + 2
    assert shown[at : at + len(lines)] == lines
    assert shown[at + len(lines)] == "[Preferences]  [Snooze]"


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
    made = home.home(shipped_with(STORY), home.page(JON, [], 0), {}, home.Reader(TODAY), said)
    lines = told(made)
    assert lines[0] == "line 0" and "line 5" in lines and "line 6" not in lines
    assert made.shelves[0].programme == "T:C1"


def test_strangers_and_whoever_cannot_be_looked_up_see_nothing_of_anything() -> None:
    texts = shipped().texts
    for made in (home.stranger(texts), home.unknown(texts)):
        assert does(made) == [] and "#" not in " ".join(told(made))


def test_before_the_first_answer_the_start_is_what_moved_last() -> None:
    team = Crew.at(STORY)
    assert standing(team).moved == team.now
    assert "No open findings or actions" in told(drawn(MARIA, standing(team)))
    team.click(SOFTWARE)
    team.click(YES)
    assert standing(team).moved == team.now
