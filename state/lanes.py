"""Which effects wait for which: the lane of an effect. One pure function and its words."""

from __future__ import annotations

from typing import assert_never

from flows.model.effects import (
    Ask,
    Brief,
    Confirm,
    Effect,
    OpenThread,
    PostDigest,
    RefreshCard,
    RefreshRoot,
    Remind,
    SendExport,
    SendPortfolio,
    Settle,
    ShowLook,
    ShowReview,
    ShowSummary,
    Tell,
    Whisper,
)

COUNSEL, DIGEST = "counsel", "digest"


def lane(effect: Effect) -> str | None:
    """The lane of an effect within its programme; postings of one lane are delivered in order. None: it is not queued.

    All of a session's thread is one lane (the session's id), a person's direct messages another (``dm:U…``), the
    counsel lane a third, the weekly digests a fourth. The card is no posting: the store keeps a dirty mark for it.
    """
    match effect:
        case OpenThread() | RefreshRoot() | Ask() | Settle() | Tell() | Confirm():
            return effect.session
        case ShowLook() | ShowReview() | ShowSummary():
            return effect.session
        case Whisper() | SendExport() | SendPortfolio():
            return f"dm:{effect.to}"
        case Remind(to=to, session=session):
            return session or f"dm:{to}"
        case Brief():
            return COUNSEL
        case PostDigest():
            return DIGEST
        case RefreshCard():
            return None
        case _:
            assert_never(effect)
