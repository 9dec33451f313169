"""A whole case under the Domestic Abuse Act, and under which Act a case may be started on which day."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from field_app.actions import changes, look_up, read_case
from field_app.actions.lookup import Query
from field_app.cases.bundle import Choice, compose
from field_app.cases.force import Force as ForceFile
from field_app.cases.force import RegimeInForce
from field_app.cases.office import Office
from field_app.demonstration.case import authorise, decide, sections, serve
from field_app.demonstration.case import request as ask
from field_app.law.regimes import REGIMES
from field_app.store import log
from field_app.store.database import reading

from .story import said

CSA = RegimeInForce("CSA2010", date(2014, 3, 8))
DAA = RegimeInForce("DAA2021", date(2024, 11, 27))
PILOT = RegimeInForce("DAA2021", date(2024, 11, 27), date(2026, 7, 13))
"""Ends on the day the tests' evening begins."""

NO_WORDS = {"words": None, "legal_note": None}

CONDITIONS = [
    {"code": "no abuse", "distance_m": None, "reason": "Always included.", **NO_WORDS},
    {"code": "contact", "distance_m": None, "reason": "Forty messages.", **NO_WORDS},
    {"code": "where they live", "distance_m": 150, "reason": "Waited in the street.", **NO_WORDS},
    {"code": "evict", "distance_m": None, "reason": "Both live here.", **NO_WORDS},
]


def has(force, *regimes):
    """This force with these Acts, in every installation of it."""
    force.installation.force = replace(ForceFile("Demonstration Police"), regimes=regimes)
    for officer in force.officers.values():
        officer.installation = force.installation


def started(force, regime, now=None):
    reference = json.loads(force.constable.start_case(now or force.now)[1].body)["facts"]["reference"]
    case_id = str(uuid.uuid4())
    facts = {"reference": reference, "regime": regime}
    return case_id, force.constable.write("case started", case_id, facts, now or force.now)


def captured(force, regime):
    """The reference case recorded under this Act: controlling behaviour without violence, under the DAA."""
    case_id, first = started(force, regime)
    written = [first]
    for kind, told in sections(force.now.date()):
        changes = {
            "violence recorded": {"what": "other abuse", "account": "Kept the wages, the telephone and the keys."},
            "conditions proposed": {"conditions": CONDITIONS},
        }.get(kind, {})
        written.append(force.constable.write(kind, case_id, {**told, **changes}, force.now))
    return case_id, written


def test_a_whole_case_under_the_domestic_abuse_act(force):
    has(force, CSA, DAA)
    case_id, written = captured(force, "DAA2021")
    request = ask(force.constable, case_id, written, force.now)
    force.constable.record([*written, request], force.later(minutes=5))

    decided = authorise(force.inspector, case_id, request, force.later(minutes=10))
    force.inspector.record([decided], force.now)
    text = json.loads(decided.body)["facts"]["text"]
    assert text[0] == "# DOMESTIC ABUSE PROTECTION NOTICE"
    assert "1. You must not be abusive towards Rachel Notareal." in "\n".join(text)
    for statement in REGIMES["DAA2021"].statements:
        for words in statement.says:
            assert words == "{grounds}" or words in "\n".join(text)

    service = serve(force.constable, case_id, decided, force.later(minutes=30), force.now)
    force.constable.record([service], force.later(minutes=1))
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert (view["stage"], view["regime"], view["irregular"]) == ("served", "DAA2021", [])
    assert view["decision"]["text"] == text
    assert view["deadline"]["at"] == "2026-07-15T21:45:00+01:00"

    query = Query("Inventedson", None, None, None, None, None)
    (match, *_) = look_up(force.installation, force.response.id, query, force.now)["matches"]
    assert (match["in_force"], match["what"]) == ("notice", "DAPN")
    assert "the United Kingdom" in match["power"]
    assert "no power of entry" in match["power"]

    solicitor, chosen = (
        force.solicitor,
        {"exhibits": [], "drawn": [], "withheld": [], "protected_persons_statement": False},
    )
    pack = solicitor.write("court bundle asked for", case_id, chosen, force.later(minutes=1))
    [outcome] = solicitor.send([pack], force.now)
    assert outcome.outcome == "accepted", outcome
    with reading(force.installation.engine) as connection:
        case = force.installation.case(connection, case_id, log.head(connection, case_id))
    bundle = compose(case, Office(), Choice(frozenset()))
    titles = [part.title for part in (*bundle.first, *bundle.evidence)]
    assert titles[0] == "Applicant's pack" and {"Provisions of the notice", "Grounds"} <= {*titles}
    words = str(bundle.first) + str(bundle.evidence)
    assert "Chief officer of police, " in words and "How the two are personally connected" in words
    assert "Draft order" not in titles and "section 2" not in words  # no section of the other Act is claimed


