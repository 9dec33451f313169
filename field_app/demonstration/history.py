"""The periods that Essex Police published in 2014 and 2020, played through the ordinary path by invented people.

The numbers, towns, ages and days are those of the press releases: notices and orders from 1 June to 26 July 2014, and
from 1 January to 24 June 2020. Every name, address and account is invented. Nothing is written as a result: each notice
is captured, requested, authorised, served and taken to court by entries on the clock of its own day, and what a press
officer says of them is added up from those entries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from field_app.actions import Installation, NotAllowed
from field_app.law.clocks import LONDON
from field_app.law.courts import sits
from field_app.law.holidays import HOLIDAYS
from field_app.store.database import reading

from .case import authorise, request, sections, serve
from .force import add_officer
from .officer import SoftwareOfficer

OFFICERS = (
    ("PC Morgan Bygone", "1901", "constable", ("attending",), False),
    ("Supt Noel Yesteryear", "1902", "superintendent", ("authorising",), False),
    ("Oak Formerly, solicitor", "5901", "police staff", ("legal services",), False),
)
"""Who recorded it. All invented."""

TOWNS_2020 = {
    "Basildon": 5,
    "Chelmsford": 5,
    "Clacton": 3,
    "Billericay": 2,
    "Harwich": 2,
    "Great Leighs": 1,
    "South Ockendon": 1,
    "Tilbury": 1,
    "Harlow": 1,
    "Southend": 1,
    "Rayleigh": 1,
    "West Mersea": 1,
    "Stanford-le-Hope": 1,
}
"""Orders made from 19 May to 17 June 2020."""

NORTHFIELD = frozenset({"Chelmsford", "Clacton", "Harwich", "Great Leighs", "Harlow", "West Mersea"})
"""The towns of the one demonstration district; the others are Southmarsh's."""

GIVEN = (
    "Alder",
    "Briar",
    "Cedar",
    "Damson",
    "Elder",
    "Fennel",
    "Gorse",
    "Hazel",
    "Ivory",
    "Juniper",
    "Kelp",
    "Larch",
)
RESPONDENTS = (
    "Inventedson",
    "Madeupton",
    "Fictionby",
    "Pretendley",
    "Samplesby",
    "Unrealham",
    "Nonesuchly",
    "Exampleton",
    "Placeholdby",
    "Templateson",
    "Nowherely",
    "Figmentby",
    "Dummyham",
    "Mockington",
    "Fabricby",
    "Supposely",
    "Makebelieve",
)
PROTECTED = (
    "Notareal",
    "Neverwas",
    "Imaginary",
    "Noperson",
    "Nobodyham",
    "Nullson",
    "Voidley",
    "Blankby",
    "Fableton",
    "Storyham",
    "Taleby",
    "Legendson",
    "Mythley",
    "Dreamham",
    "Phantomby",
    "Fictiveton",
    "Conjured",
)
"""Twelve times seventeen are 204: 54 and 150, nobody twice."""


@dataclass(frozen=True)
class Played:
    """One notice that became an order: where, on which day the order was made, how old the respondent was then.

    `breach`: what the court did of a breach of the order, None where none was reported.
    """

    town: str
    ordered: date
    age: int
    breach: str | None = None


def played() -> list[Played]:
    """Every notice of the published periods, by the day its order was made."""
    return [*_of_2014(), *_of_2020()]


def _of_2014() -> Iterator[Played]:
    """54 authorised from 1 June to 26 July 2014, every application granted, one committed and three ordered to pay."""
    days, towns = _sittings(date(2014, 6, 3), date(2014, 7, 25)), list(TOWNS_2020)
    breaches = {3: "sum ordered", 11: "committed", 17: "sum ordered", 23: "sum ordered"}
    for number in range(54):
        yield Played(towns[number % len(towns)], days[number % len(days)], 21 + number % 30, breaches.get(number))


