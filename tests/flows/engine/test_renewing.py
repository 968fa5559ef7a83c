"""A day that comes round: what was shown for it, the next day, and a day that was moved with nothing shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from flows.engine.facts import SessionFacts
from flows.engine.placing import provable
from flows.engine.renewing import by_papers, put_forward, shown_at
from flows.engine.screens.forms import KEPT, PAPERS, papers_in, question_form
from flows.engine.screens.question import asked, progress
from flows.engine.screens.review import review
from flows.engine.screens.scene import Scene
from flows.model.effects import Ask, Outcome, Whisper
from flows.model.events import Answered, Replied
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.session import Rethink, SessionState, Spot, Standing, Unplaced
from flows.model.values import Day, Document, Number, Text, YesNo
from tests.builders import JON, MARIA, NO, PRIYA, YES, flow_of, is_refused, spot
from tests.flows.engine.crew import PAPER, Crew, buttons, words

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
SHOWN, AGAIN, DUE = "duty.shown", "duty.again", "duty.due_on"

DUTY = """\
  - section: duty
    title: The duty
    questions:
      - {ask: kept, kind: yes_no, text: Is there a duty?, why: W., source: method}
      - ask: shown
        kind: text
        lives: true
        evidence: true
        unasked: true
        after: due_on
        text: What was shown?
        why: W.
        weight: 0
        source: method
      - {ask: again, kind: yes_no, lives: true, after: shown, only_when: shown is known, text: Again?, why: W., weight: 0, source: method}
      - ask: due_on
        kind: date
        lives: true
        after: shown
        only_when: again is unknown or again
        text: By when?
        why: W.
        source: method
        reminds: {matter: evidence, of: The proof is due, whom: owner}
        findings:
          - {when: due_on < today, id: over, severity: medium, say: It is overdue., counsel: C., do: Ask, owner: owner, due: 3 days, source: method}
          - {when: put_off, id: moved, severity: low, say: It was moved., counsel: C., do: Ask, owner: owner, due: 3 days, source: method}
"""


COUNSEL = """\
  - section: decision
    title: The decision
    questions:
      - {ask: capacity, kind: yes_no, role: counsel, text: Do you decide?, why: W., source: method}
"""


def at_due(*, closes: bool = False, more: bool = False, day: dt.date = TODAY + 10 * DAY) -> Crew:
    """A duty whose proof is due on a day, with nothing else open. ``more``: counsel's question is, and what would show it is agreed."""
    proof = "      - {ask: proof, kind: text, text: What shows it?, why: W., source: method}\n      - ask: shown\n"
    whole = DUTY.replace("      - ask: shown\n", proof) + COUNSEL if more else DUTY
    written = whole if closes else whole.replace("lives: true, ", "").replace("        lives: true\n", "")
    team = Crew.at(flow_of(written, closes=closes))
    team.click(YES)
    if more:
        team.reply("A signed note")
    team.click(Day(day))
    return team


def shows(team: Crew, said: str = "Seen in their room", *papers: Document) -> Outcome:
    outcome = team.say(
        JON, Answered(team.ref.id, spot(SHOWN), team.ref.revision(spot(SHOWN)), Text(said), papers=papers)
    )
    assert not outcome.refused
    return outcome


def goes_on(team: Crew, day: dt.date) -> None:
    """Jon, who showed it, says when the next is due."""
    assert not team.click(YES, AGAIN, by=JON).refused and not team.click(Day(day), DUE, by=JON).refused


def waiting(team: Crew) -> list[Spot]:
    """What waits for Jon."""
    handed = facts(team).handed()
    return [one.spot for one in team.ref.assignments if one.to == JON and one.spot in handed]


def moves(team: Crew, day: dt.date) -> None:
    """The day is changed, in sight of the one that stands."""
    team.say(JON, Answered(team.ref.id, spot(DUE), team.ref.revision(spot(DUE)), Day(day)))
    if team.ref.pending is not None:
        team.confirm()


def found(team: Crew) -> list[str]:
    return [one.rule for one in team.ref.findings]


def whispered(outcome: Outcome) -> list[tuple[PersonId, Spot | None, list[str]]]:
    """What was said by direct message: to whom, with which question, and the notes."""
    said = (effect for effect in outcome.effects if isinstance(effect, Whisper))
    return [(one.to, one.spot, [note.key for note in one.notes]) for one in said]


