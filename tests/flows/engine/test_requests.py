"""Open requests for somebody's word: whom each waits for as parts change hands, and how each stands among what is stuck."""

from __future__ import annotations

import msgspec

from flows.engine.phase_lines import phase_lines
from flows.engine.screens.reminder import told
from flows.engine.screens.request import letter
from flows.engine.screens.wording import plain, said_alone
from flows.model.effects import Mention, Naming, Note, Several
from flows.model.events import RoleGiven, SettingsChanged, Ticked
from flows.model.ids import ItemId, PersonId, ProgrammeId
from flows.model.ladder_events import LiftAsked, PhaseRequested
from flows.model.people import Role
from flows.model.phasing import APPROVALS, WAITS
from flows.model.reminders import Due, Matter
from flows.model.values import People, YesNo
from tests.builders import DEV, JON, MARIA, PRIYA
from tests.flows.engine.climbing import ask, proved_pilot, yes
from tests.flows.engine.crew import words
from tests.flows.engine.ladder_sample import TODAY, Climbers

NAMES = {MARIA: "Maria", PRIYA: "Priya", JON: "Jon", DEV: "Dev"}


def waits(team: Climbers) -> tuple[PersonId, ...]:
    """Whom the last request waits for, as its row says."""
    row = [row for row in team.rows.values() if row.register == APPROVALS][-1]
    value = row.fields.get(WAITS)
    return value.people if isinstance(value, People) else ()


def stuck(team: Climbers) -> list[str]:
    """What the digest would tell of requests."""
    lines, _ = phase_lines(team.phases().ground, TODAY)
    return [plain(said_alone(team.library.texts, note), NAMES) for note in lines]


def test_a_request_waits_for_everybody_who_has_not_spoken_and_for_nobody_once_it_is_over() -> None:
    team = Climbers.ready()
    assert stuck(team) == [] and letter(team.phases(), ItemId("approvals-9"), MARIA) is None
    ask(team)
    assert waits(team) == (MARIA, PRIYA)
    assert stuck(team) == ["Waiting for Maria, Priya: may Pilot open (Evaluate)?"]
    yes(team, MARIA)
    assert waits(team) == (PRIYA,) and stuck(team) == ["Waiting for Priya: may Pilot open (Evaluate)?"]
    yes(team, PRIYA)
    assert waits(team) == () and stuck(team) == []


def test_who_takes_a_part_over_is_waited_for_and_whoever_had_it_is_not() -> None:
    team = Climbers.ready()
    ask(team)
    team.say(MARIA, RoleGiven(Role.COUNSEL, DEV))
    assert waits(team) == (MARIA, DEV)
    team.say(MARIA, RoleGiven(Role.COUNSEL, None))
    assert waits(team) == (MARIA,), "without a lawyer the owner accepts the risk"
    team.say(MARIA, RoleGiven(Role.OWNER, JON))
    assert waits(team) == (JON,), "he asked, and his yes counts below the higher gates"
    team.say(JON, SettingsChanged(four_eyes=True))
    assert waits(team) == () and stuck(team) == ["Waiting for Jon: may Pilot open (Evaluate)?"]


def test_a_request_of_an_earlier_version_is_waited_for_from_the_next_waking_on() -> None:
    team = Climbers.ready()
    ask(team)
    row = [row for row in team.rows.values() if row.register == APPROVALS][-1]
    old = {name: value for name, value in row.fields.items() if name != WAITS}
    team.rows[row.id] = msgspec.structs.replace(row, fields=old)
    assert waits(team) == () and team.programme is not None and team.programme.wakes is not None
    team.now = team.programme.wakes
    team.say(MARIA, Ticked())
    assert waits(team) == (MARIA, PRIYA)


def test_what_is_missing_or_planned_otherwise_is_said_with_the_request() -> None:
    team = Climbers.ready()
    ask(team)
    team.tell("paper.signed", YesNo(False), "Paper")
    assert stuck(team) == ["Pilot is asked for (Evaluate): one thing is missing; then the word of Maria, Priya"]
    team.plan("Pilot", "Handbook", "Website")
    assert stuck(team) == ["Pilot is planned otherwise than Jon asked for; it can be asked for anew"]
    del team.rows[team.item("Pilot")]
    assert stuck(team) == [], "a phase that is taken out"


def test_a_second_person_a_part_that_nobody_plays_and_a_countrys_caps_are_waited_for_too() -> None:
    team = proved_pilot()
    team.say(MARIA, RoleGiven(Role.SECURITY, PRIYA))
    team.say(JON, PhaseRequested(team.item("Later")))
    for person in (MARIA, PRIYA):
        yes(team, person)
    assert stuck(team) == ["Waiting for a second person: may Later open (Pilot)?"]
    team.say(MARIA, RoleGiven(Role.SECURITY, None))
    assert stuck(team) == ["Waiting for security, not named yet: may Later open (Pilot)?"]
    team.say(DEV, LiftAsked("IN", "We know the court"))
    assert waits(team) == (JON, PRIYA)
    assert stuck(team)[1] == "Waiting for Jon, Priya: may the caps of India be lifted for a time?"


def asked(team: Climbers, person: PersonId) -> list[str]:
    """What this person is told of the last request, among their open work."""
    row = [row for row in team.rows.values() if row.register == APPROVALS][-1]
    due = Due(ProgrammeId("T:C"), person, Matter.APPROVAL, TODAY, team.now, name=row.id)
    return [plain(one.what, NAMES) for one in told(team, (due,), team.library, team.now)]


def test_whose_word_is_wanted_reads_who_asks_and_who_else_has_still_to_speak() -> None:
    team = Climbers.ready()
    ask(team)
    assert asked(team, MARIA) == ["Say whether Pilot opens (Evaluate), which Jon asks; Priya too"]
    assert asked(team, DEV) == [], "his word is not wanted"
    yes(team, MARIA)
    assert asked(team, MARIA) == [] and asked(team, PRIYA) == ["Say whether Pilot opens (Evaluate), which Jon asks"]
    team.plan("Pilot", "Handbook", "Website")
    assert asked(team, PRIYA) == [], "no yes counts any more"
    team.say(DEV, LiftAsked("IN", "We know the court"))
    assert asked(team, PRIYA) == ["Say whether the caps of India are lifted for a time, which Dev asks; Jon too"]
    yes(team, PRIYA, said=False)
    assert asked(team, PRIYA) == [], "it is over"
    team.library = msgspec.structs.replace(team.library, ladder=None)
    assert asked(team, JON) == []


def test_a_filling_that_needs_a_session_is_left_out_where_there_is_none() -> None:
    texts = {"told": "See {row}, {part} and {gone}."}
    note = Note("told", {"row": Naming(ItemId("asset-1")), "part": Several((Mention(MARIA), Mention(PRIYA)))})
    assert plain(said_alone(texts, note), NAMES) == "See …, Maria, Priya and …"


def test_the_reason_of_a_request_is_said_once_to_whom_it_is_put() -> None:
    team = Climbers.ready()
    ask(team, reason="The pilot begins on Monday")
    asked = letter(team.phases(), team.phases().approvals[-1].id, MARIA)
    assert asked is not None and "\n".join(words(asked)).count("The pilot begins on Monday") == 1
    team.say(DEV, LiftAsked("IN", "We know the court"))
    lifted = letter(team.phases(), team.phases().approvals[-1].id, PRIYA)
    assert lifted is not None and "\n".join(words(lifted)).count("We know the court") == 1
