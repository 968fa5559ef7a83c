"""Buttons, menus, pickers and forms: each word of `screens.DOES` and what it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

import msgspec

from bot.service import (
    agreements,
    asking,
    briefs,
    countries,
    digests,
    erasing,
    filling,
    gates,
    habits,
    handed,
    ledger,
    own_questions,
    placing,
    playbook,
    portfolios,
    registers,
    settings,
    settling,
    sharing,
    strangers,
    theirs,
    upgrading,
    vendors,
    work,
)  # fmt: skip
from bot.service.commands import ask_export, card_pressed, pick, where
from bot.service.desk import Desk, live_sessions, may_look
from bot.service.ports import Answer, FormSent, FormWrong, Nothing, OpenForm, Pressed, Private
from bot.service.starting import make_channel_pressed, start_new, start_pressed
from flows.engine.pressing import pressed
from flows.engine.readers import Context
from flows.engine.renewing import by_papers
from flows.engine.screens import asides, forms, reminder, review
from flows.engine.screens.scene import Scene
from flows.model.askings import HideAsked
from flows.model.effects import Note, Whispered
from flows.model.erasure_events import EraseConfirmed
from flows.model.events import (
    Answered,
    BackAsked,
    ChangeAsked,
    Confirmed,
    Deepened,
    DigestChanged,
    DigestSent,
    Dropped,
    Event,
    Exported,
    Finished,
    Handed,
    NewRound,
    NotSure,
    Paused,
    Resumed,
    ReviewAsked,
    RoleGiven,
    Skipped,
    UndoAsked,
    Verified,
)
from flows.model.ids import PersonId, ProgrammeId, SessionId, split_programme
from flows.model.leaving_events import OwnerClaimed
from flows.model.people import Role
from flows.model.screens import Form, Ref, Screen
from flows.model.session import SessionState, Spot, spot_of
from flows.model.values import Document, Given, People

Press = Pressed | FormSent
PERSONAL = frozenset({"mine", "remind_snooze", "remind_settings"})
"""Words that are about whoever presses, and about no programme."""
Shown = Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]


async def press(desk: Desk, came: Press, at: dt.datetime) -> Answer:
    """Do what was pressed, or what a form was filled in for."""
    if came.ref.do in PERSONAL:
        return await habits.pressed(desk, came, at)
    if came.ref.do == briefs.MORE:
        return briefs.pressed(desk, came, at)
    if came.ref.do in portfolios.SWITCHES:
        return await portfolios.switched(desk, came, at)
    if isinstance(came, FormSent) or came.channel != split_programme(came.programme)[1]:
        # It may be an older one: its channel has another id since, and all that was kept goes by that.
        came = msgspec.structs.replace(came, programme=await desk.present(came.programme))
    programme = came.programme
    if not await _in_its_place(desk, came, programme):
        return desk.say("stale.not_here")
    if not await may_look(desk, programme, came):
        return _not_for_them(desk, came)
    if isinstance(came, Pressed) and came.ref.do in SHOWN:
        return await SHOWN[came.ref.do](desk, came, at)
    if isinstance(came, FormSent) and came.ref.do in SENT:
        return await SENT[came.ref.do](desk, came, at)
    if came.ref.do == "start_new":
        return await start_new(desk, came, at)
    if came.ref.do == "answer":
        return await _answer(desk, came, at)
    event = event_of(came)
    if event is None:
        return desk.say("stale.unknown")
    wrong = await strangers.named(desk, event)
    if wrong:
        return strangers.told(desk, came, wrong)
    if isinstance(event, DigestSent):
        event = await digests.sent(desk, programme)
    receipt = await desk.turn(came, programme, event, at)
    if came.ref.do in work.MOVES and receipt.fresh and not receipt.refused:
        await work.settled(desk, came, at)
    if came.ref.do in work.DONE:
        return await work.told(desk, came, receipt, at)
    if isinstance(event, EraseConfirmed):
        await erasing.carry_out(desk.store, programme, at, desk.erase_after)
    return await filling.answered(desk, came, programme, receipt, at)


def _not_for_them(desk: Desk, came: Press) -> Answer:
    """Said to an outsider: in the form itself where they sent one, since nothing can be shown to them in a channel that they are not in."""
    if isinstance(came, FormSent) and came.filled.values and not came.home:
        return FormWrong({next(iter(came.filled.values)): desk.library.texts["outsider"]})
    return desk.say("outsider")


async def _in_its_place(desk: Desk, came: Press, programme: ProgrammeId) -> bool:
    """Whether a press comes from where its programme lives: its channel, or a conversation with the bot alone, or one's Home; or from a private
    note, such as the list of all that is open with somebody, which is asked for anywhere."""
    team, channel = split_programme(programme)
    if team != came.team:
        return False
    if came.channel == channel or came.home or isinstance(came, FormSent) or came.alone:
        return True
    return (await desk.audiences.look(came.channel)).direct


def event_of(came: Press) -> Event | None:
    """The event that a press means; None for a word that means none."""
    ref = came.ref
    session, spot = ref.session, ref.spot or _picked_spot(came)
    if ref.do == "settings":
        return settings.changed(came.filled)
    if ref.do in _FIXED:
        return _FIXED[ref.do]
    for part in (gates, upgrading, vendors, registers, settling, placing, own_questions):
        if ref.do in part.PRESSES:
            return part.event_of(came)
    if ref.do == "country_set":
        return countries.entered(ref.arg, came.filled)
    if ref.do == "digest_settings":
        return digests.changed(came.filled)
    if ref.do == "role":
        picked = _first(came.filled.values)
        return RoleGiven(Role(ref.arg), PersonId(picked)) if picked and ref.arg in set(Role) else None
    if ref.do in work.MOVES:
        return work.event_of(came)
    if session is None:
        return None
    if ref.do == "apart":
        return agreements.given_apart(ref, came.filled.values)
    if ref.do == "vendor_read":
        return agreements.vendor_read(ref, came.filled)
    if ref.do in _SESSION:
        return _SESSION[ref.do](session)
    return _about(came, session, spot) if spot is not None else None


_FIXED: dict[str, Event] = {
    "export": Exported(),
    "take_over": OwnerClaimed(),
    "digest_snooze": DigestChanged(snooze=1),
    "digest_now": DigestSent(),
    "hide": HideAsked(),
    **erasing.PRESSES,
}
_SESSION: dict[str, Callable[[SessionId], Event]] = {
    "back": BackAsked,
    "pause": Paused,
    "resume": Resumed,
    "continue": Resumed,
    "review": ReviewAsked,
    "finish": Finished,
    "deeper": Deepened,
    "new_round": NewRound,
}


def _about(came: Press, session: SessionId, spot: Spot) -> Event | None:
    """What is pressed about one question."""
    ref = came.ref
    match ref.do:
        case "not_sure":
            return NotSure(session, spot, ref.revision)
        case "skip":
            return Skipped(session, spot, ref.revision)
        case "change" | "change_told":
            return ChangeAsked(session, spot)
        case "undo":
            return UndoAsked(session, spot, ref.revision)
        case "verify" | "certain":
            return Verified(session, spot, doubt=ref.do == "certain")
        case "confirm":
            return Confirmed(session, spot, int(ref.arg) if ref.arg.isdecimal() else 0)
        case "drop":
            return Dropped(session, spot)
        case "hand_on":
            return Handed(session, spot, None)
        case "hand":
            return _handed(came, session, spot)
        case _:
            return None


def _handed(came: Press, session: SessionId, spot: Spot) -> Event | None:
    to = came.filled.values.get(forms.TO, ())
    return Handed(session, spot, PersonId(to[0]), came.filled.day(forms.DUE)) if to else None


def _first(values: dict[str, tuple[str, ...]]) -> str:
    return next((value for found in values.values() for value in found if value), "")


def _picked_spot(came: Press) -> Spot | None:
    """The spot that a menu's entry names, as in the review's "change an answer"."""
    picked = came.ref.arg or _first(came.filled.values)
    return spot_of(picked) if picked and came.ref.do == "change" else None


# ── answers ──────────────────────────────────────────────────────────────────


async def _answer(desk: Desk, came: Press, at: dt.datetime) -> Answer:
    """The value is read first, so that a form that does not fit stays open with the reason beside its field."""
    ref = came.ref
    if ref.session is None or ref.spot is None:
        return desk.say("stale.unknown")
    session, spot, programme = ref.session, ref.spot, came.programme
    documents = came.documents if isinstance(came, FormSent) else ()
    filled = came.filled.values
    picked = tuple(value for field, values in filled.items() if field != forms.KEPT for value in values)
    values = picked or (ref.arg,)

    def view(scene: Scene) -> tuple[Given | Note | None, tuple[Document, ...]]:
        here = scene.session.now_at(spot)
        question = scene.plan.questions.get(here.question)
        papers = forms.papers_in(scene, question, filled, documents) if question is not None else ()
        if question is not None and papers and not any(values):
            return by_papers(scene.facts, here, papers), papers
        return _given(scene, here, values, documents, came.by, at), papers

    seen = await desk.seen(programme, session, at, view)
    given, papers = seen if seen is not None else (None, ())
    if given is None:
        return desk.say("stale.not_here")
    if isinstance(given, Note):
        return await filling.wrong(desk, came, programme, Whispered((given,), (), session), at)
    if isinstance(given, People) and (wrong := await strangers.filled(desk, came, session, spot, given)):
        return wrong
    return await filling.done(desk, came, programme, Answered(session, spot, ref.revision, given, papers=papers), at)


def _given(
    scene: Scene, spot: Spot, values: tuple[str, ...], documents: tuple[Document, ...], by: PersonId, at: dt.datetime
) -> Given | Note | None:
    question = scene.plan.questions.get(spot.question)
    if question is None:
        return None
    settings = scene.programme.settings
    context = Context(at, settings.zone, settings.locale, scene.offered(question), {}, by, scene.files)
    return pressed(question, values, documents, context)


# ── what only shows something ────────────────────────────────────────────────


async def _scene(desk: Desk, came: Pressed, at: dt.datetime) -> Scene | None:
    return await desk.seen(came.programme, came.ref.session, at, lambda scene: scene)


def _spot_here(scene: Scene | None, ref: Ref) -> Spot | None:
    spot = scene.session.now_at(ref.spot) if scene is not None and ref.spot is not None else None
    return spot if scene is not None and spot is not None and spot.question in scene.plan.questions else None


def _opens(make: Callable[[Scene, Spot, str], Form]) -> Shown:
    """The form that is made for the question pressed, and for what its button carries."""

    async def opened(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
        scene = await _scene(desk, came, at)
        spot = _spot_here(scene, came.ref)
        if scene is None or spot is None:
            return desk.say("stale.not_here")
        return OpenForm(make(scene, spot, came.ref.arg), came.programme)

    return opened


def _shows(make: Callable[[Scene, Spot], Screen]) -> Shown:
    """What is told of the question pressed, to the one who asked."""

    async def shown(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
        scene = await _scene(desk, came, at)
        spot = _spot_here(scene, came.ref)
        return Private(make(scene, spot)) if scene is not None and spot is not None else desk.say("stale.not_here")

    return shown


async def _continue(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The way to what is open: of the session pressed, where it is not finished, else of the only one."""
    if came.ref.arg == "link":
        return Nothing()
    head = await desk.head(came.programme)
    if head is None:
        return desk.say("place.nothing_here", "start")
    done = {ref.id for ref in head.sessions if ref.state is SessionState.DONE}
    pressed = came.ref.session if came.ref.session not in done else None
    live = (pressed,) if pressed else live_sessions(head)
    if len(live) != 1:
        return await pick(desk, came.programme, "continue", came.by, at)
    return Private(await where(desk, came.programme, live[0], at))


