"""Which paper of a vendor would bring evidence that is not there: the newest that could, and none where it takes another paper than these."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine.facts import SessionFacts
from flows.engine.ladder import Look
from flows.engine.phases import Phases
from flows.engine.views import VendorView
from flows.model.conditions import And, AnswerFact, Condition, ForItems, Or, Quantifier
from flows.model.ids import FlowId, ItemId, QuestionId
from flows.model.ledger import AGREEMENTS
from flows.model.values import Kind
from flows.rules.conditions import judge
from flows.rules.inputs import facts_in


def papers_of(phases: Phases, found: Look) -> tuple[ItemId, ...]:
    """The papers of a vendor, the newest first."""
    when, view = phases.ladder.vendor_papers, VendorView(phases.facts, found.vendor)
    papers = phases.ground.rows(AGREEMENTS) if when is not None else ()
    return tuple(row.id for row in reversed(papers) if when is not None and view.holds(when, row.id) is True)


def paper_for(phases: Phases, found: Look, flow: FlowId, when: Condition | None) -> ItemId | None:
    """The newest paper of a vendor whose review could bring evidence; None where it takes another one."""
    wanted = list(_each(when)) if when is not None else []
    for paper in papers_of(phases, found):
        facts = phases.facts.elsewhere(flow, paper)
        if facts is None or all(_could(phases, found, facts, one, paper) for one in wanted):
            return paper
    return None


def _could(phases: Phases, found: Look, facts: SessionFacts, wanted: Condition, paper: ItemId) -> bool:
    """Whether answers in a review could make that true of a paper: it is of the sort that is wanted, and of that sort all is asked that it needs.
    What sort of paper it is says nobody otherwise than it is."""
    view, flow, sorts = VendorView(phases.facts, found.vendor), facts.plan.flow.id, _sorts(facts)

    def reaches(one: Condition) -> bool:
        verdict = view.holds(one, paper)
        if verdict is True:
            return True
        match one:
            case And(parts=parts):
                return all(map(reaches, parts))
            case Or(parts=parts):
                return any(map(reaches, parts))
            case _:
                read = {fact.question for fact in facts_in(one) if isinstance(fact, AnswerFact) and fact.flow == flow}
                other = verdict is False and not sorts.isdisjoint(read)
                return not other and not any(_is_barred(facts, question, sorts) for question in read)

    return reaches(wanted)


def _sorts(facts: SessionFacts) -> frozenset[QuestionId]:
    """The choices on which it hangs which sections are asked: they tell what sort of paper it is."""
    questions = facts.plan.questions
    opening = [one.open_when for one in facts.plan.flow.sections if one.open_when is not None]
    read = {fact.question for when in opening for fact in facts_in(when) if isinstance(fact, AnswerFact)}
    return frozenset(one for one in read if one in questions and questions[one].kind is Kind.ONE_OF)


def _is_barred(facts: SessionFacts, question: QuestionId, sorts: frozenset[QuestionId]) -> bool:
    """Whether a question is not asked of a paper of that sort."""
    asked = facts.plan.questions.get(question)
    guards = (facts.plan.sections[asked.section].open_when, asked.only_when) if asked is not None else ()
    parts = [part for guard in guards if guard is not None for part in _parts(guard)]
    return any(judge(part, facts, None) is False for part in parts if _reads(part, sorts))


def _reads(when: Condition, sorts: frozenset[QuestionId]) -> bool:
    return any(isinstance(fact, AnswerFact) and fact.question in sorts for fact in facts_in(when))


def _parts(when: Condition) -> Iterator[Condition]:
    """All that has to hold at once."""
    if isinstance(when, And):
        yield from (one for part in when.parts for one in _parts(part))
    else:
        yield when


def _each(when: Condition) -> Iterator[Condition]:
    """What is wanted of one paper, whatever else is wanted beside it."""
    for one in _parts(when):
        if isinstance(one, ForItems) and one.quantifier is Quantifier.ANY and one.register == AGREEMENTS:
            yield one.inner
