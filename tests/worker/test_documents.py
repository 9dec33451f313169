"""The notice and the certificate of its service as PDF: rendered once, kept, read back, given to who may have it."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from sqlalchemy import select

from field_app.actions import verify_logs
from field_app.actions.documents import render_document
from field_app.actions.translating import translation_hashes
from field_app.demonstration.case import authorise, capture, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import entry_id
from field_app.law.clocks import LONDON
from field_app.law.notice import short_hash, text_hash
from field_app.opening import installation_with
from field_app.store.database import connect, reading
from field_app.store.tables import access, attachments, entries
from tests.cases.examples import facts_of
from tests.conftest import KEYS
from tests.store.story import authorised


def case_of(force, case_id):
    return force.client("constable").get(f"/api/cases/{case_id}").json["case"]


def documents(force, case_id):
    return {one["document"]: one for one in case_of(force, case_id)["documents"]}


def fetch(force, who, case_id, name):
    return force.client(who).get(f"/api/cases/{case_id}/documents/{name}")


def text_of(pdf):
    """All its text as a reader would select it, spaces and line ends alike."""
    pages = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    finally:
        pages.close()


def tags_of(pdf):
    """The structure tree in reading order, as the names of its elements."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict) and "/S" in node:
            found.append(str(node["/S"]))
            walk(node["/K"]) if "/K" in node and not isinstance(node["/K"], int) else None

    root = pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])
    return found


@pytest.fixture
def served(desk):
    """The reference case, served: its id, the decision and the service."""
    force = desk.force
    case_id, _, _, decision = authorised(force)
    service = serve(force.constable, case_id, decision, force.later(minutes=30), force.now)
    force.constable.record([service], force.later(minutes=4))
    desk.work()
    return case_id, decision, service


def test_the_notice_is_the_signed_text_word_for_word_with_its_reference_and_check_on_every_page(desk, served):
    case_id, decision, _ = served
    made = documents(desk.force, case_id)["notice"]
    body = fetch(desk.force, "constable", case_id, made["sha256"]).data
    lines = json.loads(decision.body)["facts"]["text"]
    whole = text_of(body)
    at = 0
    for line in lines:  # in order, and nothing of a line left out
        at = whole.index(" ".join(line.removeprefix("# ").split()), at)
    pages = pypdf.PdfReader(BytesIO(body)).pages
    assert len(pages) == made["pages"]
    reference, check = case_of(desk.force, case_id)["reference"], short_hash(text_hash(lines))
    for number, page in enumerate(pages, start=1):
        said = page.extract_text()
        assert f"Reference {reference} · Text check {check}" in said
        assert f"Page {number} of {len(pages)}" in said


def test_it_is_tagged_names_its_language_and_title_and_says_what_its_picture_is(desk, served):
    made = documents(desk.force, served[0])["notice"]
    body = fetch(desk.force, "constable", served[0], made["sha256"]).data
    reader = pypdf.PdfReader(BytesIO(body))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data() or b"<pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert reader.metadata.title.startswith("DOMESTIC VIOLENCE PROTECTION NOTICE")
    tags = tags_of(body)
    assert tags.count("/H1") == 3 and "/H2" in tags and "/P" in tags and "/LI" in tags and tags.count("/Figure") == 1


def test_a_document_is_rendered_once_however_often_it_is_asked_for(desk, served):
    force, (case_id, decision, _) = desk.force, served
    before = documents(force, case_id)
    assert set(before) == {"notice", "certificate of service"}
    render_document(force.installation, case_id, entry_id(decision), "notice", force.later(days=1))
    assert documents(force, case_id) == before
    assert not [one for one in desk.jobs("render document") if one["done_at"] is None]


def test_two_workers_that_race_keep_one(desk):
    force = desk.force
    case_id, _, _, decision = authorised(force)
    both, failures = threading.Barrier(2), []

    def work():
        engine = connect(force.settings.database_url)
        try:
            installation = installation_with(engine, force.settings, KEYS, demonstration=False)
            both.wait()
            render_document(installation, case_id, entry_id(decision), "notice", force.now)
        except Exception as error:
            failures.append(error)
        finally:
            engine.dispose()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert failures == []
    assert [one["document"] for one in case_of(force, case_id)["documents"]] == ["notice"]
    with reading(force.installation.engine) as connection:
        assert len(connection.execute(select(attachments.c.sha256)).all()) == 1


