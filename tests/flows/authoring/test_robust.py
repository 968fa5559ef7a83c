"""Whatever an author does to the lines of a file, the check answers with problems and not with a crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.authoring.checks import check_files
from tests.flows.authoring.sample import CASES, FLOW, STAGES, TODAY, content

WORDS = (
    "yes",
    "no",
    "asset",
    "country",
    "triage.shares",
    "true",
    "3",
    "[]",
    "{}",
    "",
    "not",
    "every",
    "employee",
    "S9",
    "-1",
)


@st.composite
def mauled(draw: st.DrawFn, text: str) -> str:
    """The text with a few lines dropped, doubled, moved in, or given another value."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "indent", "value", "swap"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "indent":
                lines[at] = "  " + lines[at]
            case "value":
                lines[at] = lines[at].partition(":")[0] + ": " + draw(st.sampled_from(WORDS))
            case _:
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines) + "\n"


@settings(max_examples=150)
@given(mauled(FLOW), st.just(CASES) | mauled(CASES), st.just(STAGES) | mauled(STAGES))
def test_a_mauled_folder_is_told_of_and_never_crashes(flow: str, cases: str, stages: str) -> None:
    for problem in check_files(content(flow, cases, stages=stages), TODAY).problems:
        assert problem.line >= 1
        assert problem.why
        assert problem.mend
