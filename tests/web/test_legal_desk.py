"""The legal desk: every served notice by its deadline, and what the court does with it, through the public door."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text

from field_app.actions import Query, legal_desk, look_up
from field_app.law.clocks import LONDON
from field_app.law.countdown import moment_with_left
from field_app.law.courts import Court, Sitting
from field_app.store.database import reading
from tests.cases.examples import facts_of
from tests.store.story import said, served


@pytest.fixture
def force(sqlite_force):
    known = Court("Town", tuple(Sitting(time(10), time(16), one) for one in ("Mon", "Tue", "Wed", "Thu", "Fri")))
    sqlite_force.installation.force = replace(sqlite_force.installation.force, courts=(known,))
    return sqlite_force


def desk(force, role="solicitor", page=None):
    return force.client(role).get("/api/legal-desk" + (f"?page={page}" if page else ""))


def write(force, kind, case_id, role="solicitor", **changes):
    sender = force.officers[role]
    (outcome,) = sender.send([sender.write(kind, case_id, {**facts_of(kind), **changes}, force.now)], force.now)
    return said(outcome)


def order(force, case_id, *, days=28, **changes):
    made_on = force.now.astimezone(LONDON).date()
    facts = {"made_on": made_on.isoformat(), "days": days, "last_day": None, **changes}
    return write(force, "order made", case_id, **facts)


def found(force):
    """What the look-up says of the respondent at the force's own time."""
    query = Query("Craig Inventedson", None, None, None, None, None)
    matches = look_up(force.installation, force.officers["response"].id, query, force.now)["matches"]
    return next(one for one in matches if one["role"] == "respondent")


def test_every_served_notice_is_there_for_whom_it_is_for(force):
    case_id, *_ = served(force)
    answer = desk(force)
    assert answer.status_code == 200
    [line] = answer.json["cases"]
    assert (line["case"], line["stage"], line["respondent"]) == (case_id, "served", "Craig Inventedson")
    assert line["minutes_left"] is not None
    known = legal_desk(force.installation, force.officers["solicitor"].id, 1, force.now)
    assert known["cases"][0]["last_sitting"]["court"] == known["courts"][0]["name"] == "Town"
    assert desk(force, "inspector").status_code == 200
    for role in ("constable", "administrator", "safeguarding", "control_room"):
        assert desk(force, role).status_code == 403, role


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "٣", "9999999"])
def test_a_page_that_is_none_is_refused_in_a_sentence(force, page):
    answer = desk(force, page=page)
    assert answer.status_code == 400
    assert answer.json["error"]["message"] == "page: must be a whole number from 1."


def test_a_deadline_that_is_missed_is_an_alarm_and_never_ends_the_notice(force):
    case_id, *_ = served(force)
    later = datetime.now(UTC) + timedelta(days=14)
    [line] = legal_desk(force.installation, force.officers["solicitor"].id, 1, later)["cases"]
    assert (line["missed"], line["minutes_left"], line["stage"]) == (True, 0, "served")
    deadline = datetime.fromisoformat(line["deadline"]["at"])
    for hours in (24, 12, 6, 2):
        at = moment_with_left(hours, deadline)
        [line] = legal_desk(force.installation, force.officers["solicitor"].id, 1, at)["cases"]
        assert (line["mark"], line["missed"]) == (hours, False)
    power = found(force)["power"]
    assert (found(force)["in_force"], power[:14]) == ("notice", "You may arrest")
    query = Query("Craig Inventedson", None, None, None, None, None)

    def looked_up(at):
        matches = look_up(force.installation, force.officers["response"].id, query, at)["matches"]
        return next(one for one in matches if one["role"] == "respondent")

    assert looked_up(deadline)["power"] == power
    after = looked_up(deadline + timedelta(minutes=1))
    assert (after["in_force"], after["power"][:9]) == ("notice in doubt", "IN DOUBT:")
    assert "no hearing is recorded. Do not arrest on this alone" in after["power"]
    assert after["ends"].endswith("22:16, and no hearing is recorded.")
    force.now = deadline + timedelta(minutes=2)
    began = (deadline - timedelta(hours=1)).isoformat()
    assert write(force, "hearing adjourned", case_id, adjourned_at=began, until=None)[0].startswith("accepted")
    assert looked_up(force.now)["power"] == power  # begun in time: s.27(9)