def scene(team: Crew) -> Scene:
    return Scene(team, team.ref.id, team.library, team.now)


def facts(team: Crew) -> SessionFacts:
    return scene(team).facts


def test_what_is_shown_is_never_asked_for_and_does_not_count_as_open() -> None:
    team = at_due()
    assert team.ref.spot is None and progress(scene(team)) == (2, 2)
    assert "What was shown?" not in "\n".join(words(review(scene(team))))


def test_once_it_was_shown_the_next_day_is_asked_for_and_who_showed_it_stays_on_record() -> None:
    team = at_due()
    shows(team)
    answer = team.ref.answers[SHOWN]
    assert (answer.by, answer.at) == (JON, team.now) and waiting(team) == [spot(AGAIN), spot(DUE)]
    assert team.ref.deadlines == () and progress(scene(team)) == (1, 3)
    goes_on(team, TODAY + 375 * DAY)
    assert waiting(team) == [] and team.ref.spot is None
    assert [one.day for one in team.ref.deadlines] == [TODAY + 375 * DAY] and found(team) == []


def test_what_was_asked_meanwhile_stays_open_and_only_who_showed_it_is_asked_on() -> None:
    team = at_due(more=True)
    assert team.ref.spot == spot("decision.capacity")
    team.give(Role.COUNSEL, PRIYA)
    outcome = shows(team)
    assert team.ref.spot == spot("decision.capacity") and waiting(team) == [spot(AGAIN), spot(DUE)]
    assert whispered(outcome) == [(JON, spot(AGAIN), ["shown.kept", "shown.words", "shown.next"])]
    assert not any(isinstance(effect, Ask) for effect in outcome.effects)
    outcome = team.click(YES, AGAIN, by=JON)
    assert whispered(outcome) == [(JON, spot(DUE), ["shown.next"])]
    team.click(Day(TODAY + 375 * DAY), DUE, by=JON)
    assert team.ref.spot == spot("decision.capacity")
    team.reply("no", by=PRIYA)
    assert team.ref.answers["decision.capacity"].value == YesNo(yes=False)


def test_shown_twice_before_the_next_day_is_said_it_is_told_again_and_asked_once() -> None:
    team = at_due(more=True)
    shows(team)
    shows(team, "The report itself")
    shows(team, "The report itself", PAPER)
    assert team.ref.spot == spot("decision.capacity") and waiting(team) == [spot(AGAIN), spot(DUE)]
    outcome = shows(team, "The report itself", PAPER)
    assert whispered(outcome) == [(JON, spot(AGAIN), ["shown.kept", "shown.next"])]
    assert team.ref.answers[SHOWN].evidence == (PAPER,)


def test_in_a_finished_part_what_waits_for_who_showed_it_is_answered_from_any_door_and_leaves_it_finished() -> None:
    team = at_due(closes=True)
    team.finish()
    shows(team)
    assert not team.say(JON, Replied(team.ref.id, "yes", "", (), {}, spot(AGAIN))).refused
    assert waiting(team) == [spot(DUE)] and team.ref.state is SessionState.DONE
    team.change(DUE)
    assert team.ref.pending == Rethink(spot(DUE), MARIA) and team.ref.state is SessionState.DONE
    team.click(Day(TODAY + 375 * DAY))
    assert (team.ref.pending, team.ref.state) == (None, SessionState.DONE) and found(team) == []


def test_a_further_proof_that_is_due_after_all_leaves_a_finished_part_finished() -> None:
    team = at_due(closes=True)
    team.finish()
    shows(team)
    team.click(NO, AGAIN, by=JON)
    assert waiting(team) == [] and not team.change(AGAIN).refused
    team.click(YES)
    assert not team.confirm().refused
    assert team.ref.state is SessionState.DONE and waiting(team) == [spot(DUE)]


def test_what_is_due_once_is_done_with_it() -> None:
    team = at_due()
    shows(team)
    team.click(NO, AGAIN, by=JON)
    assert waiting(team) == []
    assert team.ref.spot is None and team.ref.deadlines == () and found(team) == []


def test_in_a_closed_part_too_it_is_shown_whenever_somebody_comes_with_it() -> None:
    team = at_due(closes=True)
    team.finish()
    shows(team)
    assert waiting(team) == [spot(AGAIN), spot(DUE)]
    goes_on(team, TODAY + 375 * DAY)
    assert team.ref.state is SessionState.DONE
    assert team.ref.answers[DUE].put_off is None


