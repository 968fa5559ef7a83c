"""Settings: the only reader of the environment. All that is wrong is told at once, by the setting's name, with how to mend it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.model.errors import RingfenceError

PREFIX = "RINGFENCE_"
DEFAULT_API = "https://slack.com/api/"

T = TypeVar("T", bound="Stored")


class ConfigError(RingfenceError):
    """Settings are missing or wrong. The message names each with its variable and says how to mend it."""


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


_NEEDS: dict[str, tuple[frozenset[Mode], str, str]] = {
    "slack_bot_token": (
        frozenset(Mode),
        "xoxb-",
        "the app's page, OAuth & Permissions, Bot User OAuth Token",
    ),
    "slack_app_token": (
        frozenset({Mode.SOCKET}),
        "xapp-",
        "the app's page, Basic Information, App-Level Tokens, with connections:write",
    ),
    "slack_signing_secret": (
        frozenset({Mode.HTTP}),
        "",
        "the app's page, Basic Information, Signing Secret",
    ),
}
"""A secret: the modes that need it, how it begins, where it is found."""


class Stored(BaseSettings):
    """Where progress is kept, the keys it is sealed with, and the flows: all that a command needs which speaks to no Slack."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        validate_default=True,
    )

    database: Path = Path("ringfence.sqlite3")
    key: SecretStr = SecretStr("")
    key_file: Path | None = None
    content: Path | None = None

    @field_validator("key_file")
    @classmethod
    def _is_the_only_place_of_keys(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None and "key" in info.data and info.data["key"].get_secret_value():
            raise ValueError(f"{PREFIX}KEY is set as well; set one of them")
        return value

    @field_validator("content")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"no folder at {value}")
        return value


class Settings(Stored):
    """What an operator may set. Each field is the variable ``RINGFENCE_<NAME>``; secrets never show in logs or errors."""

    # Before the secrets: which of them are needed hangs on it.
    mode: Mode = Mode.SOCKET
    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = DEFAULT_API
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 3000
    allow_public_channels: bool = False
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.CONSOLE
    erase_after_days: Annotated[int, Field(ge=0, le=3650)] = 14
    drain_seconds: Annotated[float, Field(ge=0, le=300)] = 10.0

    @field_validator(*_NEEDS)
    @classmethod
    def _is_there_where_its_mode_needs_it(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        mode, (modes, start, where) = info.data.get("mode"), _NEEDS[str(info.field_name)]
        said = value.get_secret_value()
        if mode in modes and not said:
            raise ValueError(f"is not set, and {mode} mode needs it (find it at {where})")
        if mode in modes and not said.startswith(start):
            raise ValueError(f"must begin with {start} (find it at {where})")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value if value.endswith("/") else f"{value}/"

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()


def load_settings(**given: object) -> Settings:
    """Read the settings. ``given`` (from the command line) goes before the environment, the environment before ``.env``.

    Raises ConfigError naming every setting that is missing or wrong.
    """
    return _load(Settings, given)


def load_stored() -> Stored:
    """Read the settings of the store alone. Raises ConfigError, see :func:`load_settings`."""
    return _load(Stored, {})


def _load(kind: type[T], given: dict[str, object]) -> T:
    try:
        return kind(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise ConfigError(
            "\n".join(_told(one) for one in error.errors(include_url=False, include_input=False))
        ) from None


def _told(error: ErrorDetails) -> str:
    """One wrong setting: its variable, and what is wrong."""
    return f"{PREFIX}{str(error['loc'][0]).upper()}: {error['msg'].removeprefix('Value error, ')}"


def database_path() -> Path:
    """Where the database is, for commands that need no Slack: found as ``run`` finds it."""
    return load_stored().database
