"""The letter with which the protected person asks for legal aid: what was issued and ordered, by the record (P34).

What legal aid asks for: the Civil Legal Aid (Procedure) Regulations 2012 reg.33 and Schedule 1, of which para.6 names
the notice of the 2010 Act and para.7 protective injunctions.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from field_app.adapters.pdf import Rendered, render
from field_app.cases import court
from field_app.cases.authority import given_at
from field_app.cases.case import Case
from field_app.cases.office import Officer
from field_app.law.clocks import LONDON


def render_letter(case: Case, officer: Officer | None, shared: dict[str, Any], at: datetime) -> Rendered:
    """The letter about this case as it stands at this moment, to be signed by this officer.

    Names, days, the court: nothing of what anybody said, of the risk, or of where anybody lives.
    """
    issued, service = case.decision, case.service
    order, over = court.order(case.current), court.ended(case.current)
    values = {
        **shared,
        "regime": case.regime,
        "made_on": _day(at),
        "protected_person": _named(case, "protected person"),
        "respondent": _named(case, "respondent"),
        "issued_on": _day(given_at(issued)) if issued else None,
        # Where it is in doubt whether service was good, that the notice was issued is enough.
        "given_on": _day(service.entry.facts.served_at) if service and not case.doubts else None,
        "court": order.entry.facts.court if order else None,
        "ordered_on": _in_words(order.entry.facts.made_on) if order else None,
        "stands": _how_it_stands(case, at),
        "over": over.entry.facts.outcome if over else None,
        "over_on": _day(over.entry.facts.decided_at) if over else None,
        "officer": officer,
    }
    return render("notice/evidence_letter.html", values)


def _how_it_stands(case: Case, at: datetime) -> str | None:
    """How the order stands at this moment, in a sentence; None without one."""
    stands = court.stands(case.current, at)
    if stands is None:
        return None
    last = stands.last_day
    if stands.now == "ended" and stands.by:
        return f"The court ended it on {_day(stands.by.entry.facts.decided_at)}."
    if last is None:
        return "Its last day is not recorded here: the order itself says it."
    if last < at.astimezone(LONDON).date():
        return f"It was in force until the end of {_in_words(last)}."
    suspended = "The court has suspended it. " if stands.now == "suspended" else ""
    return f"{suspended}Its last day is {_in_words(last)}."


def _named(case: Case, role: str) -> str | None:
    person = case.person(role)
    return " ".join(filter(None, (person.entry.facts.given_names, person.entry.facts.family_name))) if person else None


def _day(at: datetime) -> str:
    """The day in Europe/London."""
    return _in_words(at.astimezone(LONDON).date())


def _in_words(day: date) -> str:
    """A day as a letter says it: "Monday 13 July 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"
