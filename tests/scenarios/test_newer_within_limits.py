"""The newer screens with the longest names and as much as there can be, held against Slack's limits: gates, sharing, registers, agreements, Ask."""

from __future__ import annotations

import msgspec

from bot.slack import limits
from bot.slack.blocks import message, view
from bot.slack.blocks.message import FOLDED
from flows.engine.agreements import Filed
from flows.engine.ledger import row_of
from flows.engine.listing import Shelves
from flows.engine.phasing import may_share
from flows.engine.screens import agreements, ask, gate, gate_evidence, share
from flows.engine.screens.ledger import Book, correct_form, ledger
from flows.engine.screens.registers import Look, add_form, all_registers, edit_form, import_form, one_register
from flows.engine.screens.share import Enquiry
from flows.model.ids import ItemId, RegisterId
from flows.model.ladder_events import LiftAsked, PhaseRequested
from flows.model.ledger import AGREEMENTS, Disclosure
from flows.model.passage import Lane, Passage
from flows.model.programme import Item
from flows.model.registers import FIGURES
from flows.model.screens import Screen
from flows.model.session import SessionState
from flows.model.values import YesNo
from tests.builders import DEV, JON, MARIA, NAMES, NOW, PRIYA, shipped
from tests.flows.engine.ladder_sample import Climbers
from tests.scenarios.test_within_limits import LONG, MOST_ANSWERS, PROGRAMME, Walk


def crowd() -> Climbers:
    """Phases, assets and vendors of the longest names, more than one screen shows, of which nearly everything is missing."""
    team = Climbers.ready("Screens")
    team.seat("IN", "PL")
    for number in range(12):
        for register in ("asset", "vendor", "agreement", "phase"):
            team.row(register, f"{number} {LONG}"[:80])
    assets = [row.name for row in team.items("asset")]
    vendors = [row.name for row in team.items("vendor")][:4]
    for phase in [row.name for row in team.items("phase")]:
        # Only "Later" shows the jewel, which no gate of this ladder opens.
        shown = [name for name in assets if name != "Engine" or phase == "Later"]
        team.plan(phase, *shown, vendors=tuple(vendors))
    team.marks("pieces", "Engine")
    team.tell("start.ready", YesNo(False))
    return team


def fits(screen: Screen) -> None:
    """Within Slack's limits, with nothing folded away in the middle, and with words that stand alone."""
    made = message(screen, PROGRAMME, names=NAMES)
    assert not limits.broken(made), limits.broken(made)
    assert "{" not in made["text"] and FOLDED not in str(made["blocks"])


def test_the_gates_and_all_evidence_of_a_phase_are_within_slacks_limits() -> None:
    team = crowd()
    for phase in team.phases().rows:
        team.say(MARIA, PhaseRequested(phase.id, LONG * 2))
    team.say(DEV, LiftAsked("IN", LONG * 2))
    phases = team.phases()
    for reader in (MARIA, PRIYA, DEV):
        fits(gate.gates(phases, reader))
        fits(gate_evidence.evidence(phases, phases.rows[0].id, reader))
    pilot = phases.rows[0].id
    for form in (
        gate_evidence.record_form(phases, pilot),
        gate_evidence.except_form(phases, pilot),
        gate_evidence.class_form(phases),
        gate_evidence.lift_form(phases),
    ):
        assert form is not None and not limits.broken(view(form, PROGRAMME))


