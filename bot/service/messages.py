"""What people write, edit and delete: replies in a session's thread, mentions, messages to the bot alone."""

from __future__ import annotations

import datetime as dt

import msgspec
import structlog

from bot.service import asking, handed, own_questions, sharing, theirs
from bot.service.commands import command, is_command
from bot.service.desk import Desk, may_look
from bot.service.elsewhere import nothing_here, programmes_of
from bot.service.guarding import Apart
from bot.service.ports import (
    Answer,
    CommandGiven,
    MessageDeleted,
    MessageEdited,
    MessageSaid,
    Nothing,
    OpenForm,
    Private,
    Unsure,
)
from bot.service.starting import leak_alone
from bot.service.tracing import traced
from flows.engine.heeding import answers_nothing
from flows.engine.readers import asks_to_share, greets, read_word, tells_of_leak
from flows.engine.readers.questions import asks_the_way, is_question
from flows.engine.screens import asides
from flows.engine.screens.scene import Scene
from flows.model.effects import Reply, Whispered
from flows.model.events import Edited, Replied, Resumed, ThreadLost
from flows.model.ids import ChannelId, PersonId, SessionId, programme_id
from flows.model.programme import Snapshot
from flows.model.session import Rethink, SessionState
from state.records import Address, AddressKind, HeldEvent

log = structlog.get_logger(__name__)

_WAITING = msgspec.json.Decoder(MessageSaid | MessageDeleted)


