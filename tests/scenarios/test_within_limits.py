"""Every screen of the shipped flows, each question in each of its states, as the blocks that Slack would get, held against its limits."""

from __future__ import annotations

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from bot.service import deliveries
from bot.slack import limits
from bot.slack.blocks import home as home_view
from bot.slack.blocks import message, view
from flows.authoring.table import with_open_gates
from flows.engine.pressing import pressed
from flows.engine.readers import Context
from flows.engine.screens import (
    asides,
    counsel,
    forms,
    home,
    looks,
    overview,
    question,
    reminder,
    review,
    scores,
    vendors,
)
from flows.engine.screens.findings import findings
from flows.engine.screens.scene import Scene
from flows.engine.weights import WEIGHTS, settled
from flows.model.effects import Note, Whispered
from flows.model.events import (
    Answered,
    ChangeAsked,
    Confirmed,
    Deepened,
    Dropped,
    Event,
    Finished,
    NotSure,
    Replied,
    RoleGiven,
    Skipped,
    Started,
    WeightsSettled,
)
from flows.model.flow import Question
from flows.model.ids import ChannelId, FlowId, ItemId, PersonId, ProgrammeId, QuestionId, RegisterId
from flows.model.people import Profile
from flows.model.programme import Item
from flows.model.screens import Home, Prose, Screen, Shelf
from flows.model.session import Session, SessionState, Spot
from flows.model.values import Choice, Document, Kind
from flows.rules.scorecard import Shortfall, score
from tests.builders import JON, MARIA, NAMES, NOW, PRIYA, Team, flow_of, shipped
from tests.flows.engine.screens.test_reminder import dues

PROGRAMME = ProgrammeId("T0ALDERWAY:C0ATLASPLN")
MOST_ANSWERS = 400
NAMED_ANEW = ("assets", "words", "groups", "what", "with")
"""Questions that a walk answers with rows of its own."""
NAMES_LONG = "A name as long as a register takes, one that nobody chooses"
LONG = "A name as long as a register takes, which nobody would choose but somebody will " * 3
"""What a team may do to a layout."""


