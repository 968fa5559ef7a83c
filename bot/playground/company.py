"""The sample company of the demo and the tests: Alderway, about to outsource, with its vendor Kodex in one shared channel."""

from __future__ import annotations

import secrets

from bot.playground.records import App, Channel, Person
from bot.playground.workspace import Workspace

TEAM, VENDOR_TEAM = "T0ALDERWAY", "T0KODEX00X"
MARIA, JON, PRIYA, DEV, BOT = "U0MARIA001", "U0JON00001", "U0PRIYA001", "U0DEV00001", "U0RINGFENC"
ATLAS, GENERAL, KODEX = "C0ATLASPLN", "C0GENERAL1", "C0KODEXSHR"


def company(empty: bool = False) -> Workspace:
    """The company; with ``empty`` one person and one private channel."""
    app = App(
        "A0RINGFENC", "Ringfence", "B0RINGFENC", BOT,
        f"xoxb-{secrets.token_hex(12)}", f"xapp-1-{secrets.token_hex(12)}", secrets.token_hex(16),
    )  # fmt: skip
    workspace = Workspace(TEAM, "Alderway", "alderway", app)
    people = [Person(MARIA, "maria", "Maria Kowalska", TEAM, "Founder", "b4533c", "Europe/Warsaw")]
    if not empty:
        people += [
            Person(JON, "jon", "Jon Reyes", TEAM, "Engineering lead", "2f7d5b", "America/New_York"),
            Person(PRIYA, "priya", "Priya Nair", TEAM, "Counsel", "6a4fa3", "Europe/London"),
            Person(DEV, "dev", "Dev Anand", VENDOR_TEAM, "Kodex, vendor", "8a6d1f", "Asia/Kolkata", stranger=True),
        ]
    people.append(Person(BOT, "ringfence", "Ringfence", TEAM, "App", "1d3557", "UTC", is_bot=True))
    workspace.people = {person.id: person for person in people}
    team = [person.id for person in people if person.team == TEAM and not person.is_bot]
    born = int(workspace.clock.now())
    channels = [
        Channel(ATLAS, "atlas-plan", "private", born, MARIA, [*team, BOT], topic="Outsourcing the Atlas rewrite")
    ]
    if not empty:
        channels += [
            Channel(GENERAL, "general", "public", born, MARIA, [*team, BOT], topic="Everybody at Alderway"),
            Channel(
                KODEX, "atlas-kodex", "private", born, MARIA, [*team, DEV, BOT], ext_shared=True, topic="With Kodex"
            ),
        ]
    workspace.channels = {channel.id: channel for channel in channels}
    return workspace
