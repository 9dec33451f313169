"""`/metrics`: what it says of the service, whom it answers, and that it names nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from field_app import create_app
from field_app.actions import read_metrics
from field_app.demonstration.case import authorise, serve
from field_app.store import devices, jobs
from field_app.store.database import stamp, writing
from field_app.store.tables import jobs as queued

ROOT = Path(__file__).parents[2]
TOKEN = "invented-token-of-more-than-32-letters"


def read(client, **asked):
    """Every sample by name and labels."""
    answer = client.get("/metrics", **asked)
    assert answer.status_code == 200, answer.text
    return {
        (one.name, *sorted(one.labels.items())): one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


def test_it_says_what_waits_and_what_is_due(sqlite_force):
    force = sqlite_force
    engine = force.installation.engine
    case_id, asked = force.requested()
    decided = authorise(force.superintendent, case_id, asked, force.now)
    force.superintendent.record([decided], force.now)
    force.constable.record([serve(force.constable, case_id, decided, force.now, force.now)], force.now)
    with writing(engine) as connection:
        connection.execute(update(queued).values(done_at="2026"))
        jobs.enqueue(connection, "overdue", [{"case": case_id}], force.now - timedelta(seconds=90))
    found = read_metrics(force.installation, force.now)
    assert (found.queued, found.queue_age_s, found.given_up) == (1, 90.0, 0)
    assert found.deadlines == {0: 0, 2: 0, 6: 0, 12: 0, 24: 0}

    def deadlines(hours):
        return read_metrics(force.installation, force.now + timedelta(hours=hours)).deadlines

    assert deadlines(30) == {0: 0, 2: 0, 6: 0, 12: 0, 24: 1}
    assert deadlines(47) == {0: 0, 2: 1, 6: 1, 12: 1, 24: 1}
    assert deadlines(49) == {0: 1, 2: 0, 6: 0, 12: 0, 24: 0}


def test_a_phone_that_went_dark_is_counted_until_it_has_forgotten(sqlite_force):
    force = sqlite_force
    with writing(force.installation.engine) as connection:
        devices.keep_heard(connection, force.constable.device, force.constable.id, 3, force.now)
    times = {hours: force.now + timedelta(hours=hours) for hours in (0, 11, 13, 71, 73)}
    after = {hours: read_metrics(force.installation, at) for hours, at in times.items()}
    assert {hours: one.phones_dark for hours, one in after.items()} == {0: 0, 11: 0, 13: 1, 71: 1, 73: 0}
    assert (after[0].clock_offset_s, after[11].clock_offset_s) == (3, None)


def test_it_is_for_this_machine_and_through_no_proxy(sqlite_force):
    client = sqlite_force.client()
    assert read(client)["field_clock_in_doubt",] == 0
    for elsewhere in (
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},
        {"headers": {"Forwarded": "for=192.0.2.7"}},
        {"headers": {"Host": "field.example"}},
        {"headers": {"Authorization": f"Bearer {TOKEN}"}, "environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
    ):
        answer = client.get("/metrics", **elsewhere)
        assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_from_here"), elsewhere


def test_with_a_token_it_is_for_whoever_has_it_and_for_nobody_else(sqlite_force):
    app = create_app(replace(sqlite_force.settings, metrics_token=TOKEN))
    sqlite_force.made.append(app)
    client = app.test_client()
    assert read(client, headers={"Authorization": f"Bearer {TOKEN}"}, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    for given in ({}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": TOKEN}, {"Authorization": "Bearer é"}):
        assert client.get("/metrics", headers=given).status_code == 403, given


def test_requests_are_counted_by_route_and_name_nobody(sqlite_force):
    force = sqlite_force
    client = force.client("constable")
    case_id, _ = force.requested()
    client.get(f"/api/cases/{case_id}")
    client.get("/Zaphod-Notareal")
    client.open("/Zaphod-Notareal", method="ZAPHOD")
    found = read(client)
    assert any(dict(key[1:]).get("route", "").startswith("/api/cases/<") for key in found)
    text = client.get("/metrics").text
    assert "zaphod" not in text.lower() and case_id not in text and force.constable.id not in text


@pytest.mark.parametrize("given", ["short", "x" * 31, "x" * 40 + " "])
def test_a_token_that_could_be_guessed_is_refused(given):
    from config import BadSetting, from_environment

    with pytest.raises(BadSetting, match="FIELD_METRICS_TOKEN"):
        from_environment({"FIELD_METRICS_TOKEN": given})


ONE_REQUEST = """
from config import from_environment
from field_app import create_app
client = create_app(from_environment()).test_client()
client.get("/health/live")
print(client.get("/metrics").text)
"""


@pytest.mark.waits
def test_any_process_answers_for_all(sqlite_force, tmp_path):
    settings = sqlite_force.settings
    environment = {
        **os.environ,
        **settings.secrets,
        "FIELD_DATABASE_URL": str(settings.database_url),
        "FIELD_ORIGIN": settings.origin,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", ONE_REQUEST]
    said = [
        subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    counted = [
        one.value
        for text in said
        for family in text_string_to_metric_families(text)
        for one in family.samples
        if one.name == "field_request_seconds_count" and one.labels["route"] == "/health/live"
    ]
    assert counted == [1, 2]


def test_the_figures_are_of_their_moment(sqlite_force):
    with writing(sqlite_force.installation.engine) as connection:
        connection.execute(update(queued).values(done_at=stamp(datetime.now(UTC))))
    assert read(sqlite_force.client())["field_jobs_due",] == 0