def _of_2020() -> Iterator[Played]:
    """150 people protected from 1 January to 24 June 2020; 25 of the orders from 19 May on, 69 from January to March.

    23 of the respondents broke their orders and were ordered to pay or committed.
    """
    towns = list(TOWNS_2020)
    for many, broken, first, last in (
        (69, 12, date(2020, 1, 3), date(2020, 3, 31)),
        (56, 11, date(2020, 4, 1), date(2020, 5, 18)),
    ):
        days = _sittings(first, last)
        for number in range(many):
            breach = ("sum ordered", "committed")[number % 2] if number < broken else None
            yield Played(towns[number % len(towns)], days[number % len(days)], 20 + number % 35, breach)
    days = _sittings(date(2020, 5, 19), date(2020, 6, 17))
    ages = {("Basildon", 0): 19, ("Basildon", 1): 27, ("South Ockendon", 0): 52}
    places = [(town, number) for town, many in TOWNS_2020.items() for number in range(many)]
    for index, place in enumerate(places):
        # The one of 27 who came back to an address in Basildon on 23 June, under an order of 28 days.
        day = date(2020, 6, 5) if place == ("Basildon", 1) else days[index % len(days)]
        breach = "arrested" if place == ("Basildon", 1) else None
        yield Played(place[0], day, ages.get(place, 22 + index), breach)


def _sittings(first: date, last: date) -> list[date]:
    """The days from Tuesday to Friday, no bank holiday: the day before each is one on which a notice is served."""
    days = [first + timedelta(days=one) for one in range((last - first).days + 1)]
    return [one for one in days if one.weekday() in range(1, 5) and HOLIDAYS.on(one) is None]


def load(installation: Installation, now: datetime) -> int:
    """Record all of it in a demonstration; returns how many cases. Not twice.

    :raise NotAllowed: this is no demonstration, or it has been loaded before.
    """
    with reading(installation.engine) as connection:
        office = installation.office(connection)[0]
    if not office.demonstration:
        raise NotAllowed("This installation is no demonstration; it was left as it is.")
    if any(one.name == OFFICERS[0][0] for one in office.officers.values()):
        raise NotAllowed("The history has been loaded before; it was left as it is.")
    maker = next(one.id for one in office.officers.values() if one.collar_number == "0000")
    administrator = SoftwareOfficer(installation, maker, now)
    ids = [add_officer(administrator, *one, now=now) for one in OFFICERS]
    constable, superintendent, solicitor = (SoftwareOfficer(installation, one, now) for one in ids)
    every = played()
    for number, one in enumerate(every):
        _play(constable, superintendent, solicitor, one, number)
    for officer in (constable, superintendent, solicitor, administrator):
        facts = {"officer": officer.id, "credential": officer.authenticator.credential, "reason": "Made of software."}
        administrator.record([administrator.write("passkey withdrawn", office.id, facts, now)], now)
    return len(every)


def _play(
    constable: SoftwareOfficer, superintendent: SoftwareOfficer, solicitor: SoftwareOfficer, one: Played, number: int
) -> None:
    began = _in_london(one.ordered - timedelta(days=1), 18)
    case_id, started = constable.start_case(began)
    captured = [started, *(constable.write(kind, case_id, facts, began) for kind, facts in _facts(one, number))]
    requested = request(constable, case_id, captured, began + timedelta(minutes=40))
    constable.record([*captured, requested], began + timedelta(minutes=40))
    decided_at = began + timedelta(minutes=50 + number % 25)
    decided = authorise(superintendent, case_id, requested, decided_at)
    superintendent.record([decided], decided_at)
    served_at = began + timedelta(hours=3)
    served = serve(constable, case_id, decided, served_at, served_at)
    constable.record([served], served_at)
    sitting = _in_london(one.ordered, 10)
    court = _court(constable.installation, one, sitting)
    listed = {"court": court, "sitting_at": sitting.isoformat(), "joining": None}
    order = {
        "court": court,
        "made_on": one.ordered.isoformat(),
        "days": 28,
        "last_day": None,
        "conditions": ["The respondent must not molest the protected person."],
        "end_words": None,
        "respondent": "in court",
        "told_how": None,
    }
    listing = solicitor.write("hearing listed", case_id, listed, sitting - timedelta(hours=1))
    made = solicitor.write("order made", case_id, order, sitting + timedelta(hours=2))
    solicitor.record([listing], sitting - timedelta(hours=1))
    solicitor.record([made], sitting + timedelta(hours=2))
    if one.breach:
        _break(constable, solicitor, case_id, court, one)