def test_who_may_read_the_case_may_save_it_and_that_is_on_record_first(desk, served):
    force, (case_id, *_) = desk.force, served
    name = documents(force, case_id)["notice"]["sha256"]
    for who, status in {
        "constable": 200,
        "solicitor": 200,
        "auditor": 200,
        "response": 404,
        "administrator": 404,
    }.items():
        assert fetch(force, who, case_id, name).status_code == status
    assert force.client().get(f"/api/cases/{case_id}/documents/{name}").status_code == 401
    answer = fetch(force, "solicitor", case_id, name)
    assert sha256(answer.data).hexdigest() == name
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with reading(force.installation.engine) as connection:
        seen = select(access.c.officer).where(access.c.action == "document", access.c.case_id == case_id)
        officers = list(connection.execute(seen).scalars())
    assert sorted(officers) == sorted([force.constable.id, force.solicitor.id, force.auditor.id, force.solicitor.id])


def test_another_case_or_another_hash_finds_nothing(desk, served):
    force, (case_id, *_) = desk.force, served
    name = documents(force, case_id)["notice"]["sha256"]
    other, *_ = authorised(force)
    assert fetch(force, "constable", other, name).status_code == 404
    assert fetch(force, "constable", case_id, "0" * 64).status_code == 404
    assert fetch(force, "constable", case_id, "nothing").status_code == 404


def test_the_certificate_says_what_the_officer_the_phone_and_the_server_say(desk, served):
    force, (case_id, _, service) = desk.force, served
    made = documents(force, case_id)["certificate of service"]
    said = text_of(fetch(force, "solicitor", case_id, made["sha256"]).data)
    written = json.loads(service.body)
    with reading(force.installation.engine) as connection:
        row = connection.execute(select(entries).where(entries.c.id == written["id"])).one()
    assert "Monday 13 July 2026" in said
    for value in ("place", "identified_by", "explained", "belongings", "staying_at", "witnesses", "video"):
        assert " ".join(written["facts"][value].split()) in said
    for moment in (written["facts"]["served_at"], written["made_at"], row.received_at):
        assert london(moment) in said
    assert row.body_sha256 in said.replace(" ", "") and row.signed_by in said.replace(" ", "")
    assert "marked for" not in said


def london(iso):
    return datetime.fromisoformat(iso).astimezone(LONDON).strftime("%H:%M:%S")


def test_a_service_that_was_marked_says_so_on_its_certificate(desk):
    force = desk.force
    case_id, _, _, decision = authorised(force)
    service = serve(force.constable, case_id, decision, force.later(minutes=30), force.now)
    risk = {"at_risk_there": True, "who_is_at_risk": "An invented child there."}
    facts = {**json.loads(service.body)["facts"], "paper_copy_left": False, **risk}
    at = force.now.isoformat(timespec="seconds")
    tried = {**facts_of("service attempted"), "attempted_at": at}
    radio = {**facts_of("service reported by radio"), "served_at": at, "heard_at": at}
    before = [("service attempted", tried), ("service reported by radio", radio)]
    force.constable.record([force.constable.write(kind, case_id, one, force.now) for kind, one in before], force.now)
    marked = force.constable.write("notice served", case_id, facts, force.now, relies_on=[decision])
    force.constable.send([marked], force.later(minutes=1))
    desk.work()
    made = documents(force, case_id)["certificate of service"]
    said = text_of(fetch(force, "solicitor", case_id, made["sha256"]).data)
    assert "No paper copy was left with the respondent. (s.25(2))" in said
    assert "Knocked for ten minutes" in said and "PC Casey Placeholder, by radio" in said
    assert "An invented child" not in said  # the respondent reads it too


