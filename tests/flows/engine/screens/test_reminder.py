"""The morning's reminder and the list of what is open: what stands in them, in what order, with which ways out."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.screens.reminder import (
    MOST_TOLD,
    Told,
    batch,
    give_form,
    habits_form,
    in_thread,
    mine,
    move_form,
    shown_presses,
    snooze_form,
    told,
)
from flows.model.effects import SaveAction, SaveProgramme, SaveSession
from flows.model.ids import PersonId, ProgrammeId, SessionId
from flows.model.people import Role
from flows.model.programme import Erasure, Reach
from flows.model.reminders import Due, Habits, Matter, Way
from flows.model.screens import Buttons, Listed, Ref, Screen
from flows.model.session import SessionState
from flows.model.values import Choice, Day, People
from state.agenda import agenda
from tests.builders import JON, MARIA, NO, PRIYA, Team, shipped, spot
from tests.flows.engine.crew import Crew, at_people, words
from tests.flows.engine.small import STORY
from tests.flows.engine.test_deadlines import SOON, at_policy, at_renewal

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
TEXTS = shipped().texts
HABITS = Habits()


def dues(team: Team, who: PersonId = MARIA) -> list[Due]:
    """What is open with somebody, as a store would list it."""
    head = team.programme
    assert head is not None
    saves = (
        SaveProgramme(head),
        *(SaveSession(one) for one in team.sessions.values()),
        *(SaveAction(one) for one in team.work.values()),
    )
    found = [
        due
        for part in agenda(saves, head.id).values()
        for due in part
        if due.person == who and due.matter not in (Matter.LEAD, Matter.NEWS)
    ]
    return sorted(found, key=lambda due: (due.day, due.name))


def said(team: Team, who: PersonId = MARIA) -> list[str]:
    return ["".join(map(str, one.what)) for one in told(team, dues(team, who), team.library, team.now)]


def one(days: int, name: str = "#atlas", matter: Matter = Matter.ACTION) -> Told:
    due = Due(ProgrammeId("T:C"), MARIA, matter, TODAY + days * DAY, TODAY, SessionId("s-1"), "action-1")
    return Told(due, (f"Thing {days}",), name)


def ways(screen: Screen) -> list[list[str]]:
    return [[button.ref.do for button in part.more] for part in screen.parts if isinstance(part, Listed)]


def below(screen: Screen) -> list[str]:
    return [button.ref.do for part in screen.parts if isinstance(part, Buttons) for button in part.buttons]


# ── the message ──────────────────────────────────────────────────────────────


def test_what_was_due_comes_first_then_today_then_what_comes_up() -> None:
    screen = batch(TEXTS, [one(-3), one(0), one(1), one(30, matter=Matter.NOTICE)], TODAY, HABITS)
    assert screen.text == "4 things wait for you: Thing -3"
    lines = words(screen)
    assert lines[0] == "4 things wait for you"
    order = [
        "Overdue",
        "Thing -3",
        "20 November 2026 · #atlas",
        "Due today",
        "Thing 0",
        "#atlas",
        "Coming up",
        "Thing 1",
    ]
    assert [line for line in lines if line in order] == order
    assert "Tomorrow · #atlas" in lines and "23 December 2026, in 30 days · #atlas" in lines
    assert ways(screen) == [["done", "move", "give"]] * 3 + [["form"]]
    assert below(screen) == ["remind_snooze", "remind_settings"]
    assert "Working days at 9:00, your time" in lines


def test_work_that_an_answer_ends_leads_to_it_first_and_is_not_done_by_a_press_where_a_finding_asks_for_it() -> None:
    asks = msgspec.structs.replace(one(0), asks=spot("triage.people"))
    found = msgspec.structs.replace(asks, found=True)
    shown = batch(TEXTS, [one(0), asks, found], TODAY, HABITS)
    assert ways(shown) == [["done", "move", "give"], ["form", "done", "move", "give"], ["form", "move", "give"]]
    assert [part.more[0].ref.spot for part in shown.parts if isinstance(part, Listed)][1:] == [asks.asks] * 2


def test_a_phone_gets_the_first_few_and_the_way_to_all() -> None:
    screen = batch(TEXTS, [one(number) for number in range(MOST_TOLD + 2)], TODAY, Habits(hour=7))
    assert len(ways(screen)) == MOST_TOLD and "And 2 more." in words(screen)
    assert below(screen)[0] == "mine"


def test_one_of_which_nothing_is_left_says_so() -> None:
    settled = batch(TEXTS, [], TODAY, HABITS)
    assert words(settled)[0] == "Nothing of this waits for you any more." and below(settled) == [
        "mine",
        "remind_settings",
    ]


def test_in_a_thread_it_calls_whose_it_is() -> None:
    screen = in_thread(TEXTS, [one(0)], TODAY, JON)
    assert words(screen)[0] == "Jon Smith, this waits for you here:"
    many = in_thread(TEXTS, [one(number) for number in range(MOST_TOLD + 1)], TODAY, JON)
    assert words(many)[0] == "Jon Smith, these 5 wait for you here:" and "And one more." in words(many)
    assert below(many) == ["mine", "remind_snooze", "remind_settings"]


def test_the_list_shows_all_of_it_and_leads_to_the_channels_own() -> None:
    empty = mine(TEXTS, [], TODAY, here=False)
    assert "Nothing is open with you." in words(empty) and below(empty) == ["remind_settings"]
    full = mine(TEXTS, [one(number) for number in range(21)], TODAY, here=True)
    assert len(ways(full)) == 20 and "And one more." in words(full)
    assert below(full) == ["actions", "remind_settings"]


# ── what is told ─────────────────────────────────────────────────────────────


def test_an_action_is_told_while_it_is_open_with_its_holder() -> None:
    team = at_people()
    assert said(team) == ["List what is shared"]
    before = dues(team)
    team.close(team.todo()[0])
    assert told(team, before, team.library, team.now) == ()


def test_what_was_left_open_is_told_as_how_to_find_out() -> None:
    team = Crew.at(STORY)
    team.skip()
    assert said(team) == ["What kind of work leaves atlas?"]


def test_a_question_is_told_while_it_waits_and_applies() -> None:
    team = at_people()
    team.hand(JON)
    assert said(team, JON) == ["Answer: How many people will see it?"]
    before = dues(team, JON)
    team.change("triage.shares")
    team.click(NO, "triage.shares")
    team.confirm("triage.shares")
    assert told(team, before, team.library, team.now) == ()
    elsewhere = [msgspec.structs.replace(before[0], name="gone.question")]
    assert told(at_handed(), elsewhere, team.library, team.now) == ()


def at_handed() -> Crew:
    team = at_people()
    team.hand(JON)
    return team


def test_what_waits_for_one_part_is_told_to_who_holds_it() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(Choice("software"))
    team.click(NO)
    assert said(team, PRIYA) == ["Answer: Has counsel been asked?"]
    before = dues(team, PRIYA)
    team.give(Role.COUNSEL, JON)
    assert told(team, before, team.library, team.now) == ()
    team.pause()
    assert told(team, [msgspec.structs.replace(before[0], person=JON)], team.library, team.now) == ()
    assert team.ref.state is SessionState.PAUSED


def test_a_day_is_told_in_its_authors_words() -> None:
    team = at_renewal()
    team.click(People((JON,)))
    team.click(Day(SOON))
    [due] = dues(team, JON)
    assert said(team, JON)[0].startswith("The next fee for ")
    long = at_policy()
    long.skip()
    long.click(Day(SOON))
    told_long = next(line for line in said(long) if line.startswith("Ask again"))
    assert 100 < len(told_long) <= 140 and told_long.endswith("…")
    moved = msgspec.structs.replace(due, day=SOON + DAY)
    unknown = msgspec.structs.replace(due, name="gone.question")
    assert told(team, [moved, unknown], team.library, team.now) == ()


def test_an_erasure_that_waits_is_told_to_who_may_agree() -> None:
    team = at_people()
    team.give(Role.COUNSEL, PRIYA)
    assert team.programme is not None
    asked = msgspec.structs.replace(team.programme, erasure=Erasure(MARIA, team.now))
    team.programme = asked
    [due] = dues(team, PRIYA)
    [shown] = told(team, [due], team.library, team.now)
    screen = batch(TEXTS, [shown], TODAY, HABITS)
    assert ways(screen) == [["erase_confirm", "erase_drop"]]
    assert told(team, [msgspec.structs.replace(due, person=JON)], team.library, team.now) == ()
    held = msgspec.structs.replace(asked, settings=msgspec.structs.replace(asked.settings, hold=True))
    team.programme = held
    assert told(team, [due], team.library, team.now) == ()


def test_of_a_programme_that_is_gone_or_cannot_be_reached_nothing_is_told() -> None:
    team = at_people()
    before = dues(team)
    elsewhere = [msgspec.structs.replace(before[0], session=SessionId("gone-1"))]
    assert told(team, elsewhere, team.library, team.now) == ()
    assert team.programme is not None
    team.programme = msgspec.structs.replace(team.programme, reach=Reach.ARCHIVED)
    assert told(team, before, team.library, team.now) == ()
    team.programme = None
    assert told(team, before, team.library, team.now) == ()


# ── forms ────────────────────────────────────────────────────────────────────


def test_the_forms_say_what_they_are_about_and_begin_with_what_stands() -> None:
    team = at_people()
    [action] = team.todo()
    ref = Ref("move", team.ref.id, arg=action.id)
    form = move_form(team.scene(), ref)
    assert form is not None and form.ref == ref and form.fields[0].initial == (action.due.isoformat(),)
    assert give_form(team.scene(), ref) is not None
    asked = team._where(None)
    team.hand(JON)
    waits = Ref("give", team.ref.id, asked)
    other = give_form(team.scene(), waits)
    assert other is not None and other.intro == (("How many people will see it?",),)
    gone = Ref("move", team.ref.id, spot("naming.assets"))
    assert move_form(team.scene(), gone) is None and give_form(team.scene(), gone) is None


def test_preferences_begin_with_what_stands() -> None:
    form = habits_form(TEXTS, Habits(Way.THREAD, hour=7, away=SOON, muted=True))
    assert [field.initial for field in form.fields] == [("thread",), ("7",), (SOON.isoformat(),), ("yes",)]
    plain = habits_form(TEXTS, Habits())
    assert [field.initial for field in plain.fields] == [("direct",), ("9",), (), ()]
    assert snooze_form(TEXTS, SOON).fields[0].initial == (SOON.isoformat(),)


def test_work_that_came_of_a_proof_leads_to_what_was_shown_and_the_day_itself_also_to_words_to_ask_with() -> None:
    shown = spot("duty.shown")
    of = {matter: Due(ProgrammeId("T:C"), MARIA, matter, TODAY, TODAY, SessionId("s-1"), "a-1") for matter in Matter}
    assert [press.ref.do for press in shown_presses(TEXTS, of[Matter.ACTION], shown)] == ["form"]
    assert [press.ref.do for press in shown_presses(TEXTS, of[Matter.EVIDENCE], shown)] == ["form", "ask_words"]
