"""An open session goes on to a newer version of its flow: shown first, then with its answers as they are; or later."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from flows.engine.deciding import decided
from flows.engine.heeding import answers_nothing
from flows.engine.lapsing import REMOVAL
from flows.engine.log import Log
from flows.engine.machine import plan_of
from flows.engine.screens import looks, overview, question
from flows.engine.screens.upgrade import preview
from flows.engine.screens.wording import rule_named
from flows.engine.versions import carried
from flows.model.effects import Entry, Outcome, Settle, Tell
from flows.model.errors import NotHere
from flows.model.ids import ActionId, ItemId, QuestionId, SessionId
from flows.model.programme import Action, ActionWhy
from flows.model.session import SessionState, Spot, VendorReading
from flows.model.upgrades import Upgraded, UpgradeRested
from flows.model.values import Choice, Choices, Countries, NewItems, Number, Text
from tests.builders import JON, MARIA, NO, NOW, YES, flow_of, is_refused, library_of, spot, told
from tests.flows.engine.crew import Crew, does, words

OLD = flow_of("""\
  - section: one
    title: One
    questions:
      - ask: signed
        kind: yes_no
        text: Is it signed?
        why: W.
        source: method
        decides: "It is settled whether it is signed: {one.signed}"
        findings:
          - {when: "no", id: unsigned, severity: high, say: The paper is outstanding., counsel: C., do: Sign it,
             owner: counsel, due: 7 days, source: method}
          - {when: "no", id: unwitnessed, severity: low, say: A witness is wanted., counsel: C., do: Find one,
             owner: asker, due: 7 days, source: method}
      - {ask: work, kind: one_of, text: Which work?, why: W., source: method, options: {code: Code, parts: Parts}}
      - {ask: dropped, kind: text, text: Dropped later, why: W., source: method}
      - {ask: people, kind: number, text: How many?, why: W., source: method}
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which assets?, why: W., source: method}
      - {ask: last, kind: yes_no, text: The last?, why: W., source: method}
""")
NEW = flow_of(
    """\
  - section: one
    title: One
    questions:
      - ask: signed
        kind: yes_no
        text: Is it signed by both?
        why: W.
        source: method
        findings:
          - {when: "no", id: unsigned, severity: high, say: The paper is outstanding., counsel: C., do: Sign it,
             owner: counsel, due: 7 days, source: method}
          - {when: "no", id: undated, severity: low, say: A date is wanted., counsel: C., do: Date it,
             owner: asker, due: 7 days, source: method}
      - {ask: work, kind: one_of, text: Which work?, why: W., source: method, options: {apps: Apps, parts: Parts}}
      - {ask: inserted, kind: yes_no, text: Inserted, why: W., source: method}
      - {ask: people, kind: number, high: 5, text: How many?, why: W., source: method}
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which assets?, why: W., source: method}
      - {ask: last, kind: yes_no, text: The last?, why: W., source: method}
