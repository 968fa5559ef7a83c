"""A leak comes before everything else: its urgent work is somebody's, and the card and the digest begin with it."""

from __future__ import annotations

import re

import msgspec

from flows.authoring.table import with_open_gates
from flows.engine.digest import MOST_LINES, compose
from flows.engine.ladder import look
from flows.engine.missing import Weight, reasons
from flows.engine.neighbours import Stored
from flows.engine.phases import Phases
from flows.engine.screens import asides, digest, forms, gate, home, overview, reminder
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import plain
from flows.model.effects import Ask, Mention, Note, Outcome, SaveAction, Tell, Term, Whisper, Words
from flows.model.events import Answered, ChangeAsked, Confirmed, Finished, Handed, NotSure, Replied, RoleGiven, Started
from flows.model.flow import Severity
from flows.model.ids import FlowId, ItemId, QuestionId
from flows.model.people import Role
from flows.model.programme import ActionState
from flows.model.screens import Buttons, Row, Screen
from flows.model.session import SessionState, Spot
from flows.model.values import Choice
from state.agenda import agenda
from tests.builders import DEV, JON, MARIA, Team, shipped
from tests.flows.engine.crew import does, words

LEAK, STRATEGY = FlowId("first_response"), FlowId("ip_strategy")


class Leaking(Team):
    """A programme in its IP strategy, to which something leaked; nobody plays a part but Maria, who owns it."""

    @classmethod
    def now(cls) -> Leaking:
        team = cls(with_open_gates(shipped()))
        team.say(MARIA, Started(STRATEGY, "atlas", zone="Europe/Warsaw"))
        team.say(MARIA, Started(LEAK))
        return team

    def unsure(self, times: int) -> list[Outcome]:
        """So many answers of "not sure" in the thread of the leak."""
        told: list[Outcome] = []
        for _ in range(times):
            session = self.leak().session
            assert session.spot is not None
            told.append(self.say(MARIA, NotSure(session.id, session.spot, session.revision(session.spot))))
        return told

    def scenes(self) -> list[Scene]:
        return [Scene(self, session, self.library, self.now) for session in self.sessions]

    def leak(self) -> Scene:
        return next(scene for scene in self.scenes() if scene.plan.flow.id == LEAK)

    def card(self) -> Screen:
        assert self.programme is not None
        return overview.card(self.library, self.programme, self.scenes(), self.now.date())


def notes_of(outcome: Outcome) -> list[Note]:
    return [note for effect in outcome.effects if isinstance(effect, Ask | Tell) for note in effect.notes]


def test_urgent_work_of_a_part_that_nobody_plays_is_the_owners_and_that_is_said_once() -> None:
    team = Leaking.now()
    said = [note for outcome in team.unsure(4) for note in notes_of(outcome) if note.key == "noted.stood_in"]
    assert [note.values["role"] for note in said] == [Term("role.security")], "once"
    work = [action for action in team.leak().actions if action.state is ActionState.OPEN]
    assert Role.SECURITY in {action.role for action in work}
    assert {action.owner for action in work} == {MARIA}, "nothing of it is nobody's"
    shown = asides.notes(team.leak(), said)
    assert "Nobody is named as security yet" in shown.text and "/ringfence settings" in shown.text

    assert team.programme is not None
    saves = [SaveAction(action) for action in work if action.role is Role.SECURITY]
    dues = [due for found in agenda(saves, team.programme.id).values() for due in found]
    listed = reminder.mine(
        team.library.texts, reminder.told(team, dues, team.library, team.now), team.now.date(), here=True
    )
    assert {"as nobody is security yet", "Name somebody"} <= set(
        re.split(r" · |[()]", "\n".join(words(listed)).replace("\n", " · "))
    )

    team.say(MARIA, RoleGiven(Role.SECURITY, DEV))
    assert {one.owner for one in team.leak().actions if one.role is Role.SECURITY} == {DEV}
    team.say(MARIA, RoleGiven(Role.SECURITY, None))
    assert {one.owner for one in team.leak().actions if one.role is Role.SECURITY} == {MARIA}, "and theirs again"