async def said(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer:
    """Somebody wrote something. Only a reply in a session's thread, or what names the bot, is for us."""
    if came.direct:
        return await _alone(desk, came, at)
    if came.thread:
        return await _in_thread(desk, came, at)
    return await _by_mention(desk, came, at) if came.mentioned else Nothing()


async def _alone(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer:
    """To the bot alone: a question of counsel's own, the answer to what was handed to somebody, a question of their own programme or to our
    sources, or word of a leak, which is told where its first response can start; else which of the questions that wait is meant, or the way to
    the help."""
    answered = await own_questions.below_brief(desk, came, at) or await handed.replied(desk, came, at)
    if answered is not None:
        return answered
    if asks_to_share(came.text):
        return await _may_share(desk, came, at)
    if tells_of_leak(came.text, strictly=False) and not is_question(came.text):
        return leak_alone(desk)
    own = await own_questions.wished(desk, came, at)
    if own is None and (is_question(came.text) or asks_the_way(came.text)):
        own = await theirs.asked(desk, came)
    if own is not None:
        return own
    if is_question(came.text) or read_word(came.text) == "help" or is_command(came.text):
        return await command(desk, _as_command(came), at)
    if greets(came.text):
        return Private(asides.short_help(desk.library.texts))
    meant = await handed.unread(desk, came, at) if read_word(came.text) is None else None
    if meant is None and read_word(came.text) is None:
        meant = await own_questions.more(desk, came, at)
    return meant or Private(asides.short_help(desk.library.texts, came.text.strip()))


async def _may_share(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer:
    """Whether something may be shared, asked of the bot alone: told of the only programme of whoever asks, else where to ask. What
    is asked of nobody in particular is answered from our sources."""
    theirs = await programmes_of(desk, came)
    only = len(theirs) == 1 and await may_look(desk, theirs[0], came)
    asked_of = theirs[0] if only else programme_id(came.team, came.channel)
    answer = await sharing.put(desk, _as_command(came), asked_of, came.text, at)
    if answer is None:
        return await command(desk, _as_command(came), at)
    if not only:
        return desk.say("share.where") if theirs else await nothing_here(desk, came)
    return msgspec.structs.replace(answer, programme=theirs[0]) if isinstance(answer, Private) else answer


async def _by_mention(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer:
    """What the bot is asked by its name; once, though it is told of it twice. Only a command or a press can open a form."""
    if came.twin:
        return Nothing()
    answer = await command(desk, _as_command(came), at)
    return desk.say("mention.form") if isinstance(answer, OpenForm) else answer


def _as_command(came: MessageSaid) -> CommandGiven:
    """A mention outside a thread is a command without the slash."""
    return CommandGiven(
        key=came.key,
        team=came.team,
        by=came.by,
        by_team=came.by_team,
        channel=came.channel,
        text=came.text,
        channel_name="",
        trigger="",
        answer_url="",
    )


async def _in_thread(desk: Desk, came: MessageSaid, at: dt.datetime) -> Answer:
    session = await desk.store.session_at(came.team, came.channel, came.thread)
    if session is None:
        if came.below_bot:
            # The root is posted but not yet recorded: the reply waits, and is taken up with the recording.
            await _hold(desk, came, came.thread, at)
            if await desk.store.session_at(came.team, came.channel, came.thread) is not None:
                # It was recorded meanwhile, by a courier that saw nothing waiting.
                await take_up(desk, came.channel, came.thread, at)
            return Nothing()
        return await _by_mention(desk, came, at) if came.mentioned else Nothing()
    programme = programme_id(came.team, came.channel)
    if not await may_look(desk, programme, came):
        return Nothing()
    names = await _names(desk, came)
    if came.mentioned and await _asks(desk, came, session, names, at):
        return await _by_mention(desk, came, at)
    event = Replied(session, came.text, came.ts, came.documents, names)
    receipt = await desk.turn(came, programme, event, at)
    answer = await desk.answer(receipt, programme, at)
    return asking.offered(desk, answer, came.text) if _wondered(receipt.reply) else answer


def _wondered(reply: Reply | None) -> bool:
    """Whether somebody was told how to put to the bot what they asked nobody."""
    return isinstance(reply, Whispered) and any(note.key in ("aside.question", "rest.question") for note in reply.notes)


async def _asks(desk: Desk, came: MessageSaid, session: SessionId, names: dict[PersonId, str], at: dt.datetime) -> bool:
    """Whether what names the bot in a thread is a question to it rather than an answer, or word of a leak."""
    if came.documents or not is_question(came.text):
        return False

    def view(snapshot: Snapshot) -> bool:
        return answers_nothing(Scene(snapshot, session, desk.library, at), came.text, names, came.by, at)

    return await desk.store.read(programme_id(came.team, came.channel), view)


async def _names(desk: Desk, came: MessageSaid | MessageEdited) -> dict[PersonId, str]:
    """Who is called what in the channel. Raises Unsure: a name that is not known would be read as something else."""
    audience = await desk.audiences.look(came.channel)
    if audience.again:
        raise Unsure("channel")
    return {person.id: person.name for person in audience.people if not person.bot}


async def _hold(desk: Desk, came: MessageSaid | MessageDeleted, ts: str, at: dt.datetime) -> None:
    """What is about a message of ours that is posted but not yet recorded waits for that."""
    await desk.store.hold(HeldEvent(came.key, came.team, came.channel, ts, msgspec.json.encode(came), at))


async def take_up_stranded(desk: Desk) -> None:
    """What still waits though its message is recorded: whoever was to take it up died, or could not say who had written it."""
    for channel, thread in await desk.store.stranded():
        # One thread whose programme cannot be read keeps neither the others waiting nor whoever asked for this.
        with Apart(desk.meter, "reply_fault", channel=channel, thread=thread):
            await take_up(desk, channel, thread, desk.clock.now())


async def take_up(desk: Desk, channel: str, thread: str, at: dt.datetime) -> None:
    """What waited for a message to be recorded. While nobody can say who wrote a reply, it and what came behind it wait on."""
    for held in await desk.store.held(ChannelId(channel), thread):
        # Its channel's id may have changed while it waited.
        waited = msgspec.structs.replace(_WAITING.decode(held.payload), channel=held.channel)
        with traced(held.key):
            try:
                await (deleted(desk, waited, at) if isinstance(waited, MessageDeleted) else said(desk, waited, at))
            except Unsure as error:
                log.warning("reply_waits", why=str(error))
                return
        await desk.store.release(held.key)


async def edited(desk: Desk, came: MessageEdited, at: dt.datetime) -> Answer:
    """A reply that answered is a change when it is edited."""
    session = await desk.store.session_at(came.team, came.channel, came.thread) if came.thread else None
    programme = programme_id(came.team, came.channel)
    if session is None or not await may_look(desk, programme, came):
        return Nothing()
    receipt = await desk.turn(came, programme, Edited(session, came.text, came.ts, await _names(desk, came)), at)
    return await desk.answer(receipt, programme, at)


async def deleted(desk: Desk, came: MessageDeleted, at: dt.datetime) -> Answer:
    """A deleted reply keeps its answer. A deleted root or open question of ours is put again."""
    address = await desk.store.message_at(came.channel, came.ts)
    if address is None:
        if came.ours and await desk.head(programme_id(came.team, came.channel)) is not None:
            await _hold(desk, came, came.ts, at)
            if await desk.store.message_at(came.channel, came.ts) is not None:
                await take_up(desk, came.channel, came.ts, at)
        return Nothing()
    if address.session is not None and address.kind is AddressKind.ROOT:
        # Forgotten after the turn: killed between the two, the bot is told of the deletion again and must still know what it was.
        await desk.turn(came, address.programme, ThreadLost(address.session), at)
        await desk.store.forget_thread(address.programme, address.session, came.ts)
    elif address.session is not None and await _still_asks(desk, address, address.session, at):
        await desk.turn(came, address.programme, Resumed(address.session), at)
    await desk.store.forget(address)
    return Nothing()


async def _still_asks(desk: Desk, address: Address, session: SessionId, at: dt.datetime) -> bool:
    """Whether a message of ours is the question that waits for an answer now."""

    def view(snapshot: Snapshot) -> bool:
        now = Scene(snapshot, session, desk.library, at).session
        waits = now.pending.spot if isinstance(now.pending, Rethink) else now.spot
        asked = now.postings.get(waits.key) if waits is not None else None
        return now.state is SessionState.ASKING and address.name == str(asked)

    return address.kind is AddressKind.QUESTION and await desk.store.read(address.programme, view)
