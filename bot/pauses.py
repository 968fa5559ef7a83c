"""The pauses that Python itself makes, kept short: everybody waits while it looks for garbage, and a thread that works lets the others wait.

For the whole process, so only where a bot is all that the process does.
"""

from __future__ import annotations

import gc
import sys

TURN = 0.001
"""Seconds that a thread works on while another wants to. The one that answers Slack wants its turn half a dozen times for an answer."""
SELDOM = 100
"""How many searches among what is a little older come before one among all. What only a search finds is little and, but for errors, young."""


def keep_short() -> None:
    """To be called once what the bot consists of is loaded: modules, content and parts stay as long as the process, so nobody looks through those
    hundred thousand objects for garbage again, which stops everything for 40 to 70 ms each time. What comes later is looked through seldom."""
    gc.freeze()
    young, older, _ = gc.get_threshold()
    gc.set_threshold(young, older, SELDOM)
    sys.setswitchinterval(TURN)
