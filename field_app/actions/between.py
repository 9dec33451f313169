"""What else there is between the two people of a case, either way round, for whoever has found one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import chain
from typing import Any, Literal

from sqlalchemy import Connection

from field_app.cases import matching
from field_app.cases.case import Case
from field_app.cases.office import Office, Officer
from field_app.cases.rules import may_read
from field_app.law.clocks import LONDON, day_in_words
from field_app.store import beside, log
from field_app.store import cases as lists

from .beside import ELSEWHERE, FOUND_IN
from .in_force import standing_elsewhere
from .installation import Installation
from .shown import Couple, Shown, began_at, couple_of, dates, read_shown, shown_of, stands_now

MOST_BETWEEN = 10
"""So many of a couple's other cases are named, the last first."""

LEAST_SCORE = 75
"""Whoever fits the respondent less is not compared as one of the two people."""


def between_each(
    installation: Installation,
    connection: Connection,
    office: Office,
    seeker: Officer,
    couples: Mapping[str, Couple],
    written: Mapping[str, Shown],
    now: datetime,
) -> dict[str, list[dict[str, Any]]]:
    """By case: this force's other cases, from the request for authority on, and what is known from elsewhere, that may
    be of the same two people: how each stands, and since when; the last first.

    A sealed one only where it is open to the officer: that it is of these two would say whom it is about. It is found,
    as any other, by who is in it. `couples`: the two people of each case, by its id; `written`: what was written down
    of some of them and is read already.
    """
    filed = {case_id: matching.couple_keys(couple) for case_id, couple in couples.items()}
    others = _of_this_force(installation, connection, office, seeker, filed, written, now)
    elsewhere = _from_elsewhere(installation, connection, [*couples.values()], now)
    between = {}
    for (case_id, couple), of_elsewhere in zip(couples.items(), elsewhere, strict=True):
        lines = []
        for other in others:
            if other.id != case_id and (way := other.way(couple, *filed[case_id])):
                lines.append((other.began, {**other.line, "other_way_round": way == "crosswise"}))
        for case in of_elsewhere:
            theirs, same = couple_of(case, case.view()), True
            if case.id == case_id or not (
                (same := matching.same_way(couple, theirs)) or matching.crosswise(couple, theirs)
            ):
                continue
            if may_read(seeker, case, office) or not case.seals:
                lines.append((_made(case), _line_of_elsewhere(case, now, other_way_round=not same)))
        lines.sort(key=lambda one: one[0], reverse=True)
        between[case_id] = [line for _, line in lines[:MOST_BETWEEN]]
    return between


@dataclass(frozen=True)
class _Other:
    """Another case of this force: its two people, what it is filed under, since when it is, and what is said of it."""

    id: str
    couple: Couple
    filed: set[str]
    began: datetime
    line: dict[str, Any]

    def way(self, couple: Couple, filed: set[str], crossed: set[str]) -> Literal["same", "crosswise"] | None:
        """Which way round it may be of these two people, who are filed like this; None where it is not of them."""
        if _both(self.filed & filed) and matching.same_way(couple, self.couple):
            return "same"
        return "crosswise" if _both(self.filed & crossed) and matching.crosswise(couple, self.couple) else None


def _both(keys: set[str]) -> bool:
    """Whether there are keys of either of the two."""
    return len({key.startswith("respondent ") for key in keys}) == 2


