"""What should follow a turn: durable effects, the immediate reply, the changes to save, and the outcome that holds them.

An effect carries keys and references, never Block Kit and never a finished sentence: it is put into words when it is sent, from the
state as it then stands, for the audience that is then there.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.model.briefs import Brief, SendBrief
from flows.model.flow import Severity
from flows.model.ids import ActionId, ClaimKey, FlowHash, ItemId, PersonId, ProgrammeId, SessionId
from flows.model.letters import SettleLetter
from flows.model.people import Role
from flows.model.placing import Place
from flows.model.programme import Action, Item, Programme, Reached
from flows.model.reminders import Habits, RenewReminder
from flows.model.sendings import Said, SendExport, SendMeaning, SendPortfolio, SendQuestions, SendRegister, SendSheet
from flows.model.session import Answer, Reading, Session, Settled, Spot


class Mention(msgspec.Struct, frozen=True, tag="person", tag_field="v", omit_defaults=True):
    """A person, by name. ``call``: the person is meant, and may be notified; nobody is notified for being talked about."""

    person: PersonId
    call: bool = False


class On(msgspec.Struct, frozen=True, tag="on", tag_field="v"):
    """A day, shown in the reader's manner."""

    day: dt.date


class Words(msgspec.Struct, frozen=True, tag="words", tag_field="v"):
    """Words of the flow at a spot: its question text (``part`` "text"), a finding's ``say``, a shown answer, what it decides…"""

    session: SessionId
    spot: Spot
    part: str
    rule: str = ""


class Naming(msgspec.Struct, frozen=True, tag="item", tag_field="v"):
    """An item's name."""

    item: ItemId


class Term(msgspec.Struct, frozen=True, tag="term", tag_field="v"):
    """A word of the bot's own: the text under a key of content/texts (a role, a severity)."""

    key: str


class Several(msgspec.Struct, frozen=True, tag="several", tag_field="v"):
    """People, and parts that nobody plays, one after another."""

    each: tuple[Mention | Term, ...]


Piece = str | int | Mention | On | Words | Naming | Term | Several
"""What may fill a placeholder of a text."""


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence of the bot: a key of content/texts and what fills its placeholders."""

    key: str
    values: dict[str, Piece] = {}


# ── the digest ───────────────────────────────────────────────────────────────


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of a digest's next steps: in words, and what its button does (a word of `screens.DOES`), with what it is about."""

    note: Note
    do: str
    session: SessionId | None = None
    spot: Spot | None = None
    action: ActionId | None = None


DIGEST_LISTS = ("decided", "blocked", "overdue", "coming")
"""The lists of a digest, in the order in which they are told."""


class Digest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A week of a programme, composed from its state at ``at``: keys and values, put into words when it is sent.

    ``since``: when the time told of began. ``week``: the ISO week of ``at`` in the programme's zone. ``before`` and ``percent``: readiness
    then and now, in per cent; ``known`` of ``total``: its points that are known now; ``history``: week by week, oldest first. ``answered``:
    titles of the sections that were answered to their end. ``more``: of a list, how many lines it left out, by its name. ``counts``: how much
    there is in all, by the list's name; what stands under ``steps`` or is what ``blocked`` tells of is not listed a second time. ``late``: it
    was due up to a day earlier. ``still``: nothing happened and nothing came due since; what is open was told before."""

    at: dt.datetime
    since: dt.datetime
    week: int
    decided: tuple[Note, ...] = ()
    blocked: tuple[Note, ...] = ()
    overdue: tuple[Note, ...] = ()
    coming: tuple[Note, ...] = ()
    opened: int = 0
    closed: int = 0
    before: int | None = None
    percent: int | None = None
    steps: tuple[Step, ...] = ()
    more: dict[str, int] = {}
    late: bool = False
    history: tuple[Reached, ...] = ()
    answered: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    still: bool = False
    known: int = 0
    total: int = 0

    @property
    def quiet(self) -> bool:
        """Whether nothing is new, nothing is stuck and nothing comes due."""
        return not (any(self.in_all(name) for name in DIGEST_LISTS) or self.opened or self.closed)

    def in_all(self, name: str) -> int:
        """How much there is of what a list tells. One that an earlier version composed has no counts."""
        listed: tuple[Note, ...] = getattr(self, name)
        return self.counts.get(name, len(listed) + self.more.get(name, 0))


# ── effects ──────────────────────────────────────────────────────────────────


class OpenThread(Said, frozen=True, tag="open_thread"):
    """Post the root message of a session in the channel; all else of the session goes below it."""

    session: SessionId


class RefreshRoot(msgspec.Struct, frozen=True, tag="refresh_root"):
    """Edit the root message to tell how far the session is."""

    session: SessionId


class Ask(Said, frozen=True, tag="ask", omit_defaults=True):
    """Put the question at ``spot`` in the thread, below ``notes`` (what came of the answer before). ``asked`` names this posting."""

    session: SessionId
    spot: Spot
    revision: int
    asked: int
    notes: tuple[Note, ...] = ()


class AskedElsewhere(Said, frozen=True, tag="asked_elsewhere", omit_defaults=True):
    """Where the thread may not hold the question ``asked``, it goes to whoever alone may answer: tell whoever acted so, below ``notes``."""

    session: SessionId
    spot: Spot
    asked: int
    notes: tuple[Note, ...] = ()


class Settle(msgspec.Struct, frozen=True, tag="settle"):
    """Edit the posting ``asked`` of a question into its quiet form: the question, the answer, who gave it; no buttons but Change."""

    session: SessionId
    spot: Spot
    asked: int


class Tell(Said, frozen=True, tag="tell", omit_defaults=True):
    """Say something in a session's thread. ``buttons`` are names of the small fixed set that bot.slack knows: undo, resume, review…"""

    session: SessionId
    notes: tuple[Note, ...]
    spot: Spot | None = None
    buttons: tuple[str, ...] = ()


