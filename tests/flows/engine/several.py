"""Small flows that run once for each row of a register, and a team that runs them."""

from __future__ import annotations

from flows.engine.lifecycle import stage_state
from flows.engine.screens.scene import Scene
from flows.model.effects import Outcome
from flows.model.events import Answered, Finished, Started
from flows.model.flow import Flow, Stage
from flows.model.ids import ItemId, QuestionId, RegisterId, StageId
from flows.model.programme import StageState
from flows.model.session import Session, Spot
from flows.model.values import NewItems, YesNo
from tests.builders import MARIA, NO, YES, flow_of, library_of, spot
from tests.flows.engine.crew import Crew

VENDOR = RegisterId("vendor")

SECTIONS = """\
  - section: gate
    title: How they guard it
    records: disclosure
    questions:
      - ask: guarded
        kind: yes_no
        text: Does {vendor} keep what it gets apart?
        why: W.
        source: method
        findings:
          - when: no
            id: open_house
            severity: high
            say: What is sent lies open.
            counsel: C.
            do: Ask for a room of its own
            owner: asker
            due: 7 days
            source: method
  - section: parts
    title: What they see
    each: asset
    records: disclosure
    questions:
      - {ask: sees, kind: yes_no, text: "Does {vendor} see {asset}?", why: W., source: method}
"""


NAMING = flow_of(
    """\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
      - {ask: places, kind: country, register: country, many: true, text: Where, why: W., source: method}
      - {ask: done, kind: yes_no, text: Done, why: W., source: method}
""",
    "naming",
)
CHECKS = flow_of(SECTIONS, "vendor_checks", stage="checks", per="vendor")
LAW = """\
  - section: law
    title: Law
    questions:
      - {ask: ok, kind: yes_no, text: "Is {country} fine?", why: W., source: method}
"""
PLACES = flow_of(LAW, "country_checks", stage="checks", per="country")
VENDORS = Stage(StageId("checks"), "Checks", CHECKS.id)
BOTH = Stage(StageId("checks"), "Checks", PLACES.id, more=(CHECKS.id,))
FIRST = Stage(StageId("first"), "The first", NAMING.id)


class Runs(Crew):
    """A team that has named an asset and a country, and can start runs."""

    @classmethod
    def of(cls, *stages: Stage) -> Runs:
        team = cls(library_of(NAMING, PLACES, CHECKS, stages=(FIRST, *stages)))
        team.start(NAMING)
        team.click(NewItems((), ("Engine",)))
        return team

    def begin(self, flow: Flow, name: str = "", item: ItemId | None = None) -> Outcome:
        return self.say(MARIA, Started(flow.id, item=item, name=name))

    def run(self, name: str) -> Session:
        """The run for the row of that name."""
        return next(one for one in self.sessions.values() if one.item == self.item(name))

    def go(self, name: str, *, guarded: YesNo = YES) -> None:
        """Answer the run of a vendor, and finish it."""
        run = self.run(name)
        for name, item, value in (("gate.guarded", None, guarded), ("parts.sees", self.item("Engine"), NO)):
            self.say(MARIA, Answered(run.id, Spot(QuestionId(name), item), 0, value))
        self.say(MARIA, Finished(run.id))

    def go_country(self, name: str) -> None:
        run = self.run(name)
        self.say(MARIA, Answered(run.id, spot("law.ok"), 0, YES))
        self.say(MARIA, Finished(run.id))

    def stage(self) -> StageState:
        assert self.programme is not None
        return stage_state(self.programme, self.library.stages[-1])

    def seen(self, name: str) -> Scene:
        return Scene(self, self.run(name).id, self.library, self.now)

    def scenes(self) -> list[Scene]:
        return [Scene(self, session, self.library, self.now) for session in self.sessions]
