"""Answers from a file: what an export writes is read back as it was, what differs is left unless it may change, and a bad cell costs itself alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from flows.engine import filling
from flows.engine.importing import MOST_BAD
from flows.model.conditions import Is, StageFact
from flows.model.effects import Ask, Note, Tell, Whispered
from flows.model.events import Started
from flows.model.ids import QuestionId, RegisterId
from flows.model.people import Role
from flows.model.registers import Column, From, RegisterView
from flows.model.rowevents import RowsImported, RowTakenOut
from flows.model.session import AnswerState
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Items,
    Money,
    NewItems,
    Number,
    People,
    Scale,
    Text,
    YesNo,
)
from tests.builders import DEV, JON, MARIA, NO, PRIYA, YES, library_of, spot, told
from tests.flows.engine.crew import Crew, at
from tests.flows.engine.register_files import (
    ASSET,
    CLOSED,
    DECIDED,
    LATER,
    OLDER,
    counts,
    keys,
    library,
    notes,
    sheet,
    take,
    team_of,
    value,
)

# ── given ────────────────────────────────────────────────────────────────────

CELLS: tuple[tuple[str, str, object], ...] = (
    ("ours", "yes", YES),
    ("ours", "not sure", AnswerState.NOT_SURE),
    ("ours", "no idea", AnswerState.NOT_SURE),
    ("ours", "skip", AnswerState.SKIPPED),
    ("by", "firm", Choice("firm")),
    ("by", '"A firm, or two"', Choice("firm")),
    ("parts", '"Core, Tail, long"', Choices(("core", "tail"))),
    ("parts", "None of them", Choices(())),
    ("parts", "tip and core", Choices(("core", "tip"))),
    ("note", '"skip\r\n=1, as said"', Text("skip\n=1, as said")),
    ("note", "'=1+1", Text("=1+1")),
    ("days", "1200", Number(Decimal(1200))),
    ("days", "1200 days", Number(Decimal(1200))),
    ("days", "two hundred", Number(Decimal(200))),
    ("price", "1200.50 EUR", Money(Decimal("1200.50"), "EUR")),
    ("price", "$20", Money(Decimal(20), "USD")),
    ("filed", "2024-05-03", Day(dt.date(2024, 5, 3))),
    ("filed", "3 May 2024", Day(dt.date(2024, 5, 3))),
    ("who", '"Jon Smith, Jane Roe (outside)"', People((JON,), ("Jane Roe",))),
    ("who", f"<@{DEV}>", People((DEV,))),
    ("where", '"Hong Kong SAR China, Poland"', Countries(("HK", "PL"))),
    ("where", "germany", Countries(("DE",))),
    ("mark", "3 of 5", Scale(3)),
    ("mark", "4", Scale(4)),
)


@pytest.mark.parametrize(("name", "cell", "meant"), CELLS)
def test_a_cell_is_read_as_an_export_writes_it_or_as_a_person_would(name: str, cell: str, meant: object) -> None:
    team = team_of()
    outcome = take(team, f"Name,{name}\nEngine,{cell}\n")
    assert value(team, name) == meant
    assert counts(outcome) == {"given": 1, "same": 0, "bad": 0}


def test_rows_of_another_register_are_named_by_name() -> None:
    team = team_of()
    take(team, 'Name,Uses\nEngine,"GPL, version 3, MIT"\nBrand,None of them\n')
    assert value(team, "uses") == Items((team.item("MIT"), team.item("GPL, version 3")))
    assert value(team, "uses", "Brand") == Items(())


def test_new_rows_come_with_their_answers_which_are_told_once_in_the_thread() -> None:
    team = team_of()
    team.click(Items(()))
    assert team.now_open.startswith("about.ours/")
    outcome = take(team, "Name;Ours;Why_not\nPump;no;A friend made it\nEngine;no;\nBrand;yes;\n")
    assert value(team, "why_not", "Pump") == Text("A friend made it"), "what one answer opens, another cell may fill"
    assert counts(outcome) == {"given": 4, "same": 0, "bad": 0}
    asks = [effect for effect in outcome.effects if isinstance(effect, Ask) and effect.notes]
    assert [note.key for note in asks[-1].notes][:2] == ["register.import.told", "noted.finding"]
    assert team.now_open.startswith("about.by/") and len(team.finding_keys()) == 2
    assert [entry.about for entry in team.log if entry.what == "rows_imported"] == ["asset: 1, 4"]


def test_what_is_open_meanwhile_stays_open_and_a_review_is_shown_anew() -> None:
    team = team_of("Engine")
    team.click(Items(()))
    outcome = take(team, "Name,Note\nEngine,a b\n")
    assert team.now_open.startswith("about.ours/") and [
        e.notes[0].key for e in outcome.effects if isinstance(e, Tell)
    ] == ["register.import.told"]
    while team.now_open not in ("review", "done"):
        team.skip()
    assert keys(take(team, "Name,Ours\nEngine,yes\n"))[:2] == ["imported", "import.answers"]
    assert value(team, "ours") == YES and team.now_open == "review", (
        "an answer left open is filled without being asked whether"
    )
    team.finish()
    opened = take(team, "Name,Ours\nEngine,no\n", change=True)
    assert team.now_open.startswith("about.why_not/") and "register.import.told" in told(opened), (
        "a finished run opens again"
    )


# ── left ─────────────────────────────────────────────────────────────────────


def test_what_says_something_else_is_left_and_told_with_what_changing_it_would_bring() -> None:
    team = team_of()
    team.click(Items((team.item("Engine"),)))
    take(team, "Name,Ours,By\nEngine,yes,team\n")
    text = "Name,Jewel,Ours,By\nEngine,No,no,Our people\nBrand,No,,\n"
    left = take(team, text)
    assert value(team, "ours") == YES and not left.saves
    assert keys(left) == ["imported", "import.answers", "import.differ", "import.would", "cell.differs", "cell.differs"]
    assert counts(left) == {"given": 0, "same": 2, "bad": 0}
    assert [note.values for note in notes(left) if note.key == "register.import.would"] == [
        {"raised": 1, "withdrawn": 0}
    ]
    shown = [note.values for note in notes(left) if note.key == "register.cell.differs"]
    assert [(one["row"], one["title"], one["stands"], one["says"]) for one in shown] == [
        (2, "Jewel", "Yes", "No"),
        (2, "Ours", "Yes", "no"),
    ]
    changed = take(team, text, change=True)
    assert value(team, "ours") == NO and keys(changed) == ["imported", "import.answers"]
    assert team.answer("naming.jewels").value == Items(())  # type: ignore[union-attr]
    assert not take(team, text, change=True).saves, "the same file again changes nothing"
    harmless = take(team, "Name,By\nEngine,firm\n")
    assert keys(harmless) == ["imported", "import.answers", "import.differ", "cell.differs"], (
        "nothing else would follow"
    )


BAD: tuple[tuple[str, str, str], ...] = (
    ("ours", "perhaps one day", "unreadable"),
    ("by", "a stranger", "unreadable"),
    ("parts", "something else entirely", "unreadable"),
    ("note", "x" * 3001, "unreadable"),
    ("days", "6000", "unreadable"),
    ("days", "many", "unreadable"),
    ("price", "a lot", "unreadable"),
    ("filed", "01/02/2024", "unreadable"),
    ("filed", "2024-13-45", "unreadable"),
    ("filed", "2030-01-01", "unlikely"),
    ("who", "Zed Nobody", "unreadable"),
    ("where", "Atlantis", "unreadable"),
    ("uses", "BSD", "unreadable"),
    ("mark", "9", "unreadable"),
    ("deed", "deed.pdf", "thread"),
    ("sealed", "yes", "role"),
    ("why_not", "because", "not_asked"),
    ("done", "yes", "not_begun"),
    ("own", "mine", "told"),
)


@pytest.mark.parametrize(("name", "cell", "why"), BAD)
def test_a_cell_that_cannot_be_taken_is_told_with_its_line_and_column_and_costs_itself_alone(
    name: str, cell: str, why: str
) -> None:
    team = team_of()
    other = "ours" if name == "by" else "by"
    good = "yes" if name == "by" else "team"
    outcome = take(team, f"Name,{name},{other}\nBrand,,\nEngine,{cell},{good}\n")
    assert value(team, other) in (Choice("team"), YES) and value(team, name) is None
    assert keys(outcome)[2:] == [f"cell.{why}"] and counts(outcome)["bad"] == 1
    values = notes(outcome)[-1].values
    assert (str(values["row"]), values["title"]) == ("3", name)


def test_a_mark_is_taken_once_the_file_says_it_of_all_that_nobody_was_asked_about() -> None:
    team = team_of("Engine", "Brand", "Pump")
    some = take(team, "Name,Jewel\nEngine,Yes\nBrand,perhaps\n")
    assert sorted(keys(some)[2:]) == ["cell.some", "cell.unreadable"]
    assert next(note.values["names"] for note in notes(some) if note.key == "register.cell.some") == "Pump"
    unread = take(team, "Name,Jewel\nEngine,Yes\nBrand,perhaps\nPump,no\n")
    assert sorted(keys(unread)[2:]) == ["cell.some_unread", "cell.some_unread", "cell.unreadable"]
    assert {note.values.get("names") for note in notes(unread)[2:]} == {"Brand", None}
    take(team, "Name,Jewel\nEngine,Yes\nBrand,no\nPump,YES\n")
    assert team.answer("naming.jewels").value == Items((team.item("Engine"), team.item("Pump")))  # type: ignore[union-attr]
    take(team, "Name,Jewel\nEngine,Yes\nTower,yes\n")
    answer = team.answer("naming.jewels")
    assert answer is not None and answer.value == Items((team.item("Engine"), team.item("Pump"), team.item("Tower")))


def test_a_mark_is_read_in_the_words_that_a_reply_is_read_in_and_the_same_again_changes_nothing() -> None:
    team = team_of()
    text = "Name,Jewel,Ours\nEngine,yep,nope\nBrand,nah,\n"
    assert counts(take(team, text)) == {"given": 2, "same": 0, "bad": 0}
    assert team.answer("naming.jewels").value == Items((team.item("Engine"),))  # type: ignore[union-attr]
    assert value(team, "ours") == NO
    assert counts(take(team, text)) == {"given": 0, "same": 3, "bad": 0}
    assert keys(take(team, "Name,Jewel\nEngine,I think so\nBrand,not sure\n"))[2:] == ["cell.unreadable"] * 2


def test_nothing_is_given_in_a_run_that_is_paused() -> None:
    team = team_of()
    team.pause()
    assert keys(take(team, "Name,Jewel,By\nEngine,Yes,team\n"))[2:] == ["cell.paused", "cell.paused"]


def test_what_says_the_same_is_no_error_in_a_run_that_is_paused_either() -> None:
    team = team_of()
    team.click(Items((team.item("Engine"),)))
    take(team, "Name,Ours\nEngine,not sure\n")
    team.pause()
    assert counts(take(team, "Name,Jewel,Ours\nEngine,y,no idea\n")) == {"given": 0, "same": 2, "bad": 0}
    assert keys(take(team, "Name,Jewel,Ours\nEngine,no,yes\n"))[2:] == ["cell.paused"] * 2


def test_a_part_that_is_not_open_yet_says_when_it_opens() -> None:
    team = team_of()
    first, second = team.library.stages
    shut = msgspec.structs.replace(second, opens_when=Is(StageFact(first.id), ("done",)), closed="Opens later.")
    team.library = msgspec.structs.replace(team.library, stages=(first, shut))
    told_of = notes(take(team, "Name,Done\nEngine,yes\n"))[-1]
    assert (told_of.key, told_of.values["reason"]) == ("register.cell.not_open", "Opens later.")
    for stages in ((first,), (first, msgspec.structs.replace(second, more=(CLOSED.id,)))):
        team.library = msgspec.structs.replace(team.library, stages=stages)
        told_of = notes(take(team, "Name,Done\nEngine,yes\n"))[-1]
        assert (told_of.key, told_of.values["part"]) == ("register.cell.not_begun", "A sample"), "called by itself"


def test_an_answer_that_does_not_name_the_new_rows_is_led_to_and_one_that_is_asked_again_is_not() -> None:
    team = team_of()
    came = take(team, "Name\nPump\nEngine\n")
    assert notes(came)[-1].key == "register.import.before" and notes(came)[-1].values["count"] == 1
    reply = came.reply
    assert isinstance(reply, Whispered) and (reply.buttons, reply.spot) == (("change",), spot("naming.assets"))
    assert "import.before" not in keys(take(team, "Name\nPump\n")), "nothing is new"
    assert team.programme is not None
    team.programme = msgspec.structs.replace(team.programme, sessions=team.programme.sessions * 2)
    assert keys(take(team, "Name\nRotor\n")).count("import.before") == 1, "only of the newest round"


def test_rows_that_share_a_reason_are_told_of_together() -> None:
    outcome = take(team_of(), "Name,Done,Why_not\nEngine,yes,so\nBrand,no,\n")
    told_of = {note.values["title"]: note.values for note in notes(outcome)[2:]}
    assert told_of["Done"] == {
        "count": 2,
        "row": "2, 3",
        "title": "Done",
        "part": "Second",
        "name": "Engine, Brand",
        "reason": "",
    }
    assert told_of["Why_not"]["row"] == "2" and counts(outcome)["bad"] == 2


def test_of_a_mark_that_one_row_can_bear_two_are_refused() -> None:
    outcome = take(team_of(), "Name,Best\nEngine,yes\nBrand,yes\n")
    assert keys(outcome)[2:] == ["cell.unreadable"] * 2
    assert keys(take(team_of(), "Name,Best\nEngine,yes\nBrand,no\n"))[2:] == []


def test_what_an_older_version_does_not_ask_is_not_asked() -> None:
    team = Crew(msgspec.structs.replace(library(), flows={OLDER.id: OLDER, LATER.id: LATER}))
    team.start(OLDER)
    team.click(NewItems((), ("Engine",)))
    team.kept_flows[OLDER.hash], team.library = OLDER, library()
    assert keys(take(team, "Name,By,Note\nEngine,team,words\n"))[2:] == ["cell.not_asked"]


def test_what_is_closed_stays_as_it_is_but_for_a_yes_that_is_withdrawn() -> None:
    vendor = RegisterId("vendor")
    columns = tuple(
        Column(name, name, From.ANSWER, CLOSED.id, QuestionId(f"paper.{name}")) for name in ("seen", "agreed")
    )
    views = (RegisterView(vendor, "Vendors", "vendor", columns),)
    team = Crew(msgspec.structs.replace(library_of(CLOSED), registers=views))
    team.say(MARIA, Started(CLOSED.id, "atlas", name="Acme"))
    team.give(Role.COUNSEL, PRIYA)
    team.click(YES)
    team.click(YES, by=PRIYA)
    team.finish()
    for cells, why in (("no,", "cell.closed"), (",not sure", "cell.closed")):
        outcome = team.say(PRIYA, RowsImported(vendor, f"Name,seen,agreed\nAcme,{cells}\n", change=True))
        assert keys(outcome)[2:] == [why] and not outcome.saves
    again = team.say(JON, RowsImported(vendor, "Name,seen,agreed\nAcme,y,YES\n"))
    assert counts(again) == {"given": 0, "same": 2, "bad": 0} and not again.saves, "what says the same is no error"
    team.say(PRIYA, RowsImported(vendor, "Name,seen,agreed\nAcme,,no\n", change=True))
    answer = team.answer("paper.agreed")
    assert answer is not None and answer.value == NO and team.now_open == "done"


def test_a_file_signs_off_nothing_whose_text_is_not_there() -> None:
    vendor = RegisterId("vendor")
    column = Column("agreed", "agreed", From.ANSWER, DECIDED.id, QuestionId("paper.agreed"))
    views = (RegisterView(vendor, "Vendors", "vendor", (column,)),)
    team = Crew(msgspec.structs.replace(library_of(DECIDED), registers=views))
    team.say(MARIA, Started(DECIDED.id, "atlas", name="Acme"))
    team.give(Role.COUNSEL, PRIYA)
    team.skip()
    outcome = team.say(PRIYA, RowsImported(vendor, "Name,agreed\nAcme,yes\n"))
    assert keys(outcome)[2:] == ["cell.thread"] and team.answer("paper.agreed") is None


def test_a_plain_yes_takes_no_condition_away_before_it_was_shown_and_ticked() -> None:
    team = team_of()
    sealed = at("about.sealed", team.item("Engine"))
    take(team, 'Name,Sealed,By\nEngine,"Yes, on condition: for the UK alone",team\n', by=PRIYA)
    text = "Name,Sealed,By\nEngine,yes,firm\n"
    first, second = take(team, text, by=PRIYA), take(team, text, by=PRIYA, change=True)
    assert keys(first) == [
        "imported",
        "import.answers",
        "import.differ",
        "import.unbound",
        "cell.differs",
        "cell.unbound",
    ]
    assert Note("register.import.unbound", {"count": 1}) in notes(first) and not first.saves
    falls = next(note for note in notes(first) if note.key == "register.cell.unbound")
    assert falls.values["condition"] == "for the UK alone"
    assert keys(second)[2:] == ["import.unbound", "cell.unbound"] and counts(second)["given"] == 1, (
        "the other cell is taken"
    )
    answer = team.answer(sealed)
    assert answer is not None and answer.value == YesNo(True, "for the UK alone")
    unbind = RowsImported(ASSET, text, change=True, unbind=True)
    assert keys(team.say(PRIYA, unbind)) == ["imported", "import.answers"]
    answer = team.answer(sealed)
    assert answer is not None and answer.value == YES


def test_before_the_first_run_there_is_no_answer_to_give() -> None:
    team = team_of()
    assert team.programme is not None
    team.programme = msgspec.structs.replace(team.programme, sessions=())
    assert keys(take(team, "Name,Jewel\nEngine,Yes\n"))[2:] == ["cell.not_begun"]


def test_what_does_not_fit_into_one_go_is_given_by_the_same_file_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "MOST_ANSWERS", 2)
    team = team_of()
    text = "Name,By,Note\nEngine,team,a\nBrand,firm,b\n"
    first, second, third = (take(team, text) for _ in range(3))
    assert notes(first)[-1] == Note("register.import.later", {"count": 2})
    assert counts(second) == {"given": 2, "same": 2, "bad": 0} and not third.saves


def test_of_many_cells_that_cannot_be_taken_the_first_are_told() -> None:
    names = [f"Part {number}" for number in range(MOST_BAD + 2)]
    team = team_of(*names)
    outcome = take(team, "Name,Days\n" + "".join(f"{name},many\n" for name in names))
    assert keys(outcome)[-1] == "import.more" and keys(outcome).count("cell.unreadable") == MOST_BAD


def test_a_row_that_is_out_keeps_its_answers_to_itself() -> None:
    team = team_of()
    take(team, "Name,By\nPump,team\n")
    team.say(MARIA, RowTakenOut(ASSET, team.item("Pump")))
    text = sheet(team)
    assert "taken out" in text and keys(take(team, text)) == ["imported"]
    assert keys(take(team, "Name,By\nPump,firm\n")) == ["imported", "import.out"]
