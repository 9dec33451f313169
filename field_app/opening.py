"""Opens the installation that the settings describe: its database and its keys."""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from webauthn.helpers import base64url_to_bytes

from config import FURTHER, SECRETS, BadSetting, Oidc, Settings, checkpoints_of
from field_app.actions import Directory, Installation, Keys, NotSetUp
from field_app.cases.force import SILENT, Force
from field_app.force_file import DEMONSTRATION, BadForceFile, read_assessing, read_force
from field_app.law.regimes import RANKS
from field_app.store import demonstration as kept
from field_app.store.database import connect, is_current, reading


def open_installation(settings: Settings, serving: bool) -> Installation:
    """The installation, ready to act. `serving` is False for commands, which may come before there are keys.

    :raise BadSetting: it is served without its keys, with a force file that is wrong, or on another origin than it was
        set up for.
    """
    engine = connect(settings.database_url)
    try:
        check_training(engine, settings)
        demonstration = kept.keys(engine)
    except DBAPIError:
        if serving:
            raise
        demonstration = {}  # `deadline` and `config check` need no database; what does will say that it is not there
    if demonstration and (later := {name: new_secret() for name in SECRETS if name not in demonstration}):
        kept.keep_keys(engine, later)  # a demonstration older than that key
        demonstration |= later
    secrets = {**demonstration, **settings.secrets}
    missing = [name for name in SECRETS if name not in secrets]
    if missing and serving and settings.training:
        raise BadSetting(
            "FIELD_DATABASE_URL: holds no training installation; `flask --app wsgi demo load` makes one in it."
        )
    if missing and serving:
        raise BadSetting(
            f"{', '.join(missing)}: must be set (`flask --app wsgi keys new` makes them), "
            "or `flask --app wsgi demo load` must have made this a demonstration."
        )
    installation = installation_with(
        engine,
        settings,
        {**{name: new_secret() for name in missing}, **secrets},
        demonstration=bool(demonstration),
    )
    installation.has_keys = not missing
    try:
        installation.force = force_of(settings, demonstration=bool(demonstration))
        installation.assessing = read_assessing(installation.force, settings.force or DEMONSTRATION)
    except BadForceFile as error:
        if serving:
            raise BadSetting(f"FIELD_FORCE: the force file is wrong.\n{error}") from error
        installation.force_is_wrong = str(error)
    if serving:
        _check_made_for(installation, settings.origin)
    return installation


def check_training(engine: Engine, settings: Settings) -> None:
    """A training installation is opened as one, and nothing else is.

    :raise BadSetting: the database is not what FIELD_TRAINING says, or it is to be trained by with somebody's keys or
        text messages.
    """
    if settings.training:
        if settings.secrets or any(settings.further.values()):
            raise BadSetting(
                f"{', '.join(settings.secrets) or ', '.join(f'{one}_FURTHER' for one in FURTHER)}: must not be set "
                "in a training installation; it has keys of its own, in its own database."
            )
        if settings.notify:
            raise BadSetting("FIELD_NOTIFY_KEY: must not be set in a training installation; it sends no text messages.")
        if settings.oidc:
            raise BadSetting("FIELD_OIDC_ISSUER: must not be set in a training installation; nobody in it is real.")
    trains = kept.training_since(engine) is not None
    if trains and not settings.training:
        raise BadSetting(
            "FIELD_TRAINING: must be 1, since this database (FIELD_DATABASE_URL) is a training installation's."
        )
    if settings.training and not trains and kept.is_taken(engine):
        raise BadSetting(
            "FIELD_TRAINING: must not be 1, since the database of FIELD_DATABASE_URL holds a force that was not set up "
            "for training. A training installation has a database of its own, which `flask --app wsgi demo load` with "
            "FIELD_TRAINING=1 makes in an empty one."
        )


