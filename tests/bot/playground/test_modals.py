"""views.* and what people do with modals and the Home: triggers, stacks, hashes, submissions, closing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.company import ATLAS, JON, MARIA
from tests.bot.playground.doors import Answer, Doors, Ear

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(title: str = "A form", **more: Any) -> Json:
    answer = {"type": "plain_text_input", "action_id": "value"}
    blocks = [{"type": "input", "block_id": "answer", "label": plain("Answer"), "element": answer}]
    return {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": blocks, **more}


class Former:
    """Opens modals for Maria."""

    def __init__(self, doors: Doors, ear: Ear) -> None:
        self.doors, self.ear = doors, ear

    async def trigger(self) -> str:
        """A fresh trigger, from a command."""
        await self.doors.act(MARIA, "command", channel=ATLAS, command="/ringfence")
        return str(self.ear.heard("command")[-1].body["trigger_id"])

    async def opens(self, view: Json | None = None) -> Json:
        told = await self.doors.done("views.open", trigger_id=await self.trigger(), view=view or modal())
        opened: Json = told["view"]
        return opened

    async def pushes(self, view: Json | None = None) -> Json:
        return await self.doors.api("views.push", trigger_id=await self.trigger(), view=view or modal("Above"))

    async def stack(self) -> list[str]:
        """The titles of Maria's open modals, lowest first."""
        return [view["title"]["text"] for view in (await self.doors.page("views", **{"as": MARIA}))["stack"]]


@pytest.fixture
def former(doors: Doors, ear: Ear) -> Former:
    return Former(doors, ear)


# What the app may do


async def test_a_modal_opens_for_who_caused_the_trigger_and_for_nobody_else(former: Former) -> None:
    view = await former.opens(modal(private_metadata="x" * 3000, callback_id="c" * 255))
    assert (view["callback_id"], view["private_metadata"]) == ("c" * 255, "x" * 3000)
    assert view["root_view_id"] == view["id"]
    assert view["previous_view_id"] is None
    assert await former.stack() == ["A form"]
    assert (await former.doors.page("views", **{"as": JON}))["stack"] == []


async def test_a_trigger_is_good_once_and_for_three_seconds(former: Former) -> None:
    doors, view = former.doors, modal()
    used = await former.trigger()
    await doors.done("views.open", trigger_id=used, view=view)
    assert await doors.refused("views.open", trigger_id=used, view=view) == "exchanged_trigger_id"
    late, just = await former.trigger(), await former.trigger()
    now = doors.playground.workspace.clock.now()
    await doors.act(MARIA, "set_clock", now=now + 2.9)
    await doors.done("views.open", trigger_id=just, view=view)
    await doors.act(MARIA, "set_clock", now=now + 3.1)
    assert await doors.refused("views.open", trigger_id=late, view=view) == "expired_trigger_id"
    assert await doors.refused("views.open", trigger_id="1.2.3", view=view) == "invalid_trigger_id"
    assert await doors.refused("views.open", view=view) == "invalid_arguments"
    assert await doors.refused("views.open", trigger_id=await former.trigger()) == "invalid_arguments"


async def test_three_modals_lie_on_each_other_and_a_fourth_is_refused(former: Former) -> None:
    root = await former.opens()
    second = (await former.pushes())["view"]
    third = (await former.pushes())["view"]
    assert (second["root_view_id"], third["root_view_id"]) == (root["id"], root["id"])
    assert (second["previous_view_id"], third["previous_view_id"]) == (root["id"], second["id"])
    assert (await former.pushes())["error"] == "push_limit_reached"
    former.ear.answers = [Answer(body={"response_action": "push", "view": modal("Fourth")})]
    told = await former.doors.act(MARIA, "submit_view", view_id=third["id"])
    assert told["error"] == "push_limit_reached"
    assert await former.stack() == ["A form", "Above", "Above"]
    await former.opens(modal("Afresh"))
    assert await former.stack() == ["Afresh"]


async def test_nothing_is_pushed_on_nothing(former: Former) -> None:
    assert (await former.pushes())["error"] == "not_found"


