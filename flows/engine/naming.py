"""Which rows the words of a finding name: those for which its `any <register> (...)` holds now. One that is about several vendors names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from flows.engine.facts import SessionFacts
from flows.engine.raising import Wide
from flows.model.conditions import And, Condition, ForItems, Or, Quantifier
from flows.model.flow import FindingRule, Flow
from flows.model.ids import ItemId, QuestionId, RegisterId
from flows.model.session import Spot
from flows.rules.conditions import judge

Named = Mapping[RegisterId, tuple[ItemId, ...]]
"""Rows by their register."""
_PARSE = Formatter().parse


def named(facts: SessionFacts) -> dict[tuple[QuestionId, str], Named]:
    """For each finding of a session that is about no row by itself, by question and rule: the rows that its words name."""
    found: dict[tuple[QuestionId, str], Named] = {}
    wide = Wide(facts)
    for finding in facts.session.findings:
        rule = facts.plan.rules.get((finding.spot.question, finding.rule))
        meant = naming(rule, facts.plan.flow, finding.spot) if rule is not None else {}
        if meant:
            found[finding.spot.question, finding.rule] = {
                register: tuple(row for row in facts.items(register) if any(judge(one, wide, row) for one in those))
                for register, those in meant.items()
            }
    return found


def naming(rule: FindingRule, flow: Flow, spot: Spot) -> dict[RegisterId, list[Condition]]:
    """The registers whose rows a rule's words name, each with the conditions that say which of them. A finding about one row names that one."""
    found = list(_any(rule.when)) if spot.item is None else []
    if not found:
        return {}  # of nearly all
    told = {name for words in (rule.say, rule.counsel, rule.do) for _, name, _, _ in _PARSE(words.default)} - {flow.per}
    meant: dict[RegisterId, list[Condition]] = {}
    for one in found:
        if one.register in told:
            meant.setdefault(one.register, []).append(one.inner)
    return meant


def _any(condition: Condition) -> Iterator[ForItems]:
    match condition:
        case ForItems(quantifier=Quantifier.ANY):
            yield condition
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _any(part)
        case _:
            return
