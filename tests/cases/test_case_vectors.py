"""Stories and the cases they add up to, for `static/js/case.js` to add up alike (tests/vectors/cases.json).

Written by Python: `python -m tests.cases.test_case_vectors` writes the file again. Every id, time and salt is fixed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_app.cases.case import Case
from field_app.cases.check_words import check_words
from field_app.cases.entries import Held, newest
from field_app.cases.entries.people import BY_MISTAKE
from field_app.cases.force import Force, Switches
from field_app.cases.office import Device, Office, Officer, Passkey
from field_app.cases.references import check_character
from field_app.cases.rules import Asked, Refused, judge
from field_app.cases.rules.of_case import PROVISIONS
from field_app.cases.safeguarding.telling import to_tell
from field_app.cases.served import REPORTED
from field_app.law.courts import Court, Sitting
from field_app.law.notice import compose, text_hash
from field_app.law.regimes import EVERYWHERE, Commencement
from field_app.parse import Read, parse

from .examples import FACTS, PERSON, facts_of, id_of, salt_of, text

CASES = Path(__file__).parents[1] / "vectors" / "cases.json"

BEGAN = datetime(2026, 4, 2, 20, 0, tzinfo=UTC)
"""Maundy Thursday, 21:00 in Basildon: Good Friday, Sunday and Easter Monday lie before the hearing."""

CONSTABLE, OTHER, SUPERINTENDENT = id_of("constable"), id_of("other constable"), id_of("superintendent")
INSPECTOR = id_of("inspector")

NO_WORDS = {"words": None, "legal_note": None}

BOTH_ACTS = (*EVERYWHERE, Commencement("DAA2021", "Invented area", date(2024, 11, 27), date(2026, 4, 2), "Invented"))
"""A force that had the Domestic Abuse Act in force until the evening these stories are told in."""
SOLICITOR = id_of("solicitor")
STANDARDS = id_of("standards")

FORCE = Force(
    "Invented Police",
    courts=(
        Court("Town", tuple(Sitting(time(10), time(16, 30), day) for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))),
        Court(
            "Remand",
            (
                Sitting(time(10), time(13), "Sat", on_holidays=True, remand=True),
                Sitting(time(10), time(13), date=date(2026, 4, 6), remand=True),
            ),
            remote=True,
            joining="Video link",
        ),
    ),
)

OFFICE = Office(
    id=id_of("office"),
    force="Invented Police",
    officers={
        CONSTABLE: Officer(CONSTABLE, "PC Alex Sample", "1001", "constable"),
        OTHER: Officer(OTHER, "PC Casey Placeholder", "1003", "constable"),
        SUPERINTENDENT: Officer(SUPERINTENDENT, "Supt Frankie Invented", "1301", "superintendent"),
        INSPECTOR: Officer(INSPECTOR, "Insp Eden Pretend", "1201", "inspector"),
        SOLICITOR: Officer(SOLICITOR, "Harper Imaginary", "5001", "police staff", ("legal services",)),
        STANDARDS: Officer(STANDARDS, "Morgan Notreal", "5006", "police staff", ("professional standards",)),
    },
    devices={
        id_of(f"device of {one}"): Device(id_of(f"device of {one}"), one, "7QF")
        for one in (CONSTABLE, OTHER, SUPERINTENDENT, INSPECTOR, SOLICITOR, STANDARDS)
    },
    passkeys={
        one: Passkey(one, one, "", "", "")
        for one in (CONSTABLE, OTHER, SUPERINTENDENT, INSPECTOR, SOLICITOR, STANDARDS)
    },
)


TELEPHONE = Switches(telephone_authority=True)


class Story:
    """A case told entry by entry; each is put to the rules and taken in as the server would."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.case = Case.from_log(id_of(f"case {name}"), ())
        self.told: list[dict[str, Any]] = []
        self.minute = 0

    def add(
        self,
        kind: str,
        facts: dict[str, Any] | None = None,
        *,
        by: str = CONSTABLE,
        replaces: tuple[Held[Any], ...] = (),
        relies_on: tuple[Held[Any], ...] = (),
        made_after: int | None = None,
        **changed: Any,
    ) -> Held[Any]:
        """One more entry, received a minute after the one before; made then too, or `made_after` so many minutes."""
        self.minute += 1
        made_at = BEGAN + timedelta(minutes=self.minute if made_after is None else made_after)
        name = f"{self.name} {len(self.told) + 1}"
        body = text(
            {
                "kind": kind,
                "version": changed.get("version") or newest(kind).version,
                "id": id_of(name),
                "case": self.case.id,
                "officer": by,
                "device": id_of(f"device of {by}"),
                "number": len(self.told) + 1,
                "made_at": made_at.isoformat(timespec="seconds"),
                "clock_offset_s": 0,
                "happened_at": None,
                "replaces": [one.entry.id for one in replaces],
                "relies_on": [{"id": one.entry.id, "sha256": one.sha256} for one in relies_on],
                "salt": salt_of(name),
                "facts": {**facts_of(kind, changed.get("version")), **(facts or {})},
                **changed,
            }
        )
        read = parse(body)
        assert isinstance(read, Read), read
        received_at = BEGAN + timedelta(minutes=self.minute, seconds=7)
        answer = judge(Asked(read.entry, self.case, OFFICE, by, by, received_at, regimes=BOTH_ACTS, switches=TELEPHONE))
        assert not isinstance(answer, Refused), answer
        held = Held(read.entry, read.sha256, len(self.told) + 1, received_at, answer.irregular, by)
        self.case = self.case.with_entry(held)
        self.told.append(
            {
                "position": held.position,
                "body": body,
                "received_at": received_at.isoformat(timespec="microseconds"),
                "officer": by,
                "reasons": [asdict(one) for one in answer.irregular],
            }
        )
        return held

    def told_id(self, place: int) -> str:
        """The id of the entry in this place, from 1."""
        return str(json.loads(self.told[place - 1]["body"])["id"])

    def begin(self) -> Story:
        """As much as a correction needs."""
        self.add("case started", {"reference": f"7QF-012-{check_character('7QF', '012')}"})
        self.add("person described")
        self.add("premises recorded")
        self.add("risk assessed")
        self.add("views recorded")
        return self

    def record(self) -> Story:
        """Every section."""
        self.begin()
        protected = {"person": id_of("protected"), "role": "protected person", "family_name": "Notareal"}
        self.add("person described", {**PERSON, **protected, "given_names": "Rachel"})
        for kind in ("relationship recorded", "violence recorded", "necessity recorded"):
            self.add(kind)
        for kind in ("conditions proposed", "children's welfare recorded"):
            self.add(kind)
        self.add("views recorded", {"whose": "protected person", "said": None, "steps": "Asked twice."})
        return self

    def request(self) -> Held[Any]:
        earlier = (self.case.request,) if self.case.request else ()
        return self.add("authority requested", replaces=earlier, relies_on=tuple(self.case.sections))

    def refuse(self) -> Held[Any]:
        return self.add("authority refused", by=SUPERINTENDENT, relies_on=(self.case.request,))

    def authorise(self, by: str = SUPERINTENDENT, **changes: Any) -> Held[Any]:
        """As asked for, or with other provisions."""
        view, officer = self.case.view(), OFFICE.officers[by]
        issuing = {"name": officer.name, "rank": officer.rank, "collar_number": officer.collar_number}
        asked = {name: view["conditions"].get(name) for name in PROVISIONS}
        view = {**view, "conditions": {**asked, **changes}}
        facts = {"text": list(compose(view, issuing, {"name": OFFICE.force})), **view["conditions"]}
        return self.add("notice authorised", facts, by=by, relies_on=(self.case.request,))

    def serve(self, at: str = "2026-04-02T22:15:00+01:00", **more: Any) -> Held[Any]:
        self.minute = max(self.minute, 100)  # half past ten
        decision = self.case.decision
        facts = {"served_at": at, **more.pop("facts", {})}
        return self.add("notice served", facts, relies_on=(decision,) if decision else (), **more)

    def as_json(self) -> dict[str, Any]:
        clocks = self.case.force.clocks
        return {
            "name": self.name,
            "case": self.case.id,
            "courts": {
                "courts": [one.as_json() for one in self.case.force.courts],
                "papers": clocks.papers,
                "alarm": clocks.alarm,
            },
            "entries": self.told,
            "view": json.loads(json.dumps(self.case.view())),
        }


