"""The second channel: a text message by GOV.UK Notify where no phone shows the alert in time."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from config import BadSetting, from_environment
from field_app.actions import push_was, verify_logs
from field_app.adapters import texts
from field_app.store import jobs
from field_app.worker import Worker
from tests.notify_service import Answer, NotifyService
from tests.push_service import Answer as PushAnswer

from .test_reaching import Killed, asked, case_of, claim, stands

NUMBER = "07700 900301"


@pytest.fixture
def notify(desk) -> Iterator[NotifyService]:
    """Notify beside the force, with a number for the first superintendent."""
    service = NotifyService()
    desk.force.installation.texts = texts.Texts(service.key, service.template, service.origin)
    telephone = {"officer": desk.force.superintendent.id, "telephone": NUMBER}
    desk.in_office("superintendent", "telephone recorded", telephone)
    yield service
    service.stop()


def sent(desk, case_id: str) -> list[str]:
    return [
        one.entry.facts.notification for one in case_of(desk, case_id).held if one.entry.kind == "text message sent"
    ]


def test_with_push_barred_a_text_goes_at_once_and_says_nothing_personal(desk, notify):
    case_id, _ = desk.force.requested()
    desk.work()
    assert notify.complaints == []
    (text,) = notify.texts
    assert text["phone_number"] == NUMBER
    assert text.keys() == {"id", "phone_number", "template_id", "reference"}, "nothing is filled into the template"
    assert text["reference"] == stands(desk, case_id).steps[0].entry
    assert sent(desk, case_id) == [text["id"]]
    assert stands(desk, case_id).steps[0].texted_at == desk.force.now
    assert stands(desk, case_id).steps[0].telephone == NUMBER
    assert verify_logs(desk.force.installation).failure is None


def test_an_alert_that_is_shown_in_time_needs_no_text(desk, notify):
    desk.subscribe("superintendent")
    desk.force.requested()
    desk.work()
    push_was(desk.force.installation, desk.tokens()[0], "delivered", desk.force.later(seconds=20))
    desk.force.later(seconds=20)
    desk.work()
    assert notify.seen == []
    assert [one["done_at"] is not None for one in desk.jobs("text")] == [True]


@pytest.mark.parametrize("push", ["taken and never shown", "refused for good"])
def test_an_alert_that_no_phone_shows_is_followed_by_a_text(desk, notify, push):
    desk.subscribe("superintendent")
    if push == "refused for good":
        desk.service.answers.append(PushAnswer(410))
    case_id, _ = desk.force.requested()
    desk.work()
    assert notify.texts == []
    desk.force.later(seconds=31)
    desk.work()
    assert len(notify.texts) == len(sent(desk, case_id)) == 1


def test_whoever_has_it_open_or_claimed_is_not_texted(desk, notify):
    desk.subscribe("superintendent")
    case_id, request = desk.force.requested()
    desk.work()
    desk.force.superintendent.record(
        [claim(desk.force.superintendent, case_id, request, desk.force.now)], desk.force.now
    )
    desk.force.later(seconds=31)
    desk.work()
    assert notify.seen == []


def test_whoever_has_no_number_is_not_texted_and_holds_nobody_up(desk, notify):
    desk.in_office("superintendent", "telephone recorded", {"officer": desk.force.superintendent.id, "telephone": None})
    case_id, _ = desk.force.requested()
    desk.work()
    desk.force.later(minutes=6)
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]
    assert notify.seen == []


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_notify_in_trouble_is_asked_again_and_texts_once(desk, notify, status):
    notify.answers.append(Answer(status, {"Retry-After": "20"} if status == 429 else {}))
    case_id, _ = desk.force.requested()
    desk.work()
    (job,) = desk.jobs("text")
    assert (job["done_at"], job["last_error"]) == (None, f"status {status}")
    assert desk.due_in_s(job) == (20 if status == 429 else 10)
    desk.force.later(seconds=desk.due_in_s(job))
    desk.work()
    assert len(notify.texts) == len(sent(desk, case_id)) == 1


def test_what_notify_will_never_take_is_dropped_with_a_word_in_the_log(desk, notify, caplog):
    notify.answers.append(Answer(400))
    case_id, _ = desk.force.requested()
    desk.work()
    desk.force.later(hours=1)
    desk.work()
    assert len(notify.seen) == 1
    assert sent(desk, case_id) == []
    assert "a text message was refused for good: status 400" in caplog.text
    assert NUMBER not in caplog.text
    assert asked(desk, case_id)[:2] == ["superintendent", "other_superintendent"], "and the next was asked"


def test_a_wrong_key_is_notifys_403_and_no_text(desk, notify):
    other = NotifyService()
    try:
        desk.force.installation.texts = texts.Texts(other.key, notify.template, notify.origin)
        desk.force.requested()
        desk.work()
        assert notify.complaints == ["Invalid token: signature, api token not found"]
        assert desk.jobs("text")[0]["last_error"] == "status 403"
    finally:
        other.stop()


def test_a_text_whose_answer_never_came_is_not_sent_twice(desk, notify, monkeypatch):
    """Notify took it and hangs: asked what it has under our reference, it says so."""
    monkeypatch.setattr(texts, "TIME_OUT_S", 0.3)
    notify.answers.append(Answer(stall=True, taken=True))
    case_id, _ = desk.force.requested()
    desk.work()
    assert sent(desk, case_id) == []
    desk.force.later(minutes=1)
    desk.work()
    assert len(notify.texts) == 1
    assert sent(desk, case_id) == [notify.texts[0]["id"]]


@pytest.mark.parametrize("when", ["before it sends", "between send and record"])
def test_a_worker_killed_on_the_way_texts_once_and_records_once(desk, notify, monkeypatch, when):
    case_id, _ = desk.force.requested()
    while desk.jobs("text") == []:
        desk.worker().work(desk.force.now)
    send = texts.Texts.send

    def and_die(self, *args, **kwargs):
        if when == "between send and record":
            send(self, *args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(texts.Texts, "send", and_die)
        Worker(desk.force.installation, "http://localhost:8000").work(desk.force.now)
    desk.force.later(seconds=jobs.LEASE.total_seconds() + 1)
    desk.work()
    assert len(notify.texts) == len(sent(desk, case_id)) == 1


def test_a_redirect_takes_the_key_nowhere(desk, notify):
    elsewhere = NotifyService()
    try:
        notify.answers.append(Answer(307, {"Location": f"{elsewhere.origin}/v2/notifications/sms"}))
        desk.force.requested()
        desk.work()
        assert elsewhere.seen == []
        assert desk.jobs("text")[0]["done_at"] is None
    finally:
        elsewhere.stop()


def test_neither_number_nor_key_stands_in_a_log_line(desk, notify, caplog):
    with caplog.at_level(logging.DEBUG):
        notify.answers.append(Answer(500))
        desk.force.requested()
        desk.work()
    assert "07700" not in caplog.text
    assert notify.secret not in caplog.text


def test_the_settings_say_what_is_wrong_with_them():
    service = NotifyService()
    try:
        given = {"FIELD_NOTIFY_KEY": service.key, "FIELD_NOTIFY_TEMPLATE": service.template}
        found = from_environment(given).notify
        assert found and (found.url, found.template) == (texts.SERVICE, service.template)
        assert from_environment({}).notify is None
        for name, value in (
            ("FIELD_NOTIFY_KEY", "secret"),
            ("FIELD_NOTIFY_TEMPLATE", ""),
            ("FIELD_NOTIFY_URL", "http://notify.example"),
        ):
            with pytest.raises(BadSetting, match=name) as wrong:
                from_environment({**given, name: value})
            assert service.secret not in str(wrong.value)
    finally:
        service.stop()
