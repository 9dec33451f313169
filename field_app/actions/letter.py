"""The letter with which the protected person asks for legal aid: what was issued and ordered, by the record (P34).

What legal aid asks for: the Civil Legal Aid (Procedure) Regulations 2012 reg.33 and Schedule 1, of which para.6 names
the notice of the 2010 Act and para.7 protective injunctions.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from field_app.adapters.pdf import Rendered, render, sentences
from field_app.cases import court
from field_app.cases.authority import given_at
from field_app.cases.case import Case
from field_app.cases.office import Officer
from field_app.law.clocks import LONDON
from field_app.law.notice import TRANSLATIONS

from .translating import names_in


def render_letter(
    case: Case, officer: Officer | None, shared: dict[str, Any], at: datetime, language: str = "en"
) -> Rendered:
    """The letter about this case as it stands at this moment, to be signed by this officer, in this language.

    Names, days, the court: nothing of what anybody said, of the risk, or of where anybody lives.
    """
    said = _Said(language)
    issued, service = case.decision, case.service
    order, over = court.order(case.current), court.ended(case.current)
    values = {
        **shared,
        "regime": case.regime,
        "names": names_in(case.regime, language),
        "issuing_rank": said.rank(case.regime.issuing_rank),
        "made_on": said.day(at),
        "protected_person": named(case, "protected person"),
        "respondent": named(case, "respondent"),
        "issued_on": said.day(given_at(issued)) if issued else None,
        # Where it is in doubt whether service was good, that the notice was issued is enough.
        "given_on": said.day(service.entry.facts.served_at) if service and not case.doubts else None,
        "court": order.entry.facts.court if order else None,
        "ordered_on": said.in_words(order.entry.facts.made_on) if order else None,
        "stands": said.how_it_stands(case, at),
        "over": said.over(over.entry.facts) if over else None,
        "signed_by": said.officer(officer) if officer else "",
    }
    return render("notice/evidence_letter.html", values, language)


class _Said:
    """What the letter says that is put together here, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.gettext = sentences(language).gettext

    def rank(self, rank: str) -> str:
        """What a rank is called."""
        return rank if self.language == "en" else str(TRANSLATIONS[self.language]["ranks"].get(rank, rank))

    def officer(self, officer: Officer) -> str:
        """The officer who signs."""
        gettext = self.gettext
        rank = self.rank(officer.rank) if officer.rank else gettext("police staff")
        return ", ".join((officer.name, rank, officer.collar_number))

    def over(self, facts: Any) -> str:
        """How the application ended without an order."""
        gettext = self.gettext
        ended = {
            "refused": gettext("The application for an order was refused on %(day)s. No order was made."),
            "withdrawn": gettext("The application for an order was withdrawn on %(day)s. No order was made."),
        }
        return ended[facts.outcome] % {"day": self.day(facts.decided_at)}

    def how_it_stands(self, case: Case, at: datetime) -> str | None:
        """How the order stands at this moment, in a sentence; None without one."""
        gettext = self.gettext
        stands = court.stands(case.current, at)
        if stands is None:
            return None
        last = stands.last_day
        if stands.now == "ended" and stands.by:
            ended = self.day(stands.by.entry.facts.decided_at)
            return gettext("The court ended it on %(day)s.") % {"day": ended}
        if last is None:
            return gettext("Its last day is not recorded here: the order itself says it.")
        until = {"day": self.in_words(last)}
        if last < at.astimezone(LONDON).date():
            return gettext("It was in force until the end of %(day)s.") % until
        if stands.now == "suspended":
            return gettext("The court has suspended it. Its last day is %(day)s.") % until
        return gettext("Its last day is %(day)s.") % until

    def day(self, at: datetime) -> str:
        """The day in Europe/London."""
        return self.in_words(at.astimezone(LONDON).date())

    def in_words(self, day: date) -> str:
        """A day as a letter says it: "Monday 13 July 2026"."""
        return format_date(day, "EEEE d MMMM y", locale=self.language)


def named(case: Case, role: str) -> str | None:
    """What somebody in this role is called, on one line; None where nobody is described."""
    person = case.person(role)
    return " ".join(filter(None, (person.entry.facts.given_names, person.entry.facts.family_name))) if person else None
