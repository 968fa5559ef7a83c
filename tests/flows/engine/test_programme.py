"""The programme as a whole: outsiders, whether the channel can be reached, settings, its name, the export, and what is not here."""

from __future__ import annotations

import pytest

from flows.model.askings import HideAsked
from flows.model.effects import HideSaid, Mention, RefreshCard, RefreshRoot, SendExport, Settle, Whisper, Whispered
from flows.model.events import (
    Answered,
    Exported,
    Looked,
    Moved,
    OutsidersSeen,
    Paused,
    ReachChanged,
    Renamed,
    ReviewAsked,
    SettingsChanged,
    Undelivered,
)
from flows.model.ids import ChannelId, SessionId
from flows.model.leaving_events import PersonLeft
from flows.model.people import Role
from flows.model.programme import Reach
from flows.model.session import CONFIRMING
from tests.builders import (
    JON,
    MARIA,
    NO,
    PRIYA,
    YES,
    asked,
    confirming,
    effects_of,
    is_refused,
    kinds,
    library_of,
    spot,
    told,
)
from tests.flows.engine.crew import Crew, at_people, in_review
from tests.flows.engine.small import STORY

# ── outsiders ────────────────────────────────────────────────────────────────


def test_only_the_owner_or_counsel_has_what_was_said_hidden() -> None:
    team = at_people()
    team.give(Role.COUNSEL, PRIYA)
    refused = team.say(JON, HideAsked())
    assert is_refused(refused, "hide.not_yours") and not refused.effects
    for who in (MARIA, PRIYA):
        assert effects_of(team.say(who, HideAsked()), HideSaid) == [HideSaid()]
    assert team.logged()[-2:] == ["hidden", "hidden"]


def test_when_somebody_from_outside_comes_what_stands_open_is_shown_anew_and_the_owner_is_told() -> None:
    team = at_people()
    outcome = team.say(JON, OutsidersSeen(True))
    assert effects_of(outcome, Settle) == [Settle(team.ref.id, spot("triage.people"), 3)]
    assert effects_of(outcome, RefreshRoot) and effects_of(outcome, RefreshCard)
    (whisper,) = effects_of(outcome, Whisper)
    assert isinstance(whisper, Whisper) and whisper.to == MARIA and told(outcome) == ["outsiders.came"]
    assert team.logged()[-1] == "outsiders"


def test_what_waits_for_a_yes_or_is_being_changed_is_shown_anew_too() -> None:
    team = at_people()
    team.click(NO, "triage.shares")
    shown = effects_of(team.say(JON, OutsidersSeen(True)), Settle)
    assert Settle(team.ref.id, spot("triage.shares"), team.ref.postings[CONFIRMING]) in shown
    team.change("triage.shares")
    shown = effects_of(team.say(JON, OutsidersSeen(True)), Settle)
    assert Settle(team.ref.id, spot("triage.shares"), team.ref.postings["triage.shares"]) in shown


def test_when_they_have_left_the_owner_is_told_too() -> None:
    team = in_review()
    outcome = team.say(JON, OutsidersSeen(False))
    assert told(outcome) == ["outsiders.left"] and effects_of(outcome, Settle) == []
    assert team.logged()[-1] == "outsiders_gone"


def test_a_finished_session_has_nothing_open_to_show_anew() -> None:
    team = in_review()
    team.finish()
    assert kinds(team.say(JON, OutsidersSeen(True))) == ["RefreshRoot", "Whisper"]


# ── what was given up ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("restricted_action", "undelivered.forbidden"),
        ("missing_scope", "undelivered.scope"),
        ("user_disabled", "undelivered.person"),
        ("TimeoutError", "undelivered.slack"),
        ("down_for_days", "undelivered.outage"),
        ("fails_alone", "undelivered.slack"),
        ("msg_too_long", "undelivered.broken"),
        ("DocumentSealed", "undelivered.sealed"),
        ("something_new", "undelivered.other"),
    ],
)
def test_the_owner_hears_why_a_message_was_given_up_and_what_leads_on(reason: str, said: str) -> None:
    team = at_people()
    outcome = team.say(JON, Undelivered(reason, 17))
    assert told(outcome) == [said] and kinds(outcome) == ["Whisper"]
    [letter] = effects_of(outcome, Whisper)
    assert isinstance(letter, Whisper) and letter.to == MARIA and letter.notes[0].values["number"] == "17"
    assert team.logged()[-1] == "undelivered"


def test_where_nobody_owns_the_programme_nobody_is_told() -> None:
    team = at_people()
    team.say(JON, PersonLeft(MARIA))
    outcome = team.say(JON, Undelivered("restricted_action", 17))
    assert kinds(outcome) == [] and team.logged()[-1] == "undelivered"


# ── reach ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reach", [Reach.ARCHIVED, Reach.DELETED, Reach.NOT_A_MEMBER])
def test_the_owner_is_told_once_that_the_channel_cannot_be_reached(reach: Reach) -> None:
    team = at_people()
    outcome = team.say(JON, ReachChanged(reach))
    assert told(outcome) == [f"reach.{reach}"] and team.logged()[-1] == "reach"
    other = Reach.DELETED if reach is not Reach.DELETED else Reach.ARCHIVED
    assert told(team.say(JON, ReachChanged(other))) == []
    assert team.say(JON, ReachChanged(other)).saves == ()


