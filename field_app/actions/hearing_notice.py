"""The notice of the hearing on paper: where and when the court hears the application, for the respondent.

CSA 2010 s.27(5)-(7): they must be given it; it counts as given once it is left at the address they gave; where they
gave none, the court looks at the efforts made.
"""

from __future__ import annotations

from typing import Any

from babel.dates import format_date

from field_app.adapters.pdf import Rendered, render
from field_app.cases import court
from field_app.cases.bundle import Places
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.law.clocks import LONDON
from field_app.law.courts import Court
from field_app.store import log
from field_app.store.database import reading

from .installation import Installation
from .letter import named
from .translating import names_in


def render_hearing_notice(case: Case, hearing: Held[Any], shared: dict[str, Any], language: str = "en") -> Rendered:
    """The notice of this hearing, listed or adjourned to, of the case as it stood when that was recorded.

    The court's address and telephone are the force file's, where it names this court; an address it does not name is
    left to be written in. How it is joined is what was recorded with the listing, or what the force file says of a
    remote court. Nothing tells where the protected person is to be found, whatever was typed.
    """
    facts, service = hearing.entry.facts, case.service
    adjourned = hearing.entry.kind == court.ADJOURNED
    at = (facts.until if adjourned else facts.sitting_at).astimezone(LONDON)
    known = _court_of(case, facts)
    regime = case.regime
    given_on = service.entry.facts.served_at.astimezone(LONDON) if service and not case.doubts else None
    values = {
        **shared,
        "regime": regime,
        "names": names_in(regime, language),
        "sections": [one.removeprefix("s.") for one in regime.application],
        "respondent": named(case, "respondent"),
        "protected_person": named(case, "protected person"),
        "address_given": getattr(service.entry.facts, "address_given", None) if service else None,
        "adjourned": adjourned,
        "day": format_date(at, "EEEE d MMMM y", locale=language),
        "time": f"{at:%H:%M}",
        "court": facts.court,
        "court_address": known.address if known else None,
        "court_telephone": known.telephone if known else None,
        "joining": None if _tells_where(case, facts) else _joining(case, facts),
        "given_on": format_date(given_on, "EEEE d MMMM y", locale=language) if given_on else None,
    }
    return render("notice/hearing.html", values, language)


def joining_left_out(installation: Installation, case_id: str) -> bool:
    """Whether the notice of the hearing that stands leaves out how it is joined, for it would tell where somebody is.

    By the whole case, as the notice is made; whoever listed the hearing is told that, and nothing of what it tells.
    """
    with reading(installation.engine) as connection:
        case = installation.case(connection, case_id, log.head(connection, case_id))
    hearing = court.newest_hearing(case.current)
    return hearing is not None and _tells_where(case, hearing.entry.facts)


def _tells_where(case: Case, facts: Any) -> bool:
    joining = _joining(case, facts)
    return bool(joining and Places(case).told_by(joining))


def _joining(case: Case, facts: Any) -> str | None:
    """How a hearing is joined: as recorded with its listing, or as the force file says of a remote court."""
    known = _court_of(case, facts)
    said: str | None = getattr(facts, "joining", None) or (known.joining if known and known.remote else None)
    return said


def _court_of(case: Case, facts: Any) -> Court | None:
    """The court of a hearing as the force file has it; None where it names no such court."""
    return next((one for one in case.force.courts if one.name.casefold() == facts.court.strip().casefold()), None)