async def _summary(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    scene = await _scene(desk, came, at)
    return Private(review.summary(scene)) if scene else desk.say("stale.not_here")


async def _read_review(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    scene = await _scene(desk, came, at)
    return Private(review.review(scene)) if scene else desk.say("stale.not_here")


async def _help(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    return Private(asides.help_screen(desk.library.texts))


async def _settings_form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    head = await desk.head(came.programme)
    return (
        OpenForm(forms.settings_form(desk.library.texts, head, came.by), came.programme)
        if head
        else desk.say("place.nothing_here")
    )


async def _export(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    if came.ref.arg != "yes":
        return ask_export(desk)
    return await desk.answer(await desk.turn(came, came.programme, Exported(), at), came.programme, at)


SENT: dict[str, Callable[[Desk, FormSent, dt.datetime], Awaitable[Answer]]] = {
    "share": sharing.sent,
    "ledger_correct": ledger.sent,
    **dict.fromkeys(registers.FORMS, registers.sent),
}
"""Forms that are read beside what is kept, before they are an event."""
SHOWN: dict[str, Shown] = {
    "form": _opens(lambda scene, spot, _: forms.question_form(scene, spot)),
    "help": _help,
    "hand": _opens(forms.hand_form),
    **agreements.SHOWN,
    **handed.SHOWN,
    "why": _shows(asides.why),
    "ask_words": _shows(reminder.words_to_ask),
    "continue": _continue,
    **work.SHOWN,
    **asking.SHOWN,
    **theirs.SHOWN,
    **playbook.SHOWN,
    **gates.SHOWN,
    **upgrading.SHOWN,
    **registers.SHOWN,
    **settling.SHOWN,
    **own_questions.SHOWN,
    "summary": _summary,
    "read_review": _read_review,
    "settings": _settings_form,
    "weights_form": vendors.weights_form,
    "score_how": vendors.how,
    "status": card_pressed,
    "digest": digests.preview,
    "digest_settings": digests.preferences,
    "export": _export,
    **sharing.SHOWN,
    **ledger.SHOWN,
    **dict.fromkeys(("start", "leak", "retry"), start_pressed),
    "country_figure": countries.figure_pressed,
    "make_channel": make_channel_pressed,
}
