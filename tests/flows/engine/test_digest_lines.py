"""What a digest says is stuck and by whom, and how a line reads that speaks of no session."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec

from flows.engine.digest import compose
from flows.engine.screens.digest import digest
from flows.model.effects import Digest, Mention, Note, On, Several, Term, Words
from flows.model.people import Role
from flows.model.values import Choice, Day, Items, NewItems, Number
from tests.builders import JON, MARIA, NO, PRIYA, YES, flow_of, spot
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, words
from tests.flows.engine.small import STORY


def told(team: Crew) -> Digest:
    assert team.programme is not None
    return compose(team, team.programme, team.library, team.now)


def read(team: Crew, week: Digest) -> list[str]:
    assert team.programme is not None
    return words(digest(team.library.texts, team.programme, (team.scene(),), week))


def test_a_question_in_other_hands_is_no_longer_stuck_once_it_does_not_apply() -> None:
    team = at_people()
    team.hand(JON)
    assert [note.key for note in told(team).blocked] == ["digest.handed"]
    team.click(NO, "triage.shares")
    team.confirm()
    assert "digest.handed" not in [note.key for note in told(team).blocked]


def test_a_question_of_a_role_waits_for_its_holder_or_for_the_part_while_it_is_empty() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    assert [(note.key, note.values["who"]) for note in told(team).blocked] == [
        ("digest.waits", Term("digest.vacant.counsel"))
    ]
    team.give(Role.COUNSEL, PRIYA)
    assert [note.values["who"] for note in told(team).blocked] == [Mention(PRIYA)]


def test_a_grave_finding_whose_work_is_done_is_with_the_owner_until_it_is_withdrawn() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("university"))
    grave = next(action for action in team.todo() if action.rule == "outsider")
    meanwhile = Several((Mention(MARIA), Term("meanwhile.counsel")))
    assert [note.values["who"] for note in told(team).blocked] == [meanwhile]
    team.close(grave)
    assert team.programme is not None
    assert [note.values["who"] for note in told(team).blocked] == [Mention(team.programme.owner)]


def test_a_part_that_was_given_is_told_by_its_name_and_its_holder() -> None:
    team = at_people()
    team.give(Role.COUNSEL, PRIYA)
    line = next(line for line in read(team, told(team)) if "Priya Patel" in line)
    assert "counsel" in line


def test_a_line_that_lacks_what_fills_it_still_reads() -> None:
    team = at_people()
    week = Digest(at=team.now, since=team.now, week=48, decided=(Note("digest.role", {"role": Term("role.counsel")}),))
    assert any("…" in line and "counsel" in line for line in read(team, week))


def test_a_readiness_that_fell_is_told_with_what_was_found_and_not_with_what_was_finished() -> None:
    team = at_people()
    fell = Digest(
        at=team.now, since=team.now, week=48, before=92, percent=85, answered=("Who made it",), known=9, total=10
    )
    assert "Readiness 92 % to 85 %, 9 of 10 points known" in read(team, fell)
    found = msgspec.structs.replace(fell, opened=2)
    assert "Readiness 92 % to 85 %, 9 of 10 points known, with 2 new findings" in read(team, found)


def test_a_readiness_of_little_is_no_figure_but_what_is_known_of_how_much() -> None:
    team = at_people()
    little = Digest(at=team.now, since=team.now, week=48, before=100, percent=100, known=6, total=23)
    (line,) = (line for line in read(team, little) if line.startswith("Readiness"))
    assert line == "Readiness 6 of 23 points known, 17 open: too little for a figure"


def test_a_list_says_how_much_of_it_is_named_elsewhere() -> None:
    team = at_people()
    note = Note("digest.was_due", {"what": "Get the paper", "due": On(team.now.date())})
    week = Digest(at=team.now, since=team.now, week=48, overdue=(note,), counts={"overdue": 3})
    assert "And 2 more, named under Stuck or Next." in read(team, week)


def test_with_nothing_left_to_do_no_next_step_is_told() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    team.give(Role.COUNSEL, PRIYA)
    team.click(YES, by=PRIYA)
    team.finish()
    week = told(team)
    assert week.steps == () and team.library.texts["digest.next"] not in read(team, week)


# ── each piece of work once ──────────────────────────────────────────────────


def at_work(*makers: Choice) -> Crew:
    """A team with as many grave findings as makers, each on an asset of its own, and work that was left open."""
    names = tuple(f"Asset {number}" for number in range(len(makers)))
    team = at_assets(*names)
    team.click(Items(tuple(team.item(name) for name in names)))
    for maker in makers:
        team.click(maker)
        team.skip()
    return team


def test_work_that_is_a_next_step_or_is_said_to_be_stuck_is_not_listed_once_more() -> None:
    team = at_work(*[Choice("university")] * 4)
    week = told(team)
    assert [step.do for step in week.steps] == ["done", "continue", "done"], (
        "the first critical work comes before all else"
    )
    graves = [note.key for note in week.blocked if note.key != "digest.waits"]
    assert set(graves) == {"digest.finding", "digest.finding.due"} and len(graves) == 4
    listed = {note.values["what"] for note in (*week.overdue, *week.coming)}
    assert listed and listed.isdisjoint({step.note.values.get("what") for step in week.steps})
    assert not [what for what in listed if isinstance(what, Words) and what.rule == "outsider"]
    assert week.counts["coming"] == len(team.todo())


def test_what_is_stuck_and_was_due_names_nobody() -> None:
    team = at_work(*[Choice("university")] * 3)
    team.give(Role.COUNSEL, PRIYA)
    team.now += dt.timedelta(days=30)
    week = told(team)
    assert "digest.finding.was_due" in [note.key for note in week.blocked]
    lines = read(team, week)
    assert any(line.endswith("The work on it was due on 7 December 2026.") for line in lines)
    assert not [line for line in lines if "was due" in line and "Priya" in line]


def test_what_was_skipped_is_answered_by_a_press_and_its_words_end_before_the_brackets() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    team.click(NewItems((), ("Engine",)))
    team.click(Items((team.item("Engine"),)))
    team.not_sure()
    step = told(team).steps[-1]
    assert (step.do, step.session, step.spot) == (
        "change",
        team.ref.id,
        spot("authorship.created_by", team.item("Engine")),
    )
    assert any(
        "in its first year (Maria Kowalska, as nobody is counsel yet, due 7 December 2026)" in line
        for line in read(team, told(team))
    )


LONG = flow_of("""\
  - section: scope
    title: The scope
    questions:
      - ask: shares
        kind: yes_no
        text: Is anything shared?
        why: It matters.
        source: method
        findings:
          - {when: yes, id: one, severity: low, say: One., counsel: One., do: Do the first, owner: asker, due: 1 day, source: method}
          - {when: yes, id: two, severity: low, say: Two., counsel: Two., do: Do the second, owner: asker, due: 2 days, source: method}
          - when: yes
            id: three
            severity: low
            say: Three.
            counsel: Three.
            do: Do the third, of which so much is to be said that a phone shows it in more lines than it deserves, and nobody reads it to its end
            owner: asker
            due: 3 days
            source: method
      - {ask: more, kind: text, text: What else?, why: It helps., source: method}