""",
    version=2,
)


def behind(work: str = "code") -> Crew:
    """A team five answers into the old version, when the newer one comes."""
    team = Crew.at(OLD)
    team.kept_flows[OLD.hash] = OLD
    for given in (NO, Choice(work), Text("so"), Number(Decimal(9)), NewItems((), ("Engine",))):
        team.click(given)
    team.library = library_of(NEW)
    return team


def shown(team: Crew) -> str:
    screen = preview(team, team.ref.id, team.library, team.now)
    assert screen is not None
    return "\n".join(words(screen))


def upgrade(team: Crew) -> Outcome:
    return team.say(MARIA, Upgraded(team.ref.id, NEW.hash))


def test_a_preview_says_what_is_asked_what_falls_away_and_which_findings_come_and_go_and_changes_nothing() -> None:
    team = behind()
    before = team.ref
    told_so = shown(team)
    for line in (
        "Asked again, because the answer no longer fits: Which work?",
        "Asked again, because the answer no longer fits: How many?",
        "Asked as well: Inserted",
        "No longer asked; the answer is kept: Dropped later",
        "Raised: A date is wanted.",
        "Withdrawn: A witness is wanted.",
    ):
        assert line in told_so
    assert "The paper is outstanding" not in told_so and "Is it signed" not in told_so
    assert team.ref == before


def test_a_session_goes_on_with_its_answers_and_is_asked_only_what_does_not_fit() -> None:
    team = behind()
    foretold = shown(team)
    outcome = upgrade(team)
    assert team.ref.flow_hash == NEW.hash and team.programme is not None
    assert [ref.flow_hash for ref in team.programme.sessions] == [NEW.hash]
    assert told(outcome)[0] == "upgrade.done" and "upgraded" in team.logged()
    assert team.now_open == "one.last", "the question that was open stays open"
    kept = team.answer("one.signed")
    assert kept is not None and kept.value == NO and kept.by == MARIA
    assert sorted(team.ref.aside) == ["one.dropped", "one.people", "one.work"]
    assert team.finding_keys() == ["unsigned@one.signed", "undated@one.signed"] and "A date is wanted." in foretold
    assert [action.rule for action in team.todo()] == ["unsigned", "undated"]
    assert team.live("asset") == ["Engine"]
    settled = [effect.spot.key for effect in outcome.effects if isinstance(effect, Settle)]
    assert "one.dropped" in settled
    gone = words(question.settled(team.scene(), spot("one.dropped"), 3))
    assert gone == ["This question no longer applies. What was answered is kept."]
    team.click(YES)
    assert team.now_open == "one.work"
    assert list(decided((team.scene(),), Log(team, team.ref.started), team.library)) == []


def test_what_is_to_come_back_of_a_closed_phase_stays_to_be_done_whatever_the_version() -> None:
    team = behind()
    where = Spot(REMOVAL, ItemId("vendor-9"))
    due = team.now.date()
    removal = Action(ActionId("action-99"), team.ref.id, where, ActionWhy.REMOVAL, due, team.now, about="Acme (Pilot)")
    team.work[removal.id] = removal
    upgrade(team)
    assert team.work[removal.id] == removal


def test_work_on_an_answer_that_was_left_open_stays_with_the_answer_and_falls_with_the_question() -> None:
    team = Crew.at(OLD)
    team.kept_flows[OLD.hash] = OLD
    team.click(YES)
    team.not_sure()
    team.not_sure()
    assert [action.spot.key for action in team.todo()] == ["one.work", "one.dropped"]
    team.library = library_of(NEW)
    upgrade(team)
    assert [action.spot.key for action in team.todo()] == ["one.work"]


def test_an_answer_laid_aside_comes_back_with_a_version_that_has_a_place_for_it() -> None:
    team = behind()
    upgrade(team)
    third = msgspec.structs.replace(OLD, version=3, hash=type(OLD.hash)("third"))
    team.kept_flows[NEW.hash] = NEW
    team.library = library_of(third)
    assert is_refused(upgrade(team), "upgrade.none"), "another version than the one that was shown"
    team.say(MARIA, Upgraded(team.ref.id, third.hash))
    assert team.ref.aside == {} and team.answer("one.dropped") is not None and team.now_open == "one.last"


def test_a_newer_version_is_offered_once_in_the_thread_and_on_the_card_until_it_is_put_off() -> None:
    team = behind("parts")
    first, second = team.click(YES), team.change("one.last")
    offers = [[e.buttons for e in out.effects if isinstance(e, Tell) and e.buttons] for out in (first, second)]
    assert offers == [[("upgrade", "upgrade_later")], []]
    assert team.programme is not None
    card = overview.card(team.library, team.programme, (team.scene(),), team.now.date())
    assert "upgrade" in does(card) and "A sample: there is a newer version of its questions." in words(card)
    assert told(team.say(MARIA, UpgradeRested(team.ref.id))) == ["upgrade.rests"]
    rested = overview.card(team.library, team.programme, (team.scene(),), team.now.date())
    assert "upgrade" not in does(rested)
    assert not any(isinstance(effect, Tell) for effect in team.change("one.last").effects)
    team.now += dt.timedelta(days=8)
    assert any(isinstance(effect, Tell) for effect in team.change("one.last").effects)


def test_what_two_people_chose_apart_is_carried_where_it_can_still_be_chosen() -> None:
    chosen = {QuestionId("one.work"): "parts", QuestionId("one.dropped"): "parts"}
    session = msgspec.structs.replace(behind().ref, apart={MARIA: chosen, JON: {QuestionId("one.work"): "code"}})
    assert carried(session, plan_of(OLD), plan_of(NEW)).apart == {MARIA: {"one.work": "parts"}, JON: {}}
    read = VendorReading(MARIA, NOW.date(), NOW.date(), chosen, {QuestionId("one.work"): "code"}, 1, 2)
    kept = carried(msgspec.structs.replace(session, vendor=read), plan_of(OLD), plan_of(NEW)).vendor
    assert kept == msgspec.structs.replace(read, chosen={QuestionId("one.work"): "parts"}, ours={})


def test_a_paused_session_stays_paused_and_one_with_nothing_open_is_asked_what_is_new() -> None:
    team = behind("parts")
    team.pause()
    assert told(upgrade(team)) == ["upgrade.done", "noted.finding"]
    assert team.ref.state is SessionState.PAUSED
    other = behind("parts")
    other.click(YES)
    assert other.now_open == "review"
    upgrade(other)
    assert other.now_open == "one.inserted"


def test_what_is_no_newer_version_is_not_offered() -> None:
    team = Crew.at(OLD)
    assert preview(team, team.ref.id, team.library, team.now) is None
    assert is_refused(upgrade(team), "upgrade.none")
    assert is_refused(team.say(MARIA, UpgradeRested(team.ref.id)), "upgrade.none")
    assert team.say(MARIA, Upgraded(SessionId("gone"), NEW.hash)).refused
    other = flow_of(OLD_FOR_ROWS, version=2, per="vendor")
    team.kept_flows[OLD.hash] = OLD
    team.library = library_of(other)
    assert preview(team, team.ref.id, team.library, team.now) is None


OLD_FOR_ROWS = """\
  - section: one
    title: One
    questions:
      - {ask: signed, kind: yes_no, text: Is it signed?, why: W., source: method}
