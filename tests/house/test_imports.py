"""Who may know whom. The three layers are import-linter's (pyproject.toml); the finer rules stand in two tables here.

A rule is about names as written in import statements, wherever they stand in a file, and holds for modules yet to come.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.house.tree import PACKAGES, Module, imports, packaged


@dataclass(frozen=True, slots=True)
class Room:
    """Modules below ``name`` may import, of our own, only what lies below ``may``, and each other unless ``apart``."""

    name: str
    may: tuple[str, ...]
    why: str
    apart: bool = False

    def allows(self, module: str, target: str) -> bool:
        """Whether a module of this room may import a name of ours."""
        depth = self.name.count(".") + 2
        own = ".".join(module.split(".")[:depth]) if self.apart else self.name
        return below(target, (own, *self.may))


@dataclass(frozen=True, slots=True)
class Library:
    """Of the modules below ``within``, only those below one of ``homes`` may import what lies below ``names``."""

    names: tuple[str, ...]
    homes: tuple[str, ...]
    why: str
    within: tuple[str, ...] = PACKAGES


ROOMS = (
    Room("flows.model", (), "nouns know nothing but each other"),
    Room(
        "flows.rules",
        ("flows.model", "flows.rules.conditions", "flows.rules.inputs"),
        "what combines rules lives in the engine",
        apart=True,
    ),
    Room("flows.engine", ("flows.model", "flows.rules"), "a running conversation reads no YAML"),
    Room("flows.authoring", ("flows",), "flows decides, and knows nobody above it"),
    Room("state", ("flows.model",), "state remembers values and judges nothing"),
    Room(
        "bot.service",
        ("flows", "state.store", "state.records", "state.errors"),
        "use cases know ports, not drivers and not Slack",
    ),
    Room("bot.playground", (), "the local Slack must not know the bot it stands in for Slack to"),
)

LIBRARIES = (
    Library(("slack_bolt", "slack_sdk"), ("bot.slack", "bot.app"), "Slack has one home, and the composition root"),
    Library(
        ("bot.slack",),
        ("bot.slack", "bot.app", "bot.cli", "bot.watching", "bot.doctor"),
        "only the composition root, what it serves, and the doctor know Slack's room",
    ),
    Library(("prometheus_client",), ("bot.metrics",), "one file counts for Prometheus"),
    Library(("aiosqlite",), ("state",), "the database has one home"),
    Library(("sqlite3",), ("state", "bot.shelf"), "SQLite remembers in one place, and searches our content in another"),
    Library(("nacl",), ("state.seal", "state.keys"), "the cipher has one home"),
    Library(("transitions",), ("flows.engine.machine", "flows.authoring.diagrams"), "one file knows the state machine"),
    Library(
        ("yaml",), ("flows.authoring",), "one room reads YAML", within=("flows", "state", "bot.service", "bot.slack")
    ),
    Library(
        ("pydantic", "pydantic_core"),
        ("flows.authoring",),
        "schemas are for authors; values are msgspec",
        within=("flows", "state"),
    ),
    Library(("lark",), ("flows.authoring",), "conditions are parsed once, when content is loaded"),
    Library(("docx", "lxml"), ("bot.service.sheets",), "one file writes Word documents"),
    Library(("pydantic_settings",), ("bot.config",), "one file reads the settings"),
    Library(("os",), (), "use cases get what they need passed in", within=("bot.service", "flows")),
    Library(("random", "secrets"), (), "a decision is the same each time", within=("flows", "state")),
    Library(("unittest.mock",), (), "fakes show behaviour, mocks show calls"),
)


def below(name: str, roots: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of ``roots`` or lies below one."""
    return any(name == root or name.startswith(f"{root}.") for root in roots)


def strays(room: Room, module: Module) -> list[str]:
    """Imports of our own packages by which a module leaves its room."""
    ours = [found for found in imports(module.tree) if below(found.target, PACKAGES)]
    return [
        f"{module.place}:{found.line}: imports {found.target}; {room.why}"
        for found in ours
        if not room.allows(module.name, found.target)
    ]


def trespasses(library: Library, module: Module) -> list[str]:
    """Imports of a library by a module that is not one of its homes."""
    return [
        f"{module.place}:{found.line}: imports {found.target}; {library.why}"
        for found in imports(module.tree)
        if below(found.target, library.names)
    ]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_imports_only_what_it_may(room: Room) -> None:
    wrong = [line for module in packaged() if below(module.name, (room.name,)) for line in strays(room, module)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.names[0])
def test_a_library_is_known_only_in_its_home(library: Library) -> None:
    bound = [m for m in packaged() if below(m.name, library.within) and not below(m.name, library.homes)]
    wrong = [line for module in bound for line in trespasses(library, module)]
    assert not wrong, "\n".join(wrong)


def test_only_the_settings_read_the_environment() -> None:
    names = {"environ", "environb", "getenv"}
    wrong = [
        f"{module.place}:{node.lineno}: reads the environment; only bot.config does"
        for module in packaged()
        if not below(module.name, ("bot.config",))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in names and isinstance(node.value, ast.Name)
    ]
    wrong += [
        f"{module.place}:{found.line}: imports {found.target}; only bot.config does"
        for module in packaged()
        if not below(module.name, ("bot.config",))
        for found in imports(module.tree)
        if found.target in {f"os.{name}" for name in names}
    ]
    assert not wrong, "\n".join(wrong)


def sample(name: str, source: str) -> Module:
    """A module that is not in the tree, to try the rules on."""
    path = packaged()[0].path
    return Module(name, path, source, ast.parse(source))


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("flows.model", "from flows.rules.gates import judge"),
        ("flows.rules", "from flows.rules import gates"),
        ("state", "import flows.engine.advance"),
        ("bot.service", "def f():\n    from bot.slack import sender"),
        ("bot.playground", "from bot.config import Settings"),
    ],
)
def test_an_import_that_leaves_its_room_is_seen(room: str, source: str) -> None:
    rule = next(rule for rule in ROOMS if rule.name == room)
    assert len(strays(rule, sample(f"{room}.sample", source))) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("flows.rules", "from flows.rules.conditions import judge"),
        ("flows.model", "import msgspec"),
        ("state", "from flows.model import programme"),
        ("bot.service", "from state.store import Store"),
    ],
)
def test_an_import_within_its_rights_is_let_be(room: str, source: str) -> None:
    rule = next(rule for rule in ROOMS if rule.name == room)
    assert strays(rule, sample(f"{room}.sample", source)) == []


def test_naming_the_bot_on_the_command_line_loads_neither_slack_nor_schemas() -> None:
    late = ("slack_bolt", "slack_sdk", "aiohttp", "pydantic", "lark", "dateparser", "transitions", "uvicorn", "docx")
    code = f"import sys, bot.cli; print(*[name for name in {late!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
