"""May I share this: the form that asks, and the answer with its reasons and the way on. For whoever asks alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from flows.engine.missing import Reason, folded
from flows.engine.phasing import Permission, Verdict
from flows.engine.screens.wording import alone, plain, shortened, text
from flows.engine.speaking import with_part
from flows.model.country import Exposure
from flows.model.effects import On
from flows.model.ids import ItemId
from flows.model.programme import Item, Programme
from flows.model.screens import (
    Button,
    Buttons,
    Entry,
    Field,
    Form,
    Line,
    Part,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
)

ASSET, ASSET_NEW, VENDOR, VENDOR_NEW, WHEN, DAY = "asset", "asset_new", "vendor", "vendor_new", "when", "day"
NOW, DONE = "now", "done"
MOST_ROWS = 100
"""Rows that a form offers: what a menu of Slack's holds."""
MOST_PAIRS = 6
"""Pairs of what is shared with whom that are offered at once."""
MOST_LABEL = 75
"""Characters of a button's label."""
MOST_REASONS = 3
MOST_OPENED = 40
"""Reasons on the screen that opens the rest of them."""


class Enquiry(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """What is known of a question before it is asked: each side as a row or as what was typed, whether it happened, and on which day."""

    asset: ItemId | None = None
    vendor: ItemId | None = None
    asset_typed: str = ""
    vendor_typed: str = ""
    done: bool = False
    day: dt.date | None = None


def packed(draft: Enquiry) -> str:
    """A draft as a button carries it."""
    return msgspec.json.encode(draft).decode()


def unpacked(arg: str) -> Enquiry:
    """The draft that a button carries; an empty one where it carries none."""
    try:
        return msgspec.json.decode(arg or "[]", type=Enquiry)
    except msgspec.MsgspecError:
        return Enquiry()


# ── the question ─────────────────────────────────────────────────────────────


def share_form(texts: Mapping[str, str], assets: Sequence[Item], vendors: Sequence[Item], draft: Enquiry) -> Form:
    """What, to whom, and whether it is out already. What a list lacks is written beside it."""
    when = (Entry(NOW, texts["share.form.now"]), Entry(DONE, texts["share.form.done"]))
    fields = (
        *side_fields(texts, ASSET, assets, draft.asset, draft.asset_typed),
        *side_fields(texts, VENDOR, vendors, draft.vendor, draft.vendor_typed),
        Field(WHEN, "one", texts["share.form.when"], entries=when, initial=(DONE if draft.done else NOW,)),
        Field(
            DAY,
            "day",
            texts["share.form.day"],
            texts["share.form.day_hint"],
            initial=(draft.day.isoformat(),) if draft.day is not None else (),
            required=False,
        ),
    )
    intro = (text(texts, "share.form.intro"),)
    return Form(Ref("share"), texts["share.form.title"], texts["share.form.submit"], texts["form.close"], fields, intro)


def side_fields(
    texts: Mapping[str, str], name: str, rows: Sequence[Item], chosen: ItemId | None, typed: str
) -> tuple[Field, ...]:
    """A menu of the rows there are, and a line for another name."""
    known = rows[-MOST_ROWS:]
    new = Field(
        f"{name}_new",
        "text",
        texts[f"share.form.{name}_new" if known else f"share.form.{name}"],
        texts[f"share.form.{name}_hint"],
        initial=(typed,) if typed and chosen is None else (),
        required=not known,
    )
    if not known:
        return (new,)
    entries = tuple(Entry(row.id, row.name[:75]) for row in known)
    picked = (chosen,) if chosen is not None else ()
    return (Field(name, "one", texts[f"share.form.{name}"], entries=entries, initial=picked, required=False), new)


def unknown(texts: Mapping[str, str], draft: Enquiry) -> Screen:
    """What was named is not in the lists: the way to choose or to add it."""
    sides = ((draft.asset, draft.asset_typed), (draft.vendor, draft.vendor_typed))
    typed = [f"“{word}”" for row, word in sides if word and row is None]
    line = text(texts, "share.unknown", names=", ".join(typed)) if typed else text(texts, "share.which")
    button = Button(Ref("share", arg=packed(draft)), texts["button.share_choose"], "primary")
    return Screen((Prose((line,)), Buttons((button,))), plain(line))


def each(
    texts: Mapping[str, str],
    pairs: Sequence[tuple[Item | None, Item | None]],
    unknown: Sequence[str],
    draft: Enquiry,
) -> Screen:
    """Several were named at once: each pair has an answer, or an entry, of its own, and a press that leads to it. ``unknown``: what of it stands
    in no list. ``draft``: what else was said. One alone is one that happened, to be looked over and entered."""
    one = len(pairs) == 1 and not unknown
    line = text(texts, "share.one_done" if one else "share.each_done" if draft.done else "share.each")
    presses: list[Button] = []
    for asset, vendor in pairs[:MOST_PAIRS]:
        rows = {"asset": asset.id if asset else None, "vendor": vendor.id if vendor else None}
        label = " → ".join(row.name for row in (asset, vendor) if row is not None)
        ref = Ref("share", arg=packed(msgspec.structs.replace(draft, asset_typed="", vendor_typed="", **rows)))
        presses.append(Button(ref, shortened(label, MOST_LABEL)))
    named = ", ".join(f"“{one}”" for one in unknown)
    lines: list[Line] = [line, *([text(texts, "share.each_unknown", names=named)] if unknown else [])]
    if len(pairs) > MOST_PAIRS:
        lines.append(text(texts, "summary.more", count=len(pairs) - MOST_PAIRS))
    return Screen((Prose(tuple(lines)), Buttons(tuple(presses))), plain(line))


def unlisted(texts: Mapping[str, str], draft: Enquiry) -> Screen:
    """The answer where something asked about is in no list: not yet, and nothing is added by asking. It can be added by a press. ``draft``: what is
    new as it was typed, the rest as rows."""
    sides = ((draft.asset, draft.asset_typed), (draft.vendor, draft.vendor_typed))
    new = [typed for row, typed in sides if row is None]
    line = text(texts, "share.unlisted", count=len(new), names=(Strong(", ".join(new)),))
    add = Button(Ref("share_add", arg=packed(draft)), texts["button.share_add"], "primary")
    foot = Quiet((text(texts, "share.foot"),))
    return Screen((Prose((line, text(texts, "share.unlisted.adds"))), Buttons((add,)), foot), plain(line))


# ── the answer ───────────────────────────────────────────────────────────────


def answer(
    texts: Mapping[str, str],
    programme: Programme,
    asset: Item,
    vendor: Item,
    found: Permission,
    read_as: Sequence[str] = (),
    *,
    whole: bool = False,
    added: bool = False,
) -> Screen:
    """Yes, no or not yet, with the first reasons, what to do and with whom. ``read_as``: what was typed and read as one of these names.
    ``whole``: with all reasons. ``added``: what was asked about was put into the lists just now."""
    verdict = _verdict(texts, asset, vendor, found)
    said = [text(texts, "share.read_as", typed=typed) for typed in read_as]
    lines: list[Line] = [verdict, *said, *found.bounds, *((text(texts, "share.added"),) if added else ())]
    parts: list[Part] = [Prose(tuple(lines))]
    reasons = found.reasons if whole else folded(texts, found.reasons)
    if reasons:
        most = MOST_OPENED if whole else MOST_REASONS
        shown = [line for reason in reasons[:most] for line in _reason(texts, programme, reason)]
        more = len(reasons) - most
        parts.append(Prose((*shown, *((text(texts, "summary.more", count=more),) if more > 0 else ()))))
        way = next((one.way for one in reasons if one.way is not None), None)
        parts += [Buttons((msgspec.structs.replace(way, style="primary"),))] if way is not None else []
    all_told = whole or (len(found.reasons) <= MOST_REASONS and reasons == found.reasons)
    rest = () if all_told else (_all(texts, asset, vendor),)
    parts.append(Buttons((*rest, *_ways(texts, asset, vendor, found))))
    parts.append(Quiet((text(texts, "share.foot"),)))
    return Screen(tuple(parts), plain(verdict))


def _verdict(texts: Mapping[str, str], asset: Item, vendor: Item, found: Permission) -> Line:
    """The answer in one line; of a yes, why."""
    names: dict[str, Line] = {"asset": (Strong(asset.name),), "vendor": (Strong(vendor.name),)}
    if found.verdict is not Verdict.YES:
        return text(texts, f"share.{found.verdict}", **names)
    if found.exposure is Exposure.E0:
        return text(texts, "share.yes.public", **names)
    if found.until is not None:
        return text(texts, "share.yes.out", phase=(Strong(found.phase),), day=On(found.until), **names)
    names["phase"] = (Strong(found.phase),)
    if found.unmet:
        return text(texts, "share.yes.if", count=len(found.unmet), conditions="; ".join(found.unmet), **names)
    return text(texts, "share.yes", **names)


def _reason(texts: Mapping[str, str], programme: Programme, reason: Reason) -> tuple[Line, ...]:
    """What is not there, and below it what to do and with whom."""
    who = alone(texts, with_part(programme, reason.owner))
    return (("• ", *reason.closed), text(texts, "share.do", do=plain(reason.do), who=who))


def _all(texts: Mapping[str, str], asset: Item, vendor: Item) -> Button:
    ref = Ref("share_all", arg=packed(Enquiry(asset.id, vendor.id)))
    return Button(ref, texts["share.all"])


def _ways(texts: Mapping[str, str], asset: Item, vendor: Item, found: Permission) -> tuple[Button, ...]:
    draft = Enquiry(asset.id, vendor.id)
    now = Button(
        Ref("share_now", arg=packed(draft)),
        texts["button.share_now"],
        "primary",
        confirm=plain(text(texts, "share.sure", asset=asset.name, vendor=vendor.name)),
        deny=texts["button.leave_it"],
    )
    done = Button(Ref("share", arg=packed(msgspec.structs.replace(draft, done=True))), texts["button.share_done"])
    other = Button(Ref("share", arg=packed(Enquiry(vendor=vendor.id))), texts["button.share_other"])
    return (now, other) if found.verdict is Verdict.YES else (done, other)
