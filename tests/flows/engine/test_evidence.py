"""How well an answer is backed: claimed, evidenced by a paper, verified by whoever may, with four eyes where the team wants them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec

from flows.model.effects import Tell
from flows.model.people import Role
from flows.model.session import AnswerState, Change, Rethink, Standing
from flows.model.values import Choice, Day, Document, Documents, Items, NewItems, Number
from tests.builders import DEV, JON, MARIA, NO, PRIYA, YES, asked, effects_of, flow_of, is_refused, kinds, spot, told
from tests.flows.engine.crew import PAPER, SOFTWARE, Crew, at_assets, at_people
from tests.flows.engine.small import KINDS, STORY


def standing(team: Crew, question: str) -> Standing:
    answer = team.answer(question)
    assert answer is not None
    return answer.standing


def test_an_answer_is_claimed_until_a_paper_backs_it() -> None:
    team = at_people()
    assert standing(team, "triage.shares") is Standing.CLAIMED
    outcome = team.reply("", documents=(PAPER,))
    assert told(outcome) == ["paper.kept"] and standing(team, "triage.shares") is Standing.EVIDENCED
    assert team.now_open == "triage.people" and team.logged()[-1] == "evidenced"


def test_papers_add_up_and_the_same_paper_counts_once() -> None:
    team = at_people()
    other = Document("F2", "second.pdf")
    team.reply("", documents=(PAPER,))
    team.reply("", documents=(PAPER, other))
    assert team.ref.answers["triage.shares"].evidence == (PAPER, other)


def test_what_an_answer_lacked_is_withdrawn_when_its_paper_comes() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(Items((engine,)))
    team.click(Choice("contractor"))
    team.click(Day(team.now.date()))
    assert "unproved" in [finding.rule for finding in team.ref.findings]
    outcome = team.reply("", documents=(PAPER,))
    assert told(outcome) == ["paper.kept", "noted.withdrawn"]
    assert "unproved" not in [finding.rule for finding in team.ref.findings]


def test_a_paper_that_proves_nothing_is_asked_about_in_the_thread_once_and_then_of_whoever_sent_it() -> None:
    team = Crew.at(STORY)
    assert told(team.reply("", documents=(PAPER,))) == ["paper.for_what"]
    again = team.reply("", documents=(PAPER,))
    assert kinds(again) == [] and told(again) == ["paper.for_what"]


def test_a_paper_proves_no_answer_that_was_left_open() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.skip()
    assert told(team.reply("", documents=(PAPER,))) == ["paper.for_what"]


def test_a_paper_that_comes_with_an_answer_backs_that_answer() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    outcome = team.reply("yes", by=JON, documents=(PAPER,))
    assert standing(team, "triage.shares") is Standing.EVIDENCED
    assert "paper.kept" in told(outcome) and team.now_open == "triage.people"


def test_a_paper_with_words_that_are_no_answer_counts_for_neither() -> None:
    team = at_people()
    outcome = team.reply("it is somewhere in here", documents=(PAPER,))
    assert told(outcome)[0].startswith("reading.number") and standing(team, "triage.shares") is Standing.CLAIMED


def test_a_paper_that_comes_with_a_changed_answer_backs_it_once_it_counts() -> None:
    team = at_people()
    team.click(Number(Decimal(30)))
    team.change("triage.shares")
    outcome = team.reply("no", documents=(PAPER,))
    assert isinstance(team.ref.pending, Change) and told(outcome) == []
    outcome = team.confirm()
    assert "paper.kept" in told(outcome) and standing(team, "triage.shares") is Standing.EVIDENCED
    assert team.ref.answers["triage.shares"].evidence == (PAPER,)


def test_a_newer_paper_for_the_same_answer_makes_it_young_again() -> None:
    team = at_people()
    team.reply("", documents=(PAPER,))
    before = team.ref.answers["triage.shares"]
    team.now += dt.timedelta(days=90)
    team.change("triage.shares")
    newer = Document("F2", "newer.pdf")
    outcome = team.reply("yes", documents=(newer,))
    assert told(outcome) == ["change.same", "paper.kept"] and team.now_open == "triage.people"
    now = team.ref.answers["triage.shares"]
    assert now.evidence == (PAPER, newer) and (now.at, now.revision) == (before.at, before.revision)
    assert before.fresh < now.fresh == team.now


def test_a_paper_alone_while_a_question_is_put_again_backs_what_stands_and_what_follows() -> None:
    team = at_people()
    team.click(Number(Decimal(30)))
    team.change("triage.shares")
    assert told(team.reply("", documents=(PAPER,))) == ["paper.kept"]
    assert team.ref.answers["triage.shares"].evidence == (PAPER,) and isinstance(team.ref.pending, Rethink)
    team.reply("no")
    team.confirm()
    now = team.ref.answers["triage.shares"]
    assert (now.value, now.evidence, now.standing) == (NO, (PAPER,), Standing.EVIDENCED)


def test_a_paper_proves_nothing_where_the_question_that_is_put_again_wants_none() -> None:
    team = at_people()
    team.change("triage.work")
    assert told(team.reply("", documents=(PAPER,))) == ["paper.for_what"]
    team.reply("services", documents=(PAPER,))
    assert team.ref.answers["triage.work"].evidence == ()


def test_who_passes_over_a_question_with_a_paper_in_hand_leaves_it_unproved() -> None:
    team = at_people()
    team.change("triage.shares")
    team.reply("not sure", documents=(PAPER,))
    assert team.confirm() and team.ref.answers["triage.shares"].evidence == ()


def test_a_file_question_is_answered_by_a_file() -> None:
    team = Crew.at(KINDS)
    for _ in range(12):
        team.skip()
    assert team.now_open == "kinds.paper"
    outcome = team.reply("here it is", documents=(PAPER,))
    assert team.ref.answers["kinds.paper"].value == Documents((PAPER,)) and told(outcome) == ["noted.answer"]
    both = (PAPER, Document("F2", "second.pdf"))
    team.reply("", documents=both)
    assert team.ref.answers["kinds.papers"].value == Documents(both)


def test_two_files_are_too_many_for_one_paper() -> None:
    team = Crew.at(KINDS)
    for _ in range(12):
        team.skip()
    outcome = team.reply("", documents=(PAPER, Document("F2", "b")))
    assert told(outcome) == ["misfit.one"] and team.answer("kinds.paper") is None


def test_the_owner_verifies_an_answer_and_whoever_asked_sees_what_it_was() -> None:
    team = at_people()
    outcome = team.verify("triage.shares")
    assert told(outcome) == ["verify.done"] and standing(team, "triage.shares") is Standing.VERIFIED
    assert team.ref.findings[0].severity == "low"


def test_a_verified_answer_is_not_lowered_by_a_paper() -> None:
    team = at_people()
    team.verify("triage.shares")
    team.reply("", documents=(PAPER,))
    assert standing(team, "triage.shares") is Standing.VERIFIED


def test_an_answer_of_a_role_is_verified_by_its_holder_or_the_owner() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(SOFTWARE)
    team.click(NO)
    team.click(YES, by=PRIYA)
    assert is_refused(team.verify("closing.advised", by=JON), "verify.role")
    assert told(team.verify("closing.advised", by=PRIYA)) == ["verify.done"]
    assert told(team.verify("closing.advised", by=MARIA)) == ["verify.done"]
    assert is_refused(team.verify("triage.work", by=PRIYA), "verify.role")


def test_with_four_eyes_nobody_verifies_an_own_answer() -> None:
    team = at_people()
    team.settings(four_eyes=True)
    assert is_refused(team.verify("triage.shares"), "verify.four_eyes")
    team.click(NO, "triage.shares", by=JON)
    team.confirm(by=JON)
    assert told(team.verify("triage.shares")) == ["verify.done"]


def test_it_is_kept_whether_another_than_whoever_answered_has_confirmed() -> None:
    team = Crew.at(PROVED)
    team.click(YES)
    team.verify("one.signed", by=MARIA)
    own = team.answer("one.signed")
    assert own is not None and own.by_oneself and not own.by_another
    other = Crew.at(PROVED)
    other.click(YES, by=DEV)
    other.verify("one.signed", by=MARIA)
    confirmed = other.answer("one.signed")
    assert confirmed is not None and confirmed.by_another and not confirmed.by_oneself
    other.verify("one.signed", by=MARIA)
    again = other.answer("one.signed")
    assert again is not None and again.by_another, "a word once given stays"


def test_whoever_brings_the_paper_is_not_another_and_a_further_paper_wants_a_word_anew() -> None:
    team = Crew.at(PROVED)
    team.click(YES, by=JON)
    team.reply("", by=MARIA, documents=(PAPER,))
    alone = team.answer("one.signed")
    assert alone is not None and alone.evidence == (PAPER,) and alone.brought == MARIA
    team.verify("one.signed", by=MARIA)
    alone = team.answer("one.signed")
    assert alone is not None and alone.by_oneself, "nobody but Maria, who brought it, has seen the paper"
    team.reply("", by=JON, documents=(Document("F3", "copy.pdf"),))
    team.verify("one.signed", by=MARIA)
    seen = team.answer("one.signed")
    assert seen is not None and seen.by_another
    team.reply("", by=MARIA, documents=(Document("F2", "second.pdf"),))
    more = team.answer("one.signed")
    assert more is not None and more.standing is Standing.VERIFIED and not more.by_another


def test_anothers_word_stays_where_the_same_is_answered_again() -> None:
    team = Crew.at(MARKED)
    team.click(NewItems((), ("A", "B")))
    team.click(Items((team.item("A"),)), by=JON)
    team.verify("things.secret", by=MARIA)
    team.change("things.assets")
    team.click(NewItems((team.item("A"), team.item("B")), ("C",)), "things.assets")
    team.click(Items((team.item("A"),)), "things.secret", by=JON)
    again = team.answer("things.secret")
    assert again is not None and again.revision == 2 and again.by_another


def test_there_is_nothing_to_verify_where_nothing_was_answered() -> None:
    team = Crew.at(STORY)
    team.skip()
    assert is_refused(team.verify("triage.work"), "verify.nothing")
    assert is_refused(team.verify("triage.shares"), "verify.nothing")


def test_an_answer_that_fell_away_is_not_verified() -> None:
    team = at_people()
    team.skip()
    team.click(NO, "triage.shares")
    team.confirm()
    assert is_refused(team.verify("triage.people"), "verify.nothing")


MARKED = flow_of(
    """\
  - section: things
    title: Things
    questions:
      - {ask: assets, kind: item, register: asset, many: true, adds: true, text: Which?, why: W., source: method}
      - {ask: secret, kind: item, register: asset, many: true, sets: secret, text: Which are secret?, why: W., source: method}
