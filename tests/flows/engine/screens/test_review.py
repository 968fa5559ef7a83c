"""The review, the looks and the summary: composed from the flow and the answers alone, with the arithmetic shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from flows.engine.screens import looks, review
from flows.model.people import Role
from flows.model.screens import Menu
from flows.model.values import Choice, Day, Items, NewItems, Number, Text
from tests.builders import JON, NO, PRIYA, YES, flow_of, spot
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, does, in_review, words
from tests.flows.engine.small import STORY

ONE = flow_of(
    "  - section: a\n    title: A\n    questions:\n      - {ask: b, kind: yes_no, text: B, why: W., source: method}\n"
)


def shown(team: Crew) -> list[str]:
    return words(review.review(team.scene()))


# ── review ───────────────────────────────────────────────────────────────────


def test_a_review_lists_every_question_that_applies_with_its_answer_and_by_whom() -> None:
    lines = shown(at_people())
    assert "What leaves the house" in lines
    assert "What kind of work leaves atlas?: Software · Maria Kowalska" in lines
    assert "How many people will see it?: not answered yet" in lines
    assert "Who created" not in " ".join(lines)


def test_every_answer_can_be_changed_from_the_review() -> None:
    (menu,) = [part for part in review.review(at_people().scene()).parts if isinstance(part, Menu)]
    assert menu.ref.do == "change"
    assert [entry.value for entry in menu.entries] == ["triage.work", "triage.shares"]


def test_before_the_first_answer_there_is_nothing_to_change() -> None:
    assert not [part for part in review.review(Crew.at(STORY).scene()).parts if isinstance(part, Menu)]


def test_while_a_question_is_open_the_review_leads_back_to_it() -> None:
    screen = review.review(at_people().scene())
    assert does(screen) == ["resume"] and "A question is still open." in words(screen)


def test_when_nothing_is_open_the_review_can_be_finished_or_deepened() -> None:
    team = in_review()
    assert does(review.review(team.scene())) == ["finish", "deeper"]
    team.deepen()
    team.skip()
    assert does(review.review(team.scene())) == ["finish"]


def test_what_a_colleague_has_is_named_and_keeps_the_review_from_its_end() -> None:
    team = in_review()
    team.deepen()
    team.hand(JON)
    screen = review.review(team.scene())
    assert does(screen) == []
    assert "What else is there?: with Jon Smith, due 30 November 2026" in words(screen)
    assert words(screen)[-2].startswith("One question is with a colleague.")
    assert words(screen)[-1] == "• Jon Smith, due 30 November 2026: What else is there?"
    assert "later.notes" in [entry.value for part in screen.parts if isinstance(part, Menu) for entry in part.entries]


def test_what_came_of_the_last_answer_stands_above_the_review_with_an_undo() -> None:
    team = in_review()
    team.deepen()
    outcome = team.reply("Old tooling.")
    screen = review.review(team.scene(), outcome.effects[-2].notes)  # type: ignore[union-attr]
    assert words(screen)[:2] == ["Noted: Old tooling.", "[Undo]"]


EACH = flow_of("""\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
  - section: care
    title: Care
    each: asset
    questions:
      - {ask: marked, kind: yes_no, text: Is it marked, why: W., source: method}
      - {ask: kept, kind: text, text: "Where is {asset} kept", why: W., source: method}
""")


def test_a_question_of_a_round_is_listed_under_its_item_unless_it_names_it() -> None:
    team = Crew.at(EACH)
    team.click(NewItems((), ("Engine",)))
    team.click(YES)
    assert "Engine: Is it marked: Yes · Maria Kowalska" in shown(team)
    assert "Where is Engine kept: not answered yet" in shown(team)
    team.click(Text("The vault"))
    (menu,) = [part for part in review.review(team.scene()).parts if isinstance(part, Menu)]
    assert [entry.label for entry in menu.entries] == ["Which", "Engine: Is it marked", "Where is Engine kept"]


def test_a_day_in_the_review_is_left_to_whoever_renders_it() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("contractor"))
    team.click(Day(dt.date(2026, 11, 2)))
    assert "When was the paper for Engine signed?: 2 November 2026 · Maria Kowalska" in shown(team)


# ── looks ────────────────────────────────────────────────────────────────────


def test_a_look_sorts_each_item_into_the_first_heap_that_holds() -> None:
    team = at_assets()
    team.click(Items((team.item("Engine"),)))
    screen = looks.look(team.scene(), "first_look")
    assert words(screen) == [
        "A first look",
        "Hold back",
        "• Engine – Engine hurts most if copied.",
        "Fine to send",
        "• App – Nothing speaks against it.",
        team.library.texts["look.foot"],
    ]
    assert screen.text == "A first look"


def test_an_empty_heap_is_left_out_and_what_is_unknown_holds_nothing_back() -> None:
    team = at_assets("Engine")
    lines = words(looks.look(team.scene(), "first_look"))
    assert "Hold back" not in lines and "Fine to send" in lines


WITH_INTRO = flow_of("""\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
      - {ask: open, kind: item, register: asset, many: true, sets: open, text: Open ones, why: W., source: method}