def current(story: Story, kind: str) -> tuple[Held[Any], ...]:
    held = story.case.latest(kind)
    assert held is not None
    return (held,)


def recording(story: Story) -> None:
    story.record()
    child = {"person": id_of("child"), "role": "child", "family_name": "Notareal", "born": "2019-05-05"}
    story.add("person described", child)
    story.add("person described", {**child, "person": id_of("second child"), "given_names": None})


def begun_from_the_middle(story: Story) -> None:
    """The first entry to arrive is not the first."""
    story.add("risk assessed")


def corrected(story: Story) -> None:
    story.begin()
    for judgement in ("Medium.", "High after all."):
        story.add("risk assessed", {"judgement": judgement}, replaces=current(story, "risk assessed"))


def corrected_out_of_order(story: Story) -> None:
    """The newest was made by a clock that ran fast; the older by one that was put right."""
    story.begin()
    first = current(story, "risk assessed")
    story.add(
        "risk assessed", {"judgement": "By a clock an hour fast."}, replaces=first, made_after=90, clock_offset_s=-3600
    )
    story.add("risk assessed", {"judgement": "Later in truth."}, replaces=first, made_after=40, clock_offset_s=None)


def rivals(story: Story) -> tuple[Held[Any], ...]:
    story.begin()
    first = current(story, "risk assessed")
    return (
        story.add("risk assessed", {"judgement": "One."}, replaces=first),
        story.add("risk assessed", {"judgement": "Other."}, replaces=first, by=OTHER),
    )


def rivals_settled(story: Story) -> None:
    story.add("risk assessed", {"judgement": "Settled."}, replaces=rivals(story))


def two_first_versions(story: Story) -> None:
    story.begin()
    story.add("premises recorded", {"other_residents": True})
    story.add("views recorded", {"whose": "respondent", "said": None, "steps": "Would not speak."})


def requested(story: Story) -> None:
    story.record().request()


def changed_after_the_request(story: Story) -> None:
    requested(story)
    story.add("risk assessed", {"judgement": "Very high."}, replaces=current(story, "risk assessed"))


def requested_anew_after_a_change(story: Story) -> None:
    changed_after_the_request(story)
    story.request()


def refused(story: Story) -> None:
    requested(story)
    story.refuse()


def refused_and_requested_again(story: Story) -> None:
    refused(story)
    story.request()


def authorised(story: Story) -> None:
    requested(story)
    story.authorise()


def noted_by_telephone(story: Story, **changed: Any) -> Held[Any]:
    """The constable notes that the superintendent authorised the exact text."""
    requested(story)
    return note_by_telephone(story, **changed)


def note_by_telephone(story: Story, **changed: Any) -> Held[Any]:
    officer = OFFICE.officers[SUPERINTENDENT]
    issuing = {"name": officer.name, "rank": officer.rank, "collar_number": officer.collar_number}
    text = compose(story.case.view(), issuing, {"name": OFFICE.force})
    facts = {"officer": issuing, "given_at": "2026-04-02T21:10:00+01:00", "text": list(text)}
    facts |= {"text_sha256": text_hash(text), "words": " ".join(check_words(text)), **changed}
    return story.add("telephone authority noted", facts, relies_on=(story.case.request,))


def authorised_by_telephone(story: Story) -> None:
    noted_by_telephone(story)


def not_as_it_was_read(story: Story) -> None:
    """Other words: it is kept, irregular, and authorises nothing."""
    noted_by_telephone(story, words="acorn badge cabbage daisy eagle falcon")


def telephone_confirmed(story: Story) -> None:
    noted = noted_by_telephone(story)
    facts = {"text": list(noted.entry.facts.text)}
    story.add("telephone authority confirmed", facts, by=SUPERINTENDENT, relies_on=(noted,))


def telephone_differs(story: Story) -> None:
    """Said so by another first, who is not the one named; then noted anew, which edits nothing."""
    noted = noted_by_telephone(story)
    story.add("telephone authority differs", by=INSPECTOR, relies_on=(noted,))
    story.add("telephone authority differs", {"conditions": ["molest"]}, by=SUPERINTENDENT, relies_on=(noted,))
    story.add("telephone authority noted", replaces=(noted,), relies_on=(story.case.request,))


def withdrawn_before_service(story: Story) -> None:
    """By another superintendent's rank; what was authorised stays to be read."""
    authorised(story)
    story.add("authority withdrawn before service", by=SUPERINTENDENT, relies_on=(story.case.decision,))


def request_withdrawn(story: Story) -> None:
    """Nobody need decide it; what was recorded stands, and authority can be asked for again."""
    requested(story)
    story.add("request withdrawn", relies_on=(story.case.request,))


def request_withdrawn_and_asked_again(story: Story) -> None:
    request_withdrawn(story)
    story.request()


def withdrawn_and_requested_again(story: Story) -> None:
    withdrawn_before_service(story)
    story.request()


def withdrawn_and_authorised_anew(story: Story) -> None:
    withdrawn_and_requested_again(story)
    story.authorise()


def served_before_the_withdrawal_was_known(story: Story) -> None:
    """Withdrawn while the constable's phone was dark: the service has happened."""
    withdrawn_before_service(story)
    story.serve()


def handed_over(story: Story) -> None:
    """Twice: the newest counts, and nobody has accepted."""
    authorised(story)
    story.add("handed over", {"to": "9999"})
    story.add("handed over", {"to": "1003"})


def handed_over_and_accepted(story: Story) -> None:
    handed_over(story)
    story.add("hand-over accepted", by=OTHER, relies_on=(story.case.hand_over,))


def taken_over_by_another_and_handed_on(story: Story) -> None:
    """Whoever is there takes it over without naming the hand-over, and hands it on."""
    handed_over(story)
    story.add("hand-over accepted", by=INSPECTOR)
    story.add("handed over", {"to": "1001"}, by=INSPECTOR)


def authorised_at_the_second_request(story: Story) -> None:
    refused_and_requested_again(story)
    story.authorise()


def authorised_with_changes(story: Story) -> None:
    """One condition taken out, one added, and other grounds."""
    requested(story)
    conditions = [
        FACTS["conditions proposed"]["conditions"][0],
        {"code": "contact", "distance_m": None, "words": None, "legal_note": None, "reason": "x"},
    ]
    story.authorise(grounds="You held Rachel by the wrist.", conditions=conditions)


def under_the_domestic_abuse_act(story: Story) -> None:
    """Controlling behaviour without violence; an inspector authorises; the notice is served."""
    reference = f"7QF-012-{check_character('7QF', '012')}"
    story.add("case started", {"reference": reference, "regime": "DAA2021"})
    protected = {"person": id_of("protected"), "role": "protected person", "family_name": "Notareal"}
    story.add("person described")
    story.add("person described", {**PERSON, **protected, "given_names": "Rachel", "born": "2008-01-01"})
    for kind in ("relationship recorded", "premises recorded", "necessity recorded", "risk assessed"):
        story.add(kind)
    story.add("violence recorded", {"what": "other abuse", "account": "Kept the wages, the telephone and the keys."})
    conditions = [
        {"code": "no abuse", "distance_m": None, "reason": "Always included.", **NO_WORDS},
        {"code": "contact", "distance_m": None, "reason": "Forty messages.", **NO_WORDS},
        {"code": "where they live", "distance_m": 150, "reason": "Waited in the street.", **NO_WORDS},
        {"code": "evict", "distance_m": None, "reason": "Both live here.", **NO_WORDS},
    ]
    story.add("conditions proposed", {"grounds": "You kept Rachel's wages and telephone.", "conditions": conditions})
    story.add("children's welfare recorded")
    story.add("views recorded")
    story.add("views recorded", {"whose": "protected person", "said": None, "steps": "Asked twice."})
    story.request()
    story.authorise(by=INSPECTOR)
    story.serve()


