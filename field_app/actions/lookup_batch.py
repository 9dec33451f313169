"""A list of people, tonight's in custody say, each looked up against what is in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter
from typing import Any

from field_app.cases.order_list import BINDS, OVER
from field_app.cases.rules import may_look_up
from field_app.law.clocks import LONDON
from field_app.parse import strict_json
from field_app.store.database import reading

from .installation import Installation
from .lookup import RING, Query, look_up
from .officers import NotAllowed

MOST_ANSWERED = 10
"""So many notices and orders at most are named for one line."""

LONGEST = 200
"""Of a field, in characters: as on the screen."""

REASON = "lookup batch"
"""The reason on record with each of its look-ups."""

_BY = ("name", "born", "address", "postcode")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True)
class Answered:
    """What one line of the list found: `id` as it was given; results best first; `ms` the milliseconds it took."""

    id: str | int | None
    results: tuple[dict[str, Any], ...]
    ms: float


@dataclass(frozen=True)
class NotRead:
    """A line, counted from 1, that was not looked up, and why in a sentence."""

    line: int
    sentence: str


def operator(installation: Installation, number: str | None) -> str:
    """The id of the officer with this collar number; in a demonstration its custody sergeant where none is given.

    :raise NotAllowed: nobody is named, or nobody has that number.
    """
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    if number is None:
        if not office.demonstration:
            raise NotAllowed("--officer: give the collar number of whoever asks. Every look-up is on record.")
        return next(one.id for one in office.officers.values() if "custody" in one.postings)
    for one in office.officers.values():
        if one.collar_number == number:
            if not may_look_up(one):
                raise NotAllowed("--officer: whoever runs the service looks nobody up. Give another's number.")
            return one.id
    raise NotAllowed(f"--officer: nobody here has the number {number[:80]!r}.")


def look_up_list(
    installation: Installation, officer: str, lines: Iterable[bytes], now: datetime
) -> Iterator[Answered | NotRead]:
    """The answer to each line (JSON: id, name, born, address, postcode; any may be missing), in their order.

    It is the look-up of the screens: each question and each case it shows is on record under the officer before its
    answer is given, and what is kept from them there is kept here. What has ended or was withdrawn is left out.
    """
    with reading(installation.engine) as connection:
        installation.index.refresh(connection)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            given, query = _read(line, now.astimezone(LONDON).date())
        except ValueError as error:
            yield NotRead(number, str(error))
            continue
        began = perf_counter()
        found = look_up(installation, officer, query, now)["matches"]
        yield Answered(given, _results(found), round((perf_counter() - began) * 1000, 1))


def _read(line: bytes, today: date) -> tuple[str | int | None, Query]:
    """A line's own id, and its question.

    :raise ValueError: the sentence that says what is wrong with it.
    """
    try:
        said = strict_json(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("The line is not UTF-8. Save the list as UTF-8.") from None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise ValueError("The line must be one JSON object, with id, name, born, address or postcode.")
    if unknown := sorted(said.keys() - {"id", *_BY}):
        raise ValueError(f"{unknown[0][:80]}: is not looked up by. A line has id, {', '.join(_BY)}.")
    given = said.get("id")
    if not (given is None or (isinstance(given, str | int) and not isinstance(given, bool))):
        raise ValueError("id: must be a text or a whole number.")
    asked = {name: _field(name, said.get(name)) for name in _BY}
    if not any(asked.values()):
        raise ValueError("Give at least one of name, born, address, postcode.")
    name, born = asked["name"], asked["born"]
    if born and _YEAR.fullmatch(born):
        _past(born, int(born) <= today.year)
        name, born = f"{name or ''} {born}".strip(), None
    elif born:
        _past(born, _day(born) <= today)
    return given, Query(name, born, asked["address"], asked["postcode"], None, REASON)


def _field(name: str, value: Any) -> str | None:
    """What a field says; None where it says nothing."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name}: must be a text, or left out.")
    if len(value) > LONGEST:
        raise ValueError(f"{name}: must be at most {LONGEST} characters.")
    return value.strip() or None


def _day(born: str) -> date:
    try:
        if _DAY.fullmatch(born):
            return date.fromisoformat(born)
    except ValueError:
        pass
    raise ValueError("born: must be a day as 1990-05-31, or a year as 1990.")


def _past(born: str, is_past: bool) -> None:
    if not is_past:
        raise ValueError(f"born: {born} is in the future. Give a date of birth in the past, or leave it out.")


def _results(matches: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Each notice or order once, by whichever of the two was more like who was sought."""
    best: dict[str, dict[str, Any]] = {}
    for one in matches:
        if one["in_force"] not in OVER and f"{one['case']} {one['what']}" not in best:
            best[f"{one['case']} {one['what']}"] = {
                "reference": one["reference"],
                "score": one["score"],
                "why": [*one["why"], *_besides(one)],
            }
    return tuple(best.values())[:MOST_ANSWERED]


def _besides(match: dict[str, Any]) -> Iterator[str]:
    """What whoever reads the list must know before they open the case: that it gives no power as it stands, say."""
    if match["role"] != "respondent":
        yield match["role"]
    if match["in_force"] not in BINDS:
        yield match["in_force"]
    if match["sealed"]:
        yield RING