""",
    "marks",
)
PROVED = flow_of("""\
  - section: one
    title: One
    questions:
      - ask: signed
        kind: yes_no
        text: Was it signed?
        why: It matters.
        source: method
        evidence: true
        findings:
          - when: signed is yes and not (signed is verified)
            id: unseen
            severity: low
            say: Nobody has confirmed it.
            counsel: Confirm it.
            do: Read it
            owner: owner
            due: 7 days
            source: method
      - ask: where
        kind: text
        text: Where is the paper?
        why: It matters.
        source: method
        only_when: signed is yes and not (signed is evidenced)
      - {ask: last, kind: yes_no, text: Last, why: It matters., source: method}
""")


def test_a_question_that_a_paper_makes_needless_gives_way_to_the_next() -> None:
    team = Crew.at(PROVED)
    team.click(YES)
    assert team.now_open == "one.where"
    outcome = team.reply("", documents=(PAPER,))
    assert told(outcome) == ["paper.kept"] and asked(outcome) == ["one.last"]


def test_a_question_that_a_confirmation_makes_needless_gives_way_to_the_next() -> None:
    team = Crew.at(PROVED)
    team.click(YES, by=DEV)
    outcome = team.verify("one.signed", by=MARIA)
    assert told(outcome) == ["verify.done", "noted.withdrawn"] and asked(outcome) == ["one.last"]
    assert effects_of(outcome, Tell)


def test_a_doubtful_answer_is_kept_as_claimed_and_says_so() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    outcome = team.reply("I think so")
    answer = team.answer("triage.shares")
    assert answer is not None and answer.hedged and answer.state is AnswerState.VALUE
    assert told(outcome)[0] == "noted.hedged" and team.ref.trail[-1] == spot("triage.shares")


def test_what_was_confirmed_before_it_was_kept_by_whom_is_held_against_nobody() -> None:
    team = Crew.at(PROVED)
    team.click(YES, by=MARIA)
    team.verify("one.signed", by=MARIA)
    (session,) = team.sessions.values()
    old = {key: msgspec.structs.replace(one, by_another=None) for key, one in session.answers.items()}
    team.sessions[session.id] = msgspec.structs.replace(session, answers=old)
    before = team.answer("one.signed")
    assert before is not None and not before.by_oneself
    team.verify("one.signed", by=MARIA)
    again = team.answer("one.signed")
    assert again is not None and not again.by_oneself, "to press it once more takes nothing away"
