"""Flows that no author wrote: small ones with something of everything, put down as an author would and read by the real compiler.

Written as JSON, which is YAML; so a failure shows a file that `ringfence check` can be tried on.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from flows.authoring.tree import read_tree
from flows.engine.own import ASKS
from flows.model.flow import Library
from flows.model.people import Profile, Role
from flows.model.values import Kind
from tests.builders import shipped
from tests.stateful.dice import Dice

Doc = dict[str, Any]
"""A part of an author's file."""

KINDS = tuple(Kind)
REGISTERS = ("asset", "licence", "country", "disclosure")
COLOURS = ("red", "green", "blue", "black")
ROLES = tuple(role.value for role in Role)
SEVERITIES = ("low", "medium", "high", "critical")
STATUSES = ("known", "unknown", "not_sure", "skipped", "evidenced", "verified")
SIGNS = ("<", "<=", ">", ">=")


STAGE_OF = {"one": "first", "two": "second"}
STAGES = tuple(STAGE_OF.values())


class Seen(NamedTuple):
    """Something that a condition may look at: its name, what it can be compared with, and of which register's items it is said."""

    name: str
    sort: str
    words: tuple[str, ...] = ()
    each: str = ""


_SORTS = {
    Kind.YES_NO: "yes_no",
    Kind.ONE_OF: "words",
    Kind.MANY_OF: "words",
    Kind.COUNTRY: "words",
    Kind.ITEM: "words",
    Kind.NUMBER: "number",
    Kind.SCALE: "number",
    Kind.DATE: "day",
}


