"""The same-understanding test: two people choose apart, nothing is told before both did, and a difference closes in writing alone."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.screens import forms, question
from flows.engine.screens.review import summary
from flows.engine.screens.scene import Scene
from flows.engine.screens.sheet import scenario, sheet, vendor_line
from flows.engine.screens.wording import plain
from flows.model.effects import Outcome, Whisper
from flows.model.erasure_events import HoldSet
from flows.model.events import AnsweredApart, VendorRead
from flows.model.ids import FlowHash, PersonId, QuestionId, SectionId
from flows.model.session import AnswerState, VendorReading
from flows.model.values import Choice
from tests.builders import JON, MARIA, NOW, PRIYA, YES, effects_of, flow_of, is_refused, spot, told
from tests.flows.engine.crew import Crew, does, words
from tests.flows.engine.small import STORY

TODAY = NOW.date()
OPTIONS = "options: {ours: It is ours, theirs: It is theirs, differ: Differently, worded: By wording, scheduled: By a schedule}"
TEST = flow_of(
    f"""\
  - section: same
    title: Same
    apart: true
    questions:
      - ask: tool
        kind: one_of
        text: Whose is the tool?
        why: W.
        {OPTIONS}
        source: method
        findings:
          - when: differ
            id: differs
            severity: high
            say: It is read differently.
            counsel: C.
            do: Settle it
            owner: asker
            due: 7 days
            source: method
      - ask: data
        kind: one_of
        text: Whose is the data?
        why: W.
        {OPTIONS}
        weight: 0
        source: method
  - section: more
    title: More
    questions:
      - {{ask: word, kind: yes_no, text: More, why: W., source: method}}
""",
    "same_reading",
)


FINDS = """\
  - section: same
    title: Same
    apart: true
    questions:
{questions}"""
SCENARIO = """\
      - ask: {name}
        kind: one_of
        text: Whose is {name}?
        why: W.
        {options}
        source: method
        findings:
          - when: differ
            id: differs_{name}
            severity: high
            say: It differs.
            counsel: C.
            do: Settle it
            owner: asker
            due: 7 days
            source: method
