"""A finished part of which a newer version asks more: told once in a digest and on the card, shown with what it would bring, taken or put off."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.digest import compose
from flows.engine.screens import overview
from flows.engine.screens.upgrade import preview
from flows.model.effects import Digest, PostDigest
from flows.model.events import DigestSent, Ticked
from flows.model.flow import Flow
from flows.model.ids import FlowHash, PersonId
from flows.model.session import SessionState
from flows.model.upgrades import Upgraded, UpgradeRested
from flows.model.values import NewItems
from tests.builders import MARIA, NO, YES, flow_of, is_refused, library_of, told
from tests.flows.engine.crew import Crew, does, words

HEAD = """\
  - section: one
    title: One
    questions:
      - {ask: vendors, kind: item, register: asset, adds: true, many: true, text: Which vendors?, why: W., source: method}
"""
BRAKE = """\
      - ask: brake
        kind: yes_no
        text: Is there a way back?
        why: W.
        source: method
        findings:
          - {when: "no", id: no_way_back, severity: high, say: A way back is wanted., counsel: C., do: Agree on one,
             owner: owner, due: 7 days, source: method}
"""
OLD = flow_of(HEAD + BRAKE)
ONE_EACH = BRAKE.replace("Is there a way back?", "Is there a way back with {asset}?")
MORE = flow_of(
    HEAD + BRAKE + "      - {ask: tried, kind: yes_no, text: Was it tried?, why: W., source: method}\n", version=2
)
SAME = flow_of(HEAD + BRAKE.replace("Is there", "Do you have"), version=2)


def finished(newer: Flow) -> Crew:
    """A team that finished the older version, with a finding, when the newer one comes."""
    team = Crew.at(OLD)
    team.kept_flows[OLD.hash] = OLD
    team.click(NewItems((), ("Acme", "Kodex")))
    team.click(NO)
    team.finish()
    assert team.ref.state is SessionState.DONE
    team.library = library_of(newer)
    return team


def card(team: Crew) -> list[str]:
    screen = overview.card(team.library, team.head, (team.scene(),), team.now.date())
    return [*words(screen), *does(screen)]


def shown(team: Crew) -> str:
    screen = preview(team, team.ref.id, team.library, team.now)
    assert screen is not None
    return "\n".join(words(screen))


def week(team: Crew) -> Digest:
    return compose(team, team.head, team.library, team.now)


OFFERED = (
    "A sample: finished, and a newer version of its questions asks more. What stands counts on until you go on with it."
)


def test_a_finished_part_is_offered_a_newer_version_that_asks_more_and_stays_as_it_is_until_somebody_says_yes() -> None:
    team = finished(MORE)
    before = team.ref
    assert OFFERED in card(team) and "upgrade" in card(team)
    assert "Asked as well: Was it tried?" in shown(team)
    assert team.ref == before and team.finding_keys() == ["no_way_back@one.brake"]
    outcome = team.say(MARIA, Upgraded(team.ref.id, MORE.hash))
    assert told(outcome)[0] == "upgrade.done" and team.now_open == "one.tried"
    assert team.ref.state is SessionState.ASKING and team.ref.flow_hash == MORE.hash
    kept = team.answer("one.brake")
    assert kept is not None and kept.value == NO and team.finding_keys() == ["no_way_back@one.brake"]
    assert OFFERED not in card(team)
    team.click(YES)
    team.finish()
    assert OFFERED not in card(team), "nothing is newer any more"


def test_one_answer_for_all_that_is_asked_for_each_now_is_told_as_such_with_what_it_was() -> None:
    each = flow_of(
        HEAD.replace("section: one", "section: zero").replace("title: One", "title: Zero")
        + "  - section: one\n    title: One\n    each: asset\n    questions:\n"
        + ONE_EACH,
        version=2,
    )
    before = flow_of(
        HEAD.replace("section: one", "section: zero").replace("title: One", "title: Zero")
        + "  - section: one\n    title: One\n    questions:\n"
        + BRAKE
    )
    team = Crew.at(before)
    team.kept_flows[before.hash] = before
    team.click(NewItems((), ("Acme", "Kodex")))
    team.click(NO)
    team.finish()
    team.library = library_of(each)
    assert OFFERED in card(team)
    lines = shown(team)
    for name in ("Acme", "Kodex"):
        assert f"Asked for each now, since one answer stood for all (No): Is there a way back with {name}?" in lines
    assert "Asked as well" not in lines and "Withdrawn: A way back is wanted." in lines
    team.say(MARIA, Upgraded(team.ref.id, each.hash))
    assert team.now_open == f"one.brake/{team.item('Acme')}" and list(team.ref.aside) == ["one.brake"]
    assert team.ref.state is SessionState.ASKING


def test_a_newer_version_that_asks_nothing_more_is_not_offered_to_a_finished_part() -> None:
    team = finished(SAME)
    assert "upgrade" not in card(team) and not week(team).steps[0].do == "upgrade"
    team.say(MARIA, Upgraded(team.ref.id, SAME.hash))
    assert team.ref.state is SessionState.DONE, "whoever presses what they were shown earlier asks for no more"


def test_a_digest_offers_it_once() -> None:
    team = finished(MORE)
    steps = [step.do for step in week(team).steps]
    assert steps[0] == "upgrade" and steps.count("upgrade") == 1
    assert team.ref.offered is None, "to look at a digest tells nothing"
    outcome = team.say(MARIA, DigestSent())
    (posted,) = [effect.digest for effect in outcome.effects if isinstance(effect, PostDigest)]
    assert posted.steps[0].do == "upgrade"
    assert team.ref.offered is not None and team.ref.offered.flow_hash == MORE.hash
    assert "upgrade" not in [step.do for step in week(team).steps] and OFFERED in card(team)
    team.library = library_of(msgspec.structs.replace(MORE, version=3, hash=FlowHash("more-anew")))
    assert "upgrade" in [step.do for step in week(team).steps], "the next version is another matter"


def test_the_digest_of_the_week_counts_as_offering_it_too() -> None:
    team = finished(MORE)
    assert team.head.wakes is not None
    team.now = team.head.wakes
    while not any(isinstance(effect, PostDigest) for effect in team.say(PersonId(""), Ticked()).effects):
        assert team.head.wakes is not None
        team.now = team.head.wakes
    assert team.ref.offered is not None and team.ref.offered.flow_hash == MORE.hash


def test_what_is_put_off_in_a_finished_part_rests_for_a_quarter() -> None:
    team = finished(MORE)
    assert told(team.say(MARIA, UpgradeRested(team.ref.id))) == ["upgrade.rests"]
    assert "upgrade" not in card(team) and "upgrade" not in [step.do for step in week(team).steps]
    team.now += dt.timedelta(days=89)
    assert "upgrade" not in card(team)
    team.now += dt.timedelta(days=2)
    assert "upgrade" in card(team)


def test_a_change_in_a_finished_part_says_nothing_of_a_newer_version_in_its_thread() -> None:
    team = finished(MORE)
    assert "upgrade.offer" not in told(team.change("one.brake"))


def test_what_closes_and_what_a_newer_round_replaced_are_never_offered_it() -> None:
    closing = msgspec.structs.replace(OLD, closes=True, hash=FlowHash("old-that-closes"))
    team = Crew(library_of(closing))
    team.start(closing)
    team.kept_flows[closing.hash] = closing
    team.click(NewItems((), ("Acme",)))
    team.click(NO)
    team.finish()
    team.library = library_of(MORE)
    assert "upgrade" not in card(team) and is_refused(team.say(MARIA, Upgraded(team.ref.id, MORE.hash)), "upgrade.none")
    old = finished(MORE)
    old.sessions[old.ref.id] = msgspec.structs.replace(old.ref, superseded=True)
    assert "upgrade" not in card(old) and is_refused(old.say(MARIA, Upgraded(old.ref.id, MORE.hash)), "upgrade.none")