def test_an_inspector_is_shown_and_may_decide_what_their_rank_is_enough_for(sqlite_force):
    force = sqlite_force
    has(force, CSA, DAA)
    theirs, written = captured(force, "DAA2021")
    request = ask(force.constable, theirs, written, force.now)
    force.constable.record([*written, request], force.later(minutes=5))
    not_theirs, other = force.requested()

    assert read_case(force.installation, force.inspector.id, theirs, force.now)
    assert read_case(force.installation, force.inspector.id, not_theirs, force.now) is None
    view = read_case(force.installation, force.superintendent.id, not_theirs, force.now)
    tried = decide(force.inspector, view, other, force.now)
    (outcome,) = force.inspector.send([tried], force.now)
    assert outcome.outcome == "refused"
    assert ("rank", "s.24(1)") in [(why.code, why.section) for why in outcome.reasons]

    refusal = force.inspector.write(
        "authority refused", theirs, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    assert said(*force.inspector.send([refusal], force.now)) == ("accepted", [])


def test_a_phone_holds_no_request_its_officer_may_not_decide(sqlite_force):
    force = sqlite_force
    has(force, CSA, DAA)
    case_id, written = captured(force, "DAA2021")
    force.constable.record([*written, ask(force.constable, case_id, written, force.now)], force.later(minutes=5))
    other, _ = force.requested()
    for officer, held in ((force.inspector, {case_id}), (force.superintendent, {case_id, other})):
        told = changes(force.installation, officer.id, None, None, force.now)
        assert {one["id"] for one in told.document["cases"]} == held


def test_reasons_name_the_section_of_the_cases_own_act(sqlite_force):
    force = sqlite_force
    has(force, CSA, DAA)
    case_id, first = started(force, "DAA2021")
    force.constable.record([first], force.now)
    request = ask(force.constable, case_id, [first], force.now)
    (outcome,) = force.constable.send([request], force.now)
    sections_named = {why.code: why.section for why in outcome.reasons}
    assert sections_named["missing:respondent-named"] == "s.22(6)"
    assert sections_named["missing:childrens-welfare"] == "s.24(1)(a)"
    assert sections_named["missing:abuse"] == "s.22(3)"
    assert "missing:violence" not in sections_named
    assert sections_named["missing:grounds"] == "s.25(2)(a)"

    told = {"outcome": "handed over", "given_at": force.now.isoformat(), "address": None, "how": "PC Sample."}
    given = force.solicitor.write("notice of hearing given or attempted", case_id, told, force.later(minutes=5))
    (outcome,) = force.solicitor.send([given], force.now)
    assert [(why.code, why.section) for why in outcome.reasons] == [("not_listed", "s.29(4)")]


@pytest.mark.parametrize(("regime", "codes"), [("CSA2010", ["no_notice"]), ("DAA2021", [])])
def test_under_the_later_act_an_order_may_be_applied_for_without_a_notice(sqlite_force, regime, codes):
    force = sqlite_force
    has(force, CSA, DAA)
    case_id, first = started(force, regime)
    force.constable.record([first], force.now)
    heard = {"court": "Invented Regional Court", "sitting_at": "2026-07-20T10:00:00+01:00", "joining": None}
    listed = force.solicitor.write("hearing listed", case_id, heard, force.later(minutes=5))
    (outcome,) = force.solicitor.send([listed], force.now)
    assert [why.code for why in outcome.reasons] == codes


@pytest.mark.parametrize(
    ("regimes", "regime", "codes"),
    [
        ((CSA,), "CSA2010", []),
        ((CSA,), "DAA2021", ["not_in_force"]),
        ((CSA, DAA), "DAA2021", []),
        ((CSA, PILOT), "DAA2021", []),
        ((DAA,), "CSA2010", ["not_in_force"]),
    ],
)
def test_under_which_act_a_case_may_be_started(sqlite_force, regimes, regime, codes):
    """A start is a fact: it is kept, irregular, and what it wants (authority) is refused."""
    force = sqlite_force
    has(force, *regimes)
    case_id, first = started(force, regime)
    (outcome,) = force.constable.send([first], force.now)
    assert said(outcome) == ("accepted irregular" if codes else "accepted", codes)
    request = ask(force.constable, case_id, [first], force.now)
    (outcome,) = force.constable.send([request], force.now)
    assert outcome.outcome == "refused"  # nothing is recorded yet
    assert ("not_in_force" in [why.code for why in outcome.reasons]) is bool(codes)


def test_what_was_begun_is_saved_and_the_day_is_that_of_the_start(force):
    """Begun on the Act's last day and sent the day after; requested, authorised and served under it then."""
    has(force, CSA, PILOT)
    case_id, written = captured(force, "DAA2021")  # Mon 13 Jul 2026, 21:00 in London
    force.now = datetime(2026, 7, 14, 20, 0, tzinfo=UTC)
    request = ask(force.constable, case_id, written, force.now)
    force.constable.record([*written, request], force.later(minutes=5))
    decided = authorise(force.inspector, case_id, request, force.later(minutes=10))
    force.inspector.record([decided], force.now)
    force.constable.record([serve(force.constable, case_id, decided, force.now, force.now)], force.later(minutes=1))
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert (view["stage"], view["irregular"]) == ("served", [])

    _, after_midnight = started(force, "DAA2021", datetime(2026, 7, 13, 23, 0, tzinfo=UTC))
    (outcome,) = force.constable.send([after_midnight], force.now)
    assert said(outcome) == ("accepted irregular", ["not_in_force"])
    assert "14 July 2026" in outcome.reasons[0].message