def known_from_elsewhere(story: Story) -> None:
    """An order of another court, and the paper read again more closely."""
    first = story.add("order or notice known from elsewhere")
    story.add("order or notice known from elsewhere", {"ends": "2026-09-30"}, replaces=(first,), by=OTHER)


def imported_from_a_list(story: Story) -> None:
    """An order on another force's list, and a later list that ends it sooner."""
    first = story.add("order imported", by="system", number=None)
    story.add("order imported", {"ends": "2026-04-02"}, replaces=(first,), by="system", number=None)


def considered_and_not_pursued(story: Story) -> None:
    story.begin()
    story.add("considered and not pursued")


def not_pursued_and_then_requested(story: Story) -> None:
    story.record()
    story.add("considered and not pursued", {"reason": "other"})
    story.request()


def linked_with_another(story: Story) -> None:
    story.record()
    copied = [{"entry": story.told_id(2), "source": id_of("source"), "sha256": "0" * 64}]
    story.add("cases linked", {"copied": copied})
    story.add("cases linked", {"case": id_of("third case"), "reference": None, "why": "duplicate"})
    mistaken = story.add("cases linked", {"case": id_of("stranger"), "reference": None})
    for officer in (CONSTABLE, OTHER):  # both take it back, neither knowing of the other
        story.add("cases linked", {"case": id_of("stranger"), "why": "not linked"}, replaces=(mistaken,), by=officer)


def evidence_attached(story: Story) -> None:
    """A photograph whose words two officers corrected, and a document; nothing of it need be settled."""
    story.record()
    photograph = story.add("evidence attached")
    document = {"sha256": sha256(b"a document").hexdigest(), "media_type": "application/pdf", "shows": "A letter."}
    story.add("evidence attached", {**document, "by": None, "taken_at": None, "taken_where": None})
    for officer in (CONSTABLE, OTHER):
        facts = {"shows": f"The door, as {'seen later' if officer == OTHER else 'found'}."}
        story.add("evidence attached", facts, replaces=(photograph,), by=officer)
    story.request()


def other_residents_one_by_one(story: Story) -> None:
    story.begin()
    for name in ("lodger", "parent"):
        resident = {"person": id_of(name), "role": "other resident"}
        story.add("person described", resident)
        story.add("views recorded", {"whose": "other residents", "person": id_of(name), "said": name})
    story.add("views recorded", {"whose": "other residents", "said": "Of all of them together."})


def one_child_described_twice(story: Story) -> None:
    """Two devices corrected the same description: somebody must say which stands."""
    story.begin()
    child = {"person": id_of("child"), "role": "child", "born": "2019-05-05"}
    first = story.add("person described", child)
    for family_name in ("Notareal", "Notareel"):
        story.add("person described", {**child, "family_name": family_name}, replaces=(first,))


def taken_off_again(story: Story) -> None:
    """A child and a resident recorded by mistake, with the resident's view; the child by two officers, each alone."""
    story.begin()
    child = {"person": id_of("child"), "role": "child", "born": "2019-05-05"}
    resident = {"person": id_of("lodger"), "role": "other resident"}
    kept = {"person": id_of("parent"), "role": "other resident"}
    described = [story.add("person described", one) for one in (child, resident, kept)]
    for name in ("lodger", "parent"):
        story.add("views recorded", {"whose": "other residents", "person": id_of(name), "said": name})
    for one, facts, officers in zip(described, (child, resident), ((CONSTABLE, OTHER), (CONSTABLE,)), strict=False):
        for officer in officers:
            story.add("person described", {**facts, "role": BY_MISTAKE}, replaces=(one,), by=officer)


def taken_off_and_corrected(story: Story) -> None:
    """One officer says by mistake, another corrects what is recorded of them: somebody must say which stands."""
    story.begin()
    child = {"person": id_of("child"), "role": "child"}
    first = story.add("person described", child)
    story.add("person described", {**child, "family_name": "Notareel"}, replaces=(first,), by=OTHER)
    story.add("person described", {**child, "role": BY_MISTAKE}, replaces=(first,))


def detained_while_the_clocks_change(story: Story) -> None:
    story.begin()
    story.add("incident recorded", {"arrived_at": "2026-03-28T12:34:56+00:00"})


def released_from_the_station(story: Story) -> None:
    story.begin()
    story.add("incident recorded")
    held = {"detained": False, "station": None, "arrived_at": None}
    story.add("incident recorded", held, replaces=current(story, "incident recorded"))


def recorded_before_more_was_asked(story: Story) -> None:
    """Every kind in the version it once had, up to the service of the notice."""
    story.add("case started", {"reference": f"7QF-012-{check_character('7QF', '012')}"})
    protected = {"person": id_of("protected"), "role": "protected person", "family_name": "Notareal"}
    for facts in ({}, {**protected, "given_names": "Rachel"}):
        story.add("person described", facts, version=1)
    for kind in ("premises recorded", "relationship recorded"):
        story.add(kind)
    for kind in (
        "conditions proposed",
        "violence recorded",
        "necessity recorded",
        "risk assessed",
        "children's welfare recorded",
    ):
        story.add(kind, version=1)
    for facts in ({}, {"whose": "protected person", "said": None, "steps": "Asked twice."}):
        story.add("views recorded", facts, version=1)
    request, asked = story.request(), story.case.view()
    officer = OFFICE.officers[SUPERINTENDENT]
    issuing = {"name": officer.name, "rank": officer.rank, "collar_number": officer.collar_number}
    facts = {
        "text": list(compose(asked, issuing, {"name": OFFICE.force})),
        "conditions": asked["conditions"]["conditions"],
    }
    story.add("notice authorised", facts, by=SUPERINTENDENT, relies_on=(request,), version=1)
    story.serve(version=1)


EXCLUDED = [
    *FACTS["conditions proposed"]["conditions"],
    {"code": "leave", "distance_m": None, "words": None, "legal_note": None, "reason": "It happened here."},
]


def commanding_officer_to_be_told(story: Story) -> None:
    """The home is service accommodation: somebody has to be told, and nobody has been."""
    story.record()
    proposed = {"conditions": EXCLUDED, "service_accommodation": None}
    story.add("conditions proposed", proposed, replaces=current(story, "conditions proposed"))
    story.request()
    story.authorise(service_accommodation=True)


def commanding_officer_told(story: Story) -> None:
    commanding_officer_to_be_told(story)
    story.add("commanding officer told", by=SUPERINTENDENT)


def address_confirmed(story: Story) -> None:
    """The respondent is not recorded as knowing the home; whoever authorises has confirmed that they may be told it."""
    story.record()
    unknown = {"respondent_knows_address": False}
    story.add("premises recorded", unknown, replaces=current(story, "premises recorded"))
    story.request()
    story.authorise(address_confirmed="They lived there until Monday; both say so.")


def served(story: Story) -> None:
    authorised(story)
    story.serve()


def served_twice(story: Story) -> None:
    """Two officers recorded it, with two times: the earlier counts."""
    authorised(story)
    story.serve("2026-04-02T22:40:00+01:00", by=OTHER)
    story.serve("2026-04-02T22:15:00+01:00")


def time_of_service_corrected(story: Story) -> None:
    served(story)
    story.serve("2026-04-02T23:30:00+01:00", replaces=current(story, "notice served"))


def later_time_of_service_accepted(story: Story) -> None:
    """Corrected twice; legal services accept the last, and so what it came from."""
    time_of_service_corrected(story)
    story.serve("2026-04-02T23:45:00+01:00", replaces=current(story, "notice served"))
    (last,) = current(story, "notice served")
    story.add("legal accepted", {"entry": last.entry.id}, by=SOLICITOR)


