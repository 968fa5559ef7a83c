"""`ringfence country` as a person at a terminal uses it, and what `ringfence check` tells of the country files."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import click.testing
import pytest

from bot.cli import main

COUNTRIES = Path(str(resources.files("flows"))) / "content" / "countries"


def ringfence(*words: str) -> click.testing.Result:
    return click.testing.CliRunner(env={"COLUMNS": "100"}).invoke(main, list(words))


@pytest.mark.parametrize("words", [["IN"], ["india"], ["in"]], ids=" ".join)
def test_a_country_is_shown_by_its_code_or_name(words: list[str]) -> None:
    shown = ringfence("country", *words)
    assert shown.exit_code == 0
    assert shown.stdout.startswith("India (IN)\n==========\n")
    assert "Copyright Act 1957 s. 17" in shown.stdout and "Guidance, not legal advice." in shown.stdout
    assert max(len(line) for line in shown.stdout.splitlines()) <= 100


def test_several_stand_side_by_side_by_what_some_rights_need() -> None:
    shown = ringfence("country", "Viet Nam", "poland", "--for", "marks")
    assert shown.exit_code == 0
    assert "Compared by what these need: marks." in shown.stdout
    head = next(line for line in shown.stdout.splitlines() if "Vietnam" in line)
    assert "Poland" in head and head.index("Vietnam") < head.index("Poland"), "as they were named"
    assert "Madrid Protocol" in shown.stdout and "Who owns" not in shown.stdout
    assert "Who owns" in ringfence("country", "VN", "PL").stdout


def test_what_is_no_country_ends_with_1_and_a_kind_sentence() -> None:
    wrong = ringfence("country", "polnd")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert wrong.stderr == "ringfence: I know no country called “polnd”. Did you mean Poland (PL)?\n"
    assert ringfence("country").exit_code == 2


def test_check_counts_country_files_and_the_old_values_that_are_marked() -> None:
    told = ringfence("check", str(COUNTRIES))
    assert told.exit_code == 0
    first, second = told.stdout.splitlines()
    assert first == "61 country files checked, nothing to mend."
    assert "values are older than 18 months or undated, and are shown so" in second


def test_one_country_file_is_checked_by_itself_and_json_lists_the_old_values_by_field() -> None:
    report = json.loads(ringfence("check", str(COUNTRIES / "in.yaml"), "--json").stdout)
    assert (report["ok"], report["economies"], report["flows"]) == (True, 1, 0)
    assert report["aged"]["ip_index"] == {"old": 1, "of": 1}


def test_a_wrong_country_file_is_told_by_file_and_line(tmp_path: Path) -> None:
    content = COUNTRIES.parent
    for path in content.rglob("*.yaml"):
        if path.parent.name != "ip_strategy":
            kept = tmp_path / path.relative_to(content)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(path.read_bytes())
    india = tmp_path / "countries" / "in.yaml"
    india.write_text(
        india.read_text(encoding="utf-8").replace("source: baker_ts", "source: baker_tz"), encoding="utf-8"
    )
    told = ringfence("check", str(india))
    line = india.read_text(encoding="utf-8").splitlines().index("    source: baker_tz") + 1
    assert told.exit_code == 1
    assert told.stdout.splitlines()[0] == f"{india}:{line}: There is no source `baker_tz`. Did you mean `baker_ts`?"
    assert told.stdout.splitlines()[-1] == "1 to mend in 0 flows and 1 country file; 0 cases played."