"""


class Two(Crew):
    def vendor_reads(self, by: PersonId = JON, day: dt.date = TODAY, section: str = "same", **chosen: str) -> Outcome:
        ticked = {QuestionId(f"same.{name}"): option for name, option in chosen.items()}
        return self.say(by, VendorRead(self.ref.id, SectionId(section), day, ticked))

    def chooses(self, by: PersonId, tool: str = "ours", data: str = "ours", section: str = "same") -> Outcome:
        chosen = {QuestionId("same.tool"): tool, QuestionId("same.data"): data}
        return self.say(by, AnsweredApart(self.ref.id, SectionId(section), chosen))

    def read_by_vendor(self) -> VendorReading:
        assert self.ref.vendor is not None
        return self.ref.vendor

    def scene(self) -> Scene:
        return Scene(self, self.ref.id, self.library, self.now)


def compared(first: str = "ours", second: str = "theirs") -> Two:
    """Maria and Jon have both answered; of the data they say the same."""
    team = Two.at(TEST)
    team.chooses(MARIA, first)
    team.chooses(JON, second)
    return team


def test_what_the_first_chose_is_told_to_nobody_and_the_second_brings_the_comparison() -> None:
    team = Two.at(TEST)
    first = team.chooses(MARIA, "ours")
    assert told(first) == ["apart.kept", "apart.first"]
    assert not team.ref.answers and team.now_open == "same.tool"
    assert "Maria Kowalska has answered." in "\n".join(words(question.asked(team.scene(), spot("same.tool"))))
    second = team.chooses(JON, "theirs")
    assert team.answer("same.tool").value == Choice("differ") and team.answer("same.data").value == Choice("ours")
    assert team.finding_keys() == ["differs@same.tool"] and team.now_open == "more.word"
    whispers = {one.to: [note.key for note in one.notes] for one in effects_of(second, Whisper)}
    assert whispers == {person: ["apart.compared", "apart.differs"] for person in (MARIA, JON)}
    assert is_refused(team.undo(), "undo.none")


def test_what_only_asks_how_to_go_on_is_not_said_to_be_in_order() -> None:
    team = compared()
    team.click(YES)
    assert "Nothing is open in: More." in words(summary(team.scene()))
    flow = msgspec.structs.replace(
        TEST,
        sections=tuple(
            msgspec.structs.replace(
                section, questions=tuple(msgspec.structs.replace(one, weight=0) for one in section.questions)
            )
            for section in TEST.sections
        ),
        hash=FlowHash("weightless"),
    )
    bare = Two.at(flow)
    bare.chooses(MARIA, "ours")
    bare.chooses(JON, "theirs")
    bare.click(YES)
    assert not any("Nothing is open in" in line for line in words(summary(bare.scene())))


def test_one_may_answer_anew_until_the_other_has_and_never_after() -> None:
    team = Two.at(TEST)
    team.chooses(MARIA, "theirs")
    team.chooses(MARIA, "ours")
    team.chooses(JON, "ours")
    assert not team.finding_keys()
    assert is_refused(team.chooses(PRIYA), "apart.done")
    assert is_refused(team.change("same.tool"), "apart.done")


def test_a_form_that_is_not_whole_or_not_open_is_refused() -> None:
    team = Two.at(TEST)
    assert is_refused(team.chooses(MARIA, "differ"), "apart.all")
    assert is_refused(team.chooses(MARIA, ""), "apart.all")
    assert is_refused(team.chooses(MARIA, section="more"), "apart.not_now")
    assert is_refused(team.chooses(MARIA, section="nowhere"), "apart.not_now")
    team.pause()
    assert is_refused(team.chooses(MARIA), "apart.not_now")


def test_nobody_answers_a_scenario_in_the_thread_but_anyone_may_pass_over_it() -> None:
    team = Two.at(TEST)
    assert is_refused(team.click(Choice("ours")), "apart.how")
    assert told(team.reply("it is ours")) == ["apart.how"]
    team.skip()
    assert team.answer("same.tool").state is AnswerState.SKIPPED
    team.chooses(MARIA)
    team.chooses(JON)
    assert team.answer("same.tool").value == Choice("ours")


def test_a_difference_closes_by_wording_or_by_a_schedule_and_can_be_opened_by_neither_reading() -> None:
    team = compared()
    team.change("same.tool")
    assert does(question.asked(team.scene(), spot("same.tool"))) == ["answer", "answer"]
    assert is_refused(team.click(Choice("ours"), "same.tool"), "apart.settle")
    team.click(Choice("worded"), "same.tool")
    team.confirm()
    assert not team.finding_keys() and team.answer("same.tool").value == Choice("worded")


def test_what_each_chose_is_dropped_at_the_end_unless_a_hold_stands() -> None:
    for held in (False, True):
        team = compared()
        if held:
            team.say(MARIA, HoldSet(on=True))
        team.reply("yes")
        team.finish()
        assert bool(team.ref.apart) is held


# ── the vendor's own reading ─────────────────────────────────────────────────


def test_what_the_vendor_reads_otherwise_is_a_difference_that_closes_in_writing_alone() -> None:
    team = compared("ours", "ours")
    came = team.vendor_reads(tool="theirs", data="ours")
    assert told(came)[:1] == ["apart.vendor.kept"] and "apart.vendor.compared" in told(came)
    assert team.answer("same.tool").value == Choice("differ") and team.answer("same.data").value == Choice("ours")
    assert team.finding_keys() == ["differs@same.tool"]
    whispers = {one.to: [note.key for note in one.notes] for one in effects_of(came, Whisper)}
    assert whispers == {person: ["apart.vendor.told", "apart.vendor.differs"] for person in (MARIA, JON)}
    line = plain(vendor_line(team.scene(), team.read_by_vendor()))
    assert "entered by a colleague; 1 of 2 read alike" in line
    team.change("same.tool")
    assert is_refused(team.click(Choice("ours"), "same.tool"), "apart.settle")
    team.click(Choice("scheduled"), "same.tool")
    team.confirm()
    assert not team.finding_keys()


def test_what_came_back_before_two_of_us_answered_waits_for_the_comparison() -> None:
    team = Two.at(TEST)
    first = team.vendor_reads(by=PRIYA, tool="theirs")
    assert told(first) == ["apart.vendor.waits"] and not team.ref.answers
    team.chooses(MARIA, "ours", "theirs")
    second = team.chooses(JON, "ours", "ours")
    assert "apart.vendor.compared" in told(second)
    assert team.answer("same.tool").value == Choice("differ") and team.answer("same.data").value == Choice("differ")
    whispers = {one.to: [note.key for note in one.notes] for one in effects_of(second, Whisper)}
    assert whispers[PRIYA] == ["apart.vendor.told", "apart.vendor.differs"], "whoever entered it hears it too"


def test_all_three_agree_and_nothing_is_a_difference_nor_whispered() -> None:
    team = compared("ours", "ours")
    came = team.vendor_reads(tool="ours")
    assert not team.finding_keys() and not effects_of(came, Whisper)
    assert (team.read_by_vendor().alike, team.read_by_vendor().total) == (1, 1)


def test_each_difference_is_told_in_the_thread_and_what_two_of_us_read_differently_counts_against_no_vendor() -> None:
    many = flow_of(
        FINDS.format(
            questions="".join(SCENARIO.format(name=name, options=OPTIONS) for name in ("one", "two", "three"))
        ),
        "many_readings",
    )
    team = Two.at(many)
    names = [QuestionId(f"same.{name}") for name in ("one", "two", "three")]
    for by, option in ((MARIA, "ours"), (JON, "theirs")):
        came = team.say(by, AnsweredApart(team.ref.id, SectionId("same"), dict.fromkeys(names, option)))
    assert told(came).count("noted.finding") == 3
    assert "apart.vendor.entered" in told(team.vendor_reads(one="ours", two="theirs"))
    assert (team.read_by_vendor().alike, team.read_by_vendor().total) == (0, 0)
    assert "nothing that you read alike" in plain(vendor_line(team.scene(), team.read_by_vendor()))
    half = compared("ours", "theirs")
    assert told(half.vendor_reads(tool="theirs", data="ours"))[-2:] == ["apart.vendor.compared", "apart.vendor.own"]
    assert (half.read_by_vendor().alike, half.read_by_vendor().total) == (1, 1)


def test_a_slip_is_put_right_by_whoever_made_it_on_that_day_and_then_it_stands() -> None:
    team = compared("ours", "ours")
    team.vendor_reads(tool="theirs")
    assert is_refused(team.vendor_reads(by=MARIA, tool="ours"), "apart.vendor.done")
    team.vendor_reads(tool="ours")
    assert not team.finding_keys() and team.answer("same.tool").value == Choice("ours")
    team.vendor_reads(data="theirs")
    team.now += dt.timedelta(days=1)
    assert is_refused(team.vendor_reads(data="ours"), "apart.vendor.done")
    assert team.answer("same.data").value == Choice("differ")


def test_an_entry_that_names_no_reading_or_a_day_to_come_is_refused() -> None:
    team = compared("ours", "ours")
    assert is_refused(team.vendor_reads(), "apart.vendor.none")
    assert is_refused(team.vendor_reads(tool="differ"), "apart.vendor.none")
    assert is_refused(team.vendor_reads(day=NOW.date() + dt.timedelta(days=2), tool="ours"), "apart.vendor.future")
    assert is_refused(team.vendor_reads(section="more", tool="ours"), "apart.not_now")
    assert is_refused(team.vendor_reads(section="nowhere", tool="ours"), "apart.not_now")


def test_what_is_settled_in_writing_or_was_passed_over_stays_so_whatever_the_vendor_ticks() -> None:
    team = compared("ours", "theirs")
    team.change("same.tool")
    team.click(Choice("worded"), "same.tool")
    team.confirm()
    team.vendor_reads(by=PRIYA, tool="theirs", data="ours")
    assert team.answer("same.tool").value == Choice("worded")
    passed = Two.at(TEST)
    passed.skip()
    assert told(passed.vendor_reads(tool="ours")) == ["apart.vendor.waits"], "nothing of ours to hold it against"


def test_after_the_end_a_sheet_still_counts_and_only_the_outcome_is_kept() -> None:
    team = compared("ours", "ours")
    team.vendor_reads(tool="ours")
    team.reply("yes")
    team.finish()
    assert team.read_by_vendor().chosen == {} and team.read_by_vendor().total == 1
    assert is_refused(team.vendor_reads(tool="theirs"), "apart.vendor.done")
    late = compared("ours", "ours")
    late.reply("yes")
    late.finish()
    came = late.vendor_reads(tool="theirs")
    assert "apart.vendor.compared" in told(came) and late.finding_keys() == ["differs@same.tool"]
    assert [one.to for one in effects_of(came, Whisper)] == [JON]
    assert late.read_by_vendor().chosen == {}


def test_the_form_of_the_vendors_answers_asks_for_its_day_and_lets_scenarios_open() -> None:
    form = forms.vendor_form(compared().scene(), spot("same.tool"))
    assert [field.required for field in form.fields] == [True, False, False]
    assert form.fields[0].initial == (NOW.date().isoformat(),)
    assert [[entry.value for entry in field.entries] for field in form.fields[1:]] == [["ours", "theirs"]] * 2


def test_the_form_and_the_sheet_offer_the_readings_alone() -> None:
    team = compared()
    form = forms.apart_form(team.scene(), spot("same.tool"))
    assert [[entry.value for entry in field.entries] for field in form.fields] == [["ours", "theirs"]] * 2
    page = sheet(team.scene())
    assert page is not None and page.head == "Discussion aid, subject to contract"
    assert [one.readings[0] for one in page.questions] == ["It is ours"] * 2
    assert not any("Differently" in one.readings for one in page.questions)


def test_a_scenario_asks_for_the_button_and_for_no_reply() -> None:
    team = compared()
    screen = question.asked(team.scene(), spot("same.tool"))
    told = " ".join(words(screen))
    assert "each of you with the button, not in this thread" in told and "in your own words" not in told


def test_a_flow_without_scenarios_has_no_sheet() -> None:
    team = Crew.at(STORY)
    scene = Scene(team, team.ref.id, team.library, team.now)
    assert sheet(scene) is None and scenario(scene) is None
