"""What the nouns can tell by themselves."""

from __future__ import annotations

import pytest

from flows.model.flow import Library
from flows.model.ids import ChannelId, FlowHash, TeamId, programme_id, split_programme
from tests.builders import flow_of, library_of

ONE_QUESTION = """\
  - section: only
    title: Only one
    questions:
      - {{ask: it, kind: yes_no, text: {}, why: w, source: method}}
"""


def two_flows() -> Library:
    return library_of(
        flow_of(ONE_QUESTION.format("This?"), name="one", stage="one"),
        flow_of(ONE_QUESTION.format("That?"), name="two", stage="two"),
    )


def test_a_flow_is_found_by_its_hash_among_the_others() -> None:
    library = two_flows()
    assert [library.flow(flow.hash) for flow in library.flows.values()] == list(library.flows.values())


def test_a_version_that_is_no_longer_current_is_not_taken_for_another() -> None:
    with pytest.raises(KeyError, match="long-gone"):
        two_flows().flow(FlowHash("long-gone"))


@pytest.mark.parametrize(("team", "channel"), [("T1", "C1"), ("T1", "G1:2"), ("E1", "")])
def test_a_programme_is_named_by_its_workspace_and_channel_and_back(team: str, channel: str) -> None:
    assert split_programme(programme_id(TeamId(team), ChannelId(channel))) == (team, channel)
