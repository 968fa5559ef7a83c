"""How deep a vendor is checked: by what it will touch, and never beyond the questions that its tier allows."""

from __future__ import annotations

import pytest

from flows.authoring.casefile import GivenDoc
from flows.authoring.setting import Unfit
from flows.authoring.staging import set_table
from flows.engine.facts import SessionFacts
from flows.model.ids import FlowId
from flows.rules.scorecard import score
from tests.builders import shipped

CHECKS = FlowId("vendor_checks")
EXPOSURES = {
    "public": 1,
    "recoverable": 1,
    "working parts": 2,
    "part of a crown jewel": 3,
    "a whole crown jewel, or its keys": 3,
    "not sure": 3,
}
MOST = {1: 15, 2: 25, 3: 40}
"""Questions by tier, as counsel asks for them."""
FULL = {"chain.subcontractors_named": "yes", "chain.insured_for": "all of them", "practice.security": "here", "practice.people": "all"}  # fmt: skip
"""The answers that open every further question."""


def facts_of(profile: str, exposure: str, raises: str) -> SessionFacts:
    """A run with these answers, and with those of :data:`FULL` that are asked in it."""
    library = shipped()
    answers = {"touch.exposure": exposure, "touch.raises": raises, **FULL}
    while True:
        given = GivenDoc.model_validate({"per": "Acme", "profile": profile, "answers": answers})
        try:
            return set_table(given, library.flows[CHECKS], library).scene().facts
        except Unfit as bad:
            answers.pop(str(bad.path[-1]))


@pytest.mark.parametrize("profile", ["software", "manufacturing", "services"])
@pytest.mark.parametrize("exposure", EXPOSURES)
def test_no_more_is_asked_than_the_tier_allows_and_what_the_card_reads_is(profile: str, exposure: str) -> None:
    card = shipped().scorecards["vendor"]
    for raises, up in (("none of them", 0), ("freelancers", 1), ("not sure", 1)):
        facts = facts_of(profile, exposure, raises)
        tier = min(EXPOSURES[exposure] + up, 3)
        found = score(card, facts, card.weights(facts.profile))
        asked = len(list(facts.asked()))
        assert (found.tier.tier, found.tier.questions) == (tier, MOST[tier])
        assert asked == MOST[tier], f"{asked} are asked"
        reach = sum(row.weight for row in found.rows if row.asked)
        assert reach >= found.tier.coverage, f"{reach} of 100 can be known"
