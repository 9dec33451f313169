"""The reference case: an incident at an address in Basildon, a respondent of 27, a protected woman.

The circumstances are those of a case in the public record (Essex, June 2020); every name, address and word of
the account is invented.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from field_app.actions import Sent, read_case
from field_app.cases.risk import CURRENT
from field_app.law.notice import compose

from .officer import SoftwareOfficer

ADDRESS = "14 Fictional Close\nBasildon"
POSTCODE = "SS14 0ZZ"
PROVISIONS = ("grounds", "conditions", "contact_route", "service_accommodation")


def sections(today: date) -> list[tuple[str, dict[str, Any]]]:
    """The sections of the reference case, kind by kind; the respondent is 27 on `today`."""
    person: dict[str, Any] = {
        "aliases": [],
        "believed_age": None,
        "age_source": None,
        "address": ADDRESS,
        "postcode": POSTCODE,
        "language": "English",
        "interpreter": False,
        "vulnerabilities": None,
        "dependants": None,
        "telephone": None,
        "number_plate": None,
        "other_contact": None,
    }
    unworded = {"words": None, "legal_note": None}
    return [
        (
            "incident recorded",
            {
                "incident_number": "DEMO-0001",
                "crime_number": None,
                "custody_number": None,
                "body_worn_video": "DEMO-BWV-1",
                "digital_evidence": None,
                "dangers_checked": True,
                "dangers": ["dogs"],
                "dangers_account": "One dog, kept in the kitchen. No firearms certificate found.",
                "identified_by": "document seen",
                "identified_how": "Driving licence",
                "detained": False,
                "station": None,
                "arrived_at": None,
                "district": "Northfield",
            },
        ),
        (
            "person described",
            {
                "person": str(uuid.uuid4()),
                "role": "respondent",
                "family_name": "Inventedson",
                "given_names": "Craig",
                "born": date(today.year - 27, 1, 1).isoformat(),
                **person,
                "dependants": "Nobody depends on Craig.",
            },
        ),
        (
            "person described",
            {
                "person": str(uuid.uuid4()),
                "role": "protected person",
                "family_name": "Notareal",
                "given_names": "Rachel",
                "born": date(today.year - 25, 1, 1).isoformat(),
                **person,
            },
        ),
        (
            "relationship recorded",
            {
                "limb": "cohabitants",
                "evidence": "Both say they have lived together at this address for two years.",
            },
        ),
        (
            "premises recorded",
            {
                "address": ADDRESS,
                "postcode": POSTCODE,
                "respondent_lives_here": True,
                "protected_person_lives_here": True,
                "other_residents": False,
                "respondent_knows_address": True,
            },
        ),
        (
            "violence recorded",
            {
                "what": "both",
                "account": "A neighbour rang 999 at 21:40 on hearing shouting and something break. Rachel had a red "
                "mark on the left wrist and said Craig had held it and said they would not be leaving alive.",
                "occurred_at": None,
                "place": "Kitchen at 14 Fictional Close",
                "evidence": "999 recording, body-worn video, photograph of the wrist with Rachel's agreement.",
                "history": "Two calls in the six weeks before, both to shouting; no complaint made.",
                "counter_allegation": False,
                "counter_account": None,
                "why_this_respondent": None,
            },
        ),
        (
            "necessity recorded",
            {
                "why": "Third call in six weeks. Craig says they will stay whatever happens. Rachel has nowhere else "
                "to go tonight.",
                "charge_or_bail": "not available",
                "why_not_charge_or_bail": "No complaint will be made tonight, so no charge; release without bail.",
            },
        ),
        (
            "risk assessed",
            {
                "pack": {
                    "id": CURRENT.id,
                    "version": CURRENT.version,
                    "levels": [asdict(one) for one in CURRENT.levels],
                },
                "answers": [
                    {"question": question, "answer": answer, "note": note}
                    for question, answer, note in (
                        ("afraid", "yes", "Of what happens when the police have gone."),
                        ("worse", "yes", None),
                        ("neck", "yes", "A hand on the throat a month ago."),
                        ("kill", "yes", None),
                        ("weapon", "no", None),
                        ("sexual", "not known", None),
                        ("leaving", "yes", "Said so this week."),
                        ("control", "yes", None),
                        ("following", "no", None),
                        ("children", "no", None),
                        ("pregnant", "no", None),
                        ("orders", "no", None),
                        ("substances", "yes", "Drink."),
                        ("suicide", "not known", None),
                    )
                ],
                "indicated": "high",
                "level": "high",
                "judgement": "A threat to kill, a hand on the throat a month ago, separation announced this week.",
                "lower_because": None,
                "events": 3,
            },
        ),
        (
            "views recorded",
            {
                "whose": "protected person",
                "person": None,
                "said": "Wants Craig gone for some days to think, and is afraid of what happens after.",
                "steps": None,
                "opinion": None,
                "apart": "out of sight and hearing",
                "how": "In the front room, Craig in the kitchen with a second officer.",
            },
        ),
        (
            "views recorded",
            {
                "whose": "respondent",
                "person": None,
                "said": "Says it was an argument and that they have nowhere to go.",
                "steps": None,
                "opinion": None,
                "apart": None,
                "how": None,
            },
        ),
        (
            "children's welfare recorded",
            {
                "any_children": False,
                "account": "No children live or stay here; both asked, house seen.",
                "children": [],
                "social_care": "not needed",
                "police_protection": None,
            },
        ),
        (
            "other orders in force recorded",
            {"checked": "Force records and PNC from the car; both asked. Nothing in force.", "orders": []},
        ),
        (
            "conditions proposed",
            {
                "grounds": "On the evening of the incident you held Rachel Notareal by the wrist and threatened to "
                "kill Rachel. There were two earlier incidents in the six weeks before.",
                "conditions": [
                    {"code": "molest", "distance_m": None, "reason": "Always included.", **unworded},
                    {
                        "code": "contact",
                        "distance_m": None,
                        "reason": "Forty messages on the evening of the second call.",
                        **unworded,
                    },
                    {
                        "code": "leave",
                        "distance_m": None,
                        "reason": "Both live here and the violence was here.",
                        **unworded,
                    },
                    {
                        "code": "enter",
                        "distance_m": None,
                        "reason": "Came back within the hour after the first call.",
                        **unworded,
                    },
                    {
                        "code": "distance",
                        "distance_m": 100,
                        "reason": "Waited in the street after the second call.",
                        **unworded,
                    },
                ],
                "contact_route": None,
                "service_accommodation": False,
            },
        ),
    ]


def capture(
    constable: SoftwareOfficer, now: datetime, when: Callable[[], datetime] | None = None
) -> tuple[str, list[Sent]]:
    """The reference case as a constable records it: its id, and its fourteen entries, none of them sent yet."""
    clock = when or (lambda: now)
    case_id, started = constable.start_case(clock())
    written = [constable.write(kind, case_id, facts, clock()) for kind, facts in sections(now.date())]
    return case_id, [started, *written]


def request(constable: SoftwareOfficer, case_id: str, captured: list[Sent], now: datetime) -> Sent:
    """The signed request that rests on everything captured."""
    return constable.write("authority requested", case_id, {"note": None}, now, relies_on=captured)


def authorise(superintendent: SoftwareOfficer, case_id: str, requested: Sent, now: datetime) -> Sent:
    """The signed decision, on the case as the server shows it."""
    view = read_case(superintendent.installation, superintendent.id, case_id, now)
    assert view is not None, "a superintendent may read a case that waits for a decision"
    return decide(superintendent, view, requested, now)


def decide(superintendent: SoftwareOfficer, view: dict[str, Any], requested: Sent, now: datetime) -> Sent:
    """The signed decision on the case that this view shows."""
    office = superintendent.office()
    officer = office.officers[superintendent.id]
    issuing = {"name": officer.name, "rank": str(officer.rank), "collar_number": officer.collar_number}
    facts = {
        "text": list(compose(view, issuing, {"name": office.force})),
        **{name: view["conditions"][name] for name in PROVISIONS},
        "address_confirmed": None,
        "reasons": "Violence and a threat to kill, a third call in six weeks, and nowhere else for Rachel to be safe.",
    }
    return superintendent.write("notice authorised", view["id"], facts, now, relies_on=[requested])


def serve(constable: SoftwareOfficer, case_id: str, decided: Sent, served_at: datetime, now: datetime) -> Sent:
    """The signed record of personal service."""
    facts = {
        "served_at": served_at.isoformat(timespec="seconds"),
        "place": "Basildon police station, custody suite",
        "manner": "handed over",
        "identified_by": "Known to the constable from two earlier calls; driving licence seen.",
        "explained": "Read aloud line by line in English; said back in their own words.",
        "interpreter": None,
        "address_asked": True,
        "address_given": "c/o 2 Madeup Road, Basildon",
        "paper_copy_left": True,
        "keys_given": None,
        "understood": "understood",
        "fitness": None,
        "belongings": "Work clothes and a telephone charger, brought by PC Sample.",
        "staying_at": "With an invented friend, 2 Madeup Road, Basildon",
        "at_risk_there": False,
        "who_is_at_risk": None,
        "witnesses": "Sgt Drew Fictive, 1101",
        "video": "BWV-000451",
        "respondent_signed": "signed on paper",
    }
    return constable.write("notice served", case_id, facts, now, relies_on=[decided])


def play(constable: SoftwareOfficer, superintendent: SoftwareOfficer, began: datetime) -> str:
    """The whole of the reference case, from a call at `began` to service three hours later; returns its id."""
    case_id, captured = capture(constable, began)
    constable.record(captured, began + timedelta(minutes=25))
    requested = request(constable, case_id, captured, began + timedelta(minutes=30))
    constable.record([requested], began + timedelta(minutes=30))
    decided = authorise(superintendent, case_id, requested, began + timedelta(minutes=50))
    superintendent.record([decided], began + timedelta(minutes=50))
    served_at = began + timedelta(hours=3)
    constable.record([serve(constable, case_id, decided, served_at, served_at)], served_at + timedelta(minutes=2))
    return case_id
