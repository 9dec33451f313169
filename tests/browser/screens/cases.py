"""Cases as full as they get, for the screens to hold: recorded by the same officers on other devices."""

from __future__ import annotations

import dataclasses
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from field_app.actions import Sent, read_case
from field_app.demonstration.case import authorise, capture, decide, sections, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer, body_sha256, entry_id

Facts = dict[str, Any]

LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
ADDRESS = "Flat 1402, Invented Heights Tower, 117-119 Fictitious-upon-Imaginary High Street\nLlanfairpwllgwyngyll"
RESPONDENT, PROTECTED, LODGER = (str(uuid.uuid4()) for _ in range(3))
CHILDREN = tuple(str(uuid.uuid4()) for _ in range(3))

MORE: Facts = {
    "aliases": ["Craigie", "C. Inventedson-Featherstonehaugh the younger"],
    "address": ADDRESS,
    "language": "Welsh (north), some English",
    "interpreter": True,
    "vulnerabilities": "Epilepsy, tablets twice a day. Reads with difficulty.",
    "dependants": "A neighbour of 91 whose shopping they bring.",
    "telephone": "07700 900123",
    "number_plate": "AB12 CDE",
    "other_contact": "anaddressthatisverylongindeedandhasnospaces@averyveryverylongdomainname.example",
}

CHANGED: dict[str, Facts] = {
    "incident recorded": {
        "crime_number": "DEMO/0000001/26",
        "custody_number": "DEMO-CUSTODY-7",
        "digital_evidence": "https://evidence.example/areferencewithoutanyspacewhatsoever/0123456789",
        "dangers": ["firearms", "firearms certificate", "other weapons", "dogs", "violence to police"],
        "detained": True,
        "station": "Basildon police station, custody suite",
    },
    "premises recorded": {"address": ADDRESS, "other_residents": True},
    "violence recorded": {
        "counter_allegation": True,
        "counter_account": "Says they were pushed first. A scratch on the left forearm; not afraid.",
        "why_this_respondent": "The injuries, the 999 recording and the neighbour agree with Rachel's account.",
    },
}
"""What is recorded instead of the reference case's, by kind."""


def _others(today: date) -> Iterator[tuple[str, Facts]]:
    """Everybody but the two: children of known and believed age, somebody who lives there, a witness."""
    blank = dict.fromkeys(("language", "interpreter", "vulnerabilities", "dependants", "telephone", "number_plate"))
    blank |= {"born": None, "believed_age": None, "age_source": None, "postcode": None, "other_contact": None}
    blank |= {"address": None, "aliases": []}
    born = date(today.year - 9, 2, 28).isoformat()
    for person, role, family, given, more in (
        (CHILDREN[0], "child", LONG, "Ann", {"born": born}),
        (CHILDREN[1], "child", "Notareal", "Bo", {"believed_age": 5, "age_source": "Told by their parent"}),
        (CHILDREN[2], "child", "a baby of some months", None, {}),
        (LODGER, "other resident", "the lodger on the second floor, at the back", None, {"address": ADDRESS}),
        (str(uuid.uuid4()), "witness", "Nextdoor", "Sam", {"telephone": "07700 900456"}),
    ):
        described = {"person": person, "role": role, "family_name": family, "given_names": given}
        yield "person described", blank | described | more


def full(now: datetime) -> Iterator[tuple[str, Facts]]:
    """The sections of the reference case with everything that can be recorded of it."""
    for kind, given in sections(now.date()):
        facts = given | CHANGED.get(kind, {})
        if kind == "incident recorded":
            facts["arrived_at"] = (now - timedelta(hours=2)).isoformat(timespec="seconds")
        elif kind == "person described":
            facts |= MORE | {"person": RESPONDENT if facts["role"] == "respondent" else PROTECTED}
            facts["family_name"] = f"{facts['family_name']}-{LONG}"
        elif kind == "children's welfare recorded":
            facts |= {"any_children": True, "police_protection": "not needed", "social_care": "to be referred"}
            facts["children"] = [
                {
                    "person": one,
                    "school": "St Imaginary's Church of England Voluntary Aided Infant School",
                    "seen": "seen and spoken to alone",
                    "own_words": "Said that they hide behind the sofa when it is loud.",
                }
                for one in CHILDREN
            ]
        elif kind == "other orders in force recorded":
            terms = "Not to contact Rachel but through a solicitor.\nTo live and sleep at 2 Madeup Road."
            ends = date(now.year + 1, 3, 1).isoformat()
            facts["orders"] = [
                {"what": "court bail", "terms": terms, "ends": None},
                {"what": "child arrangements order", "terms": "The children live with Rachel.", "ends": ends},
            ]
        elif kind == "conditions proposed":
            unworded: Facts = {"words": None, "legal_note": None}
            near = {"code": "come near", "distance_m": 50, "reason": "Waited at the bus stop.", **unworded}
            act = {"code": "particular act", "distance_m": None, "reason": "Did so in May, and again in June."}
            act["words"] = "You must not wait outside any place where you believe Rachel Notareal to be working."
            act["legal_note"] = "On-call solicitor at 22:50: open under s.24(7)."
            facts["conditions"] = [*facts["conditions"], near, act]
            facts["contact_route"] = "Invented, Madeup and Placeholder, solicitors, Southend-upon-Imaginary"
            facts["service_accommodation"] = True
        yield kind, facts
    yield from _others(now.date())
    said = {"whose": "other residents", "person": LODGER, "said": None, "opinion": None, "apart": None, "how": None}
    yield "views recorded", said | {"steps": "Knocked twice at 22:10 and 22:40; nobody opened. A note was left."}


