"""Legal services and the inspectors on call are told as the hearing deadline of a served notice comes near."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, time, timedelta

from field_app.actions import read_case
from field_app.law.clocks import LONDON
from field_app.law.countdown import moment_with_left
from field_app.law.courts import Court, Sitting
from tests.cases.examples import facts_of
from tests.store.story import served


def alarms(desk):
    """The roles of the officers told, in the order they were queued; who founded the force has none here."""
    roles = {officer.id: role for role, officer in desk.force.officers.items()}
    told = [json.loads(job["payload"])["officer"] for job in desk.jobs("tell officer")]
    return [roles[one] for one in told if one in roles]


def deadline_of(desk, case_id):
    view = read_case(desk.force.installation, desk.force.solicitor.id, case_id, desk.force.now)
    return datetime.fromisoformat(view["deadline"]["at"])


def told_at(desk, moment):
    """How often the solicitor is told by what is due up to this moment, beside what went before."""
    before = alarms(desk).count("solicitor")
    desk.force.now = moment
    desk.work()
    return alarms(desk).count("solicitor") - before


def test_legal_services_are_told_once_at_each_mark(desk):
    case_id, *_ = served(desk.force)
    at = deadline_of(desk, case_id)
    assert told_at(desk, desk.force.now) == 0
    for hours in (24, 12, 6, 2):
        mark = moment_with_left(hours, at)
        assert told_at(desk, mark - timedelta(minutes=1)) == 0, hours
        assert told_at(desk, mark) == 1, hours
    assert told_at(desk, at + timedelta(days=3)) == 0


def test_once_the_court_has_decided_nobody_is_told(desk):
    case_id, *_ = served(desk.force)
    at = deadline_of(desk, case_id)
    day = {"made_on": desk.force.now.astimezone(LONDON).date().isoformat(), "last_day": None}
    solicitor = desk.force.solicitor
    order = solicitor.write("order made", case_id, {**facts_of("order made"), **day}, desk.force.now)
    solicitor.send([order], desk.force.now)
    assert told_at(desk, moment_with_left(2, at)) == 0


def test_the_result_is_told_to_whoever_asked_for_authority(desk):
    case_id, *_ = served(desk.force)
    solicitor, at = desk.force.solicitor, desk.force.now.isoformat(timespec="seconds")
    facts = {**facts_of("application refused or withdrawn"), "decided_at": at}
    before = len(alarms(desk))
    solicitor.send(
        [solicitor.write("application refused or withdrawn", case_id, facts, desk.force.now)], desk.force.now
    )
    assert alarms(desk)[before:] == ["constable"]


def test_they_are_told_at_once_where_the_last_sitting_is_near(desk):
    tomorrow = (desk.force.now.astimezone(LONDON) + timedelta(hours=3)).date()
    court = Court("Once", (Sitting(time(10), time(16), date=tomorrow),))
    desk.force.installation.force = replace(desk.force.installation.force, courts=(court,))
    served(desk.force)
    assert told_at(desk, desk.force.now) == 1
