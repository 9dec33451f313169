"""Settings from the environment (README, *Settings*). Nothing here has a default that would be unsafe in earnest."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

SECRETS = ("FIELD_SECRET_KEY", "FIELD_VAPID_PRIVATE_KEY", "FIELD_INBOX_KEY", "FIELD_CASE_KEY")
"""Each 32 random bytes as base64url; `flask keys new` makes them. Required outside demonstration."""


@dataclass(frozen=True)
class Settings:
    """What the environment says. `secrets` maps the names of `SECRETS` to their base64url text, where set.

    `force` is the force file, None where the force has written none.
    """

    database_url: str
    origin: str
    secrets: Mapping[str, str]
    allow_pin: bool | None
    training: bool
    push_origins: tuple[str, ...]
    idle_lock_minutes: int = 5
    force: Path | None = None


class BadSetting(Exception):
    """A setting cannot be used; the message names it and says what is wanted."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    :raise BadSetting: one of them cannot be used.
    """
    return Settings(
        database_url=environment.get("FIELD_DATABASE_URL") or f"sqlite:///{HERE / 'var' / 'field.sqlite'}",
        origin=_origin(environment.get("FIELD_ORIGIN") or "http://localhost:8000"),
        secrets={name: environment[name] for name in SECRETS if environment.get(name)},
        allow_pin=_switch(environment, "FIELD_ALLOW_PIN"),
        training=bool(_switch(environment, "FIELD_TRAINING")),
        push_origins=tuple(environment.get("FIELD_PUSH_ORIGINS", "").split()),
        idle_lock_minutes=_minutes(environment, "FIELD_IDLE_LOCK_MINUTES", default=5, most=30),
        force=Path(environment["FIELD_FORCE"]) if environment.get("FIELD_FORCE") else None,
    )


def _origin(text: str) -> str:
    local = text.startswith("http://localhost")
    if not (text.startswith("https://") or local) or text.endswith("/") or text.count("/") != 2:
        raise BadSetting(
            f"FIELD_ORIGIN: {text!r} must be an https origin without a path, such as https://field.example"
        )
    return text


def _minutes(environment: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    value = environment.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise BadSetting(f"{name}: {value!r} must be a whole number of minutes from 1 to {most}")
    return int(value)


def _switch(environment: Mapping[str, str], name: str) -> bool | None:
    value = environment.get(name, "")
    if value not in ("", "0", "1"):
        raise BadSetting(f"{name}: {value!r} must be 0 or 1")
    return None if value == "" else value == "1"