"""


REPEATED = """\
  - section: named
    title: Named
    questions:
      - {{ask: assets, kind: item, register: asset, adds: true, many: true, text: Which?, why: W., source: method}}
      - {{ask: where, kind: {where}, text: Where?, why: W., source: method}}
  - section: each
    title: Each
    {each}questions:
      - {{ask: made, kind: yes_no, text: Made by us?, why: W., source: method}}
  - section: more
    title: More
    questions:
      - {{ask: many, kind: many_of, text: Which of these?, why: W., source: method, options: {options}}}
      - {{ask: note, kind: {note}, text: What else?, why: W., source: method}}
      - {{ask: end, kind: yes_no, text: The end?, why: W., source: method}}
"""


def test_what_is_asked_about_other_rows_or_takes_another_kind_of_answer_is_asked_again() -> None:
    old = flow_of(
        REPEATED.format(where="{}", note="text", each="each: asset\n    ", options="{a: A, b: B}").replace(
            "kind: {}", "kind: country, many: true"
        )
    )
    new = flow_of(
        REPEATED.format(where="country", note="number", each="", options="{b: B, c: C}").replace(
            "register: asset", "register: licence"
        ),
        version=2,
    )
    team = Crew.at(old)
    team.kept_flows[old.hash] = old
    for given in (NewItems((), ("Engine",)), Countries(("PL", "IN")), YES, Choices(("a",)), Text("so")):
        team.click(given)
    team.library = library_of(new)
    team.say(MARIA, Upgraded(team.ref.id, new.hash))
    assert team.ref.answers == {} and len(team.ref.aside) == 5
    team.hand(question=spot("more.end"))
    assert team.now_open == "more.many"


def test_what_was_on_its_way_about_what_is_no_more_is_not_said() -> None:
    team = behind()
    upgrade(team)
    scene = team.scene()
    for gone in (
        lambda: scene.question(spot("one.dropped")),
        lambda: rule_named(scene.question(spot("one.signed")), "unwitnessed"),
        lambda: looks.look(scene, "none"),
    ):
        with pytest.raises(NotHere):
            gone()
    assert not scene.facts.applies(spot("one.dropped"))
    entry = Entry("verified", MARIA, team.now, team.ref.id, spot=spot("one.dropped"))
    asked = msgspec.structs.replace(entry, spot=spot("one.signed"))
    team.log = [entry, asked]
    assert [note.key for note in decided((scene,), Log(team, team.now), team.library)] == ["digest.verified"]


def test_a_preview_with_nothing_to_tell_says_so_and_a_long_one_counts_the_rest() -> None:
    team = behind()
    same = msgspec.structs.replace(OLD, version=2, hash=type(OLD.hash)("same"))
    team.library = library_of(same)
    assert "Nothing that was answered is asked again" in shown(team)
    (section,) = NEW.sections
    many = tuple(
        msgspec.structs.replace(section.questions[2], id=QuestionId(f"one.more{n}"), name=f"more{n}") for n in range(9)
    )
    long = msgspec.structs.replace(section, questions=(*section.questions, *many))
    team.library = library_of(msgspec.structs.replace(NEW, sections=(long,), hash=type(OLD.hash)("long")))
    assert "and 3 more" in shown(team)


def test_whatever_is_no_answer_to_what_waits_is_told_from_one() -> None:
    team = Crew.at(OLD)

    def nothing(text: str) -> bool:
        return answers_nothing(team.scene(), text, {}, MARIA, team.now)

    assert nothing("what is a trade secret?") and nothing("what counts as a trade secret?")
    assert not any(map(nothing, ("yes", "why", "it leaked?", "may I send this to Jon?")))
    for given in (YES, Choice("code"), Text("so"), Number(Decimal(9))):
        team.click(given)
    assert not nothing("Engine"), "rows can be named"
    team.click(NewItems((), ("Engine",)))
    team.click(YES)
    assert team.now_open == "review" and nothing("who owns it?")
    team.change("one.last")
    assert not nothing("no")