def corrected_again_after_legal_accepted(story: Story) -> None:
    """What legal services have not seen lengthens nothing."""
    later_time_of_service_accepted(story)
    story.serve("2026-04-03T09:00:00+01:00", replaces=current(story, "notice served"))


def reported_by_radio(story: Story) -> None:
    """Tried twice, then served by an officer whose phone is dark: the 48 hours run from what was said."""
    authorised(story)
    tried = story.add("service attempted", {"attempted_at": "2026-04-02T21:16:00+01:00"})
    second = {"attempted_at": "2026-04-02T21:17:00+01:00", "outcome": "something else"}
    story.add("service attempted", second, relies_on=(story.case.decision, tried))
    story.add("service reported by radio", RADIO, by=INSPECTOR)


RADIO = {"served_at": "2026-04-02T21:18:00+01:00", "heard_at": "2026-04-02T21:19:00+01:00"}


def confirmed_by_the_officer_who_served(story: Story) -> None:
    """Their own record is later than what was said: the earlier time counts until legal services accept the later."""
    reported_by_radio(story)
    story.serve("2026-04-02T21:20:00+01:00", by=OTHER)


def confirmed_time_accepted(story: Story) -> None:
    confirmed_by_the_officer_who_served(story)
    (signed,) = current(story, "notice served")
    story.add("legal accepted", {"entry": signed.entry.id}, by=SOLICITOR)


def reported_by_radio_irregularly(story: Story) -> None:
    """By somebody who is no constable, before the authority, without paper."""
    authorised(story)
    lacking = {"served_at": "2026-04-02T20:00:00+01:00", "served_by": "5001", "paper_copy_left": False}
    story.add("service reported by radio", RADIO | lacking | {"address_asked": False})


def released_unserved(story: Story) -> None:
    """Detained, bailed, and gone before the notice was served; the protected person was not told."""
    authorised(story)
    when = {"decided_at": "2026-04-02T21:17:00+01:00"}
    story.add("bail or release decision recorded", when, by=INSPECTOR)
    gone = {"released_at": "2026-04-02T21:40:00+01:00", "protected_person_told": False, "told_how": None}
    story.minute += 30
    story.add("respondent released", gone, by=INSPECTOR)


def released_and_told(story: Story) -> None:
    """Detained, served, and let go once the protected person knew."""
    authorised(story)
    story.serve()
    story.minute += 30
    story.add("respondent released", {"released_at": "2026-04-02T21:40:00+01:00"}, by=INSPECTOR)


def served_where_courts_are_known(story: Story) -> None:
    """Easter: the remand court sits on Saturday, and on Monday by its date; the last sitting is on Tuesday."""
    story.case = replace(story.case, force=FORCE)
    served(story)


def served_irregularly(story: Story) -> None:
    """No paper, no address asked for, and not by whoever was on the case."""
    authorised(story)
    story.serve(by=OTHER, facts={"paper_copy_left": False, "address_asked": False})
    story.add("risk assessed", {"judgement": "By a stranger."}, by=id_of("superintendent"))


def served_without_authority(story: Story) -> None:
    story.begin()
    story.serve()


def served_into_the_night_the_clocks_change(story: Story) -> None:
    authorised(story)
    story.serve("2026-03-28T23:30:00+00:00")


def served_beyond_the_holidays_known(story: Story) -> None:
    authorised(story)
    story.serve("2099-04-02T22:15:00+01:00")


def noted(story: Story) -> None:
    """Two versions of one note: nobody need settle them, and it is no section of what is asked."""
    recording(story)
    note = story.add("note added", by=OTHER)
    story.add("note added", {"words": "With number 18 now."}, by=OTHER, replaces=(note,))
    story.add("note added", {"words": "With number 20 now."}, by=OTHER, replaces=(note,))


def breach(story: Story) -> None:
    """Served on the Thursday night before Easter; two arrests, one of them heard on the Saturday."""
    story.case = replace(story.case, force=FORCE)
    served(story)
    story.minute = 3 * 24 * 60
    report = story.add("breach reported", {"occurred_at": "2026-04-02T22:50:00+01:00"}, by=OTHER)
    story.add("unit sent or not", by=id_of("superintendent"), relies_on=(report,))
    arrest = story.add("arrest made", {"arrested_at": "2026-04-02T23:00:00+01:00"}, by=OTHER)
    heard = {"heard_at": "2026-04-04T11:00:00+01:00", "outcome": "released", "until": None}
    story.add("breach heard", heard, by=OTHER, relies_on=(arrest,))
    story.add("arrest made", {"arrested_at": "2026-04-04T23:30:00+01:00"}, by=OTHER)
    story.add("compliance visit made", {"visited_at": "2026-04-05T10:00:00+01:00"}, by=OTHER)
    story.add("later event recorded", {"happened_on": "2026-04-04"}, by=OTHER)


def breach_irregular(story: Story) -> None:
    """An arrest for an order nobody recorded; too late before the court, and a sum for breach of a notice."""
    served(story)
    story.minute = 4 * 24 * 60
    story.add("arrest made", {"of": "order", "arrested_at": "2026-04-02T23:10:00+01:00"}, by=OTHER)
    arrest = story.add("arrest made", {"arrested_at": "2026-04-02T23:00:00+01:00"}, by=OTHER)
    heard = {"heard_at": "2026-04-04T23:01:00+01:00", "outcome": "sum ordered", "pounds": 200, "until": None}
    story.add("breach heard", heard, by=OTHER, relies_on=(arrest,))
    story.add("breach reported", {"occurred_at": "2026-04-01T12:00:00+01:00"}, by=id_of("superintendent"))
    story.add("unit sent or not", {"sent": False, "unit": None}, by=OTHER)


def listed(story: Story) -> None:
    """Served where courts are known; listed for the Tuesday, and an arrest whose 24 hours that hearing ends."""
    served_where_courts_are_known(story)
    story.minute = 4 * 24 * 60 - 60
    story.add("hearing listed", {"court": "Town", "sitting_at": "2026-04-07T10:30:00+01:00"}, by=SOLICITOR)
    story.add("notice of hearing given or attempted", {"given_at": "2026-04-06T11:00:00+01:00"}, by=OTHER)
    story.add("arrest made", {"arrested_at": "2026-04-06T12:00:00+01:00"}, by=OTHER)


def listed_irregularly(story: Story) -> None:
    """After the deadline; then when that court does not sit; a notice left where nobody said they would be."""
    served_where_courts_are_known(story)
    story.minute = 4 * 24 * 60
    story.add("hearing listed", {"court": "Town", "sitting_at": "2026-04-08T10:30:00+01:00"}, by=SOLICITOR)
    story.add("hearing listed", {"court": "Town", "sitting_at": "2026-04-06T10:30:00+01:00"}, by=SOLICITOR)
    left = {"outcome": "left at the address they gave", "given_at": "2026-04-06T11:00:00+01:00"}
    story.add("notice of hearing given or attempted", left, by=OTHER)


def adjourned(story: Story) -> None:
    """Begun in time and adjourned beyond the 48 hours: the notice lives on, and nothing is irregular."""
    listed(story)
    story.minute = 5 * 24 * 60
    until = {"adjourned_at": "2026-04-07T11:00:00+01:00", "until": "2026-04-10T10:00:00+01:00"}
    story.add("hearing adjourned", until, by=SOLICITOR)


ORDERED = {"made_on": "2026-04-10", "days": 28, "last_day": "2026-05-07"}


def ordered_in_absence(story: Story) -> None:
    """Made after an adjournment, not yet told; breached before anybody told them."""
    adjourned(story)
    story.minute = 9 * 24 * 60
    story.add("order made", ORDERED, by=SOLICITOR)
    story.add("arrest made", {"of": "order", "arrested_at": "2026-04-10T20:00:00+01:00"}, by=OTHER)


