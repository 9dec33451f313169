"""One person's file: what is given of every entry of the case, and what is withheld, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from field_app.cases import keeping
from field_app.cases.bundle.told import moment
from field_app.cases.bundle.withheld import (
    CONTACTS,
    DIGITS,
    LEAST_DIGITS,
    LEAST_WORDS,
    SENTENCE,
    Places,
    name_pattern,
    names_of,
)
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.entries.monitoring import ETHNICITIES, MONITORED
from field_app.cases.entries.people import BY_MISTAKE
from field_app.cases.moments import put_right
from field_app.cases.office import Office
from field_app.law.notice import marks, squeezed

from .told import CHOSEN, NAMES, OTHERS, POLICE, REACHED, RESPONDENT, REST, SAFETY, TOLD, WITHHELD, Told

FOUND_BY = re.compile(r"\d(?:[\s().-]*\d){5,}|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b|\S@\S", re.IGNORECASE)
"""A telephone number, a postcode, an e-mail address: in somebody's words they may be anybody's."""

LEFT = "[withheld]"

SAYS_NOTHING = ("person", "role", "whose", "regime")
"""Facts that only say of whom or of which law an entry is."""


@dataclass(frozen=True)
class Given:
    """What is given of one entry: when it was made, under which part, in which words; its facts with their labels."""

    at: datetime
    part: str
    says: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Count:
    """How many entries, or facts and sentences of entries that are given in part, are withheld for a reason."""

    what: str
    count: int
    reason: str


@dataclass(frozen=True)
class SubjectAccess:
    """One person's file. `role` is what they are in the case."""

    name: str
    role: str
    given: tuple[Given, ...]
    withheld: tuple[Count, ...]


def person_of(case: Case, person: str) -> list[Held[Any]]:
    """Every description of this person of the case, oldest first; none where there is no such person."""
    described = (one for one in case.held if one.entry.kind == "person described")
    return [one for one in described if one.entry.facts.person == person]


def compose(case: Case, office: Office, asked: Held[Any]) -> SubjectAccess:
    """The file that this entry asked for, of the case up to it. The case must be whole, safe contact with it."""
    facts = asked.entry.facts
    upto = [one for one in case.held if one.position <= asked.position]
    file = _File(case, office, facts.person, frozenset(facts.also_withheld))
    given = [told for one in upto if (told := file.give(one))]
    counts = sorted(file.counts.items())
    return SubjectAccess(
        file.name, file.role, tuple(given), tuple(Count(what, count, why) for (what, why), count in counts)
    )


