"""What no bundle tells: who else is in the case, and where and how the protected person is to be found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from field_app.cases.case import Case
from field_app.cases.entries.people import BY_MISTAKE
from field_app.cases.office import Office
from field_app.law.notice import LEAST_MARK, marks, marks_withheld, squeezed

PARTIES = ("respondent", "protected person")
CONTACTS = ("telephone", "number_plate", "other_contact", "school")
"""Facts by which somebody is found or reached; of the respondent's alone a bundle may tell any."""

LEAST_DIGITS, DIGITS = 6, 9
"""A number is known by its last nine digits, however its beginning is written; shorter ones by all they have."""

NO_NAMES = frozenset(("a", "an", "the", "of", "on", "in", "at", "and", "with", "some"))
"""What the description of somebody whose name is not known is made of, written small: "a baby of some months"."""

LEAST_WORDS = 5
"""So many letters and digits of a plate, a handle or a school can be looked for."""

SENTENCE = re.compile(r"(?<=[.!?])\s+|[\n\r\v\f\x85\u2028\u2029]+")

UNSPACED = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
"""Scripts that put no blank between words."""


@dataclass(frozen=True)
class Disclosure:
    """A sentence a bundle would tell and must not: in which part, under which key, what it tells."""

    part: str
    key: str | None
    sentence: str
    tells: str


class Withholding:
    """Takes the names of children and of others out of what is said, and counts them by whom they stand for.

    A name written small throughout is taken for a word ("will"). Names the parties or an officer share are left in.
    """

    def __init__(self, case: Case, office: Office) -> None:
        described = [one.entry.facts for one in case.held if one.entry.kind == "person described"]
        kept = {name for one in described if one.role in PARTIES for name in names_of(one)}
        kept |= {part for name in kept for part in name.split("-")}  # a child called by half of a double name
        whole = {one.name.casefold() for one in office.officers.values()}
        self.counts: Counter[str] = Counter()
        self._labels: dict[str, str] = {name: "" for name in whole}
        children: dict[str, int] = {}
        others: dict[str, int] = {}
        for one in described:
            if one.role in (*PARTIES, BY_MISTAKE):
                continue
            known = children if one.role == "child" else others
            number = known.setdefault(one.person, len(known) + 1)
            label = f"[{'child' if one.role == 'child' else 'person'} {number}]"
            for name in names_of(one) - kept:
                self._labels.setdefault(name, label)
        found = [name_pattern(name) for name in sorted(self._labels, key=len, reverse=True)]
        self._pattern = re.compile("|".join(found), re.IGNORECASE) if found else None

    def __call__(self, text: str) -> str:
        """These words without those names."""
        return self._pattern.sub(self._instead, text) if self._pattern else text

    def _instead(self, found: re.Match[str]) -> str:
        label = self._labels.get(" ".join(found[0].split()).casefold(), "")
        if not label or found[0].islower():
            return found[0]
        self.counts[label] += 1
        return label


def names_of(person: Any) -> set[str]:
    """What somebody is called: each name by itself and in their orders, in small letters."""
    given, family = person.given_names or "", person.family_name
    whole = (f"{given} {family}", f"{family} {given}", given, family, *getattr(person, "aliases", ()))
    each = [part for name in whole for part in name.split() if part not in NO_NAMES]
    return {" ".join(name.split()).casefold() for name in (*whole, *each) if name.strip()}


def name_pattern(name: str) -> str:
    """A regular expression that finds this name as a whole, however its words are parted."""
    words = r"\s+".join(map(re.escape, name.split()))
    return words if UNSPACED.search(name) else rf"(?<!\w){words}(?!\w)"