def test_from_the_listing_over_the_order_to_the_look_up(force):
    case_id, *_ = served(force)
    at = (force.now + timedelta(hours=3)).isoformat(timespec="seconds")
    court = "Invented Regional Court"  # none of the force's own: what it does is not known here
    assert write(force, "hearing listed", case_id, court=court, sitting_at=at) == ("accepted", [])
    [line] = desk(force).json["cases"]
    assert (line["stage"], line["hearing"]) == ("before the court", {"at": at, "court": court})
    assert found(force)["in_force"] == "notice"
    assert order(force, case_id) == ("accepted", [])
    assert desk(force).json["cases"] == []
    match = found(force)
    assert (match["in_force"], match["power"].split(":")[0]) == ("order not yet told", "MADE, NOT YET TOLD")
    told = {"told_at": force.now.isoformat(timespec="seconds")}
    assert write(force, "order served or explained", case_id, "response", **told)[0].startswith("accepted")
    match = found(force)
    assert (match["in_force"], match["what"]) == ("order", "DVPO")
    assert match["power"].startswith("You may arrest without warrant")
    assert match["conditions"] == facts_of("order made")["conditions"]
    assert match["ends"].startswith("In force until ")


def test_legal_services_hold_a_served_case_until_the_court_decides(force):
    case_id, *_ = served(force)

    def held():
        return case_id in [one["id"] for one in force.client("solicitor").get("/api/changes").json["cases"]]

    assert held()
    sitting = (force.now + timedelta(hours=14)).isoformat(timespec="seconds")
    write(force, "hearing listed", case_id, role="constable", sitting_at=sitting)
    assert held()
    write(force, "application refused or withdrawn", case_id, role="constable", decided_at=force.now.isoformat())
    assert not held()


def test_an_order_is_found_by_the_index_in_its_own_words(force):
    case_id, *_ = served(force)
    order(force, case_id, respondent="in court")
    one = found(force)
    assert (one["in_force"], one["regime"], one["name"]) == ("order", "CSA2010", "Craig Inventedson")
    assert one["conditions"] == facts_of("order made")["conditions"]


def test_an_order_is_over_after_its_last_day_in_london(force):
    case_id, *_ = served(force)
    today = force.now.astimezone(LONDON).date()
    yesterday = (today - timedelta(days=1)).isoformat()
    made_on = (today - timedelta(days=20)).isoformat()
    told = order(force, case_id, days=None, made_on=made_on, last_day=yesterday, respondent="in court")
    assert told == ("accepted", [])
    assert found(force)["in_force"] == "ended"