class Walk:
    """One walk through a flow, answering ``how``, that looks at all that anybody could be shown on the way."""

    def __init__(self, profile: str, how: str, flow: str = "ip_strategy") -> None:
        self.team = Team(with_open_gates(shipped()))
        # The name is for flows that run once for each row: that of a country will do for any.
        self.team.say(MARIA, Started(FlowId(flow), "atlas", zone="Europe/Warsaw", name="India"))
        self.profile, self.how = profile, how
        self.wrong: list[str] = []
        self.asked: set[str] = set()
        self.alone: set[str] = set()

    def whole(self) -> Walk:
        """To the end, with the deeper questions."""
        for _ in range(MOST_ANSWERS):
            session = self.team.open_session
            if session.state is SessionState.REVIEW:
                self.at_review()
                if session.deeper:
                    self.say(MARIA, Finished(session.id))
                    self.at_review()
                    return self
                self.say(MARIA, Deepened(session.id))
            else:
                self.on()
        raise AssertionError(f"no end after {MOST_ANSWERS} answers; open is {self.team.now_open}")

    def on(self) -> None:
        """One step further: the yes that is waited for, or the open question."""
        session = self.team.open_session
        if session.pending is not None:
            self.say(MARIA, Confirmed(session.id, session.pending.spot))
        else:
            self.step(session, session.spot)

    def step(self, session: Session, spot: Spot | None) -> None:
        """Look at the open question in each of its states, then answer it."""
        assert spot is not None
        scene = self.team.scene()
        wanted = scene.plan.questions[spot.question]
        self.asked.add(spot.question)
        self.at_question(scene, spot)
        holder = scene.programme.holder(wanted.role) if wanted.role else MARIA
        by = holder or MARIA
        if wanted.role is not None and holder is None:
            self.say(MARIA, RoleGiven(wanted.role, PRIYA))
            self.at_question(self.team.scene(), spot)
            by = PRIYA
        self.say(by, self.answer(wanted, spot, session))
        if self.team.open_session.answer_at(spot) is not None:
            self.say(by, ChangeAsked(session.id, spot))
            self.at_question(self.team.scene(), spot)
            self.say(by, Dropped(session.id, spot))

    def answer(self, wanted: Question, spot: Spot, session: Session) -> Event:
        """Yes to everything, no to everything, or nobody knows."""
        revision = session.revision(spot)
        if spot.question == "triage.work":
            return Answered(session.id, spot, revision, Choice(self.profile))
        if wanted.kind is Kind.ITEM and wanted.adds and wanted.name in NAMED_ANEW:
            return Replied(session.id, f"{NAMES_LONG}, Engine, App", f"m{self.team.now.timestamp()}", (), NAMES)
        if self.how == "not sure":
            return NotSure(session.id, spot, revision)
        given = pressed(wanted, self.words(wanted), (Document("F1", LONG, sha256="ab" * 32),), self.context(wanted))
        if isinstance(given, Note):
            return Skipped(session.id, spot, revision)
        return Answered(session.id, spot, revision, given)

    def words(self, wanted: Question) -> tuple[str, ...]:
        options = tuple(option.id for option in wanted.options)
        rows = tuple(row.id for row in self.rows(wanted))
        # While counsel says that there are questions of their own, no yes to the sign-off is taken.
        yes = self.how == "yes" and wanted.name != "own_questions"
        return {
            Kind.YES_NO: ("yes" if yes else "no",),
            Kind.ONE_OF: options[:1] if yes else options[-1:],
            Kind.MANY_OF: options if yes else options[-1:],
            Kind.SCALE: ("5" if yes else "1",),
            Kind.ITEM: rows if yes else rows[:1] if not wanted.many else ("",),
            Kind.COUNTRY: ("PL", "IN", "US")[: 3 if wanted.many else 1] if yes else ("DE",),
            Kind.PERSON: (JON,),
            Kind.DATE: ("2026-12-01",),
            Kind.TEXT: (LONG + "<!channel> *bold* & مرحبا 🎉",),
            Kind.MONEY: ("12,500 EUR",),
            Kind.NUMBER: ("12",),
        }.get(wanted.kind, ())

    def rows(self, wanted: Question) -> tuple[Item, ...]:
        return self.team.items(wanted.register) if wanted.register else ()

    def context(self, wanted: Question) -> Context:
        return Context(self.team.now, "Europe/Warsaw", "en_GB", self.rows(wanted), {}, MARIA)

    # ── what is looked at ──

    def say(self, by: PersonId, event: Event) -> None:
        outcome = self.team.say(by, event)
        reply = outcome.reply
        if isinstance(reply, Whispered):
            self.look(asides.notes(self.team.scene(), reply.notes, reply.buttons, reply.spot))
        for effect in outcome.effects:
            for outsiders in (False, True):
                made = deliveries.worded(effect, self.team, self.team.library, self.team.now, outsiders)
                if isinstance(made, deliveries.Post | deliveries.Edit | deliveries.Direct):
                    self.look(made.screen)

    def at_question(self, scene: Scene, spot: Spot) -> None:
        self.look(question.asked(scene, spot))
        self.look(question.where(scene, spot, "https://alderway.slack.com/archives/C0ATLASPLN/p1"))
        self.look(asides.why(scene, spot))
        for form in (forms.question_form(scene, spot), forms.hand_form(scene, spot)):
            self.wrong += [f"form of {spot.key}: {one}" for one in limits.broken(view(form, PROGRAMME))]
        for number in (scene.session.postings.get(spot.key, 0), -1):
            self.look(question.settled(scene, spot, number))

    def at_review(self) -> None:
        scene = self.team.scene()
        library, texts, programme = self.team.library, self.team.library.texts, scene.programme
        for screen in (
            review.review(scene),
            review.summary(scene),
            overview.root(scene),
            overview.card(library, programme, (scene,), self.team.now.date()),
            overview.neutral(library, programme),
            findings((scene,), texts, MARIA),
            asides.actions((scene,), texts),
            asides.help_screen(texts),
            counsel.brief(scene, [finding.key for finding in scene.session.findings]),
            *(looks.look(scene, look.id) for look in scene.plan.flow.looks),
        ):
            if screen is not None:
                self.look(screen)
        self.wrong += limits.broken(view(forms.settings_form(texts, programme, programme.owner), PROGRAMME))

    def look(self, screen: Screen) -> None:
        made = message(screen, PROGRAMME, names=NAMES)
        self.wrong += [f"{made['text'][:60]}: {one}" for one in limits.broken(made)]
        if not made["text"].strip() or "{" in made["text"]:
            self.wrong.append(f"the text does not stand alone: {made['text']!r}")
        self.alone.add(made["text"])


