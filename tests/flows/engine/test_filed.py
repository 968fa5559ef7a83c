"""A file that is kept answers a question for one: which may be meant, how they are shown, and what is bound by a pick."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.screens import on_file, pending, question
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import plain
from flows.model.effects import Fingerprint, Outcome
from flows.model.events import Fingerprinted, Finished, Replied, Started
from flows.model.flow import Stage
from flows.model.ids import StageId
from flows.model.papers import Kept
from flows.model.screens import Buttons, Menu, PickMany, Screen
from flows.model.session import Reading, Session
from flows.model.values import Document, Documents
from tests.builders import MARIA, NAMES, PRIYA, YES, flow_of, library_of, spot
from tests.flows.engine.crew import Crew, words
from tests.flows.engine.test_agreements import signed

SECTIONS = """\
  - section: paper
    title: Paper
    questions:
      - {ask: first, kind: file, many: true, text: Which text?, why: W., source: method}
      - {ask: signed, kind: yes_no, evidence: true, text: Is it signed?, why: W., source: method}
      - {ask: read, kind: file, text: Which did you read?, why: W., source: method}
      - {ask: others, kind: file, many: true, text: Which others?, why: W., source: method}
"""
REVIEW = flow_of(SECTIONS, "review", stage="review", per="vendor", closes=True)
LIBRARY = library_of(REVIEW, stages=(Stage(StageId("review"), "Review", REVIEW.id),))
READ = spot("paper.read")
OLD, NEW = Document("F1", "nda.pdf", "ab" * 32), Document("F2", "nda.pdf", "cd" * 32)


def reviewing(*documents: Document) -> Crew:
    """A team at the question which file was read; these were given as the text, if any were."""
    team = Crew(LIBRARY)
    team.say(MARIA, Started(REVIEW.id, name="Kodex"))
    team.click(Documents(documents)) if documents else team.skip()
    team.click(YES)
    return team


def shown(team: Crew, at: str = "paper.read") -> Screen:
    return question.asked(team.scene(), spot(at))


def labels(screen: Screen) -> list[str]:
    rows = [part.buttons for part in screen.parts if isinstance(part, Buttons)]
    return [button.label for row in rows for button in row]


def reads(outcome: Outcome) -> list[tuple[str, ...]]:
    """The files that are to be read for their fingerprints."""
    return [effect.files for effect in outcome.effects if isinstance(effect, Fingerprint)]


def files_of_run(team: Crew, session: Session) -> tuple[Kept, ...]:
    return Scene(team, session.id, LIBRARY, team.now).files


def files(session: Session, at: str = "paper.read") -> tuple[Document, ...]:
    answer = session.answers.get(at)
    assert answer is not None and isinstance(answer.value, Documents)
    return answer.value.documents


def test_where_nothing_is_kept_the_question_is_as_it_was() -> None:
    screen = shown(reviewing())
    assert labels(screen) == ["Add a file", "Not sure"]
    assert "or drop the file in this thread" in words(screen)[-1]


def test_what_came_in_the_same_run_is_listed_with_its_day_and_its_print_and_has_a_press() -> None:
    screen = shown(reviewing(OLD))
    assert words(screen)[2:4] == [
        "These files are here already:",
        "1. nda.pdf, added 23 November 2026 (fingerprint abababab…)",
    ]
    assert labels(screen) == ["nda.pdf", "Add a file", "Not sure"]
    assert "reply with the name of one that is here" in words(screen)[-1]


def test_files_of_one_name_are_told_apart_by_print_or_day_on_their_presses_and_when_it_is_asked_which() -> None:
    team = reviewing(OLD, Document("F3", "nda.pdf"))
    assert labels(shown(team))[:2] == ["nda.pdf (abababab)", "nda.pdf (23 November 2026)"]
    team.reply("nda.pdf")
    assert isinstance(team.ref.pending, Reading)
    told = words(pending.confirming(team.scene(), READ))
    assert told[1] == "1. nda.pdf, added 23 November 2026 (fingerprint abababab…)"
    assert told[2] == "2. nda.pdf, added 23 November 2026 (no fingerprint yet)"
    team.reply("1")
    assert files(team.ref) == (OLD,)


def test_what_proves_an_answer_is_kept_too_and_is_told_with_when_it_was_there_at_the_latest() -> None:
    team = Crew(LIBRARY)
    team.say(MARIA, Started(REVIEW.id, name="Kodex"))
    team.skip()
    team.reply("yes", documents=(Document("F5", "signed.pdf", "ee" * 32),))
    assert "1. signed.pdf, here since 23 November 2026 at the latest (fingerprint eeeeeeee…)" in words(shown(team))


def test_of_many_the_newest_are_listed_and_all_stand_in_a_menu() -> None:
    many = tuple(Document(f"F{n}", f"paper {n}.pdf", f"{n:02}" * 32) for n in range(1, 13))
    screen = shown(reviewing(*many))
    assert "2 older files are here too." in words(screen)
    (menu,) = [part for part in screen.parts if isinstance(part, Menu)]
    assert (len(menu.entries), menu.entries[0].label, menu.entries[0].value) == (12, "paper 1.pdf", "F1")
    assert [line[:3] for line in words(screen) if "paper" in line][:1] == ["3. "]
    (several,) = [part for part in shown(reviewing(*many), "paper.others").parts if isinstance(part, PickMany)]
    assert len(several.entries) == 12, "several are ticked where a question takes several"


def test_a_value_that_may_be_meant_names_a_file_that_is_no_longer_kept_by_its_name_and_anything_else_as_it_is() -> None:
    scene = reviewing(OLD).scene()
    both = plain(on_file.value(scene, scene.question(READ), Documents((NEW, OLD))))
    assert both == "nda.pdf, nda.pdf, added 23 November 2026 (fingerprint abababab…)"
    assert plain(on_file.value(scene, scene.question(spot("paper.signed")), YES)) == "Yes"


def test_a_pick_binds_the_very_file_and_one_that_is_known_is_not_read_again() -> None:
    team = reviewing(OLD, NEW)
    picked = team.reply("cdcdcd")
    assert files(team.ref) == (NEW,) and not reads(picked)


def test_a_pick_of_a_file_that_nobody_could_read_has_it_read_once_more_and_is_then_known() -> None:
    team = reviewing(Document("F3", "nda.pdf"))
    assert reads(team.reply("the same")) == [("F3",)]
    team.say(MARIA, Fingerprinted(team.ref.id, {"F3": "ee" * 32}))
    assert files(team.ref) == (Document("F3", "nda.pdf", "ee" * 32),)


def test_what_came_in_an_earlier_run_about_the_same_row_is_offered_and_what_is_about_another_is_not() -> None:
    team = reviewing(OLD)
    team.reply("the same")
    team.skip()
    team.say(MARIA, Finished(team.ref.id))
    first = team.ref.item
    team.now += dt.timedelta(days=30)
    team.say(MARIA, Started(REVIEW.id, item=first))
    again = list(team.sessions.values())[-1]
    assert again.item == first and [one.document for one in files_of_run(team, again)] == [OLD]
    assert labels(question.asked(Scene(team, again.id, LIBRARY, team.now), spot("paper.first")))[-2:] == [
        "Add a file",
        "Not sure",
    ]
    team.say(MARIA, Replied(again.id, "the one from 23 November", "m9", (), NAMES))
    assert files(team.sessions[again.id], "paper.first") == (OLD,)
    team.say(MARIA, Started(REVIEW.id, name="Brightline"))
    assert files_of_run(team, list(team.sessions.values())[-1]) == ()


def test_a_run_about_no_row_has_its_own_files_alone() -> None:
    alone = flow_of(SECTIONS, "alone")
    team = Crew.at(alone)
    team.click(Documents((OLD,)))
    assert [one.document for one in team.scene().files] == [OLD]


@pytest.mark.parametrize(
    ("said", "bound"),
    [("signed.pdf", "signed.pdf (fingerprint abababab…)"), ("the first one", "draft.pdf (no fingerprint yet)")],
)
def test_in_the_shipped_review_counsel_names_the_text_or_the_signed_copy_and_it_is_no_other_text(
    said: str, bound: str
) -> None:
    team = signed(read_file=said, signed_off="")
    assert files(team.ref, "sign_off.read_file")[0].name == bound.partition(" ")[0]
    assert "another_text" not in {finding.rule for finding in team.ref.findings}
    known = files(team.ref, "sign_off.read_file")[0].sha256
    team.reply("yes", PRIYA)
    lines = team.shown("acme")
    assert (f"For this text alone: {bound}" in lines) is bool(known), (
        "a text that nobody has read yet is signed off by nobody"
    )
