"""block_actions: what the app is told when somebody presses or picks something in its messages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.company import ATLAS, DEV, JON, KODEX, MARIA
from tests.bot.playground.doors import Answer, Doors, Ear

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain(word), "value": word} for word in ("yes", "no")]
BUTTON = {"type": "button", "action_id": "go", "value": "v1|q1", "text": plain("Continue"), "style": "primary"}
SELECT = {"type": "static_select", "action_id": "pick", "options": OPTIONS, "initial_option": OPTIONS[0]}
BOXES = {"type": "checkboxes", "action_id": "tick", "options": OPTIONS}
MORE = {"type": "overflow", "action_id": "more", "options": OPTIONS}
BLOCKS = [
    {"type": "section", "block_id": "card", "text": plain("A card"), "accessory": MORE},
    {"type": "actions", "block_id": "acts", "elements": [BUTTON, SELECT, BOXES]},
]


async def card(doors: Doors, channel: str = ATLAS, **more: Any) -> str:
    """A message with something of each to press; its ts."""
    return str((await doors.done("chat.postMessage", channel=channel, text="A card", blocks=BLOCKS, **more))["ts"])


async def test_a_press_tells_what_where_who_and_how_to_answer(doors: Doors, ear: Ear) -> None:
    ts = await card(doors)
    assert await doors.act(MARIA, "click", channel=ATLAS, ts=ts, action_id="go") == {"ok": True}
    told = (await ear.hears("block_actions")).body
    (action,) = told["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "acts", "v1|q1")
    assert (action["type"], action["text"], action["style"]) == ("button", plain("Continue"), "primary")
    assert float(action["action_ts"]) >= float(ts)
    assert told["container"]["message_ts"] == told["message"]["ts"] == ts
    assert (told["container"]["channel_id"], told["channel"]) == (ATLAS, {"id": ATLAS, "name": "privategroup"})
    assert (told["user"]["id"], told["user"]["team_id"], told["api_app_id"]) == (
        MARIA,
        told["team"]["id"],
        doors.app.id,
    )
    assert await doors.respond(told["response_url"], text="Seen") == (200, "")
    view = {"type": "modal", "title": plain("Form"), "blocks": []}
    await doors.done("views.open", trigger_id=told["trigger_id"], view=view)


async def test_what_was_picked_before_stands_in_the_state_of_the_next_press(doors: Doors, ear: Ear) -> None:
    ts = await card(doors)
    one = {"channel": ATLAS, "ts": ts}
    await doors.act(MARIA, "click", **one, action_id="pick", action={"selected_option": OPTIONS[1]})
    await doors.act(MARIA, "click", **one, action_id="tick", action={"selected_options": OPTIONS})
    await doors.act(MARIA, "click", **one, action_id="more", action={"selected_option": OPTIONS[0]})
    await doors.act(MARIA, "click", **one, action_id="go", block_id="acts")
    await doors.act(JON, "click", **one, action_id="go")
    picked, ticked, chosen, pressed, of_jon = [one.body for one in ear.heard("block_actions")]
    assert picked["actions"][0]["selected_option"] == OPTIONS[1]
    assert picked["actions"][0]["initial_option"] == OPTIONS[0]
    assert ticked["actions"][0]["selected_options"] == OPTIONS
    assert (chosen["actions"][0]["type"], chosen["actions"][0]["selected_option"]) == ("overflow", OPTIONS[0])
    assert pressed["state"]["values"] == {
        "acts": {
            "pick": {"type": "static_select", "selected_option": OPTIONS[1]},
            "tick": {"type": "checkboxes", "selected_options": OPTIONS},
        }
    }
    assert of_jon["state"]["values"] == {
        "acts": {
            "pick": {"type": "static_select", "selected_option": OPTIONS[0]},
            "tick": {"type": "checkboxes", "selected_options": []},
        }
    }
    assert not [key for key in pressed["message"] if key.startswith("_")]


async def test_a_press_in_a_thread_and_on_a_private_note_says_so(doors: Doors, ear: Ear) -> None:
    root = (await doors.done("chat.postMessage", channel=ATLAS, text="Root"))["ts"]
    await doors.act(MARIA, "click", channel=ATLAS, ts=await card(doors, thread_ts=root), action_id="go")
    note = (await doors.done("chat.postEphemeral", channel=ATLAS, user=MARIA, text="x", blocks=BLOCKS))["message_ts"]
    await doors.act(MARIA, "click", container="ephemeral", channel=ATLAS, ts=note, action_id="go")
    in_thread, on_note = [one.body["container"] for one in ear.heard("block_actions")]
    assert (in_thread["thread_ts"], in_thread["is_ephemeral"]) == (root, False)
    assert (on_note["message_ts"], on_note["is_ephemeral"]) == (note, True)
    other = {"channel": ATLAS, "ts": note, "action_id": "go"}
    assert (await doors.act(JON, "click", **other))["error"] == "message_not_found"


async def test_an_outsider_presses_and_their_company_is_told(doors: Doors, ear: Ear) -> None:
    await doors.act(DEV, "click", channel=KODEX, ts=await card(doors, KODEX), action_id="go")
    told = (await ear.hears("block_actions")).body
    assert told["user"]["team_id"] != told["team"]["id"]
    hidden = {"channel": ATLAS, "ts": await card(doors), "action_id": "go"}
    assert (await doors.act(DEV, "click", **hidden))["error"] == "channel_not_found"


@pytest.mark.parametrize("where", [{"action_id": "gone"}, {"action_id": "go", "block_id": "card"}])
async def test_what_is_not_there_cannot_be_pressed(doors: Doors, ear: Ear, where: Json) -> None:
    told = await doors.act(MARIA, "click", channel=ATLAS, ts=await card(doors), **where)
    assert told["error"] == "action_not_found"
    assert not ear.heard("block_actions")


async def test_a_press_that_is_not_answered_is_not_told_again(doors: Doors, ear: Ear) -> None:
    ts = await card(doors)
    await ear.hears("message")
    ear.answers = [Answer(after=0.6)]
    told = await doors.act(MARIA, "click", channel=ATLAS, ts=ts, action_id="go")
    assert (told["ok"], told["error"]) == (False, "no_answer")
    assert len(ear.heard("block_actions")) == 1


async def test_a_shortcut_used_on_a_message_tells_which_and_is_offered_on_the_page(doors: Doors, ear: Ear) -> None:
    (app,) = (await doors.page("state"))["apps"]
    assert app["shortcuts"] == [{"name": "May I share this?", "callback_id": "share", "type": "message"}]
    ts = (await doors.act(JON, "post", channel=ATLAS, text="The pricing engine, to Acme"))["ts"]
    assert await doors.act(MARIA, "shortcut", channel=ATLAS, ts=ts, callback_id="share") == {"ok": True}
    told = (await ear.hears("message_action")).body
    assert (told["callback_id"], told["user"]["id"], told["channel"]["id"], told["message"]["text"]) == (
        *("share", MARIA, ATLAS),
        "The pricing engine, to Acme",
    )
    ear.answers.append(Answer(status=500))
    late = await doors.act(MARIA, "shortcut", channel=ATLAS, ts=ts, callback_id="share")
    assert late["message"] == "The app did not answer in time."
