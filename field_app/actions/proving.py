"""The force's directory names whoever holds an enrolment link, in place of digits read out; and says their rank.

It opens no session and signs nothing. What it says takes away at once and gives nothing (docs/decisions/0060).
"""

from __future__ import annotations

import hmac
import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from field_app.adapters import passkeys
from field_app.adapters.directory import Directory, Named, NotNamed
from field_app.cases.office import Office, Officer
from field_app.law.regimes import RANKS, authorising_from
from field_app.store import access
from field_app.store import enrolments as store
from field_app.store import officers as kept
from field_app.store.database import reading, stamp, writing

from .installation import Installation
from .officers import NOBODY_KNOWN, NotAllowed, add_to_office, office_batch

NOT_PROVED = (
    "The force's directory and this link open nothing together. Open your link again, or ask the administrator who "
    "gave it to you."
)
"""Whatever is wrong: neither whoever has a link nor whoever is in the directory learns anything of the other."""

PURPOSE = "directory"
LONGEST_WORD = 200


class NoDirectory(Exception):
    """This installation has no directory."""


@dataclass(frozen=True)
class Begun:
    """A visit to the directory: its address, and what the browser keeps until it comes back."""

    address: str
    secret: str


@dataclass(frozen=True)
class Proved:
    """Who came back, and the options for creating the passkey their link is for."""

    officer: Officer
    public_key: dict[str, Any]


def begin_proving(installation: Installation, token: str, code: str | None, now: datetime) -> Begun:
    """Where to prove that one is whoever an enrolment link is for.

    Nothing is said of the link, unless the force asks for the digits as well.

    :raise NoDirectory: this installation has none.
    :raise ProviderAway: it does not answer.
    :raise NotAllowed: the digits are asked for as well, and are not those that were read out.
    """
    directory = _directory(installation)
    with writing(installation.engine) as connection:  # a wrong try is kept, so nothing is raised in here
        known = not directory.and_code or store.officer_of(connection, token, code, now) is not None
    if not known:
        raise NotAllowed(NOT_PROVED)
    secret = os.urandom(32)
    visit = _Visit(installation, secret)
    address = directory.where_to_ask(_back(installation), visit.state, visit.nonce, visit.verifier, now)
    with writing(installation.engine) as connection:
        kept.keep_challenge(connection, secret, PURPOSE, now, token)
    return Begun(address, secret.hex())


def prove(
    installation: Installation, secret: str, token: str, state: str, code: str, issuer: str | None, now: datetime
) -> Proved:
    """Whom the directory named, if the link is theirs; that it did, or did not, is on record.

    `secret` and `token` are what this browser began with; `state`, `code` and `issuer` (RFC 9207; None where the
    provider does not say it) what the directory sent it back with. All of it serves once.

    :raise NoDirectory: this installation has none.
    :raise ProviderAway: it does not answer.
    :raise NotAllowed: it named nobody, somebody unknown, or another than the link is for.
    """
    directory = _directory(installation)
    try:
        visit = _Visit(installation, bytes.fromhex(secret))
    except ValueError:
        visit = _Visit(installation, b"")
    with writing(installation.engine) as connection:
        fresh = kept.use_challenge(connection, visit.secret, PURPOSE, now, token)
    known = None
    try:
        if not fresh or not hmac.compare_digest(state.encode("utf-8", "surrogatepass"), visit.state.encode()):
            raise NotNamed
        if issuer is not None and issuer != directory.issuer:
            raise NotNamed
        known = directory.named(code, _back(installation), visit.nonce, visit.verifier, now)
    except NotNamed:
        pass
    proved = None
    with writing(installation.engine) as connection:
        batch = office_batch(installation, connection, now)
        officer = _of_number(batch.office, known.number) if known else None
        if known and officer and (entries := _follows(installation, batch.office, officer, known)):
            (kind, facts), *further = entries
            add_to_office(batch, kind, facts, *further)
        if known and officer and not known.left and store.is_for(connection, token, officer.id, now):
            challenge = os.urandom(32)
            kept.keep_challenge(connection, challenge, "enrol", now, token)
            proved = Proved(officer, passkeys.registration_options(batch.office, officer, challenge))
        access.keep(
            connection,
            installation.keys,
            at=stamp(now),
            officer=officer.id if officer else NOBODY_KNOWN,
            action="directory confirmed" if proved else "directory refused",
        )
    if proved is None:
        raise NotAllowed(NOT_PROVED)
    return proved


@dataclass(frozen=True)
class _Visit:
    """What one visit sends along, all of it from one secret, so that only that has to be kept."""

    installation: Installation
    secret: bytes

    @property
    def state(self) -> str:
        return self._of("state")

    @property
    def nonce(self) -> str:
        return self._of("nonce")

    @property
    def verifier(self) -> str:
        return self._of("verifier")

    def _of(self, what: str) -> str:
        key = self.installation.secrets.session
        made = hmac.digest(key, f"field directory {what}".encode() + self.secret, "sha256")
        return urlsafe_b64encode(made).decode().rstrip("=")


def _directory(installation: Installation) -> Directory:
    if installation.directory is None:
        raise NoDirectory
    return installation.directory


def _back(installation: Installation) -> str:
    """Where the directory sends back to: the origin the force was set up for, whatever host a request names."""
    with reading(installation.engine) as connection:
        return f"{installation.office(connection)[0].origin}/directory/back"


def _of_number(office: Office, number: str) -> Officer | None:
    """The one officer with this collar number; nobody where two have it."""
    found = [one for one in office.officers.values() if one.collar_number.casefold() == number.casefold()]
    return found[0] if len(found) == 1 else None


def _follows(
    installation: Installation, office: Office, officer: Officer, named: Named
) -> list[tuple[str, dict[str, Any]]]:
    """The entries that follow: what the directory says is gone goes, every passkey of who left, a rank they lost."""
    if named.left:
        left = {"officer": officer.id, "reason": "The force's directory says that they have left."}
        theirs = [
            one.credential for one in office.passkeys.values() if one.officer == officer.id and not one.withdrawn_at
        ]
        return [("passkey withdrawn", {**left, "credential": one}) for one in theirs]
    if named.rank is None:
        return []
    said, before = named.rank[:LONGEST_WORD], office.ranks.said.get(officer.id)
    rank = _rank_of(installation, said)
    entries: list[tuple[str, dict[str, Any]]] = []
    if (said, rank) != (before.said, before.rank) if before else rank != officer.rank:
        entries.append(("rank compared", {"officer": officer.id, "said": said, "rank": rank}))
    # Under a temporary rank the directory may know only the one they had before: an administrator looks.
    if rank and officer.rank and officer.basis != "temporary" and RANKS.index(rank) < RANKS.index(officer.rank):
        lower = {
            "officer": officer.id,
            "rank": rank,
            "basis": "substantive",
            "reason": f"The force's directory says: {said}.",
            "postings": list(officer.postings),
            "authorising_from": authorising_from(one.id for one in installation.regimes),
        }
        entries.append(("rank and posting recorded", lower))
    return entries


def _rank_of(installation: Installation, said: str) -> str | None:
    """The rank here that a word of the directory's is: as the settings say, or the word itself."""
    ranks = _directory(installation).ranks
    word = said.casefold()
    return ranks.get(word) or (word if word in RANKS else None)
