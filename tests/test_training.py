"""A training installation: what it refuses, what says on every screen and page that nothing is real, and its reset."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pytest

from config import SECRETS, BadSetting, Notify, Settings
from field_app import create_app, demonstration
from field_app.actions import NotAllowed, add_device, import_orders, render_document
from field_app.cases.lesson import STEPS
from field_app.demonstration.case import authorise, capture, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer, entry_id
from field_app.opening import new_secret
from field_app.store.database import reading
from field_app.store.log import logs
from field_app.worker import Worker
from tests.conftest import ORIGIN, ROLES, Force
from tests.push_service import PushService

MARK = "TRAINING: nothing here is real"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A training installation as `demo load` makes it, with those enrolled who play in it."""
    path = tmp_path_factory.mktemp("training") / "training.sqlite"
    settings = Settings(f"sqlite:///{path}", ORIGIN, {}, None, True, ())
    installation = demonstration.load(settings)
    now = datetime.now(UTC)
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    by_name = {one.name: one.id for one in office.officers.values()}
    ids = [by_name[name] for name, *_ in demonstration.force.OFFICERS]
    playing = {"constable", "other_constable", "superintendent", "administrator"}
    officers = {
        role: SoftwareOfficer(installation, one, now) for role, one in zip(ROLES, ids, strict=True) if role in playing
    }
    force = Force(installation, settings, officers, now)
    yield force
    force.let_go()


def case_ids(force):
    with reading(force.installation.engine) as connection:
        return {one.case_id for one in logs(connection)} - {force.constable.office().id}


# --- What it refuses, and what refuses it ------------------------------------------------------------------


def test_a_real_database_is_not_opened_for_training(sqlite_force):
    """With its own keys, and without any."""
    for secrets in (sqlite_force.settings.secrets, {}):
        for serving in (True, False):
            with pytest.raises(BadSetting, match=r"FIELD_TRAINING: must not be 1|must not be set in a training"):
                create_app(replace(sqlite_force.settings, secrets=secrets, training=True), serving=serving)


def test_a_demonstration_is_none(tmp_path):
    settings = Settings(f"sqlite:///{tmp_path}/demonstration.sqlite", ORIGIN, {}, None, False, ())
    demonstration.load(settings).engine.dispose()
    with pytest.raises(BadSetting, match="FIELD_TRAINING: must not be 1"):
        demonstration.load(replace(settings, training=True))


def test_a_training_database_is_opened_as_nothing_else(made):
    for serving in (True, False):
        with pytest.raises(BadSetting, match="FIELD_TRAINING: must be 1"):
            create_app(replace(made.settings, training=False), serving=serving)
    with pytest.raises(BadSetting, match="FIELD_TRAINING: must be 1"):
        secrets = {name: new_secret() for name in SECRETS}
        create_app(replace(made.settings, training=False, secrets=secrets))


@pytest.mark.parametrize(
    ("named", "changed"),
    [
        ("FIELD_VAPID_PRIVATE_KEY", {"secrets": {"FIELD_VAPID_PRIVATE_KEY": new_secret()}}),
        ("FIELD_CASE_KEY_FURTHER", {"further": {"FIELD_CASE_KEY": (new_secret(),)}}),
        ("FIELD_NOTIFY_KEY", {"notify": Notify("https://texts.example", "key", "template")}),
    ],
)
def test_it_trains_with_nobody_elses_keys_and_sends_no_texts(made, named, changed):
    with pytest.raises(BadSetting, match=f"{named}.*must not be set in a training installation"):
        create_app(replace(made.settings, **changed))


def test_its_first_entry_says_what_it_is(made, sqlite_force):
    assert made.constable.office().training and not sqlite_force.constable.office().training


def test_nobody_real_is_taken_in(made):
    with pytest.raises(NotAllowed, match="whoever stands in it would be real"):
        import_orders(made.installation, made.constable.id, b"reference\n", None, made.now)


# --- On every screen, page and alert -----------------------------------------------------------------------


