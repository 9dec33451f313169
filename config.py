"""Settings from the environment (README, *Settings*). Nothing here has a default that would be unsafe in earnest."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent

SECRETS = (
    "FIELD_SECRET_KEY",
    "FIELD_VAPID_PRIVATE_KEY",
    "FIELD_INBOX_KEY",
    "FIELD_CASE_KEY",
    "FIELD_CHECKPOINT_KEY",
)
"""Each 32 random bytes as base64url; `flask keys new` makes them. Required outside demonstration."""

FURTHER = ("FIELD_CASE_KEY", "FIELD_INBOX_KEY", "FIELD_CHECKPOINT_KEY")
"""Of those, what is changed for another while both are set: the earlier, or the one to come, as …_FURTHER."""

NOTIFY = "https://api.notifications.service.gov.uk"


@dataclass(frozen=True)
class Notify:
    """How text messages are sent: GOV.UK Notify's address, the service's API key, and the one template there is."""

    url: str
    key: str
    template: str


@dataclass(frozen=True)
class Oidc:
    """The force's directory, an OpenID Connect provider: its issuer, and who we are to it.

    `number` and `rank` are the claims that say collar number and rank (None: it is not asked for the rank); `ranks`
    maps its words for ranks, in lower case, to Field's; `left` is a claim and the value that says somebody has left.
    `and_code`: the digits an administrator reads out are asked for as well. `ca`: a file of the authorities that its
    certificate is from, where that is a private one's.
    """

    issuer: str
    client: str
    secret: str
    number: str
    rank: str | None = None
    ranks: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, str] | None = None
    and_code: bool = False
    ca: Path | None = None


@dataclass(frozen=True)
class Settings:
    """What the environment says. `secrets` maps the names of `SECRETS` to their base64url text, where set.

    `further` holds, by the same names, keys that open as well, and lock nothing: those before, or the one to come.
    `force` is the force file, None where the force has written none.
    `metrics_token` opens `/metrics` from elsewhere; None: it is open to this machine alone.
    `limits_times`: every limit of how often is asked is so many times as wide.
    `proxies`: addresses, besides this machine's own, whose word for where a request comes from is taken.
    `oidc` is the force's directory, None where officers enrol by a code alone.
    `checkpoint_file` is None where it is the database's own (`checkpoints_of`).
    """

    database_url: str
    origin: str
    secrets: Mapping[str, str]
    allow_pin: bool | None
    training: bool
    push_origins: tuple[str, ...]
    idle_lock_minutes: int = 5
    notify: Notify | None = None
    force: Path | None = None
    checkpoint_file: Path | None = None
    metrics_token: str | None = None
    limits_times: int = 1
    proxies: tuple[str, ...] = ()
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    oidc: Oidc | None = None


class BadSetting(Exception):
    """A setting cannot be used; the message names it and says what is wanted."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    :raise BadSetting: one of them cannot be used.
    """
    training = bool(_switch(environment, "FIELD_TRAINING"))
    name = "training" if training else "field"
    return Settings(
        database_url=_database(environment.get("FIELD_DATABASE_URL") or f"sqlite:///{HERE / 'var' / name}.sqlite"),
        origin=_origin(environment.get("FIELD_ORIGIN") or "http://localhost:8000"),
        secrets={name: environment[name] for name in SECRETS if environment.get(name)},
        allow_pin=_switch(environment, "FIELD_ALLOW_PIN"),
        training=training,
        push_origins=tuple(environment.get("FIELD_PUSH_ORIGINS", "").split()),
        idle_lock_minutes=_number(environment, "FIELD_IDLE_LOCK_MINUTES", default=5, most=30, of="of minutes "),
        notify=_notify(environment),
        force=_path(environment, "FIELD_FORCE"),
        checkpoint_file=_path(environment, "FIELD_CHECKPOINT_FILE"),
        metrics_token=_token(environment, "FIELD_METRICS_TOKEN"),
        limits_times=_number(environment, "FIELD_LIMITS", default=1, most=1000),
        proxies=_addresses(environment, "FIELD_PROXIES"),
        further={
            "FIELD_CASE_KEY": tuple(environment.get("FIELD_CASE_KEY_FURTHER", "").split()),
            "FIELD_INBOX_KEY": tuple(environment.get("FIELD_INBOX_KEY_FURTHER", "").split()),
            "FIELD_CHECKPOINT_KEY": tuple(environment.get("FIELD_CHECKPOINT_KEY_FURTHER", "").split()),
        },
        oidc=_oidc(environment),
    )


OIDC = (
    "FIELD_OIDC_ISSUER",
    "FIELD_OIDC_CLIENT",
    "FIELD_OIDC_SECRET",
    "FIELD_OIDC_NUMBER",
    "FIELD_OIDC_RANK",
    "FIELD_OIDC_RANKS",
    "FIELD_OIDC_LEFT",
    "FIELD_OIDC_AND_CODE",
    "FIELD_OIDC_CA",
)
"""The settings of the force's directory; the first three always go together."""


