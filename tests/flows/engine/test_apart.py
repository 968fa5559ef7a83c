"""The same-understanding test: two people choose apart, nothing is told before both did, and a difference closes in writing alone."""

from __future__ import annotations

from flows.engine.screens import forms, question
from flows.engine.screens.scene import Scene
from flows.engine.screens.sheet import sheet
from flows.model.effects import Outcome, Whisper
from flows.model.erasure_events import HoldSet
from flows.model.events import AnsweredApart
from flows.model.ids import PersonId, QuestionId, SectionId
from flows.model.session import AnswerState
from flows.model.values import Choice
from tests.builders import JON, MARIA, PRIYA, effects_of, flow_of, is_refused, spot, told
from tests.flows.engine.crew import Crew, does, words
from tests.flows.engine.small import STORY

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


class Two(Crew):
    def chooses(self, by: PersonId, tool: str = "ours", data: str = "ours", section: str = "same") -> Outcome:
        chosen = {QuestionId("same.tool"): tool, QuestionId("same.data"): data}
        return self.say(by, AnsweredApart(self.ref.id, SectionId(section), chosen))

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
    assert is_refused(team.undo(), "undo.late")


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
    assert sheet(Scene(team, team.ref.id, team.library, team.now)) is None
