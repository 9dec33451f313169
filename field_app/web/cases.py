"""Cases: what changed, the list, one case as computed and as recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from flask import Blueprint, Flask, Response, abort, jsonify, request
from pydantic import Field

from field_app.actions import changes, joining_left_out, list_cases, read_case, read_log
from field_app.cases.entries.kinds import Id, Reference, Sha256
from field_app.law.answers import NotMet

from . import installation, now, signed_in
from .openapi import Conditional, Instant, answers

bp = Blueprint("cases", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class After:
    """The cursor of the last answer; without it, everything this officer may hold."""

    after: Annotated[str, Field(description="The cursor of the last answer; opaque.")] = ""


@dataclass(frozen=True)
class Recorded:
    """An entry as the log holds it: its exact text and its signature's, who sent it when, and what was irregular.

    `rescued`: it came in with a rescue file that `officer` signed for. `body` is null where it is withheld from whoever
    asks (P21): then `body_sha256` stands for it in the chain; it is null otherwise.
    """

    position: int
    body: str | None
    signature: str | None
    hash: Sha256
    received_at: Instant
    officer: Id | Literal["system"]
    rescued: bool
    reasons: tuple[NotMet, ...]
    body_sha256: Sha256 | None


@dataclass(frozen=True)
class Head:
    """The last entry of a log."""

    position: int
    hash: Sha256


@dataclass(frozen=True)
class CaseChanges:
    """What is new of one case; where `whole`, it replaces what is held."""

    id: Id
    whole: bool
    entries: tuple[Recorded, ...]
    head: Head


@dataclass(frozen=True)
class Recorder:
    """Somebody who recorded an entry among these."""

    name: str
    collar_number: str
    rank: str | None


@dataclass(frozen=True)
class Beside:
    """A case in which a request waits for this officer, and another to be read beside it.

    `linked`: one names the other; `crosswise`: it may be the same two people the other way round, not confirmed.
    """

    case: Id
    other: Id
    linked: bool
    crosswise: bool


@dataclass(frozen=True)
class ChangesAnswer:
    """What this officer may hold and has not got; `gone` is what they may hold no more, `officers` is by id."""

    cases: tuple[CaseChanges, ...]
    gone: tuple[Id, ...]
    beside: tuple[Beside, ...]
    officers: dict[str, Recorder]
    after: str
    as_at: Instant


@dataclass(frozen=True)
class ListedCase:
    """A line of the list; `respondent` is their name."""

    id: Id
    reference: Reference | None
    stage: str
    respondent: str | None
    changed_at: Instant


@dataclass(frozen=True)
class CasesAnswer:
    """The cases an officer may hold."""

    cases: tuple[ListedCase, ...]


@dataclass(frozen=True)
class LogAnswer:
    """A case as recorded, in order."""

    entries: tuple[Recorded, ...]


@bp.get("/changes")
@answers(
    ChangesAnswer,
    query=After,
    headers=Conditional,
    fails=(400,),
    bare=(304,),
    sends={"ETag": "What to ask with in If-None-Match, so that nothing changed is answered by 304."},
)
def changed() -> Response:
    """What this officer may hold and has not yet got; 304 where that is nothing."""
    held = request.if_none_match.as_set(include_weak=True)
    only = next(iter(held)) if len(held) == 1 else None
    found = changes(installation(), signed_in().id, request.args.get("after"), only, now())
    nothing = found.document is None or found.etag in held  # `*` names no answer of ours, and is told everything
    answer = Response(status=304) if nothing else jsonify(found.document)
    answer.set_etag(found.etag)
    return answer


@bp.get("/cases")
@answers(CasesAnswer)
def listed() -> Response:
    """The cases this officer may hold, newest change first."""
    return jsonify({"cases": list_cases(installation(), signed_in().id, now())})


def _case_answer() -> type:
    from .openapi.case_view import CaseAnswer  # made of every section's kinds: only the description needs it

    return CaseAnswer


@bp.get("/cases/<uuid:case_id>")
@answers(_case_answer, fails=(404,))
def case(case_id: object) -> Response:
    """One case as computed."""
    view = read_case(installation(), signed_in().id, str(case_id), now())
    if view is None:
        abort(404)
    return jsonify({"case": view, "joining_left_out": joining_left_out(installation(), str(case_id))})


@bp.get("/cases/<uuid:case_id>/log")
@answers(LogAnswer, fails=(404,))
def case_log(case_id: object) -> Response:
    """One case as recorded."""
    entries = read_log(installation(), signed_in().id, str(case_id), now())
    if entries is None:
        abort(404)
    return jsonify({"entries": entries})
