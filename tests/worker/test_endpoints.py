"""The server calls no address a browser made up: judged when subscribing, and again when sending."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from config import from_environment
from field_app.adapters.push import is_allowed
from field_app.store.database import stamp
from field_app.store.tables import push_subscriptions

HOSTILE = {
    "plain http": "http://fcm.googleapis.com/fcm/send/a",
    "this machine": "https://127.0.0.1/push",
    "this machine, by name": "https://localhost/push",
    "this machine, IPv6": "https://[::1]/push",
    "this machine, as a number": "https://2130706433/push",
    "a cloud's own address": "https://169.254.169.254/latest/meta-data/",
    "userinfo": "https://fcm.googleapis.com@127.0.0.1/push",
    "userinfo before a real one": "https://somebody@fcm.googleapis.com/push",
    "empty userinfo": "https://@fcm.googleapis.com/push",
    "look-alike by suffix": "https://fcm.googleapis.com.hostile.example/push",
    "look-alike by prefix": "https://hostilepush.apple.com/push",
    "look-alike without the dot": "https://evilnotify.windows.com/push",
    "a bare suffix": "https://push.services.mozilla.com.hostile.example/push",
    "trailing dot": "https://fcm.googleapis.com./push",
    "trailing dot, suffix": "https://a.notify.windows.com./push",
    "odd port": "https://fcm.googleapis.com:8443/push",
    "port out of range": "https://fcm.googleapis.com:99999/push",
    "port that is no number": "https://fcm.googleapis.com:a/push",
    "NUL, encoded": "https://fcm.googleapis.com%00.hostile.example/push",
    "NUL, plain": "https://fcm.googleapis.com\0.hostile.example/push",
    "backslash": "https://hostile.example\\@fcm.googleapis.com/push",
    "backslash after the host": "https://fcm.googleapis.com\\.hostile.example/push",
    "line end": "https://fcm.googleapis.com/push\r\nX-Injected: yes",
    "space": "https://fcm.googleapis.com /push",
    "fragment": "https://hostile.example#@fcm.googleapis.com/push",
    "letters that look alike": "https://fcm.gооgleapis.com/push",
    "letters that fold to the name": "https://ｆcm.googleapis.com/push",
    "no scheme": "//fcm.googleapis.com/push",
    "a file": "file:///etc/passwd",
    "another scheme": "gopher://fcm.googleapis.com/push",
    "nothing": "https:///push",
    "half an IPv6": "https://[::1/push",
    "too long": "https://fcm.googleapis.com/" + "a" * 1024,
}

REAL = {
    "Chrome": "https://fcm.googleapis.com/fcm/send/dGVzdA:APA91bTest-Test_Test",
    "Firefox": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABmTest",
    "Safari": "https://web.push.apple.com/QTest-Test_Test",
    "Edge on Windows": "https://wns2-par02p.notify.windows.com/w/?token=BQYAAABTest%2bTest%2fTest%3d%3d",
    "with its port": "https://fcm.googleapis.com:443/fcm/send/a",
}


def forms(of):
    return pytest.mark.parametrize("endpoint", of.values(), ids=of.keys())


@forms(REAL)
def test_the_browsers_own_services_are_allowed(endpoint):
    assert is_allowed(endpoint, ())


@forms(HOSTILE)
def test_nothing_else_is(endpoint):
    assert not is_allowed(endpoint, ())
    assert not is_allowed(endpoint, ("https://push.example", "http://127.0.0.1:9999"))


@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("http://127.0.0.1:9999/push", True),
        ("http://127.0.0.1:9998/push", False),
        ("http://127.0.0.1/push", False),
        ("https://127.0.0.1:9999/push", False),
        ("http://127.0.0.1:99990/push", False),
        ("http://127.0.0.1:9999@hostile.example/push", False),
        ("http://somebody@127.0.0.1:9999/push", False),
        ("http://127.0.0.1:9999.hostile.example/push", False),
        ("http://localhost:9999/push", False),
    ],
)
def test_the_forces_own_addition_is_allowed_to_the_letter(endpoint, allowed):
    assert is_allowed(endpoint, ("http://127.0.0.1:9999",)) is allowed


def test_the_setting_names_origins_with_spaces_between():
    settings = from_environment({"FIELD_PUSH_ORIGINS": "https://push.example http://127.0.0.1:9999"})
    assert settings.push_origins == ("https://push.example", "http://127.0.0.1:9999")
    assert from_environment({}).push_origins == ()


def test_subscribing_over_http_takes_the_forces_own_service_and_refuses_the_rest(desk):
    browser = desk.service.subscribe(desk.vapid_key)
    client, another = desk.force.client("superintendent"), desk.force.client("other_superintendent")
    try:
        assert client.post("/api/push-subscriptions", json=browser.as_json()).status_code == 204
        assert desk.subscribed("superintendent") == [browser.endpoint]
        for endpoint in HOSTILE.values():
            answer = client.post("/api/push-subscriptions", json={**browser.as_json(), "endpoint": endpoint})
            assert 400 <= answer.status_code < 500, endpoint
            assert answer.get_json()["error"]["message"]
        assert desk.subscribed("superintendent") == [browser.endpoint]

        assert another.delete("/api/push-subscriptions", json={"endpoint": browser.endpoint}).status_code == 204
        assert desk.subscribed("superintendent") == [browser.endpoint]  # not theirs to end
        assert client.delete("/api/push-subscriptions", json={"endpoint": browser.endpoint}).status_code == 204
        assert desk.subscribed("superintendent") == []
    finally:
        for one in (client, another):
            one.application.extensions["installation"].engine.dispose()


def test_an_endpoint_that_is_allowed_no_more_is_not_called_and_is_forgotten(desk):
    desk.subscribe("superintendent")
    desk.allow()
    desk.force.requested()
    desk.work()
    assert desk.service.seen == []
    assert desk.subscribed("superintendent") == []


def test_a_hostile_endpoint_in_the_database_is_never_called(desk):
    allowed = desk.subscribe("superintendent").as_json()["keys"]
    port = desk.service.origin.rpartition(":")[2]
    desk.allow()
    with desk.force.installation.engine.begin() as connection:
        for host in ("127.0.0.1", "somebody@127.0.0.1", "localhost"):
            row = {"endpoint": f"http://{host}:{port}/internal", "officer": desk.force.superintendent.id}
            connection.execute(insert(push_subscriptions).values(**row, **allowed, made_at=stamp(desk.force.now)))
    desk.force.requested()
    desk.work()
    assert desk.service.seen == []
    assert desk.subscribed("superintendent") == []


def test_an_officer_keeps_ten_browsers_the_newest(desk):
    browsers = []
    for _ in range(12):
        browsers.append(desk.subscribe("superintendent").endpoint)
        desk.force.later(minutes=1)
    assert desk.subscribed("superintendent") == browsers[:1:-1]
