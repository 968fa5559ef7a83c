"""A small ladder to climb: a flow that asks what it reads, three gates with something of every kind, and a team that stands before it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import msgspec

from flows.authoring.library import load_reference
from flows.authoring.tree import Tree, read_tree
from flows.engine.neighbours import Stored
from flows.engine.phases import Phases
from flows.model.effects import Announce, Note, Outcome, Whisper, Whispered
from flows.model.events import Looked, RoleGiven, Ticked
from flows.model.flow import Flow, Library
from flows.model.ids import FlowId, ItemId, PersonId, RegisterId, country_id
from flows.model.people import Role
from flows.model.phasing import PhaseMark
from flows.model.programme import Item
from flows.model.session import Answer, AnswerState, Standing
from flows.model.values import Countries, Day, Items, Value, YesNo
from tests.builders import DEV, JON, MARIA, NOW, PRIYA, Team, spot
from tests.ladders import HEAD, TAIL, caps, flow_head

TODAY = NOW.date()
FLOW = (
    flow_head("plan", "phase", "asset", "vendor", "country", "agreement", title="The plan")
    + """\
  - section: start
    title: To begin
    questions:
      - {ask: ready, kind: yes_no, text: Are we ready?, why: It counts., source: ours}
      - {ask: phases, kind: item, register: phase, adds: true, many: true, text: Which phases?, why: They count., source: ours}
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which assets?, why: They count., source: ours}
      - {ask: vendors, kind: item, register: vendor, adds: true, many: true, text: Which vendors?, why: They count., source: ours}
      - {ask: papers, kind: item, register: agreement, adds: true, many: true, text: Which papers?, why: They count., source: ours}
      - {ask: jewels, kind: item, register: asset, many: true, sets: jewel, text: Which are jewels?, why: They count., source: ours}
      - {ask: pieces, kind: item, register: asset, many: true, sets: piece, text: Which are pieces?, why: They count., source: ours}
      - {ask: public, kind: item, register: asset, many: true, sets: public, text: Which are public?, why: They count., source: ours}
  - section: map
    title: The map
    each: phase
    questions:
      - {ask: exposes, kind: item, register: asset, many: true, text: "What does {phase} show?", why: It counts., source: ours}
      - {ask: vendors, kind: item, register: vendor, many: true, text: "Who works on {phase}?", why: It counts., source: ours}
  - section: checks
    title: The vendor
    each: vendor
    questions:
      - {ask: insured_until, kind: date, text: "Until when is {vendor} insured?", why: It counts., source: ours}
      - {ask: safe, kind: yes_no, text: "Is {vendor} safe?", why: It counts., source: ours}
      - {ask: seats, kind: country, register: country, many: true, text: "Where is {vendor}?", why: It counts., source: ours}
  - section: paper
    title: The papers
    each: agreement
    questions:
      - {ask: party, kind: item, register: vendor, text: "With whom is {agreement}?", why: It counts., source: ours}
      - {ask: signed, kind: yes_no, text: "Is {agreement} signed?", why: It counts., source: ours}
  - section: titles
    title: The titles
    each: asset
    questions:
      - ask: ours
        kind: yes_no
        text: Is {asset} ours?
        why: It counts.
        source: ours
        findings:
          - {when: not_sure, id: unsure, severity: critical, say: "{asset} may be somebody's.", counsel: Ask., do: Find out, owner: owner,
         due: 2 days,
             source: ours}
"""
)
GATES = (
    HEAD
    + """\
classes:
  - {class: E4, title: A whole one, means: All of it., when: asset.jewel and asset.piece}
  - {class: E3, title: A part, means: Some of it., when: asset.jewel}
  - {class: E0, title: Public, means: Known., when: asset.public}
  - {class: E1, title: Bearable, means: We would live., when: asset.ours}
  - {class: E2, title: Working, means: It works.}
