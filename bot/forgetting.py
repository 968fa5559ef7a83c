"""`ringfence erase --person`, for whoever runs the bot: somebody who asks to be forgotten stands under a made-up name from then on.

What was decided stays, and so does the history; only who it was is gone. What they held and had to do falls to others first, as when somebody
leaves the company. It needs neither Slack nor a token, may run beside the bot, and goes on where it was ended.
"""

from __future__ import annotations

import re
import secrets

import msgspec

from bot.clock import SystemClock
from bot.config import Stored
from bot.erasure import NotErased, Sure, free, run
from flows.authoring.library import load_library
from flows.engine.advance import advance
from flows.model.events import Envelope
from flows.model.flow import Library
from flows.model.ids import ClaimKey, PersonId, ProgrammeId, TeamId, pseudonym, split_programme
from flows.model.leaving_events import PersonLeft
from state.pseudonyms import Pseudonym
from state.sqlite import SqliteStore

BEGUN = "forgetting"
"""The note of a workspace in which somebody is being forgotten: who, and under which name; "" afterwards. So it is one name, however often it is
begun, and nothing tells afterwards whose it was."""

_ID = re.compile(r"[UW][A-Z0-9]{8,20}")
"""As long as Slack's are: US and UK, or a code of a few letters, are no person, and what is replaced for them cannot be put back."""
_OURS = re.compile(r"[a-z0-9_.\- ]+|[A-Z0-9]+")
"""What a name must not look like, since documents are full of such words."""


def forget(settings: Stored, person: PersonId, team: TeamId, names: tuple[str, ...], sure: Sure) -> str:
    """Forget a person, and say what was done. ``team``: only there; "" everywhere. ``names``: how people write of them. Raises NotErased."""
    if not _ID.fullmatch(person):
        raise NotErased(f"“{person}” is no id of a person; Slack shows it in their profile, under “Copy member ID”")
    for name in names:
        if _OURS.fullmatch(name) or not name.strip():
            raise NotErased(f"“{name}” may mean anything; give a name as it is written, such as “Ana Kovacs”")
    library = load_library(settings.content, cache_dir=settings.database.parent / ".ringfence-cache")
    return run(settings, lambda store: _forgotten(store, library, Pseudonym(person, person, names), team, sure))


async def _forgotten(store: SqliteStore, library: Library, who: Pseudonym, team: TeamId, sure: Sure) -> str:
    programmes = [name for name in await store.programmes(team or None) if await _is_in(store, name, who)]
    teams = sorted({split_programme(name)[0] for name in await store.programmes(team or None)})
    known = [one for one in teams if await _is_known(store, one, who.person)]
    # By the id alone: with a wrong one, a name would be replaced of whoever bears it.
    bare = Pseudonym(who.person, who.person)
    if not known and not [name for name in programmes if await _is_in(store, name, bare)]:
        raise NotErased(f"nothing is kept of {who.person}")
    if not sure(f"Forget {who.person}, who stands in {len(programmes)} programmes? It cannot be undone."):
        raise NotErased("nothing was changed")
    left = [name for name in programmes if not await store.read(name, free)]
    for one in teams:
        made = await _begun(store, one, who)
        for name in programmes:
            if split_programme(name)[0] == one and name not in left:
                await _hand_over(store, library, name, made)
                await store.disguise(name, made)
        if not any(split_programme(name)[0] == one for name in left):
            await store.forget_person(one, who.person)
        await store.put_note(one, BEGUN, "")
    if left:
        raise NotErased(
            f"{len(programmes) - len(left)} programmes are changed; under a legal hold, and left as they are: {', '.join(left)}"
        )
    return (
        f"{who.person} is forgotten: a made-up name stands in {len(programmes)} programmes, and what was decided stays."
        " Back-ups and Slack itself keep what they have."
    )


async def _is_in(store: SqliteStore, programme: ProgrammeId, who: Pseudonym) -> bool:
    """Whether a person stands anywhere in a programme."""
    return who.is_in(msgspec.json.encode(await store.everything(programme)).decode())


async def _is_known(store: SqliteStore, team: TeamId, person: PersonId) -> bool:
    """Whether a workspace keeps what a person prefers, or has begun to forget them."""
    begun = (await store.note(team, BEGUN) or "").startswith(f"{person} ")
    return begun or await store.habits(team, person) is not None


async def _begun(store: SqliteStore, team: TeamId, who: Pseudonym) -> Pseudonym:
    """The person with the name that they get in a workspace, which was written down first."""
    before, _, stands = (await store.note(team, BEGUN) or "").partition(" ")
    if before and before != who.person:
        raise NotErased(f"{before} is not yet forgotten: that was begun, and ended before its end; do it again first")
    stands = stands or pseudonym(secrets.token_hex(3))
    await store.put_note(team, BEGUN, f"{who.person} {stands}")
    return msgspec.structs.replace(who, stands=PersonId(stands))


async def _hand_over(store: SqliteStore, library: Library, programme: ProgrammeId, who: Pseudonym) -> None:
    """What they held and had to do falls to others, who are told."""
    team, channel = split_programme(programme)
    now = SystemClock().now()
    key = ClaimKey(f"forgotten:{programme}:{who.stands}")
    envelope = Envelope(key, team, channel, programme, PersonId(""), now, PersonLeft(who.person))
    await store.turn(key, programme, lambda snapshot: advance(snapshot, envelope, library), now)
