"""What a message that somebody wrote is about, for the form that the shortcut on it opens: each kind of row that it names."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.readers import Context
from flows.engine.readers.sharing import read_mentions
from flows.model.ids import ItemId
from tests.builders import NOW
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
