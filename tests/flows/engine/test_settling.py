"""Settling a finding: who may, what it ends, what opens it again, and what gates, counts, counsel and the digest make of it."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from flows.engine.digest import compose
from flows.engine.screens import counsel, review
from flows.engine.screens.findings import findings
from flows.model.effects import Mention, Outcome, Whisper
from flows.model.events import RoleGiven
from flows.model.flow import Severity
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.phasing import PhaseState
from flows.model.programme import Action, ActionState, ActionWhy
from flows.model.session import Finding
from flows.model.settling import FindingSettled, FindingTakenUp
from flows.model.values import Choice, Items
from tests.builders import DEV, JON, MARIA, PRIYA, YES, effects_of, is_refused, spot, told
from tests.flows.engine.climbing import opened
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, words
from tests.flows.engine.ladder_sample import Climbers
from tests.flows.engine.small import STORY

WHY = "The paper was signed a year later, and covers the time before"
OUTSIDER = "outsider"


def raised(option: str = "university") -> Crew:
    """A team with a finding on its engine, critical for a university and high for a contractor. Priya is counsel, Jon approves."""
    team = at_assets("Engine")
    team.give(Role.COUNSEL, PRIYA)
    team.give(Role.APPROVER, JON)
    team.click(Items((team.item("Engine"),)))
    team.click(Choice(option))
    return team


def found(team: Crew | Climbers, rule: str = OUTSIDER) -> Finding:
    return next(one for one in team.ref.findings if one.rule == rule)


def settle(team: Crew, by: PersonId = PRIYA, reason: str = WHY, severity: Severity | None = None) -> Outcome:
    finding = found(team)
    return team.say(by, FindingSettled(team.ref.id, finding.spot, finding.rule, severity or finding.severity, reason))


def take_up(team: Crew, by: PersonId = PRIYA) -> Outcome:
    return team.say(by, FindingTakenUp(team.ref.id, found(team).spot, OUTSIDER))


def work_on(team: Crew) -> list[Action]:
    return [action for action in team.work.values() if action.rule == OUTSIDER and action.why is ActionWhy.FINDING]


def answer(team: Crew, option: str) -> None:
    """Another answer to who created the engine, confirmed."""
    team.click(Choice(option), spot("authorship.created_by", team.item("Engine")))
    if team.ref.pending is not None:
        team.confirm()


# ── who may ──────────────────────────────────────────────────────────────────


def test_counsel_settles_what_is_critical_and_nobody_else() -> None:
    team = raised()
    for person in (MARIA, JON, DEV):
        refused = settle(team, person)
        assert is_refused(refused, "settle.who") and found(team).settled is None
    assert settle(team).refused is False
    word = found(team).settled
    assert word is not None and (word.by, word.role, word.reason, word.at) == (PRIYA, Role.COUNSEL, WHY, team.now)


def test_the_owner_settles_it_where_nobody_is_counsel_and_the_counsel_who_comes_finds_it_open() -> None:
    team = raised()
    team.give(Role.COUNSEL, None)
    assert settle(team, MARIA).refused is False
    word = found(team).settled
    assert word is not None and word.role is Role.OWNER
    team.say(MARIA, RoleGiven(Role.COUNSEL, DEV))
    assert found(team).settled is None and found(team).news == team.head.news
    assert [action.state for action in work_on(team)] == [ActionState.WITHDRAWN, ActionState.OPEN]


def test_an_owner_who_becomes_counsel_need_not_settle_it_twice() -> None:
    team = raised()
    team.give(Role.COUNSEL, None)
    settle(team, MARIA)
    team.say(MARIA, RoleGiven(Role.COUNSEL, MARIA))
    assert found(team).settled is not None


def test_what_is_not_critical_is_settled_by_whoever_approves_too() -> None:
    team = raised("contractor")
    refused = settle(team, MARIA)
    assert is_refused(refused, "settle.who.two"), "there is an approver, so the owner need not stand in"
    assert settle(team, JON).refused is False
    word = found(team).settled
    assert word is not None and word.role is Role.APPROVER
    alone = raised("contractor")
    alone.give(Role.APPROVER, None)
    assert settle(alone, MARIA).refused is False, "the owner stands in for an approver"


def test_without_an_owner_nobody_stands_in() -> None:
    team = raised()
    team.give(Role.COUNSEL, None)
    team.programme = msgspec.structs.replace(team.head, ownerless=True)
    assert is_refused(settle(team, MARIA), "settle.nobody")


def test_what_cannot_be_settled_is_refused_kindly() -> None:
    team = raised("contractor")
    assert is_refused(settle(team, reason="  "), "settle.reason")
    answer(team, "university")
    assert is_refused(settle(team, severity=Severity.HIGH), "settle.graver")
    assert is_refused(take_up(team), "settle.open")
    settle(team)
    assert is_refused(settle(team), "settle.already")
    assert is_refused(take_up(team, DEV), "settle.who")
    gone = spot("authorship.created_by", team.item("Engine"))
    assert is_refused(team.say(PRIYA, FindingTakenUp(team.ref.id, gone, "none")), "settle.gone")
    assert is_refused(team.say(PRIYA, FindingSettled(team.ref.id, gone, "none", Severity.LOW, WHY)), "settle.gone")


# ── what it ends, and what opens it again ────────────────────────────────────


def test_settling_closes_its_work_as_not_needed_and_tells_whose_it_was() -> None:
    team = raised("contractor")
    (before,) = work_on(team)
    outcome = settle(team, JON)
    assert [action.state for action in work_on(team)] == [ActionState.WITHDRAWN] and before.owner == PRIYA
    (letter,) = effects_of(outcome, Whisper)
    assert (letter.to, [one.key for one in letter.notes]) == (PRIYA, ["settle.work"])
    assert told(outcome) == ["settle.done", "settle.work"]
    assert effects_of(settle(raised("contractor")), Whisper) == [], "it was their own work"


def test_the_history_keeps_the_word_also_once_it_is_taken_up_again() -> None:
    team = raised()
    settle(team)
    word = found(team).settled
    assert take_up(team, MARIA).refused is False, "the owner may always open it again"
    entries = [(one.what, one.by, one.settled) for one in team.log if one.settled is not None]
    assert entries == [("finding_settled", PRIYA, word), ("finding_taken_up", MARIA, word)]
    assert [action.state for action in work_on(team)] == [ActionState.WITHDRAWN, ActionState.OPEN]


def test_another_answer_raises_it_anew_and_tells_counsel() -> None:
    team = raised("university")
    settle(team)
    news = team.head.news
    team.now += dt.timedelta(days=1)
    answer(team, "contractor")
    finding = found(team)
    assert finding.settled is None and finding.opened == team.now and finding.severity is Severity.HIGH
    assert team.head.news == finding.news == news + 1
    assert [action.state for action in work_on(team)] == [ActionState.WITHDRAWN, ActionState.OPEN]


def test_one_that_becomes_graver_by_another_answer_is_raised_anew_and_one_that_eases_stays_settled() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(SOFTWARE)
    team.click(YES)
    finding = found(team, "shares")
    team.say(PRIYA, FindingSettled(team.ref.id, finding.spot, "shares", finding.severity, WHY))
    team.verify("triage.shares")
    eased = found(team, "shares")
    assert eased.severity is Severity.LOW and eased.settled is not None


def test_a_finding_that_goes_and_comes_back_is_open() -> None:
    team = raised()
    settle(team)
    answer(team, "employee")
    assert OUTSIDER not in {one.rule for one in team.ref.findings}
    answer(team, "university")
    assert found(team).settled is None


@given(st.lists(st.sampled_from(["university", "contractor", "employee", "settle", "take up"]), max_size=7))
def test_a_finding_is_settled_only_on_the_answer_on_which_somebody_said_so(deeds: list[str]) -> None:
    team, now, done = raised(), "university", False
    for deed in deeds:
        open_ = now != "employee"
        if deed == "settle" and open_:
            assert settle(team).refused is done
            done = True
        elif deed == "take up" and open_:
            assert take_up(team).refused is not done
            done = False
        elif deed not in ("settle", "take up"):
            done = done and deed == now
            answer(team, deed)
            now = deed
        findings = [one for one in team.ref.findings if one.rule == OUTSIDER]
        assert [one.settled is not None for one in findings] == ([done] if now != "employee" else [])
        waiting = [action for action in work_on(team) if action.state is ActionState.OPEN]
        assert len(waiting) == (now != "employee" and not done)


# ── what others make of it ───────────────────────────────────────────────────


def test_a_gate_counts_what_nobody_has_settled() -> None:
    team = opened()
    team.tell("titles.ours", None, "Handbook")
    team.not_sure(spot("titles.ours", team.item("Handbook")))
    mark = team.mark()
    assert mark is not None and mark.state is PhaseState.FALLEN
    (grave,) = (one for one in team.ref.findings if one.severity is Severity.CRITICAL)
    team.say(PRIYA, FindingSettled(team.ref.id, grave.spot, grave.rule, grave.severity, WHY))
    assert "grave" not in missing(team), "settled, it shuts nothing"
    team.say(PRIYA, FindingTakenUp(team.ref.id, grave.spot, grave.rule))
    assert "grave" in missing(team)


def missing(team: Climbers) -> set[str]:
    """The evidence that the pilot lacks for Acme."""
    return {proof.evidence.id for proof in team.phases().look(team.item("Pilot"), team.item("Acme")).missing}


def test_counsel_reads_why_another_settled_something_and_not_what_they_settled_themselves() -> None:
    team = raised("contractor")
    settle(team, JON)
    (meant,) = counsel.news(team, team.library, PRIYA, (team.head.news - 1, team.head.news), team.now)
    screen = counsel.daily(team.library.texts, (meant,))
    assert screen is not None and any(f"Why: {WHY}" in line for line in words(screen))
    everything = counsel.news(team, team.library, PRIYA, None, team.now)
    assert len(everything) == len(team.ref.unsettled), "what is settled is not open"
    own = raised("contractor")
    news = own.head.news
    settle(own)
    assert own.head.news == news and found(own).news == 0


def test_the_list_shows_who_and_when_to_all_and_why_to_whoever_may_settle() -> None:
    team = raised("contractor")
    settle(team)
    for person, reads in ((PRIYA, True), (JON, True), (MARIA, False), (DEV, False)):
        lines = words(findings([team.scene()], team.library.texts, person))
        assert any("Settled by" in line for line in lines) and any(WHY in line for line in lines) is reads
    assert any("1 that is settled" in line for line in words(review.summary(team.scene())))


def test_what_an_owner_settled_says_that_no_lawyer_did() -> None:
    team = raised()
    team.give(Role.COUNSEL, None)
    settle(team, MARIA)
    lines = words(findings([team.scene()], team.library.texts, MARIA))
    assert any("as owner and without a lawyer" in line for line in lines)


def test_readiness_stays_as_it_is() -> None:
    team = raised()
    before = review.session_readiness(team.scene())
    settle(team)
    assert review.session_readiness(team.scene()) == before


def test_the_digest_says_who_settled_it_and_never_why() -> None:
    team = raised()
    settle(team)
    digest = compose(team, team.head, team.library, team.now)
    (line,) = (note for note in digest.decided if note.key == "digest.settled")
    assert line.values["who"] == Mention(PRIYA) and WHY not in str(digest)
    take_up(team)
    assert all(note.key != "digest.settled" for note in compose(team, team.head, team.library, team.now).decided)


# ── whose it is, below the list ──────────────────────────────────────────────


def up_to(team: Crew, person: PersonId) -> list[str]:
    """What the foot of the list says to this person of who may settle what is open."""
    lines = words(findings([team.scene()], team.library.texts, person))
    return [line.removesuffix(", who can do it here in this list.") for line in lines if line.startswith("Settling")]


def test_the_list_says_to_whoever_may_not_settle_whose_it_is() -> None:
    team = raised()
    rest = "Settling what is not critical is up to Priya Patel or Jon Smith"
    assert up_to(team, DEV) == ["Settling what is critical is up to Priya Patel", rest]
    assert up_to(team, JON) == ["Settling what is critical is up to Priya Patel"]
    assert up_to(team, PRIYA) == []
    settle(team)
    assert up_to(team, DEV) == [rest]
    team.give(Role.APPROVER, PRIYA)
    assert up_to(team, DEV) == ["Settling what is not critical is up to Priya Patel"]


def test_where_nobody_may_settle_the_list_says_who_will() -> None:
    team = raised()
    team.give(Role.COUNSEL, None)
    team.programme = msgspec.structs.replace(team.head, ownerless=True)
    assert up_to(team, MARIA)[0] == "Settling what is critical is up to whoever will own the programme"