def test_a_later_day_with_nothing_shown_is_remembered_by_the_first_day() -> None:
    team = at_due(day=TODAY - DAY)
    assert found(team) == ["over"]
    moves(team, TODAY + 30 * DAY)
    assert found(team) == ["moved"] and team.ref.answers[DUE].put_off == TODAY - DAY
    moves(team, TODAY + 20 * DAY)
    assert team.ref.answers[DUE].put_off == TODAY - DAY

    moves(team, TODAY - DAY)
    assert team.ref.answers[DUE].put_off is None and found(team) == ["over"]
    moves(team, TODAY + 30 * DAY)
    shows(team)
    assert found(team) == []


def test_a_slip_put_right_on_the_same_day_is_no_respite() -> None:
    team = at_due()
    moves(team, TODAY + 20 * DAY)
    assert found(team) == []
    team.now += DAY
    moves(team, TODAY + 40 * DAY)
    assert found(team) == ["moved"]


def test_files_of_one_year_prove_nothing_for_the_next() -> None:
    team = at_due()
    shows(team, "The report", PAPER)
    assert team.ref.answers[SHOWN].standing is Standing.EVIDENCED
    goes_on(team, TODAY + 20 * DAY)
    shows(team, "The report")
    assert team.ref.answers[SHOWN].evidence == () and team.ref.answers[SHOWN].standing is Standing.CLAIMED


def test_a_form_takes_words_new_files_and_kept_ones() -> None:
    team = at_due()
    form = question_form(scene(team), spot(SHOWN))
    assert [(one.name, one.required) for one in form.fields] == [("answer", False), (PAPERS, False)]
    shows(team, "The report", PAPER)
    form = question_form(scene(team), spot(SHOWN))
    assert [one.name for one in form.fields] == ["answer", PAPERS, KEPT] and form.fields[0].initial == ()
    questions, other = scene(team).plan.questions, Document("F2", "other.pdf")
    picked = {KEPT: (PAPER.file,)}
    assert papers_in(scene(team), questions[spot(SHOWN).question], picked, (other,)) == (other, PAPER)
    assert papers_in(scene(team), questions[spot(DUE).question], picked, (other,)) == ()


def test_a_file_that_comes_unasked_may_be_what_is_due_soon() -> None:
    team = at_due()
    assert provable(scene(team).plan, facts(team), team.ref) == (spot(SHOWN),)
    shows(team)
    assert provable(scene(team).plan, facts(team), team.ref) == (spot(SHOWN),), "it may still prove what was said"
    goes_on(team, TODAY + 375 * DAY)
    assert provable(scene(team).plan, facts(team), team.ref) == (), "of the next there is time"


def test_a_file_that_came_unasked_is_placed_as_what_was_shown() -> None:
    team = at_due()
    kept = Unplaced("m9", JON, team.now, (PAPER,), 1)
    team.sessions[team.ref.id] = msgspec.structs.replace(team.ref, unplaced=(kept,))
    assert not team.place(SHOWN, "m9", by=JON).refused
    answer = team.ref.answers[SHOWN]
    assert (answer.value, answer.evidence, answer.by) == (Text(PAPER.name), (PAPER,), JON)
    assert waiting(team) == [spot(AGAIN), spot(DUE)] and is_refused(team.place(SHOWN, "m9"), "place.told")


def test_a_day_that_is_left_open_stays_put_off() -> None:
    team = at_due(day=TODAY - DAY)
    moves(team, TODAY + 30 * DAY)
    team.change(DUE)
    team.skip(DUE)
    team.confirm()
    assert team.ref.answers[DUE].value is None and team.ref.answers[DUE].put_off == TODAY - DAY
    team.click(Day(TODAY + 5 * DAY), DUE)
    assert team.ref.answers[DUE].put_off == TODAY - DAY


def test_only_a_day_with_something_to_show_leads_there() -> None:
    questions = scene(at_due()).plan.questions
    assert shown_at(questions, spot(DUE)) == spot(SHOWN)
    assert shown_at(questions, spot(AGAIN)) == spot(SHOWN)
    assert shown_at(questions, spot(SHOWN)) is None and shown_at(questions, Spot(spot("duty.kept").question)) is None
    assert shown_at(questions, spot("duty.gone")) is None