def _oidc(environment: Mapping[str, str]) -> Oidc | None:
    given = {name: one for name in OIDC if (one := environment.get(name, "").strip())}
    if not given:
        return None
    issuer, client, secret = (given.get(name, "") for name in OIDC[:3])
    if not _https_or_local(issuer) or "?" in issuer or "#" in issuer:
        raise BadSetting(f"FIELD_OIDC_ISSUER: {issuer!r} must be the directory's issuer, an https address")
    if not client or not secret:
        raise BadSetting("FIELD_OIDC_CLIENT, FIELD_OIDC_SECRET: must both be set, as the directory gave them")
    ranks = {}
    for pair in filter(None, (one.strip() for one in given.get("FIELD_OIDC_RANKS", "").split(","))):
        said, equals, rank = (part.strip() for part in pair.partition("="))
        if not (said and equals and rank):
            raise BadSetting(f"FIELD_OIDC_RANKS: {pair!r} must be such as Det Supt=superintendent")
        ranks[said.casefold()] = rank
    claim, equals, value = (part.strip() for part in given.get("FIELD_OIDC_LEFT", "").partition("="))
    if (claim or equals) and not (claim and value):
        raise BadSetting("FIELD_OIDC_LEFT: must be a claim and its value, such as employment=left")
    return Oidc(
        issuer,
        client,
        secret,
        number=given.get("FIELD_OIDC_NUMBER", "employee_number"),
        rank=given.get("FIELD_OIDC_RANK"),
        ranks=ranks,
        left=(claim, value) if claim else None,
        and_code=bool(_switch(environment, "FIELD_OIDC_AND_CODE")),
        ca=_path(environment, "FIELD_OIDC_CA"),
    )


def _database(url: str) -> str:
    if not re.match(r"sqlite:///.|postgresql(\+psycopg)?://", url):
        # What was written there may hold a password: it is not repeated.
        raise BadSetting("FIELD_DATABASE_URL: must begin sqlite:/// or postgresql://, such as postgresql:///field")
    return url


def _https_or_local(url: str) -> bool:
    return url.startswith("https://") or bool(re.match("http://(127[.]0[.]0[.]1|localhost)[:/]", url + "/"))


def _token(environment: Mapping[str, str], name: str) -> str | None:
    value = environment.get(name) or None
    if value is not None and not re.fullmatch("[A-Za-z0-9_-]{32,}", value):
        raise BadSetting(f"{name}: must be at least 32 letters, digits, - or _, such as `flask keys new` prints")
    return value


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None


def _notify(environment: Mapping[str, str]) -> Notify | None:
    key, template = environment.get("FIELD_NOTIFY_KEY", ""), environment.get("FIELD_NOTIFY_TEMPLATE", "")
    if not key and not template:
        return None
    uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    if not re.fullmatch(rf".*{uuid}-{uuid}", key):
        raise BadSetting("FIELD_NOTIFY_KEY: must be an API key as GOV.UK Notify shows it, ending in two ids")
    if not re.fullmatch(uuid, template):
        raise BadSetting("FIELD_NOTIFY_TEMPLATE: must be the id of the text message template in GOV.UK Notify")
    url = environment.get("FIELD_NOTIFY_URL") or NOTIFY
    if not _https_or_local(url):
        raise BadSetting(f"FIELD_NOTIFY_URL: {url!r} must be an https address, such as {NOTIFY}")
    return Notify(url, key, template)


def checkpoints_of(database_url: str) -> Path:
    """Where the checkpoints of a database are kept by default: beside an SQLite file, else in var/; named after it."""
    if database_url.startswith("sqlite:///"):
        return Path(database_url.removeprefix("sqlite:///") + ".checkpoints")
    return HERE / "var" / (urlsplit(database_url).path.strip("/") + ".checkpoints")


def _origin(text: str) -> str:
    local = text.startswith("http://localhost")
    if not (text.startswith("https://") or local) or text.endswith("/") or text.count("/") != 2:
        raise BadSetting(
            f"FIELD_ORIGIN: {text!r} must be an https origin without a path, such as https://field.example"
        )
    return text


def _number(environment: Mapping[str, str], name: str, *, default: int, most: int, of: str = "") -> int:
    value = environment.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise BadSetting(f"{name}: {value!r} must be a whole number {of}from 1 to {most}")
    return int(value)


def _addresses(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    given = environment.get(name, "").split()
    for one in given:
        try:
            ip_address(one)
        except ValueError as error:
            raise BadSetting(f"{name}: {one!r} must be an address, such as 10.0.0.5") from error
    return tuple(given)


def _switch(environment: Mapping[str, str], name: str) -> bool | None:
    value = environment.get(name, "")
    if value not in ("", "0", "1"):
        raise BadSetting(f"{name}: {value!r} must be 0 or 1")
    return None if value == "" else value == "1"