unknown: E2
piece: asset.piece
vendor_countries: vendor.seats is the country
vendor_papers: agreement.party is the vendor
papers: {signed: agreement.signed}
covered_by: nda
filing: {filed: asset.ours, none: asset.public}
gates:
  - gate: search
    title: Search
    up_to: E0
    approvers: [owner]
    source: ours
    evidence:
      - {id: ready, when: plan.start.ready, closed: We are not ready., counsel: Wait with all of it., do: Get ready, owner: owner, lapse: at once}
  - gate: evaluate
    title: Evaluate
    builds_on: search
    up_to: E1
    approvers: [owner, {role: counsel, otherwise: owner}]
    source: ours
    evidence:
      - {id: nda, when: "any agreement (agreement.party is the vendor and signed)", closed: "No paper with {vendor}.",
         counsel: It binds nobody.,
         do: "Get a paper signed by {vendor}", owner: counsel, lapse: same day, hard: true}
      - {id: insured, when: vendor.insured_until >= today, closed: "{vendor} is not insured.", counsel: Nobody would pay., do: "Get {vendor} insured",
         owner: security, lapse: 2 working days, warn: [30, 7, 1]}
      - {id: safe, when: vendor.safe, closed: "{vendor} is not safe.", counsel: Stay away., do: "Look at {vendor}", owner: owner,
         lapse: at once, hard: true,
         stop: true}
      - {id: grave, no_finding: critical, closed: Something grave is open., counsel: Wait., do: Close it, owner: owner, lapse: at once}
  - gate: pilot
    title: Pilot
    builds_on: evaluate
    up_to: E2
    approvers: [owner, counsel, security]
    persons: 3
    lasts: 2 months
    source: ours
    evidence:
      - {id: titled, each: asset, when: asset.ours is known, closed: "It is open whose {asset} is.", counsel: Ask., do: "Find out whose {asset} is",
         owner: counsel, lapse: same day}
      - {id: seated, each: country, when: vendor.seats is the country, closed: "{country} is open.", counsel: Ask., do: "Ask about {country}",
         owner: counsel,
         lapse: same day}
      - {id: drill, record: 30 days, closed: "No drill with {vendor}.", counsel: Ask., do: "Hold a drill with {vendor}", owner: security,
         lapse: same day,
         warn: [7]}
      - {id: visited, record: for good, closed: "{vendor} was not visited.", counsel: Ask., do: "Visit {vendor}", owner: owner, lapse: same day}
      - {id: worked, worked: 10 days, closed: "{vendor} has not worked for ten days.", counsel: Wait., do: Let ten days pass, owner: owner,
         lapse: same day}