def test_the_card_and_the_digest_begin_with_the_leak_and_hide_nothing_that_is_critical() -> None:
    team = Leaking.now()
    team.unsure(12)
    critical = [one for one in team.leak().session.findings if one.severity is Severity.CRITICAL]
    assert len(critical) + 1 > MOST_LINES, "with the leak itself these are more lines than a list has"
    lines = words(team.card())
    assert lines[2].startswith("A leak is being dealt with. 12 of ")
    at = lines.index("Critical")
    assert all(line.startswith("• ") for line in lines[at + 1 : at + 1 + len(critical)])
    assert not any(line.startswith("First response:") for line in lines), "it stands once"
    assert does(team.card())[0] == "continue" and "Go on with the leak" in "\n".join(lines)

    assert team.programme is not None
    week = compose(team, team.programme, team.library, team.now)
    assert week.blocked[0].key == "digest.leak"
    say = {note.values["say"].rule for note in week.blocked if isinstance(note.values.get("say"), Words)}  # type: ignore[union-attr]
    assert say >= {finding.rule for finding in critical}
    assert week.steps[0].session == team.leak().session.id
    shown = words(digest.digest(team.library.texts, team.programme, team.scenes(), week))
    assert "a leak is being dealt with" in shown[2]

    left = team.leak().session
    while left.spot is not None:
        team.unsure(1)
        left = team.leak().session
    team.say(MARIA, Finished(left.id))
    assert not team.leak().in_leak
    assert not any(line.startswith("A leak is being dealt with") for line in words(team.card()))


def test_a_phase_that_a_leak_keeps_shut_leads_to_the_first_response_before_all_else() -> None:
    team = Leaking.now()
    assert team.programme is not None
    phases = Phases(Stored(team, team.library, team.programme, team.now.date()))
    found = reasons(phases, [look(team.library, phases.facts, phases.seen((ItemId("asset-77"),), ItemId("vendor-1")))])
    way = found[0].way
    assert plain(found[0].closed) == "A leak is being dealt with." and found[0].weight is Weight.STOPS
    assert way is not None and (way.ref.do, way.ref.session) == ("continue", team.leak().session.id)
    told = plain(gate.told_lines(phases, found[0])[-1], {MARIA: "Maria"})
    assert told == "→ Finish the first response. With Maria, as nobody is security yet."
    team.say(MARIA, RoleGiven(Role.SECURITY, DEV))
    phases = Phases(Stored(team, team.library, team.programme, team.now.date()))
    assert Mention(DEV) in gate.told_lines(phases, found[0])[-1]


def test_a_question_of_a_first_response_is_handed_over_for_today() -> None:
    team = Leaking.now()
    session = team.leak().session
    assert session.spot is not None
    team.say(MARIA, Handed(session.id, session.spot, JON))
    assert [one.due for one in team.leak().session.assignments] == [team.now.date()]


def test_which_of_several_open_questions_is_handed_over_is_asked_each_with_who_was_named() -> None:
    screen = forms.which_to_hand(Leaking.now().scenes(), JON)
    lines = words(screen)
    assert lines[0] == "Which one?" and len(lines) == 4 and any("First response" in line for line in lines)
    (row,) = (part.buttons for part in screen.parts if isinstance(part, Buttons))
    assert [(one.ref.do, one.ref.arg) for one in row] == [("hand", JON), ("hand", JON)]


