"""A call in Basildon, from the doorstep without signal to the officer who asks months later: in real browsers.

Every step is an officer's own: three phones, three passkeys, a server that is stopped where there is no signal,
a push service that decrypts what it gets, and the log verified at the end.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import expect
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url

from field_app.actions import read_case, verify_logs
from field_app.law.clocks import in_words
from field_app.store.database import reading
from field_app.store.tables import entries, refused, waiting

from . import scene

EVERYTHING = 12
"""The start of the case and its eleven sections."""


def test_from_the_call_to_the_look_up(served, phone, push_service):
    constable, superintendent = phone(served), phone(served)
    constable.enrol(served.link("constable"))
    superintendent.enrol(served.link("superintendent"))
    turn_on_alerts(served, constable, push_service)
    turn_on_alerts(served, superintendent, push_service)
    constable.shot("01-cases-empty")
    superintendent.shot("02-superintendent-cases-empty")

    reference = record_without_signal(served, constable)
    everything_arrives_once(served, constable)
    request(constable)
    wake(served, superintendent, push_service)
    decide(superintendent)
    wake(served, constable, push_service)
    deadline = serve_without_signal(served, constable)
    the_deadline_stands(served, constable, deadline)
    look_up(served, phone(served), reference)

    found = verify_logs(served.installation)
    assert found.failure is None
    assert found.logs == 2
    no_secret_left_a_phone(served, constable, superintendent)


def test_signal_that_comes_back_unannounced_is_found_within_seconds(served, phone):
    constable = phone(served)
    constable.enrol(served.link("constable"))
    served.stop()  # and the browser is not offline: no event will tell it of anything
    constable.press("Start a case")
    constable.sees_heading("People and home")
    constable.page.reload()
    constable.unlock()
    constable.strip_says("1 not sent: no connection. Checked ")
    served.start()
    expect(constable.page.locator("#status-strip")).to_contain_text("Everything sent", timeout=8_000)


def turn_on_alerts(served, officer, push_service):
    key = served.installation.secrets.vapid.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    officer.browser = push_service.subscribe(bytes_to_base64url(key))
    officer.allow_alerts(officer.browser.as_json(), key)
    officer.press("Turn on alerts")
    officer.sees("Alerts are on for this phone")


def record_without_signal(served, constable):
    served.stop()
    constable.offline()
    constable.press("Start a case")
    scene.people(constable)
    constable.shot("03-people")
    scene.save(constable, "What happened")
    scene.happened(constable)
    constable.shot("04-happened")
    scene.save(constable, "Conditions")
    scene.conditions(constable)
    constable.shot("05-conditions")
    scene.save(constable, "Review")
    constable.strip_says(f"{EVERYTHING} not sent: no connection")
    constable.sees("Ready: request authority")
    reference = constable.page.locator("[data-case-line] [data-reference]").inner_text()
    constable.shot("06-review-not-sent")

    constable.page.reload()
    expect(constable.page.get_by_role("dialog", name="Locked")).to_be_visible()
    expect(constable.page.get_by_role("dialog")).to_contain_text(f"{EVERYTHING} not sent yet; they stay on this phone")
    constable.shot("07-locked", full=False)
    constable.unlock()
    constable.strip_says(f"{EVERYTHING} not sent: no connection. Checked ")
    constable.sees("Ready: request authority")
    everything_is_there(constable)
    constable.follow("Cases")
    expect(constable.page.get_by_role("link", name=reference)).to_contain_text(f"{EVERYTHING} not sent")
    constable.shot("08-cases-not-sent")
    constable.page.get_by_role("link", name=reference).click()
    return reference


def everything_is_there(officer):
    shown = officer.page.get_by_role("main")
    for kind, facts in scene.sections(scene.date.today()):
        for name, value in facts.items():
            if name in ("person", "role", "born", "limb", "what", "whose", "address", "given_names", "family_name"):
                continue
            if isinstance(value, str):
                assert value in shown.inner_text(), f"{kind}: {name}"
    for person in ("respondent", "protected person"):
        given = scene.facts("person described", role=person)
        expect(shown).to_contain_text(f"{given['given_names']} {given['family_name']}")
    for one in scene.facts("conditions proposed")["conditions"]:
        expect(shown).to_contain_text(scene.CONDITIONS[one["code"]].title)


def everything_arrives_once(served, constable):
    served.start()
    constable.online()
    constable.strip_says("Everything sent")
    posted = [
        one["id"] for _, path, body in served.sent if path == "/api/entries" for one in json.loads(body)["entries"]
    ]
    assert len(posted) == len(set(posted)) == EVERYTHING
    with reading(served.installation.engine) as connection:
        held = connection.execute(select(entries.c.id, entries.c.position).where(entries.c.id.in_(posted))).all()
        assert sorted(position for _, position in held) == list(range(1, EVERYTHING + 1))
        assert connection.execute(select(refused)).all() == connection.execute(select(waiting)).all() == []


def request(constable):
    constable.sees_heading("Review")
    constable.press("Request authority")
    constable.sees("Waiting for a superintendent's decision")
    constable.strip_says("Everything sent")
    constable.shot("09-review-requested")


def wake(served, officer, push_service):
    """The worker pushes, the push service decrypts, the phone shows that there is something, and no more."""
    before = len(push_service.received)
    served.work()
    push_service.wait_for(before + 1)
    (received,) = push_service.received[before:]
    assert push_service.complaints == []
    assert received.endpoint == officer.browser.endpoint
    assert json.loads(received.plaintext) == {"text": "Update: open the app"}
    assert (received.urgency, len(received.topic)) == ("high", 32)
    (shown,) = officer.deliver_push(received.plaintext)
    assert shown == {"title": "Field", "body": "Update: open the app"}


def decide(superintendent):
    page = superintendent.page
    page.bring_to_front()
    superintendent.sees("Decide now")
    superintendent.shot("10-superintendent-cases")
    page.get_by_role("link", name="Decide now").click()
    superintendent.sees_heading("Decision")
    proposed = scene.facts("conditions proposed")
    for text in (
        proposed["grounds"],
        scene.facts("violence recorded")["account"],
        scene.facts("necessity recorded")["why"],
        scene.facts("risk assessed")["account"],
        scene.facts("views recorded", whose="protected person")["said"],
        scene.facts("views recorded", whose="respondent")["said"],
        scene.facts("children's welfare recorded")["account"],
    ):
        superintendent.sees(text)
    for one in proposed["conditions"]:
        condition = scene.CONDITIONS[one["code"]]
        row = page.locator("[data-recorded=conditions]").get_by_role("listitem").filter(has_text=condition.title)
        expect(row.first).to_contain_text(condition.section)
        expect(row.first).to_contain_text(one["reason"])
    notice = page.locator("[data-text]")
    expect(notice).to_contain_text("Craig Inventedson")
    expect(notice).to_contain_text("Supt Frankie Invented")
    superintendent.shot("11-decision")
    superintendent.shot("11-decision-first-screen", full=False)
    page.get_by_label("Your reasons").fill("Violence, a threat to kill, a third call in six weeks.")
    superintendent.press("Authorise")
    expect(page.get_by_role("heading", level=2, name="Authorised", exact=True)).to_be_visible()
    superintendent.sees("The server has it.")
    superintendent.shot("12-decision-made", full=False)


def serve_without_signal(served, constable):
    constable.page.bring_to_front()
    constable.press("Open the notice")
    constable.sees_heading("Notice")
    constable.sees("AUTHORISED, NOT SERVED: no power yet")
    served.stop()
    constable.offline()
    constable.page.reload()
    constable.unlock()
    notice = constable.page.locator("[data-text]")
    expect(notice).to_contain_text("Craig Inventedson")
    expect(notice).to_contain_text("Supt Frankie Invented")
    constable.shot("13-notice")
    section = constable.section("Confirm service")
    expect(section.get_by_label("Time, like 01:49")).not_to_have_value("")
    scene.fill(section, Where_you_served_it="Basildon police station, custody suite")
    scene.fill(section, How_you_know_it_was_them="Driving licence seen.")
    scene.fill(section, How_you_explained_it="Read aloud line by line; said back in their own words.")
    scene.fill(section, The_address_they_gave="c/o 2 Madeup Road, Basildon")
    scene.choose(section, "How it was handed over", "Handed to them")
    scene.choose(section, "Did you ask for an address for the notice of the hearing?", "Yes")
    scene.choose(section, "Was a paper copy left with them?", "Yes")
    constable.shot("14-confirm-service")
    constable.press("Confirm service")
    constable.sees("Provisional until the server has it.")
    constable.strip_says("1 not sent: no connection")
    constable.shot("15-served-provisional", full=False)
    return constable.page.locator("[data-deadline]").inner_text()


def the_deadline_stands(served, constable, deadline):
    served.start()
    constable.online()
    constable.sees("Confirmed by the server.")
    assert constable.page.locator("[data-deadline]").inner_text() == deadline
    case_id = constable.page.url.partition("#")[2]
    view = read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))
    assert in_words(datetime.fromisoformat(view["deadline"]["at"])) == deadline
    constable.shot("16-served", full=False)
    constable.follow("Cases")
    constable.sees(f"Hearing not later than {deadline}")
    constable.shot("17-cases-served")


def look_up(served, response, reference):
    response.enrol(served.link("response"))
    response.follow("Look up")
    response.sees_heading("Look up")
    response.page.get_by_label("Name", exact=True).fill("Kraig Inventedson")
    response.shot("18-look-up-empty", full=False)
    scene.more(response)
    response.page.get_by_label("Why you are looking").fill("Called to 14 Fictional Close.")
    response.shot("18-look-up", full=False)
    response.page.get_by_role("main").get_by_role("button", name="Look up").click()
    expect(response.page.get_by_role("heading", name="1 match")).to_contain_text("as at")
    found = response.page.locator("[data-matches]").get_by_role("listitem").first
    expect(found).to_contain_text("Craig Inventedson")
    expect(found).to_contain_text("name spelt alike")
    expect(found).to_contain_text("arrest")
    expect(found).to_contain_text(reference)
    for one in scene.facts("conditions proposed")["conditions"]:
        expect(found).to_contain_text(scene.CONDITIONS[one["code"]].title)
    response.shot("19-found-first-screen", full=False)
    response.shot("19-found")


def no_secret_left_a_phone(served, *officers):
    """What opens a phone's store never reached the server, and no signature carries what came with it."""
    sent = b"\n".join(body for _, _, body in served.sent)
    for officer in officers:
        secret = officer.prf_output()
        assert len(secret) == 32
        for form in (secret, secret.hex().encode(), bytes_to_base64url(secret).encode(), b64encode(secret)):
            assert form not in sent
    given = [json.loads(body)["credential"] for _, path, body in served.sent if path in ("/api/enrol", "/api/sign-in")]
    with reading(served.installation.engine) as connection:
        given += [json.loads(one) for one in connection.execute(select(entries.c.signature)).scalars() if one]
    assert len(given) > 6
    assert all(one["clientExtensionResults"] == {} for one in given)
