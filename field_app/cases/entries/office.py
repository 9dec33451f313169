"""The office log: officers, ranks, passkeys and devices, recorded the way a case is."""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.notice import TRANSLATIONS
from field_app.law.regimes import RANKS

from .kinds import Base64Url, Day, Id, Line, Prefix, Sha256, Text, _shape, kind

POSTINGS = (
    "attending",
    "response",
    "custody",
    "authorising",
    "legal services",
    "safeguarding",
    "control room",
    "administrator",
    "auditor",
    "professional standards",
)


LANGUAGES = tuple(TRANSLATIONS)
"""The languages the notice is translated into. One that was approved once stays, or its approval could not be read."""


@kind("installation made", version=2, log="office", system=True)
class InstallationMade:
    """The first entry of every office log: which force, on which origin, real, for demonstration or for training."""

    force: Line
    origin: Line
    rp_id: Line
    demonstration: bool
    training: bool


@kind("officer added", log="office", act=True)
class OfficerAdded:
    """Somebody who may sign in once they have enrolled a passkey. `collar_number` as the force writes it."""

    officer: Id
    name: Line
    collar_number: Line


@kind("rank and posting recorded", version=2, log="office", act=True, signed=True)
class RankAndPostingRecorded:
    """Rank as held and on what basis (CSA 2010 s.24(1) turns on it), and what the officer does.

    `authorising_from` is the lowest rank that may authorise under the Acts the force has: whoever comes to hold that
    rank or more by this entry stands as they did until a second administrator has confirmed it.
    """

    officer: Id
    rank: Literal[RANKS]  # type: ignore[valid-type]
    basis: Literal["substantive", "temporary"]
    reason: Text | None
    postings: Annotated[tuple[Literal[POSTINGS], ...], _shape(max_length=10)]  # type: ignore[valid-type]
    authorising_from: Literal[RANKS]  # type: ignore[valid-type]


@kind("rank confirmed", log="office", act=True, signed=True)
class RankConfirmed:
    """A second administrator confirms the rank another recorded; it relies on the exact bytes of that entry."""

    officer: Id
    rank: Literal[RANKS]  # type: ignore[valid-type]


@kind("rank compared", log="office", system=True)
class RankCompared:
    """What the force's directory says of an officer's rank: in its own word, and as which rank here (None: unknown).

    It gives nobody anything: an administrator records the rank, or the system does where it is a lower one.
    """

    officer: Id
    said: Line
    rank: Literal[RANKS] | None  # type: ignore[valid-type]


@kind("passkey registered", log="office", system=True)
class PasskeyRegistered:
    """A passkey the officer enrolled; the key (COSE, RFC 9052) is kept for ever with its rpId and origin."""

    officer: Id
    credential: Base64Url
    public_key: Base64Url
    rp_id: Line
    origin: Line
    synced: bool


@kind("passkey withdrawn", log="office", act=True)
class PasskeyWithdrawn:
    """A passkey that must no longer sign or sign in."""

    officer: Id
    credential: Base64Url
    reason: Text


@kind("device added", log="office", system=True)
class DeviceAdded:
    """One officer in one browser. `prefix` begins every case reference it gives out."""

    device: Id
    officer: Id
    prefix: Prefix


@kind("device revoked", log="office", act=True)
class DeviceRevoked:
    """A device from which no act is accepted any more; what it saw and says has happened still is, and is marked."""

    device: Id
    reason: Text


@kind("on call recorded", log="office", act=True)
class OnCallRecorded:
    """Whether an officer is asked when authority is requested."""

    officer: Id
    on_call: bool


@kind("holiday recorded", log="office", act=True)
class HolidayRecorded:
    """A bank holiday in England and Wales that the table does not have, or has otherwise: proclaimed, or moved away.

    `doubtful`: the working deadline counts the day, and the other reading is shown; so the old day of a holiday that
    was moved is recorded. `source` is what makes it one, such as the number of the notice in the London Gazette.
    """

    date: Day
    name: Line
    source: Line
    doubtful: bool


@kind("holiday withdrawn", log="office", act=True)
class HolidayWithdrawn:
    """A day an administrator added is taken back: from now on the table alone says what it is."""

    date: Day
    reason: Text


@kind("server clock compared", log="office", system=True)
class ServerClockCompared:
    """The server's own clock is in doubt, or no longer. `by`: what says so; `off_by_s`: server minus that, the most."""

    doubted: bool
    by: Annotated[tuple[Literal["phones", "push service", "backwards", "jump"], ...], _shape(max_length=4)]
    off_by_s: Annotated[int, _shape(ge=-(10**10), le=10**10)] | None


@kind("translation approved", log="office", act=True, signed=True)
class TranslationApproved:
    """The force's translator has approved these very words of the notice and of what explains it.

    `wording` and `explanation` are the SHA-256 of the two files: after any change they are a draft again.
    """

    language: Literal[LANGUAGES]  # type: ignore[valid-type]
    wording: Sha256
    explanation: Sha256
    translator: Line


@kind("rescue file read in", log="office", act=True, signed=True)
class RescueFileReadIn:
    """A file of sealed entries, taken off a phone that could not send them, whose entries its reader lets in.

    `entries` are the ids the file names, in its order: with the file's SHA-256 they say what was signed for.
    """

    sha256: Sha256
    entries: Annotated[tuple[Id, ...], _shape(max_length=2_000)]


@kind("line management recorded", log="office", act=True)
class LineManagementRecorded:
    """Whom an officer answers to, and in which team and district they work: none of these decides about them (P30)."""

    officer: Id
    line_manager: Id | None
    team: Line | None
    district: Line | None
