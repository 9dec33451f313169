"""One well-formed example of every kind of entry: the same bytes on every day and every machine."""

from __future__ import annotations

import base64
import copy
import json
import uuid
from hashlib import sha256
from typing import Any

from field_app.cases.entries import newest


def id_of(name: str) -> str:
    """The id that stands for `name` in every example."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://field.example/{name}"))


def salt_of(name: str) -> str:
    return base64.urlsafe_b64encode(sha256(name.encode()).digest()[:16]).decode().rstrip("=")


PERSON_1 = {
    "person": id_of("respondent"),
    "role": "respondent",
    "family_name": "Inventedson",
    "given_names": "Craig Zoë",
    "born": "1999-01-01",
    "believed_age": 27,
    "age_source": "Driving licence",
    "address": "14 Fictional Close\nBasildon",
    "postcode": "SS14 0ZZ",
}

PERSON = {
    **PERSON_1,
    "aliases": ["Craig Madeup"],
    "language": "English",
    "interpreter": False,
    "vulnerabilities": "Insulin, in the fridge.",
    "dependants": None,
    "telephone": "01632 960001",
    "number_plate": None,
    "other_contact": None,
}

CONDITIONS_1: list[dict[str, Any]] = [
    {"code": "molest", "distance_m": None, "reason": "Always included."},
    {"code": "distance", "distance_m": 100, "reason": "Waited in the street."},
]

CONDITIONS: list[dict[str, Any]] = [
    *({**one, "words": None, "legal_note": None} for one in CONDITIONS_1),
    {
        "code": "particular act",
        "distance_m": None,
        "words": "You must not wait outside the place where they work.",
        "legal_note": "On-call solicitor, 22:50: open under s.24(7).",
        "reason": "Waited there twice in June.",
    },
]

RISK_LEVELS: list[dict[str, Any]] = [
    {"level": "high", "yes": 14, "serious": 2},
    {"level": "medium", "yes": 5, "serious": 1},
]

FACTS: dict[str, dict[str, Any]] = {
    "case started": {"reference": "7QF-012-F", "regime": "CSA2010"},
    "incident recorded": {
        "incident_number": "EP-20260713-0001",
        "crime_number": None,
        "custody_number": "BC/0001/26",
        "body_worn_video": "BWV 1",
        "digital_evidence": None,
        "dangers_checked": True,
        "dangers": ["firearms certificate", "dogs"],
        "dangers_account": "A shotgun certificate; one dog, chained.",
        "identified_by": "document seen",
        "identified_how": "Driving licence",
        "detained": True,
        "station": "Basildon",
        "arrived_at": "2026-07-13T22:20:00+01:00",
    },
    "person described": PERSON,
    "relationship recorded": {"limb": "cohabitants", "evidence": "Both say so."},
    "violence recorded": {
        "what": "both",
        "account": "Held by the wrist; a threat to kill.",
        "occurred_at": "2026-07-13T21:40:00+01:00",
        "place": "Kitchen",
        "evidence": None,
        "history": "Two calls in six weeks.",
        "counter_allegation": True,
        "counter_account": "Says it was the other who pushed first. No injury seen.",
        "why_this_respondent": "The mark on the wrist, the 999 call, the earlier calls.",
    },
    "necessity recorded": {
        "why": "Third call in six weeks.",
        "charge_or_bail": "not enough",
        "why_not_charge_or_bail": None,
    },
    "premises recorded": {
        "address": "14 Fictional Close",
        "postcode": "SS14 0ZZ",
        "respondent_lives_here": True,
        "protected_person_lives_here": True,
        "other_residents": False,
        "respondent_knows_address": True,
    },
    "conditions proposed": {
        "grounds": "You held them by the wrist.",
        "conditions": CONDITIONS,
        "contact_route": "Invented and Sons, solicitors, Basildon",
        "service_accommodation": None,
    },
    "other orders in force recorded": {
        "checked": "PNC and local records, 22:10.",
        "orders": [{"what": "police bail", "terms": "Not to go to the school.", "ends": "2026-08-01"}],
    },
    "risk assessed": {
        "pack": {"id": "field", "version": 2, "levels": RISK_LEVELS},
        "answers": [
            {"question": "afraid", "answer": "yes", "note": "Of tonight."},
            {"question": "neck", "answer": "yes", "note": None},
            {"question": "kill", "answer": "yes", "note": None},
            {"question": "weapon", "answer": "not known", "note": None},
            {"question": "often", "answer": "every month", "note": None},
            {"question": "household", "answer": None, "note": "The two of them."},
        ],
        "indicated": "high",
        "level": "high",
        "judgement": "High.",
        "lower_because": None,
        "events": 4,
    },
    "views recorded": {
        "whose": "respondent",
        "person": None,
        "said": "An argument.",
        "steps": None,
        "apart": None,
        "how": None,
    },
    "children's welfare recorded": {
        "any_children": False,
        "account": "None live here.",
        "children": [],
        "social_care": "not needed",
        "police_protection": None,
    },
    "order or notice known from elsewhere": {
        "regime": "DAA2021",
        "what": "order",
        "issued_by": "Invented Magistrates' Court",
        "reference": "INV/26/0042",
        "respondent": {
            "family_name": "Inventedson",
            "given_names": "Craig",
            "born": "1999-01-01",
            "address": "3 Madeup Lane\nNowhereton",
            "postcode": "ZZ3 3ZZ",
        },
        "protected_person": {
            "family_name": "Notareal",
            "given_names": None,
            "born": None,
            "address": None,
            "postcode": None,
        },
        "made_on": "2026-03-20",
        "ends": None,
        "told": "served or told",
        "conditions": ["Not to contact the protected person.", "To attend a programme."],
        "source": "The paper, shown at the door.",
    },
    "considered and not pursued": {"reason": "bail conditions protect", "account": "Bailed not to return."},
    "evidence attached": {
        "sha256": sha256(b"a photograph").hexdigest(),
        "size": 12,
        "media_type": "image/jpeg",
        "shows": "The broken door of the kitchen.",
        "by": "PC Alex Sample",
        "taken_at": "2026-07-13T21:55:00+01:00",
        "taken_where": "Kitchen",
    },
    "cases linked": {
        "case": id_of("another case"),
        "reference": "7QF-013-D",
        "why": "same incident",
        "copied": [],
    },
    "authority requested": {"note": "Custody clock runs out at 06:00."},
    "notice authorised": {
        "text": ["# Notice", "Not to molest."],
        "grounds": "You held them by the wrist.",
        "conditions": CONDITIONS,
        "contact_route": "Invented and Sons, solicitors, Basildon",
        "service_accommodation": None,
        "address_confirmed": None,
        "reasons": "Needed.",
    },
    "authority refused": {"reasons": "Charge instead."},
    "telephone authority noted": {
        "officer": {"name": "Supt Frankie Invented", "rank": "superintendent", "collar_number": "1301"},
        "given_at": "2026-07-13T22:55:00+01:00",
        "text": ["# Notice", "Not to molest."],
        "text_sha256": "a191a60ec18381558e05b41a7f7f69b038491be641b0ca945efffc2ce518f9e8",
        "words": "lettuce ivory lizard axle otter harbour",
    },
    "telephone authority confirmed": {"text": ["# Notice", "Not to molest."], "reasons": "As I authorised at 22:55."},
    "telephone authority differs": {"what": "I authorised 50 metres, not 100.", "conditions": ["distance"]},
    "authority withdrawn before service": {"reasons": "Remanded on another matter: no notice is needed."},
    "handed over": {"to": "1002", "note": "Custody, for service before release at 06:00."},
    "hand-over accepted": {},
    "notice served": {
        "served_at": "2026-07-13T23:15:00+01:00",
        "place": "Basildon police station",
        "manner": "handed over",
        "identified_by": "Known to the constable.",
        "explained": "Read aloud.",
        "interpreter": None,
        "address_asked": True,
        "address_given": None,
        "paper_copy_left": True,
        "keys_given": "Front door key, given to PC Sample of their own will.",
    },
    "commanding officer told": {
        "outcome": "told",
        "who": "Duty officer, Invented Barracks",
        "how": "Telephone, 23:40; the notice and its conditions read out.",
    },
    "breach reported": {
        "of": "notice",
        "occurred_at": "2026-07-14T20:10:00+01:00",
        "place": "14 Fictional Close",
        "what": "Stood at the gate and called up.",
        "conditions": ["distance"],
        "contact_by": "respondent",
        "contact_how": "A neighbour saw it; two missed calls on the telephone.",
        "reported_by": "The neighbour at number 16",
    },
    "arrest made": {
        "of": "notice",
        "arrested_at": "2026-07-14T20:45:00+01:00",
        "place": "Head Street",
        "grounds": "Seen at the gate by a neighbour; found 200 metres away.",
        "station": "Basildon",
        "custody_number": "BC/0002/26",
        "also_arrested_for": None,
    },
    "breach heard": {
        "of": "notice",
        "heard_at": "2026-07-15T14:20:00+01:00",
        "court": "Basildon Magistrates' Court",
        "outcome": "remanded in custody",
        "pounds": None,
        "pounds_a_day": None,
        "days": None,
        "until": "2026-07-16T10:00:00+01:00",
        "account": None,
    },
    "request escalated": {
        "step": 2,
        "role": "authorising officer",
        "officer": id_of("superintendent"),
        "telephone": "07700 900123",
    },
    "push delivered": {"officer": id_of("superintendent"), "device": id_of("device")},
    "push opened": {"officer": id_of("superintendent"), "by": "alert"},
    "text message sent": {"officer": id_of("superintendent"), "notification": id_of("notification")},
    "request claimed": {"minutes": 15},
    "claim released": {"reason": "Called away."},
    "information asked": {"question": "Who collects the children tomorrow?"},
    "information given": {"answer": "Their grandmother, by car."},
    "notice printed": {"how": "pre-printed pad", "number": "P-000123"},
    "notice spoiled": {"printed": id_of("printed"), "why": "The name was misspelt."},
    "document rendered": {
        "document": "notice",
        "entry": id_of("decision"),
        "sha256": sha256(b"a document").hexdigest(),
        "size": 10,
        "pages": 4,
        "unprintable": ["𠮷"],
    },
    "police employment recorded": {
        "whose": "respondent",
        "employed": True,
        "force": None,
        "collar_number": "1002",
        "station": "Invented District",
    },
    "connection declared": {"whose": "respondent", "connection": "related", "account": "Cousins."},
    "case sealed": {"reason": "The respondent is married to an officer of this district."},
    "case unsealed": {"reason": "They left the police in March."},
    "sealed case opened": {"to": "5002", "reason": "Safeguarding of the protected person."},
    "officer passed over": {"officer": id_of("superintendent"), "why": "not independent"},
    "hearing listed": {
        "court": "Basildon Magistrates' Court",
        "sitting_at": "2026-07-15T10:00:00+01:00",
        "joining": "Court 2, by video link; ring the listing office first.",
    },
    "notice of hearing given or attempted": {
        "outcome": "attempted",
        "given_at": "2026-07-14T09:30:00+01:00",
        "address": "16 Fictional Close",
        "how": "Handed over with the notice was not possible; knocked at their sister's, nobody in; rang twice.",
    },
    "hearing adjourned": {
        "court": "Basildon Magistrates' Court",
        "adjourned_at": "2026-07-15T10:40:00+01:00",
        "until": "2026-07-17T10:00:00+01:00",
        "why": "For the respondent to see a solicitor.",
    },
    "order made": {
        "court": "Basildon Magistrates' Court",
        "made_on": "2026-07-17",
        "days": 28,
        "last_day": "2026-08-13",
        "conditions": ["Not to molest Rachel Notareal.", "Not to go within 100 metres of 14 Fictional Close."],
        "end_words": "Until 23:59 on 13 August 2026.",
        "respondent": "not in court, not told",
        "told_how": None,
    },
    "order served or explained": {
        "told_at": "2026-07-18T19:05:00+01:00",
        "place": "Head Street",
        "manner": "handed over and explained",
        "identified_by": "Known to the constable.",
        "explained": "Read aloud; told until when, and that they may be arrested.",
        "interpreter": None,
        "attempts": "Called at 16 Fictional Close twice on 17 July.",
    },
    "application refused or withdrawn": {
        "outcome": "refused",
        "court": "Basildon Magistrates' Court",
        "decided_at": "2026-07-15T11:20:00+01:00",
        "why": "Not satisfied that an order was necessary.",
    },
    "signature added": {},
    "installation made": {
        "force": "Invented Police",
        "origin": "https://field.example",
        "rp_id": "field.example",
        "demonstration": False,
    },
    "officer added": {"officer": id_of("officer"), "name": "PC Alex Sample", "collar_number": "1001"},
    "translation approved": {
        "language": "cy",
        "wording": sha256(b"wording").hexdigest(),
        "explanation": sha256(b"explanation").hexdigest(),
        "translator": "Madeup Translator",
    },
    "rank and posting recorded": {
        "officer": id_of("officer"),
        "rank": "superintendent",
        "basis": "temporary",
        "reason": "Acting up until Monday.",
        "postings": ["authorising"],
    },
    "passkey registered": {
        "officer": id_of("officer"),
        "credential": salt_of("credential"),
        "public_key": salt_of("public key"),
        "rp_id": "field.example",
        "origin": "https://field.example",
        "synced": True,
    },
    "passkey withdrawn": {
        "officer": id_of("officer"),
        "credential": salt_of("credential"),
        "reason": "Phone lost.",
    },
    "device added": {"device": id_of("device"), "officer": id_of("officer"), "prefix": "7QF"},
    "device revoked": {"device": id_of("device"), "reason": "Phone lost."},
    "holiday recorded": {
        "date": "2027-06-14",
        "name": "Invented holiday",
        "source": "London Gazette notice 0000000",
        "doubtful": False,
    },
    "holiday withdrawn": {"date": "2027-06-14", "reason": "The proclamation was of another year."},
    "legal accepted": {"entry": id_of("service"), "why": "Two body-worn videos show 22:45, not 22:15."},
    "line management recorded": {
        "officer": id_of("officer"),
        "line_manager": id_of("inspector"),
        "team": "Invented Team",
        "district": "Invented District",
    },
    "on call recorded": {"officer": id_of("officer"), "on_call": True},
    "shift recorded": {
        "shift": id_of("shift"),
        "officer": id_of("officer"),
        "role": "duty inspector",
        "district": "Invented District",
        "order": 1,
        "starts_at": "2026-10-24T22:00:00+01:00",
        "ends_at": "2026-10-25T06:00:00+00:00",
        "covers": None,
    },
    "shift withdrawn": {"shift": id_of("shift"), "reason": "Entered twice."},
    "off duty recorded": {
        "period": id_of("period"),
        "officer": id_of("officer"),
        "starts_at": "2026-10-24T22:00:00+01:00",
        "ends_at": None,
        "reason": "Sick.",
    },
    "telephone recorded": {"officer": id_of("officer"), "telephone": "07700 900123"},
    "rescue file read in": {"sha256": sha256(b"file").hexdigest(), "entries": [id_of("rescued")]},
}
"""The facts of one entry of every kind, in the version that is written now."""

RELEASED: dict[tuple[str, int], dict[str, Any]] = {
    ("person described", 1): PERSON_1,
    ("person described", 2): PERSON | {"other_contact": "Through the warden."},
    ("case started", 1): {"reference": "7QF-012-F", "regime": "CSA2010"},
    ("violence recorded", 2): {
        "what": "both",
        "account": "Held by the wrist; a threat to kill.",
        "occurred_at": "2026-07-13T21:40:00+01:00",
        "place": "Kitchen",
        "evidence": None,
        "history": "Two calls in six weeks.",
        "counter_allegation": True,
        "counter_account": "Says it was the other who pushed first. No injury seen.",
        "why_this_respondent": "The mark on the wrist, the 999 call, the earlier calls.",
    },
    ("violence recorded", 1): {
        "what": "both",
        "account": "Held by the wrist; a threat to kill.",
        "occurred_at": "2026-07-13T21:40:00+01:00",
        "place": "Kitchen",
        "evidence": None,
    },
    ("necessity recorded", 1): {"why": "Third call in six weeks.", "why_not_charge_or_bail": None},
    ("risk assessed", 1): {"account": "High."},
    ("risk assessed", 2): {
        "pack": {"id": "field", "version": 1},
        "answers": [
            {"question": "afraid", "answer": "yes", "note": "Of tonight."},
            {"question": "neck", "answer": "yes", "note": None},
            {"question": "kill", "answer": "yes", "note": None},
            {"question": "weapon", "answer": "not known", "note": None},
        ],
        "indicated": "high",
        "level": "high",
        "judgement": "High.",
    },
    ("views recorded", 1): {"whose": "respondent", "said": "An argument.", "steps": None},
    ("children's welfare recorded", 1): {"any_children": False, "account": "None live here."},
    ("conditions proposed", 1): {"grounds": "You held them by the wrist.", "conditions": CONDITIONS_1},
    ("notice authorised", 1): {
        "text": ["# Notice", "Not to molest."],
        "conditions": CONDITIONS_1,
        "reasons": "Needed.",
    },
    ("notice authorised", 2): {
        "text": ["# Notice", "Not to molest."],
        "grounds": "You held them by the wrist.",
        "conditions": CONDITIONS_1,
        "reasons": "Needed.",
    },
    ("notice served", 1): {
        "served_at": "2026-07-13T23:15:00+01:00",
        "place": "Basildon police station",
        "manner": "handed over",
        "identified_by": "Known to the constable.",
        "explained": "Read aloud.",
        "interpreter": None,
        "address_asked": True,
        "address_given": None,
        "paper_copy_left": True,
    },
}
"""The facts of the versions that are no longer written."""


def facts_of(kind: str, version: int | None = None) -> dict[str, Any]:
    """Well-formed facts of a kind, in the version that is written now unless another is named."""
    return copy.deepcopy(RELEASED.get((kind, version or 0), FACTS[kind]))


def example(kind: str, version: int | None = None, **changed: Any) -> dict[str, Any]:
    """A whole entry of a kind as its JSON object; `changed` overrides the envelope."""
    system = newest(kind).system
    return {
        "kind": kind,
        "version": version or newest(kind).version,
        "id": id_of(f"entry {kind}"),
        "case": id_of("case"),
        "officer": "system" if system else id_of("officer"),
        "device": id_of("device"),
        "number": None if system else 1,
        "made_at": "2026-07-13T22:00:00+01:00",
        "clock_offset_s": -2,
        "happened_at": None,
        "replaces": [],
        "relies_on": [{"id": id_of("earlier"), "sha256": sha256(b"earlier").hexdigest()}],
        "salt": salt_of(kind),
        "facts": facts_of(kind, version),
        **changed,
    }


def text(entry: dict[str, Any]) -> str:
    """An entry's exact JSON text."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
