"""The tests' people: they see what the page would show them, act through its door, and say what stands there when they look in vain."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.driver import ATLAS, DEV, JON, KODEX, MARIA, NotSeen, Someone
from bot.playground.records import SlackError
from tests.bot.playground.doors import Doors, Ear


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain(word), "value": word} for word in ("Yes", "No")]
GROUPED = {
    "type": "static_select",
    "action_id": "group",
    "option_groups": [{"label": plain("All"), "options": OPTIONS}],
}
PLACE = {"type": "static_select", "action_id": "place", "options": OPTIONS, "placeholder": plain("Where")}
BLOCKS = [
    {"type": "header", "text": plain("The card")},
    {"type": "divider"},
    {
        "type": "section",
        "fields": [plain("one"), plain("two")],
        "accessory": {"type": "overflow", "action_id": "more", "options": OPTIONS},
    },
    {
        "type": "context",
        "elements": [plain("a\nb"), {"type": "image", "image_url": "https://x.example", "alt_text": "x"}],
    },
    {"type": "input", "label": plain("Why"), "element": {"type": "plain_text_input", "action_id": "why"}},
    {"type": "actions", "elements": [{"type": "button", "action_id": "go", "text": plain("Go")}, GROUPED, PLACE]},
    {"type": "image", "image_url": "https://x.example", "alt_text": "x"},
]


@pytest.fixture
def maria(doors: Doors) -> Someone:
    return Someone(doors.playground, MARIA)


async def test_a_message_reads_as_lines_of_what_is_said_and_what_can_be_pressed(doors: Doors, maria: Someone) -> None:
    await doors.done("chat.postMessage", channel=ATLAS, text="The card", blocks=BLOCKS)
    await doors.done("chat.postMessage", channel=ATLAS, text="Plainly")
    card, bare = maria.sees(ATLAS)
    assert maria.text(card).splitlines() == [
        "The card",
        "--",
        "one",
        "two",
        "(Yes · No)",
        "· a",
        "· b",
        "Why: <plain_text_input>",
        "[Go] <static_select> <Where: Yes / No>",
    ]
    assert maria.text(bare) == "Plainly"


async def test_somebody_presses_and_picks_by_what_is_written_there(doors: Doors, maria: Someone, ear: Ear) -> None:
    await doors.done("chat.postMessage", channel=ATLAS, text="The card", blocks=BLOCKS)
    (card,) = maria.sees(ATLAS)
    await maria.presses(ATLAS, card, "Go")
    await maria.presses(ATLAS, card, "No")
    await maria.picks(ATLAS, card, "Yes")
    told = [one.body["actions"][0] for one in ear.heard("block_actions")]
    assert [(action["action_id"], action.get("selected_option", {}).get("value")) for action in told] == [
        ("go", None),
        ("more", "No"),
        ("group", "Yes"),
    ]
    with pytest.raises(NotSeen, match=r"no \[Stop\] on: The card"):
        await maria.presses(ATLAS, card, "Stop")
    with pytest.raises(NotSeen, match="nothing to choose"):
        await maria.picks(ATLAS, card, "Perhaps")
    with pytest.raises(NotSeen, match="no datepicker"):
        await maria.picks_with(ATLAS, card, "datepicker", selected_date="2026-07-15")
    with pytest.raises(NotSeen, match="no modal"):
        await maria.submits({})


async def test_somebody_who_looks_in_vain_says_what_stands_there(doors: Doors, maria: Someone) -> None:
    await maria.says(ATLAS, "Only this")
    with pytest.raises(NotSeen, match=r"(?s)'That' did not appear.*#atlas-plan: Only this"):
        await maria.until(lambda: None, "'That'", within=0.1)
    assert (await maria.sees_text(ATLAS, "this"))["user"] == MARIA


async def test_somebody_sees_their_own_notes_and_conversations_only(doors: Doors, maria: Someone) -> None:
    jon, dev = Someone(doors.playground, JON), Someone(doors.playground, DEV)
    await doors.done("chat.postEphemeral", channel=ATLAS, user=MARIA, text="Psst")
    await doors.done("chat.postMessage", channel=MARIA, text="Between us")
    assert [maria.text(m) for m in maria.sees(ATLAS)] == ["Psst"]
    assert (len(maria.private_notes(ATLAS)), len(jon.private_notes(ATLAS))) == (1, 0)
    assert (len(maria.direct()), len(jon.direct())) == (1, 0)
    with pytest.raises(SlackError, match="channel_not_found"):
        dev.sees(ATLAS)


async def test_somebody_edits_deletes_and_uploads(doors: Doors, maria: Someone) -> None:
    root = await maria.says(KODEX, "Root")
    ts = await maria.says(KODEX, "reply", root)
    await maria.edits(KODEX, ts, "Reply")
    await maria.uploads(KODEX, "plan.txt", b"a plan", root, "The plan")
    assert [maria.text(m) for m in maria.sees(KODEX, root)] == ["Root", "Reply", "The plan"]
    await maria.deletes(KODEX, ts)
    assert [maria.text(m) for m in maria.sees(KODEX, root)] == ["Root", "The plan"]
    assert [maria.text(m) for m in maria.sees(KODEX)] == ["Root"]
