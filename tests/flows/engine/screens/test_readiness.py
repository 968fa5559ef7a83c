"""What a finding does to the readiness of a session."""

from __future__ import annotations

from flows.engine.screens.review import session_readiness
from tests.builders import YES
from tests.flows.engine.crew import SOFTWARE, Crew
from tests.flows.engine.small import STORY


def test_an_answer_that_nobody_knows_is_unknown_once_whatever_its_finding_says() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.not_sure()
    assert team.finding_keys() == ["unclear@triage.shares"]
    unsure = session_readiness(team.scene())
    told = Crew.at(STORY)
    told.click(SOFTWARE)
    told.click(YES)
    known = session_readiness(told.scene())
    assert (unsure.known, known.known) == (1, 2) and unsure.percent == 100, "what is not known counts against nobody"
    assert known.percent is not None and known.percent < 100