def test_every_screen_says_so_and_only_there(made, sqlite_force):
    client, real = made.client(), sqlite_force.client()
    paths = {rule.rule for rule in made.app().url_map.iter_rules() if rule.endpoint.startswith("shells.screen")}
    paths |= {"/enrol/none", "/nothing"}
    page = {"Accept": "text/html"}
    assert [path for path in paths if MARK not in client.get(path, headers=page).text] == []
    assert [path for path in paths if "TRAINING" in real.get(path, headers=page).text] == []
    assert "#training" in client.get("/static/styles.css").text
    assert "Training" in client.get("/static/manifest.webmanifest").text
    assert 'title = "Training: Field"' in client.get("/static/assets.js").text


def test_no_other_phone_is_sent_any_of_it(made, sqlite_force):
    client, real = made.client(), sqlite_force.client()
    for path in ("/lesson", "/trainer", "/static/js/training.js", "/static/js/pages/lesson.js", "/api/training"):
        assert (client.get(path).status_code, real.get(path).status_code) == (200, 404)
    kept = [one.get("/static/everything.txt").text.partition("\n")[0] for one in (client, real)]
    assert "/lesson" in kept[0] and "lesson" not in kept[1] and "training" not in kept[1]
    assert "#training" not in real.get("/static/styles.css").text


def test_every_page_of_every_document_says_so(made):
    case_id, requested = made.requested()
    decision = authorise(made.superintendent, case_id, requested, made.later(minutes=5))
    made.superintendent.record([decision], made.now)
    render_document(made.installation, case_id, entry_id(decision), "notice", made.now)
    view = made.client("constable").get(f"/api/cases/{case_id}").json["case"]
    body = made.client("constable").get(f"/api/cases/{case_id}/documents/{view['documents'][0]['sha256']}").data
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages]
    assert len(pages) > 1
    assert all("Training: nothing here is real" in page and re.search(r"\bTRAINING\b", page) for page in pages)
    assert "Training Police" in " ".join(pages)


def test_an_alert_says_so_and_goes_to_its_own_officers_alone(made):
    service = PushService()
    made.installation.push_origins = (service.origin,)
    made.app().extensions["installation"].push_origins = (service.origin,)
    try:
        key = made.client("superintendent").get("/api/me").json["vapid_public_key"]
        sent = {name: value for name, value in service.subscribe(key).as_json().items() if name in ("endpoint", "keys")}
        client = made.client("superintendent")
        elsewhere = {"Field-Device": str(uuid.uuid4())}
        for headers in ({}, elsewhere, {"Field-Device": made.constable.device}):
            answer = client.post("/api/push-subscriptions", json=sent, headers=headers)
            assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_allowed")
            assert "training installation" in answer.json["error"]["message"]
        own = {"Field-Device": made.superintendent.device}
        assert client.post("/api/push-subscriptions", json=sent, headers=own).status_code == 204
        made.requested()
        worker = Worker(made.installation, ORIGIN)
        while worker.work(made.now):
            pass
        assert service.complaints == []
        assert {json.loads(one.plaintext)["text"] for one in service.received} == {"Training. Update: open the app"}
    finally:
        service.stop()


# --- The lesson, as the trainer sees it --------------------------------------------------------------------


def lesson(force, case_id):
    """What the trainer is told of this case."""
    answer = force.client("administrator").get("/api/training/lessons")
    assert answer.status_code == 200
    return next(one for one in answer.json["lessons"] if one["case"] == case_id)


def sentences(of):
    return [one["sentence"] for one in of["missed"]]


