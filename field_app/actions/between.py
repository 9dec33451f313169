"""What else there is between the two people of a case, either way round, for whoever has found one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from field_app.cases import matching
from field_app.cases.case import Case
from field_app.cases.moments import put_right
from field_app.cases.office import Office, Officer
from field_app.cases.rules import may_read
from field_app.law.clocks import LONDON, day_in_words, in_words
from field_app.store import beside, log
from field_app.store import cases as lists

from .beside import ELSEWHERE, FOUND_IN, known_people
from .in_force import standing, standing_elsewhere
from .installation import Installation

MOST_BETWEEN = 10
"""So many of a couple's other cases are named, the last first."""

LEAST_SCORE = 75
"""Whoever fits the respondent less is not compared as one of the two people."""


def between_each(
    installation: Installation,
    connection: Connection,
    office: Office,
    seeker: Officer,
    cases: Mapping[str, tuple[Case, dict[str, Any]]],
    now: datetime,
) -> dict[str, list[dict[str, Any]]]:
    """By case: this force's other cases, from the request for authority on, and what is known from elsewhere, that may
    be of the same two people: how each stands, and since when; the last first.

    A sealed one only where it is open to the officer: that it is of these two would say whom it is about. It is found,
    as any other, by who is in it. `cases`: each with its view, by its id.
    """
    couples = {case_id: (case, _couple(case, view)) for case_id, (case, view) in cases.items()}
    elsewhere = _from_elsewhere(installation, connection, [couple for _, couple in couples.values()], now)
    between = {}
    for (case, couple), of_elsewhere in zip(couples.values(), elsewhere, strict=True):
        lines = [
            (_began(other), _line(other, now, other_way_round=way))
            for other, way in _of_this_force(installation, connection, office, seeker, case, couple)
        ]
        for other in of_elsewhere:
            theirs, same = _couple(other, other.view()), True
            if other.id == case.id or not (
                (same := matching.same_way(couple, theirs)) or matching.crosswise(couple, theirs)
            ):
                continue
            if may_read(seeker, other, office) or not other.seals:
                lines.append((_made(other), _line_of_elsewhere(other, now, other_way_round=not same)))
        lines.sort(key=lambda one: one[0], reverse=True)
        between[case.id] = [line for _, line in lines[:MOST_BETWEEN]]
    return between


def _of_this_force(
    installation: Installation,
    connection: Connection,
    office: Office,
    seeker: Officer,
    case: Case,
    couple: dict[str, Any],
) -> Iterable[tuple[Case, bool]]:
    """This force's other cases of the same two people, and whether it is the other way round."""
    filed, crossed = matching.couple_keys(couple)
    found: dict[str, tuple[Case, bool]] = {}
    for keys, fits, way in ((filed, matching.same_way, False), (crossed, matching.crosswise, True)):
        sides = [
            [one for key in keys if key.startswith(part) for one in installation.keys.blinds(key)]
            for part in ("respondent ", "protected person ")
        ]
        for other_id in beside.filed_under(connection, *sides) if all(sides) else []:
            if other_id == case.id or other_id in found:
                continue
            other = installation.case(connection, other_id, log.head(connection, other_id))
            if fits(couple, other.view()) and (may_read(seeker, other, office) or not other.seals):
                found[other_id] = other, way
    return found.values()


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


def _couple(case: Case, view: dict[str, Any]) -> dict[str, Any]:
    """The respondent and the protected person of a case, or of what was made elsewhere, as they are compared."""
    people = known_people(case, view).get(ELSEWHERE) or view
    unknown = {"believed_age": None, "given_names": None}
    return {role: people[role] and {**unknown, **people[role]} for role in ("respondent", "protected_person")}


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


def _began(case: Case) -> datetime:
    return put_right(case.request.entry) if case.request else put_right(case.held[0].entry)


def _line(case: Case, now: datetime, *, other_way_round: bool) -> dict[str, Any]:
    view = case.view()
    stands = standing(case, view, now) if case.stage in FOUND_IN else None
    return {
        "case": case.id,
        "reference": case.reference,
        "other_way_round": other_way_round,
        "what": stands["what"] if stands else case.regime.notice_short,
        "state": stands["in_force"] if stands else case.stage,
        "elsewhere": None,
        "dates": [*_dates(case, view), *([stands["ends"]] if stands and stands["ends"] else [])],
    }


def _dates(case: Case, view: dict[str, Any]) -> list[str]:
    """What came of it and when, in words, as it happened."""
    found = [("Asked for", _on(put_right(case.request.entry)))] if case.request else []
    if case.decision:
        refused = case.decision.entry.kind == "authority refused"
        found.append(("Refused" if refused else "Authorised", _on(put_right(case.decision.entry))))
    if case.withdrawal:
        found.append(("Withdrawn", _on(put_right(case.withdrawal.entry))))
    if view["service"]:
        served = datetime.fromisoformat(view["service"]["served_at"])
        found.append(("Served", in_words(served.astimezone(LONDON))))
    if order := view["court"]["order"]:
        found.append(("Order made", day_in_words(date.fromisoformat(order["made_on"]))))
    return [f"{what} {when}" for what, when in found]


def _on(at: datetime) -> str:
    return day_in_words(at.astimezone(LONDON).date())
