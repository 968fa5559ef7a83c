"""A request for somebody's word as it reaches them by direct message: said there as below Phases and gates; once it is settled it says how."""

from __future__ import annotations

import msgspec

from flows.engine.phases import Phases
from flows.engine.requests import asking_note, is_open, over_note
from flows.engine.screens.gate import asked, gate_button, may_speak, says, still
from flows.engine.screens.wording import plain, said_alone
from flows.model.ids import ItemId, PersonId
from flows.model.phasing import Approval
from flows.model.screens import Button, Buttons, Line, Prose, Quiet, Screen


def letter(phases: Phases, request: ItemId, to: PersonId) -> Screen | None:
    """The request as ``to`` has it: with the presses while their word is wanted, else how it stands. None where there is none of that name."""
    one = phases.approval(request)
    if one is None:
        return None
    texts = phases.library.texts
    head = said_alone(texts, asking_note(phases, one))
    if not is_open(one):
        return Screen((Prose((head,)), Quiet((said_alone(texts, over_note(one)),))), plain(head))
    if not may_speak(phases, one, to):
        return Screen((Prose((head,)), Quiet((still(phases, one),)), Buttons((_gates(phases),))), plain(head))
    evidence = () if one.phase is None else (gate_button(texts, "gate_show", one.phase),)
    presses = Buttons((*says(texts, one), *evidence, _gates(phases)))
    return Screen((Prose((head,)), Quiet(_details(phases, one)), presses), plain(head))


def _details(phases: Phases, one: Approval) -> tuple[Line, ...]:
    """What comes in and what goes out, and who has spoken; who asks for it, and why, stands above."""
    if one.phase is None:
        return (still(phases, one),)
    return tuple(asked(phases, msgspec.structs.replace(one, reason=""))[1:])


def _gates(phases: Phases) -> Button:
    return gate_button(phases.library.texts, "gates")