def test_the_look_up_goes_by_what_the_court_did_to_the_order_since(force):
    case_id, *_ = served(force)
    order(force, case_id, respondent="in court")
    kept = {"conditions": None, "last_day": None, "order_now": "in force"}

    def changed(minutes, **facts):
        at = (force.now - timedelta(minutes=minutes)).isoformat(timespec="seconds")
        return write(force, "order changed by the court", case_id, **{**kept, "decided_at": at, **facts})

    assert changed(50, what="appeal lodged") == ("accepted", [])
    match = found(force)
    assert (match["in_force"], match["ends"].endswith("the order stands meanwhile.")) == ("order", True)
    over = (force.now - timedelta(minutes=35)).isoformat(timespec="seconds")
    changed(40, what="suspended", order_now="suspended", until=over)
    assert found(force)["in_force"] == "order"  # its time has run out
    assert changed(30, what="suspended", order_now="suspended") == ("accepted", [])
    match = found(force)
    assert (match["in_force"], match["power"].split(".")[0]) == (
        "order suspended",
        "SUSPENDED BY THE COURT until the court says otherwise",
    )
    changed(20, what="corrected", conditions=["Not to molest Rachel Notareal."])
    match = found(force)
    assert (match["in_force"], match["conditions"]) == ("order not yet told", ["Not to molest Rachel Notareal."])
    at = (force.now - timedelta(minutes=15)).isoformat(timespec="seconds")
    write(force, "order served or explained", case_id, "response", told_at=at)
    assert found(force)["in_force"] == "order"
    assert changed(10, what="rescinded") == ("accepted irregular", ["does_not_fit"])
    match = found(force)
    assert (match["in_force"], match["power"].split(":")[0]) == ("ended", "ENDED BY THE COURT")
    assert changed(9, what="rescinded", order_now="ended") == ("accepted", [])
    assert found(force)["ends"].startswith("Ended by the court.")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"what": "varied"}, "no_variation"),
        ({"conditions": None, "last_day": None}, "nothing_changed"),
        ({"until": "2026-07-01T10:00:00+01:00"}, "until"),
        ({"last_day": "2020-01-01"}, "ends_before"),
    ],
)
def test_what_the_act_does_not_know_of_an_order_is_recorded_and_marked(force, facts, why):
    case_id, *_ = served(force)
    order(force, case_id, respondent="in court")
    at = {"decided_at": force.now.isoformat(timespec="seconds"), "last_day": None}
    state, reasons = write(force, "order changed by the court", case_id, **{**at, **facts})
    assert (state, why in reasons) == ("accepted irregular", True)


@pytest.mark.parametrize("days", [13, 29, 30])
def test_a_length_the_act_does_not_know_is_stored_as_it_was_made(force, days):
    case_id, *_ = served(force)
    assert order(force, case_id, days=days, respondent="in court") == ("accepted irregular", ["order_length"])
    assert found(force)["in_force"] == "order"


def test_a_listing_after_the_deadline_or_while_the_court_does_not_sit_is_marked(force):
    case_id, *_ = served(force)
    [line] = desk(force).json["cases"]
    late = (datetime.fromisoformat(line["deadline"]["at"]) + timedelta(minutes=1)).isoformat(timespec="seconds")
    told = write(force, "hearing listed", case_id, court="Invented Regional Court", sitting_at=late)
    assert told == ("accepted irregular", ["after_the_deadline"])
    night = (force.now.astimezone(LONDON) + timedelta(days=1)).replace(hour=3, minute=0, second=0, microsecond=0)
    told = write(force, "hearing listed", case_id, court="Town", sitting_at=night.isoformat(timespec="seconds"))
    assert "does_not_sit" in told[1]
    [line] = desk(force).json["cases"]
    assert any("does not sit then" in why for why in line["irregular"])


def test_a_refusal_ends_it_and_a_withdrawal_leaves_doubt(force):
    case_id, *_ = served(force)
    at = {"decided_at": force.now.isoformat(timespec="seconds")}
    told = write(force, "application refused or withdrawn", case_id, outcome="withdrawn", **at)
    assert told == ("accepted irregular", ["withdrawn"])
    assert found(force)["in_force"] == "notice in doubt"


def test_a_refusal_ends_the_notice(force):
    case_id, *_ = served(force)
    at = {"decided_at": force.now.isoformat(timespec="seconds")}
    assert write(force, "application refused or withdrawn", case_id, **at) == ("accepted", [])
    match = found(force)
    assert (match["in_force"], match["power"][:6]) == ("ended", "ENDED:")


def test_that_the_desk_was_read_is_on_record(force):
    desk(force)
    with reading(force.installation.engine) as connection:
        actions = connection.execute(text("SELECT action FROM access")).scalars().all()
    assert "legal desk" in actions