looks:
  - look: only_open
    title: The open ones
    intro: So far.
    each: asset
    after: naming
    lists:
      - {list: open, title: Open, when: asset.open, because: It is open.}
""")


def test_an_item_that_fits_no_heap_stands_in_none() -> None:
    team = Crew.at(WITH_INTRO)
    team.click(NewItems((), ("Engine", "App")))
    team.click(Items((team.item("App"),)))
    assert words(looks.look(team.scene(), "only_open"))[:4] == [
        "The open ones",
        "So far.",
        "Open",
        "• App – It is open.",
    ]


# ── summary ──────────────────────────────────────────────────────────────────


def summary(team: Crew) -> list[str]:
    return words(review.summary(team.scene()))


def test_the_summary_shows_readiness_with_its_arithmetic_and_its_unknowns() -> None:
    team = at_people()
    team.skip()
    lines = summary(team)
    assert lines[0] == "Summary: A sample" and not any("75 %" in line for line in lines)
    unknown = lines[lines.index("Too little is known for a readiness.") + 1]
    assert unknown.startswith("Not known yet: 4 of 6 points (coverage 33 %)")
    team.click(YES)
    team.click(YES)


def test_with_everything_known_there_is_nothing_unknown_to_tell() -> None:
    team = Crew.at(ONE)
    team.click(YES)
    lines = summary(team)
    assert "Readiness 100 %" in lines and not [line for line in lines if "not known yet" in line]


def test_with_nothing_known_there_is_no_readiness_to_tell() -> None:
    team = Crew.at(STORY)
    assert summary(team)[2] == "Nothing is known yet, so there is no readiness to tell."
    assert review.summary(team.scene()).text.endswith("there is no readiness to tell.")


def test_plain_context_weighs_nothing() -> None:
    flow = flow_of(
        "  - section: a\n    title: A\n    questions:\n"
        "      - {ask: b, kind: yes_no, text: B, why: W., source: method, weight: 0}\n"
    )
    team = Crew.at(flow)
    team.click(YES)
    assert "Nothing is known yet, so there is no readiness to tell." in summary(team)


def test_findings_stand_worst_first_in_neutral_words() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("university"))
    lines = summary(team)
    at = lines.index("Findings (2)")
    assert lines[at + 1 : at + 5] == [
        "• Critical: Papers for Engine are missing.",
        "→ Get a transfer from each author – Maria Kowalska, as nobody is counsel yet, due 7 December 2026",
        "• Medium: Something will be shared.",
        "→ List what is shared – Maria Kowalska, due 30 November 2026",
    ]
    assert "usually keeps the rights" not in " ".join(lines)


def test_what_else_is_to_be_done_stands_soonest_first_with_who_and_when() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.not_sure(by=JON)
    lines = summary(team)
    at = lines.index("Also to be done (2)")
    assert lines[at + 1 : at + 3] == [
        "• Answer: How many people will see it? – Maria Kowalska, due 30 November 2026",
        "• Look who worked on Engine in its first year – Maria Kowalska, as nobody is counsel yet, due 7 December 2026",
    ]


def test_where_nothing_is_open_the_summary_says_so() -> None:
    team = Crew.at(ONE)
    team.click(YES)
    lines = summary(team)
    assert lines[2] == "Nothing is open." and "No open findings." not in lines, "once is enough"


def test_where_nothing_was_found_but_something_is_not_known_no_more_is_said_than_that() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    lines = summary(team)
    assert lines[2] == "No finding is open."


def test_without_counsel_the_summary_says_that_no_lawyer_has_seen_it() -> None:
    team = in_review()
    assert "Not reviewed by a lawyer." in summary(team)
    team.give(Role.COUNSEL, PRIYA)
    assert "Not reviewed by a lawyer." not in summary(team)
    assert any(line.startswith("Guidance, not legal advice.") for line in summary(team))


def test_the_summary_holds_the_looks_and_leads_deeper() -> None:
    team = at_assets()
    team.click(Items((team.item("Engine"),)))
    assert "• Hold back: Engine" in summary(team)
    assert does(review.summary(team.scene())) == ["deeper", "review"]
    team.deepen()
    assert does(review.summary(team.scene())) == ["review"]


def many(count: int) -> Crew:
    """A team with that many findings, each with its action."""
    rules = "".join(
        f"          - {{when: yes, id: r{n}, severity: low, say: Point {n}., counsel: C., do: Do {n},"
        " owner: asker, due: 7 days, source: method}\n"
        for n in range(count)
    )
    team = Crew.at(
        flow_of(
            "  - section: a\n    title: A\n    questions:\n      - ask: b\n        kind: yes_no\n        text: B\n"
            "        why: W.\n        source: method\n        findings:\n" + rules
        )
    )
    team.click(YES)
    return team


def test_a_summary_that_would_grow_too_long_is_cut_and_counts_the_rest() -> None:
    team = many(8)
    lines = summary(team)
    assert lines.count("… and 2 more") == 1 and "• Low: Point 5." in lines and "• Low: Point 6." not in lines
    assert does(review.summary(team.scene()))[0] == "findings", "and all of them are a press away"
    assert "… and" not in " ".join(summary(many(6))) and "findings" not in does(review.summary(many(6).scene()))


def test_what_needs_care_stands_before_what_is_fine_and_that_is_folded_into_a_line() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("employee"))
    lines = summary(team)
    fine = next(line for line in lines if line.startswith("Nothing is open in: "))
    assert fine == "Nothing is open in: The things themselves, Who made it."
    assert lines.index("Findings (1)") < lines.index("Also to be done (1)") < lines.index(fine)


# ── the ledger ───────────────────────────────────────────────────────────────

SHOWN = flow_of("""\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
  - section: showing
    title: What was shown
    each: asset
    records: disclosure
    questions:
      - {ask: shown_to, kind: text, text: To whom, why: W., source: method}
      - {ask: what, kind: text, text: What of it, why: W., source: method}
      - {ask: shown_on, kind: date, text: When, why: W., source: method}
      - {ask: under_nda, kind: yes_no, text: Under an NDA, why: W., source: method}
      - {ask: copies, kind: number, text: How many copies, why: W., source: method}