def committed(story: Story) -> None:
    """The order was broken twice: the court committed them for 28 days, and for five."""
    ordered_in_absence(story)
    for day, days in ((11, 28), (30, 5)):
        heard = {"of": "order", "heard_at": f"2026-04-{day}T10:30:00+01:00", "outcome": "committed", "days": days}
        story.add("breach heard", {**heard, "until": None}, by=SOLICITOR)


def ordered_and_told(story: Story) -> None:
    """Served from the look-up; a breach of the order follows, and one of the notice that had ended."""
    ordered_in_absence(story)
    story.add("order served or explained", {"told_at": "2026-04-11T19:00:00+01:00"}, by=OTHER)
    story.add("arrest made", {"of": "order", "arrested_at": "2026-04-11T20:00:00+01:00"}, by=OTHER)
    story.add("arrest made", {"of": "notice", "arrested_at": "2026-04-11T20:00:00+01:00"}, by=OTHER)


KEPT = {"conditions": None, "last_day": None, "until": None, "order_now": "in force"}
"""A change that leaves conditions and end as they were."""


def order_corrected(story: Story) -> None:
    """An appeal that suspends nothing; then corrected after it was served, and broken before they were told again."""
    ordered_and_told(story)
    story.minute = 12 * 24 * 60
    lodged = {**KEPT, "what": "appeal lodged", "decided_at": "2026-04-12T10:00:00+01:00"}
    story.add("order changed by the court", lodged, by=SOLICITOR)
    story.minute = 13 * 24 * 60
    corrected = {"decided_at": "2026-04-13T10:00:00+01:00", "last_day": "2026-05-06"}
    story.add("order changed by the court", corrected, by=SOLICITOR)
    story.add("arrest made", {"of": "order", "arrested_at": "2026-04-13T11:00:00+01:00"}, by=OTHER)


def corrected_order_told(story: Story) -> None:
    order_corrected(story)
    story.minute = 14 * 24 * 60
    story.add("order served or explained", {"told_at": "2026-04-13T19:00:00+01:00"}, by=OTHER)


def order_suspended(story: Story) -> None:
    """For five days; the record of it is corrected, which is nothing new to tell."""
    ordered_and_told(story)
    story.minute = 12 * 24 * 60
    facts = {**KEPT, "what": "suspended", "order_now": "suspended", "decided_at": "2026-04-12T10:00:00+01:00"}
    at = {**facts, "until": "2026-04-17T10:00:00+01:00"}
    written = story.add("order changed by the court", facts, by=SOLICITOR)
    story.add("order changed by the court", at, by=SOLICITOR, replaces=(written,))
    story.add("arrest made", {"of": "order", "arrested_at": "2026-04-12T11:00:00+01:00"}, by=OTHER)


def order_rescinded(story: Story) -> None:
    """And broken after, when there was nothing to break; somebody had written first that it still stood."""
    ordered_and_told(story)
    story.minute = 12 * 24 * 60
    facts = {**KEPT, "what": "rescinded", "decided_at": "2026-04-12T10:00:00+01:00"}
    story.add("order changed by the court", facts, by=SOLICITOR)
    over = {**facts, "order_now": "ended", "decided_at": "2026-04-12T10:05:00+01:00"}
    story.add("order changed by the court", over, by=SOLICITOR)
    story.add("arrest made", {"of": "order", "arrested_at": "2026-04-12T11:00:00+01:00"}, by=OTHER)


def ordered_for_too_long(story: Story) -> None:
    """Thirty days, and a last day that does not fit them."""
    adjourned(story)
    story.minute = 9 * 24 * 60
    said = {"respondent": "in court", "days": 30, "last_day": "2026-05-10"}
    story.add("order made", {**ORDERED, **said}, by=SOLICITOR)


def refused_by_the_court(story: Story) -> None:
    listed(story)
    story.minute = 5 * 24 * 60
    story.add("application refused or withdrawn", {"decided_at": "2026-04-07T11:30:00+01:00"}, by=SOLICITOR)


def withdrawn(story: Story) -> None:
    served(story)
    story.minute = 3 * 24 * 60
    facts = {"outcome": "withdrawn", "decided_at": "2026-04-04T11:30:00+01:00", "because": []}
    story.add("application refused or withdrawn", facts, by=SOLICITOR)


def sealed(story: Story) -> None:
    """The respondent's employment, said by two officers; the protected person's, taken back; sealed besides; opened."""
    requested(story)
    first = story.add("police employment recorded", {"collar_number": None})
    for number in ("1002", "1003"):
        story.add("police employment recorded", {"collar_number": number}, replaces=(first,))
    theirs = story.add("police employment recorded", {"whose": "protected person"})
    story.add("police employment recorded", {"whose": "protected person", "employed": False}, replaces=(theirs,))
    story.add("connection declared", by=SUPERINTENDENT)
    story.add("case sealed")
    story.add("sealed case opened", {"to": "5001"})


def unsealed(story: Story) -> None:
    """All but what one officer said since."""
    sealed(story)
    seals = story.case.seals
    story.add("case unsealed", by=STANDARDS, relies_on=seals)
    story.add("police employment recorded", {"whose": "protected person"})


def told_of(story: Story, *events: str) -> list[dict[str, str]]:
    """What the protected person can be told of, by its name."""
    return [{"event": one.event, "entry": one.entry} for one in to_tell(story.case) if one.event in events]


def protected_person_told(story: Story) -> None:
    """Tried once, reached at the second time; then the time of service is corrected, which is nothing new to tell."""
    ordered_in_absence(story)
    story.add("safe contact arranged")
    at = {"contacted_at": "2026-04-11T20:00:00+01:00", "risk": None, "risk_how": None}
    story.add("protected person told", {**at, "outcome": "not reached", "told_of": told_of(story, "order made")})
    of = told_of(story, "order made", "served", "respondent not told")
    story.add("protected person told", {**at, "told_of": of})
    story.serve("2026-04-02T23:30:00+01:00", replaces=current(story, "notice served"))
    corrected_order = {**ORDERED, "days": 21, "last_day": "2026-04-30"}
    story.add("order made", corrected_order, by=SOLICITOR, replaces=current(story, "order made"))


STORIES = (
    recording,
    begun_from_the_middle,
    corrected,
    corrected_out_of_order,
    rivals,
    rivals_settled,
    two_first_versions,
    requested,
    changed_after_the_request,
    requested_anew_after_a_change,
    refused,
    refused_and_requested_again,
    authorised,
    authorised_by_telephone,
    not_as_it_was_read,
    telephone_confirmed,
    telephone_differs,
    request_withdrawn,
    request_withdrawn_and_asked_again,
    withdrawn_before_service,
    withdrawn_and_requested_again,
    withdrawn_and_authorised_anew,
    served_before_the_withdrawal_was_known,
    handed_over,
    handed_over_and_accepted,
    taken_over_by_another_and_handed_on,
    authorised_at_the_second_request,
    authorised_with_changes,
    considered_and_not_pursued,
    under_the_domestic_abuse_act,
    known_from_elsewhere,
    imported_from_a_list,
    not_pursued_and_then_requested,
    linked_with_another,
    evidence_attached,
    other_residents_one_by_one,
    one_child_described_twice,
    taken_off_again,
    taken_off_and_corrected,
    detained_while_the_clocks_change,
    released_from_the_station,
    recorded_before_more_was_asked,
    commanding_officer_to_be_told,
    commanding_officer_told,
    address_confirmed,
    served,
    served_twice,
    time_of_service_corrected,
    later_time_of_service_accepted,
    corrected_again_after_legal_accepted,
    reported_by_radio,
    confirmed_by_the_officer_who_served,
    confirmed_time_accepted,
    reported_by_radio_irregularly,
    released_unserved,
    released_and_told,
    served_where_courts_are_known,
    served_irregularly,
    served_without_authority,
    served_into_the_night_the_clocks_change,
    served_beyond_the_holidays_known,
    breach,
    breach_irregular,
    listed,
    listed_irregularly,
    adjourned,
    ordered_in_absence,
    committed,
    ordered_and_told,
    order_corrected,
    corrected_order_told,
    order_suspended,
    order_rescinded,
    ordered_for_too_long,
    refused_by_the_court,
    withdrawn,
    sealed,
    noted,
    unsealed,
    protected_person_told,
)