async def test_a_view_is_updated_only_as_long_as_nobody_changed_it(former: Former) -> None:
    doors, view = former.doors, await former.opens(modal(external_id="form-1", private_metadata="one"))
    first = await doors.done("views.update", view_id=view["id"], hash=view["hash"], view=modal("Second"))
    assert (first["view"]["private_metadata"], first["view"]["external_id"]) == ("", "")
    stale = {"view_id": view["id"], "hash": view["hash"], "view": modal("Third")}
    assert await doors.refused("views.update", **stale) == "hash_conflict"
    await doors.done("views.update", view_id=view["id"], view=modal("Third", external_id="form-2"))
    await doors.done("views.update", external_id="form-2", view=modal("Fourth"))
    assert await former.stack() == ["Fourth"]
    assert await doors.refused("views.update", view_id="V0NONE", view=modal()) == "not_found"
    assert await doors.refused("views.update", view_id=view["id"]) == "invalid_arguments"


async def test_an_external_id_is_given_to_one_open_view_only(former: Former) -> None:
    await former.opens(modal(external_id="form-1"))
    assert (await former.pushes(modal(external_id="form-1")))["error"] == "duplicate_external_id"
    above = (await former.pushes(modal(external_id="form-2")))["view"]
    taken = {"view_id": above["id"], "view": modal(external_id="form-1")}
    assert await former.doors.refused("views.update", **taken) == "duplicate_external_id"
    same = {"view_id": above["id"], "view": modal("Same", external_id="form-2")}
    await former.doors.done("views.update", **same)


async def test_a_home_is_published_for_one_person_and_guarded_by_its_hash(doors: Doors) -> None:
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("Your programmes")}]}
    first = (await doors.done("views.publish", user_id=MARIA, view=home))["view"]
    await doors.done("views.publish", user_id=MARIA, view=home, hash=first["hash"])
    assert await doors.refused("views.publish", user_id=MARIA, view=home, hash=first["hash"]) == "hash_conflict"
    assert (await doors.page("views", **{"as": MARIA}))["home"]["blocks"][0]["text"]["text"] == "Your programmes"
    assert (await doors.page("views", **{"as": JON}))["home"] is None
    assert await doors.refused("views.publish", user_id="U0NOBODY", view=home) == "user_not_found"
    assert await doors.refused("views.publish", user_id=MARIA, view=modal()) == "invalid_arguments"


# What people do


async def test_a_submission_brings_every_input_filled_in_or_not(former: Former) -> None:
    options = [{"text": plain(word), "value": word} for word in ("yes", "no")]
    elements: list[Json] = [
        {"type": "plain_text_input", "initial_value": "as it was"},
        {"type": "number_input", "is_decimal_allowed": True},
        {"type": "static_select", "options": options, "initial_option": options[0]},
        {"type": "radio_buttons", "options": options},
        {"type": "checkboxes", "options": options, "initial_options": options},
        {"type": "multi_users_select"},
        {"type": "users_select"},
        {"type": "datepicker", "initial_date": "2026-07-15"},
        {"type": "file_input"},
    ]
    blocks = [
        {"type": "input", "block_id": f"q{n}", "label": plain("Q"), "element": {"action_id": "a", **element}}
        for n, element in enumerate(elements)
    ]
    pick = {"type": "static_select", "action_id": "pick", "options": options}
    blocks.append({"type": "actions", "block_id": "acts", "elements": [pick]})
    view = await former.opens(modal(blocks=blocks))
    await former.doors.act(
        MARIA,
        "click",
        container="view",
        view_id=view["id"],
        action_id="pick",
        action={"selected_option": options[1]},
    )
    given = {"q1": {"a": {"type": "number_input", "value": "12.5"}}, "q6": {"a": {"selected_user": JON}}}
    assert await former.doors.act(MARIA, "submit_view", view_id=view["id"], values=given) == {
        "ok": True,
        "errors": None,
    }
    told = (await former.ear.hears("view_submission")).body["view"]["state"]["values"]
    assert {at: state["a"] for at, state in told.items() if at != "acts"} == {
        "q0": {"type": "plain_text_input", "value": "as it was"},
        "q1": {"type": "number_input", "value": "12.5"},
        "q2": {"type": "static_select", "selected_option": options[0]},
        "q3": {"type": "radio_buttons", "selected_option": None},
        "q4": {"type": "checkboxes", "selected_options": options},
        "q5": {"type": "multi_users_select", "selected_users": []},
        "q6": {"type": "users_select", "selected_user": JON},
        "q7": {"type": "datepicker", "selected_date": "2026-07-15"},
        "q8": {"type": "file_input", "files": []},
    }
    assert told["acts"]["pick"]["selected_option"] == options[1]
    assert await former.stack() == []


