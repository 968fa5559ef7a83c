"""Counsel's playbook as it is shown to counsel and the owner: all clauses by name, or one with its columns, their reasons and who approves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flows.engine.playbook import Clause, Position
from flows.engine.reasons import source_key
from flows.engine.screens.wording import plain, shortened, text
from flows.model.effects import Mention, On
from flows.model.flow import Column
from flows.model.people import Role
from flows.model.programme import Programme
from flows.model.screens import Button, Buttons, Entry, Heading, Line, Menu, Part, Prose, Quiet, Ref, Screen, Strong

Texts = Mapping[str, str]
PLAYBOOK = "playbook"
"""The press that leads to a clause by its number, or to all of them."""
_FREE = (Column.PREFERRED, Column.ACCEPTABLE)
"""Columns that the playbook lets anybody agree to."""


def all_of(texts: Texts, clauses: Sequence[Clause], *, looked_for: str = "") -> Screen:
    """The clauses with their numbers, and the way to each. ``looked_for``: what somebody named that is no one clause."""
    title = texts["playbook.title"]
    parts: list[Part] = [Heading(title)]
    if looked_for:
        parts.append(Prose((text(texts, "playbook.unknown", words=shortened(looked_for, 80)),)))
    parts.append(Prose(tuple((f"{one.number}. {one.name}",) for one in clauses)))
    entries = tuple(Entry(str(one.number), f"{one.number}. {one.name}"[:75]) for one in clauses)
    parts.append(Menu(Ref(PLAYBOOK), texts["playbook.pick"], entries))
    return Screen((*parts, Quiet((text(texts, "playbook.foot"), text(texts, "notice")))), title)


def none_held(texts: Texts) -> Screen:
    """That the content has no playbook."""
    line = text(texts, "playbook.none")
    return Screen((Prose((line,)),), plain(line))


def whole(texts: Texts, programme: Programme, clause: Clause) -> Screen:
    """One clause: what it is asked by, and its columns from what we would write ourselves to what nobody should sign."""
    title = plain(text(texts, "playbook.clause", number=clause.number, name=clause.name))
    about = [(Strong(clause.asked),), (clause.why,), *(((clause.help,),) if clause.help else ())]
    parts: list[Part] = [Heading(title), Prose(tuple(about))]
    told: dict[str, Position] = {}
    for one in clause.positions:
        parts.append(Prose(tuple(_column(texts, programme, one, told.get(one.reason) if one.reason else None))))
        told.setdefault(one.reason, one)
    every = Button(Ref(PLAYBOOK, arg="all"), texts["button.playbook_all"])
    source = text(texts, source_key(clause.source), source=clause.source.named, day=On(clause.reviewed))
    return Screen((*parts, Buttons((every,)), Quiet((source, text(texts, "notice")))), title)


def _column(texts: Texts, programme: Programme, one: Position, like: Position | None) -> Iterator[Line]:
    """What a clause reads like there, why, and who approves. ``like``: a column before it for which the same reason was told."""
    name, more = texts[f"column.{one.column}"], f" ({one.more})" if one.more else ""
    if one.column is Column.MISSING and like is not None:
        yield (Strong(name), ": ", *text(texts, "playbook.like", column=texts[f"column.{like.column}"]))
        return
    yield (Strong(name),) if one.column is Column.MISSING else (Strong(name), f": {one.label}{more}")
    if one.reason and one.column is not Column.PREFERRED:  # why the clause matters at all stands above
        yield text(texts, "playbook.reason", reason=one.reason)
    yield _approver(texts, programme, one)


def _approver(texts: Texts, programme: Programme, one: Position) -> Line:
    """Who approves a departure to this column: the role, and whoever plays it."""
    if not one.approver:
        return text(texts, f"playbook.free.{one.column}" if one.column in _FREE else "playbook.unsaid")
    role, holder = texts[f"role.{one.approver}"], programme.holder(Role(one.approver))
    if holder is None:
        return text(texts, "playbook.approver.open", role=role)
    return text(texts, "playbook.approver", role=role, who=Mention(holder))


def not_yours(texts: Texts, programme: Programme) -> Screen:
    """To others: who may see it."""
    counsel = programme.holder(Role.COUNSEL)
    owner: Line = (Mention(programme.owner),)
    if counsel is None or counsel == programme.owner:
        line = text(texts, "playbook.not_yours.owner", owner=owner)
    else:
        line = text(texts, "playbook.not_yours", owner=owner, counsel=(Mention(counsel),))
    return Screen((Prose((line,)),), plain(line))
