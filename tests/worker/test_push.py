"""What the worker sends to a browser, and what it does with the push service's answer."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from field_app.adapters import push
from field_app.store import jobs
from field_app.store.database import writing
from tests.push_service import Answer, PushService


def test_every_browser_of_the_first_on_call_gets_the_one_text_and_a_token_of_its_own(desk):
    browsers = [desk.subscribe("superintendent") for _ in range(3)]
    desk.subscribe("other_superintendent")
    desk.subscribe("inspector")
    desk.force.requested()
    desk.work()

    received = desk.service.received
    assert desk.service.complaints == []
    assert sorted(one.endpoint for one in received) == sorted(one.endpoint for one in browsers)
    said = [json.loads(one.plaintext) for one in received]
    assert {frozenset(one) for one in said} == {frozenset({"text", "token"})}
    assert {one["text"] for one in said} == {"Update: open the app"}
    assert len({one["token"] for one in said}) == 3
    assert all(re.fullmatch(r"[0-9a-f-]{36}\.[0-9a-f]{32}", one["token"]) for one in said)
    assert {one.urgency for one in received} == {"high"}
    assert all(60 <= one.ttl <= 24 * 3600 for one in received)
    assert {one.contact for one in received} == {"mailto:demonstration@field.example"}


def test_a_topic_names_the_request_to_nobody_and_is_the_same_on_every_phone(desk):
    for _ in range(2):
        desk.subscribe("superintendent")
    case_id, request = desk.force.requested()
    desk.work()
    first = {one.topic for one in desk.service.received}
    desk.force.requested()
    desk.work()

    topics = {one.topic for one in desk.service.received}
    assert len(first) == 1
    assert len(topics) == 2
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,32}", topic) for topic in topics)  # RFC 8030 section 5.4
    assert not any(part in topic for topic in topics for part in (case_id[:8], json.loads(request.body)["id"][:8]))


def test_each_push_service_gets_a_vapid_token_made_out_to_itself(desk):
    other = PushService()
    try:
        desk.allow(desk.service.origin, other.origin)
        for service in (desk.service, other, desk.service):
            desk.subscribe("superintendent", service)
        desk.force.requested()
        desk.work()
        assert desk.service.complaints == other.complaints == []
        assert (len(desk.service.received), len(other.received)) == (2, 1)
    finally:
        other.stop()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_not_tried_again(desk, status):
    gone = desk.subscribe("superintendent")
    kept = desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(status))
    desk.work()
    desk.off_call("other_superintendent")
    desk.force.later(hours=2)
    desk.work()

    left = desk.subscribed("superintendent")
    assert len(left) == 1 and left[0] in (gone.endpoint, kept.endpoint)
    assert len(desk.service.seen) == 2
    assert len(desk.service.received) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_in_trouble_is_asked_again_each_time_later(desk, status):
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.extend([Answer(status)] * 3)
    pauses = []
    for _ in range(3):
        desk.work()
        (job,) = desk.jobs("push")
        pauses.append(desk.due_in_s(job))
        desk.force.later(seconds=pauses[-1] - 1)
        desk.work()  # a second too soon: nothing is sent
        assert len(desk.service.seen) == len(pauses)
        desk.force.later(seconds=1)
    desk.work()

    assert 0 < pauses[0] < pauses[1] < pauses[2]
    assert len(desk.service.received) == 1
    assert desk.subscribed("superintendent")


def test_retry_after_is_kept_to(desk):
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(429, {"Retry-After": "300"}))
    desk.work()
    assert desk.due_in_s(desk.jobs("push")[0]) == 300


def test_a_service_that_says_nothing_is_given_up_on_for_now(desk, monkeypatch):
    monkeypatch.setattr(push, "TIME_OUT_S", 0.2)
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(stall=True))
    desk.work()
    (job,) = desk.jobs("push")
    assert (job["done_at"], job["failed"], job["last_error"]) == (None, False, "TimeoutError")
    desk.force.later(seconds=desk.due_in_s(job))
    desk.work()
    assert len(desk.service.received) == 1


def test_an_answer_that_trickles_for_ever_holds_a_push_no_longer_than_silence(desk, monkeypatch):
    monkeypatch.setattr(push, "TIME_OUT_S", 0.3)
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(trickles=True))
    began = time.monotonic()
    desk.work()
    assert time.monotonic() - began < 5
    (job,) = desk.jobs("push")
    assert (job["done_at"], job["failed"], job["last_error"]) == (None, False, "TimeoutError")
    desk.force.later(seconds=desk.due_in_s(job))
    desk.work()
    assert len(desk.service.received) == 1


def test_while_a_service_hangs_whoever_is_next_is_asked(desk, monkeypatch):
    monkeypatch.setattr(push, "TIME_OUT_S", 3)
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 1)
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(stall=True))
    worker = desk.worker()
    while not desk.service.seen:
        worker.turn(lambda: desk.force.now)
    desk.force.later(minutes=10)  # nobody has claimed it
    worker.turn(lambda: desk.force.now)
    assert [one["done_at"] for one in desk.jobs("push")] == [None]
    assert [bool(one["done_at"]) for one in desk.jobs("ask next")] == [True]
    assert [bool(one["done_at"]) for one in desk.jobs("escalate")] == [True, False]
    worker.close()


def test_one_connection_carries_one_push_after_another(desk):
    service = PushService(keeps_alive=True)
    try:
        desk.allow(service.origin)
        desk.subscribe("superintendent", service)
        worker = desk.worker()
        for _ in range(3):
            desk.force.requested()
            while worker.work(desk.force.now):
                pass
        assert (len(service.received), service.connections, service.complaints) == (3, 1, [])
        service.answers.append(Answer(hangs_up=True))  # as one does that had lain idle too long
        desk.force.requested()
        while worker.work(desk.force.now):
            pass
        assert (len(service.seen), len(service.received), service.connections) == (5, 4, 2)
        worker.close()
    finally:
        service.stop()


def test_a_token_of_ours_is_signed_again_before_it_ends_and_when_the_clock_was_put_back():
    vapid = push.Vapid(ec.generate_private_key(ec.SECP256R1()), "mailto:nobody@field.example")
    first = vapid.authorization("https://push.example", 1_000_000.0)
    assert vapid.authorization("https://push.example", 1_000_000.0 + push.VAPID_S / 2 - 1) == first
    assert vapid.authorization("https://other.example", 1_000_000.0) != first
    later = vapid.authorization("https://push.example", 1_000_000.0 + push.VAPID_S / 2)
    assert later != first
    assert vapid.authorization("https://push.example", 1_000_000.0) != later, "it would run for more than a day"


def test_a_service_that_is_not_there_is_tried_again_and_after_eight_tries_stands_as_failed(desk, push_service):
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.extend([Answer(503)] * 20)
    for _ in range(12):
        desk.work()
        desk.force.later(hours=1)
    (job,) = desk.jobs("push")
    assert (job["tries"], job["failed"], job["done_at"]) == (8, True, None)
    assert len(desk.service.seen) == 8


def test_what_a_service_will_never_take_is_dropped_with_a_word_in_the_log(desk, caplog):
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(413))
    desk.work()
    desk.force.later(hours=2)
    desk.work()
    assert len(desk.service.seen) == 1
    assert desk.subscribed("superintendent")
    assert "status 413" in caplog.text
    assert desk.service.origin not in caplog.text  # an endpoint opens a browser to whoever reads it


def test_a_redirect_is_not_followed_anywhere(desk):
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(302, {"Location": f"{desk.service.origin}/internal"}))
    desk.work()
    desk.force.later(hours=2)
    desk.work()
    assert [path for _, path in desk.service.seen if path == "/internal"] == []
    assert len(desk.service.seen) == 1
    assert desk.service.received == []


@pytest.mark.parametrize(("status", "sent"), [(201, True), (410, False)])
def test_an_answer_that_breaks_off_in_the_middle_has_said_enough(desk, status, sent):
    browser = desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(status, breaks_off=True))
    desk.work()
    assert len(desk.service.seen) == 1
    assert desk.jobs("push")[0]["done_at"]
    assert (browser.endpoint in desk.subscribed("superintendent")) is sent


def test_a_redirect_into_the_house_is_not_followed(desk):
    inside = PushService()
    try:
        desk.subscribe("superintendent")
        desk.force.requested()
        desk.service.answers.append(Answer(307, {"Location": f"{inside.origin}/latest/meta-data/"}))
        desk.work()
        assert len(desk.service.seen) == 1
        assert inside.seen == []
    finally:
        inside.stop()


def test_a_date_to_try_again_after_is_kept_to(desk):
    desk.subscribe("superintendent")
    desk.force.requested()
    until = datetime.now(UTC) + timedelta(minutes=10)
    desk.service.answers.append(Answer(503, {"Retry-After": format_datetime(until, usegmt=True)}))
    desk.work()
    assert 590 <= desk.due_in_s(desk.jobs("push")[0]) <= 600


@pytest.mark.parametrize("said", ["soon", "-5", "²", "Wed, 99 Foo 2026 00:00:00 GMT", "9" * 5000])
def test_a_retry_after_that_cannot_be_read_holds_nothing_up_for_long(desk, said):
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.service.answers.append(Answer(429, {"Retry-After": said}))
    desk.work()
    assert 0 < desk.due_in_s(desk.jobs("push")[0]) <= 3600


def test_keys_that_cannot_be_used_lose_the_subscription_and_hold_up_nobody(desk):
    bad = desk.subscribe("superintendent")
    good = desk.subscribe("superintendent")
    with desk.force.installation.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE push_subscriptions SET p256dh = 'AAAA' WHERE endpoint = '{bad.endpoint}'")
    desk.force.requested()
    desk.work()
    assert [one.endpoint for one in desk.service.received] == [good.endpoint]
    assert desk.subscribed("superintendent") == [good.endpoint]


def test_one_job_that_breaks_does_not_stop_the_others(desk, caplog):
    desk.subscribe("superintendent")
    with writing(desk.force.installation.engine) as connection:
        jobs.enqueue(connection, "no such kind", [{}], desk.force.now)
    desk.force.requested()
    desk.work()
    assert len(desk.service.received) == 1
    assert "no such kind" in caplog.text
