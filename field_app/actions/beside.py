"""What is read beside a request: cases linked with it, and those of the same two people the other way round (P5)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Connection

from field_app.cases import matching
from field_app.cases.case import Case
from field_app.cases.court import NOTICE_SERVED
from field_app.cases.office import Office, Officer
from field_app.cases.rules import ASKED_FOR, may_compare
from field_app.cases.section import as_json
from field_app.store import beside, log, search, shown
from field_app.store import cases as lists
from field_app.store.beside import Pair

from .installation import Installation

FOUND_IN = ("authorised", "withdrawn", *NOTICE_SERVED)
"""The stages from which the look-up finds a case."""

WAITING = ("requested",)
"""The stages in which an officer may hold cases they did not record on: requests, for who may decide them."""

ROLES = ("respondent", "protected person")
"""Whom of a case the look-up finds."""

FILED_BY = frozenset(
    {
        "case started",
        "person described",
        "relationship recorded",
        "authority requested",
        "request withdrawn",
        "notice authorised",
        "telephone authority noted",
        "authority withdrawn before service",
        "notice served",
        "service reported by radio",
        "order made",
        "application refused or withdrawn",
        "order or notice known from elsewhere",
        "order imported",
    }
)
"""The kinds that change what a case is found by, or from when on."""


def is_shown(case: Case) -> bool:
    """Whether it is written down what a look-up shows of a case: it finds it, the case is open, and of this force."""
    return case.stage in FOUND_IN and not case.seals and not case.elsewhere


def file(
    installation: Installation,
    connection: Connection,
    case: Case,
    cases: Mapping[str, Case],
    viewed: Callable[[], dict[str, Any]],
) -> None:
    """Write what a case is found by, in the look-up and by its opposite, and that opposite if it has one.

    `cases` are those that stand otherwise in this transaction than the log's head says; `viewed` is the case's view.
    """
    if case.stage not in ASKED_FOR and not case.elsewhere:
        return
    blind, blinds, view = installation.keys.blind, installation.keys.blinds, viewed()
    keys, crossed = matching.couple_keys(view)
    beside.one_at_a_time(connection)
    described = {
        f"{where}{role}": matching.described(shown, role)
        for where, shown in known_people(case, view).items()
        for role in ROLES
    }
    search.put(connection, installation.keys, case.id, {role: one for role, one in described.items() if one})
    lists.keep_keys(connection, case.id, [blind(key) for key in keys])
    sides = [blinds(key for key in crossed if key.startswith(part)) for part in ("respondent ", "protected person ")]
    likely = beside.filed_under(connection, sides[0], sides[1])
    found = [
        one
        for one in likely
        if one != case.id and matching.crosswise(view, _case(installation, connection, one, cases).view())
    ]
    beside.keep(connection, case.id, "crosswise", found)


def file_imported(
    installation: Installation, connection: Connection, cases: Collection[Case], before: Mapping[str, Case]
) -> None:
    """Write what cases that are no more than an imported order are found by, all at once; `before` as they were."""
    people = [
        (case.id, f"{where}{role}", one)
        for case in cases
        for where, shown in known_people(case, {}).items()
        for role in ROLES
        if (one := matching.described(shown, role))
    ]
    known = {case.id for case in cases if before[case.id].held}
    search.put_many(connection, installation.keys, people, instead_of=known)


ELSEWHERE = "elsewhere "
"""What stands before the role of whoever is found by a paper that was made elsewhere."""


def known_people(case: Case, view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Whom the look-up finds by this case, as the case view has them: its own from authority on, a paper's at once."""
    found = {"": {**view}} if case.stage in FOUND_IN else {}
    if case.elsewhere:
        entry = case.elsewhere.entry
        people = {"respondent": entry.facts.respondent, "protected_person": entry.facts.protected_person}
        made = {"_": {"made_at": entry.made_at.isoformat()}}
        found[ELSEWHERE] = {
            **{role: {**_shown(as_json(one)), **made} if one else None for role, one in people.items()},
            "relationship": None,
            "reference": entry.facts.reference,
        }
    return found


def _shown(person: dict[str, Any]) -> dict[str, Any]:
    """Somebody as a case view has them. Of a list's, the respondent's first address is theirs, the others beside it.

    A protected person of a list, who has no date of birth there, is found by where they live and shown without it: a
    list does not say which addresses are safe ones (P21).
    """
    if "addresses" not in person:
        return person
    to_show = person["addresses"] if "born" in person else ()
    first = to_show[0] if to_show else {"address": None, "postcode": None}
    return {"born": None, **person, **first, "other_addresses": person["addresses"]}


def keep_links(connection: Connection, case: Case) -> None:
    """Write the cases that this one's own log links it with."""
    beside.keep(connection, case.id, "linked", {link["case"] for link in case.view()["links"]})


def file_anew(installation: Installation, connection: Connection, case_id: str) -> None:
    """Write anew, from its log, everything a case is found by, and have the worker do so with what is shown of it."""
    head = log.lock(connection, [case_id])[case_id]
    case = installation.case(connection, case_id, head)
    lists.keep_times(connection, case)
    keep_links(connection, case)
    file(installation, connection, case, {}, case.view)
    if is_shown(case):
        shown.make_anew(connection, case_id)


def stages_open_to(installation: Installation, officer: Officer) -> tuple[str, ...]:
    """The stages in which this officer may hold cases they did not record on, if the case's own Act lets them."""
    return WAITING if any(officer.holds(regime.issuing_rank) for regime in installation.regimes) else ()


def to_compare(
    installation: Installation, connection: Connection, office: Office, officer: Officer, other: str | None = None
) -> list[Pair]:
    """Each request that waits for this officer with each case they may read beside it; with `other`, of that case."""
    stages = stages_open_to(installation, officer)
    return [
        pair
        for pair in (beside.pairs(connection, stages, other) if stages else ())
        if may_compare(
            officer,
            installation.case(connection, pair.waits.case_id, pair.waits),
            installation.case(connection, pair.other.case_id, pair.other),
            office,
            linked="linked" in pair.why,
        )
    ]


def _case(installation: Installation, connection: Connection, case_id: str, cases: Mapping[str, Case]) -> Case:
    return cases.get(case_id) or installation.case(connection, case_id, log.head(connection, case_id))
