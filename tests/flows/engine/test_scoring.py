"""A scorecard in a programme: weights settled before the first score, a score that conditions read, the cheapest path, the questions to send."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.authoring.catalog import Catalog
from flows.authoring.names import library_names
from flows.authoring.possibilities import Possibilities
from flows.authoring.resolver import Scope, read_condition
from flows.authoring.spelling import spelled
from flows.authoring.tree import read_tree
from flows.authoring.worlds import World
from flows.engine.facts import SessionFacts
from flows.engine.paths import Deed, cheapest
from flows.engine.screens.review import summary
from flows.engine.screens.scores import MOST_COMPARED, before, compared, weights_form
from flows.engine.standings import standings
from flows.engine.weights import WEIGHTS, card_for, settled
from flows.engine.whole import WholeFacts
from flows.model.effects import Outcome
from flows.model.events import Answered, Started, Verified, WeightsSettled
from flows.model.flow import Library, Severity
from flows.model.ids import FlowId, ItemId, QuestionId, RegisterId
from flows.model.scorecard import Scorecard, ScoreVerdict
from flows.model.session import Spot, Standing
from flows.model.values import Choices, Day, Number, Value, YesNo
from flows.rules.conditions import judge
from flows.rules.gates import ProgrammeFacts
from flows.rules.inputs import reads_scores
from flows.rules.scorecard import Score
from tests.builders import JON, MARIA, NO, YES, is_refused, shipped, told
from tests.flows.authoring.cards import files
from tests.flows.engine.crew import Crew, buttons, words

VENDOR = RegisterId("vendor")
LOCKS, SEEN_ON, BAD = (Spot(QuestionId(f"site.{name}")) for name in ("locks", "seen_on", "bad"))
TEXTS = shipped().texts
BOTH = Choices(("door", "safe"))


class Guard(Crew):
    """A team that checks vendors by the small scorecard."""

    @classmethod
    def of(cls, *names: str) -> Guard:
        tree = read_tree(files())
        assert not tree.problems, tree.problems
        stages = tuple(msgspec.structs.replace(stage, opens_when=None) for stage in tree.stages)
        team = cls(Library(tree.library().flows, stages, TEXTS, {}, scorecards=tree.library().scorecards))
        for name in names:
            team.say(MARIA, Started(FlowId("checks"), "atlas", name=name))
        return team

    @property
    def card(self) -> Scorecard:
        return self.library.scorecards["guard"]

    def settle(self, **weights: int) -> Outcome:
        return self.say(JON, WeightsSettled("guard", weights))

    def answers(self, locks: Value = BOTH, bad: Value = NO, seen: dt.date = dt.date(2026, 11, 2)) -> None:
        for spot, value in ((LOCKS, locks), (SEEN_ON, Day(seen)), (BAD, bad)):
            self.say(MARIA, Answered(self.ref.id, spot, self.ref.revision(spot), value))

    def back(self, standing: Standing, *spots: Spot) -> None:
        """Let answers of the run in hand be backed as well as that."""
        session = self.ref
        better = {s.key: msgspec.structs.replace(session.answers[s.key], standing=standing) for s in spots}
        self.sessions[session.id] = msgspec.structs.replace(session, answers={**session.answers, **better})

    def score(self, name: str) -> Score:
        found = next(one.score for one in standings(self, self.library, self.card, self.now) if one.name == name)
        assert found is not None
        return found

    def verdict(self, name: str) -> ScoreVerdict | None:
        return self.whole.scored("guard", self.item(name))

    @property
    def whole(self) -> WholeFacts:
        assert self.programme is not None
        return WholeFacts(self, self.library, self.programme, self.now.date())


# ── weights ──────────────────────────────────────────────────────────────────


def test_until_weights_are_settled_there_is_no_score_to_read() -> None:
    team = Guard.of("Acme")
    team.answers()
    assert team.verdict("Acme") is ScoreVerdict.OPEN
    team.settle()
    assert team.verdict("Acme") is ScoreVerdict.SHORT


def test_what_stops_a_vendor_is_seen_before_weights_are_settled_too() -> None:
    team = Guard.of("Acme")
    team.answers(bad=YesNo(True))
    assert team.verdict("Acme") is ScoreVerdict.STOPPED
    team.settle()
    assert team.verdict("Acme") is ScoreVerdict.STOPPED


def test_a_score_is_seen_as_it_will_be_once_its_papers_are_old() -> None:
    team = Guard.of("Acme")
    team.answers()
    team.back(Standing.VERIFIED, LOCKS, SEEN_ON, BAD)
    team.settle()
    today, aged = team.verdict("Acme"), team.whole.later(700).scored("guard", team.item("Acme"))
    assert today is not aged


def test_weights_are_settled_once_with_who_when_and_by_which_content() -> None:
    team = Guard.of("Acme")
    assert told(team.settle(locks=100, walls=0)) == ["score.weights.kept"]
    chosen = settled(team.card, team.items(WEIGHTS))
    assert chosen is not None
    assert (chosen.weights, chosen.by, chosen.at) == ({"locks": 100, "walls": 0}, JON, team.now)
    assert (chosen.version, chosen.content) == (2, team.card.hash)
    (line,) = (entry for entry in team.log if entry.what == "weights_settled")
    assert (line.by, line.about) == (JON, f"guard 2 {team.card.hash}")
    assert is_refused(team.settle(locks=50, walls=50), "score.weights.stand")


def test_weights_that_can_not_be_or_of_no_card_are_refused() -> None:
    team = Guard.of("Acme")
    assert is_refused(team.settle(locks=60, walls=30), "score.weights.sum")
    assert is_refused(team.say(MARIA, WeightsSettled("other")), "stale.not_here")
    assert settled(team.card, team.items(WEIGHTS)) is None


def test_weights_of_a_card_whose_rows_were_others_are_settled_anew() -> None:
    team = Guard.of("Acme")
    team.settle()
    (row,) = team.items(WEIGHTS)
    fields = {("moat" if name == "walls" else name): value for name, value in row.fields.items()}
    assert settled(team.card, [msgspec.structs.replace(row, fields=fields)]) is None
    bare = {name: value for name, value in row.fields.items() if isinstance(value, Number) and name != "version"}
    kept = settled(team.card, [msgspec.structs.replace(row, fields=bare)])
    assert kept is not None and (kept.version, kept.content) == (0, "")


def test_the_weights_are_shown_before_the_first_score_and_can_be_chosen() -> None:
    team = Guard.of("Acme")
    screen = before(TEXTS, team.card, None)
    assert "60 · Locks (A photo)" in words(screen)
    assert [(button.ref.do, button.ref.arg) for button in buttons(screen)] == [("weights", "guard"), ("weights_form", "guard")]  # fmt: skip
    form = weights_form(TEXTS, team.card, None)
    assert [(field.name, field.initial) for field in form.fields] == [("locks", ("60",)), ("walls", ("40",))]
    assert card_for(team.library, VENDOR) == team.card and card_for(team.library, RegisterId("asset")) is None


# ── what conditions read ─────────────────────────────────────────────────────


def test_a_condition_reads_how_a_vendor_stands() -> None:
    team = Guard.of("Acme", "Bolt")
    team.settle()
    docs = [authored.doc for authored in read_tree(files()).flows]
    names = library_names(docs, frozenset(), {"checks": "guard"})
    condition, slips = read_condition("any vendor (vendor.score in [pass, short])", Scope(names))
    assert condition is not None and not slips
    known, _ = read_condition("any vendor (vendor.score is known)", Scope(names))
    assert known is not None and judge(known, team.whole) is True
    assert judge(condition, team.whole) is False
    team.answers()
    assert judge(condition, team.whole) is True
    assert (FlowId("checks"), LOCKS.question) in reads_scores(condition)
    assert spelled(condition, {}) == "any vendor (guard.score is any of pass, short)" or "guard.score" in spelled(
        condition, {}
    )


def test_a_score_has_no_less_and_more() -> None:
    docs = [authored.doc for authored in read_tree(files()).flows]
    names = library_names(docs, frozenset(), {"checks": "guard"})
    _, slips = read_condition("any vendor (vendor.score > 3)", Scope(names))
    assert "has no less and more" in slips[0].why


def test_of_a_vendor_without_checks_nothing_is_known_and_of_another_card_neither() -> None:
    team = Guard.of("Acme")
    assert team.whole.scored("guard", ItemId("vendor-99")) is None
    assert team.whole.scored("other", team.item("Acme")) is None
    assert team.whole.scored("guard", None) is None
    assert team.programme is not None and ProgrammeFacts(team.programme).scored("guard", team.item("Acme")) is None


def test_a_flow_reads_the_scores_of_flows_that_stand_before_it_only() -> None:
    tree = read_tree(files())
    docs = {authored.doc.flow: authored.doc for authored in tree.flows}
    catalog = Catalog(docs.values(), tree.stages, {"checks": "guard"})
    assert "score" not in catalog.names(docs["checks"]).by_register[VENDOR]
    assert "vendor.score" in catalog.names(docs["sample"]).ahead


LATER = """\
flow: later
version: 1
title: What the vendor gets
stage: third
reviewed: 2026-11-20
intro: By how it stands.
registers:
  vendor: {one: vendor, many: vendors}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: share
    title: What is shared
    questions:
      - {ask: plan, kind: text, text: What?, why: W., source: method}
      - {ask: more, kind: text, text: More?, why: W., source: method, only_when: any vendor (vendor.score is pass)}
