"""Loads the content that the bot runs on: from a folder, or from what was compiled of the same bytes before.

Reading YAML takes pydantic and lark, which cost more at start-up than all else. With a place to keep the compiled
library, they are imported only when the content (or the code that reads it) has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from flows.model.country import CountryBook
from flows.model.errors import ContentError
from flows.model.flow import Library

MAX_BYTES = 400_000
"""No more than this is read of one file; the reader refuses what is longer."""
MAX_FILES = 500
"""No more files than this are looked at."""
MAX_DEPTH = 4
"""Folders below the content folder; deeper ones hold no content."""
_CODE = ("model", "authoring", "rules")
"""The packages whose code decides what the same bytes compile to."""


def load_library(root: Traversable | None = None, cache_dir: Path | None = None) -> Library:
    """The library of a content folder; of the one that came with the package when ``root`` is None.

    With ``cache_dir``, what was compiled is kept there under the hash of all content and of the code that read it.
    Raises :class:`ContentError` with every problem that keeps a flow from running.
    """
    folder = root if root is not None else shipped()
    files = content_files(folder)
    kept = cache_dir / f"library-{_digest(files)}.json" if cache_dir is not None else None
    library = _kept(kept) if kept is not None else None
    if library is None:
        library = _compiled(files, folder)
        if kept is not None:
            _keep(kept, library)
    return library


def load_reference(root: Traversable | None = None) -> tuple[CountryBook, dict[str, str]]:
    """The book of countries and the bot's sentences, without the flows. Raises :class:`ContentError` where they are wrong."""
    from flows.authoring.tree import read_reference  # late, as below

    folder = root if root is not None else shipped()
    tree = read_reference(content_files(folder), f"{folder}/")
    if tree.problems:
        raise ContentError(tuple(str(problem) for problem in tree.problems))
    return tree.countries, tree.texts


def shipped() -> Traversable:
    """The content that came with the package."""
    return resources.files("flows") / "content"


def content_files(folder: Traversable) -> dict[str, bytes]:
    """The YAML files of a folder by their path below it, each cut off one byte beyond what the reader takes.

    Raises ContentError for a file that can't be opened, and for a folder that can hardly be content.
    """
    found: dict[str, bytes] = {}
    for path, file in _yaml_files(folder, "", 0):
        if len(found) == MAX_FILES:
            raise ContentError((f"{folder}:1: There are more than {MAX_FILES} files here. Name the content folder.",))
        try:
            with file.open("rb") as opened:
                found[path] = opened.read(MAX_BYTES + 1)
        except OSError as bad:
            raise ContentError(
                (f"{file}:1: This can't be opened ({bad.strerror}). See that it is a readable file.",)
            ) from bad
    return found


def _yaml_files(folder: Traversable, prefix: str, depth: int) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            if depth < MAX_DEPTH:
                yield from _yaml_files(entry, f"{prefix}{entry.name}/", depth + 1)
        elif entry.name.endswith(".yaml"):
            yield prefix + entry.name, entry


def _compiled(files: Mapping[str, bytes], folder: Traversable) -> Library:
    from flows.authoring.tree import read_tree  # late: brings pydantic and lark, which a warm start does without

    tree = read_tree(files, f"{folder}/")
    if tree.problems:
        raise ContentError(tuple(str(problem) for problem in tree.problems))
    return tree.library()


# ── what was compiled before ─────────────────────────────────────────────────


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path, raw in (*sorted(files.items()), *_code()):
        digest.update(f"{path}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def _code() -> Iterator[tuple[str, bytes]]:
    for package in _CODE:
        files = [file for file in (resources.files("flows") / package).iterdir() if file.name.endswith(".py")]
        yield from ((f"{package}/{file.name}", file.read_bytes()) for file in sorted(files, key=lambda file: file.name))


def _kept(path: Path) -> Library | None:
    """What was kept; None where there is nothing, or where it was cut short or damaged, so that it is made again."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Library)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _keep(path: Path, library: Library) -> None:
    """Keep it under its final name only when it is whole: two starting processes may write at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{id(library)}.part")
    part.write_bytes(msgspec.json.encode(library))
    part.replace(path)
