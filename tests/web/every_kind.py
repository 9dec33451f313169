"""A force with a case in every state, each holding an entry of every kind that can stand in it, every text marked.

Whoever is shown a mark has been shown something of that kind in that case. The entries are put into the log past the
rules: what is walked is who reads, not who writes.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image

from field_app.cases.case import Case
from field_app.cases.entries import KINDS, Held, newest
from field_app.cases.references import check_character
from field_app.demonstration.case import sections
from field_app.law.notice import compose
from field_app.parse import Read, parse
from tests.cases.examples import FACTS, id_of, salt_of
from tests.conftest import MONDAY

CASE_KINDS = tuple(name for name in dict.fromkeys(kind for kind, _ in KINDS) if newest(name).log == "case")

REQUEST, DECISION, SERVICE = "authority requested", "notice authorised", "notice served"
STATES: dict[str, tuple[str, ...]] = {
    "recording": (),
    "not pursued": ("considered and not pursued",),
    "requested": (REQUEST,),
    "refused": (REQUEST, "authority refused"),
    "withdrawn": (REQUEST, DECISION, "authority withdrawn before service"),
    "authorised": (REQUEST, DECISION),
    "served": (REQUEST, DECISION, SERVICE),
    "before the court": (REQUEST, DECISION, SERVICE, "hearing listed"),
    "ordered": (REQUEST, DECISION, SERVICE, "order made"),
    "ended": (REQUEST, DECISION, SERVICE, "application refused or withdrawn"),
    "elsewhere": ("order or notice known from elsewhere",),
    "sealed": (REQUEST, DECISION, SERVICE, "police employment recorded"),
}
"""The states of a case and what has brought it there, after its sections; sealed is one that was served."""

ISSUING = {"name": "Supt Frankie Invented", "rank": "superintendent", "collar_number": "1301"}
BY = {
    "notice authorised": "superintendent",
    "authority refused": "superintendent",
    "breach reported": "administrator",
}
"""Who wrote what the constable did not."""

NAMES = {"family_name", "postcode", "born", "district", "court", "to", "served_by", "collar_number", "text"}
"""Facts that are left as they are: people are found by them, or the force and its officers go by them."""


LAST = ("subject access asked for", "court bundle asked for", "evidence archive asked for")
"""What is made of a case holds what came before it was asked for."""


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(file, "JPEG")
    return file.getvalue()


PHOTOGRAPH, DOCUMENT = _picture(), b"%PDF-1.7 not a real document"
PARTICULAR: dict[str, dict[str, Any]] = {
    "handed over": {"to": "1001"},
    "service reported by radio": {"served_by": "1001"},
    "case opened early": {"to": None},
    "contact officer named": {"to": "1001"},
    "task set": {"to": "1001"},
    "sealed case opened": {"to": "1001"},
    "police employment recorded": {"employed": False, "collar_number": None},
    "evidence attached": {"sha256": sha256(PHOTOGRAPH).hexdigest(), "size": len(PHOTOGRAPH)},
    "document rendered": {"sha256": sha256(DOCUMENT).hexdigest(), "size": len(DOCUMENT)},
    "respondent released": {"protected_person_told": False},
    "breach reported": {"of": "order"},  # the arrest is for another breach, of the notice: this one waits for a unit
    "unit sent or not": {"sent": False, "unit": None, "because": "no unit free", "why_not": "None was free."},
    "notice served": {"address_given": "Given Street"},
    "breach heard": {"account": "Heard in the afternoon."},
}
"""So that nobody is let in but whom the story lets in, and the files named are those that are kept."""

SEALS = {"employed": True, "collar_number": "1003"}
"""The respondent is the tests' `response`."""


@dataclass(frozen=True)
class Writer:
    """Who writes an entry in which browser."""

    id: str
    device: str


@dataclass
class Told:
    """A case as it was put into the log: its entries' exact texts with their writers, and what shows each kind."""

    state: str
    id: str
    entries: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    case: Case = field(default_factory=lambda: Case.from_log("", ()))

    def mark_of(self, kind: str) -> str:
        """The words that show an entry of this kind: its mark, or its id where it holds no words at all."""
        return self.marks.get(kind) or self.kinds[kind]


