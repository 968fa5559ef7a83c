"""How somebody wants to be reminded: said from a reminder, from a list, or by command. It concerns whoever says it, and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec

from bot.service.desk import Desk, of_the_company
from bot.service.ports import Answer, Came, FormSent, FormWrong, Later, OpenForm, Pressed, Private, Unsure
from bot.service.reminders import mine
from flows.engine.leading import woken
from flows.engine.reminding import preferred, present, put_off, rests_until, seen
from flows.engine.screens import asides, reminder
from flows.model.effects import Note, On, Reminded
from flows.model.ids import programme_id
from flows.model.reminders import Habits, Way, Workload
from flows.model.screens import Filled

Changed = Callable[[Habits], Habits]


async def pressed(desk: Desk, came: Pressed | FormSent, at: dt.datetime) -> Answer:
    """A press or a form of one person's own: nothing of a programme is behind it."""
    if came.ref.do == "mine" and isinstance(came, Pressed):
        return listed(desk, came, at)
    if not await of_the_company(desk, came):
        return desk.say("outsider")
    if isinstance(came, FormSent):
        return await _changed(desk, came, at)
    return await form(desk, came, came.ref.do, at)


def listed(desk: Desk, came: Came, at: dt.datetime) -> Answer:
    """All that is open with the one who asks: over many channels, so it is put together when they were acknowledged."""
    return Later(lambda: _listed(desk, came, at))


async def _listed(desk: Desk, came: Came, at: dt.datetime) -> Private:
    if not await of_the_company(desk, came):
        return desk.say("outsider")
    here = await desk.head(programme_id(came.team, came.channel)) is not None
    try:
        return Private(await mine(desk, came.team, came.by, at, here=here))
    except Unsure:
        return desk.say("failed.not_now")


async def form(desk: Desk, came: Came, do: str, at: dt.datetime, said: str = "") -> Answer:
    """The form of a snooze, or of all habits. It is bound to where it was opened, so that its answer is seen there. ``said``: what stood behind the
    word of command; a day in it is put into the form of a snooze."""
    texts, here = desk.library.texts, programme_id(came.team, came.channel)
    who = await desk.audiences.person(came.by)
    habits = seen(await desk.store.habits(came.team, came.by) or Habits(), who.zone)
    if do == "remind_snooze":
        return OpenForm(reminder.snooze_form(texts, rests_until(said, habits, at)), here)
    return OpenForm(reminder.habits_form(texts, present(habits, at)), here)


async def _changed(desk: Desk, came: FormSent, at: dt.datetime) -> Answer:
    """What a form said is kept, with the next reminder's day; a day that is past is said beside its field."""
    zone = (await desk.audiences.person(came.by)).zone
    change, field = _snoozed(came.filled), reminder.UNTIL
    if came.ref.do == "remind_settings":
        change, field = _preferred(came.filled), reminder.AWAY
    fits: list[Reminded] = []

    def weigh(standing: Workload) -> Reminded:
        done = preferred(standing, change(present(seen(standing.habits or Habits(), zone), at)), at)
        if done is None:
            return put_off(standing, at)
        fits.append(done)
        return woken(done, standing, at)

    await desk.store.weigh(came.team, came.by, weigh, at)
    if not fits:
        return FormWrong({field: desk.library.texts["habits.past"]})
    return Private(asides.bare(desk.library.texts, (_next(fits[0]),), ()))


def _next(done: Reminded) -> Note:
    """When the next reminder comes, in the person's zone."""
    if done.habits.muted:
        return Note("habits.muted")
    if done.wakes is None:
        return Note("habits.saved")
    return Note("habits.next", {"day": On(done.wakes.astimezone(ZoneInfo(done.habits.zone or "UTC")).date())})


def _snoozed(filled: Filled) -> Changed:
    until = filled.day(reminder.UNTIL)
    return lambda habits: msgspec.structs.replace(habits, snoozed=until)


def _preferred(filled: Filled) -> Changed:
    """All habits as the form gave them. Switched on again, a snooze of before is over."""
    way, hour = filled.one(reminder.WAY), filled.one(reminder.HOUR)
    muted = "yes" in filled.values.get(reminder.OFF, ())

    def change(habits: Habits) -> Habits:
        return msgspec.structs.replace(
            habits,
            way=Way(way) if way in set(Way) else habits.way,
            hour=int(hour) if hour.isdecimal() else habits.hour,
            snoozed=None if habits.muted and not muted else habits.snoozed,
            away=filled.day(reminder.AWAY),
            muted=muted,
        )

    return change
