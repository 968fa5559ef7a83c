"""The questions that a vendor is sent: what is open, and nothing of what is hoped for."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.screens.scores import questionnaire
from flows.engine.standings import sheet
from flows.model.effects import SendQuestions
from flows.model.errors import NotHere
from flows.model.events import QuestionsAsked
from flows.model.ids import ItemId
from flows.model.session import Standing
from flows.model.values import Choices
from tests.builders import JON, MARIA, effects_of, is_refused, told
from tests.flows.engine.test_scoring import LOCKS, SEEN_ON, TEXTS, Guard


def test_the_questions_hold_what_is_open_and_nothing_of_what_is_hoped_for() -> None:
    team = Guard.of("Acme")
    team.answers(locks=Choices(("safe",)))
    outcome = team.say(JON, QuestionsAsked("guard", team.item("Acme")))
    assert told(outcome) == ["score.questions.coming"]
    assert effects_of(outcome, SendQuestions) == [SendQuestions(JON, "guard", team.item("Acme"))]
    name, paper = sheet(team, team.library, "guard", team.item("Acme"), team.now)
    assert name == "Acme"
    assert paper.rows == (("1", "Which locks are there?", "A photo", ""), ("2", "Which walls are there?", "A plan", ""))
    assert paper.intro[0].startswith("Questions only.")
    whole = " ".join((*paper.intro, *paper.columns, *(cell for row in paper.rows for cell in row)))
    assert not any(word in whole for word in ("%", "points", "weigh", "pass"))
    assert questionnaire(TEXTS, "Acme", team.score("Acme")) == paper


def test_a_row_that_is_known_and_proved_but_not_enough_is_asked_too() -> None:
    team = Guard.of("Acme")
    team.answers(locks=Choices(()))
    team.back(Standing.VERIFIED, LOCKS, SEEN_ON)
    score = team.score("Acme")
    weak = [row.criterion.ask for row in score.rows if row.asked and not score.enough(row)]
    assert weak and [row[1] for row in questionnaire(TEXTS, "Acme", score).rows] == weak


@pytest.mark.parametrize(("card", "row"), [("other", "Acme"), ("guard", "Nobody")])
def test_questions_of_no_card_or_about_nobody_are_refused(card: str, row: str) -> None:
    team = Guard.of("Acme")
    item = team.item(row) if row == "Acme" else ItemId("vendor-99")
    assert is_refused(team.say(MARIA, QuestionsAsked(card, item)), "stale.not_here")
    with pytest.raises(NotHere):
        sheet(team, team.library, card, item, team.now)


def test_where_nothing_is_open_or_nothing_was_asked_there_is_nothing_to_send() -> None:
    team = Guard.of("Acme", "Bolt")
    team.answers()
    team.back(Standing.EVIDENCED, LOCKS, SEEN_ON)
    assert is_refused(team.say(MARIA, QuestionsAsked("guard", team.item("Bolt"))), "score.questions.none")
    assert team.programme is not None
    team.programme = msgspec.structs.replace(team.programme, sessions=team.programme.sessions[1:])
    assert is_refused(team.say(MARIA, QuestionsAsked("guard", team.item("Acme"))), "score.no_run")
    with pytest.raises(NotHere):
        sheet(team, team.library, "guard", team.item("Acme"), team.now)
