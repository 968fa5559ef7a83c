"""Files that somebody asked for: what each is called, what it holds and what is said with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from bot.service import deliveries, registers, sheets
from bot.service.desk import Desk
from bot.service.exporting import export_json
from flows.engine.own import lane_of
from flows.engine.screens.wording import plain, text
from flows.model.ids import ProgrammeId

Asked = deliveries.Export | deliveries.Questions | deliveries.RegisterFile | deliveries.ScenariosFile


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file, as it is handed over."""

    name: str
    content: bytes
    said: str


async def packed(desk: Desk, programme: ProgrammeId, asked: Asked) -> Parcel | None:
    """A file as things stand now; None where there is nothing (any more) to put into it."""
    texts, now = desk.library.texts, desk.clock.now()
    match asked:
        case deliveries.Export(to=to):
            everything = await desk.store.everything(programme)
            if everything is None:
                return None
            called = everything.programme.name
            said = plain(text(texts, "export.here", name=called))
            content = export_json(everything, counsels=to == lane_of(everything.programme))
            return Parcel(f"ringfence-{called.strip('#') or 'programme'}.json", content, said)
        case deliveries.Questions(name=vendor, sheet=sheet):
            said = plain(text(texts, "score.questions.here", name=vendor))
            return Parcel(f"{sheets.file_name('questions', vendor)}.docx", sheets.questions(sheet, now), said)
        case deliveries.RegisterFile(register=register):
            found = await registers.file_of(desk, programme, register, now)
            if found is None:
                return None
            title, content = found
            return Parcel(f"{register}.csv", content, plain(text(texts, "register.export.here", title=title)))
        case deliveries.ScenariosFile(sheet=scenarios):
            name = f"{sheets.file_name('scenarios', scenarios.title)}.docx"
            return Parcel(name, sheets.scenarios(scenarios, now), texts["sheet.said"])
        case _:
            assert_never(asked)