def test_after_an_uninstall_nobody_can_be_told() -> None:
    assert told(at_people().say(JON, ReachChanged(Reach.UNINSTALLED))) == []


def test_when_the_channel_can_be_reached_again_the_open_question_is_put_again() -> None:
    team = at_people()
    team.say(JON, ReachChanged(Reach.ARCHIVED))
    outcome = team.say(JON, ReachChanged(Reach.OPEN))
    assert told(outcome) == ["reach.back"] and asked(outcome) == ["triage.people"]


def test_on_return_what_waits_for_a_yes_is_shown_again() -> None:
    team = at_people()
    team.click(NO, "triage.shares")
    team.say(JON, ReachChanged(Reach.ARCHIVED))
    assert confirming(team.say(JON, ReachChanged(Reach.OPEN))) == ["triage.shares"]


def test_on_return_what_is_being_changed_is_asked_again() -> None:
    team = at_people()
    team.change("triage.shares")
    team.say(JON, ReachChanged(Reach.ARCHIVED))
    assert asked(team.say(JON, ReachChanged(Reach.OPEN))) == ["triage.shares"]


def test_a_paused_session_stays_paused_on_return() -> None:
    team = at_people()
    team.pause()
    team.say(JON, ReachChanged(Reach.ARCHIVED))
    assert asked(team.say(JON, ReachChanged(Reach.OPEN))) == []


# ── settings, name, card ─────────────────────────────────────────────────────


def test_settings_are_kept_and_noted() -> None:
    team = at_people()
    outcome = team.settings(by=JON, zone="Europe/Warsaw", locale="en_US", four_eyes=True)
    assert told(outcome) == ["settings.saved"]
    assert team.log[-1].about == "zone=Europe/Warsaw locale=en_US four_eyes=yes"
    assert team.programme is not None and team.programme.settings.zone == "Europe/Warsaw"


def test_what_is_not_given_stays_as_it_was() -> None:
    team = at_people()
    team.settings(zone="Europe/Warsaw")
    team.settings(locale="en_US")
    assert team.log[-1].about == "zone=Europe/Warsaw locale=en_US four_eyes=no"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe/", "a\0b"])
def test_an_unknown_zone_is_refused_and_nothing_is_saved(zone: str) -> None:
    team = at_people()
    assert is_refused(team.settings(zone=zone, four_eyes=True), "settings.zone_unknown")
    assert team.programme is not None and not team.programme.settings.four_eyes


def test_days_are_counted_in_the_zone_of_the_programme() -> None:
    team = Crew.at(STORY, zone="Pacific/Auckland")
    team.now = team.now.replace(hour=20)
    team.skip()
    assert team.todo()[0].due.isoformat() == "2026-12-01"


def test_a_renamed_channel_renames_the_programme() -> None:
    team = at_people()
    team.say(JON, Renamed("atlas-two"))
    assert team.programme is not None and team.programme.name == "atlas-two"
    assert team.say(JON, Renamed("atlas-two")).saves == ()


def test_a_channel_with_another_id_is_noted_and_its_roots_name_the_programme_anew() -> None:
    team = at_people()
    outcome = team.say(JON, Moved(ChannelId("COLD")))
    assert effects_of(outcome, RefreshRoot) == [RefreshRoot(team.ref.id)]
    assert [(entry.what, entry.about) for entry in team.log][-1] == ("moved", "COLD")


def test_whoever_asks_for_the_card_has_it_refreshed_and_noted() -> None:
    team = at_people()
    outcome = team.say(JON, Looked())
    assert effects_of(outcome, RefreshCard) == [RefreshCard()] and team.logged()[-1] == "looked"


# ── export ───────────────────────────────────────────────────────────────────


def test_the_export_goes_to_the_owner_or_counsel_alone_and_is_noted() -> None:
    team = at_people()
    team.give(Role.COUNSEL, PRIYA)
    refused = team.say(JON, Exported())
    assert is_refused(refused, "export.not_yours")
    assert isinstance(refused.reply, Whispered) and refused.reply.notes[0].values["owner"] == Mention(MARIA)
    for who in (MARIA, PRIYA):
        outcome = team.say(who, Exported())
        assert effects_of(outcome, SendExport) == [SendExport(who)] and told(outcome) == ["export.coming"]
    assert team.logged()[-2:] == ["exported", "exported"]


# ── what is not here ─────────────────────────────────────────────────────────


def test_a_button_of_another_channels_session_changes_nothing_and_leads_back() -> None:
    team = at_people()
    outcome = team.say(MARIA, Answered(SessionId("sample-77"), spot("triage.shares"), 0, YES))
    assert is_refused(outcome, "stale.not_here")
    assert isinstance(outcome.reply, Whispered) and outcome.reply.buttons == ("continue",)


def test_a_question_that_the_flow_does_not_hold_changes_nothing() -> None:
    team = at_people()
    assert is_refused(team.click(YES, "triage.secrets"), "stale.not_here")
    assert is_refused(team.verify("triage.secrets"), "stale.not_here")


def test_before_the_first_start_everything_leads_to_the_start() -> None:
    team = Crew(library_of(STORY))
    for event in (ReviewAsked(SessionId("sample-1")), SettingsChanged(zone="UTC"), Paused(SessionId("x")), Looked()):
        outcome = team.say(MARIA, event)
        assert is_refused(outcome, "stale.not_here")
        assert isinstance(outcome.reply, Whispered) and outcome.reply.buttons == ("start",)