def told(state: str, writers: dict[str, Writer]) -> Told:
    """A case in this state with an entry of every kind that does not take it out of it."""
    number = list(STATES).index(state)
    made = Told(state, id_of(f"case {state}"))
    made.case = Case.from_log(made.id, ())
    story: list[tuple[str, dict[str, Any]]] = []
    if state != "elsewhere":
        reference = f"7QF-{number + 1:03d}-{check_character('7QF', f'{number + 1:03d}')}"
        story = [("case started", {"reference": reference, "regime": "CSA2010"}), *sections(MONDAY.date())]
    story += [(kind, _facts(kind, seals=state == "sealed")) for kind in STATES[state]]
    before: Held[Any] | None = None
    for kind, known in story:
        facts = known
        if kind == DECISION:
            facts = {**known, "text": list(compose(made.case.view(), ISSUING, {"name": "Invented Police"}))}
        named = [before] if before and kind in (*STATES[state],) else []
        before = _add(made, number, kind, facts, writers, named)
    assert made.case.stage == ("served" if state == "sealed" else state)
    assert bool(made.case.seals) == (state == "sealed")
    for kind in sorted(CASE_KINDS, key=lambda one: LAST.index(one) if one in LAST else -1):
        if kind not in made.kinds:
            answered = made.case.current["breach reported"] if kind == "unit sent or not" else []
            facts, respondent = _facts(kind), made.case.person("respondent")
            if kind == "subject access asked for" and respondent:
                facts["person"] = respondent.entry.facts.person
            _add(made, number, kind, facts, writers, answered, only_if_it_stands=True)
    return made


def _facts(kind: str, *, seals: bool = False) -> dict[str, Any]:
    facts = copy.deepcopy(FACTS[kind]) | PARTICULAR.get(kind, {})
    return facts | SEALS if seals and kind == "police employment recorded" else facts


def _add(
    made: Told,
    number: int,
    kind: str,
    facts: dict[str, Any],
    writers: dict[str, Writer],
    named: list[Held[Any]],
    *,
    only_if_it_stands: bool = False,
) -> Held[Any] | None:
    mark = f"zq{number:02d}{CASE_KINDS.index(kind):03d}x"
    marked = _marked(kind, facts, mark)
    role = BY.get(kind, "constable")
    writer = Writer("system", id_of("installation")) if newest(kind).system else writers[role]
    count = len(made.entries) + 1
    body = _text(kind, f"{made.state} {count}", made.id, writer, None if newest(kind).system else count, marked, named)
    read = parse(body)
    assert isinstance(read, Read), (kind, read)
    held = Held(read.entry, read.sha256, count, MONDAY)
    after = made.case.with_entry(held)
    if only_if_it_stands and (after.stage != made.case.stage or bool(after.seals) != bool(made.case.seals)):
        return None
    made.case = after
    made.entries.append((writer.id, body))
    made.kinds.setdefault(kind, read.entry.id)
    if mark in body:
        made.marks[kind] = mark
    elif kind == "case started":
        made.marks[kind] = facts["reference"]
    return held


def _text(
    kind: str,
    name: str,
    case_id: str,
    writer: Writer,
    number: int | None,
    facts: dict[str, Any],
    named: list[Held[Any]],
) -> str:
    made_at: datetime = MONDAY + timedelta(seconds=number or 0)
    return json.dumps(
        {
            "kind": kind,
            "version": newest(kind).version,
            "id": id_of(f"entry {name}"),
            "case": case_id,
            "officer": writer.id,
            "device": writer.device,
            "number": number,
            "made_at": made_at.isoformat(timespec="seconds"),
            "clock_offset_s": 0,
            "happened_at": None,
            "replaces": [],
            "relies_on": [{"id": one.entry.id, "sha256": one.sha256} for one in named],
            "salt": salt_of(name),
            "facts": facts,
        },
        ensure_ascii=False,
    )


def _marked(kind: str, facts: dict[str, Any], mark: str) -> dict[str, Any]:
    """These facts with the mark at the end of every text that may say anything."""
    found = copy.deepcopy(facts)
    for path in _free(kind, json.dumps(facts, default=str)):
        _put(found, path, f"{_at(found, path)} {mark}")
    return found


@cache
def _free(kind: str, facts: str) -> tuple[tuple[Any, ...], ...]:
    """Where a kind's facts hold words of anybody's own: there another word at the end is taken too."""
    free = []
    for path in _texts(json.loads(facts)):
        tried = json.loads(facts)
        _put(tried, path, f"{_at(tried, path)} zq")
        body = _text(kind, "tried", id_of("case"), Writer(id_of("officer"), id_of("device")), 1, tried, [])
        if isinstance(parse(body), Read):
            free.append(path)
    return tuple(free)


def _texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str) and value and not NAMES & {*path}:
        yield path
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, (*path, name))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _texts(one, (*path, place))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _put(value: Any, path: tuple[Any, ...], new: str) -> None:
    _at(value, path[:-1])[path[-1]] = new
