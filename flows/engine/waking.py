"""When a programme is woken: for the weekly digest by its calendar and what people prefer about it, for phases, and for days that come."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.approvals import renew_approvals
from flows.engine.digest import compose
from flows.engine.lapsing import is_live, judge_phases
from flows.engine.offering import offered
from flows.engine.passing import judge_days, next_turning
from flows.engine.roles import take_on
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, On, Outcome, PostDigest, Whisper, Whispered
from flows.model.events import DigestChanged, DigestSent, Ticked
from flows.model.programme import DigestMark, DigestSettings, Reach
from flows.rules.calendar import is_late, is_missed, is_zone, iso_week, next_digest, next_morning

HOURS, DAYS, SNOOZES = range(24), range(7), range(9)
MOMENT = dt.timedelta(minutes=1)


def ticked(turn: Turn, event: Ticked) -> Outcome:
    """The programme wanted to be woken by now. Too early (a clock set back, a second ticker) changes nothing."""
    programme = turn.programme
    woken = programme.wakes
    if woken is not None and turn.at < woken:
        return Outcome()
    due = _digest_due(turn, woken)
    moved = any(
        [due is not None and take_on(turn), judge_days(turn), judge_phases(turn, daily=True), renew_approvals(turn)]
    )
    if due is not None and moved:
        # A digest tells what is stored: the programme stays due, and is told of when it is woken again, at once.
        return turn.outcome()
    if due is not None and not is_missed(due, turn.at):
        week = iso_week(due.astimezone(ZoneInfo(programme.settings.zone)))
        _tell_week(turn, event, week, late=is_late(due, turn.at))
    set_alarm(turn, served=True)
    return turn.outcome(card=moved)


def _digest_due(turn: Turn, woken: dt.datetime | None) -> dt.datetime | None:
    """When a digest was due by now, the last one where it was more than one. A programme is also woken for phases and days."""
    last, after = None, woken - MOMENT if woken is not None else turn.at
    while (due := next_digest(turn.programme.settings, after, _told(turn))) is not None and due <= turn.at:
        last = after = due
    return last


def _tell_week(turn: Turn, event: Ticked, week: str, *, late: bool) -> None:
    """Compose the digest, post it where it may be seen, and begin a new week."""
    programme = turn.programme
    digest = compose(turn.snapshot, programme, turn.library, turn.at, late=late)
    known = programme.digest is not None and programme.digest.withheld
    mark = DigestMark(turn.at, week, digest.percent, event.outsiders, digest.history)
    if (
        programme.reach is Reach.OPEN
        and not event.outsiders
        and not (digest.quiet and programme.settings.digest.silent)
    ):
        turn.follow(PostDigest(digest))
        offered(turn, digest)
    elif programme.reach is Reach.OPEN and event.outsiders and not known:
        turn.follow(Whisper(programme.owner, (_withheld(turn),)))
    turn.put_programme(digest=mark)
    turn.note("digest", about=week)


def _withheld(turn: Turn) -> Note:
    return Note("digest.withheld", {"channel": turn.programme.name})


def _told(turn: Turn) -> str:
    mark = turn.programme.digest
    return mark.week if mark is not None else ""


def set_alarm(turn: Turn, *, served: bool = False) -> None:
    """Let the programme be woken when its next digest is due, and on days on which an answer may turn something; with phases that were opened,
    every morning. An alarm that has come stays until it was ``served``."""
    wakes = turn.programme.wakes
    if wakes is not None and wakes <= turn.at and not served:
        return
    digest = next_digest(turn.programme.settings, turn.at, _told(turn))
    look = next_morning(turn.programme.settings.zone, turn.at) if is_live(turn) else None
    times = (digest, look, next_turning(turn))
    turn.put_programme(wakes=min((at for at in times if at is not None), default=None))


def digest_sent(turn: Turn, event: DigestSent) -> Outcome:
    """The digest at once; the one by the calendar comes all the same, and tells from here on. Where outsiders are, nothing counts as told."""
    programme = turn.programme
    if programme.reach is not Reach.OPEN:
        return refuse(Note("digest.nowhere"))
    if event.outsiders:
        return refuse(_withheld(turn))
    digest = compose(turn.snapshot, programme, turn.library, turn.at, asked=True)
    history = programme.digest.history if programme.digest else ()
    turn.put_programme(digest=DigestMark(turn.at, _told(turn), digest.percent, history=history))
    turn.note("digest", about="asked")
    turn.follow(PostDigest(digest))
    offered(turn, digest)
    return turn.outcome(Whispered((Note("digest.sent"),)), card=False)


def digest_changed(turn: Turn, event: DigestChanged) -> Outcome:
    """New preferences; what does not fit is refused and nothing is changed."""
    settings = turn.programme.settings
    if event.zone is not None and not is_zone(event.zone):
        return refuse(Note("settings.zone_unknown", {"zone": event.zone}), field="zone")
    digest = _preferred(settings.digest, event, turn.today)
    if digest.hour not in HOURS or digest.weekday not in DAYS or (event.snooze or 0) not in SNOOZES:
        return refuse(Note("misfit.kind"))
    turn.put_programme(settings=msgspec.structs.replace(settings, digest=digest, zone=event.zone or settings.zone))
    set_alarm(turn)
    turn.note("digest_settings", about=_told_settings(digest))
    return turn.outcome(Whispered((_next_note(turn),)), card=False)


def _preferred(digest: DigestSettings, event: DigestChanged, today: dt.date) -> DigestSettings:
    chosen = {
        "weekday": event.weekday,
        "hour": event.hour,
        "form": event.form,
        "silent": event.silent,
        "muted": event.muted,
    }
    changed = msgspec.structs.replace(digest, **{name: value for name, value in chosen.items() if value is not None})
    if event.snooze is None:
        return changed
    snoozed = today + dt.timedelta(weeks=event.snooze) if event.snooze else None
    return msgspec.structs.replace(changed, snoozed=snoozed)


def _told_settings(digest: DigestSettings) -> str:
    """Preferences as one line of the audit log."""
    muted = " muted" if digest.muted else ""
    until = f" snoozed until {digest.snoozed}" if digest.snoozed else ""
    return f"weekday={digest.weekday} hour={digest.hour} form={digest.form}{' silent' if digest.silent else ''}{until}{muted}"


def _next_note(turn: Turn) -> Note:
    """When the next one comes, in the programme's zone."""
    due = next_digest(turn.programme.settings, turn.at, _told(turn))
    if due is None:
        return Note("digest.muted")
    local = due.astimezone(ZoneInfo(turn.programme.settings.zone))
    return Note("digest.next_is", {"day": On(local.date()), "time": f"{local:%H:%M}"})