""")


def test_the_first_rows_of_the_ledger_say_what_went_to_whom_when_and_under_what() -> None:
    team = Crew.at(SHOWN)
    team.click(NewItems((), ("Engine", "App")))
    assert "Disclosure ledger, first rows" not in summary(team)
    for given in (Text("Acme"), Text("A demo"), Day(dt.date(2026, 11, 2)), YES, Number(Decimal(2))):
        team.click(given)
    team.click(Text("Bolt, and a friend"))
    for _ in range(2):
        team.skip()
    team.click(NO)
    lines = summary(team)
    at = lines.index("Disclosure ledger, first rows")
    assert lines[at + 1] == "• Engine · Acme · 2 November 2026 · under an NDA"
    assert lines[at + 2] == "• App · Bolt, and a friend · without an NDA"


def test_a_row_of_the_ledger_without_a_word_on_an_nda_says_that_it_is_not_known() -> None:
    team = Crew.at(SHOWN)
    team.click(NewItems((), ("Engine",)))
    team.click(Text("Acme"))
    for _ in range(4):
        team.skip()
    assert "• Engine · Acme · NDA not known" in summary(team)


def test_the_readiness_of_an_answer_falls_with_its_worst_finding() -> None:
    team = at_people()
    found = review.session_readiness(team.scene())
    assert (found.points, found.known) == (Decimal("1.5"), 2)
    assert spot("triage.shares") in [finding.spot for finding in team.ref.findings]


# ── how it stands ────────────────────────────────────────────────────────────


def judged(*severities: str) -> Crew:
    """A team whose answers raised findings of these severities."""
    rules = "".join(
        f"""
      - ask: q{number}
        kind: yes_no
        text: Is it so?
        why: W.
        source: method
        findings:
          - {{when: yes, id: f{number}, severity: {severity}, say: Point., counsel: C., do: D, owner: owner, due: 7 days, source: method}}"""
        for number, severity in enumerate(severities)
    )
    head = "  - section: points\n    title: Points\n    questions:"
    last = "\n      - {ask: last, kind: yes_no, text: And, why: W., source: method}\n"
    team = Crew.at(flow_of(head + rules + last))
    for _ in severities:
        team.click(YES)
    return team


@pytest.mark.parametrize(
    ("severities", "first"),
    [
        (("critical", "high", "low"), "2 points need care before anything but public material goes out."),
        (("high",), "One point needs care before anything but public material goes out."),
        (("low", "medium"), "2 smaller points are open."),
    ],
)
def test_the_summary_says_first_how_it_stands(severities: tuple[str, ...], first: str) -> None:
    team = judged(*severities)
    lines = summary(team)
    assert lines[2:4] == [first, f"Not known yet: 1 of {len(severities) + 1} points."]
    team.click(NO)
    assert summary(team)[2] == first and review.summary(team.scene()).text.endswith(first)


def test_where_nothing_was_found_it_says_so_and_a_finished_review_offers_no_end() -> None:
    team = judged()
    team.click(NO)
    assert summary(team)[2] == "Nothing is open."
    team.finish()
    assert words(review.review(team.scene()))[-1] == "This is finished. You can still change any answer."
