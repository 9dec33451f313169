"""Who is too close to a case to decide it (P30): standard library only, nothing here reads the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from field_app.law.answers import NotMet

from .audit import KEPT_BACK, SOUGHT_ONESELF, own_parts
from .case import Case
from .entries import Held
from .entries.sealing import PARTIES
from .matching import name_parts
from .office import Office, Officer

BARS = ("related", "manages")
"""The connections whose declaration bars from deciding; that somebody knows them is theirs to weigh."""


@dataclass(frozen=True)
class Conflict:
    """Why an officer is not independent of a case.

    `what`: serving officer, declared, respondent, protected person, line manager, team or district. It is for the
    rules alone: `answer` tells the officer no more than they said or did themselves.
    """

    what: str

    @property
    def answer(self) -> NotMet:
        """The sentence for whoever is refused."""
        if self.what == "serving officer":
            return NotMet("serves_it", "Whoever serves the notice does not decide it: another officer must.")
        if self.what == "declared":
            message = (
                "You declared that you are related to one of the two, or manage them: another officer must decide."
            )
            return NotMet("declared", message)
        return NotMet("not_independent", "Another officer must decide this: ring the control room for who is next.")


def conflicts(officer: Officer, case: Case, office: Office) -> tuple[Conflict, ...]:
    """Everything that keeps this officer from deciding, but that they recorded the request themselves."""
    return tuple(dict.fromkeys(_conflicts(officer, case, office)))


def is_one_of_the_two(officer: Officer, case: Case, office: Office) -> bool:
    """Whether the officer is the respondent or the protected person."""
    return any(one.what in PARTIES for one in conflicts(officer, case, office))


def is_kept_back(officer: Officer, case: Case, office: Office) -> str | None:
    """Under which action it is on record that the look-up keeps a sealed case from an officer; None where it does not.

    From the respondent, their line manager and their team, and from administrators, it is kept altogether; to everyone
    else it says what a constable at the door needs.
    """
    if not case.seals:
        return None
    what = {one.what for one in conflicts(officer, case, office)}
    if "respondent" in what:
        return SOUGHT_ONESELF
    return KEPT_BACK if officer.is_administrator or what & {"line manager", "team"} else None


Why = Literal["recorded the request", "not independent"]
"""Why somebody on call is not asked, as it is recorded and shown: it gives nothing away."""


def passed_over(officer: Officer, case: Case, office: Office, *, recorded: bool) -> Why | None:
    """Why somebody on call is not asked; None where they are. `recorded`: they recorded the request themselves."""
    if recorded:
        return "recorded the request"
    return "not independent" if conflicts(officer, case, office) else None


def _conflicts(officer: Officer, case: Case, office: Office) -> Iterator[Conflict]:
    if officer.id in _serving(case) or officer.collar_number.strip().casefold() in _to_serve(case):
        yield Conflict("serving officer")
    if any(one.entry.facts.connection in BARS for one in declared_by(officer.id, case)):
        yield Conflict("declared")
    for one in case.current.get("police employment recorded", []):
        if not one.entry.facts.employed or one.entry.facts.force is not None:
            continue
        whose, station = one.entry.facts.whose, one.entry.facts.station
        who = _employees(one, case, office)
        if officer.id in {known.id for known in who}:
            yield Conflict(whose)
            continue
        if officer.id in {known.line_manager for known in who}:
            yield Conflict("line manager")
        if any(_same(officer.team, team) for team in (station, *(known.team for known in who))):
            yield Conflict("team")
        if any(_same(officer.district, district) for district in (station, *(known.district for known in who))):
            yield Conflict("district")


def declared_by(officer: str, case: Case) -> list[Held[Any]]:
    """What an officer has declared of themselves and not corrected. Nobody corrects another's declaration."""
    own = [one for one in case.held if one.entry.kind == "connection declared" and one.entry.officer == officer]
    corrected = {named for one in own for named in one.entry.replaces}
    return [one for one in own if one.entry.id not in corrected]


def _employees(one: Held[Any], case: Case, office: Office) -> list[Officer]:
    """The officers of this force that somebody police-employed is, or may be: by collar number, else by name."""
    facts = one.entry.facts
    if facts.collar_number and (known := office.by_collar_number(facts.collar_number)):
        return [known]
    described = case.person(facts.whose)
    if described is None:
        return []
    person = described.entry.facts
    parts = set(name_parts(" ".join(filter(None, (person.given_names, person.family_name)))))
    return [known for known in office.officers.values() if len(parts) > 1 and parts <= {*own_parts(known.name)}]


def _serving(case: Case) -> set[str]:
    """Who has taken the case over to serve it, or has served it."""
    kinds = ("hand-over accepted", "notice served")
    return {one.entry.officer for one in case.held if one.entry.kind in kinds}


def _to_serve(case: Case) -> set[str]:
    """The collar numbers of whom it was handed to."""
    return {one.entry.facts.to.strip().casefold() for one in case.held if one.entry.kind == "handed over"}


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other and one.strip().casefold() == other.strip().casefold())
