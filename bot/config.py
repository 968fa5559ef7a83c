"""Settings: the only reader of the environment. All that is wrong is told at once, by the setting's name, with how to mend it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.model.errors import RingfenceError

PREFIX = "RINGFENCE_"
DEFAULT_API = "https://slack.com/api/"


class ConfigError(RingfenceError):
    """Settings are missing or wrong. The message names each with its variable and says how to mend it."""


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


class Settings(BaseSettings):
    """What an operator may set. Each field is the variable ``RINGFENCE_<NAME>``; secrets never show in logs or errors."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = DEFAULT_API
    mode: Mode = Mode.SOCKET
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 3000
    database: Path = Path("ringfence.sqlite3")
    content: Path | None = None
    allow_public_channels: bool = False
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.CONSOLE
    drain_seconds: Annotated[float, Field(ge=0, le=300)] = 10.0

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

    @field_validator("content")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"no folder at {value}")
        return value

    @model_validator(mode="after")
    def _has_what_its_mode_needs(self) -> Settings:
        needs = {
            Mode.SOCKET: {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"},
            Mode.HTTP: {"slack_bot_token": "xoxb-", "slack_signing_secret": ""},
        }[self.mode]
        wrong = [
            _need(name, start, getattr(self, name).get_secret_value(), self.mode)
            for name, start in needs.items()
            if not getattr(self, name).get_secret_value().startswith(start)
            or not getattr(self, name).get_secret_value()
        ]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


_WHERE = {
    "slack_bot_token": "the app's page, OAuth & Permissions, Bot User OAuth Token",
    "slack_app_token": "the app's page, Basic Information, App-Level Tokens, with connections:write",
    "slack_signing_secret": "the app's page, Basic Information, Signing Secret",
}


def _need(name: str, start: str, value: str, mode: Mode) -> str:
    variable = f"{PREFIX}{name.upper()}"
    problem = (
        f"{variable} must begin with {start}" if value and start else f"{variable} is not set, and {mode} mode needs it"
    )
    return f"{problem} (find it at {_WHERE[name]})"


def load_settings(**given: object) -> Settings:
    """Read the settings. ``given`` (from the command line) goes before the environment, the environment before ``.env``.

    Raises ConfigError naming every setting that is missing or wrong.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise ConfigError(
            "\n".join(_told(dict(one)) for one in error.errors(include_url=False, include_input=False))
        ) from None


def _told(error: dict[str, object]) -> str:
    place = error.get("loc")
    why = str(error.get("msg", "")).removeprefix("Value error, ")
    if isinstance(place, tuple) and place:
        return f"{PREFIX}{str(place[0]).upper()}: {why}"  # pyright: ignore[reportUnknownArgumentType]
    return why


def database_path() -> Path:
    """Where the database is, for commands that need no Slack: the same variable as ``run`` reads, and nothing else of it."""
    return Path(os.environ.get(f"{PREFIX}DATABASE") or "ringfence.sqlite3")
