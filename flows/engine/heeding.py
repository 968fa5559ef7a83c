"""Whether something said in a session's thread is an answer at all. Changes nothing: it is for whoever has to tell a question from one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flows.engine.own import AS_TEXT, is_own
from flows.engine.readers import Aside, Context, Heard, Nonsense, Read, Talk, read, read_word, tells_of_leak
from flows.engine.readers.wording import hear
from flows.engine.readers.yes_no import read_yes_no
from flows.engine.screens.scene import Scene
from flows.model.ids import PersonId
from flows.model.session import Spot


def answers_nothing(scene: Scene, text: str, names: Mapping[PersonId, str], by: PersonId, at: dt.datetime) -> bool:
    """Whether a message in the thread of a session is neither an answer to what waits there, nor a word of command, nor word of a leak."""
    if read_word(text) is not None or tells_of_leak(text, strictly=False):
        return False
    waiting = scene.session.pending
    spot = waiting.spot if waiting is not None else scene.session.spot
    heard = heard_at(scene, spot, text, names, by, at) if spot is not None else Talk()
    return isinstance(heard, Talk | Nonsense) or heard == Aside("meaning")


def heard_at(
    scene: Scene, spot: Spot, text: str, names: Mapping[PersonId, str], by: PersonId, at: dt.datetime
) -> Heard:
    """What something said would be to the question at a spot."""
    question, settings = AS_TEXT if is_own(spot) else scene.question(spot), scene.programme.settings
    rows = scene.offered(question)
    return read(question, text, Context(at, settings.zone, settings.locale, rows, dict(names), by, scene.files))


def settles(text: str) -> bool:
    """Whether words are no more than a yes, a no or a number, which settle what is asked back."""
    return isinstance(read_yes_no(hear(text)), Read) or text.strip().rstrip(".)").isdecimal()