class Author:
    """Writes one flow. Its names are all different; a condition looks only at what stands before it."""

    def __init__(self, dice: Dice, name: str, stage: str, fills: bool) -> None:
        self.dice = dice
        self.name, self.stage, self.fills = name, stage, fills
        self.seen: list[Seen] = [
            Seen("profile", "profile"),
            *(Seen(f"stage.{other}", "stage") for other in STAGES[: STAGES.index(stage)]),
            *(Seen(f"role.{role}", "role") for role in ROLES[1:]),
        ]
        self.asks_counsel = False
        self.count = 100 * STAGES.index(stage)  # no two flows give one short name over a register

    def document(self, version: int) -> Doc:
        """The file: a triage, perhaps a register with a section per row, and whatever else comes to mind."""
        dice = self.dice
        sections = [self.section("triage", 1 + dice.number(3))]
        if dice.number(3):
            sections.append(self.naming("asset"))
            sections += [self.section(f"round{at}", 1 + dice.number(2), each="asset") for at in range(dice.number(2))]
        sections += [self.section(f"more{at}", 1 + dice.number(2), open_=True) for at in range(dice.number(2))]
        if dice.once_in(4):
            sections.append(self.naming("country"))
            sections.append(self.section("abroad", 1, each="country"))
        if dice.once_in(3):
            sections.append(self.section("later", 1 + dice.number(1), open_=True) | {"deeper": True})
        after = dice.one([section["section"] for section in sections])
        return {
            "flow": self.name,
            "version": version,
            "title": f"The flow {self.name}",
            "stage": self.stage,
            "reviewed": "2026-11-20",
            "intro": "We begin in {here}.",
            "registers": {one: {"one": one, "many": f"{one}s"} for one in REGISTERS},
            "sources": {"method": {"title": "The method", "publisher": "Its publisher", "as_of": "2026-11-01"}},
            "sections": sections,
            "looks": [self.look(after)] if dice.once_in(2) else [],
        }

    def look(self, after: str) -> Doc:
        first = self.condition("asset")
        return {
            "look": "first_look",
            "title": "A first look",
            "each": "asset",
            "after": after,
            "lists": [
                {"list": "back", "title": "Hold back", "when": first, "because": "{asset} hurts most."},
                {"list": "now", "title": "Fine to send", "because": "Nothing speaks against it."},
            ],
        }

    # ── sections ──

    def section(self, name: str, questions: int, each: str = "", open_: bool = False) -> Doc:
        doc: Doc = {"section": name, "title": f"Section {name}"}
        if each:
            doc["each"] = each
            if self.dice.once_in(2):
                doc["where"] = self.condition(each)
            if self.dice.once_in(4):
                doc["records"] = "disclosure"
        if (open_ or each) and self.dice.once_in(2):
            doc["open_when"] = self.condition()
        doc["questions"] = [self.question(name, each) for _ in range(questions)]
        return doc

    def naming(self, register: str) -> Doc:
        """Rows are named, and some of them marked."""
        name = f"naming_{register}"
        doc: Doc = {"section": name, "title": f"Section {name}"}
        if self.dice.once_in(3):
            doc["open_when"] = self.condition()
        kind = Kind.COUNTRY if register == "country" else Kind.ITEM
        adds = {} if kind is Kind.COUNTRY else {"adds": True}
        rows = self.named(name, kind) | {"register": register, "many": True, **adds}
        marks = [self.marking(name, register) for _ in range(self.dice.number(2))]
        doc["questions"] = [rows, *marks]
        self.seen.append(Seen(f"{name}.{rows['ask']}", "words", ("none",)))
        return doc

    def marking(self, section: str, register: str) -> Doc:
        self.count += 1
        mark = f"m{self.count}"
        doc = self.named(section, Kind.ITEM) | {"register": register, "many": True, "sets": mark}
        if self.dice.once_in(3):
            doc["only_when"] = self.condition()
        self.seen.append(Seen(f"{register}.{mark}", "yes_no", ("yes", "no"), register))
        return doc

    # ── questions ──

    def named(self, section: str, kind: Kind, each: str = "") -> Doc:
        self.count += 1
        about = f" of {{{each}}}" if each else ""
        return {
            "ask": f"q{self.count}",
            "kind": kind.value,
            "text": f"What is {self.count} in {section}{about}?",
            "why": "It matters.",
            "source": "method",
        }

    def question(self, section: str, each: str) -> Doc:
        dice = self.dice
        kind = dice.one(KINDS)
        doc = self.named(section, kind, each)
        if dice.once_in(3):
            doc["only_when"] = self.condition(each)
        words = self.of_kind(doc, kind, each)
        if dice.once_in(4):
            doc["role"] = dice.one(ROLES)
        if kind is Kind.YES_NO and not each and not self.asks_counsel and dice.once_in(2):
            self.asks_counsel = True
            doc |= {"ask": ASKS, "role": Role.COUNSEL.value}
        if kind is not Kind.FILE and dice.once_in(3):
            doc["evidence"] = True
        if dice.once_in(4):
            doc |= {"not_sure": "Find out.", "not_sure_owner": dice.one(("asker", *ROLES)), "not_sure_due": "3 days"}
        self.seen.append(Seen(f"{each or section}.{doc['ask']}", _SORTS.get(kind, "opaque"), words, each))
        doc["findings"] = [self.finding(each, words) for _ in range(dice.number(2))]
        return doc

    def of_kind(self, doc: Doc, kind: Kind, each: str) -> tuple[str, ...]:
        """Add what the kind needs or may have; the words that its answers can hold."""
        dice = self.dice
        match kind:
            case Kind.YES_NO:
                return ("yes", "no")
            case Kind.ONE_OF if self.fills and not each and dice.once_in(3):
                self.fills = False
                doc["fills"] = "profile"
                doc["options"] = {profile.value: profile.value for profile in Profile}
                return tuple(doc["options"])
            case Kind.ONE_OF | Kind.MANY_OF:
                doc["options"] = {colour: colour for colour in COLOURS[: 2 + dice.number(2)]}
                return (*doc["options"], *(("none",) if kind is Kind.MANY_OF else ()))
            case Kind.NUMBER:
                doc |= dice.one(({}, {"low": 1}, {"low": 0, "high": 40, "unit": "people"}))
            case Kind.DATE:
                doc |= dice.one(({}, {"future": False}, {"past": False}))
            case Kind.SCALE:
                doc["ends"] = ["never", "always"]
            case Kind.PERSON:
                doc |= dice.one(({}, {"many": True}, {"fills": dice.one(ROLES[1:])}, {"fills": "owner"}))
            case Kind.FILE:
                doc["many"] = dice.once_in(2)
            case Kind.COUNTRY:
                rows = {} if each == "country" else {"register": "country"}
                doc |= dice.one(({}, {"many": True}, {"many": True, **rows}))
                return ("PL", "IN", "none")
            case Kind.ITEM:
                # A section that adds to the register it is repeated over has no end, and `ringfence check` refuses it.
                doc["register"] = dice.one(tuple(one for one in ("asset", "licence") if one != each))
                doc |= dice.one(({}, {"many": True}, {"many": True, "adds": True}, {"adds": True}))
                return ("none",)
            case _:
                pass
        return ()

    def finding(self, each: str, words: tuple[str, ...]) -> Doc:
        dice = self.dice
        self.count += 1
        own = dice.one((*words, "not_sure", "skipped", "known"))
        when = own if dice.once_in(2) else f"{own} or {self.condition(each)}"
        level: Any = dice.one(SEVERITIES)
        if dice.once_in(3):
            level = [{"when": self.condition(each), "is": dice.one(SEVERITIES)}, {"is": level}]
        return {
            "when": when,
            "id": f"f{self.count}",
            "severity": level,
            "say": f"Finding {self.count} is open.",
            "counsel": "It means something.",
            "do": f"Mend {self.count}",
            "owner": dice.one(("asker", *ROLES)),
            "due": dice.one(("3 days", "2 weeks")),
            "source": "method",
        }

    # ── conditions ──

    def condition(self, each: str = "", depth: int = 0) -> str:
        """Something over what stands before; about the item at hand where there is one."""
        dice = self.dice
        if depth < 2 and dice.once_in(3):
            left, right = self.condition(each, depth + 1), self.condition(each, depth + 1)
            return dice.one((f"{left} and {right}", f"({left}) or ({right})", f"not ({left})"))
        facts = [fact for fact in self.seen if fact.each in ("", each)]
        over = sorted({fact.each for fact in self.seen if fact.each})
        if over and dice.once_in(4):
            register = dice.one(over)
            inner = self.atom(dice.one([fact for fact in self.seen if fact.each == register]))
            return f"{dice.one(('any', 'every', 'no'))} {register} ({inner})"
        return self.atom(dice.one(facts[::-1]))

    def atom(self, fact: Seen) -> str:
        dice, name = self.dice, fact.name
        match fact.sort:
            case "profile":
                return dice.one(("profile is software", "profile is not services", "profile is known"))
            case "role":
                return dice.one((f"{name} is known", f"{name} is unknown"))
            case "stage":
                return dice.one((f"{name} is in_progress", f"{name} is review", f"{name} is done"))
            case _ if dice.once_in(4):
                return f"{name} is {dice.one(STATUSES)}"
            case "yes_no":
                return dice.one((f"{name} is yes", f"{name} is no", f"not {name}"))
            case "words":
                word, other = dice.one(fact.words), dice.one(fact.words)
                return dice.one((f"{name} is {word}", f"{name} is not {word}", f"{name} in [{word}, {other}]"))
            case "number":
                return f"{name} {dice.one(SIGNS)} {dice.one((2, 3, 12))}"
            case "day":
                return f"{name} {dice.one(SIGNS)} {dice.one(('2026-11-25', '2026-11-22', 'today', '2027-01-01'))}"
            case _:
                return f"{name} is {dice.one(('known', 'unknown'))}"