def test_the_open_question_of_a_leak_waits_on_the_owners_home_and_on_nobody_elses() -> None:
    team = Leaking.now()
    assert team.programme is not None
    here = home.HomeProgramme(team.programme, tuple(team.scenes()))
    assert home.page(JON, [here], 0).waiting == ()
    found = home.page(MARIA, [here], 0)
    (wait,) = [one for one in found.waiting if one.vacant is None]
    assert wait.scene is not None and wait.scene.in_leak
    made = home.home(team.library, found, {}, home.Reader(team.now.date()))
    (row,) = [part for shelf in made.shelves for part in shelf.parts if isinstance(part, Row)]
    assert "something leaked; this is what comes next" in plain(row.lines[1])
    assert (row.button.ref.do, row.button.ref.spot) == ("form", wait.scene.session.spot)


def test_how_a_leak_ended_is_told_to_whoever_was_told_of_it_and_to_whoever_raised_it() -> None:
    team = Leaking.now()
    team.say(MARIA, RoleGiven(Role.COUNSEL, JON))
    while team.leak().session.spot is not None:
        team.unsure(1)
    ended = team.say(DEV, Finished(team.leak().session.id))
    told = {one.to: asides.notes(team.leak(), one.notes).text for one in ended.effects if isinstance(one, Whisper)}
    assert set(told) == {MARIA, JON} and "What is left to do about the leak" in told[JON]
    assert "false alarm" not in told[MARIA]

    bare = Leaking(msgspec.structs.replace(team.library, ladder=None))
    bare.say(JON, Started(STRATEGY, "atlas", zone="Europe/Warsaw"))
    bare.say(MARIA, Started(LEAK))
    while bare.leak().session.spot is not None:
        bare.unsure(1)
    ended = bare.say(JON, Finished(bare.leak().session.id))
    assert [one.to for one in ended.effects if isinstance(one, Whisper)] == [MARIA], "who raised it and owns nothing"


def test_that_a_leak_which_was_called_off_goes_on_is_told_to_whoever_was_told_that_it_was_over() -> None:
    team = Leaking.now()
    team.say(MARIA, RoleGiven(Role.COUNSEL, JON))
    run, spreading = team.leak().session.id, Spot(QuestionId("now.spreading"))
    for number, words_said in enumerate(("yes", "false alarm", "Security went through the log; nothing was opened")):
        team.say(MARIA, Replied(run, words_said, f"{number}.0", (), {}))
    team.say(MARIA, Finished(run))
    assert team.leak().session.state is SessionState.DONE
    revision = team.leak().session.revision(spreading)
    team.say(MARIA, ChangeAsked(run, spreading))
    team.say(MARIA, Answered(run, spreading, revision, Choice("running")))
    again = team.say(MARIA, Confirmed(run, spreading))
    told = {one.to: [note.key for note in one.notes] for one in again.effects if isinstance(one, Whisper)}
    assert told == {JON: ["leak.again"]} and team.leak().session.state is SessionState.ASKING


def test_that_a_leak_which_was_called_off_is_one_after_all_is_told_also_where_nothing_is_left_to_ask() -> None:
    team = Leaking.now()
    team.say(MARIA, RoleGiven(Role.COUNSEL, JON))
    run, spreading = team.leak().session.id, Spot(QuestionId("now.spreading"))
    while team.leak().session.spot is not None:
        team.unsure(1)

    def changed(to: str, words: str = "") -> dict[str, list[str]]:
        revision = team.leak().session.revision(spreading)
        team.say(MARIA, ChangeAsked(run, spreading))
        effects = list(team.say(MARIA, Answered(run, spreading, revision, Choice(to))).effects)
        if team.leak().session.pending is not None:
            effects += team.say(MARIA, Confirmed(run, spreading)).effects
        if words:
            effects += team.say(MARIA, Replied(run, words, f"{revision}.0", (), {})).effects
        return {one.to: [note.key for note in one.notes] for one in effects if isinstance(one, Whisper)}

    assert changed("nothing", "Security went through the log; nothing was opened") == {}
    team.say(MARIA, Finished(run))
    assert changed("running") == {JON: ["leak.true"]}
    assert team.leak().session.state is SessionState.DONE, "all was answered before it was called off"
    assert changed("partly") == {}, "said once"