class _File:
    def __init__(self, case: Case, office: Office, person: str, also: frozenset[str]) -> None:
        described = [one.entry.facts for one in person_of(case, person)]
        known = [one for one in described if one.role != BY_MISTAKE] or described
        self.person, self.also = person, also
        self.role = known[-1].role
        self.roles = {one.role for one in described}
        self.name = " ".join(filter(None, (known[-1].given_names, known[-1].family_name)))
        self.counts: Counter[tuple[str, str]] = Counter()
        self._hidden = _Hidden(case, office, person, described, known[-1])

    def give(self, one: Held[Any]) -> Given | None:
        """What of an entry is given; None where all of it is withheld, which is counted."""
        kind, facts = one.entry.kind, one.entry.facts
        told = TOLD.get(kind)
        why = None
        if told is None:
            why = WITHHELD.get(kind, POLICE)
        elif self.role not in told.whom or not self._theirs(kind, facts):
            why = OTHERS
        elif told.part in self.also:
            why = CHOSEN
        if told is None or why:
            self.counts["entries", why or POLICE] += 1
            return None
        return Given(put_right(one.entry), told.part, told.says, tuple(self._facts(told, facts)))

    def _theirs(self, kind: str, facts: Any) -> bool:
        if kind in ("person described", keeping.SUBJECT_ACCESS):
            return bool(facts.person == self.person)
        if kind == MONITORED:
            return bool(facts.whose == self.role)
        if kind == "views recorded":
            whose, person = facts.whose, getattr(facts, "person", None)
            return person == self.person if whose == "other residents" else whose == self.role
        return True

    def _facts(self, told: Told, facts: Any) -> Iterator[tuple[str, str]]:
        given = (*told.facts, *(told.more if self.role == RESPONDENT else ()))
        for field in fields(facts):
            value = getattr(facts, field.name)
            if value not in (None, (), "") and field.name not in dict(given) and field.name not in SAYS_NOTHING:
                self.counts["parts of entries", REST[told.part]] += 1
        for name, label in given:
            value = getattr(facts, name, None)
            if value in (None, (), ""):
                continue
            if name in REACHED and "how they are reached" in self.also:
                self.counts["parts of entries", CHOSEN] += 1
            elif name in REACHED and "child" in self.roles:
                self.counts["parts of entries", SAFETY] += 1
            elif text := self._text(name, value):
                yield label, text

    def _text(self, name: str, value: Any) -> str:
        if name == "ethnicity":
            return ETHNICITIES[value]
        if not isinstance(value, str) or name in ("reference", "court"):
            return _words(value)
        if name in NAMES:
            return value
        kept = []
        for sentence in SENTENCE.split(value):
            if why := self._hidden.told_by(sentence, theirs=name in REACHED or name == "address_given"):
                self.counts["parts of entries", why] += 1
                kept.append(LEFT)
            else:
                kept.append(sentence)
        whole = " ".join(kept)
        if why := self._hidden.told_by(" ".join(one for one in kept if one != LEFT), theirs=True):
            self.counts["parts of entries", why] += 1  # it runs over sentences
            return LEFT
        return whole


class _Hidden:
    """The names, places and numbers of everybody else on the case, as far as they are recorded."""

    def __init__(self, case: Case, office: Office, person: str, described: list[Any], newest: Any) -> None:
        own = {name for one in described for name in names_of(one)}
        everybody = [one.entry.facts for one in case.held if one.entry.kind == "person described"]
        others = [one for one in everybody if one.person != person]
        names = {name for one in others for name in names_of(one)}
        for officer in office.officers.values():
            names |= {officer.name.casefold(), *(part.casefold() for part in officer.name.split() if len(part) > 3)}
        safe = [one.entry.facts for one in case.held if one.entry.kind == "safe contact arranged"]
        names |= {text.casefold() for one in safe for text in (one.by_whom, one.code_word) if text}
        patterns = [name_pattern(name) for name in sorted(names - own, key=len, reverse=True)]
        self._names = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None
        self._places = Places(case)
        self._marks = {mark for one in others for mark in _marks(one)}
        self._numbers = {digits for one in others if (digits := _digits(getattr(one, "telephone", None) or ""))}
        for one in safe:
            self._marks |= {close for part in one.reached_at.split("\n") if len(close := squeezed(part)) >= LEAST_WORDS}
            self._numbers |= {digits for part in FOUND_BY.findall(one.reached_at) if (digits := _digits(part))}
        # The home two are both recorded at is known to both; an address typed for the wrong one and corrected is not.
        self._marks -= _marks(newest)
        self._is_respondent = newest.role == RESPONDENT

    def told_by(self, sentence: str, *, theirs: bool) -> str | None:
        """Why these words are withheld; None where they are given. `theirs`: they say how the person is reached."""
        close, digits = squeezed(sentence), re.sub(r"\D", "", sentence)
        anywhere = self._is_respondent or not theirs
        elsewhere = any(mark in close for mark in self._marks) or any(one in digits for one in self._numbers)
        if elsewhere or (anywhere and self._places.told_by(sentence)) or (not theirs and FOUND_BY.search(sentence)):
            return SAFETY
        return OTHERS if self._names and self._names.search(sentence) else None


def _marks(person: Any) -> set[str]:
    found = marks({"address": person.address, "postcode": person.postcode})
    contacts = (getattr(person, name, None) for name in CONTACTS if name != "telephone")
    return found | {close for text in contacts if text and len(close := squeezed(text)) >= LEAST_WORDS}


def _digits(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-DIGITS:] if len(digits) >= LEAST_DIGITS else ""


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)
