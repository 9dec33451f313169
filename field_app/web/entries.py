"""`POST /api/entries`: the one way anything is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import ValidationError

from field_app.actions import Outcome, Sealed, Sent, record
from field_app.cases.entries.kinds import Id, Shape, part
from field_app.parse import sentences

from . import installation, now, signed_in
from .errors import Unusable, reader
from .openapi import COMPONENT, answers, takes

MOST = 50

bp = Blueprint("entries", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@dataclass(frozen=True)
class Inner:
    """A text with another text in it, whatever its characters: what is wrong with those costs its entry, not all."""

    media: str | None = None
    schema: str | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        return {"type": "is-instance", "cls": str}

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        held = {"contentMediaType": self.media} if self.media else {}
        within = {"contentSchema": {COMPONENT: self.schema}} if self.schema else {}
        return {"type": "string", **held, **within}


@part
class Plain:
    """An entry's exact JSON text and its signature's, an AuthenticationResponseJSON; null where it has none."""

    body: Annotated[str, Inner("application/json", "Entry")]
    signature: Annotated[str, Inner("application/json")] | None


@part
class SealedEntry:
    """The JSON text of one such {body, signature}, sealed to the inbox (docs/api.md), under the entry's id."""

    id: Id
    sealed: Annotated[str, Inner()]


@part
class Entries:
    """Entries to take in, in order."""

    entries: Annotated[tuple[Plain | SealedEntry, ...], Shape((("max_length", MOST),))]


@dataclass(frozen=True)
class Taken(Outcome):
    """What became of one entry; `position` and `hash` where it is in a log."""

    outcome: Literal["accepted", "accepted irregular", "already held", "waiting", "refused"]


@dataclass(frozen=True)
class EntriesAnswer:
    """What became of each, in order. What cannot be read is `refused` here, and the others are taken in."""

    entries: tuple[Taken, ...]


def _read(shape: type[Entries]) -> Entries:
    """The request's entries.

    Read without the strictness of a body: the outer text is a mere envelope, and a half surrogate inside one
    entry's text must cost that entry alone its outcome, not the others theirs.

    :raise Unusable: it is not JSON (400), not of that shape (422) or of too many (413).
    """
    try:
        given: Entries = reader(cast(Any, shape)).validate_python(request.get_json(), strict=False)
    except RecursionError as error:
        raise Unusable("not_json", "The request is not readable JSON.") from error
    except ValidationError as error:
        raise _unusable(error) from error
    return given


def _unusable(error: ValidationError) -> Unusable:
    first = error.errors(include_input=False, include_url=False)[0]
    match first["loc"]:
        case ("entries", int(place), *_):
            message = f"entries.{place}: must hold body and signature, or id and sealed."
        case ("entries",) if first["type"] == "too_long":
            return Unusable("too_many", f"entries: at most {MOST} at a time.", status=413)
        case () | ("entries",):
            message = "entries: must be a list."
        case _:
            message = " ".join(one.message for one in sentences(error))
    return Unusable("not_understood", message, status=422)


@bp.post("/entries")
@answers(EntriesAnswer)
@takes(Entries, _read)
def entries(given: Entries) -> Response:
    """Take in entries, plain or sealed; each gets its own outcome, in order, under 200."""
    items = [
        Sent(one.body, one.signature) if isinstance(one, Plain) else Sealed(one.id, one.sealed) for one in given.entries
    ]
    return jsonify({"entries": record(installation(), signed_in().id, items, now())})