countries: {formality_met: vendor.safe, forum: vendor.safe, cleared: {permit: plan.start.ready, export: plan.start.ready, data: plan.start.ready}}
"""
)
LIFTED = ("special_301", "rule_of_law")
CAPS = caps("{country} is capped.", "It is capped.", "Settle {country}", LIFTED)
GATES += CAPS + TAIL
LAWYERED = GATES.replace(
    "      - {id: nda, when:",
    "      - {id: lawyer, when: role.counsel is lawyer, closed: No lawyer is counsel., counsel: Wait., do: Name one, owner: owner, lapse: same day}\n"
    "      - {id: nda, when:",
)
"""The same, where a lawyer is wanted in the part of counsel."""
MEETINGS = "      - {ask: meetings, kind: number, text: How many meetings a month?, why: It counts., source: ours}\n"
COUNTING = (
    GATES.replace(
        "{id: drill, record: 30 days,",
        "{id: drill, record: 30 days, share: {of: plan.start.meetings, percent: 80, months: 3},",
    ).replace("{id: visited, record: for good,", "{id: visited, record: for good, times: {any: 2, manufacturing: 3},"),
    FLOW.replace("      - {ask: phases,", MEETINGS + "      - {ask: phases,", 1),
)
"""The same, where a drill is counted against what was agreed and two visits are wanted: its gates and its flow."""


def content(gates: str = GATES, cases: str = "", flow: str = FLOW) -> dict[str, bytes]:
    """The files of a content folder with that ladder and that flow."""
    files = {
        "stages.yaml": "- {stage: first, title: The stage, flow: plan}\n",
        "statements.yaml": "S1: List what could be exposed.\n",
        "texts/en.yaml": "greeting: Hello.\n",
        "flows/plan/flow.yaml": flow,
        "gates.yaml": gates,
        **({"gates.cases.yaml": cases} if cases else {}),
    }
    return {path: text.encode() for path, text in files.items()}


@lru_cache(maxsize=8)
def tree(gates: str = GATES, flow: str = FLOW) -> Tree:
    found = read_tree(content(gates, flow=flow))
    assert not found.problems, "\n".join(str(problem) for problem in found.problems)
    return found


@lru_cache(maxsize=8)
def library(gates: str = GATES, flow: str = FLOW) -> Library:
    """The small ladder (or that one) with the shipped texts and countries."""
    countries, texts = load_reference()
    return msgspec.structs.replace(tree(gates, flow).library(), texts=texts, countries=countries)


class Climbers(Team):
    """A team with two phases, three assets and a vendor named Acme of which all is well. Jon approves, Priya is counsel, Dev minds security."""

    @classmethod
    def ready(cls, *exposes: str, before: Flow | None = None, on: Library | None = None) -> Climbers:
        """Standing before the phase "Pilot", which shows these to Acme. ``before``: a flow that was begun before that of the plan. ``on``: another
        ladder than the small one, of which Acme is no safer than its flow says unasked."""
        known = on or library()
        team = cls(known)
        if before is not None:
            team.library = msgspec.structs.replace(known, flows={**known.flows, before.id: before})
            team.start(before)
        team.start(known.flows[FlowId("plan")])
        for role, person in ((Role.COUNSEL, PRIYA), (Role.APPROVER, JON), (Role.SECURITY, DEV)):
            team.say(MARIA, RoleGiven(role, person))
        for name in ("Pilot", "Later"):
            team.row("phase", name)
        for name in ("Engine", "Screens", "Handbook", "Website"):
            team.row("asset", name)
        team.row("vendor", "Acme")
        team.row("agreement", "Paper")
        team.tell("start.ready", YesNo(True))
        team.marks("jewels", "Engine")
        team.marks("pieces")
        team.marks("public", "Website")
        team.tell("titles.ours", YesNo(True), "Handbook")
        team.tell("titles.ours", YesNo(False), "Screens")
        team.tell("titles.ours", YesNo(False), "Engine")
        team.tell("checks.insured_until", Day(dt.date(2027, 6, 1)), "Acme")
        if on is None:
            team.tell("checks.safe", YesNo(True), "Acme")
        team.seat("DE")
        team.tell("paper.party", Items((team.item("Acme"),)), "Paper")
        team.tell("paper.signed", YesNo(True), "Paper")
        team.plan("Pilot", *(exposes or ("Handbook",)))
        return team

    def row(self, register: str, name: str) -> ItemId:
        """A row of a register, straight into it."""
        number = len(self.rows) + 100
        row = Item(ItemId(f"{register}-{number}"), RegisterId(register), name, number, MARIA, NOW)
        self.rows[row.id] = row
        return row.id

    def seat(self, *codes: str, vendor: str = "Acme") -> None:
        """Where the people of a vendor work."""
        for code in codes:
            self.rows[country_id(code)] = Item(
                country_id(code), RegisterId("country"), code, len(self.rows) + 100, MARIA, NOW
            )
        self.tell("checks.seats", Countries(codes), vendor)

    def plan(self, phase: str, *exposes: str, vendors: tuple[str, ...] = ("Acme",)) -> None:
        """What a phase is to show, and to whom."""
        self.tell("map.exposes", Items(tuple(self.item(name) for name in exposes)), phase)
        self.tell("map.vendors", Items(tuple(self.item(name) for name in vendors)), phase)

    def marks(self, question: str, *names: str) -> None:
        self.tell(f"start.{question}", Items(tuple(self.item(name) for name in names)))

    def tell(
        self,
        question: str,
        value: Value | None,
        about: str | None = None,
        *,
        standing: Standing = Standing.CLAIMED,
        by_another: bool = False,
        by: PersonId = MARIA,
    ) -> None:
        """An answer, straight into the session; None takes it back."""
        session, where = self.open_session, spot(question, self.item(about) if about else None)
        answers = {key: answer for key, answer in session.answers.items() if key != where.key}
        if value is not None:
            told = Answer(where, AnswerState.VALUE, by, self.now, 1, value, standing=standing)
            answers[where.key] = msgspec.structs.replace(told, by_another=by_another)
        self.sessions[session.id] = msgspec.structs.replace(session, answers=answers)

    # ── time ──

    def look(self) -> Outcome:
        """Somebody looks at the card, which is a turn like any other."""
        return self.say(MARIA, Looked())

    def morning(self, day: dt.date) -> Outcome:
        """The programme is woken on a day, at the time that it wanted or later."""
        self.now = dt.datetime.combine(day, dt.time(7, 30), dt.UTC)
        return self.say(MARIA, Ticked())

    # ── what stands ──

    def phases(self) -> Phases:
        assert self.programme is not None
        return Phases(Stored(self, self.library, self.programme, self.now.date()))

    def mark(self, phase: str = "Pilot") -> PhaseMark | None:
        return self.phases().marks.get(self.item(phase))


def announced(outcome: Outcome) -> list[str]:
    """The keys of what is said in the channel."""
    return [note.key for effect in outcome.effects if isinstance(effect, Announce) for note in effect.notes]


def whispered(outcome: Outcome) -> dict[str, list[str]]:
    """The keys of what is said to people alone, by person."""
    found: dict[str, list[str]] = {}
    for effect in outcome.effects:
        if isinstance(effect, Whisper):
            found.setdefault(str(effect.to), []).extend(note.key for note in effect.notes)
    return found


def replied(outcome: Outcome) -> list[str]:
    """The keys of what the one who acted is told."""
    notes: tuple[Note, ...] = outcome.reply.notes if isinstance(outcome.reply, Whispered) else ()
    return [note.key for note in notes]
