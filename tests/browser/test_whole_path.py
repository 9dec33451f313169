"""A call in Basildon, from the doorstep without signal to the officer who asks months later: in real browsers.

Every step is an officer's own: three phones, three passkeys, a server that is stopped where there is no signal,
a push service that decrypts what it gets, and the log verified at the end.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import expect
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url

from field_app.actions import read_case, verify_logs
from field_app.law.clocks import in_words
from field_app.store.database import reading
from field_app.store.tables import entries, refused, waiting

from . import scene
from .phone import SHOTS

EVERYTHING = 14
"""The start of the case and its thirteen sections."""

MOST_TAPS_TO_LOOK_UP = 2
"""From the home screen to the answer, besides typing."""

MOST_TAPS = 4
"""From an alert that is opened to a signed authorisation of a complete request, unlocking included, besides typing."""

MOST_PRESSES = 60
"""From "Start a case" to the request being signed, besides typing."""


@pytest.mark.long
def test_from_the_call_to_the_look_up(served, phone, push_service):
    constable, superintendent = phone(served), phone(served)
    constable.enrol(served.link("constable"))
    superintendent.enrol(served.link("superintendent"))
    turn_on_alerts(served, constable, push_service)
    turn_on_alerts(served, superintendent, push_service)
    constable.shot("01-cases-empty")
    superintendent.shot("02-superintendent-cases-empty")

    before = constable.thumb.presses(constable.page)
    reference = record_without_signal(served, constable)
    everything_arrives_once(served, constable)
    request(constable, before)
    wake(served, superintendent, push_service, silent=False)
    decide(superintendent)
    wake(served, constable, push_service, silent=True)
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
    constable.sees_heading("Incident")
    constable.page.reload()
    constable.unlock()
    constable.strip_says("1 not sent: no connection. Checked ")
    served.start()
    expect(constable.page.locator("#status-strip")).to_contain_text("Everything sent", timeout=20_000)


def turn_on_alerts(served, officer, push_service):
    key = served.installation.secrets.vapid.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    officer.browser = push_service.subscribe(bytes_to_base64url(key))
    officer.allow_alerts(officer.browser.as_json(), key)
    officer.press("Turn on alerts")
    officer.sees("Alerts are on for this phone")


def record_without_signal(served, constable):
    served.stop()
    constable.offline()
    pages = [page for page, *_ in scene.SCREENS]

    def seen(page):
        print(page, constable.thumb.presses(constable.page))
        constable.shot(f"03-{pages.index(page) + 1}-{page}")

    reference = scene.record_everything(constable, seen)
    constable.strip_says(f"{EVERYTHING} not sent: no connection")
    constable.sees("Ready: request authority")
    constable.shot("06-review-not-sent")

    constable.page.reload()
    expect(constable.page.get_by_role("dialog", name="Locked")).to_be_visible()
    expect(constable.page.get_by_role("dialog")).to_contain_text(f"{EVERYTHING} not sent yet; they stay on this phone")
    constable.shot("07-locked", full=False)
    constable.unlock()
    constable.strip_says(f"{EVERYTHING} not sent: no connection. Checked ")
    constable.sees("Ready: request authority")
    everything_is_there(constable)
    look_around(constable, reference)
    return reference


def look_around(constable, reference):
    """What the task list and the list of cases say meanwhile; nobody has to go there to ask, so no press is spent."""
    go(constable.page.get_by_role("link", name="Task list"))
    constable.sees_heading("Craig Inventedson")
    constable.sees("Officer safety: dogs")
    constable.sees("One dog, kept in the kitchen.")
    for page, *_ in scene.SCREENS:
        said = "Could be fuller" if page == "conditions" else "Saved, not sent"  # service accommodation: not asked yet
        expect(constable.page.locator(f"[data-task={page}] [data-state]")).to_have_text(said)
    constable.shot("06-task-list")
    go(constable.page.get_by_role("link", name="Cases", exact=True))
    case = constable.page.get_by_role("link", name=reference)
    expect(case).to_contain_text(f"{EVERYTHING} not sent")
    constable.shot("08-cases-not-sent")
    go(case)
    constable.sees_heading("Craig Inventedson")
    go(constable.page.get_by_role("link", name="Ready: request authority"))
    constable.sees_heading("Review")


def go(link):
    """Follow a link with no thumb on the screen."""
    link.evaluate("(link) => link.click()")


def everything_is_there(officer):
    officer.sees(scene.facts("conditions proposed")["grounds"])
    shown = officer.page.get_by_role("main").inner_text().casefold()
    for kind, facts in scene.sections(scene.date.today()):
        for name, value in facts.items():
            # Said in other words, shown below, or (of nobody under 18) not asked.
            if name in ("person", "born", "limb", "what", "charge_or_bail", "social_care"):
                continue
            if isinstance(value, str):
                assert value.casefold() in shown, f"{kind}: {name}"
    for role in ("respondent", "protected person"):
        given = scene.facts("person described", role=role)
        assert f"{given['given_names']} {given['family_name']}".casefold() in shown
    for one in scene.facts("conditions proposed")["conditions"]:
        assert scene.CONDITIONS[one["code"]].title.casefold() in shown
        assert one["reason"].casefold() in shown
    assert "100 metres" in shown
    for one in scene.facts("risk assessed")["answers"]:
        assert one["note"] is None or one["note"].casefold() in shown


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


def request(constable, before):
    constable.sees_heading("Review")
    constable.press("Request authority")
    constable.sees("Waiting for a superintendent's decision")
    count(constable, constable.thumb.presses(constable.page) - before)
    constable.strip_says("Everything sent")
    constable.shot("09-review-requested")


def count(constable, presses):
    """Says how many presses the request took, and keeps the number where the pictures go."""
    print(f"{presses} presses")
    if SHOTS:
        Path(SHOTS, "presses.json").write_text(json.dumps({"presses": presses}), encoding="utf-8")
    assert presses <= MOST_PRESSES


def wake(served, officer, push_service, *, silent):
    """The worker pushes, the push service decrypts, the phone shows that there is something, and no more.

    With a sound where somebody is to be woken; a phone at the scene may lie beside the respondent.
    """
    before = len(push_service.received)
    served.work()
    push_service.wait_for(before + 1)
    (received,) = push_service.received[before:]
    assert push_service.complaints == []
    assert received.endpoint == officer.browser.endpoint
    said = json.loads(received.plaintext)
    assert said.keys() == {"text", "token"}
    assert said["text"] == "Update: open the app"
    assert (received.urgency, len(received.topic)) == ("high", 32)
    (shown,) = officer.deliver_push(received.plaintext)
    assert shown == {"title": "Field", "body": "Update: open the app", "silent": silent}


def decide(superintendent):
    page = superintendent.page
    page.bring_to_front()
    before = superintendent.thumb.presses(page)
    page.reload()  # as the alert opens it: locked
    superintendent.unlock()
    superintendent.sees("Decide now")
    superintendent.shot("10-superintendent-cases")
    page.get_by_role("link", name="Decide now").tap()
    superintendent.sees_heading("Decision")
    proposed = scene.facts("conditions proposed")
    for text in (
        proposed["grounds"],
        scene.facts("violence recorded")["account"],
        scene.facts("necessity recorded")["why"],
        scene.facts("risk assessed")["judgement"],
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
    for matter in ("welfare of anyone under 18", "protected person's opinion", "What the respondent says"):
        expect(page.locator("[data-matters] li", has_text=matter)).to_contain_text("Recorded")
    expect(page.locator("[data-discloses-nothing]")).to_be_visible()
    superintendent.thumb.choose(page.get_by_role("main"), "Do you believe the respondent is in the armed forces", "No")
    page.get_by_label("Your reasons", exact=True).fill("Violence, a threat to kill, a third call in six weeks.")
    superintendent.press("Authorise as asked")
    taps = superintendent.thumb.presses(page) - before
    print(f"{taps} taps to decide")
    assert taps <= MOST_TAPS
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
    time = section.get_by_label("Time, like 01:49")
    expect(time).to_have_value("")  # nobody's time but the one they say
    constable.press("Set the time to now")
    expect(time).not_to_have_value("")
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
    before = response.thumb.presses(response.page)
    response.follow("Look up")
    response.sees_heading("Look up")
    response.thumb.write(response.page.get_by_label("Name", exact=True), "Kraig Inventedson")
    response.page.keyboard.press("Enter")
    expect(response.page.get_by_role("heading", name="1 match")).to_be_visible()
    assert response.thumb.presses(response.page) - before <= MOST_TAPS_TO_LOOK_UP
    scene.more(response)
    response.page.get_by_label("Why you are looking").fill("Called to 14 Fictional Close.")
    response.shot("18-look-up", full=False)
    response.page.get_by_role("main").get_by_role("button", name="Look up").click()
    expect(response.page.get_by_role("heading", name="1 match")).to_contain_text("as at")
    found = response.page.locator("[data-matches]").get_by_role("listitem").first
    expect(found).to_contain_text("Craig Inventedson")
    expect(found).to_contain_text("name sounds alike")
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
