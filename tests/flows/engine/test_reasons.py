"""On whose word a question is asked: a source that was read, one that tells of another, and what is our own."""

from __future__ import annotations

import msgspec

from flows.engine.screens import asides, counsel
from flows.model.flow import SourceKind
from flows.model.ids import FlowHash
from tests.builders import YES, library_of, spot
from tests.flows.engine.crew import SOFTWARE, Crew, words
from tests.flows.engine.small import STORY


def test_a_source_that_was_not_read_itself_and_what_is_our_own_are_told_as_such() -> None:
    why: dict[SourceKind, str] = {}
    brief: dict[SourceKind, str] = {}
    for kind in SourceKind:
        sources = tuple(msgspec.structs.replace(source, kind=kind) for source in STORY.sources)
        flow = msgspec.structs.replace(STORY, sources=sources, hash=FlowHash(f"story-on-{kind}"))
        team = Crew(library_of(flow))
        team.start(flow)
        team.click(SOFTWARE)
        team.click(YES)
        why[kind] = words(asides.why(team.scene(), spot("triage.work")))[-1]
        shown = counsel.brief(team.scene(), ["shares@triage.shares"])
        assert shown is not None
        brief[kind] = next(line for line in words(shown) if "reviewed" in line)
    told = {
        SourceKind.PRIMARY: "Source: The method, Its publisher; reviewed 20 November 2026",
        SourceKind.SECONDARY: "Second hand, by way of The method, Its publisher; reviewed 20 November 2026",
        SourceKind.OWN: "Our own practice note, not checked against a source: The method; reviewed 20 November 2026",
    }
    assert why == brief == told
