"""The case view: a case as screens, the requirements and the notice read it (docs/api.md). Its twin is in case.js."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import authority, breaches, court
from .entries import Held
from .entries.monitoring import MONITORED
from .entries.people import BY_MISTAKE
from .entries.sealing import PARTIES
from .moments import made
from .safeguarding import telling
from .section import SECTIONS, section
from .served import by_radio, deadline_as_json

if TYPE_CHECKING:
    from .case import Case


def view_of(case: Case) -> dict[str, Any]:
    """What the entries of a case add up to, as JSON."""
    return {
        "id": case.id,
        "reference": case.reference,
        "regime": case.regime.id,
        "stage": case.stage,
        "started": section(case.started),
        "respondent": section(case.person("respondent")),
        "protected_person": section(case.person("protected person")),
        "others": [
            section(one)
            for one in case.current.get("person described", [])
            if one.entry.facts.role not in ("respondent", "protected person", BY_MISTAKE)
        ],
        "mistaken": sorted(case.mistaken),
        **{name: section(case.latest(kind)) for name, kind in SECTIONS.items()},
        "views": {
            "respondent": section(case.views("respondent")),
            "protected_person": section(case.views("protected person")),
            "other_residents": section(case.views("other residents")),
            "residents": [section(one) for one in case.residents_views],
        },
        "evidence": [section(one) for one in case.evidence],
        "links": [section(one) for one in case.current.get("cases linked", []) if one.entry.facts.why != "not linked"],
        "elsewhere": section(case.elsewhere),
        "not_pursued": section(case.not_pursued),
        "detention": case.detention,
        "request": section(case.request),
        "taken_back": section(authority.taken_back(case.current)),
        "decision": section(case.decision),
        "telephone": case.telephone,
        "withdrawal": section(case.withdrawal),
        "hand_over": section(case.hand_over),
        "taken_over": section(authority.taken_over(case.current)),
        "attempts": _every(case, "service attempted"),
        "service": section(case.service),
        "by_radio": by_radio(case.current),
        "printed": _every(case, "notice printed"),
        "spoiled": _every(case, "notice spoiled"),
        "documents": _every(case, "document rendered"),
        "commanding_officer": section(case.latest("commanding officer told")),
        "bail": section(case.latest("bail or release decision recorded")),
        "released": section(case.latest("respondent released")),
        "deadline": deadline_as_json(case.deadline, case.sittings),
        "breaches": breaches.view(case.current, case.regime, case.heard_by, case.holidays, case.force.courts),
        "visits": _every(case, "compliance visit made"),
        "later": _every(case, "later event recorded"),
        "court": court.view(case.current, case.deadline),
        "police": _of_each(case, "police employment recorded"),
        "monitoring": _of_each(case, MONITORED),
        "declared": _every(case, "connection declared"),
        "sealed": [section(one) for one in case.seals],
        "opened_to": _every(case, "sealed case opened"),
        "safe_contact": section(case.latest(telling.CONTACT)),
        "contact_officer": section(case.latest(telling.NAMED)),
        "contacts": _every(case, telling.TOLD),
        "telling": telling.as_json(case),
        "conflicts": case.conflicts,
        "irregular": [
            {
                "entry": one.entry.id,
                "kind": one.entry.kind,
                "reasons": [why.message for why in one.reasons],
            }
            for one in sorted(case.held, key=made)
            if one.reasons
        ],
    }


def _every(case: Case, kind: str) -> list[dict[str, Any] | None]:
    return [section(one) for one in case.current.get(kind, [])]


def _of_each(case: Case, kind: str) -> dict[str, Any]:
    return {whose.replace(" ", "_"): section(_last(case, kind, whose)) for whose in PARTIES}


def _last(case: Case, kind: str, whose: str) -> Held[Any] | None:
    """The newest entry of a kind about one of the two that nothing replaced."""
    found = [one for one in case.current.get(kind, []) if one.entry.facts.whose == whose]
    return found[-1] if found else None
