"""A leak comes before everything else: its urgent work is somebody's, and the card and the digest begin with it."""

from __future__ import annotations

from flows.authoring.table import with_open_gates
from flows.engine.digest import MOST_LINES, compose
from flows.engine.screens import asides, digest, overview
from flows.engine.screens.scene import Scene
from flows.model.effects import Ask, Note, Outcome, Tell, Term, Words
from flows.model.events import Finished, NotSure, RoleGiven, Started
from flows.model.flow import Severity
from flows.model.ids import FlowId
from flows.model.people import Role
from flows.model.programme import ActionState
from flows.model.screens import Screen
from tests.builders import DEV, MARIA, Team, shipped
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
