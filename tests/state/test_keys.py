"""Key files: made for their owner alone, made once, refused when others could have read them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path

import pytest

from state.errors import KeyExposed, KeyMissing, KeyUnusable
from state.keys import add_key, key_beside, make_keys, read_keys
from tests.house.tree import ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.key"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def left(path: Path) -> list[str]:
    """What lies in its folder."""
    return sorted(entry.name for entry in path.parent.iterdir())


def test_a_key_file_is_for_its_owner_alone_whatever_the_umask(file: Path) -> None:
    before = os.umask(0)
    try:
        make_keys(file)
        assert mode(file) == 0o600
        add_key(file)
        assert mode(file) == 0o600
    finally:
        os.umask(before)
    assert left(file) == ["store.key"]


def test_a_key_file_that_is_there_is_left_as_it_is(file: Path) -> None:
    make_keys(file)
    before = file.read_bytes()
    make_keys(file)
    assert file.read_bytes() == before and left(file) == ["store.key"]


def test_no_two_key_files_hold_the_same_key(file: Path) -> None:
    make_keys(file)
    make_keys(file.with_name("other"))
    assert read_keys(file).keys[0].id != read_keys(file.with_name("other")).keys[0].id


def test_a_new_key_stands_before_the_others(file: Path) -> None:
    make_keys(file)
    [first] = read_keys(file).keys
    add_key(file)
    add_key(file)
    keys = read_keys(file).keys
    assert len({key.id for key in keys}) == 3 and keys[-1].id == first.id


@pytest.mark.parametrize("open_to", [0o640, 0o604, 0o620, 0o602, 0o644])
def test_a_key_file_that_others_may_use_is_refused_with_how_to_mend_it(file: Path, open_to: int) -> None:
    make_keys(file)
    file.chmod(open_to)
    before = file.read_bytes()
    for use in (read_keys, add_key):
        with pytest.raises(KeyExposed, match="chmod 600"):
            use(file)
    assert file.read_bytes() == before
    file.chmod(0o400)
    assert len(read_keys(file).keys) == 1


def test_a_key_file_that_is_not_there_is_named(file: Path) -> None:
    for use in (read_keys, add_key):
        with pytest.raises(KeyMissing, match=r"store\.key is not there"):
            use(file)
    with pytest.raises(KeyMissing):
        make_keys(file / "within" / "nothing")


@pytest.mark.parametrize("text", ["", "# only words\n", "not a key\n", f"{b64encode(bytes(32)).decode()}\nrest"])
def test_a_file_that_holds_anything_but_keys_is_refused(file: Path, text: str) -> None:
    file.touch(0o600)
    file.write_text(text)
    with pytest.raises(KeyUnusable, match=r"store\.key"):
        add_key(file)
    assert file.read_text() == text


def test_the_key_of_a_store_lies_beside_it() -> None:
    assert key_beside(Path("/data/ringfence.sqlite3")) == Path("/data/ringfence.sqlite3.key")


RACE = """
import sys, time
from pathlib import Path
from state.keys import make_keys, read_keys
while time.time() < float(sys.argv[2]): pass
make_keys(Path(sys.argv[1]))
print(read_keys(Path(sys.argv[1])).keys[0].id)
"""


def test_of_processes_that_race_to_make_a_key_file_one_does_it(file: Path) -> None:
    start = str(time.time() + 1.0)
    racers = [
        subprocess.Popen([sys.executable, "-c", RACE, str(file), start], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert len({racer.communicate(timeout=60)[0] for racer in racers}) == 1
    assert left(file) == ["store.key"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_a_key_that_root_adds_is_still_the_bots_to_read(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    make_keys(path)
    os.chown(path, 10001, 10001)
    add_key(path)
    made = path.stat()
    assert (made.st_uid, made.st_gid, made.st_mode & 0o777) == (10001, 10001, 0o600)