def test_the_answer_to_a_share_and_the_ledger_are_within_slacks_limits() -> None:
    team = crowd()
    asset, vendor = team.rows[team.items("asset")[-1].id], team.rows[team.items("vendor")[-1].id]
    found = may_share(team, team.library, asset.id, vendor.id, team.now)
    many = msgspec.structs.replace(found, reasons=found.reasons * 9)
    head, texts = team.programme, team.library.texts
    assert head is not None
    for whole in (False, True):
        fits(share.answer(texts, head, asset, vendor, many, (LONG[:80],) * 2, whole=whole))
    fits(share.unknown(texts, Enquiry(asset_typed=LONG[:80], vendor_typed=LONG[:80])))
    rows = [
        Item(ItemId(f"asset-{number}"), RegisterId("asset"), LONG[:80], number, MARIA, NOW) for number in range(120)
    ]
    assert not limits.broken(view(share.share_form(texts, rows, rows, Enquiry(asset=rows[-1].id)), PROGRAMME))
    line = Disclosure(
        ItemId("disclosure-1"),
        asset.id,
        LONG[:80],
        LONG,
        MARIA,
        NOW,
        vendor.id,
        NOW.date(),
        True,
        ItemId("agreement-1"),
        early=True,
    )
    assert team.programme is not None
    lines = [msgspec.structs.replace(line, id=ItemId(f"disclosure-{n}"), number=n, why=LONG[:300]) for n in range(40)]
    lines = [msgspec.structs.replace(one, replaces=lines[n - 1].id if n % 2 else None) for n, one in enumerate(lines)]
    kept = [*(row_of(one, one.number) for one in lines), *rows]
    kept += [Item(ItemId(f"agreement-{number}"), AGREEMENTS, LONG[:80], number, MARIA, NOW) for number in range(120)]
    team.rows |= {row.id: row for row in kept}
    book = Book(texts, team, team.programme)
    fits(ledger(book, MARIA))
    assert not limits.broken(view(correct_form(book, book.lines[0]), PROGRAMME))


def test_every_register_is_within_slacks_limits_row_by_row_and_all_at_once() -> None:
    team = Walk("software", "yes").whole().team
    # A figure's row is called by its country and field: nobody names it.
    for view_ in (one for one in team.library.registers if one.id != FIGURES):
        for number in range(12):
            row = Item(
                ItemId(f"{view_.id}-{900 + number}"), view_.id, f"{number} {LONG}"[:80], 900 + number, MARIA, NOW
            )
            team.rows[row.id] = row
    assert team.programme is not None
    shelves = Shelves(team, team.programme, team.library, team.now)
    fits(all_registers(shelves, LONG))
    shown = [one for one in shelves.views() if one.within is None]
    for one in shown:
        fits(one_register(shelves, one, Look(one.id), MARIA))
        fits(one_register(shelves, one, Look(one.id, 1, "name"), JON))
        edited = [edit_form(shelves, one, row) for row in shelves.rows(one)[-1:]]
        for form in (add_form(shelves, one), import_form(shelves, one), *edited):
            assert form is None or not limits.broken(view(form, PROGRAMME))
    assert len(shown) > 15


def test_agreements_one_and_many_are_within_slacks_limits() -> None:
    walk = Walk("software", "yes", "contract_review")
    for _ in range(MOST_ANSWERS):
        if walk.team.open_session.state is not SessionState.ASKING:
            break
        walk.on()
    assert walk.team.open_session.state is SessionState.REVIEW
    team, scene = walk.team, walk.team.scene()
    assert scene.subject is not None
    filed = [Filed(msgspec.structs.replace(scene.subject, name=LONG[:80]), scene)]
    texts, head = team.library.texts, scene.programme
    for found in (filed, filed * 40, []):
        fits(agreements.register(texts, head, found, LONG))
        fits(agreements.contributors(texts, head, found))


def test_what_ask_answers_is_within_slacks_limits() -> None:
    passage = Passage(LONG[:60], Lane.PUBLIC, LONG, LONG * 12, LONG, "2020-01", country="IN", aging=True)
    texts = shipped().texts
    for told in (
        ask.Told((passage,) * 3, means=(passage,), counsel=PRIYA, countries=("IN", "PL"), outsiders=True),
        ask.Told(near=(passage,) * 3),
        ask.Told(),
    ):
        fits(ask.answer(texts, told, NOW.date()))
    fits(ask.means(texts, (passage,) * 3, NOW.date()))
