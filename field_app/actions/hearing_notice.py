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
    known = next((one for one in case.force.courts if one.name.casefold() == facts.court.strip().casefold()), None)
    joining = getattr(facts, "joining", None) or (known.joining if known and known.remote else None)
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
        "joining": joining if joining and not Places(case).told_by(joining) else None,
        "given_on": format_date(given_on, "EEEE d MMMM y", locale=language) if given_on else None,
    }
    return render("notice/hearing.html", values, language)