@dataclasses.dataclass
class Recorder:
    """Brings cases as far as a test wants them."""

    constable: SoftwareOfficer
    superintendent: SoftwareOfficer
    other_superintendent: SoftwareOfficer
    now: datetime

    @classmethod
    def of(cls, served: Any) -> Recorder:
        now = datetime.now(UTC) - timedelta(minutes=3)
        roles = ("constable", "superintendent", "other_superintendent")
        return cls(*(SoftwareOfficer(served.installation, served.officers[one], now) for one in roles), now)

    def full(self) -> tuple[str, list[Sent]]:
        """A case with everything in it."""
        case_id, started = self.constable.start_case(self.now)
        written = [self.constable.write(kind, case_id, facts, self.now) for kind, facts in full(self.now)]
        self.constable.record([started, *written], self.now)
        return case_id, [started, *written]

    def plain(self) -> tuple[str, list[Sent]]:
        """The reference case."""
        case_id, written = capture(self.constable, self.now)
        self.constable.record(written, self.now)
        return case_id, written

    def request(self, case_id: str, captured: list[Sent]) -> Sent:
        requested = ask(self.constable, case_id, captured, self.now)
        self.constable.record([requested], self.now)
        return requested

    def authorise(self, case_id: str, requested: Sent, *, changed: bool = False) -> Sent:
        """Authorised as asked, or with one condition taken out, one changed, and other grounds."""
        officer = self.superintendent
        if not changed:
            decided = authorise(officer, case_id, requested, self.now)
        else:
            view = read_case(officer.installation, officer.id, case_id, self.now)
            assert view is not None
            asked = view["conditions"]
            kept = [one for one in asked["conditions"] if one["code"] != "enter"]
            kept = [one | ({"distance_m": 250} if one["code"] == "distance" else {}) for one in kept]
            view["conditions"] = asked | {
                "grounds": asked["grounds"].replace("two earlier", "at least two earlier"),
                "conditions": kept,
            }
            decided = decide(officer, view, requested, self.now)
        officer.record([decided], self.now)
        return decided

    def refuse(self, case_id: str, requested: Sent) -> None:
        facts = {"because": ["not necessary to protect"], "reasons": "Charge is possible tonight."}
        officer = self.other_superintendent
        officer.record([officer.write("authority refused", case_id, facts, self.now, relies_on=[requested])], self.now)

    def serve(self, case_id: str, decided: Sent) -> None:
        self.constable.record([serve(self.constable, case_id, decided, self.now, self.now)], self.now)

    def not_pursue(self, case_id: str) -> None:
        facts = {"reason": "charged or to be charged", "account": "Charged with assault; bail with conditions."}
        self.constable.record([self.constable.write("considered and not pursued", case_id, facts, self.now)], self.now)

    def mirror(self, case_id: str, written: list[Sent]) -> tuple[str, list[Sent]]:
        """The same two the other way round, linked both ways, with the section that was copied named."""
        other, started = self.constable.start_case(self.now)
        people = {"respondent": PROTECTED, "protected person": RESPONDENT}
        mirrored = []
        for kind, facts in sections(self.now.date()):
            more = {"person": people[facts["role"]]} if kind == "person described" else {}
            mirrored.append(self.constable.write(kind, other, facts | more, self.now))
        copied = [{"entry": entry_id(mirrored[0]), "source": entry_id(written[1]), "sha256": body_sha256(written[1])}]
        self.constable.record([started, *mirrored], self.now)
        links = [(other, case_id, written[0], copied), (case_id, other, started, [])]
        linked = [
            self.constable.write(
                "cases linked",
                here,
                {"case": there, "reference": _reference(of), "why": "same incident", "copied": took},
                self.now,
            )
            for here, there, of, took in links
        ]
        self.constable.record(linked, self.now)
        return other, [started, *mirrored]


def _reference(started: Sent) -> str:
    return str(json.loads(started.body)["facts"]["reference"])


@dataclasses.dataclass
class Cases:
    """The ids of the cases every screen is looked at with."""

    full: str
    mirror: str
    requested: str
    overtaken: str
    refused: str
    changed: str
    served: str
    ended: str
    unknown: str = "00000000-0000-4000-8000-000000000000"


def record_all(recorder: Recorder) -> tuple[Cases, Sent]:
    """Every case; and the request that a test will have refused behind a phone's back."""
    full_id, _ = recorder.full()
    requested, written = recorder.full()
    mirror, mirrored = recorder.mirror(requested, written)
    recorder.request(requested, written)
    recorder.request(mirror, mirrored)
    ids = {}
    for name in ("overtaken", "refused", "changed", "served"):
        ids[name], captured = recorder.plain() if name != "changed" else recorder.full()
        asked = recorder.request(ids[name], captured)
        if name == "overtaken":
            overtaken = asked
        elif name == "refused":
            recorder.refuse(ids[name], asked)
        else:
            decided = recorder.authorise(ids[name], asked, changed=name == "changed")
            if name == "served":
                recorder.serve(ids[name], decided)
    ended, _ = recorder.plain()
    recorder.not_pursue(ended)
    return Cases(full=full_id, mirror=mirror, requested=requested, ended=ended, **ids), overtaken
