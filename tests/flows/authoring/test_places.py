"""A flow is checked and played wherever it lies: in a content folder, or by itself in a folder of its author's."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.authoring.checks import check_tree
from flows.authoring.places import flow_at
from flows.model.errors import ContentError
from tests.flows.authoring.sample import CASES, CASES_FILE, FLOW, FLOW_FILE, TODAY, content, line_of, spoiled

DRAFT = spoiled(FLOW, "stage: first", "stage: ip_strategy")
WRONG = spoiled(DRAFT, "kind: yes_no", "kind: yesno")


def written(root: Path, files: dict[str, str] | dict[str, bytes]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def told(path: Path) -> list[str]:
    return [str(problem) for problem in check_tree(path, TODAY).problems]


# ── a flow by itself ─────────────────────────────────────────────────────────


def test_a_flow_by_itself_is_checked_with_its_cases_against_what_ships(tmp_path: Path) -> None:
    folder = written(tmp_path / "sample", {"flow.yaml": DRAFT, "flow.cases.yaml": CASES})
    for path in (folder, folder / "flow.yaml", folder / "flow.cases.yaml"):
        report = check_tree(path, TODAY)
        assert (report.problems, report.flows, report.cases) == ((), 1, 9)
        assert [one.statement for one in report.coverage] == ["S1"], "only what this flow is about"


def test_a_flow_is_checked_from_within_its_folder_by_its_bare_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(tmp_path / "sample", {"flow.yaml": WRONG}))
    line = line_of(WRONG, "kind: yesno")
    for path in (Path("flow.yaml"), Path()):
        assert told(path) == [f"./flow.yaml:{line}: `kind` can't be `yesno`. Did you mean `yes_no`?"]


def test_several_flows_in_folders_of_an_author_are_checked_together(tmp_path: Path) -> None:
    other = DRAFT.replace("flow: sample", "flow: other")
    written(tmp_path, {"mine/sample/flow.yaml": DRAFT, "mine/other/flow.yaml": other})
    assert check_tree(tmp_path / "mine", TODAY).flows == 2
    with pytest.raises(ContentError, match="here lie `other`, `sample`"):
        flow_at(tmp_path / "mine")


@pytest.mark.parametrize(
    "files",
    [{}, {"first_call.yaml": DRAFT}, {"flow.txt": DRAFT}, {"flow.cases.yaml": CASES}],
    ids=["empty", "another name", "no YAML", "cases alone"],
)
def test_a_folder_without_a_flow_is_not_called_right(tmp_path: Path, files: dict[str, str]) -> None:
    folder = written(tmp_path / "sample", files)
    folder.mkdir(exist_ok=True)
    for path in (folder, *(folder / name for name in files)):
        with pytest.raises(ContentError) as refused:
            check_tree(path, TODAY)
        assert str(refused.value) == (
            f"{path}:1: No flow lies here. Save it as `flow.yaml`, its cases beside it as `flow.cases.yaml`."
        )


def test_a_file_beside_a_flow_that_nothing_reads_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path / "sample", {"flow.yaml": DRAFT, "sample.cases.yaml": CASES})
    assert f"{folder}/sample.cases.yaml:1: Nothing reads this file" in "\n".join(told(folder))


# ── within a content folder ──────────────────────────────────────────────────


def test_one_flow_of_many_is_told_of_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = spoiled(FLOW, "kind: yes_no", "kind: yesno").replace("flow: sample", "flow: sample_two")
    root = written(tmp_path / "content", {**content(), "flows/sample_two/flow.yaml": wrong.encode()})
    report = check_tree(root / "flows/sample", TODAY)
    assert (report.problems, report.flows, report.cases) == ((), 1, 9), "its neighbour's name begins like its own"
    assert len(told(root / "flows/sample_two")) == 1
    monkeypatch.chdir(root)
    for path in ("flows/sample_two", "flows/sample_two/flow.yaml", "."):
        (problem,) = told(Path(path))
        assert problem.startswith("flows/sample_two/flow.yaml:")
    monkeypatch.chdir(written(root / "elsewhere/sample", {"notes.txt": ""}))
    assert told(Path("../../flows/sample")) == []


def test_the_texts_of_a_content_folder_are_checked_by_their_file(tmp_path: Path) -> None:
    root = written(tmp_path, content(texts="greeting: Hello {Name}.\n"))
    assert len(told(root / "texts/en.yaml")) == 1
    assert told(root / FLOW_FILE) == []


# ── to play ──────────────────────────────────────────────────────────────────


def test_a_flow_by_itself_is_found_to_be_played(tmp_path: Path) -> None:
    folder = written(tmp_path / "sample", {"flow.yaml": DRAFT})
    for path in (folder, folder / "flow.yaml"):
        library, name = flow_at(path)
        assert library.flows[name].title == "A sample"
        assert library.texts["question.foot"], "the sentences that ship"


def test_a_flow_that_is_wrong_is_not_played_but_told_of(tmp_path: Path) -> None:
    folder = written(tmp_path / "sample", {"flow.yaml": WRONG})
    with pytest.raises(ContentError) as refused:
        flow_at(folder)
    assert str(refused.value).startswith(f"{folder}/flow.yaml:{line_of(WRONG, 'kind: yesno')}: `kind` can't be")


def test_texts_hold_no_flow_to_play(tmp_path: Path) -> None:
    root = written(tmp_path, {name: raw for name, raw in content().items() if name not in (FLOW_FILE, CASES_FILE)})
    with pytest.raises(ContentError, match="here lie none"):
        flow_at(root / "texts")
