"""The errors that cross rooms.

RingfenceError
├── ContentError      an author's file is wrong: carries every problem with file:line
├── NotHere           the event names something that this programme does not hold
└── store errors      stand in state.errors, below the same root

A refusal that a person in Slack can mend is not an error: it is an Outcome with ``refused``.
"""


class RingfenceError(Exception):
    """Something is wrong that a person can mend; the message says what and how."""


class ContentError(RingfenceError):
    """Content can't be loaded. ``problems`` holds a line for each thing to mend: ``file:line: why. mend.``"""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NotHere(RingfenceError):
    """The event names a session, question or item that is not part of this programme; nothing was changed."""
