"""What every store promises about postings on their way, and about cards that are out of date."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.model.effects import (
    Ask,
    AskedElsewhere,
    Brief,
    Confirm,
    Effect,
    Fingerprint,
    OpenThread,
    Posting,
    RefreshCard,
    RefreshRoot,
    SaveItem,
    SaveProgramme,
    SendExport,
    Settle,
    SettleReview,
    ShowCountry,
    ShowLook,
    ShowReview,
    ShowSummary,
    Whisper,
)
from flows.model.ids import SessionId
from state.store import Address, AddressKind, DirtyCard, Load, Parked, Store, lane
from tests.state.samples import (
    ANNA,
    AWAY,
    BEN,
    CHANNEL,
    HOME,
    IP,
    NOW,
    SECOND,
    begin,
    decides,
    item,
    key,
    programme,
    queue,
    refuses,
    spot,
    tell,
)

OTHER = SessionId("ip_strategy-2")
LEASE = 30 * SECOND
AT_SESSION = (
    OpenThread(IP),
    RefreshRoot(IP),
    Ask(IP, spot("a"), 0, 1),
    Settle(IP, spot("a"), 1),
    tell("hello"),
    Confirm(IP, spot("a"), 2),
    AskedElsewhere(IP, spot("a"), 1),
    ShowCountry(IP),
    ShowLook(IP, "first"),
    ShowReview(IP, 3),
    SettleReview(IP, 3),
    ShowSummary(IP),
)


async def words(store: Store, now: dt.datetime = NOW, limit: int = 100) -> list[str]:
    """Lease, and tell by their first note what came."""
    return [posting.effect.notes[0].key for posting in await store.lease(now, limit, LEASE)]  # type: ignore[union-attr]


async def one(store: Store, now: dt.datetime = NOW) -> Posting:
    """The only posting that can be leased now."""
    [posting] = await store.lease(now, 10, LEASE)
    return posting


@pytest.mark.parametrize("effect", AT_SESSION, ids=lambda effect: type(effect).__name__)
def test_what_goes_to_a_thread_is_in_the_lane_of_its_session(effect: Effect) -> None:
    assert lane(effect) == IP


def test_direct_messages_counsel_and_the_card_have_lanes_of_their_own() -> None:
    assert lane(Whisper(BEN, ())) == lane(SendExport(BEN)) == "dm:U2"
    assert lane(Brief(IP, ())) == "counsel"
    assert lane(Fingerprint(IP, ("F1",))) == "files"
    assert lane(RefreshCard()) is None


async def test_effects_come_out_as_they_went_in(store: Store) -> None:
    await begin(store, HOME, tell("first"))
    posting = await one(store)
    assert posting == Posting(posting.number, HOME, IP, tell("first"), 0, False, NOW)


async def test_only_the_head_of_each_lane_comes_and_lanes_come_in_order(store: Store) -> None:
    await begin(store, HOME, tell("a1"), tell("b1", OTHER), tell("a2"), tell("b2", OTHER))
    await queue(store, tell("c1"), of=AWAY)
    first = await store.lease(NOW, 10, LEASE)
    assert [posting.effect for posting in first] == [tell("a1"), tell("b1", OTHER), tell("c1")]
    assert await words(store) == []
    await store.sent(first[1])
    assert await words(store) == ["b2"]
    await store.sent(first[0])
    assert await words(store) == ["a2"]
    assert await store.outbox_depth() == 3


async def test_what_waits_in_a_lane_is_told_in_order_with_what_is_leased_and_without_what_was_put_aside(
    store: Store,
) -> None:
    await begin(store, HOME, tell("gone"), tell("leased"), tell("last"), tell("elsewhere", OTHER))
    await queue(store, tell("away"), of=AWAY)
    assert await store.park((await store.lease(NOW, 1, LEASE))[0], "gone", NOW)
    await store.lease(NOW, 1, LEASE)
    assert [one.effect for one in await store.waiting(HOME, IP) if isinstance(one, Posting)] == [
        tell("leased"),
        tell("last"),
    ]
    assert await store.waiting(AWAY, OTHER) == ()


async def test_of_what_waits_in_a_lane_one_kind_is_told_alone(store: Store) -> None:
    await begin(store, HOME, tell("before"), OpenThread(IP), tell("behind"), OpenThread(OTHER))
    assert [one.effect for one in await store.waiting(HOME, IP, OpenThread) if isinstance(one, Posting)] == [
        OpenThread(IP)
    ]
    assert await store.waiting(HOME, IP, ShowSummary) == ()


async def test_no_more_come_than_asked_for(store: Store) -> None:
    await begin(store, HOME, tell("a"), tell("b", OTHER))
    assert await words(store, limit=1) == ["a"]
    assert await words(store, limit=1) == ["b"]


async def test_a_lease_that_ran_out_comes_again_in_doubt(store: Store) -> None:
    await begin(store, HOME, tell("a"))
    first = await one(store)
    assert await words(store, NOW + LEASE - SECOND) == []
    again = await one(store, NOW + LEASE)
    assert (again.number, again.tries, again.doubtful) == (first.number, 1, True)


async def test_whoever_lost_the_lease_cannot_move_the_posting_but_may_report_it_sent(store: Store) -> None:
    await begin(store, HOME, tell("a"))
    lost = await one(store)
    mine = await one(store, NOW + LEASE)
    assert not await store.retry(lost, NOW, "timeout")
    assert not await store.park(lost, "timeout", NOW)
    assert await words(store, NOW + LEASE) == []
    await store.sent(lost)
    assert not await store.retry(mine, NOW, "timeout")
    assert await store.outbox_depth() == 0


async def test_a_retry_waits_for_its_time_and_holds_its_lane(store: Store) -> None:
    await begin(store, HOME, tell("a"), tell("b"))
    assert await store.retry(await one(store), NOW + 5 * SECOND, "ratelimited")
    assert await words(store, NOW + 4 * SECOND) == []
    again = await one(store, NOW + 5 * SECOND)
    assert (again.effect, again.tries, again.doubtful) == (tell("a"), 1, False)


async def test_a_wait_for_its_turn_is_no_failure_and_a_replay_begins_anew(store: Store) -> None:
    await begin(store, HOME, tell("a"))
    await store.retry(await one(store), NOW, "ratelimited", failed=False)
    await store.retry(await one(store), NOW, "timeout")
    failed = await one(store)
    assert (failed.tries, failed.failures) == (2, 1)
    await store.park(failed, "timeout", NOW)
    await store.replay(failed.number)
    assert (await one(store)).failures == 0


async def test_doubt_stays_until_it_is_taken_away(store: Store) -> None:
    await begin(store, HOME, tell("a"))
    await store.retry(await one(store), NOW, "timeout", doubtful=True)
    in_doubt = await one(store)
    assert in_doubt.doubtful
    await store.retry(in_doubt, NOW, "ratelimited")
    still = await one(store)
    assert still.doubtful
    await store.retry(still, NOW, "ratelimited", doubtful=False)
    assert not (await one(store)).doubtful


async def test_a_parked_posting_lets_its_lane_go_on_and_can_be_played_again(store: Store) -> None:
    await begin(store, HOME, tell("a"), tell("b"), tell("c"))
    stuck = await one(store)
    assert await store.park(stuck, "is_archived", NOW)
    assert not await store.park(stuck, "is_archived", NOW)
    [parked] = await store.parked()
    assert (parked.why, parked.at, parked.posting.effect) == ("is_archived", NOW, tell("a"))
    assert await store.parked(HOME) == (parked,) and await store.parked(AWAY) == ()
    assert await store.outbox_depth() == 2
    following = await one(store)
    assert following.effect == tell("b")
    assert await store.replay(stuck.number)
    assert not await store.replay(stuck.number) and not await store.replay(following.number)
    assert await words(store) == ["a"]
    await store.sent(following)
    assert await words(store) == []
    assert isinstance(parked, Parked)


async def test_leases_of_a_courier_that_is_gone_are_reclaimed_in_doubt(store: Store) -> None:
    await begin(store, HOME, tell("a"), tell("b", OTHER))
    assert await words(store, limit=1) == ["a"]
    assert await store.reclaim() == 1
    first, second = await store.lease(NOW, 10, LEASE)
    assert (first.doubtful, second.doubtful) == (True, False)
    assert await store.reclaim() == 2


async def test_a_posting_sent_is_gone_and_its_message_known_at_once(store: Store) -> None:
    await begin(store, HOME, tell("a"))
    where = Address(HOME, AddressKind.ROOT, CHANNEL, "1.2", IP)
    posting = await one(store)
    await store.sent(posting, where)
    assert await store.address(HOME, AddressKind.ROOT, IP) == where
    assert await store.outbox_depth() == 0
    await store.sent(posting, Address(HOME, AddressKind.ROOT, CHANNEL, "9.9", IP))
    assert await store.address(HOME, AddressKind.ROOT, IP) == where


async def test_something_may_be_said_where_there_is_no_programme(store: Store) -> None:
    receipt = await store.turn(key("1"), HOME, decides(effects=(Whisper(ANNA, ()), RefreshCard())), NOW)
    assert (receipt.queued, receipt.card, receipt.version) == (1, False, 0)
    posting = await one(store)
    await store.sent(posting, Address(HOME, AddressKind.NOTE, CHANNEL, "1.2"))
    assert await store.message_at(CHANNEL, "1.2") is None


async def test_a_card_is_out_of_date_until_it_shows_the_latest_turn(store: Store) -> None:
    await begin(store)
    assert await store.dirty_cards(NOW) == (DirtyCard(HOME, 1),)
    await store.card_done(HOME, 1)
    assert await store.dirty_cards(NOW) == ()


async def test_a_mark_made_while_the_card_is_rendered_is_not_lost(store: Store) -> None:
    await begin(store)
    [card] = await store.dirty_cards(NOW)
    await store.turn(key("1"), HOME, decides(effects=(RefreshCard(),)), NOW)
    await store.card_done(HOME, card.version)
    assert await store.dirty_cards(NOW) == (DirtyCard(HOME, 2),)
    await store.card_done(HOME, 2)
    await store.card_done(HOME, 1)
    assert await store.dirty_cards(NOW) == ()


async def test_a_turn_that_leaves_the_card_alone_makes_no_mark(store: Store) -> None:
    await begin(store)
    await store.card_done(HOME, 1)
    receipt = await store.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    assert (receipt.version, receipt.card) == (2, False)
    await store.turn(key("2"), HOME, refuses("stale"), NOW)
    assert await store.dirty_cards(NOW) == ()


async def test_a_card_put_off_waits_and_makes_room_for_others(store: Store) -> None:
    await begin(store)
    await begin(store, AWAY)
    await store.card_later(HOME, NOW + 5 * SECOND)
    assert await store.dirty_cards(NOW) == (DirtyCard(AWAY, 1),)
    assert len(await store.dirty_cards(NOW + 5 * SECOND)) == 2
    assert len(await store.dirty_cards(NOW + 5 * SECOND, limit=1)) == 1
    await store.card_done(AWAY, 1)
    await store.card_done(HOME, 1)
    await store.card_later(HOME, NOW + 9 * SECOND)
    await store.turn(key("1"), HOME, decides(effects=(RefreshCard(),)), NOW)
    assert await store.dirty_cards(NOW + 8 * SECOND) == ()


async def test_a_receipt_names_the_postings_that_follow_from_its_turn(store: Store) -> None:
    await begin(store)
    first = await store.turn(key("1"), HOME, decides(effects=(tell("a"), RefreshCard(), tell("b"))), NOW)
    none = await store.turn(key("2"), HOME, decides(effects=(RefreshCard(),)), NOW)
    more = await store.turn(key("3"), HOME, decides(effects=(tell("c"),)), NOW)
    again = await store.turn(key("3"), HOME, decides(effects=(tell("c"),)), NOW)
    told = {posting.number: posting.effect for posting in await drain(store)}
    assert [told[number] for number in first.postings] == [tell("a"), tell("b")]
    assert [told[number] for number in more.postings] == [tell("c")]
    assert none.postings == again.postings == ()


async def drain(store: Store) -> list[Posting]:
    """Everything in the outbox, delivered."""
    taken: list[Posting] = []
    while leased := await store.lease(NOW, 10, LEASE):
        for posting in leased:
            taken.append(posting)
            await store.sent(posting)
    return taken


async def test_the_load_counts_what_waits_what_was_given_up_and_who_is_due(store: Store) -> None:
    assert await store.load(NOW) == Load()
    await begin(store)
    await begin(store, AWAY)
    await queue(store, tell("a"), tell("b"))
    assert await store.load(NOW) == Load(waiting=4, since=NOW)
    first, second = await store.lease(NOW, 2, LEASE)
    await store.sent(first)
    await store.park(second, "is_archived", NOW)
    assert await store.load(NOW) == Load(waiting=2, since=NOW, parked=1)
    await drain(store)
    await store.turn(
        key("1"), HOME, decides(SaveProgramme(msgspec.structs.replace(programme(), wakes=NOW + SECOND))), NOW
    )
    assert await store.load(NOW) == Load(parked=1)
    assert await store.load(NOW + SECOND) == Load(parked=1, due=1)


async def test_what_a_clock_that_ran_ahead_put_off_or_leased_comes_loose(store: Store) -> None:
    await begin(store, HOME, tell("a"), Whisper(ANNA, ()), RefreshCard())
    ahead, horizon = NOW + dt.timedelta(days=20), NOW + dt.timedelta(hours=1)
    first, second = await store.lease(ahead, 8, LEASE)
    await store.retry(first, ahead + LEASE, "ratelimited")
    await store.card_later(HOME, ahead)
    assert await store.lease(NOW, 8, LEASE) == ()
    assert [await store.come_loose(horizon), await store.come_loose(horizon)] == [2, 0]
    again = await store.lease(NOW, 8, LEASE)
    assert [(posting.number, posting.doubtful) for posting in again] == [(first.number, False), (second.number, True)]
    assert not await store.retry(second, NOW, "late")
    assert [card.programme for card in await store.dirty_cards(NOW)] == [HOME]


async def test_what_waits_for_its_time_does_not_come_loose(store: Store) -> None:
    await begin(store, HOME, tell("a"))
    await store.retry(await one(store), NOW + LEASE, "ratelimited")
    assert await store.come_loose(NOW + dt.timedelta(hours=1)) == 0
    assert await store.lease(NOW, 8, LEASE) == ()
