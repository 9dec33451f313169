"""`GET /api/sealed`, `POST /api/sealing`: what is sealed, who may read it, and what somebody may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Flask, Response, jsonify

from field_app.actions import list_sealed, read_sealing
from field_app.cases.entries.kinds import Id, Line, Reference, Sha256, part
from field_app.cases.entries.sealing import PARTIES
from field_app.cases.rules.of_sealed import OpenAs
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .errors import Unusable
from .openapi import Instant, answers, takes

bp = Blueprint("sealing", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class SealingAsked:
    """Which case is asked about: its reference or id."""

    case: Line


@dataclass(frozen=True)
class Seal:
    """What seals a case, as *case unsealed* names it: when, by whom, and either for what `reason` or because the one
    of the two that `whose` says works for the police.
    """

    id: Id
    sha256: Sha256
    at: Instant
    by: str | None
    whose: Literal[PARTIES] | None  # type: ignore[valid-type]
    reason: str | None


@dataclass(frozen=True)
class SealedCase:
    """A case and what seals it, first to last. `respondent` is named only where the officer may read the case."""

    case: Id
    reference: Reference | None
    stage: str
    respondent: str | None
    readable: bool
    seals: tuple[Seal, ...]


@dataclass(frozen=True)
class SealedAnswer:
    """The sealed cases that are open to this officer, what was sealed last first."""

    as_at: Instant
    cases: tuple[SealedCase, ...]


@dataclass(frozen=True)
class Reader:
    """Somebody to whom the case is open while it is sealed, and as what."""

    name: str
    collar_number: str
    as_what: OpenAs | Literal["seals it"]


@dataclass(frozen=True)
class SealingAnswer(SealedCase):
    """One case: to whom it is open, or would be were it sealed now, and what this officer may do about it."""

    as_at: Instant
    open_to: tuple[Reader, ...]
    may_seal: bool
    may_open: bool
    may_unseal: bool


@bp.get("/sealed")
@answers(SealedAnswer)
def listed() -> Response:
    """The sealed cases that are open to this officer; logged before it is answered."""
    return jsonify(list_sealed(installation(), signed_in().id, now()))


@bp.post("/sealing")
@answers(SealingAnswer, fails=(404,))
@takes(SealingAsked)
def of_case(asked: SealingAsked) -> Response:
    """How one case is sealed, for whoever may read or seal it; that this was asked is on record before."""
    found = read_sealing(installation(), signed_in().id, asked.case, now())
    if found is None:
        message = "case: there is none of this reference that you may seal. Give its reference, such as 7QF-012-K."
        raise Unusable("no_case", message, (NotMet("no_case", message),), 404)
    return jsonify(found)