class Which(msgspec.Struct, frozen=True, tag="which"):
    """Ask in a session's thread which of two questions a reply is for: ``own``, which waits for who said it, or ``other``, which is open there.

    ``said`` is what they said, in their message ``message``: nothing of it is kept before they have told."""

    session: SessionId
    own: Spot
    other: Spot
    by: PersonId
    said: str
    message: str


class Confirm(Said, frozen=True, tag="confirm"):
    """Show the waiting reading, or the waiting change with its consequences, and ask for a yes."""

    session: SessionId
    spot: Spot
    asked: int


class ShowCountry(Said, frozen=True, tag="country"):
    """Show in the thread what is held of the country that a session runs for."""

    session: SessionId


class ShowLook(Said, frozen=True, tag="look"):
    """Show a look (hold back, fine to send, papers to get) in the thread."""

    session: SessionId
    look: str


class ShowReview(Said, frozen=True, tag="review"):
    """Show all answers with a Change for each, and Finish where nothing is open, below ``notes``."""

    session: SessionId
    asked: int
    notes: tuple[Note, ...] = ()


class SettleReview(msgspec.Struct, frozen=True, tag="settle_review"):
    """Edit the review ``asked`` into how it stands: without Finish once that was pressed, or where a newer one stands further down."""

    session: SessionId
    asked: int


class ShowSummary(Said, frozen=True, tag="summary"):
    """Tell the summary in the thread: readiness, findings (`say` only), actions, ledger."""

    session: SessionId


class Whisper(msgspec.Struct, frozen=True, tag="whisper", omit_defaults=True):
    """A direct message to one person (owner told of outsiders, a question handed over, a role given). ``buttons`` as in :class:`Tell`."""

    to: PersonId
    notes: tuple[Note, ...]
    session: SessionId | None = None
    spot: Spot | None = None
    buttons: tuple[str, ...] = ()


class Fingerprint(msgspec.Struct, frozen=True, tag="fingerprint"):
    """Files (by id) that a session was given are to be read once for their SHA-256, so that it is known which exact text was meant."""

    session: SessionId
    files: tuple[str, ...]


class PostDigest(msgspec.Struct, frozen=True, tag="digest"):
    """Post the week's digest in the channel, outside any thread; dropped where somebody from outside is there when it is sent."""

    digest: Digest


class Announce(msgspec.Struct, frozen=True, tag="announce", omit_defaults=True):
    """Say something in the channel itself, outside any thread: that a phase opened or closed. ``buttons`` as in :class:`Tell`."""

    notes: tuple[Note, ...]
    buttons: tuple[str, ...] = ()


class Remind(msgspec.Struct, frozen=True, tag="remind", omit_defaults=True):
    """What is due for one person, over all their programmes, put together when it is sent and only of what they may then see.

    ``day``: the morning it is for, in the person's zone. ``since``: the morning before it. ``session``: only what stands in that thread, said
    there; None: all of it, by direct message, or with ``apart`` only what stands in no thread.
    """

    to: PersonId
    day: dt.date
    since: dt.date | None = None
    session: SessionId | None = None
    apart: bool = False


