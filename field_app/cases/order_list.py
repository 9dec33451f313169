"""A list of notices and orders: another force's or court's, each row read, or every reason why it cannot be; and our
own, written so that another can read it.

CSV in UTF-8, its first line the names of its columns; several in one cell are separated by `;`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

from field_app.law.clocks import LONDON, read_time
from field_app.law.regimes import REGIMES

WANTED = ("reference", "regime", "kind", "respondent_family", "made_on", "conditions")
"""The columns every list has."""

COLUMNS = (
    *("reference", "regime", "kind"),
    *("respondent_given", "respondent_family", "respondent_aliases", "respondent_born", "respondent_addresses"),
    *("protected_given", "protected_family", "protected_addresses"),
    *("served_at", "made_on", "ends_on", "court", "conditions", "in_force"),
)
"""The columns a list may have, in any order."""

BINDS = ("notice", "order")
"""What `in_force` says of what was served or told and binds; a row without that column is read as if it said so."""

OVER = ("withdrawn", "ended")
"""What it says of what binds nobody and will not."""

NOT_ON_THIS_ALONE = ("authorised, not served", "order not yet told", "notice in doubt", "order suspended")
"""What it says of what nobody should be arrested for on this list's word alone, whatever its other columns say."""

OTHER_KINDS = (
    *("restraining order", "non-molestation order", "occupation order", "forced marriage protection order"),
    *("female genital mutilation protection order", "stalking protection order", "sexual harm prevention order"),
    *("child arrangements order", "other order"),
)
"""What a row may be that was made under neither Act: also known, and its power is not stated here."""

SOMEBODY_ELSE = "another force or court (the import did not say which)"
"""Whose list it was, where nobody says."""

LINE, TEXT, MOST_CONDITIONS, MOST = 200, 2_000, 30, 20
"""The longest name and the longest condition or address, in characters; the most conditions, and the most of others."""

_EARLIEST = date(1890, 1, 1)
_LATEST = date(2100, 1, 1)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FORMULA = re.compile(r"^'(?=[=+\-@])")
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$", re.ASCII)


class NotAList(Exception):
    """The file is no such list at all; the text is the sentence that says what is wanted."""


@dataclass(frozen=True)
class Row:
    """A row, by the line of the file it begins on: its `facts`, or the `wrong` sentences, each with its column."""

    line: int
    reference: str | None
    facts: dict[str, Any] | None
    wrong: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes it the same notice or order in every list of this source."""
        assert self.facts
        named = (self.facts["source"], self.facts["other_kind"] or self.facts["what"], self.facts["reference"])
        return "\n".join(" ".join(one.split()).casefold() for one in named)


def read_list(body: bytes, source: str, now: datetime) -> Iterator[Row]:
    """Each row of the list, in its order; a notice or an order that stands in it twice is wrong the second time.

    `source` is whose list it is; `now` is aware.

    :raise NotAList: it has not the columns of one, or cannot be read to its end.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise NotAList(f"Line {line}: is not UTF-8. Save the list as CSV UTF-8.") from None
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    today, seen = now.astimezone(LONDON).date(), dict[str, int]()
    columns: list[str] | None = None
    while True:
        line = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            break
        except csv.Error as error:
            raise NotAList(f"Line {line}: cannot be read as CSV: {error}.") from None
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = _columns(cells)
            continue
        row = _read(line, columns, cells, source, today, now)
        if row.facts and (first := seen.setdefault(row.key, line)) != line:
            wrong = f"reference: stands on line {first} already; a list has each notice or order once."
            row = Row(line, row.reference, None, (wrong,))
        yield row
    if columns is None:
        raise NotAList(f"The file is empty. Its first line names the columns: {', '.join(COLUMNS)}.")


def write_list(rows: Iterable[Mapping[str, str | Iterable[str] | None]]) -> str:
    """These rows, by column, as a list that `read_list` reads; what is several is given as several."""
    text = StringIO(newline="")
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    lines.writerow(COLUMNS)
    lines.writerows([_cell(row.get(column)) for column in COLUMNS] for row in rows)
    return text.getvalue()


def _cell(said: str | Iterable[str] | None) -> str:
    """One cell; one that a spreadsheet would take for a formula is made text (as in static/js/pages/figures.js)."""
    several = [said] if isinstance(said, str) else said or ()
    written = "; ".join(" ".join(one.replace(";", ",").split()) for one in several)
    return f"'{written}" if written[:1] in tuple("=+-@") else written