""")
"""A question whose yes brings three pieces of work, the last of them wordy."""


def test_a_long_piece_of_work_is_cut_in_a_list_and_its_holder_is_not() -> None:
    team = Crew.at(LONG)
    team.click(YES)
    (line,) = [line for line in read(team, told(team)) if "Do the third" in line]
    assert line.startswith("• 26 November 2026: Do the third, of which so much is to be said") and line.endswith(
        "… (Maria Kowalska)"
    )
    assert len(line) < len("• 26 November 2026:  (Maria Kowalska)") + 112


DATED = flow_of("""\
  - section: cover
    title: Cover
    questions:
      - ask: ends_on
        kind: date
        text: When does it end?
        why: Then it is over.
        source: method
        reminds: {matter: evidence, of: The insurance of the plant, whom: owner}
      - {ask: shown, kind: yes_no, text: Was it shown?, why: W., source: method}
""")


def test_a_day_that_an_answer_names_is_told_two_weeks_ahead_beside_the_work_that_comes_up() -> None:
    team = Crew.at(DATED)
    team.click(Day(team.now.date() + dt.timedelta(days=15)))
    team.skip()
    assert not any("The insurance of the plant" in line for line in read(team, told(team)))
    team.now += dt.timedelta(days=1)
    week = told(team)
    assert [note.values["due"] for note in week.coming] == [On(dt.date(2026, 12, 8))]
    assert week.in_all("coming") == 2 and not week.still
    told_so = [line for line in read(team, week) if "The insurance of the plant" in line]
    assert len(told_so) == 1 and "8 December 2026: The insurance of the plant (Maria Kowalska)" in told_so[0], told_so