def test_the_trainer_sees_who_did_what_how_long_it_took_and_what_was_missed(made):
    asked = dict.fromkeys(("born", "address", "postcode", "reference")) | {"name": "Inventedson", "reason": "A lesson"}
    assert made.client("constable").post("/api/lookup", json=asked).status_code == 200
    case_id, captured = capture(made.constable, made.later(minutes=1))
    made.constable.record(captured, made.now)
    begun = lesson(made, case_id)
    assert [one["step"] for one in begun["steps"]] == [one.id for one in STEPS[:9]]
    assert begun["missed"] == []  # nothing is missed before it is asked for
    assert begun["did"] == {"PC Alex Sample": len(captured)}

    requested = ask(made.constable, case_id, captured, made.later(minutes=4))
    made.constable.record([requested], made.now)
    made.client("superintendent").get(f"/api/cases/{case_id}")
    decided = authorise(made.superintendent, case_id, requested, made.later(minutes=7))
    made.superintendent.record([decided], made.now)
    after = lesson(made, case_id)
    assert [(one["step"], one["by"], one["took_s"]) for one in after["steps"][-2:]] == [
        ("request", "PC Alex Sample", 240),
        ("decision", "Supt Frankie Invented", 420),
    ]
    assert "Nobody was looked up before authority was asked for: earlier notices and orders." not in sentences(after)
    assert "It was decided without the case having been opened." not in sentences(after)

    service = serve(made.constable, case_id, decided, made.later(minutes=5), made.now)
    facts = json.loads(service.body)["facts"]
    lacking = {"address_asked": False, "address_given": None, "paper_copy_left": False, "understood": None}
    made.constable.send(
        [made.constable.write("notice served", case_id, {**facts, **lacking}, made.now, relies_on=[decided])], made.now
    )
    assert {
        "The respondent was not asked for an address.",
        "No paper copy was left with the respondent.",
        "It is not recorded whether the respondent understood it.",
    } <= set(sentences(lesson(made, case_id)))


def test_what_was_left_out_before_asking_is_missed(made):
    case_id, captured = capture(made.other_constable, made.later(minutes=1))
    told = []
    for one in captured:
        body = json.loads(one.body)
        if body["kind"] == "incident recorded":
            facts = {**body["facts"], "dangers_checked": False, "dangers": []}
            one = made.other_constable.write(body["kind"], case_id, facts, made.now)
        if body["kind"] == "views recorded" and body["facts"]["whose"] == "protected person":
            one = made.other_constable.write(body["kind"], case_id, {**body["facts"], "apart": "not apart"}, made.now)
        told.append(one)
    made.other_constable.record([*told, ask(made.other_constable, case_id, told, made.later(minutes=2))], made.now)
    missed = sentences(lesson(made, case_id))
    assert {
        "Dangers to officers were not checked.",
        "The protected person’s view was taken in the respondent’s sight or hearing.",
        "Nobody was looked up before authority was asked for: earlier notices and orders.",
    } <= set(missed)
    assert len(missed) == len(set(missed))


def test_the_trainers_view_is_the_trainers_and_leaves_out_the_earlier_shift(made, sqlite_force):
    assert made.client("constable").get("/api/training/lessons").status_code == 403
    assert sqlite_force.client("administrator").get("/api/training/lessons").status_code == 404
    told = made.client("administrator").get("/api/training/lessons").json["lessons"]
    assert not any("PC Earlier Shift" in one["did"] for one in told)


# --- Begun again -------------------------------------------------------------------------------------------


def test_the_trainer_begins_again_and_every_phone_learns_it(made):
    case_id, _ = made.requested()
    before = made.client().get("/api/training").json["since"]
    phone, trainer = made.client("constable"), made.client("administrator")
    assert phone.post("/api/training/reset", json={}).status_code == 403
    assert case_id in case_ids(made) and phone.get("/api/me").status_code == 200
    again = trainer.post("/api/training/reset", json={})
    assert again.status_code == 200 and again.json["since"] > before
    assert made.client().get("/api/training").json == again.json
    assert (phone.get("/api/me").status_code, trainer.get("/api/me").status_code) == (401, 200)
    left = case_ids(made)
    assert len(left) == 1 and case_id not in left  # the one that was served on the shift before
    # Everybody is enrolled as before, and what is recorded now is a case like any other.
    officer = made.constable
    device = add_device(made.installation, officer.office().officers[officer.id], str(uuid.uuid4()), made.now)
    officer.device, officer.prefix, officer.number = device.id, device.prefix, 0
    assert made.requested()[0] in case_ids(made)


def test_nothing_else_begins_again(sqlite_force):
    case_id, _ = sqlite_force.requested()
    assert sqlite_force.client("administrator").post("/api/training/reset", json={}).status_code == 404
    with pytest.raises(NotAllowed, match="Only a training installation"):
        demonstration.begin_again(sqlite_force.installation, "system", sqlite_force.now)
    assert case_id in case_ids(sqlite_force)