def _break(constable: SoftwareOfficer, solicitor: SoftwareOfficer, case_id: str, court: str, one: Played) -> None:
    came_back = _in_london(date(2020, 6, 23) if one.breach == "arrested" else _next_sitting(one.ordered), 19)
    report = {
        "of": "order",
        "occurred_at": came_back.isoformat(),
        "place": f"An invented address, {one.town}",
        "what": "Turned up at the protected person's address.",
        "conditions": ["molest"],
        "contact_by": "respondent",
        "contact_how": "The protected person says so.",
        "reported_by": "The protected person",
    }
    at = came_back + timedelta(minutes=10)
    reported = constable.write("breach reported", case_id, report, at)
    facts = {
        "of": "order",
        "arrested_at": (at + timedelta(minutes=25)).isoformat(),
        "place": f"An invented address, {one.town}",
        "grounds": "Seen there by the constable; the order read over the radio.",
        "station": "Basildon police station",
        "custody_number": None,
        "also_arrested_for": None,
    }
    arrest = constable.write("arrest made", case_id, facts, at + timedelta(minutes=30))
    constable.record([reported], at)
    constable.record([arrest], at + timedelta(minutes=30))
    if one.breach == "arrested":
        return
    heard_at = came_back + timedelta(hours=15)
    fined = one.breach == "sum ordered"
    heard = {
        "of": "order",
        "heard_at": heard_at.isoformat(),
        "court": court,
        "outcome": one.breach,
        "pounds": 200 if fined else None,
        "pounds_a_day": None,
        "days": None if fined else 14,
        "until": None,
        "account": None,
    }
    solicitor.record([solicitor.write("breach heard", case_id, heard, heard_at, relies_on=[arrest])], heard_at)


def _facts(one: Played, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The reference case's sections with these people and this place in them."""
    respondent = (GIVEN[number % 12], RESPONDENTS[number // 12])
    protected = (GIVEN[(number + 5) % 12], PROTECTED[number // 12])
    words = {
        "Craig": respondent[0],
        "Inventedson": respondent[1],
        "Rachel": protected[0],
        "Notareal": protected[1],
        "14 Fictional Close\\nBasildon": f"{number + 1} Fictional Close\\n{one.town}",
        "14 Fictional Close": f"{number + 1} Fictional Close",
        "DEMO-": f"DEMO-{one.ordered.year}-{number:03d}-",
        "Northfield": _district(one.town),
    }
    for kind, facts in sections(one.ordered):
        text = json.dumps(facts)
        for word, other in words.items():
            text = text.replace(word, other)
        changed = json.loads(text)
        if kind == "person described" and changed["role"] == "respondent":
            changed["born"] = date(one.ordered.year - one.age, 1, 1).isoformat()
        yield kind, changed


def _district(town: str) -> str:
    return "Northfield" if town in NORTHFIELD else "Southmarsh"


def _court(installation: Installation, one: Played, sitting: datetime) -> str:
    """The district's court where it sits then, else one of the force's that does, else one the file does not name."""
    near = sorted(installation.force.courts, key=lambda court: _district(one.town) not in court.districts)
    sitting_then = (court.name for court in near if not court.remote and sits(court, sitting))
    return next(sitting_then, f"{one.town} Magistrates' Court")


def _next_sitting(day: date) -> date:
    """Three days later, or the first after it whose next day is one on which courts sit."""
    return next(
        one
        for one in (day + timedelta(days=after) for after in range(3, 12))
        if one.weekday() in range(4) and HOLIDAYS.on(one + timedelta(days=1)) is None
    )


def _in_london(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)
