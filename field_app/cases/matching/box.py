"""One box: what is typed into it, taken apart into what can be looked up by."""

from __future__ import annotations

import re
from dataclasses import replace

from field_app.cases.references import is_sound

from .contacts import HANDLE, PLATE, TELEPHONE, telephone_key
from .dates import is_day
from .places import OUTWARD, POSTCODE, postcode_key
from .score import Sought

_REFERENCE = re.compile(r"\b([2-9A-Y]{3,4})[- ]?([0-9]{3,5})[- ]?([0-9A-Y])\b", re.IGNORECASE | re.ASCII)
_DAY = re.compile(r"\b([0-9]{1,2})[./\- ]([0-9]{1,2})[./\- ]((?:19|20)?[0-9]{2})\b", re.ASCII)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPOKEN = re.compile(
    rf"\b([0-9]{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)})[a-z]* ((?:19|20)[0-9]{{2}})\b", re.I | re.A
)
_ISO = re.compile(r"\b((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})\b", re.ASCII)
_YEAR = re.compile(r"\b(?:born )?(?:in )?((?:19|20)[0-9]{2})\b", re.IGNORECASE | re.ASCII)
_AGE = re.compile(r"\b(?:age|aged|about) ?([0-9]{1,3})\b|\b([0-9]{1,3}) ?(?:years old|years|yrs|yo)\b", re.I | re.A)
_BARE_AGE = re.compile(r"(?<![0-9/])\b(1[0-9]|[2-9][0-9])\s*$", re.ASCII)
_ADDRESS = re.compile(
    r"(?:\b(?:flat|apt|apartment|unit|room) ?[0-9]+[a-z]?[, ]+)?\b[0-9]+[a-z]?(?:/[0-9]+)?,? +[^\W\d_].*", re.I
)
_FILLER = re.compile(r"\b(?:born|dob|d\.o\.b\.?|on|tel|mobile|phone|reg|vrm|at)\b[.:]?", re.IGNORECASE | re.ASCII)


def read_box(text: str, on: str) -> Sought:
    """What a line of free typing asks for: a reference, numbers, dates, a postcode, an address; the rest is a name.

    `on` is today, ISO 8601: two digits of a year are of the last hundred years. Whatever is not understood stays in
    the name, where it does no harm.
    """
    found = Sought()
    for take in (_reference, _handle, _telephone, _day, _plate, _postcode, _age, _address, _year):
        found, text = take(found, text, on)
    name = " ".join(_FILLER.sub(" ", text).split()).strip(" ,;.")
    return replace(found, name=name or None)


def _without(text: str, where: re.Match[str]) -> str:
    return f"{text[: where.start()]} , {text[where.end() :]}"


def _reference(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    for where in _REFERENCE.finditer(text):
        written = "-".join(where.groups()).upper()
        if is_sound(written):
            return replace(found, reference=written), _without(text, where)
    return found, text


def _handle(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    where = HANDLE.search(text)
    return (replace(found, handle=where[1]), _without(text, where)) if where else (found, text)


def _telephone(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    where = TELEPHONE.search(text)
    if where and len(telephone_key(where[0])) > 8:
        return replace(found, telephone=where[0]), _without(text, where)
    return found, text


def _day(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    if (where := _ISO.search(text)) and is_day(where[1]):
        return replace(found, born=where[1]), _without(text, where)
    if where := _SPOKEN.search(text):
        month = _MONTHS.index(where[2].lower()) + 1
        day, year = int(where[1]), where[3]
    elif where := _DAY.search(text):
        day, month, year = int(where[1]), int(where[2]), where[3]
        if len(year) == 2:
            century = int(on[:2]) if int(year) <= int(on[2:4]) else int(on[:2]) - 1
            year = f"{century}{year}"
    else:
        return found, text
    for written in (f"{year}-{month:02}-{day:02}", f"{year}-{day:02}-{month:02}"):
        if is_day(written):
            return replace(found, born=written), _without(text, where)
    return found, text


def _postcode(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    where = POSTCODE.search(text) or OUTWARD.search(text)
    return (replace(found, postcode=postcode_key(where[0])), _without(text, where)) if where else (found, text)


def _plate(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    where = PLATE.search(text)
    return (replace(found, number_plate=postcode_key(where[0])), _without(text, where)) if where else (found, text)


def _age(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    where = _AGE.search(text) or (None if found.born else _BARE_AGE.search(text))
    if where is None:
        return found, text
    age = int(next(one for one in where.groups() if one))
    return (replace(found, age=age), _without(text, where)) if age <= 130 else (found, text)


def _address(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    where = _ADDRESS.search(text)
    return (replace(found, address=where[0].strip(" ,;")), _without(text, where)) if where else (found, text)


def _year(found: Sought, text: str, on: str) -> tuple[Sought, str]:
    where = _YEAR.search(text)
    if where and not found.born:
        return replace(found, year=int(where[1])), _without(text, where)
    return found, text