def test_not_sure_between_two_days_forgets_no_day() -> None:
    team = at_due()
    team.now += DAY
    team.not_sure(DUE)
    if team.ref.pending is not None:
        team.confirm()
    assert team.ref.answers[DUE].put_off == TODAY + 10 * DAY
    moves(team, TODAY + 200 * DAY)
    assert team.ref.answers[DUE].put_off == TODAY + 10 * DAY and found(team) == ["moved"]
    team.not_sure(DUE)
    if team.ref.pending is not None:
        team.confirm()
    moves(team, TODAY + 9 * DAY)
    assert team.ref.answers[DUE].put_off is None


def test_files_alone_are_put_to_the_words_that_stand_and_other_words_leave_the_files() -> None:
    team = at_due()
    assert by_papers(facts(team), spot(SHOWN), (PAPER,)) == Text(PAPER.name)
    shows(team, "Seen in their room")
    assert by_papers(facts(team), spot(SHOWN), (PAPER,)) == Text("Seen in their room")
    shows(team, "Seen in their room", PAPER)
    shows(team, "Seen in their room, page 3")
    answer = team.ref.answers[SHOWN]
    assert (answer.evidence, answer.standing, answer.brought) == ((PAPER,), Standing.EVIDENCED, JON)


def test_what_was_shown_for_the_days_before_is_kept_with_what_is_shown_now_and_putting_that_right_keeps_it() -> None:
    team = at_due()
    shows(team, "The first", PAPER)
    goes_on(team, TODAY + 375 * DAY)
    shows(team, "The second")
    shows(team, "The second, in their room")
    answer = team.ref.answers[SHOWN]
    assert [(one.value, one.by, one.evidence) for one in answer.earlier] == [(Text("The first"), JON, (PAPER,))]
    goes_on(team, TODAY + 740 * DAY)
    shows(team, "The third")
    said = [one.value for one in team.ref.answers[SHOWN].earlier]
    assert said == [Text("The second, in their room"), Text("The first")]
    assert not team.ref.answers[DUE].earlier


OFTEN = "      - {ask: often, kind: number, unasked: true, text: Every how many months?, why: W., source: method}\n      - ask: shown\n"


def at_round(months: int | None, day: dt.date = TODAY + 10 * DAY) -> Crew:
    """A duty whose day comes round after so many months, if anybody said so."""
    written = DUTY.replace("      - ask: shown\n", OFTEN, 1).replace(
        "        text: By when?\n", "        every: often\n        text: By when?\n"
    )
    team = Crew.at(flow_of(written.replace("lives: true, ", "").replace("        lives: true\n", "")))
    team.click(YES)
    team.click(Day(day))
    if months is not None:
        assert not team.click(Number(Decimal(months)), "duty.often").refused
    return team


def forward(team: Crew) -> tuple[Day | None, list[str], tuple[str, ...]]:
    """What is put forward as the next day: by itself, among the presses, and in the form."""
    where = spot(DUE)
    labels = [button.label for button in buttons(asked(scene(team), where)) if button.label.startswith("Yes")]
    return put_forward(facts(team), where), labels, question_form(scene(team), where).fields[0].initial


def test_the_next_day_is_put_forward_by_how_often_it_comes_round_and_counts_once_it_is_confirmed() -> None:
    team = at_round(12, dt.date(2026, 11, 30))
    assert forward(team) == (None, [], ("2026-11-30",))
    shows(team)
    team.click(YES, AGAIN, by=JON)
    assert forward(team) == (Day(dt.date(2027, 11, 30)), ["Yes, 30 November 2027"], ("2027-11-30",))
    assert facts(team).void(spot(DUE)), "nobody has said yes to it"


def test_a_day_that_is_put_forward_is_never_past() -> None:
    team = at_round(1, dt.date(2026, 8, 31))
    shows(team)
    assert forward(team)[0] == Day(dt.date(2026, 11, 30))


@pytest.mark.parametrize("months", [None, 0])
def test_where_nobody_said_how_often_no_day_is_put_forward(months: int | None) -> None:
    team = at_round(months)
    shows(team)
    assert forward(team)[:2] == (None, [])


def test_how_often_it_comes_round_is_no_proof_of_it() -> None:
    team = at_round(12)
    told = [effect for effect in team.click(Number(Decimal(6)), "duty.often").effects if isinstance(effect, Whisper)]
    assert not told and not any("showed a proof" in line for line in words(review(scene(team))))
