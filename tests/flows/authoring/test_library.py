"""The library is loaded from a folder, or from what was compiled of the same bytes before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from flows.authoring.library import MAX_FILES, content_files, load_library, shipped
from flows.model.errors import ContentError, RingfenceError
from flows.model.flow import Library
from tests.flows.authoring.sample import FLOW, FLOW_FILE, content, spoiled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, raw in {**content(), "notes.txt": b"not read"}.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return tmp_path / "content"


def test_a_folder_is_loaded(folder: Path) -> None:
    library = load_library(folder)
    assert list(library.flows) == ["sample"]
    assert "notes.txt" not in content_files(folder)


def test_every_problem_of_a_wrong_folder_is_carried_by_one_error(folder: Path) -> None:
    wrong = spoiled(
        spoiled(FLOW, "only_when: shares is yes", "only_when: share is yes"), "after: naming", "after: namig"
    )
    (folder / FLOW_FILE).write_text(wrong, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_library(folder)
    assert isinstance(refused.value, RingfenceError)
    assert len(refused.value.problems) == 2
    assert refused.value.problems[0].startswith(f"{folder}/{FLOW_FILE}:")
    assert "Did you mean `shares`?" in str(refused.value)


def test_what_was_compiled_is_kept_and_used_again(folder: Path, tmp_path: Path) -> None:
    first = load_library(folder, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    changed = msgspec.structs.replace(first, texts={"greeting": "From the cache."})
    kept.write_bytes(msgspec.json.encode(changed))
    assert load_library(folder, tmp_path / "cache") == changed
    assert load_library(folder) == first


def test_other_content_is_compiled_anew(folder: Path, tmp_path: Path) -> None:
    load_library(folder, tmp_path / "cache")
    (folder / FLOW_FILE).write_text(spoiled(FLOW, "title: A sample", "title: Another"), encoding="utf-8")
    assert next(iter(load_library(folder, tmp_path / "cache").flows.values())).title == "Another"
    assert len(list((tmp_path / "cache").iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b'{"flows": 3}', b"\xff\xfe"])
def test_a_damaged_cache_is_made_again(folder: Path, tmp_path: Path, damage: bytes) -> None:
    whole = load_library(folder, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(damage)
    assert load_library(folder, tmp_path / "cache") == whole
    assert msgspec.json.decode(kept.read_bytes(), type=Library) == whole


def test_a_folder_that_is_no_content_folder_is_not_read_through(tmp_path: Path) -> None:
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number}.yaml").touch()
    with pytest.raises(ContentError, match="more than 500 files"):
        load_library(tmp_path)


def test_folders_that_lead_into_themselves_end(folder: Path) -> None:
    (folder / "flows" / "again").symlink_to(folder, target_is_directory=True)
    assert len(content_files(folder)) < 30


def test_a_file_that_can_not_be_opened_is_told(folder: Path) -> None:
    (folder / "gone.yaml").symlink_to(folder / "nowhere")
    with pytest.raises(ContentError, match=r"gone\.yaml:1: This can't be opened"):
        load_library(folder)


def test_the_shipped_content_loads() -> None:
    library = load_library()
    assert library == load_library(shipped())
    assert "ip_strategy" in library.flows


def test_what_is_asked_and_found_per_country_is_on_no_other_countrys_law() -> None:
    """Else every country is told what holds in one. Where goods arrive is another country than the one at hand."""
    library = load_library()
    names = tuple(economy.name for economy in library.countries.economies.values())
    elsewhere: set[str] = set()
    for flow in library.flows.values():
        sources = {source.id: source.title for source in flow.sources}
        for question in (q for s in flow.sections if "country" in (s.each, flow.per) for q in s.questions):
            asked = (question.text, question.why, question.help)
            told = [(question.id, sources[question.source], asked)]
            told += [(rule.id, sources[rule.source], (rule.say, rule.counsel, rule.do)) for rule in question.findings]
            for of, title, phrases in told:
                lines = (title, *(phrase.default for phrase in phrases if phrase is not None))
                elsewhere |= {of for name in names if any(name in line for line in lines)}
    assert elsewhere == {"customs_unrecorded"}


def test_a_warm_start_imports_neither_pydantic_nor_lark_nor_yaml(folder: Path, tmp_path: Path) -> None:
    load_library(folder, tmp_path / "cache")
    code = (
        "import sys; from pathlib import Path; from flows.authoring.library import load_library;"
        f"load_library(Path({str(folder)!r}), Path({str(tmp_path / 'cache')!r}));"
        "print(sorted({'pydantic', 'lark', 'yaml', 'rapidfuzz'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
