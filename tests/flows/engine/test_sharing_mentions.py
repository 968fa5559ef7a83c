"""What a message that somebody wrote is about, for the form that the shortcut on it opens: each kind of row that it names."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.engine.readers import Context
from flows.engine.readers.sharing import read_mentions, read_sharing
from flows.model.ids import ItemId, RegisterId
from flows.model.programme import Item
from tests.builders import MARIA, NOW
from tests.flows.engine.test_sharing import ASSETS, VENDORS


@pytest.mark.parametrize(
    ("text", "place", "asset", "vendor"),
    [
        ("Kodex wants the mobile app for the Trial, shall I send it over?", "", "asset-1", "vendor-1"),
        ("Kodex asked for the mobile app with the new data", "", "asset-1", "vendor-1"),
        ("shall I send the mobile app over?", "atlas-kodex", "asset-1", "vendor-1"),
        ("shall I send the mobile app to Acme?", "atlas-kodex", "asset-1", "vendor-0"),
        ("Acme said no. Can I send the mobile app to Globex", "atlas-kodex", "asset-1", None),
        ("Kodex and Acme want the mobile app and the pricing engine", "atlas-kodex", None, None),
        ("can I send the mobile app and the pricing engine to Kodex and Acme?", "atlas-kodex", None, None),
        ("shall I send it over?", "plans", None, None),
    ],
)
def test_a_message_of_others_is_read_for_each_kind_that_it_names(
    text: str, place: str, asset: str | None, vendor: str | None
) -> None:
    read = read_mentions(text, place, ASSETS, VENDORS, Context(NOW, "UTC", "en_GB"), done=False)
    assert (read.asset.row, read.vendor.row) == (asset, vendor)


def test_of_names_within_names_the_longest_is_mentioned() -> None:
    rows = (*ASSETS, msgspec.structs.replace(ASSETS[1], id=ItemId("asset-9"), name="Mobile app tests"))
    for text, meant in (
        ("Kodex wants the mobile app tests, ok?", "asset-9"),
        ("Kodex wants mobile app, ok?", "asset-1"),
    ):
        read = read_mentions(text, "", rows, VENDORS, Context(NOW, "UTC", "en_GB"), done=False)
        assert (read.asset.row, read.vendor.row) == (ItemId(meant), "vendor-1")


@pytest.mark.parametrize(
    ("text", "done", "day"),
    [
        ("share the pricing engine w/ Kodex today", False, None),
        ("share the pricing engine w/Kodex", False, None),
        ("we sent the pricing engine to kodex yesterday evening by mistake!!", True, dt.date(2026, 11, 22)),
        ("we sent the pricing engine to Kodex by accident", True, None),
    ],
)
def test_short_words_and_what_is_said_beside_it_are_no_part_of_a_name(
    text: str, done: bool, day: dt.date | None
) -> None:
    assets = (Item(ItemId("asset-1"), RegisterId("asset"), "Pricing engine", 1, MARIA, NOW),)
    vendors = (Item(ItemId("vendor-1"), RegisterId("vendor"), "Kodex", 2, MARIA, NOW),)
    now = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
    read = read_sharing(text, assets, vendors, Context(now, "Europe/Warsaw", "en_GB"), done=done)
    assert (read.asset.row, read.vendor.row, read.day) == ("asset-1", "vendor-1", day)
    assert not read.vendor.guessed and not read.asset.several


def test_what_is_not_known_stands_without_blanks() -> None:
    assets = (Item(ItemId("asset-1"), RegisterId("asset"), "Pricing engine", 1, MARIA, NOW),)
    read = read_sharing("share the pricing engine and / the foo", assets, (), Context(NOW, "UTC", "en_GB"), done=False)
    assert read.asset.unknown == ("foo",)