class HideSaid(msgspec.Struct, frozen=True, tag="hide_said"):
    """Edit all that was said in the channel and its threads to a line that tells nothing."""


class RefreshCard(msgspec.Struct, frozen=True, tag="card"):
    """The card is out of date. Not queued: the store keeps one dirty mark per programme."""


Effect = (
    OpenThread | RefreshRoot | Ask | Settle | Tell | Which | Confirm | ShowCountry | ShowLook | ShowReview | SettleReview | ShowSummary | Whisper
    | Brief | PostDigest | Announce | SendExport | SendQuestions | SendRegister | SendSheet | SendMeaning | Remind | RenewReminder | SendPortfolio
    | SendBrief | Place | SettleLetter | AskedElsewhere | Fingerprint | HideSaid | RefreshCard
)  # fmt: skip


# ── replies: immediate, not durable, given after the commit ──────────────────


class Whispered(msgspec.Struct, frozen=True, tag="ephemeral", omit_defaults=True):
    """A note that only the one who acted sees. ``buttons`` as in :class:`Tell`; ``session`` and ``spot`` are what they lead to.

    ``refused``: it says why nothing was done, and a repeat of the same is answered so again. ``field``: what of a form it is about.
    ``reading``: what is asked back of them alone, with its presses."""

    notes: tuple[Note, ...]
    buttons: tuple[str, ...] = ()
    session: SessionId | None = None
    spot: Spot | None = None
    field: str = ""
    refused: bool = False
    reading: Reading | None = None


class Silent(msgspec.Struct, frozen=True, tag="silent"):
    """Nothing to say at once; what there is to see comes by the outbox."""


Reply = Whispered | Silent


# ── changes ──────────────────────────────────────────────────────────────────


class SaveProgramme(msgspec.Struct, frozen=True, tag="programme"):
    programme: Programme


class SaveSession(msgspec.Struct, frozen=True, tag="session"):
    session: Session


class SaveItem(msgspec.Struct, frozen=True, tag="item"):
    item: Item


class SaveAction(msgspec.Struct, frozen=True, tag="action"):
    action: Action


class Entry(msgspec.Struct, frozen=True, tag="entry", omit_defaults=True):
    """One line of the append-only audit log: who did what, when, under which flow version. ``what`` is a word of a closed list kept in
    the engine; ``answer`` and ``before`` hold what was given and what it replaced, ``settled`` how a finding was settled, or had been."""

    what: str
    by: PersonId
    at: dt.datetime
    session: SessionId | None = None
    flow_hash: FlowHash | None = None
    spot: Spot | None = None
    answer: Answer | None = None
    before: Answer | None = None
    about: str = ""
    severity: Severity | None = None
    role: Role | None = None
    person: PersonId | None = None
    action: ActionId | None = None
    settled: Settled | None = None


Save = SaveProgramme | SaveSession | SaveItem | SaveAction | Entry


class Outcome(msgspec.Struct, frozen=True):
    """What a decision comes to. ``refused`` means: nothing changed, and ``reply`` says why; then ``saves`` is empty."""

    saves: tuple[Save, ...] = ()
    effects: tuple[Effect, ...] = ()
    reply: Reply = Silent()
    refused: bool = False


class Reminded(msgspec.Struct, frozen=True):
    """What a decision about one person's reminders comes to: habits to keep, and when to look again (None: once their work changes).

    ``postings``: what to queue, each under the id of a programme or, where it is about several, the person's own. ``claim``: it is queued only
    if this key was not claimed before.
    """

    habits: Habits
    wakes: dt.datetime | None
    postings: tuple[tuple[ProgrammeId, Effect], ...] = ()
    claim: ClaimKey | None = None


class Posting(msgspec.Struct, frozen=True):
    """An effect in the outbox. ``number`` is its id and its order; ``lane`` keeps order within (a session's thread, a person's messages).

    ``tries``: how often it was taken up; ``failures``: how often that failed, mere waits not counted. ``queued``: since when it is on its way."""

    number: int
    programme: ProgrammeId
    lane: str
    effect: Effect
    tries: int
    doubtful: bool
    queued: dt.datetime
    failures: int = 0