def tell(play: Any) -> Story:
    story = Story(play.__name__.replace("_", " "))
    play(story)
    return story


def written() -> str:
    return json.dumps([tell(play).as_json() for play in STORIES], ensure_ascii=False, indent=1) + "\n"


def test_the_file_is_what_python_adds_up():
    """If this fails the view has changed: look at the difference, then write the file again (see above)."""
    assert CASES.read_text("utf-8") == written()


WANTED = {
    "recording": ("recording", 0, False),
    "begun from the middle": ("recording", 0, False),
    "corrected": ("recording", 0, False),
    "corrected out of order": ("recording", 1, False),
    "rivals": ("recording", 1, False),
    "rivals settled": ("recording", 0, False),
    "two first versions": ("recording", 2, False),
    "requested": ("requested", 0, False),
    "changed after the request": ("requested", 0, False),
    "requested anew after a change": ("requested", 0, False),
    "refused": ("refused", 0, False),
    "refused and requested again": ("requested", 0, False),
    "authorised": ("authorised", 0, False),
    "authorised by telephone": ("authorised", 0, False),
    "not as it was read": ("requested", 0, False),
    "telephone confirmed": ("authorised", 0, False),
    "telephone differs": ("authorised", 0, False),
    "request withdrawn": ("recording", 0, False),
    "request withdrawn and asked again": ("requested", 0, False),
    "withdrawn before service": ("withdrawn", 0, False),
    "withdrawn and requested again": ("requested", 0, False),
    "withdrawn and authorised anew": ("authorised", 0, False),
    "served before the withdrawal was known": ("served", 0, True),
    "handed over": ("authorised", 0, False),
    "handed over and accepted": ("authorised", 0, False),
    "taken over by another and handed on": ("authorised", 0, False),
    "authorised at the second request": ("authorised", 0, False),
    "authorised with changes": ("authorised", 0, False),
    "considered and not pursued": ("not pursued", 0, False),
    "under the domestic abuse act": ("served", 0, True),
    "known from elsewhere": ("elsewhere", 0, False),
    "imported from a list": ("elsewhere", 0, False),
    "not pursued and then requested": ("requested", 0, False),
    "linked with another": ("recording", 0, False),
    "noted": ("recording", 0, False),
    "evidence attached": ("requested", 0, False),
    "other residents one by one": ("recording", 0, False),
    "one child described twice": ("recording", 1, False),
    "taken off again": ("recording", 0, False),
    "taken off and corrected": ("recording", 1, False),
    "detained while the clocks change": ("recording", 0, False),
    "released from the station": ("recording", 0, False),
    "recorded before more was asked": ("served", 0, True),
    "commanding officer to be told": ("authorised", 0, False),
    "commanding officer told": ("authorised", 0, False),
    "address confirmed": ("authorised", 0, False),
    "served": ("served", 0, True),
    "served twice": ("served", 1, True),
    "time of service corrected": ("served", 0, True),
    "later time of service accepted": ("served", 0, True),
    "corrected again after legal accepted": ("served", 0, True),
    "reported by radio": ("served", 0, True),
    "confirmed by the officer who served": ("served", 0, True),
    "confirmed time accepted": ("served", 0, True),
    "reported by radio irregularly": ("served", 0, True),
    "released unserved": ("authorised", 0, False),
    "released and told": ("served", 0, True),
    "served where courts are known": ("served", 0, True),
    "served irregularly": ("served", 1, True),
    "served without authority": ("served", 0, True),
    "served into the night the clocks change": ("served", 0, True),
    "breach": ("served", 0, True),
    "committed": ("ordered", 0, True),
    "breach irregular": ("served", 0, True),
    "served beyond the holidays known": ("served", 0, False),
    "listed": ("before the court", 0, True),
    "listed irregularly": ("before the court", 0, True),
    "adjourned": ("before the court", 0, True),
    "ordered in absence": ("ordered", 0, True),
    "ordered and told": ("ordered", 0, True),
    "order corrected": ("ordered", 0, True),
    "corrected order told": ("ordered", 0, True),
    "order suspended": ("ordered", 0, True),
    "order rescinded": ("ordered", 0, True),
    "ordered for too long": ("ordered", 0, True),
    "refused by the court": ("ended", 0, True),
    "withdrawn": ("ended", 0, True),
    "sealed": ("requested", 0, False),
    "unsealed": ("requested", 0, False),
    "protected person told": ("ordered", 0, True),
}


@pytest.mark.parametrize(
    "story", json.loads(CASES.read_text("utf-8")) if CASES.exists() else (), ids=lambda one: one["name"]
)
def test_each_story_comes_to_what_it_should(story):
    view = story["view"]
    assert (view["stage"], len(view["conflicts"]), view["deadline"] is not None) == WANTED[story["name"]]


def view_of(name: str) -> dict[str, Any]:
    return next(one["view"] for one in json.loads(CASES.read_text("utf-8")) if one["name"] == name)


def test_a_request_that_was_taken_back_stands_no_longer_and_another_may():
    taken_back = view_of("request withdrawn")
    assert taken_back["request"] is None and taken_back["taken_back"]["reasons"].startswith("Charged")
    again = view_of("request withdrawn and asked again")
    assert again["request"] and again["taken_back"] is None


def test_a_withdrawal_is_of_the_decision_that_stands():
    assert view_of("withdrawn before service")["withdrawal"]["reasons"].startswith("Remanded")
    assert view_of("withdrawn and authorised anew")["withdrawal"] is None
    served = view_of("served before the withdrawal was known")
    assert [one["reasons"] for one in served["irregular"]] == [
        ["The authority had been withdrawn when the notice was served."]
    ]


def test_what_was_noted_by_telephone_stands_as_the_officer_it_names_says():
    names = ("authorised by telephone", "not as it was read", "telephone confirmed", "telephone differs")
    states = [(view_of(name)["telephone"] or {}).get("state") for name in names]
    assert states == ["unconfirmed", None, "confirmed", "differs"]
    assert view_of("telephone differs")["telephone"]["in_doubt"] == ["molest"]
    assert view_of("authorised")["telephone"] is None


def test_a_hand_over_waits_until_somebody_has_accepted_it():
    assert view_of("handed over")["hand_over"]["to"] == "1003"
    assert [view_of("handed over")["irregular"][0]["kind"], view_of("handed over")["taken_over"]] == [
        "handed over",
        None,
    ]
    accepted = view_of("handed over and accepted")
    assert (accepted["hand_over"], accepted["taken_over"]["_"]["officer"]) == (None, OTHER)
    on = view_of("taken over by another and handed on")
    assert (on["hand_over"]["to"], on["taken_over"]["_"]["officer"]) == ("1001", INSPECTOR)


def test_what_stands_where_several_were_recorded():
    assert view_of("corrected")["risk"]["judgement"] == "High after all."
    assert view_of("corrected out of order")["risk"]["judgement"] == "Later in truth."
    assert view_of("rivals settled")["risk"]["judgement"] == "Settled."
    assert [one["given_names"] for one in view_of("recording")["others"]] == ["Craig Zoë", None]
    assert view_of("refused and requested again")["decision"] is None
    assert view_of("requested anew after a change")["request"]["_"]["position"] == 15


def test_the_24_hours_in_detention_are_counted_as_they_pass():
    limit = {"station": "Basildon", "since": "2026-03-28T12:34:56+00:00", "until": "2026-03-29T13:34:00+01:00"}
    assert view_of("detained while the clocks change")["detention"] == limit
    assert view_of("released from the station")["detention"] is None


