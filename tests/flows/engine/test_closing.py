"""A flow that closes: what was finished stays as it is, a sign-off can be withdrawn and nothing else, and a new round takes its place."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.neighbours import Neighbours, Stored
from flows.engine.screens import question, review
from flows.engine.screens.scene import Scene
from flows.model.effects import Outcome, Whispered
from flows.model.events import BackAsked, ChangeAsked, NewRound, Replied, Started, VendorRead
from flows.model.flow import Stage
from flows.model.ids import SectionId, StageId
from flows.model.people import Role
from flows.model.programme import ActionState
from flows.model.session import SessionState
from flows.model.values import Choice, YesNo
from tests.builders import JON, MARIA, NO, NOW, PRIYA, YES, flow_of, is_refused, library_of, spot, told
from tests.flows.engine.crew import PAPER, Crew, does, words

NAMING = flow_of(
    """\
  - section: naming
    title: Naming
    questions:
      - {ask: ok, kind: yes_no, text: Fine, why: W., source: method}
""",
    "naming",
)
READING = flow_of(
    """\
  - section: reading
    title: Reading
    records: disclosure
    questions:
      - ask: secrecy
        kind: one_of
        clause: 1
        evidence: true
        text: What does {vendor} say on secrecy?
        why: W.
        options: {preferred: All of it, walk_away: Nothing, missing: Not found}
        source: method
        findings:
          - when: walk_away or not_sure
            id: open_secret
            severity: high
            say: Secrecy is open.
            counsel: C.
            do: Close it
            owner: asker
            due: 7 days
            source: method
      - {ask: executed, kind: yes_no, lives: true, evidence: true, text: Is it executed?, why: W., source: method}
      - {ask: copy, kind: text, only_when: executed is yes, text: Where is the copy?, why: W., source: method}
      - ask: signed
        kind: yes_no
        role: counsel
        withdraws: true
        text: Do you sign it off?
        why: W.
        source: method
        findings:
          - when: no
            id: unsigned
            severity: high
            say: It is not signed off.
            counsel: C.
            do: Get it signed off
            owner: counsel
            due: 7 days
            source: method
  - section: more
    title: More
    deeper: true
    questions:
      - {ask: word, kind: yes_no, text: More, why: W., source: method}