def installation_with(
    engine: Engine, settings: Settings, secrets: Mapping[str, str], *, demonstration: bool
) -> Installation:
    """An installation under these secrets (the names of `config.SECRETS`, base64url text).

    :raise BadSetting: one of them is not 32 bytes of base64url.
    """
    raw = {name: _bytes(name, secrets[name]) for name in SECRETS}
    further = {name: [_bytes(f"{name}_FURTHER", one) for one in settings.further.get(name, ())] for name in FURTHER}
    return Installation(
        engine,
        Keys(
            case=raw["FIELD_CASE_KEY"],
            inbox=_private_key("FIELD_INBOX_KEY", raw["FIELD_INBOX_KEY"]),
            vapid=_private_key("FIELD_VAPID_PRIVATE_KEY", raw["FIELD_VAPID_PRIVATE_KEY"]),
            session=raw["FIELD_SECRET_KEY"],
            checkpoint=Ed25519PrivateKey.from_private_bytes(raw["FIELD_CHECKPOINT_KEY"]),
            further_case=tuple(further["FIELD_CASE_KEY"]),
            further_checkpoint=tuple(map(Ed25519PrivateKey.from_private_bytes, further["FIELD_CHECKPOINT_KEY"])),
            further_inbox=tuple(_private_key("FIELD_INBOX_KEY_FURTHER", one) for one in further["FIELD_INBOX_KEY"]),
        ),
        checkpoint_file=settings.checkpoint_file or checkpoints_of(settings.database_url),
        push_origins=settings.push_origins,
        allow_pin=demonstration if settings.allow_pin is None else settings.allow_pin,
        idle_lock_minutes=settings.idle_lock_minutes,
        training=settings.training,
        limits_times=settings.limits_times,
        proxies=settings.proxies,
        directory=_directory(settings.oidc) if settings.oidc else None,
        notify=(notify.key, notify.template, notify.url) if (notify := settings.notify) else None,
    )


def _directory(said: Oidc) -> Directory:
    if wrong := [one for one in said.ranks.values() if one not in RANKS]:
        raise BadSetting(f"FIELD_OIDC_RANKS: {wrong[0]!r} is no rank here. These are: {', '.join(RANKS)}.")
    if said.ca and not said.ca.is_file():
        raise BadSetting(f"FIELD_OIDC_CA: {said.ca} is no file.")
    return Directory(
        said.issuer,
        said.client,
        said.secret,
        number=said.number,
        rank=said.rank,
        ranks=said.ranks,
        left=said.left,
        and_code=said.and_code,
        ca=str(said.ca) if said.ca else None,
    )


def force_of(settings: Settings, *, demonstration: bool) -> Force:
    """What FIELD_FORCE says; without it a demonstration has its own file, and any other force says nothing.

    :raise BadForceFile: the file is wrong.
    """
    if settings.force:
        return read_force(settings.force)
    return read_force(DEMONSTRATION) if demonstration else SILENT


def new_secret() -> str:
    """32 random bytes as base64url; as a P-256 key, all but one in 2**32 of them will do, and `keys new` checks."""
    while True:
        secret = os.urandom(32)
        try:
            _private_key("", secret)
        except BadSetting:
            continue
        return urlsafe_b64encode(secret).decode().rstrip("=")


def rp_id(origin: str) -> str:
    """The relying party id of an origin: its host name (WebAuthn Level 3, section 4)."""
    return urlsplit(origin).hostname or ""


def _bytes(name: str, text: str) -> bytes:
    try:
        raw = base64url_to_bytes(text)
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise BadSetting(f"{name}: must be 32 bytes as base64url, as `flask --app wsgi keys new` prints it.")
    return raw


def _private_key(name: str, raw: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except ValueError as error:
        raise BadSetting(f"{name}: is no P-256 private key; make another with `flask --app wsgi keys new`.") from error


def _check_made_for(installation: Installation, origin: str) -> None:
    if not is_current(installation.engine):
        raise BadSetting(
            "FIELD_DATABASE_URL: this database has not been set up for this version; `flask --app wsgi officers enrol` "
            "or `flask --app wsgi demo load` does it."
        )
    try:
        with reading(installation.engine) as connection:
            office, _ = installation.office(connection)
    except NotSetUp:
        return
    if office.training != installation.training:  # whatever stands beside it: the record itself says what it is
        raise BadSetting("FIELD_TRAINING: is not what the first entry of this installation's record says of it.")
    if office.origin != origin:
        raise BadSetting(
            f"FIELD_ORIGIN: this installation was set up for {office.origin}, and its passkeys work only there; "
            f"it cannot be served as {origin}."
        )
