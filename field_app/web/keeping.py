"""`GET /api/keeping`, `POST /api/keeping`: what is due for review, and how long one case is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Flask, Response, abort, jsonify, request

from field_app.actions import list_due, read_keeping
from field_app.cases.entries.keeping import GROUPS, HOLDS
from field_app.cases.entries.kinds import Day, Id, Line, Reference, Sha256, part
from field_app.cases.rules import may_hold
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .errors import Unusable
from .legal_desk import Page
from .openapi import Instant, answers, takes

bp = Blueprint("keeping", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class KeepingAsked:
    """Which case is asked about: its reference or id."""

    case: Line


@dataclass(frozen=True)
class Earliest:
    """The first day a review may put the next one on, by the group it puts the case in."""

    group_1: Day | None
    group_2: Day | None
    group_3: Day | None


@dataclass(frozen=True)
class Hold:
    """A hold that stands, as *hold lifted* names it: who placed it when, and why."""

    id: Id
    sha256: Sha256
    at: Instant
    by: str | None
    why: Literal[HOLDS]  # type: ignore[valid-type]
    account: str


@dataclass(frozen=True)
class Proposal:
    """A proposal to dispose of the case: who made it when, and why; `yours`: this officer did."""

    id: Id
    sha256: Sha256
    at: Instant
    by: str | None
    officer: Id
    reason: str
    yours: bool


@dataclass(frozen=True)
class KeptCase:
    """How long a case is kept. `reviewed`: a review put it in its `group`. `quiet_since`: the last day anything
    happened in it; `review_due`: from when on it is reviewed. `against`: why it is not disposed of now, in sentences.
    `linked`: with how many cases. `entries` and `head`: where its log ends, as *content disposed* names it.
    """

    case: Id
    reference: Reference | None
    stage: str
    respondent: str | None
    group: Literal[GROUPS]  # type: ignore[valid-type]
    reviewed: bool
    quiet_since: Day | None
    review_due: Day | None
    earliest: Earliest
    holds: tuple[Hold, ...]
    proposal: Proposal | None
    against: tuple[str, ...]
    linked: int
    entries: int
    head: Sha256
    may_review: bool
    may_confirm: bool


@dataclass(frozen=True)
class KeepingAnswer:
    """One page of the cases due for review or proposed to be disposed of, and how many were disposed of so far."""

    as_at: Instant
    total: int
    page: int
    pages: int
    disposed: int
    cases: tuple[KeptCase, ...]


@dataclass(frozen=True)
class Person:
    """Somebody recorded on the case, as *subject access asked for* names them."""

    person: Id
    name: str
    role: str


@dataclass(frozen=True)
class SubjectAccess:
    """Somebody asked what is held about them: who recorded it when. `GET /api/cases/<id>/subject-access/<id>`."""

    id: Id
    sha256: Sha256
    at: Instant
    by: str | None
    person: Id
    request: str


@dataclass(frozen=True)
class KeptCaseAnswer(KeptCase):
    """One case, who is recorded on it, and which of them asked for what is held about them."""

    as_at: Instant
    people: tuple[Person, ...]
    subject_access: tuple[SubjectAccess, ...]


@bp.get("/keeping")
@answers(KeepingAnswer, query=Page, fails=(400, 403))
def listed() -> Response:
    """What is due for review; logged before it is answered."""
    if not may_hold(signed_in()):
        abort(403)
    page = request.args.get("page", "1")
    if not (page.isascii() and page.isdecimal() and 1 <= len(page) <= 6 and page[0] != "0"):
        message = "page: must be a whole number from 1."
        raise Unusable("page", message, (NotMet("page", message),))
    return jsonify(list_due(installation(), signed_in().id, int(page), now()))


@bp.post("/keeping")
@answers(KeptCaseAnswer, fails=(403, 404))
@takes(KeepingAsked)
def of_case(asked: KeepingAsked) -> Response:
    """How long one case is kept; that this was asked is on record before."""
    if not may_hold(signed_in()):
        abort(403)
    found = read_keeping(installation(), signed_in().id, asked.case, now())
    if found is None:
        message = "case: there is none of this reference that you may read. Give its reference, such as 7QF-012-K."
        raise Unusable("no_case", message, (NotMet("no_case", message),), 404)
    return jsonify(found)
