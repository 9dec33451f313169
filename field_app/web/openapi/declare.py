"""What a view takes and what it answers, said once: the view reads by it, `document` describes by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from pydantic import Field

from field_app.cases.entries.kinds import MOMENT
from field_app.web.errors import read_json

COMPONENT = "$component"
"""In a shape's JSON schema, the name of another that pydantic does not know: it becomes a `$ref`."""

Instant = Annotated[str, Field(pattern=MOMENT, json_schema_extra={"format": "date-time"})]
"""An instant as an answer holds it: ISO 8601 with its offset."""


@dataclass(frozen=True)
class Conditional:
    """The ETag of the last answer."""

    if_none_match: Annotated[str, Field(alias="If-None-Match", description="The ETag of the last answer.")] = ""


T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Declared:
    """A view as the description has it.

    `takes` is the shape of the request's body (`octets`: it is bytes), `query` and `headers` that of what else it
    reads, `gives` the shape of its JSON, or a function that makes it; `media` names what it answers where that is
    no JSON. It answers `status` when all is well, `fails` with the one error shape, `bare` with no body; `sends`
    are headers of a good answer, and what they are for. What the gate and the reader of bodies answer is added to
    every view alike.
    """

    takes: Any = None
    octets: bool = False
    query: Any = None
    headers: Any = None
    gives: Any = None
    media: str | None = None
    status: int = 200
    fails: tuple[int, ...] = ()
    bare: tuple[int, ...] = ()
    sends: Mapping[str, str] = field(default_factory=dict)


def declared(view: Callable[..., Any]) -> Declared | None:
    """What a view was declared to take and answer."""
    return getattr(view, "declared", None)


def takes(
    shape: type[T], read: Callable[[type[T]], T] = read_json
) -> Callable[[Callable[Concatenate[T, P], R]], Callable[P, R]]:
    """The view's first argument is the request's body as `shape`, which is also what the description says."""

    def decorate(view: Callable[Concatenate[T, P], R]) -> Callable[P, R]:
        @wraps(view)
        def reading(*args: P.args, **named: P.kwargs) -> R:
            return view(read(shape), *args, **named)

        _declare(reading, takes=shape)
        return reading

    return decorate


def answers(gives: Any = None, **more: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare what the view answers: the fields of `Declared`."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        _declare(view, gives=gives, **more)
        return view

    return decorate


def _declare(view: Callable[..., Any], **said: Any) -> None:
    view.declared = replace(declared(view) or Declared(), **said)  # type: ignore[attr-defined]