async def test_what_the_app_answers_is_done_with_the_modal(former: Former) -> None:
    doors, ear = former.doors, former.ear
    view = await former.opens()
    ear.answers = [Answer(body={"response_action": "errors", "errors": {"answer": "Say more"}})]
    told = await doors.act(MARIA, "submit_view", view_id=view["id"])
    assert told["errors"] == {"answer": "Say more"}
    assert await former.stack() == ["A form"]
    ear.answers = [Answer(body={"response_action": "update", "view": modal("Changed")})]
    await doors.act(MARIA, "submit_view", view_id=view["id"])
    assert await former.stack() == ["Changed"]
    ear.answers = [Answer(body={"response_action": "push", "view": modal("On top")})]
    await doors.act(MARIA, "submit_view", view_id=view["id"])
    assert await former.stack() == ["Changed", "On top"]
    ear.answers = [Answer(body={"response_action": "clear"})]
    await doors.act(MARIA, "submit_view", view_id=view["id"])
    assert await former.stack() == []
    assert (await doors.act(MARIA, "submit_view", view_id=view["id"]))["error"] == "not_found"


async def test_a_submission_that_is_not_answered_leaves_the_modal_open(former: Former) -> None:
    view = await former.opens()
    former.ear.answers = [Answer(500)]
    told = await former.doors.act(MARIA, "submit_view", view_id=view["id"])
    assert (told["ok"], told["error"]) == (False, "no_answer")
    assert await former.stack() == ["A form"]
    former.ear.answers = [Answer(body={"response_action": "update", "view": {"type": "modal"}})]
    told = await former.doors.act(MARIA, "submit_view", view_id=view["id"])
    assert told["error"] == "invalid_arguments"


async def test_a_closed_view_is_told_where_the_app_asked_for_it(former: Former) -> None:
    doors, view = former.doors, await former.opens(modal(notify_on_close=True))
    above = (await former.pushes())["view"]
    await doors.act(MARIA, "close_view", view_id=above["id"])
    assert await former.stack() == ["A form"]
    former.ear.answers = [Answer(500)]
    assert (await doors.act(MARIA, "close_view", view_id=view["id"]))["ok"]
    (closed,) = former.ear.heard("view_closed")
    assert (closed.body["view"]["id"], closed.body["is_cleared"]) == (view["id"], False)
    assert closed.body["view"]["state"] == {"values": {}}
    assert await former.stack() == []


@pytest.mark.parametrize("how", ["by who closes", "by the view"])
async def test_all_views_close_together(former: Former, how: str) -> None:
    await former.opens(modal(notify_on_close=True))
    above = (await former.pushes(modal("Above", clear_on_close=how == "by the view", notify_on_close=True)))["view"]
    clear = {"clear": True} if how == "by who closes" else {}
    await former.doors.act(MARIA, "close_view", view_id=above["id"], **clear)
    assert await former.stack() == []
    assert [heard.body["is_cleared"] for heard in former.ear.heard("view_closed")] == [True, True]


async def test_the_home_is_opened_and_pressed(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "open_home")
    assert "view" not in (await ear.hears("app_home_opened")).body["event"]
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}
    home = {"type": "home", "blocks": [{"type": "actions", "block_id": "b", "elements": [button]}]}
    published = (await doors.done("views.publish", user_id=MARIA, view=home))["view"]
    await doors.act(MARIA, "open_home")
    assert (await ear.hears("app_home_opened", 2)).body["event"]["view"]["id"] == published["id"]
    assert (await doors.act(MARIA, "click", container="home", action_id="go"))["ok"]
    pressed = (await ear.hears("block_actions")).body
    assert pressed["container"] == {"type": "view", "view_id": published["id"]}
    assert pressed["actions"][0]["value"] == "1"
    assert (await doors.act(JON, "click", container="home", action_id="go"))["error"] == "not_found"
