"""A name that nobody knew becomes a row, and that it is new is said with the answer; what is new as a matter of course is passed over."""

from __future__ import annotations

from flows.model.flow import Stage
from flows.model.ids import StageId
from flows.model.values import Countries, NewItems
from tests.builders import flow_of, library_of, told
from tests.flows.engine.several import FIRST, NAMING, Runs

TALKS = flow_of(
    """\
  - section: talks
    title: Talks
    questions:
      - {ask: who, kind: item, register: licence, adds: true, many: true, text: Which, why: W., source: method}
      - {ask: what, kind: item, register: asset, adds: true, many: true, text: What, why: W., source: method}
      - {ask: where, kind: country, register: country, many: true, text: Where, why: W., source: method}
      - {ask: done, kind: yes_no, text: Done, why: W., source: method}
""",
    "talks",
)
TERMS = flow_of(
    """\
  - section: terms
    title: Terms
    questions:
      - {ask: read, kind: yes_no, text: "Is {licence} read?", why: W., source: method}
""",
    "terms",
    stage="checks",
    per="licence",
)
OWN = flow_of(
    """\
  - section: own
    title: Own
    questions:
      - {ask: parts, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
      - {ask: done, kind: yes_no, text: Done, why: W., source: method}
""",
    "own",
    per="licence",
)
READ = Stage(StageId("checks"), "Checks", TERMS.id)
LAST = Stage(StageId("last"), "The last", TALKS.id)
OF_ITS_OWN = Stage(StageId("own"), "Of its own", OWN.id)


def team() -> Runs:
    """A team whose registers hold an asset and a licence, and which is asked what more there is."""
    crew = Runs(library_of(NAMING, TERMS, TALKS, OWN, stages=(FIRST, READ, LAST, OF_ITS_OWN)))
    crew.start(NAMING)
    crew.click(NewItems((), ("Engine",)))
    crew.begin(TERMS, "Kodex")
    crew.begin(TALKS)
    return crew


def test_a_row_that_nobody_knew_is_said_to_be_new_and_unchecked() -> None:
    crew = team()
    assert told(crew.reply("Kodex, Quorl")) == ["noted.answer", "rows.unchecked"]


def test_known_ones_alone_are_not_said_to_be_new() -> None:
    crew = team()
    assert told(crew.reply("Kodex")) == ["noted.answer"]


def test_what_nothing_checks_is_said_to_be_new_and_unknown_clicked_or_typed() -> None:
    crew = team()
    crew.reply("Kodex")
    assert told(crew.click(NewItems((crew.item("Engine"),), ("Motor", "Pump")))) == ["rows.new"]


def test_the_first_rows_of_a_register_and_countries_are_new_as_a_matter_of_course() -> None:
    crew = Runs(library_of(NAMING, TERMS, TALKS, stages=(FIRST, READ, LAST)))
    crew.begin(TALKS)
    assert told(crew.reply("Kodex, Quorl")) == ["noted.answer"]
    assert told(crew.reply("Engine")) == ["noted.answer"]
    assert told(crew.click(Countries(("IN",)))) == []


def test_what_belongs_to_one_run_alone_is_passed_over() -> None:
    crew = team()
    crew.begin(OWN, "Kodex")
    assert told(crew.reply("Engine, Motor")) == ["noted.answer"]


def test_a_slip_is_undone_with_its_row() -> None:
    crew = team()
    crew.reply("Kodex, Quorl")
    crew.reply("undo")
    assert crew.row("Quorl").removed
    assert "rows.unchecked" not in told(crew.reply("Kodex"))