def write_flow(dice: Dice, name: str, version: int = 1) -> str:
    """A flow file. Only the flow "one" asks for the profile, so that the programme has it from one place."""
    return json.dumps(Author(dice, name, STAGE_OF[name], fills=name == "one").document(version), indent=1)


def compiled(*files: str) -> Library:
    """The library of these files, with the stages of both flows and the shipped sentences. Fails where the compiler refuses one."""
    return _compiled(files)


@lru_cache(maxsize=64)
def _compiled(files: tuple[str, ...]) -> Library:
    named = {json.loads(file)["flow"]: file for file in files}
    stages = [
        {"stage": "first", "title": "The first", "flow": "one"},
        {"stage": "second", "title": "The second", "flow": "two", "opens_when": "not stage.first is locked"},
    ]
    kept = [stage if stage["flow"] in named else {k: v for k, v in stage.items() if k != "flow"} for stage in stages]
    tree = read_tree(
        {
            "stages.yaml": json.dumps(kept).encode(),
            "statements.yaml": b"S1: List what could be exposed.\n",
            "texts/en.yaml": b"greeting: Hello.\n",
            **{f"flows/{name}/flow.yaml": file.encode() for name, file in named.items()},
        }
    )
    assert not tree.problems, "\n".join(str(problem) for problem in tree.problems)
    library = tree.library()
    return Library(library.flows, library.stages, shipped().texts, library.statements)