class Places:
    """The addresses, numbers and names by which somebody other than the respondent is found, as far as it is recorded.

    What the notice told the respondent, what is the respondent's own, and a home the respondent knows, is among them
    no more.
    """

    def __init__(self, case: Case) -> None:
        view = case.view()
        if decision := case.decision:
            confirmed = getattr(decision.entry.facts, "address_confirmed", None)
            view["conditions"] = {**(view["conditions"] or {}), "address_confirmed": confirmed}
        nobody = {"address": None, "postcode": None}
        view["respondent"], view["protected_person"] = (
            view["respondent"] or nobody,
            view["protected_person"] or nobody,
        )
        self._found: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        own = _marks_of(view["respondent"])
        home = view["premises"]
        hidden_home = marks_withheld({**view, "protected_person": nobody}) if home else set()
        known = own | (_marks_of(home) - hidden_home if home else set())
        known |= {mark for one in case.held if one.entry.kind == "notice served" for mark in _given(one.entry.facts)}
        told = squeezed("\n".join(getattr(decision.entry.facts, "text", ()))) if decision else ""
        self._known = known, told
        for mark in hidden_home:
            self._hide(mark, "the home's address, which the respondent is not recorded as knowing")
        for one in case.held:
            if one.entry.kind not in NOT_HIDDEN:
                for holder, whose in _holders(one.entry.facts):
                    self._take(holder, whose)

    def told_by(self, sentence: str) -> str | None:
        """What of it these words tell; None where they tell nothing."""
        close, digits = squeezed(sentence), re.sub(r"\D", "", sentence)
        for mark, what in self._found.items():
            if mark in close:
                return what
        for number, what in self._numbers.items():
            if number in digits:
                return what
        return None

    def _take(self, holder: Any, whose: str) -> None:
        place = {"address": getattr(holder, "address", None), "postcode": getattr(holder, "postcode", None)}
        for mark in marks({name: text if isinstance(text, str) else None for name, text in place.items()}):
            self._hide(mark, f"an address of {whose}")
        for name in CONTACTS:
            text = getattr(holder, name, None)
            if not isinstance(text, str):
                continue
            digits = re.sub(r"\D", "", text)
            if name == "telephone" and len(digits) >= LEAST_DIGITS:
                self._numbers.setdefault(digits[-DIGITS:], f"a telephone number of {whose}")
            elif len(squeezed(text)) >= (LEAST_WORDS if name == "number_plate" else LEAST_MARK):
                self._hide(squeezed(text), f"a {'school' if name == 'school' else 'contact'} of {whose}")

    def _hide(self, mark: str, what: str) -> None:
        known, told = self._known
        if mark not in known and mark not in told:
            self._found.setdefault(mark, what)


NOT_HIDDEN = frozenset(
    {
        "premises recorded",
        "notice of hearing given or attempted",
        "request escalated",
        "order or notice known from elsewhere",
        "order imported",
    }
)
"""Kinds whose addresses and numbers are the home's (told or not as `marks_withheld` says), the respondent's, an
officer's, or of a case that is no more than them."""


def _marks_of(place: Any) -> set[str]:
    return marks({"address": place.get("address"), "postcode": place.get("postcode")})


def _given(facts: Any) -> set[str]:
    return marks({"address": facts.address_given, "postcode": None})


def _holders(facts: Any) -> Iterator[tuple[Any, str]]:
    """These facts and the parts of them, each with whose they are; not the respondent's."""
    role = getattr(facts, "role", None)
    if role == "respondent":
        return
    yield facts, f"the {role}" if role == "protected person" else "somebody else in the case"
    for one in fields(facts):
        value = getattr(facts, one.name)
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part) and not isinstance(part, type):
                yield from _holders(part)


def disclosures(places: Places, said: Iterable[tuple[str, str | None, str]]) -> list[Disclosure]:
    """Every sentence of what is `said` (part, key, words) that tells one of these places."""
    found = []
    for part, key, words in said:
        sentences = [one for one in SENTENCE.split(words) if one.strip()]
        telling = [(one, tells) for one in sentences if (tells := places.told_by(one))]
        if not telling and (tells := places.told_by(words)):
            telling = [(" ".join(words.split()), tells)]  # it runs over sentences
        found += [Disclosure(part, key, " ".join(sentence.split()), tells) for sentence, tells in telling]
    return found