@pytest.mark.parametrize(
    ("profile", "how"), [("software", "yes"), ("manufacturing", "no"), ("services", "not sure")], ids=" ".join
)
def test_every_screen_of_the_shipped_flow_is_within_slacks_limits(profile: str, how: str) -> None:
    walk = Walk(profile, how).whole()
    assert not walk.wrong, "\n".join(sorted(set(walk.wrong))[:20])
    assert len(walk.asked) >= 10
    assert len(walk.alone) > 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flow", "profile", "how"),
    [
        ("communications", "software", "yes"),
        ("communications", "manufacturing", "no"),
        ("communications", "services", "not sure"),
        ("first_response", "software", "yes"),
    ],
)
def test_every_screen_of_the_smaller_flows_is_within_slacks_limits(flow: str, profile: str, how: str) -> None:
    walk = Walk(profile, how, flow)
    walk.team.programme = msgspec.structs.replace(walk.team.scene().programme, profile=Profile(profile))
    walk.whole()
    assert not walk.wrong, "\n".join(sorted(set(walk.wrong))[:20])
    assert len(walk.asked) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", list(shipped().flows))
def test_every_question_can_be_put_within_slacks_limits_wherever_it_stands(name: FlowId) -> None:
    """Also those that no walk comes by: each is stood at by force, with rows of the longest names to pick from."""
    walk = Walk("software", "yes", name)
    team = walk.team
    flow = team.library.flows[name]
    for register in flow.registers:
        for number in range(1, 31):
            row = Item(ItemId(f"{register.id}-{number}"), register.id, LONG[:80], number, MARIA, NOW)
            team.rows[row.id] = row
    for section in flow.sections:
        for one in section.questions:
            spot = Spot(one.id, ItemId(f"{section.each}-1") if section.each else None)
            for state in (SessionState.ASKING, SessionState.PAUSED):
                session = team.open_session
                team.sessions[session.id] = msgspec.structs.replace(session, spot=spot, state=state)
                walk.at_question(team.scene(), spot)
            walk.asked.add(one.id)
    assert not walk.wrong, "\n".join(sorted(set(walk.wrong))[:20])
    assert len(walk.asked) == sum(len(section.questions) for section in flow.sections)


def test_four_vendors_side_by_side_and_the_weights_are_within_slacks_limits() -> None:
    team, card = Walk("software", "no", "vendor_checks").team, shipped().scorecards["vendor"]
    scene = team.scene()
    team.say(MARIA, WeightsSettled(card.id))
    chosen = settled(card, team.items(WEIGHTS))
    assert chosen is not None and scene.subject is not None
    found = score(card, scene.facts, chosen.weights, scene.subject.id)
    known = tuple(msgspec.structs.replace(row, points=1, held=Shortfall.ANSWER) for row in found.rows)
    stopped = msgspec.structs.replace(found, rows=known, stops=card.stops, caps=card.caps)
    long = [scores.VendorScore(scene.subject.id, LONG[:80], one) for one in (found, stopped) * 2]
    long = [msgspec.structs.replace(one, findings=40, soon=((LONG,), (LONG,))) for one in long]
    for made_of in (scores.compared, vendors.side_by_side):
        made = message(made_of(shipped().texts, card, chosen, long, 9), PROGRAMME, names=NAMES)
        assert not limits.broken(made), limits.broken(made)
    forms_made = view(scores.weights_form(shipped().texts, card, None), PROGRAMME)
    assert not limits.broken(forms_made) and len(forms_made["blocks"]) == 1 + len(card.criteria)
    assert not limits.broken(message(scores.before(shipped().texts, card, None), PROGRAMME, names=NAMES))


# ── as they look ──


