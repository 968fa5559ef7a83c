"""Vendors side by side in plain words."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.screens import vendors
from flows.engine.screens.vendors import packed, unpacked
from flows.engine.screens.wording import plain
from flows.engine.standings import standings
from flows.engine.weights import WEIGHTS, settled
from flows.model.session import Standing
from flows.model.values import Choices, YesNo
from tests.flows.engine.crew import words
from tests.flows.engine.test_scoring import LOCKS, SEEN_ON, TEXTS, Guard


def plainly(team: Guard) -> list[str]:
    """The vendors as they are shown first: in plain words."""
    chosen = settled(team.card, team.items(WEIGHTS))
    assert chosen is not None
    return words(vendors.side_by_side(TEXTS, team.card, chosen, standings(team, team.library, team.card, team.now), 0))


def test_in_plain_words_a_vendor_has_its_verdict_what_is_good_short_and_unknown_and_one_next_step() -> None:
    team = Guard.of("Acme")
    team.settle()
    assert plainly(team)[2:] == [
        "Acme: too little is known",
        "0 of 100 points known, 100 open: too little for a score.",
        "What would stop the work is still to be gone through.",
        "Not known: Locks; Walls.",
        "Go through what would stop it first.",
        *plainly(team)[7:],
    ]
    team.answers()
    assert "Next: Get the paper: Locks. Then one more step." in plainly(team)
    team.back(Standing.VERIFIED, SEEN_ON)
    lines = plainly(team)
    assert "Good enough: Walls." in lines and "Not enough yet (only said so far, with no paper): Locks." in lines
    assert "Next: Get the paper: Locks." in lines and not any("weigh" in line for line in lines[2:7])
    team.answers(locks=Choices(()))
    assert any(line.startswith("Next: Find out, with the paper: Locks") for line in plainly(team))
    team.answers()
    team.back(Standing.VERIFIED, LOCKS, SEEN_ON)
    assert "Next: nothing more for the score. What is open or ends soon is still to be seen to." in plainly(team)


def test_in_plain_words_a_stop_comes_with_what_clears_it_and_what_is_open_and_ends_soon_is_beside_a_pass() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers(locks=Choices(()), bad=YesNo(True))
    lines = plainly(team)
    assert "Stops the work: It is to be cleared." in lines and "Limits what it may see: Little at most." in lines
    assert "Next: Clear it." in lines
    (one,) = standings(team, team.library, team.card, team.now)
    chosen = settled(team.card, team.items(WEIGHTS))
    assert chosen is not None and one.score is not None
    more = msgspec.structs.replace(one, findings=3, soon=(("Ends soon: The insurance.",),))
    lines = words(vendors.side_by_side(TEXTS, team.card, chosen, [more], 0))
    assert "3 findings are open in its checks." in lines and "Ends soon: The insurance." in lines
    team.answers()
    (one,) = standings(team, team.library, team.card, team.now)
    assert one.score is not None
    unasked = msgspec.structs.replace(one.score.rows[1], points=None, asked=False)
    stuck = msgspec.structs.replace(one.score, rows=(one.score.rows[0], unasked))
    shown = [msgspec.structs.replace(one, score=stuck), msgspec.structs.replace(one, score=None)]
    lines = words(vendors.side_by_side(TEXTS, team.card, chosen, shown, 0))
    assert "At this depth no row that can be mended is enough." in lines and "Acme: no checks yet." in lines
    assert not any(
        "How it is counted" in line for line in words(vendors.side_by_side(TEXTS, team.card, chosen, shown[1:], 0))
    )
    assert unpacked(packed("guard", [one.item])) == ("guard", (one.item,))


def test_in_plain_words_it_is_said_which_paper_is_soon_too_old_and_how_it_is_renewed() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers(seen=dt.date(2026, 6, 10))
    team.back(Standing.VERIFIED, LOCKS, SEEN_ON)
    dated = "Counts in full until 10 December 2026: Locks. A newer paper renews it: enter its day under Change an answer, with the file."
    assert dated in plainly(team)
    team.answers(seen=dt.date(2026, 9, 10))
    team.back(Standing.VERIFIED, LOCKS, SEEN_ON)
    assert not any("Counts in full" in line for line in plainly(team))
    locks, walls = team.card.criteria
    bare = msgspec.structs.replace(team.card, criteria=(msgspec.structs.replace(locks, dated=None, expires=1), walls))
    (one,) = standings(team, team.library, bare, team.now)
    (line,) = (plain(line) for line in one.soon)
    assert line.startswith("Counts in full until 23 December 2026: Locks. A newer paper renews it: choose the answer")


def test_a_row_on_two_papers_says_which_is_old_since_when_and_which_is_missing() -> None:
    team = Guard.of("Acme")
    team.settle()
    locks, walls = team.card.criteria
    photo = msgspec.structs.replace(locks.reads[0], paper="photo of the locks")
    both = msgspec.structs.replace(locks, reads=(photo, *walls.reads), paper="report")

    def stands(**differs: object) -> list[str]:
        criterion = msgspec.structs.replace(both, **differs)
        card = msgspec.structs.replace(team.card, criteria=(criterion, walls))
        chosen = settled(card, team.items(WEIGHTS))
        assert chosen is not None
        found = standings(team, team.library, card, team.now)
        return [line for line in words(vendors.side_by_side(TEXTS, card, chosen, found, 0)) if line.startswith("Next")]

    team.answers(seen=dt.date(2026, 2, 3))
    team.back(Standing.EVIDENCED, LOCKS, SEEN_ON)
    old = "of 3 February 2026 (ended on 3 August 2026)"
    assert stands() == [f"Next: Renew the photo of the locks {old} and the report {old}: Locks."]
    assert stands(paper="") == [f"Next: Renew the photo of the locks {old} and the paper {old}: Locks."]
    assert stands(paper="photo of the locks") == [f"Next: Renew the photo of the locks {old}: Locks."], "one paper"
    ended = "(ended on 3 February 2026)"
    assert stands(dated=None, until=SEEN_ON.question) == [
        f"Next: Renew the photo of the locks {ended} and the report {ended}: Locks."
    ]
    team.back(Standing.CLAIMED, SEEN_ON)
    assert stands() == [f"Next: Renew the photo of the locks {old} and get the report: Locks. Then one more step."]
    given = msgspec.structs.replace(team.ref.answers[LOCKS.key], at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    team.sessions[team.ref.id] = msgspec.structs.replace(team.ref, answers={**team.ref.answers, LOCKS.key: given})
    assert stands(dated=None)[0].startswith(
        "Next: Renew the photo of the locks given on 5 January 2026 (ended on 5 July 2026) and get the report: Locks."
    )