"""


def before_later(more: str = "") -> Guard:
    """A team that has begun to check Acme, before a later flow that reads how it scores."""
    written = files()
    written["stages.yaml"] += b"- {stage: third, title: The third, flow: later}\n"
    tree = read_tree({**written, "flows/later/flow.yaml": (LATER + more).encode()})
    assert not tree.problems, tree.problems
    stages = tuple(msgspec.structs.replace(stage, opens_when=None) for stage in tree.stages)
    team = Guard(Library(tree.library().flows, stages, TEXTS, {}, scorecards=tree.library().scorecards))
    team.say(MARIA, Started(FlowId("checks"), "atlas", name="Acme"))
    return team


FOUND = """\
      - {ask: sent, kind: yes_no, text: Sent?, why: W., source: method, findings: [{when: yes, id: sent, say: It was sent., counsel: C.,
          severity: [{when: any vendor (vendor.score is short), is: high}, {is: low}], do: Ask, owner: asker, due: 7 days, source: method}]}
"""


def test_how_grave_a_finding_is_may_depend_on_a_score() -> None:
    for settled_first, severity in ((True, Severity.HIGH), (False, Severity.LOW)):
        team = before_later(FOUND)
        team.answers()
        if settled_first:
            team.settle()
        team.say(MARIA, Started(FlowId("later"), "atlas"))
        team.click(YES, "share.sent")
        assert [finding.severity for finding in team.ref.findings] == [severity]


def test_a_later_flow_reads_the_score_live() -> None:
    team = before_later()
    team.settle()
    team.answers()
    checks = team.ref
    more = Spot(QuestionId("share.more"))
    team.say(MARIA, Started(FlowId("later"), "atlas"))
    assert not team.scene().facts.applies(more)
    for spot in (LOCKS, SEEN_ON):
        assert not team.say(MARIA, Verified(checks.id, spot)).refused
    assert team.scene().facts.applies(more)
    asked = team.scene().plan.questions[more.question].only_when
    assert asked is not None and Possibilities(None).together([(asked, None)])
    assert World(frozenset()).scored("guard", None) is None, "no score is tried: whatever reads one is possible"
    alone = SessionFacts(team.scene().plan, team.ref, team.scene().programme, {}, team.now.date())
    assert alone.scored("guard", None) is None


# ── the cheapest path ────────────────────────────────────────────────────────


def test_the_fewest_steps_come_first_and_each_says_what_it_brings() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers()
    course = cheapest(team.score("Acme"))
    assert course is not None
    assert [(step.row.criterion.id, step.deed, step.to) for step in course.steps] == [("locks", Deed.PROVE, 3), ("walls", Deed.PROVE, 3)]  # fmt: skip
    assert (course.score.percent, course.score.verdict) == (75, ScoreVerdict.PASS)


def test_what_is_not_known_is_asked_and_what_is_old_renewed_and_a_bad_answer_mended() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers(locks=Choices(()))
    course = cheapest(team.score("Acme"))
    assert course is not None and [step.deed for step in course.steps] == [Deed.ASK]
    team.answers(locks=Choices(("safe",)), seen=dt.date(2025, 1, 2))
    team.back(Standing.EVIDENCED, LOCKS, SEEN_ON)
    course = cheapest(team.score("Acme"))
    assert course is not None and [(step.row.criterion.id, step.deed) for step in course.steps] == [
        ("locks", Deed.MEND)
    ]
    team.answers(seen=dt.date(2025, 1, 2))
    team.back(Standing.EVIDENCED, LOCKS, SEEN_ON)
    course = cheapest(team.score("Acme"))
    assert course is not None and [step.deed for step in course.steps] == [Deed.RENEW]


def test_where_papers_are_not_enough_somebody_looks_and_where_nothing_is_there_is_no_path() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers()
    team.back(Standing.EVIDENCED, LOCKS, SEEN_ON)
    score = team.score("Acme")
    strict = msgspec.structs.replace(score, tier=msgspec.structs.replace(score.tier, score=80))
    course = cheapest(strict)
    assert course is not None and [(step.deed, step.to) for step in course.steps] == [(Deed.SEE, 4)]
    blind = msgspec.structs.replace(score, rows=(score.rows[0], msgspec.structs.replace(score.rows[1], points=None, asked=False)))  # fmt: skip
    assert cheapest(blind) is None
    assert cheapest(msgspec.structs.replace(score, settled=False)) is None
    assert cheapest(msgspec.structs.replace(score, stops=team.card.stops)) is None


# ── what people see ──────────────────────────────────────────────────────────


def side_by_side(team: Guard) -> list[str]:
    chosen = settled(team.card, team.items(WEIGHTS))
    assert chosen is not None
    found = standings(team, team.library, team.card, team.now)
    return words(compared(TEXTS, team.card, chosen, found[:MOST_COMPARED], len(found[MOST_COMPARED:])))


def test_vendors_stand_side_by_side_with_coverage_beside_the_score_and_its_arithmetic() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers()
    team.back(Standing.VERIFIED, LOCKS, SEEN_ON)
    team.say(MARIA, Started(FlowId("checks"), "atlas", name="Bolt"))
    team.say(MARIA, Answered(team.ref.id, LOCKS, 0, Choices(("safe",))))
    lines = side_by_side(team)
    assert "Acme: passes" in lines and "Bolt: too little is known" in lines
    assert "Score 100 %, 100 of 100 points known." in lines
    assert "400 of 400 points over what is known. To pass at depth 2 it takes 75 % of them, with 100 of 100 points known." in lines  # fmt: skip
    assert "60 of 100 points known, 40 open: too little for a score." in lines  # fmt: skip
    at = lines.index("Locks, counts 60 of 100")
    assert lines[at + 1 : at + 3] == ["Acme: 4 of 4, seen or tested", "Bolt: 2 of 4, by what was answered"]
    assert "Bolt: not known" in lines and "Acme passes: the score needs no further step." in lines
    assert "Bolt: what would stop it is still to be gone through." in lines
    assert "Go through what would stop it first." in lines


def test_a_stop_and_a_cap_stand_beside_the_score_with_what_would_clear_it() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers(locks=Choices(()), bad=YesNo(True))
    lines = side_by_side(team)
    assert "Acme: stopped, whatever its score" in lines
    assert "Acme: It is to be cleared." in lines and "Acme: Little at most (class E1 at most)" in lines
    assert "• Clear it" in lines


def test_the_path_is_told_with_its_gain_and_its_sum() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers()
    lines = side_by_side(team)
    assert "• Get the paper: Locks. A photo. From 2 to 3, 60 points." in lines
    assert "If each goes well: 300 of 400 points, which is 75 %, with 100 of 100 points known." in lines
    team.say(MARIA, Answered(team.ref.id, LOCKS, 1, Choices(())))
    assert "• Find out, with the paper: Locks. A photo. From not known to 3, 180 points." in side_by_side(team)


def test_vendors_without_checks_and_those_left_out_are_told() -> None:
    team = Guard.of("Acme", "Bolt", "Cord", "Dune", "Elm", "Fir")
    team.settle()
    gone = next(ref for ref in team.programme.sessions) if team.programme else None
    assert gone is not None and team.programme is not None
    team.programme = msgspec.structs.replace(team.programme, sessions=team.programme.sessions[1:])
    lines = side_by_side(team)
    assert "Acme: no checks yet." in lines
    assert any(line.startswith("2 more vendors are left out") for line in lines)
    assert any("0 of 100 points known, 100 open: too little for a score" in line for line in lines)
    assert "Bolt: not known" in lines
    team.programme = msgspec.structs.replace(team.programme, sessions=())
    assert not any("counts" in line for line in side_by_side(team)), (
        "where nobody was checked there are no rows to compare"
    )


def test_a_row_that_is_not_asked_at_this_depth_says_so_and_no_path_is_told_where_none_is() -> None:
    team = Guard.of("Acme")
    team.settle()
    team.answers()
    chosen = settled(team.card, team.items(WEIGHTS))
    (one,) = standings(team, team.library, team.card, team.now)
    assert chosen is not None and one.score is not None
    unasked = msgspec.structs.replace(one.score.rows[1], points=None, asked=False)
    score = msgspec.structs.replace(one.score, rows=(one.score.rows[0], unasked))
    lines = words(compared(TEXTS, team.card, chosen, [msgspec.structs.replace(one, score=score)], 0))
    assert "Acme: not asked at this depth" in lines
    assert "At this depth no row that can be mended is enough." in lines


def test_the_summary_of_a_run_shows_its_scorecard_once_the_weights_are_settled() -> None:
    team = Guard.of("Acme")
    team.answers()
    assert not any("points known" in line for line in words(summary(team.scene())))
    team.settle()
    assert "Acme: falls short" in words(summary(team.scene()))
    assert "• Locks, counts 60 of 100: 2 of 4, only said so far, with no paper" in words(summary(team.scene()))