@pytest.mark.parametrize("kind", list(Kind))
def test_a_question_of_each_kind_looks_like_this(kind: Kind, snapshot: SnapshotAssertion) -> None:
    team = Team.at(flow_of(KINDS))
    for number, name in enumerate(("Engine", "App"), 1):
        row = Item(ItemId(f"asset-{number}"), RegisterId("asset"), name, number, MARIA, NOW)
        team.rows[row.id] = row
    spot = Spot(QuestionId(f"all.{kind.value}"))
    session = team.open_session
    team.sessions[session.id] = msgspec.structs.replace(session, spot=spot)
    scene = team.scene()
    assert message(question.asked(scene, spot), PROGRAMME, names=NAMES) == snapshot(name="message")
    assert view(forms.question_form(scene, spot), PROGRAMME) == snapshot(name="form")


def test_card_review_and_summary_look_like_this(snapshot: SnapshotAssertion) -> None:
    team = Walk("software", "yes").whole().team
    scene = team.scene()
    card = overview.card(team.library, scene.programme, (scene,), team.now.date())
    for name, screen in (("card", card), ("review", review.review(scene)), ("summary", review.summary(scene))):
        assert message(screen, PROGRAMME, names=NAMES) == snapshot(name=name)


def standing(walk: Walk, number: int) -> home.HomeProgramme:
    """A walk's programme as one of many, in a channel of its own with the longest name, and Maria's work in it."""
    team, scene = walk.team, walk.team.scene()
    channel = ChannelId(f"C{number:09}")
    named = {"id": ProgrammeId(f"T0ALDERWAY:{channel}"), "channel": channel, "name": f"#{'x' * 80}"}
    scene.programme = msgspec.structs.replace(scene.programme, **named)
    work = [msgspec.structs.replace(due, programme=scene.programme.id) for due in dues(team)]
    return home.HomeProgramme(scene.programme, (scene,), reminder.told(team, work, team.library, team.now))


def test_a_home_of_sixty_programmes_with_all_their_work_is_within_slacks_limits_on_every_page() -> None:
    walk = Walk("software", "no").whole()
    standings = [standing(walk, number) for number in range(60)]
    scene = walk.team.scene()
    said = Shelf(standings[0].programme.id, review.review(scene).parts)
    links = {(one.programme.id, scene.session.id): f"https://alderway.slack.com/{'x' * 200}" for one in standings}
    for number in (0, 4, 7):
        found = home.page(MARIA, standings, number)
        made = home_view(home.home(walk.team.library, found, links, home.Reader(walk.team.now.date()), said))
        assert not limits.broken(made)
        assert len(found.standings) == (8 if number < 7 else 4) and len(found.waiting) == home.MOST_WAITING
        assert len(made["blocks"]) < limits.BLOCKS_VIEW


@pytest.mark.parametrize(("count", "length", "most"), [(100, 10, 100), (101, 10, 100), (99, 2900, 86)])
def test_a_home_that_holds_too_much_is_folded(count: int, length: int, most: int) -> None:
    made = home_view(Home(tuple(Shelf(PROGRAMME, (Prose((("x" * length,),)),)) for _ in range(count))))
    assert not limits.broken(made) and len(made["blocks"]) <= most
    assert (made["blocks"][-1]["type"] == "context") is (count != most)


def test_a_home_looks_like_this(snapshot: SnapshotAssertion) -> None:
    walk = Walk("software", "yes")
    team, library = walk.team, walk.team.library
    found = home.page(MARIA, [standing(walk, 1), standing(Walk("services", "no").whole(), 2)], 0)
    reader = home.Reader(team.now.date())
    links = {(found.standings[-1].programme.id, team.scene().session.id): "https://alderway.slack.com/archives/C1/p1"}
    assert home_view(home.home(library, found, links, reader)) == snapshot(name="of two programmes")
    assert home_view(home.home(library, home.page(MARIA, [], 0), {}, reader)) == snapshot(name="of none")
    assert home_view(home.stranger(library.texts)) == snapshot(name="of a stranger")


KINDS = """\
  - section: all
    title: One of each
    questions:
"""
_MORE = {
    Kind.ONE_OF: "        options: {a: One, b: Another}\n",
    Kind.MANY_OF: "        options: {a: One, b: Another}\n",
    Kind.ITEM: "        register: asset\n        adds: true\n",
    Kind.SCALE: "        ends: [Poor, Good]\n",
}
for _kind in Kind:
    KINDS += f"""\
      - ask: {_kind.value}
        kind: {_kind.value}
        text: What about {_kind.value}?
        why: It shows how this kind is put.
        source: method
{_MORE.get(_kind, "")}"""