def test_what_was_authorised_with_changes_stands_beside_what_was_asked():
    view = view_of("authorised with changes")
    assert [one["code"] for one in view["decision"]["conditions"]] == ["molest", "contact"]
    assert [one["code"] for one in view["conditions"]["conditions"]] == ["molest", "distance", "particular act"]
    assert any("You held Rachel" in line for line in view["decision"]["text"])


def test_each_resident_and_each_link_has_its_own_place():
    views = view_of("other residents one by one")["views"]
    assert [one["said"] for one in views["residents"]] == ["lodger", "parent"]
    assert views["other_residents"]["said"] == "Of all of them together."
    assert [one["why"] for one in view_of("linked with another")["links"]] == ["same incident", "duplicate"]


def test_each_item_of_evidence_stands_once_with_its_newest_words():
    evidence = view_of("evidence attached")["evidence"]
    assert [one["shows"] for one in evidence] == ["A letter.", "The door, as seen later."]
    assert evidence[1]["sha256"] == facts_of("evidence attached")["sha256"]


def test_who_was_recorded_by_mistake_is_none_of_the_case():
    view = view_of("taken off again")
    assert [one["person"] for one in view["others"]] == [id_of("parent")]
    assert view["mistaken"] == sorted([id_of("child"), id_of("lodger")])
    assert [one["said"] for one in view["views"]["residents"]] == ["parent"]
    torn = view_of("taken off and corrected")
    assert ([one["family_name"] for one in torn["others"]], torn["mistaken"]) == (["Notareel"], [])


def test_the_deadline_passes_over_easter_and_never_grows():
    for name in ("served", "served twice", "time of service corrected"):
        deadline = view_of(name)["deadline"]
        assert deadline["at"] == "2026-04-07T22:15:00+01:00", name
        assert [one["date"] for one in deadline["excluded"]] == ["2026-04-03", "2026-04-05", "2026-04-06"]
    assert view_of("time of service corrected")["service"]["served_at"] == "2026-04-02T23:30:00+01:00"


def test_a_later_time_of_service_counts_once_legal_services_accept_it():
    assert view_of("later time of service accepted")["deadline"]["at"] == "2026-04-07T23:45:00+01:00"
    assert view_of("corrected again after legal accepted")["deadline"]["at"] == "2026-04-07T23:45:00+01:00"


def test_what_is_reported_by_radio_counts_as_service_until_a_signed_record_confirms_it():
    told = view_of("reported by radio")
    assert [one["outcome"] for one in told["attempts"]] == ["not there", "something else"]
    assert (told["service"]["_"]["kind"], told["by_radio"]["confirmed"]) == ("service reported by radio", False)
    assert told["deadline"]["at"] == "2026-04-07T21:18:00+01:00"
    signed = view_of("confirmed by the officer who served")
    assert (signed["service"]["_"]["kind"], signed["by_radio"]["confirmed"]) == ("notice served", True)
    assert signed["deadline"]["at"] == told["deadline"]["at"]
    assert view_of("confirmed time accepted")["deadline"]["at"] == "2026-04-07T21:20:00+01:00"
    assert [why for _, why in irregular("reported by radio irregularly")] == [
        "facts.served_by: only a constable may serve a notice; police staff are not.",
        "facts.served_at: lies before the authority was given.",
        "No paper copy was left with the respondent.",
        "The respondent was not asked for an address.",
    ]


def test_a_respondent_released_unserved_is_detained_no_more():
    view = view_of("released unserved")
    assert (view["detention"], view["bail"]["decision"]) == (None, "police bail with conditions")
    assert [why for _, why in irregular("released unserved")] == [
        "The respondent was released before the notice was served.",
        "The protected person had not been told of the release before it.",
    ]


def test_a_release_nobody_told_them_of_stays_to_be_told_and_one_they_were_told_of_does_not():
    (left,) = [one for one in view_of("released unserved")["telling"] if one["event"] == "release"]
    assert (left["since"], left["told"]) == ("2026-04-02T20:40:00+00:00", None)
    (told,) = [one for one in view_of("released and told")["telling"] if one["event"] == "release"]
    assert told["told"] == view_of("released and told")["released"]["_"]["entry"]


def test_the_first_and_the_last_sitting_are_shown_where_courts_are_known():
    sittings = view_of("served where courts are known")["deadline"]["sittings"]
    assert (sittings["earliest"]["court"], sittings["earliest"]["start"]) == ("Remand", "2026-04-04T10:00:00+01:00")
    assert (sittings["last"]["court"], sittings["last"]["until"]) == ("Town", "2026-04-07T16:30:00+01:00")
    assert sittings["alarm_at"] == "2026-04-06T10:00:00+01:00"
    assert view_of("served")["deadline"]["sittings"] is None


def test_an_arrest_has_its_limits_until_a_court_has_dealt_with_it():
    """Good Friday, Sunday and Easter Monday do not count."""
    first, second = view_of("breach")["breaches"]["arrests"]
    assert (first["heard"], first["next"]) == (True, [])
    assert first["limits"]["by"] == first["limits"]["custody"]["at"] == "2026-04-04T23:00:00+01:00"
    assert second["limits"]["custody"]["at"] == "2026-04-07T23:30:00+01:00"
    assert second["limits"]["by"] == second["limits"]["hearing"] == view_of("breach")["deadline"]["at"]
    assert "the hearing of the application comes before" in second["next"][0]
    assert "no police bail" in second["next"][1]
    assert view_of("breach")["irregular"] == []


def test_an_arrest_has_the_first_and_the_last_sitting_before_the_earlier_of_its_limits():
    """Arrested on Thursday night: Good Friday is nobody's day, the remand court sits on Saturday, in time."""
    first, second = (one["sittings"] for one in view_of("breach")["breaches"]["arrests"])
    assert first["earliest"]["start"] == first["last"]["start"] == "2026-04-04T10:00:00+01:00"
    assert second["earliest"]["start"] == "2026-04-06T10:00:00+01:00"
    assert (second["last"]["court"], second["last"]["until"]) == ("Town", "2026-04-07T16:30:00+01:00")
    assert [one["sittings"] for one in view_of("breach irregular")["breaches"]["arrests"]] == [None, None]


def test_what_could_not_be_is_stored_and_said():
    [of_order, in_time] = view_of("breach irregular")["breaches"]["arrests"]
    assert of_order["limits"]["hearing"] is None
    told = [(one["kind"], reason) for one in view_of("breach irregular")["irregular"] for reason in one["reasons"]]
    assert ("arrest made", "No order is recorded in this case. Check PNC and the court.") in told
    heard = [reason for kind, reason in told if kind == "breach heard"]
    assert any(reason.startswith("There is no penalty for breach of this") for reason in heard)
    assert any(reason.startswith("Brought before the court after the limit") for reason in heard)
    assert len(heard) == 2
    assert any(kind == "breach reported" and "before the notice was served" in reason for kind, reason in told)
    assert in_time["heard"]


def irregular(name: str) -> list[tuple[str, str]]:
    return [(one["kind"], reason) for one in view_of(name)["irregular"] for reason in one["reasons"]]


def test_a_hearing_that_is_listed_ends_the_24_hours_from_an_arrest():
    view = view_of("listed")
    [arrest] = view["breaches"]["arrests"]
    assert view["court"]["next"] == view["court"]["heard_by"] == "2026-04-07T10:30:00+01:00"
    assert arrest["limits"]["by"] == arrest["limits"]["hearing"] == "2026-04-07T10:30:00+01:00"
    assert arrest["limits"]["custody"]["at"] == "2026-04-08T00:00:00+01:00"
    assert irregular("listed") == []


def test_a_listing_too_late_or_while_the_court_does_not_sit_is_stored_and_said():
    late, closed, nowhere = irregular("listed irregularly")
    assert late[1].startswith("facts.sitting_at: lies after the hearing deadline, which is Tue 7 Apr 2026, 22:15")
    assert "Town does not sit then" in closed[1]
    assert "they gave no address" in nowhere[1]


