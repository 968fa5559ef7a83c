"""Charts of Block Kit's `data_visualization`, as Slack's reference of June 2026 has them: line, bar and area over named categories, and pie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.checks import Check, length, many, shape
from bot.playground.records import Json, is_list, is_object

_NAME = length(1, 20)


def _figure(value: Any, at: str) -> Iterator[str]:
    """Any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"must be a number [json-pointer:{at}]"


def _share(value: Any, at: str) -> Iterator[str]:
    """A number above zero."""
    yield from _figure(value, at)
    if isinstance(value, int | float) and value <= 0:
        yield f"must be greater than 0 [json-pointer:{at}]"


_POINT = shape({"label": _NAME, "value": _figure}, ("label", "value"))
_SERIES = shape({"name": _NAME, "data": many(1, 20, _POINT)}, ("name", "data"))
_AXES = shape(
    {"categories": many(1, 20, _NAME), "x_label": length(1, 50), "y_label": length(1, 50)},
    ("categories",),
)
_SEGMENT = shape({"label": _NAME, "value": _share}, ("label", "value"))
_PLOT = shape({"series": many(1, 6, _SERIES), "axis_config": _AXES}, ("series", "axis_config"))
_KINDS: dict[str, Check] = {
    "line": _PLOT,
    "bar": _PLOT,
    "area": _PLOT,
    "pie": shape({"segments": many(1, 6, _SEGMENT)}, ("segments",)),
}


def chart(value: Any, at: str) -> Iterator[str]:
    """One of the four kinds, whose series have names of their own and a figure for each category."""
    kind = str(value.get("type")) if is_object(value) else "none"
    if not is_object(value) or kind not in _KINDS:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    wrong = list(_KINDS[kind](value, at))
    yield from wrong
    if kind != "pie" and not wrong:
        yield from _fits(value, at)


def _fits(plot: Json, at: str) -> Iterator[str]:
    """Whether what is drawn and the axis it is drawn over belong together."""
    series: list[Json] = plot["series"] if is_list(plot["series"]) else []
    names = [one["name"] for one in series]
    if len(names) != len(set(names)):
        yield f"series names must be unique [json-pointer:{at}/series]"
    wanted = plot["axis_config"]["categories"]
    for number, one in enumerate(series):
        if sorted(point["label"] for point in one["data"]) != sorted(wanted):
            yield f"must have one value for each category [json-pointer:{at}/series/{number}/data]"