""",
    "reading",
    stage="reading",
    per="vendor",
    closes=True,
)
STAGES = (Stage(StageId("first"), "The first", NAMING.id), Stage(StageId("reading"), "Reading", READING.id))


class Readers(Crew):
    """A team that has one paper read, with Priya as its counsel."""

    @classmethod
    def of(cls, reading: str = "preferred", signed: YesNo = YES) -> Readers:
        team = cls(library_of(NAMING, READING, stages=STAGES))
        team.start(NAMING)
        team.give(Role.COUNSEL, PRIYA)
        team.say(MARIA, Started(READING.id, name="Acme"))
        team.read(reading, signed)
        return team

    def read(self, reading: str, signed: YesNo) -> None:
        self.click(Choice(reading))
        self.click(NO)
        self.click(signed, by=PRIYA)
        self.finish()

    def again(self) -> Outcome:
        return self.say(MARIA, NewRound(self.ref.id))

    def screen(self) -> list[str]:
        return does(review.review(Scene(self, self.ref.id, self.library, self.now)))

    def known(self) -> str:
        """What a later flow would read of the secrecy clause."""
        assert self.programme is not None
        others = Neighbours(Stored(self, self.library, self.programme, self.now.date()))
        facts = others.of(READING.id, self.ref.item, None)
        answer = facts.answer(spot("reading.secrecy").question, None) if facts is not None else None
        return answer.value.option if answer is not None and isinstance(answer.value, Choice) else ""


def test_nothing_moves_in_a_finished_review() -> None:
    team = Readers.of()
    before = team.ref
    assert is_refused(team.change("reading.secrecy"), "closed.stands")
    assert is_refused(team.click(Choice("missing"), "reading.secrecy"), "closed.stands")
    assert is_refused(team.undo(), "closed.stands")
    assert is_refused(team.deepen(), "closed.stands")
    assert is_refused(team.resume(), "closed.stands")
    assert is_refused(team.verify("reading.secrecy"), "closed.stands")
    assert (team.ref.answers, team.ref.state, team.ref.findings) == (before.answers, before.state, before.findings)


def test_words_in_the_thread_of_a_finished_review_are_told_of_the_next_round_once_and_a_wish_to_change_each_time() -> (
    None
):
    team = Readers.of()
    assert told(team.reply("what about secrecy?")) == ["closed.stands"] and told(team.reply("and now?")) == []
    for _ in range(2):
        led = team.reply("change the secrecy")
        assert isinstance(led.reply, Whispered) and led.reply.buttons == ("review", "new_round")


def test_a_finished_review_offers_a_new_round_and_to_withdraw_and_no_change() -> None:
    team = Readers.of()
    assert team.screen() == ["new_round", "change"]
    screen = review.summary(Scene(team, team.ref.id, team.library, team.now))
    assert does(screen) == ["review", "new_round", "change"]


def test_before_its_end_a_review_says_whether_its_answers_may_change_later() -> None:
    team = Readers.of()
    team.again()
    for given, by in ((Choice("preferred"), MARIA), (NO, MARIA), (YES, PRIYA)):
        team.click(given, by=by)
    line = words(review.review(team.scene()))[-2]
    assert "then it stays as it is, and what changes goes into a new round" in line and "later" not in line
    other = Crew.at(NAMING)
    other.click(YES)
    assert "you can still change answers later" in words(review.review(other.scene()))[-2]


def test_counsel_alone_withdraws_a_sign_off_after_seeing_what_follows_and_it_is_not_given_back() -> None:
    team = Readers.of()
    assert is_refused(team.change("reading.signed", by=JON), "role.other")
    team.change("reading.signed", by=PRIYA)
    assert is_refused(team.not_sure("reading.signed", by=PRIYA), "closed.stands")
    team.click(NO, "reading.signed", by=PRIYA)
    assert team.ref.pending is not None
    team.confirm(by=PRIYA)
    assert team.ref.state is SessionState.DONE
    assert team.finding_keys() == ["unsigned@reading.signed"]
    assert is_refused(team.change("reading.signed", by=PRIYA), "closed.stands")
    assert team.screen() == ["new_round"]


def test_to_say_yes_once_more_withdraws_nothing() -> None:
    team = Readers.of()
    team.change("reading.signed", by=PRIYA)
    assert told(team.click(YES, "reading.signed", by=PRIYA)) == ["change.same"]
    assert team.ref.pending is None


def test_a_new_round_is_a_new_review_and_the_one_before_counts_until_it_is_finished() -> None:
    team = Readers.of("walk_away")
    first = team.ref
    team.again()
    assert team.ref.id != first.id and team.ref.item == first.item and not team.ref.answers
    assert team.known() == "walk_away"
    team.read("preferred", YES)
    assert team.known() == "preferred"
    old = team.sessions[first.id]
    assert len(team.live("disclosure")) == 1
    assert old.superseded and not old.findings and old.answers == first.answers
    assert all(action.state is ActionState.WITHDRAWN for action in team.work.values())
    scene = Scene(team, first.id, team.library, team.now)
    assert scene.away and does(review.review(scene)) == []


def test_an_older_round_stays_shut_for_good_and_is_not_judged_any_more() -> None:
    team = Readers.of("walk_away")
    first = team.ref.id
    for _ in range(2):
        team.again()
        team.read("preferred", YES)
    assert is_refused(team.say(MARIA, NewRound(first)), "closed.stands")
    assert is_refused(team.say(PRIYA, ChangeAsked(first, spot("reading.signed"))), "closed.superseded")
    sheet = VendorRead(first, SectionId("reading"), NOW.date(), {})
    assert is_refused(team.say(PRIYA, sheet), "closed.superseded")
    team.say(MARIA, Started(READING.id, name="Bolt"))
    assert not team.sessions[first].findings
    assert [session.superseded for session in team.sessions.values()] == [False, True, True, False, False]


def test_there_is_no_new_round_for_a_paper_that_was_taken_out() -> None:
    team = Readers.of()
    assert team.ref.item is not None
    team.rows[team.ref.item] = msgspec.structs.replace(team.rows[team.ref.item], removed=True)
    assert is_refused(team.again(), "run.out")


def test_a_round_that_runs_is_led_to_and_one_that_is_not_finished_has_no_next() -> None:
    team = Readers.of()
    first = team.ref.id
    team.again()
    assert is_refused(team.say(MARIA, NewRound(first)), "start.running")
    assert is_refused(team.again(), "closed.not_yet")


def test_the_notice_stands_under_each_clause_that_is_graded() -> None:
    team = Readers.of()
    scene = Scene(team, team.ref.id, team.library, team.now)
    notice = team.library.texts["notice.clause"]
    assert notice in words(question.asked(scene, spot("reading.secrecy")))
    assert notice not in words(question.asked(scene, spot("reading.signed")))


@pytest.mark.parametrize("again", [True, False])
def test_a_start_for_a_row_that_was_read_leads_to_that_review(again: bool) -> None:
    team = Readers.of()
    if again:
        team.again()
    outcome = team.say(MARIA, Started(READING.id, name="acme"))
    assert is_refused(outcome, "start.running" if again else "closed.stands")


def test_what_comes_later_is_still_told_and_opens_its_questions_while_the_rest_stands() -> None:
    team = Readers.of()
    assert team.screen() == ["new_round", "change"]
    team.change("reading.executed")
    team.click(YES, "reading.executed")
    team.confirm("reading.executed")
    assert team.now_open == "reading.copy"
    assert is_refused(team.change("reading.secrecy"), "closed.stands")
    assert is_refused(team.verify("reading.secrecy"), "closed.stands")
    team.reply("", documents=(PAPER,))
    assert team.answer("reading.executed").evidence == (PAPER,) and not team.answer("reading.secrecy").evidence
    team.reply("in the safe")
    team.undo()
    team.reply("in the vault")
    team.finish()
    assert team.ref.state is SessionState.DONE
    team.change("reading.executed")
    team.click(NO, "reading.executed")
    team.confirm("reading.executed")
    assert team.ref.state is SessionState.DONE
    team.undo()
    assert team.answer("reading.executed").value == YES


def test_a_paper_for_a_superseded_round_is_not_taken() -> None:
    team = Readers.of()
    first = team.ref.id
    team.again()
    team.read("preferred", YES)
    outcome = team.say(MARIA, Replied(first, "", "m99", (PAPER,), {}))
    assert told(outcome) == ["closed.superseded"]
    assert is_refused(team.say(MARIA, BackAsked(first)), "closed.superseded")