def _columns(cells: list[str]) -> list[str]:
    """The names of the columns, as the first line gives them."""
    names = [cell.strip().casefold() for cell in cells]
    every = ", ".join(COLUMNS)
    if unknown := next((name for name in names if name not in COLUMNS), None):
        raise NotAList(f"{unknown[:80]!r}: is no column of such a list, separated by commas: {every}.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise NotAList(f"{twice}: is named twice in the first line.")
    if missing := [name for name in WANTED if name not in names]:
        raise NotAList(f"{missing[0]}: the column is missing. A list has the columns {every}.")
    return names


def _read(line: int, columns: list[str], cells: list[str], source: str, today: date, now: datetime) -> Row:
    named = dict(zip(columns, (_FORMULA.sub("", " ".join(cell.split())) for cell in cells), strict=False))
    reference = named.get("reference", "")[:LINE] or None
    if len(cells) != len(columns):
        wrong = f"The row has {len(cells)} cells where the first line names {len(columns)} columns."
        return Row(line, reference, None, (wrong,))
    reading = _Reading(named, source, today, now)
    facts = reading.facts()
    return Row(line, reference, None if reading.wrong else facts, tuple(reading.wrong))


class _Reading:
    """One row while it is read: `wrong` fills with what is not as it must be."""

    def __init__(self, cells: dict[str, str], source: str, today: date, now: datetime) -> None:
        self._cells, self._source, self._today, self._now = cells, source, today, now
        self.wrong: list[str] = []

    def facts(self) -> dict[str, Any]:
        """The row as an "order imported" holds it, but for who took it in."""
        regime, other, what = self._which()
        made = self._day("made_on", "the day it was made")
        ends, (served_on, served_at) = self._day("ends_on"), self._served()
        born = self._day("respondent_born")
        self._in_order(made, ends, served_on, served_at, born)
        family, given = self._line("protected_family"), self._line("protected_given")
        places = self._several("protected_addresses", MOST, TEXT, _place)
        if not self._stands(ends):
            served_on = served_at = None
        return {
            "regime": regime,
            "other_kind": other,
            "what": what,
            "issued_by": self._line("court") or self._source,
            "reference": self._line("reference", "the number it is known by"),
            "respondent": {
                "family_name": self._line("respondent_family", "the respondent's family name"),
                "given_names": self._line("respondent_given"),
                "aliases": self._several("respondent_aliases", MOST, LINE, str),
                "born": born.isoformat() if born else None,
                "addresses": self._several("respondent_addresses", MOST, TEXT, _place),
            },
            "protected_person": (
                {"family_name": family, "given_names": given, "addresses": places}
                if family or given or places
                else None
            ),
            "made_on": made.isoformat() if made else None,
            "ends": ends.isoformat() if ends else None,
            "told": "served or told" if served_on else "not known",
            "served_on": served_on.isoformat() if served_on else None,
            "served_at": served_at.isoformat() if served_at else None,
            "conditions": self._several("conditions", MOST_CONDITIONS, TEXT, str, "what it prohibits or requires"),
            "source": self._source,
        }

    def _which(self) -> tuple[str | None, str | None, str]:
        """The Act, or what it is where it was made under neither; a notice or an order."""
        regime, kind = self._cells.get("regime", ""), self._cells.get("kind", "").casefold()
        act, named, other = _ACTS.get(regime.replace(" ", "").casefold()), _other(regime), _other(kind)
        if other or (named and kind == "order"):
            if act or (named and other and named != other):
                self._no("regime", f"must be empty for a {other}: it was made under neither Act held here")
            return None, other or named, "order"
        if kind not in ("notice", "order"):
            self._no("kind", f"must be notice or order, or what else it is: {', '.join(OTHER_KINDS)}")
            kind = "order"
        elif act is None:
            self._no("regime", f"must be {' or '.join(REGIMES)}, or what else it is: {', '.join(OTHER_KINDS)}")
        return act, None, kind

    def _served(self) -> tuple[date | None, datetime | None]:
        """The day it was served on the respondent, and the time where that was given."""
        written = self._cells.get("served_at", "")
        if not written:
            return None, None
        if _DAY.fullmatch(written):
            return self._day("served_at"), None
        try:
            at = read_time(written).replace(microsecond=0)
        except ValueError:
            self._no("served_at", "must be a time as 2026-04-02T16:00:00+01:00, or a day as 2026-04-02")
            return None, None
        return (at.date(), at) if self._within("served_at", at.date()) else (None, None)

    def _stands(self, ends: date | None) -> bool:
        """Whether it binds on this list's word: as its force says that it stands, where it says so."""
        said = self._cells.get("in_force", "").casefold()
        if said not in ("", *BINDS, *NOT_ON_THIS_ALONE, *OVER):
            self._no("in_force", f"must be empty, or one of: {'; '.join((*BINDS, *NOT_ON_THIS_ALONE, *OVER))}")
        elif said in OVER and not self._cells.get("ends_on"):
            self._no("ends_on", "is empty: give the day on which what is over ended, as 2026-04-02")
        elif said in OVER and ends and ends > self._today:
            self._no("ends_on", "is in the future: what is over ended on a day that has come")
        return said in ("", *BINDS)

    def _in_order(
        self,
        made: date | None,
        ends: date | None,
        served_on: date | None,
        served_at: datetime | None,
        born: date | None,
    ) -> None:
        """What happened has happened by now, and one after the other."""
        if made and made > self._today:
            self._no("made_on", "is in the future")
        if (served_on and served_on > self._today) or (served_at and served_at > self._now + timedelta(minutes=5)):
            self._no("served_at", "is in the future: leave it empty until it has been served")
        elif made and served_on and served_on < made:
            self._no("served_at", "is before made_on")
        if made and ends and ends < made:
            self._no("ends_on", "is before made_on: it must be its last day")
        if born and (born > self._today or (made and born > made)):
            self._no("respondent_born", "is after made_on, or in the future")

    def _line(self, column: str, wanted: str | None = None) -> str | None:
        written = self._cells.get(column, "")
        if not written and wanted:
            self._no(column, f"is empty: give {wanted}")
        if len(written) > LINE:
            self._no(column, f"must be at most {LINE} characters")
        return written or None

    def _day(self, column: str, wanted: str | None = None) -> date | None:
        written = self._cells.get(column, "")
        if not written:
            if wanted:
                self._no(column, f"is empty: give {wanted}, as 2026-04-02")
            return None
        try:
            day = date.fromisoformat(written) if _DAY.fullmatch(written) else None
        except ValueError:
            day = None
        if day is None:
            self._no(column, "must be a day of the calendar as 2026-04-02")
            return None
        return day if self._within(column, day) else None

    def _within(self, column: str, day: date) -> bool:
        within = _EARLIEST <= day < _LATEST
        if not within:
            self._no(column, f"must be a day from {_EARLIEST} and before {_LATEST}")
        return within

    def _several(
        self, column: str, most: int, longest: int, read: Callable[[str], Any], wanted: str | None = None
    ) -> list[Any]:
        """What a cell holds, separated by semicolons."""
        written = [one.strip() for one in self._cells.get(column, "").split(";") if one.strip()]
        if not written and wanted:
            self._no(column, f"is empty: give {wanted}, several separated by ;")
        if len(written) > most:
            self._no(column, f"must hold at most {most}, separated by ;")
        if any(len(one) > longest for one in written):
            self._no(column, f"must hold at most {longest} characters between one ; and the next")
        return [read(one) for one in dict.fromkeys(written)]

    def _no(self, column: str, wanted: str) -> None:
        self.wrong.append(f"{column}: {wanted}.")


def _place(written: str) -> dict[str, str | None]:
    """An address, and the postcode it ends in; some have none: no fixed address, another country."""
    found = _POSTCODE.search(written)
    if found is None:
        return {"address": written, "postcode": None}
    return {"address": written[: found.start()].rstrip(" ,") or None, "postcode": found.group().upper()}


def _other(written: str) -> str | None:
    """Which of `OTHER_KINDS` is meant, with the word "order" or without; None where none is."""
    named = written.casefold()
    return next((one for one in OTHER_KINDS if named and named in (one, one.removesuffix(" order"))), None)


_ACTS = {
    **{one.casefold(): one for one in REGIMES},
    **{one.act.replace(" ", "").casefold(): one.id for one in REGIMES.values()},
}
"""How an Act may be named: by its id (CSA2010, CSA 2010) or in full."""