def _of_this_force(
    installation: Installation,
    connection: Connection,
    office: Office,
    seeker: Officer,
    filed: Mapping[str, tuple[set[str], set[str]]],
    written: Mapping[str, Shown],
    now: datetime,
) -> list[_Other]:
    """This force's cases that may be of two people filed like this, either way round, those cases among them."""
    keys = set[str]().union(*chain.from_iterable(filed.values()))
    sides = [
        installation.keys.blinds(key for key in keys if key.startswith(part))
        for part in ("respondent ", "protected person ")
    ]
    likely = beside.filed_under(connection, sides[0], sides[1], couples=len(filed))
    unread = [one for one in likely if one not in written]
    further, heads = read_shown(installation, connection, unread, now) if unread else ({}, {})
    cases = installation.cases(connection, heads)
    found = []
    for other_id in likely:
        if shown := written.get(other_id) or further.get(other_id):
            known = filed[other_id][0] if other_id in filed else matching.couple_keys(shown["couple"])[0]
            began = datetime.fromisoformat(shown["began"])
            found.append(_Other(other_id, shown["couple"], known, began, _line(other_id, shown, now)))
        elif other_id in cases and (may_read(seeker, cases[other_id], office) or not cases[other_id].seals):
            case = cases[other_id]
            view = case.view()
            couple = {role: view[role] for role in ("respondent", "protected_person")}
            known = matching.couple_keys(couple)[0]
            found.append(_Other(other_id, couple, known, began_at(case), _line_of(case, view, now)))
    return found


def _from_elsewhere(
    installation: Installation, connection: Connection, couples: Sequence[dict[str, Any]], now: datetime
) -> list[list[Case]]:
    """For each couple the cases that hold what another force or a court made of somebody like the respondent. They are
    found as whoever looks the respondent up finds them, all at once: no key of a couple is filed for the hundred
    thousand of a list.
    """
    if not lists.is_any_elsewhere(connection):
        return [[] for _ in couples]
    respondents = [
        (_name(couple["respondent"]), couple["respondent"]["born"])
        if couple["respondent"] and couple["protected_person"]
        else None
        for couple in couples
    ]
    sought = [one for one in dict.fromkeys(respondents) if one]
    cards = [matching.asked_card(matching.Sought(name=name, born=born)) for name, born in sought]
    today = now.astimezone(LONDON).date().isoformat()
    answers = dict(zip(sought, installation.index.find_each(connection, cards, today, LEAST_SCORE), strict=True))
    ids = {
        respondent: dict.fromkeys(one.case_id for one in answer if one.role.startswith(ELSEWHERE))
        for respondent, answer in answers.items()
    }
    cases = installation.cases(
        connection, log.heads_of(connection, [*dict.fromkeys(chain.from_iterable(ids.values()))])
    )
    return [[cases[one] for one in ids.get(respondent, ())] if respondent else [] for respondent in respondents]


def _name(person: dict[str, Any]) -> str:
    return " ".join(filter(None, (person["given_names"], person["family_name"])))


def _made(case: Case) -> datetime:
    """From when on what was made elsewhere is: the beginning of its day."""
    assert case.elsewhere
    return datetime.combine(case.elsewhere.entry.facts.made_on, time.min, LONDON)


def _line_of_elsewhere(case: Case, now: datetime, *, other_way_round: bool) -> dict[str, Any]:
    """What another force or a court made, in the words of an answer that is about it."""
    assert case.elsewhere
    stands = standing_elsewhere(case, case.elsewhere, now)
    return {
        "case": case.id,
        "reference": case.elsewhere.entry.facts.reference,
        "other_way_round": other_way_round,
        "what": stands["what"],
        "state": stands["in_force"],
        "elsewhere": stands["elsewhere"],
        "dates": [f"Made {day_in_words(case.elsewhere.entry.facts.made_on)}", stands["ends"]],
    }


def _line(case_id: str, shown: Shown, now: datetime) -> dict[str, Any]:
    stands = stands_now(shown, now)
    return {
        "case": case_id,
        "reference": shown["reference"],
        "what": stands["what"],
        "state": stands["in_force"],
        "elsewhere": None,
        "dates": [*shown["dates"], *([stands["ends"]] if stands["ends"] else [])],
    }


def _line_of(case: Case, view: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The same of a case of which nothing is written down: nobody has authorised it, say."""
    if case.stage in FOUND_IN:
        return _line(case.id, shown_of(case, view, now), now)
    return {
        "case": case.id,
        "reference": case.reference,
        "what": case.regime.notice_short,
        "state": case.stage,
        "elsewhere": None,
        "dates": dates(case, view),
    }
