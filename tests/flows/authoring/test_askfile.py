"""What helps to answer questions: words that mean the same, key words, and answers with their source; what is wrong is told at its line."""

from __future__ import annotations

import pytest

from flows.authoring.library import content_files, shipped
from flows.authoring.tree import Tree, read_tree
from flows.engine.passages import passages
from flows.model.passage import Beyond, Lane
from tests.flows.authoring.several import files

LISTED = """\
same:
  - [nda, confidentiality agreement]
  - [vendor, supplier]
beyond:
  - {words: [cost, how much is], say: We hold no prices.}
found_by:
  strategy/triage.nda: [paper of secrecy]
  checks: [vetting]
sources:
  ours: {title: Positions, publisher: Ringfence, as_of: 2026-11-26, kind: own}
answers:
  - {answer: contents, title: What an NDA says, says: The one purpose., source: ours, found_by: [clauses of an nda]}
  - {answer: theirs, title: Their paper, says: Read it., source: ours, found_by: [their template], lane: position}
"""


def read_listed(text: str) -> Tree:
    return read_tree({**files(), "asking.yaml": text.encode()}, "content/")


def test_what_is_listed_reaches_the_passages() -> None:
    tree = read_listed(LISTED)
    assert tree.problems == ()
    library = tree.library()
    assert library.guide.same == (("nda", "confidentiality agreement"), ("vendor", "supplier"))
    assert library.guide.beyond == (Beyond(("cost", "how much is"), "We hold no prices."),)
    found = {one.id: one for one in passages(library)}
    contents, theirs = found["answer/contents"], found["answer/theirs"]
    assert (contents.lane, theirs.lane) == (Lane.PUBLIC, Lane.POSITION)
    assert (contents.text, contents.cited, contents.as_of) == ("The one purpose.", "Positions", "2026-11-26")
    assert contents.own and not contents.second
    assert contents.keys == "clauses of an nda" and found["strategy/triage.nda"].keys == "paper of secrecy"
    assert {one.keys for one in found.values() if one.id.startswith("checks/")} == {"vetting"}, "all that begin so"


def test_a_library_without_such_a_file_has_passages_without_keys() -> None:
    assert all(not one.keys for one in passages(read_tree(files(), "content/").library()))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[vendor, supplier]", "[vendor, NDA]", ":3: `NDA` stands here already. Leave one, in the set that it belongs to."),
        ("how much is", "confidentiality  agreement", ":5: `confidentiality  agreement` stands here already."),
        ("[vendor, supplier]", "[vendor]", ":3:"),
        ("how much is", "how much would all of that be", ":5: `how much would all of that be` has more than 5 words"),
        ("strategy/triage.nda", "strategy/triage.nds", ":7: There is no passage `strategy/triage.nds`. Did you mean `strategy/triage.nda`?"),
        ("answer: theirs", "answer: contents", ":13: The answer `contents` stands twice. Rename one."),
        ("source: ours, found_by: [their", "source: hours, found_by: [their", ":13: There is no source `hours`. Did you mean `ours`?"),
        ("  ours:", "  other: {title: A, publisher: B, as_of: 2026-11-26}\n  ours:", ":10: No answer rests on the source `other`."),
        ("What an NDA says", "W" * 151, ":12: This is 151 characters long, and Slack shows 150 here. Say it more shortly."),
        ("The one purpose.", "W" * 2901, ":12: This is 2901 characters long, and Slack shows 2900 here."),
        ("strategy/triage.nda", "stratgy/triage.nda", ":7: There is no passage `stratgy/triage.nda`."),
        ("lane: position", "lane: counsel", ":13:"),
        ("as_of: 2026-11-26", "as_of: lately", ":10:"),
        (", kind: own", "", ":10: It is not said how near `ours` is to what it tells of. Add `kind: primary` (read itself)"),
        ("kind: own", "kind: heard", ":10:"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line_with_its_mend(old: str, new: str, told: str) -> None:
    assert old in LISTED
    problems = [str(problem) for problem in read_listed(LISTED.replace(old, new)).problems]
    assert any(problem.startswith(f"content/asking.yaml{told}") for problem in problems), problems


def test_passages_are_looked_for_only_once_all_else_is_right() -> None:
    broken = LISTED.replace("strategy/triage.nda", "nowhere").replace("[vendor, supplier]", "[vendor, nda]")
    (only,) = read_listed(broken).problems
    assert "stands here already" in str(only)


def test_a_flow_that_is_left_out_as_a_whole_leaves_its_words_behind_without_harm() -> None:
    tree = read_listed(LISTED.replace("strategy/triage.nda", "interview/triage.nda"))
    assert tree.problems == ()


def test_a_place_lies_in_a_country_of_which_something_is_held_where_any_is() -> None:
    placed = LISTED.replace("found_by:\n", "places: {California: US, Bavaria: XX}\nfound_by:\n", 1)
    assert read_listed(placed).problems == (), "no country at all is held here"
    shipped_files = {
        **content_files(shipped()),
        "asking.yaml": placed.replace("strategy/triage.nda", "word/nda").encode(),
    }
    (only,) = read_tree(shipped_files, "content/").problems
    assert str(only).startswith("content/asking.yaml:6: Nothing is held of a country `XX`.")