def test_an_adjournment_keeps_the_notice_alive():
    view = view_of("adjourned")
    assert irregular("adjourned") == []
    assert view["court"]["next"] == view["court"]["heard_by"] == "2026-04-10T10:00:00+01:00"


def test_an_order_binds_from_when_it_is_told_until_its_last_day():
    order = view_of("ordered in absence")["court"]["order"]
    assert (order["ends_on"], order["told"]) == ("2026-05-07", False)
    assert [why for _, why in irregular("ordered in absence")] == [
        "Nobody had told the respondent of the order, as far as is recorded."
    ]
    assert view_of("ordered and told")["court"]["order"]["told"]
    assert [why for _, why in irregular("ordered and told")][1:] == [
        "facts.arrested_at: lies after the court decided: the notice had ended."
    ]


def test_an_order_too_long_is_stored_as_it_was_made():
    order = view_of("ordered for too long")["court"]["order"]
    assert (order["days"], order["ends_on"], order["told"]) == (30, "2026-05-09", True)
    told = [why for _, why in irregular("ordered for too long")]
    assert "this one has 30" in told[0]
    assert "this one has 31" in told[1]
    assert told[2].startswith("facts.last_day: 30 days end on Sat 9 May 2026")


def test_a_withdrawal_is_irregular_and_a_refusal_is_not():
    assert irregular("refused by the court") == []
    [(_, why)] = irregular("withdrawn")
    assert "the Act knows no withdrawal" in why


def telling(name: str) -> dict[str, bool]:
    return {one["event"]: one["told"] is not None for one in view_of(name)["telling"]}


def test_the_protected_person_is_to_be_told_of_everything_that_happens_once():
    assert telling("recording") == {}
    assert telling("refused") == {"refused": False}
    assert telling("authorised") == {"authorised": False}
    assert telling("withdrawn before service") == {"withdrawn": False}
    assert telling("served") == {"served": False, "not heard": False}
    assert telling("listed").keys() == {"served", "arrest", "hearing", "not heard"}
    assert telling("adjourned").keys() == {"served", "arrest", "adjourned"}
    assert telling("refused by the court").keys() == {"served", "arrest", "no order"}
    absent = {"served", "arrest", "order made", "respondent not told", "expiring", "ended"}
    assert telling("ordered in absence").keys() == absent
    assert telling("ordered and told").keys() == absent - {"respondent not told"}


def test_the_protected_person_is_told_when_the_respondent_leaves_prison_before_it():
    told = [one["since"] for one in view_of("committed")["telling"] if one["event"] == "leaving prison"]
    # Half of 28 days is the 25th, and three days before it; half of five is at once. Midnight in London is 23:00 UTC.
    assert told == ["2026-04-21T23:00:00+00:00", "2026-04-30T09:30:00+00:00"]


def test_an_order_stands_as_the_court_left_it():
    def stands(name):
        order = view_of(name)["court"]["order"]
        return order["now"], order["told"], order["ends_on"], len(order["conditions_now"])

    assert stands("ordered and told") == ("in force", True, "2026-05-07", 2)
    assert stands("order corrected") == ("in force", False, "2026-05-06", 1)  # the appeal alone changed nothing
    assert stands("corrected order told") == ("in force", True, "2026-05-06", 1)
    assert stands("order suspended") == ("suspended", True, "2026-05-07", 2)
    assert stands("order rescinded") == ("ended", True, "2026-05-07", 2)
    assert view_of("order suspended")["court"]["order"]["until"] == "2026-04-17T10:00:00+01:00"
    assert [why for _, why in irregular("order suspended")][2:] == ["The court had suspended the order by then."]
    assert [why for _, why in irregular("order rescinded")][2:] == [
        "facts.order_now: 'in force' does not go with 'rescinded'; ask the court how it stands.",
        "The court had ended the order by then.",
    ]


def test_the_protected_person_is_told_what_the_court_did_to_the_order():
    def telling(name):
        return [(one["event"], one["since"][:16]) for one in view_of(name)["telling"] if "order" in one["event"]]

    made = ("order made", "2026-04-11T20:01")
    changed = [("order changed", "2026-04-12T09:00"), ("order changed", "2026-04-13T09:00")]
    assert telling("order corrected") == [made, *changed]
    assert telling("order suspended") == [made, ("order over", "2026-04-12T09:00")]
    assert telling("order rescinded")[1:] == [("order over", "2026-04-12T09:00"), ("order over", "2026-04-12T09:05")]

    def events(name):
        return {one["event"] for one in view_of(name)["telling"]}

    assert "respondent not told" in events("order corrected") - events("corrected order told")
    assert {"expiring", "ended"} <= events("order suspended")
    assert not {"expiring", "ended"} & events("order rescinded")


def test_what_was_told_is_told_whatever_is_corrected_and_a_changed_order_is_new():
    view = view_of("protected person told")
    told = {one["event"] for one in view["telling"] if one["told"]}
    assert told == {"served", "respondent not told"}
    left = {one["event"] for one in view["telling"] if not one["told"]}
    assert left == {"arrest", "order changed", "expiring", "ended"}
    since = {one["event"]: one["since"] for one in view["telling"]}
    assert since["served"] == "2026-04-02T22:30:00+00:00"
    assert (since["expiring"], since["ended"]) == ("2026-04-26T23:00:00+00:00", "2026-04-30T23:00:00+00:00")
    assert len(view["contacts"]) == 2
    assert view["safe_contact"]["code_word"] == "The parcel from Invented Books"


def test_what_was_irregular_is_said():
    said = {one["kind"]: len(one["reasons"]) for one in view_of("served irregularly")["irregular"]}
    assert said == {"notice served": 2}
    (why,) = view_of("served without authority")["irregular"]
    assert why["reasons"] == ["No authorised notice stood when this was recorded."]


COMPUTED = {
    "arrest made": {"limits", "sittings", "heard", "next"},
    "order made": {"conditions_now", "ends_on", "told", "now", "until"},
    REPORTED: {"confirmed"},
}
"""What stands beside the facts of an arrest and of an order."""


def test_a_view_holds_the_facts_as_they_were_recorded():
    for story in json.loads(CASES.read_text("utf-8")):
        bodies = {(one := json.loads(entry["body"]))["id"]: (one, entry) for entry in story["entries"]}
        for section in sections(story["view"]):
            entry, told = bodies[section["_"]["entry"]]
            beside = {"_", *COMPUTED.get(entry["kind"], ())}
            assert {key: value for key, value in section.items() if key not in beside} == entry["facts"]
            assert section["_"]["sha256"] == sha256(told["body"].encode()).hexdigest()
            assert section["_"]["made_at"] == entry["made_at"]
            assert section["_"]["received_at"] == told["received_at"]


def sections(view: Any) -> Any:
    if isinstance(view, dict):
        if "_" in view:
            yield view
        for one in view.values():
            yield from sections(one)
    elif isinstance(view, list):
        for one in view:
            yield from sections(one)


@settings(deadline=None)
@given(data=st.data())
def test_no_story_depends_on_the_order_its_entries_are_added_in(data):
    story = tell(data.draw(st.sampled_from(STORIES)))
    order = data.draw(st.permutations(story.case.held))
    assert replace(story.case, held=tuple(order)).view() == story.case.view()


def test_only_what_is_named_is_taken_off_a_case_that_was_sealed():
    kinds = [one["_"]["kind"] for one in view_of("sealed")["sealed"]]
    assert kinds == ["police employment recorded"] * 4 + ["case sealed"]
    assert view_of("sealed")["police"]["protected_person"]["employed"] is False
    assert [one["whose"] for one in view_of("unsealed")["sealed"]] == ["protected person"]


if __name__ == "__main__":
    CASES.write_text(written(), "utf-8", newline="")
