"""A scorecard's file: every mistake is told at its line with its mend; a right one is read whole, and its cases prove it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.authoring.checks import check_files
from flows.authoring.scorecards import hashed
from flows.authoring.scorecases import play_scores
from flows.authoring.tree import read_tree
from flows.model.country import Exposure
from flows.model.people import Profile
from flows.model.scorecard import Scorecard
from tests.flows.authoring.cards import CARD, CARD_FILE, CASES, CASES_FILE, files
from tests.flows.authoring.sample import TODAY, line_of, spoiled


def problems(card: str = CARD, cases: str = CASES) -> list[str]:
    """What is wrong with the card, and with its cases where it is right."""
    tree = read_tree(files(card, cases), "c/")
    (file,) = tree.scores or (None,)
    found = [*tree.problems]
    if file is not None and file.card is not None and file.case_sheet is not None:
        found += play_scores(
            file.card, tree.library().flows[file.card.flow], file.cases, file.case_sheet, tree.library()
        )
    return [str(one) for one in found]


def checked(today: dt.date, files: dict[str, bytes]) -> list[str]:
    """What `ringfence check` tells of the scorecard."""
    return [str(one) for one in check_files(files, today, "c/").problems if "scorecards/" in one.file]


def card_of() -> Scorecard:
    return read_tree(files(), "c/").library().scorecards["guard"]


def test_a_right_card_is_read_whole_and_its_cases_prove_it() -> None:
    assert problems() == []
    card = card_of()
    assert (card.flow, card.register, card.version, card.settled) == ("checks", "vendor", 2, "site.bad")
    assert card.weights(Profile.MANUFACTURING) == {"locks": 30, "walls": 70}
    assert [points.give for points in card.criteria[0].reads[0].points] == [4, None, 2]
    assert (card.criteria[0].expires, card.criteria[0].dated, card.caps[0].at) == (6, "site.seen_on", Exposure.E1)
    assert len(card.hash) == len(hashed(card).hash) == 64 and hashed(card).hash == card.hash
    assert hashed(msgspec.structs.replace(card, version=3)).hash != card.hash


@pytest.mark.parametrize(
    ("old", "new", "why", "mend"),
    [
        ("flow: checks", "flow: chekcs", "There is no flow `chekcs`", "Did you mean `checks`?"),
        ("flow: checks", "flow: sample", "The flow `sample` does not run once for each row", "Say in it `per:`"),
        ("source: method", "source: methid", "There is no source `methid`", "Did you mean `method`?"),
        ("settled: site.bad", "settled: site.bat", "`checks` asks no question `site.bat` once", "Did you mean"),
        ("dated: site.seen_on", "dated: site.sen_on", "`checks` asks no question `site.sen_on` once", "Did you mean"),
        ("dated: site.seen_on", "until: site.seen_in", "`checks` asks no question `site.seen_in` once", "Did you mean"),
        ("expires: 6", "until: site.seen_on", "A paper has either a day or a last day here", "Take `dated` or `until`"),
        ("question: site.locks", "question: site.lock", "`checks` asks no question `site.lock` once", "Did you mean"),
        ("door and safe", "door and save", "There is no `save`", "Did you mean `safe`?"),
        ("- {gives: 2}", "- {when: safe, gives: 2}", "The last of the points, and only that", "End with what all"),
        (
            "- {when: none, gives: unknown}",
            "- {gives: 0}",
            "The last of the points, and only that",
            "End with what all",
        ),
        ("    when: site.locks in [safe]\n", "", "The last tier, and only that", "End with the tier"),
        ("weight: 60", "weight: 61", "The weights come to 101", "Let them come to 100"),
        ("locks: 30, walls: 70", "locks: 30", "The weights come to 70", "Let them come to 100"),
        ("locks: 30, walls: 70", "locks: 60, wals: 40", "There is no row `wals`", "Did you mean `walls`?"),
        ("criterion: walls", "criterion: locks", "The criterion `locks` stands twice", "Rename one"),
        ("when: site.bad is yes", "when: site.bad is maybe", "`site.bad` is never `maybe`", ""),
        ("at: E1", "at: E9", "This is no exposure class", "Write one of `E0`"),
    ],
)
def test_a_mistake_is_told_at_its_line_with_its_mend(old: str, new: str, why: str, mend: str) -> None:
    told = problems(spoiled(CARD, old, new))
    assert any(why in one and mend in one and one.startswith(f"c/{CARD_FILE}:") for one in told), told
    if "\n" not in old and old not in ("weight: 60", "locks: 30, walls: 70", "criterion: walls"):
        line = line_of(CARD, old)
        assert any(one.startswith((f"c/{CARD_FILE}:{line}:", f"c/{CARD_FILE}:{line + 1}:")) for one in told), told


def test_a_card_that_nobody_read_for_a_year_is_read_again() -> None:
    assert any("This was last read on 2026-11-20" in one for one in checked(dt.date(2027, 11, 22), files()))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("tier: 2, verdict", "tier: 1, verdict", "tier: 2"),
        ("verdict: short", "verdict: pass", "verdict: short"),
        ("rows: {locks: 4}", "rows: {lock: 4}", "lock: no such row"),
        ("path: [locks, walls]", "path: [walls]", "path: locks, walls"),
        ("path: []", "path: [locks]", "path: none"),
        ("stops: [bad]}", "path: [locks]}", "path: none"),
        ("- case: bad", "- case: nothing", "Another case has this name"),
        ("continues: only said", "continues: only sad", "There is no case `only sad` before this one"),
        ("papers: [site.locks]", "papers: [site.walls]", "`site.walls` has no answer here"),
        ("locks: 100, walls: 0", "locks: 90, walls: 0", "These weights do not come to 100"),
        ("site.bad: no", "site.worse: no", "There is no question `site.worse`"),
        ("stops: [bad]}", "stops: [bad]}\n- case: again\n  given: {per: Acme}\n  expect: {tier: 3}", "tier: 1"),
    ],
)
def test_a_case_that_does_not_come_out_is_told(old: str, new: str, why: str) -> None:
    told = problems(cases=spoiled(CASES, old, new))
    assert any(why in one and one.startswith(f"c/{CASES_FILE}:") for one in told), told


def test_what_no_case_comes_to_is_told() -> None:
    told = problems(cases=CASES.partition("- case: bad")[0])
    unseen = [one.partition("No case comes to ")[2].partition(".")[0] for one in told]
    assert unseen == ["`tier 1`", "`stopped`", "`open`", "`bad`", "`open`"]


def test_a_card_without_cases_says_so() -> None:
    bare = {path: raw for path, raw in files().items() if path != CASES_FILE}
    assert checked(TODAY, bare) == [f"c/{CASES_FILE}:1: This file is missing. Add it."]
