"""Whom the look-up finds: one index, the same on SQLite and PostgreSQL.

At rest it is a table of sealed rows, one for each person of a case that can be found. In memory it is numbers: for
each distinct part of a name, and for each key of everything else, which rows have it. A question is held against the
parts of names as they may be spelt, then against the keys, exactly; the rows most was found of are opened and judged.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from heapq import nlargest
from itertools import takewhile
from typing import Any

from cryptography.exceptions import InvalidTag
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from field_app.cases.matching import Card, Clue, Known, Match, alike, card, clues, keys, match, parts, to_ask
from field_app.cases.matching.names import ending, sound
from field_app.cases.matching.nicknames import others_of

from .beside import one_at_a_time
from .database import in_text
from .keys import CaseKeys, OneOfSeveral
from .tables import found_people

logger = logging.getLogger(__name__)

MOST_JUDGED = 24
"""How many of the shortlist are opened and judged."""

MOST_ALIKE = 80
"""How many parts of names one part of a question is taken for."""

SHORTEST, LEAST_TOGETHER, MOST_TOGETHER, FEW_PARTS, SURELY = 3, 7, 30, 3, 90
"""Two parts of a name of so many letters each, of so many together, may have been written as one where few are asked
for; unless there is a part on record that fits so well."""

SURE_TO_BE_JUDGED, FEW = 12, 4
"""So many of the shortlist are judged in any case; the others only while no more than so many did not fit."""


@dataclass(frozen=True)
class Found:
    """Somebody on record who is like who was sought."""

    case_id: str
    role: str
    match: Match
    ask: tuple[str, ...]
    """What to ask for to be surer (`matching.to_ask`)."""


def put(connection: Connection, case_keys: CaseKeys, case_id: str, people: Mapping[str, Known]) -> None:
    """Write anew whom a case is found by: each of its people by their part in it; with nobody it is found no more.

    Rows are numbered in the order in which they are committed.
    """
    one_at_a_time(connection)
    connection.execute(_DROP, {"case": case_id})
    if people:
        connection.execute(_KEEP, [_sealed(case_keys.look_up, case_id, *one) for one in sorted(people.items())])


def put_many(
    connection: Connection,
    case_keys: CaseKeys,
    people: Iterable[tuple[str, str, Known]],
    instead_of: Collection[str] = (),
) -> None:
    """Write people (case, part in it, who) all at once; those of the cases `instead_of` anew."""
    one_at_a_time(connection)
    if instead_of:
        connection.execute(_DROP, [{"case": one} for one in sorted(instead_of)])
    connection.execute(_KEEP, [_sealed(case_keys.look_up, *one) for one in people])


def _sealed(cipher: OneOfSeveral, case_id: str, role: str, known: Known) -> dict[str, object]:
    described = card(known)
    hashes = array("Q", [_hash(key) for key in keys(described)])
    found_by = " ".join(parts(described)).encode() + b"\n" + hashes.tobytes()
    as_json = json.dumps({name: value for name, value in vars(described).items() if value}, ensure_ascii=False)
    return {
        "case_id": case_id,
        "role": role,
        "keys": _seal(cipher, b"keys", found_by),
        "card": _seal(cipher, f"card {case_id} {role}".encode(), as_json.encode()),
    }


def _seal(cipher: OneOfSeveral, about: bytes, plain: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, plain, about)


def _opened(cipher: OneOfSeveral, number: int, about: bytes, sealed: bytes) -> bytes | None:
    """What `_seal` sealed. None where it is not that: one spoilt row must not end every look-up, but is said."""
    try:
        return cipher.decrypt(sealed[:12], sealed[12:], about)
    except InvalidTag:
        logger.error("Look-up: row %d of found_people is not as it was written; file its case anew.", number)
        return None


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


class Index:
    """The index as one server holds it in memory. It asks for new rows before each answer, so it is never behind."""

    def __init__(self, case_keys: CaseKeys) -> None:
        self._cipher = case_keys.look_up
        self._last = 0
        self._lock = threading.Lock()
        self._names: dict[str, array[int]] = {}
        self._keys: dict[int, int | array[int]] = {}
        self._years = array("H")
        self._sorted: list[str] = []
        self._ends: dict[tuple[int, str], list[str]] = {}
        self._sounds: dict[str, list[str]] = {}
        self._endings: dict[str, list[str]] = {}
        self._like = lru_cache(maxsize=10_000)(self._parts_like)

    def find(self, connection: Connection, asked: Card, on: str, least: int, most: int = MOST_JUDGED) -> list[Found]:
        """Who is like who is sought, best first, of a shortlist of `most`; nobody under the score `least`.

        `on` is today, ISO 8601.
        """
        if not self._last:
            self.refresh(connection)
        looked_for = clues(asked, on)
        rows, newest = self._open(connection, self._shortlist(looked_for, most))
        if newest > self._last:
            self.refresh(connection)
            rows, _ = self._open(connection, self._shortlist(looked_for, most))
        found: list[Found] = []
        for place, (number, case_id, role, sealed) in enumerate(rows):
            if place >= SURE_TO_BE_JUDGED and place > len(found) + FEW:
                break  # so many did not fit that those who follow will not either
            opened = _opened(self._cipher, number, f"card {case_id} {role}".encode(), sealed)
            if opened is None:
                continue
            known = Card(**json.loads(opened))
            fit = match(asked, known, on, _alike)
            if fit.score >= least:
                found.append(Found(case_id, role, fit, tuple(to_ask(asked, known))))
        found.sort(key=lambda one: -one.match.score)  # of two as alike, the one of whom more was found
        return found

    def _open(self, connection: Connection, chosen: Sequence[int]) -> tuple[list[Any], int]:
        """The rows of a shortlist in its order, still sealed, and the newest number there is: one question for both."""
        name = connection.dialect.name
        numbers = list(chosen) if name == "postgresql" else json.dumps(chosen)
        rows = in_text(connection, _CHOSEN[name], {"numbers": numbers})
        newest = max(number or 0 for number, case_id, *_ in rows if case_id is None)
        place = {number: at for at, number in enumerate(chosen)}
        return sorted((row for row in rows if row[1] is not None), key=lambda row: place[row[0]]), newest

    def refresh(self, connection: Connection) -> None:
        """Take in what was written since."""
        newest = connection.execute(_NEWEST).scalar() or 0
        if newest <= self._last:
            return
        with self._lock:
            rows = connection.execute(_SINCE, {"last": self._last}, execution_options={"yield_per": 5_000})
            grown = False
            for number, sealed in rows:
                grown |= self._take(number, sealed)
                self._last = number
            if grown:
                self._sorted.sort()
                self._like.cache_clear()

    def _take(self, number: int, sealed: bytes) -> bool:
        opened = _opened(self._cipher, number, b"keys", sealed)
        if opened is None:
            return False
        written, _, packed = opened.partition(b"\n")
        grown = False
        for part in written.decode().split():
            if part not in self._names:
                self._names[part] = array("I")
                self._sorted.append(part)
                for end in (part[0], f">{part[-1]}"):
                    self._ends.setdefault((len(part), end), []).append(part)
                self._sounds.setdefault(sound(part), []).append(part)
                if (end := ending(part)) != part:
                    self._endings.setdefault(end, []).append(part)
                grown = True
            self._names[part].append(number)
        hashes = array("Q")
        hashes.frombytes(packed)
        self._years.extend([0] * (number + 1 - len(self._years)))
        for key in hashes:
            if year := _YEARS.get(key):
                self._years[number] = year
                continue
            there = self._keys.get(key)
            if there is None:
                self._keys[key] = number
            elif isinstance(there, int):
                self._keys[key] = array("I", (there, number))
            else:
                there.append(number)
        return grown

    # --- From a question to a shortlist ----------------------------------------------------------------------

    def _shortlist(self, asked: Sequence[Clue], most: int) -> list[int]:
        """The rows of which most was found, so many of them, the likeliest first."""
        points: dict[int, int] = {}
        births: list[tuple[dict[int, int], dict[int, int]]] = []
        few = sum(bool(clue.part) for clue in asked) <= FEW_PARTS
        for clue in asked:
            of_clue, years = self._points_of(clue, few)
            if years:
                births.append((of_clue, years))
            else:
                _add(points, of_clue)
        for days, years in births:
            # A year is so many people's that it only tells those apart of whom something else was found, if anybody.
            of_year = {row: years[year] for row in points if (year := self._years[row]) in years}
            _add(points, {**of_year, **days})
            if not points:
                points = {row: years[year] for row, year in enumerate(self._years) if year in years}
        if len(points) > most:
            least = nlargest(most, points.values())[-1]
            points = {row: score for row, score in points.items() if score >= least}
        # Of two as likely, the newer one.
        best = nlargest(most, [score << 32 | row for row, score in points.items()])
        return [one & 0xFFFFFFFF for one in best]

    def _points_of(self, clue: Clue, few: bool) -> tuple[dict[int, int], dict[int, int]]:
        """What each row earns by the best of a clue's keys, and what each year of birth that is one of them earns.

        Only where `few` parts of a name are asked for may one of them be two."""
        found: list[tuple[int, Sequence[int]]] = []
        years = {}
        if clue.part:
            like = self._like(clue.part)
            found += [(fit + _rarity(self._names[part]), self._names[part]) for fit, part in like]
            if few and LEAST_TOGETHER <= len(clue.part) <= MOST_TOGETHER and (not like or like[0][0] < SURELY):
                found += self._together(clue.part)
        for fit, key in clue.keys:
            hashed = _hash(key)
            if year := _YEARS.get(hashed):
                years[year] = clue.weight * fit
                continue
            where = self._keys.get(hashed)
            if where is not None:
                found.append((fit, (where,) if isinstance(where, int) else where))
        found.sort(key=lambda one: one[0])
        points: dict[int, int] = {}
        for fit, rows in found:
            points.update(dict.fromkeys(rows, clue.weight * fit))
        return points, years

    def _together(self, asked: str) -> list[tuple[int, Sequence[int]]]:
        """Who has two parts of a name that are this when written together, one of them as it stands."""
        found: list[tuple[int, Sequence[int]]] = []
        for place in range(SHORTEST, len(asked) - SHORTEST + 1):
            head, tail = asked[:place], asked[place:]
            for one, other in ((head, tail), (tail, head)):
                if one not in self._names:
                    continue
                there = {*self._names[one]}
                for fit, part in self._like(other):
                    if rows := there.intersection(self._names[part]):
                        found.append(((100 + fit) // 2, [*rows]))
        return found

    def _parts_like(self, asked: str) -> list[tuple[int, str]]:
        """The parts of names on record that a part of a question may be, with how like they are."""
        most = 1 if len(asked) < 5 else 2 if len(asked) < 9 else 3
        near = (
            {asked, *others_of(asked)} | {*self._sounds.get(sound(asked), ())} | {*self._endings.get(ending(asked), ())}
        )
        near.add(ending(asked))
        if len(asked) > 2:
            begun = (self._sorted[place] for place in range(bisect_left(self._sorted, asked), len(self._sorted)))
            near |= {*takewhile(lambda word: word.startswith(asked), begun)}
            # Nearly every misspelling leaves the first or the last letter as it was.
            for length in range(len(asked) - most, len(asked) + most + 1):
                for end in (asked[0], f">{asked[-1]}"):
                    words = self._ends.get((length, end), [])
                    near |= {word for word, *_ in process.extract(asked, words, score_cutoff=most, **_SLIPS)}
        fits = [(_alike(asked, word)[0], word) for word in near if word in self._names]
        return nlargest(MOST_ALIKE, [one for one in fits if one[0]])


def _rarity(rows: Sequence[int]) -> int:
    """What a part of a name earns besides: the fewer have it, the more it says who is meant."""
    return max(0, 20 - len(rows).bit_length())


def _slips(one: str, other: str, most: int) -> int:
    return OSA.distance(one, other, score_cutoff=most)


def _alike(asked: str, known: str) -> tuple[int, str]:
    """`alike`, with rapidfuzz to count the slips: the same numbers, sooner."""
    return alike(asked, known, _slips)


def _add(points: dict[int, int], more: dict[int, int]) -> None:
    """Add what rows earn by one clue to what they have; quick where few stand in both."""
    both = points.keys() & more.keys()
    sums = {row: points[row] + more[row] for row in both}
    points.update(more)
    points.update(sums)


_YEARS = {_hash(f"y {year}"): year for year in range(1, 10_000)}
"""The keys that are years of birth: they are held by row, not by key."""

_SLIPS: dict[str, Any] = {"scorer": OSA.distance, "processor": None, "limit": MOST_ALIKE}
_DROP = delete(found_people).where(found_people.c.case_id == bindparam("case"))
_KEEP = insert(found_people)
_NEWEST = select(func.max(found_people.c.number))
_SINCE = (
    select(found_people.c.number, found_people.c["keys"])
    .where(found_people.c.number > bindparam("last"))
    .order_by(found_people.c.number)
)
_NEWEST_TOO = "UNION ALL SELECT max(number), NULL, NULL, NULL FROM found_people"
_CHOSEN = {
    "sqlite": "SELECT number, case_id, role, card FROM found_people "
    f"WHERE number IN (SELECT value FROM json_each(:numbers)) {_NEWEST_TOO}",
    "postgresql": f"SELECT number, case_id, role, card FROM found_people WHERE number = ANY(%(numbers)s) {_NEWEST_TOO}",
}
"""Whom a shortlist names and, in a row of nobody, the newest number there is."""
