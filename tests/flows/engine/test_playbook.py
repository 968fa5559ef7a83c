"""Counsel's playbook: drawn from the questions that grade a clause, and shown with reasons, approvers and source."""

from __future__ import annotations

from flows.engine.passages import passages
from flows.engine.playbook import clauses, named, passage_of
from flows.engine.readers.questions import asks_of_playbook
from flows.engine.screens import playbook as screens
from flows.model.flow import Column
from flows.model.ids import ChannelId, FlowId, PersonId, QuestionId, TeamId, programme_id
from flows.model.people import Role
from flows.model.programme import Programme
from flows.model.screens import Screen
from tests.builders import JON, MARIA, NOW, PRIYA, flow_of, library_of, shipped
from tests.flows.engine.crew import does, words

ALL = clauses(shipped())
BARE = flow_of(
    """\
  - section: a
    title: A
    questions:
      - ask: new_ip
        kind: one_of
        clause: 6
        text: Who owns it?
        why: W.
        options: {preferred: We do, acceptable: {label: Both, reason: It will do.}, escalate: Perhaps we, walk_away: They do, missing: Not found}
        source: method
        findings:
          - when: other is yes and new_ip is acceptable
            id: odd
            severity: low
            say: S.
            counsel: Odd.
            do: D
            owner: asker
            due: 7 days
            source: method
          - when: other is yes or new_ip is walk_away
            id: bad
            severity: low
            say: S.
            counsel: Theirs.
            do: D
            owner: asker
            due: 7 days
            source: method
      - {ask: other, kind: yes_no, text: B, why: W., source: method}
"""
)


def told(screen: Screen) -> str:
    return "\n".join(words(screen))


def of(**roles: PersonId) -> Programme:
    """A programme of Maria's, with whoever plays which part."""
    who = {Role(role): person for role, person in roles.items()}
    return Programme(
        programme_id(TeamId("T1"), ChannelId("C1")), TeamId("T1"), ChannelId("C1"), "Atlas", MARIA, NOW, who
    )


def test_all_seventeen_clauses_are_there_with_four_columns_and_whoever_approves_a_departure() -> None:
    assert [one.number for one in ALL] == list(range(1, 18))
    for clause in ALL:
        by = {one.column: one for one in clause.positions}
        assert {Column.PREFERRED, Column.ACCEPTABLE, Column.ESCALATE, Column.WALK_AWAY} <= set(by)
        assert all(one.reason for one in clause.positions)
        assert by[Column.ACCEPTABLE].reason not in {by[Column.PREFERRED].reason, by[Column.ESCALATE].reason}
        assert [by[one].approver for one in (Column.PREFERRED, Column.ACCEPTABLE)] == ["", ""]
        assert (by[Column.ESCALATE].approver, by[Column.WALK_AWAY].approver) == ("counsel", "approver")
        assert clause.source.as_of and clause.source.named
        assert "{" not in clause.asked + clause.why + "".join(one.reason for one in clause.positions)


def test_escrow_insurance_and_checks_are_clauses_of_their_own_each_on_its_own_word() -> None:
    own = {one.number: (one.name, str(one.source.id)) for one in ALL if one.number > 14}
    assert own == {
        15: ("If the vendor stops", "beside"),
        16: ("Insurance", "beside"),
        17: ("The right to check", "playbook"),
    }
    leaks, money, end = (next(one for one in ALL if one.number == at) for at in (11, 12, 14))
    each = [(one.label + one.more).casefold() for clause in (leaks, money, end) for one in clause.positions]
    assert not any(word in said for said in each for word in ("audit", "check", "insur", "escrow"))


def test_each_clause_is_known_to_ask_under_its_passage() -> None:
    known = {one.id for one in passages(shipped())}
    assert {one.passage for one in ALL} <= known
    assert passage_of(FlowId("contract_review"), QuestionId("made.new_ip")) in {one.passage for one in ALL}


def test_a_clause_is_named_by_its_number_or_by_words_of_its_name() -> None:
    numbers = {said: [one.number for one in named(ALL, said)] for said in ("6", "clause 12", "rivals", "the", "yeast")}
    assert numbers == {"6": [6], "clause 12": [12], "rivals": [4], "the": [], "yeast": []}


def test_a_column_is_explained_by_the_finding_that_it_raises_by_itself_and_by_no_other() -> None:
    (clause,) = clauses(library_of(BARE))
    assert clause.name == "New IP", "a clause without a short name is called by its id"
    reasons = {one.column: (one.reason, one.approver) for one in clause.positions}
    assert reasons == {
        Column.PREFERRED: ("W.", ""),
        Column.ACCEPTABLE: ("It will do.", ""),
        Column.ESCALATE: ("", ""),
        Column.WALK_AWAY: ("Theirs.", ""),
        Column.MISSING: ("", ""),
    }
    page = told(screens.whole(shipped().texts, of(), clause))
    assert page.count("Reason: ") == 2 and "Reason: It will do." in page and "Not found in this document\n" in page


def test_one_clause_is_shown_with_reasons_with_who_approves_with_source_and_notice() -> None:
    liability = next(one for one in ALL if one.number == 12)
    team = of(counsel=PRIYA)
    page = told(screens.whole(shipped().texts, team, liability))
    assert "Preferred: They defend you" in page and "Our fallback. Approval: nobody has to be asked." in page
    assert "Reason: Five years of fees are enough to make them careful; a loss beyond that is your own." in page
    assert "Approval: counsel, Priya" in page and "Approval: the approver, not named yet." in page
    assert "Not found in this document: as for “To be escalated”." in page
    assert "Our own practice note, not checked against a source: " in page and "Guidance, not legal advice." in page
    assert does(screens.whole(shipped().texts, team, liability)) == ["playbook"]


def test_all_clauses_are_listed_and_others_are_told_who_may_see_them() -> None:
    texts = shipped().texts
    every = screens.all_of(texts, ALL)
    assert told(every).count("\n") > 17 and "17. The right to check" in told(every)
    assert "is called “yeast”" in told(screens.all_of(texts, ALL, looked_for="yeast"))
    assert "There is no playbook here." in told(screens.none_held(texts))
    both = told(screens.not_yours(texts, of(counsel=PRIYA)))
    assert "Priya" in both and "Maria" in both
    for team in (of(), of(counsel=MARIA), of(security=JON)):
        assert "and for counsel." in told(screens.not_yours(texts, team))


def test_a_question_for_our_position_is_told_from_one_about_the_law() -> None:
    about = asks_of_playbook("What is our fallback on the liability cap?")
    assert about is not None and "liability cap" in about and "fallback" not in about
    assert asks_of_playbook("when do we walk away on residuals?") is not None
    assert asks_of_playbook("who owns code by a freelancer?") is None
