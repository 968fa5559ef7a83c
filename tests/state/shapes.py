"""Hypothesis strategies for any msgspec shape, read off the shape itself, so that a new field is tried without being told.

Only what JSON and the model allow: integers of 64 bits, finite decimals, aware times in UTC.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

import msgspec.inspect as shape
from hypothesis import strategies as st

TEXT = st.text(max_size=12)


def values(of: object) -> st.SearchStrategy[Any]:
    """Values of a msgspec type or a union of types."""
    return _of(shape.type_info(of))


def _of(info: shape.Type) -> st.SearchStrategy[Any]:
    match info:
        case shape.StructType():
            return _struct(info.cls)
        case shape.UnionType():
            return st.one_of(*map(_of, info.types))
        case shape.VarTupleType():
            return st.lists(_of(info.item_type), max_size=3).map(tuple)
        case shape.TupleType():
            return st.tuples(*map(_of, info.item_types))
        case shape.DictType():
            return st.dictionaries(_of(info.key_type), _of(info.value_type), max_size=3)
        case shape.EnumType():
            return st.sampled_from(list(info.cls))
        case _:
            return PLAIN[type(info)]


PLAIN: dict[type[shape.Type], st.SearchStrategy[Any]] = {
    shape.StrType: TEXT,
    shape.IntType: st.integers(-(2**63), 2**63 - 1),
    shape.BoolType: st.booleans(),
    shape.NoneType: st.none(),
    shape.DecimalType: st.decimals(allow_nan=False, allow_infinity=False),
    shape.DateType: st.dates(),
    shape.DateTimeType: st.datetimes(timezones=st.just(dt.UTC)),
}


@lru_cache
def _struct(cls: type) -> st.SearchStrategy[Any]:
    """Each struct once, and late: conditions hold conditions."""
    return st.deferred(lambda: st.builds(cls, **{f.name: _of(f.type) for f in shape.type_info(cls).fields}))  # type: ignore[attr-defined]
