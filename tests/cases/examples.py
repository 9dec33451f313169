"""One well-formed example of every kind of entry: the same bytes on every day and every machine."""

from __future__ import annotations

import base64
import copy
import json
import uuid
from hashlib import sha256
from typing import Any

from field_app.cases.entries import KINDS


def id_of(name: str) -> str:
    """The id that stands for `name` in every example."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://field.example/{name}"))


def salt_of(name: str) -> str:
    return base64.urlsafe_b64encode(sha256(name.encode()).digest()[:16]).decode().rstrip("=")


PERSON = {
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

CONDITIONS: list[dict[str, Any]] = [
    {"code": "molest", "distance_m": None, "reason": "Always included."},
    {"code": "distance", "distance_m": 100, "reason": "Waited in the street."},
]

FACTS: dict[str, dict[str, Any]] = {
    "case started": {"reference": "7QF-012-F", "regime": "CSA2010"},
    "person described": PERSON,
    "relationship recorded": {"limb": "cohabitants", "evidence": "Both say so."},
    "violence recorded": {
        "what": "both",
        "account": "Held by the wrist; a threat to kill.",
        "occurred_at": "2026-07-13T21:40:00+01:00",
        "place": "Kitchen",
        "evidence": None,
    },
    "necessity recorded": {"why": "Third call in six weeks.", "why_not_charge_or_bail": None},
    "premises recorded": {
        "address": "14 Fictional Close",
        "postcode": "SS14 0ZZ",
        "respondent_lives_here": True,
        "protected_person_lives_here": True,
        "other_residents": False,
        "respondent_knows_address": True,
    },
    "conditions proposed": {"grounds": "You held them by the wrist.", "conditions": CONDITIONS},
    "risk assessed": {"account": "High."},
    "views recorded": {"whose": "respondent", "said": "An argument.", "steps": None},
    "children's welfare recorded": {"any_children": False, "account": "None live here."},
    "authority requested": {"note": "Custody clock runs out at 06:00."},
    "notice authorised": {"text": ["# Notice", "Not to molest."], "conditions": CONDITIONS, "reasons": "Needed."},
    "authority refused": {"reasons": "Charge instead."},
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
    },
    "signature added": {},
    "installation made": {
        "force": "Invented Police",
        "origin": "https://field.example",
        "rp_id": "field.example",
        "demonstration": False,
    },
    "officer added": {"officer": id_of("officer"), "name": "PC Alex Sample", "collar_number": "1001"},
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
    "on call recorded": {"officer": id_of("officer"), "on_call": True},
}
"""The facts of one entry of every kind, each in its version 1."""


def example(kind: str, **changed: Any) -> dict[str, Any]:
    """A whole entry of a kind as its JSON object; `changed` overrides the envelope."""
    system = KINDS[kind, 1].system
    return {
        "kind": kind,
        "version": 1,
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
        "facts": copy.deepcopy(FACTS[kind]),
        **changed,
    }


def text(entry: dict[str, Any]) -> str:
    """An entry's exact JSON text."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