def test_a_training_installation_says_on_every_page_that_it_is_one(desk):
    force = desk.force
    force.installation.training = True
    case_id, *_ = authorised(force)
    desk.work()
    made = documents(force, case_id)["notice"]
    pages = pypdf.PdfReader(BytesIO(fetch(force, "constable", case_id, made["sha256"]).data)).pages
    assert all("Training: nothing here is real" in page.extract_text() for page in pages)


def test_the_logs_are_verified_with_every_document(desk, served):
    with reading(desk.force.installation.engine) as connection:
        kept = len(connection.execute(select(attachments.c.sha256)).all())
    found = verify_logs(desk.force.installation)
    assert found.failure is None and found.attachments == kept == 2


# --- In Welsh ----------------------------------------------------------------------------------------------


DRAFT = "DRAFT TRANSLATION, NOT FOR SERVICE"


def authorised_for(force, language):
    """The reference case, whose respondent speaks this language, authorised."""
    case_id, captured = capture(force.constable, force.now)
    told = []
    for one in captured:
        body = json.loads(one.body)
        if body["kind"] == "person described" and body["facts"]["role"] == "respondent":
            facts = {**body["facts"], "language": language}
            one = force.constable.write("person described", case_id, facts, force.now)
        told.append(one)
    request = ask(force.constable, case_id, told, force.now)
    force.constable.record([*told, request], force.later(minutes=5))
    decision = authorise(force.superintendent, case_id, request, force.later(minutes=10))
    force.superintendent.record([decision], force.now)
    return case_id


def welsh_pages(force, case_id):
    made = documents(force, case_id)["notice in Welsh"]
    body = fetch(force, "constable", case_id, made["sha256"]).data
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages]


def approve(force, **changed):
    wording, explanation = translation_hashes("cy")
    facts = {"language": "cy", "wording": wording, "explanation": explanation, "translator": "Madeup Translator"}
    officer = force.administrator
    written = officer.write("translation approved", officer.office().id, {**facts, **changed}, force.now)
    (outcome,) = officer.send([written], force.now)
    assert outcome.outcome == "accepted"


def test_a_respondent_who_speaks_welsh_has_a_translation_that_says_on_every_page_that_it_is_a_draft(desk):
    case_id = authorised_for(desk.force, "Welsh")
    desk.work()
    pages = welsh_pages(desk.force, case_id)
    assert len(pages) >= 4 and all(DRAFT in page for page in pages)
    whole = " ".join(" ".join(pages).split())
    assert "HYSBYSIAD AMDDIFFYN RHAG TRAIS DOMESTIG" in whole and "Cael help" in whole
    assert "What this notice means" not in whole
    lines = case_of(desk.force, case_id)["decision"]["text"]
    assert short_hash(text_hash(lines)) in whole  # of what was signed


def test_once_the_translator_has_approved_these_very_words_it_is_no_draft(desk):
    approve(desk.force)
    case_id = authorised_for(desk.force, "English")  # then everybody has it
    desk.work()
    assert not any(DRAFT in page for page in welsh_pages(desk.force, case_id))


def test_approval_of_other_words_leaves_it_a_draft(desk):
    approve(desk.force, wording="0" * 64)
    case_id = authorised_for(desk.force, "Cymraeg")
    desk.work()
    assert all(DRAFT in page for page in welsh_pages(desk.force, case_id))


def test_nobody_else_has_a_draft_made(desk):
    case_id = authorised_for(desk.force, "English")
    desk.work()
    assert set(documents(desk.force, case_id)) == {"notice"}


def test_an_administrator_sees_which_words_are_to_be_approved_and_nobody_else_does(desk):
    force = desk.force
    wording, explanation = translation_hashes("cy")
    told = {"language": "cy", "name": "Welsh", "wording": wording, "explanation": explanation, "approved": False}
    assert force.client("administrator").get("/api/translations").json == {"translations": [told]}
    assert force.client("constable").get("/api/translations").status_code == 403
    approve(force)
    assert force.client("administrator").get("/api/translations").json["translations"][0]["approved"] is True
