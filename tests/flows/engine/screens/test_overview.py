"""The living card, the root of a thread, the briefs for counsel, the lists and the small notes: who sees what, in plain values."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.screens import asides, counsel, overview
from flows.engine.screens.findings import findings
from flows.engine.screens.scene import Scene
from flows.model.conditions import Is, StageFact
from flows.model.effects import Ask, Brief, Mention, Naming, Note, On, Term, Words
from flows.model.flow import Stage
from flows.model.ids import FlowHash, FlowId, StageId
from flows.model.people import Role
from flows.model.screens import Prose, Screen
from flows.model.session import SessionState
from flows.model.values import Choice, Items
from tests.builders import JON, MARIA, NO, PRIYA, YES, flow_of, library_of, spot
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, buttons, does, in_review, words
from tests.flows.engine.screens.test_review import many
from tests.flows.engine.small import LEAKY, STORY

FIRST = Stage(StageId("first"), "The first", STORY.id)


def scenes(team: Crew) -> list[Scene]:
    return [Scene(team, session, team.library, team.now) for session in team.sessions]


def card(team: Crew) -> Screen:
    assert team.programme is not None
    return overview.card(team.library, team.programme, scenes(team), team.now.date())


# ── the card ─────────────────────────────────────────────────────────────────


def test_the_card_shows_how_far_each_stage_is_and_the_next_question() -> None:
    lines = words(card(at_people()))
    assert lines[0] == "Outsourcing programme: atlas"
    assert "Stage first: 2 of 6 answered · next: How many people will see it?" in lines
    assert "1 finding open (0 critical, 0 high) · 1 action, 0 overdue" in lines
    assert "Not reviewed by a lawyer." in lines


def test_the_card_names_whom_a_question_waits_for() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(SOFTWARE)
    team.click(NO)
    lines = words(card(team))
    assert "Stage first: 2 of 3 answered · waiting for Priya Patel: Has counsel been asked?" in lines
    assert "Not reviewed by a lawyer." not in lines


def test_the_card_follows_a_session_through_its_states() -> None:
    team = in_review()
    assert "Stage first: 3 of 3 answered · ready for review" in words(card(team))
    team.change("triage.work")
    assert "ready for review" in " ".join(words(card(team)))
    team.drop()
    team.finish()
    assert "Stage first: Gone through · readiness 100 %, 2 of 3 points known" in words(card(team))
    assert does(card(team))[0] == "summary"
    team = at_people()
    team.pause()
    assert "Stage first: 2 of 6 answered · paused" in words(card(team))


def test_a_question_that_is_being_changed_is_the_next_on_the_card() -> None:
    team = at_people()
    team.change("triage.work")
    assert "next: What kind of work leaves atlas?" in " ".join(words(card(team)))
    team.skip("triage.people")
    for _ in range(3):
        team.skip(team.ref.spot)
    assert team.ref.spot is None and team.ref.state is SessionState.ASKING
    assert "next: What kind of work leaves atlas?" in " ".join(words(card(team)))


def test_while_only_a_change_waits_the_card_tells_how_far_we_are() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    team.click(YES, "triage.shares")
    team.skip("closing.advised")
    assert team.ref.spot is None and team.ref.pending is not None
    assert "Stage first: 3 of 3 answered" in words(card(team))


def test_a_session_finished_without_a_known_answer_has_no_readiness_yet() -> None:
    team = Crew.at(STORY)
    for _ in range(3):
        team.skip()
    team.finish()
    assert "Stage first: Gone through · 0 of 3 points known, 3 open: too little for a readiness" in words(card(team))


def test_stages_not_begun_shut_or_still_to_come_say_so() -> None:
    later = Stage(StageId("later"), "The third")
    first_done = Is(StageFact(StageId("first")), ("done",))
    shut = Stage(StageId("shut"), "The second", FlowId("second"), first_done, "The first comes before it.")
    bare = Stage(StageId("bare"), "The bare", FlowId("bare"), first_done)
    open_one = Stage(StageId("open"), "The open", FlowId("open"))
    team = Crew(library_of(STORY, stages=(FIRST, shut, bare, open_one, later)))
    team.start(STORY)
    lines = words(card(team))
    assert "The second: The first comes before it." in lines and "The bare: Opens later." in lines
    assert "The open: Not started." in lines and "To come in a later release: The third." in lines


def test_the_card_counts_what_is_critical_and_overdue() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("university"))
    team.now += dt.timedelta(days=8)
    line = next(line for line in words(card(team)) if "finding" in line)
    assert line == "2 findings open (1 critical, 0 high) · 3 actions, 2 overdue"


def test_a_card_without_sessions_leads_into_the_conversation() -> None:
    team = at_people()
    assert team.programme is not None
    screen = overview.card(team.library, team.programme, [], team.now.date())
    assert does(screen) == ["continue", "findings", "actions", "digest", "settings", "export"]


def test_a_card_shows_a_session_whose_flow_has_left_the_content() -> None:
    team = at_people()
    assert team.programme is not None
    screen = overview.card(library_of(STORY, stages=()), team.programme, scenes(team), team.now.date())
    assert screen.text.startswith("Outsourcing programme: atlas. A sample: 2 of 6 answered")


def test_a_card_names_another_stages_review_only_for_the_session_that_goes_on() -> None:
    team = in_review()
    team.finish()
    assert [button.ref.session for button in buttons(card(team)) if button.ref.do == "review"] == [team.ref.id]


# ── the root, and what outsiders see ─────────────────────────────────────────


def test_the_root_of_a_thread_says_who_started_it_and_how_to_answer() -> None:
    team = at_people()
    lines = words(overview.root(team.scene()))
    assert lines[0] == "A sample" and "We begin." in lines and "Started by Maria Kowalska. In progress." in lines
    assert does(overview.root(team.scene())) == []


def test_the_root_offers_what_can_be_done_with_a_session_that_rests() -> None:
    team = at_people()
    team.pause()
    assert does(overview.root(team.scene())) == ["resume"]
    team = in_review()
    assert does(overview.root(team.scene())) == ["review"]
    team.finish()
    assert does(overview.root(team.scene())) == ["review"]


def test_outsiders_see_that_there_is_a_programme_and_nothing_of_it() -> None:
    team = at_people()
    assert team.programme is not None
    screen = overview.neutral(team.library, team.programme)
    assert words(screen) == [team.library.texts["neutral"]] and does(screen) == []
    assert "atlas" not in screen.text


# ── the counsel lane ─────────────────────────────────────────────────────────


def test_a_brief_tells_counsel_what_a_finding_means_and_on_whose_word() -> None:
    team = at_people()
    screen = counsel.brief(team.scene(), ["shares@triage.shares"])
    assert screen is not None
    assert words(screen)[0] == "For counsel: atlas"
    assert words(screen)[2:6] == [
        "Medium: Something will be shared.",
        "A duty of confidence is needed.",
        "To do: List what is shared",
        "Source: The method, Its publisher; reviewed 20 November 2026",
    ]
    assert screen.text == "One new point for counsel in atlas"


def test_a_brief_says_in_whose_part_it_is_read() -> None:
    team = at_people()
    assert "no counsel is named" in " ".join(words(counsel.brief(team.scene(), ["shares@triage.shares"])))  # type: ignore[arg-type]
    team.give(Role.COUNSEL, PRIYA)
    assert "you are counsel of" in " ".join(words(counsel.brief(team.scene(), ["shares@triage.shares"])))  # type: ignore[arg-type]


def test_a_brief_of_what_was_withdrawn_meanwhile_is_not_sent() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(YES)
    brief = Brief(team.ref.id, tuple(team.finding_keys()))
    assert counsel.briefed(team.scene(), brief) is not None
    team.undo()
    assert counsel.briefed(team.scene(), brief) is None


# ── lists and notes ──────────────────────────────────────────────────────────


def test_open_findings_are_listed_over_all_sessions_worst_first_and_neutral() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("university"))
    assert words(findings(scenes(team), team.library.texts, MARIA)) == [
        "Open findings (2)",
        "=================",
        "• Critical: Papers for Engine are missing · with Maria Kowalska, as nobody is counsel yet, due 7 December 2026 · Stage first",
        "(Settle)",
        "• Medium: Something will be shared · with Maria Kowalska, due 30 November 2026 · Stage first",
        "(Settle)",
        "What is settled stays in the history and in the figures, and holds up no phase.",
    ]


def test_open_actions_are_listed_soonest_first() -> None:
    lines = words(asides.actions(scenes(at_people()), at_people().library.texts))
    assert lines[2] == "• List what is shared – Maria Kowalska, due 30 November 2026"


def test_a_list_of_nothing_says_so() -> None:
    team = Crew.at(STORY)
    assert words(findings(scenes(team), team.library.texts, MARIA))[-1] == "Nothing is open."


def test_a_long_list_is_cut_and_counts_the_rest_and_leads_to_all_of_it() -> None:
    team = many(23)
    shown = asides.actions(scenes(team), team.library.texts)
    lines = words(shown)
    assert lines[-2:] == ["… and 3 more", "[All of them, page by page]"] and len(lines) == 24
    assert [(one.ref.do, one.ref.arg) for one in buttons(shown)] == [("register", "action|0|")]
    short = many(20)
    assert not buttons(asides.actions(scenes(short), short.library.texts))


def test_help_lists_every_command_and_the_words_of_the_thread() -> None:
    texts = library_of(STORY).texts
    lines = words(asides.help_screen(texts))
    for command in ("status", "next", "review", "change", "assign", "pause", "settings", "export"):
        assert any(line.startswith(f"/ringfence {command}") for line in lines)
    assert texts["help.thread"] in lines


def test_notes_are_sentences_with_buttons_that_know_what_they_lead_to() -> None:
    team = at_people()
    screen = asides.notes(team.scene(), [Note("pause.done")], ["resume"], spot("triage.shares"))
    assert words(screen) == [team.library.texts["pause.done"], "[Resume]"]
    (button,) = buttons(screen)
    assert (button.ref.session, button.ref.revision) == (team.ref.id, 1)


def test_notes_without_a_session_are_filled_with_plain_words_people_and_days() -> None:
    texts = library_of(STORY).texts
    day = On(dt.date(2026, 11, 30))
    told = [
        Note("start.unknown", {"flow": "nowhere"}),
        Note("role.given", {"who": Mention(JON), "role": Term("role.counsel")}),
        Note("hand.past", {"day": day}),
        Note("misfit.one", {"count": 3}),
    ]
    screen = asides.bare(texts, told, ["start"])
    assert words(screen) == [
        "I have no flow named nowhere.",
        "Jon Smith is counsel now.",
        "30 November 2026 is past. Please pick a day from today on.",
        "Please give one, not 3.",
        "[Start]",
    ]


def test_why_tells_the_reason_how_to_find_out_and_on_whose_word() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(Items((engine,)))
    screen = asides.why(team.scene(), spot("authorship.created_by", engine))
    assert words(screen) == [
        "After a bad answer this is noted: Papers for Engine are missing.",
        "If nobody knows: Look who worked on Engine in its first year.",
        "Source: The method, Its publisher; reviewed 20 November 2026",
    ]


def test_why_tells_the_longer_help_and_what_a_bad_answer_is_noted_as_and_not_the_hint() -> None:
    assert words(asides.why(at_people().scene(), spot("triage.shares"))) == [
        "A demo counts.",
        "After a bad answer this is noted: Something will be shared.",
        "Source: The method, Its publisher; reviewed 20 November 2026",
    ]


def test_why_names_the_statement_of_the_method_that_a_question_serves() -> None:
    serving = flow_of(
        "  - section: a\n    title: A\n    questions:\n"
        "      - {ask: b, kind: yes_no, text: B, why: W., source: method, covers: [S1]}\n"
    )
    statement = words(asides.why(Crew.at(serving).scene(), spot("a.b")))[0]
    assert statement.startswith("The part of the method that it serves: List the intellectual property")


def test_where_there_is_nothing_else_to_say_why_tells_the_hint() -> None:
    assert words(asides.why(at_people().scene(), spot("triage.people"))) == [
        "Why this matters: Each of them can lose it.",
        "Source: The method, Its publisher; reviewed 20 November 2026",
    ]


def test_a_note_may_speak_of_an_item_a_role_a_person_or_the_flows_own_words() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(Items((engine,)))
    team.click(Choice("contractor"))
    scene, where = team.scene(), spot("authorship.created_by", engine)
    session = team.ref.id

    def said(value: object) -> str:
        return words(asides.notes(scene, [Note("noted.answer", {"answer": value})]))[0]  # type: ignore[dict-item]

    assert said(Naming(engine)) == "Noted: Engine."
    assert said(Term("role.counsel")) == "Noted: counsel."
    assert said(Words(session, where, "say", "outsider")) == "Noted: Papers for Engine are missing."
    assert said(Words(session, where, "counsel", "outsider")) == "Noted: The author of Engine usually keeps the rights."
    assert said(Words(session, where, "do", "outsider")) == "Noted: Get a transfer from each author."
    assert said(Words(session, where, "why")) == "Noted: If an outsider wrote it, you may not own it."
    assert said(Words(session, where, "not_sure")) == "Noted: Look who worked on Engine in its first year."
    assert said(Words(session, spot("triage.work"), "not_sure")) == "Noted: What kind of work leaves atlas?"
    assert said(Words(session, spot("triage.people"), "answer")) == "Noted: skipped."
    assert said(Words(session, spot("closing.advised"), "answer")) == "Noted: not answered yet."


def test_a_question_handed_over_is_told_in_its_own_words_with_the_day() -> None:
    team = at_people()
    ask = team.hand(JON).effects[-2]
    assert isinstance(ask, Ask) and words(asides.notes(team.scene(), ask.notes)) == [
        "With Jon Smith, due 30 November 2026: How many people will see it?"
    ]


def test_a_note_of_a_mention_stays_a_mention() -> None:
    team = at_people()
    screen = asides.notes(team.scene(), [Note("stale.answered", {"who": Mention(JON), "answer": 3})])
    (prose,) = [part for part in screen.parts if isinstance(part, Prose)]
    assert prose.lines[0][0] == Mention(JON) and "3" in prose.lines[0]
    assert screen.text.startswith("a colleague has just answered that")


def test_a_source_that_the_flow_no_longer_lists_is_named_by_its_key() -> None:
    flow = msgspec.structs.replace(STORY, sources=(), hash=FlowHash("bare"))
    team = Crew(library_of(flow))
    team.start(flow)
    team.click(SOFTWARE)
    team.click(YES)
    assert "Source: method; reviewed 20 November 2026" in words(asides.why(team.scene(), spot("triage.work")))
    brief = counsel.brief(team.scene(), ["shares@triage.shares"])
    assert brief is not None and "Source: method; reviewed 20 November 2026" in words(brief)


def test_what_may_begin_next_is_what_is_not_locked_has_not_begun_and_waits_for_no_leak() -> None:
    team = Crew(LEAKY)
    team.start(STORY)
    assert list(overview.ahead(team.library, team.head)) == []
    later = flow_of(
        "  - section: a\n    title: A\n    questions:\n      - {ask: b, kind: yes_no, text: B, why: W., source: method}\n",
        "later",
    )
    stages = (
        *LEAKY.stages,
        Stage(StageId("next"), "Next", later.id),
        Stage(StageId("shut"), "Shut", later.id, opens_when=Is(StageFact(StageId("nowhere")), ("done",))),
        Stage(StageId("gone"), "Gone", FlowId("gone")),
    )
    found = list(overview.ahead(library_of(STORY, later, stages=stages), team.head))
    assert [button.ref.arg for button in found] == ["later"]
