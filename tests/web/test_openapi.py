"""The description is the outside as it is: every route in it, every answer as it says, whoever asks.

schemathesis asks: boundary values and random ones of every declared shape, wrong ones, other methods and types, each
answer held to what is described.
"""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import jsonschema_rs
import pytest
from webauthn.helpers import base64url_to_bytes

from config import Settings
from field_app import create_app
from field_app.actions import enrolment_link
from field_app.cases.entries import KINDS
from field_app.demonstration.authenticator import SoftwareAuthenticator
from field_app.parse import parse
from field_app.web.gate import OPEN
from field_app.web.openapi import Declared, answers, takes
from field_app.web.screens import IN_TRAINING, SCREENS
from field_app.web.sign_in import Nothing
from tests.conftest import KEYS, ORIGIN, ROLES
from tests.store.story import served

from .asking import asking, behind_the_gate, failures, mend_probes, sign_in_as, told

WHERE = "/api/openapi.json"
API = Path(__file__).parents[2] / "docs" / "api.md"
VECTORS = Path(__file__).parents[1] / "vectors" / "entries"


@pytest.fixture(scope="module")
def document(sqlite_template):
    """What the application says of itself."""
    app = create_app(Settings(f"sqlite:///{sqlite_template[0]}", ORIGIN, KEYS, None, False, ()))
    yield app.test_client().get(WHERE).json
    app.extensions["installation"].engine.dispose()


@pytest.fixture(autouse=True)
def probes(monkeypatch):
    mend_probes(monkeypatch)


# --- Everything that is there is described, and nothing else ----------------------------------------------------


def there(app):
    """Every method of every address but the files' and what Flask answers by itself."""
    return {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in set(rule.methods) - {"HEAD", "OPTIONS"}
    }


def described(document):
    return {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}


def test_every_route_is_described_and_nothing_else(sqlite_force, document):
    app = sqlite_force.app()
    assert described(document) == there(app)
    assert len(described(document)) > 30
    assert not any("apidoc" in rule.rule for rule in app.url_map.iter_rules())


def said_in(page):
    """Each method, address and query that the page's tables name; what stands for an id has no name here."""
    return {
        (method, re.sub("<[a-z0-9]+>", "{}", path), frozenset(re.findall(r"(\w+)=", query)))
        for row in re.findall(r"^\| (`.*?) \| ", page, re.MULTILINE)
        for methods, path, query in re.findall(r"`([A-Z]+(?:, [A-Z]+)*) (/[^`?]*)([^`]*)`", row)
        for method in methods.split(", ")
    }


def said_by(document):
    """The same of the description, but for the screens, which are pages."""
    return {
        (method.upper(), re.sub("{[a-z0-9_]+}", "{}", path), queries(one))
        for path, methods in document["paths"].items()
        if path not in {*SCREENS, *IN_TRAINING}
        for method, one in methods.items()
    }


def queries(operation):
    return frozenset(one["name"] for one in operation.get("parameters", []) if one["in"] == "query")


def test_the_api_page_names_every_method_address_and_query_of_the_description_and_no_other(document):
    page = API.read_text("utf-8")
    assert said_in(page) == said_by(document)
    for said, other in (
        ("`GET /api/orders?from=&to=&state=`", "`GET /api/orders?from=&to=`"),
        ("`GET /api/me`", "`PUT /api/me`"),
        ("`GET /api/live`", "`GET /api/lives`"),
    ):
        assert said in page and said_in(page.replace(said, other)) != said_by(document), said


def test_it_is_open_and_says_what_it_is(sqlite_force):
    answer = sqlite_force.client().get(WHERE)
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json["openapi"].startswith("3.1")
    assert answer.json["info"]["version"] == project["version"]
    assert answer.data == sqlite_force.client("auditor").get(WHERE).data


def test_a_session_is_asked_for_where_the_gate_asks_for_one(sqlite_force, document):
    app = sqlite_force.app()
    cookie = {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"]}
    assert document["components"]["securitySchemes"] == {"session": cookie}
    endpoints = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods
    }
    for method, path in described(document):
        said = document["paths"][path][method.lower()]["security"]
        assert said == ([] if endpoints[method, path] in OPEN else [{"session": []}]), path


def test_no_get_takes_another_parameter_than_the_design_names(document):
    taken = {
        (one["in"], one["name"])
        for methods in document["paths"].values()
        for one in methods.get("get", {}).get("parameters", [])
    }
    headers = {("header", "If-None-Match"), ("header", "Authorization")}
    ids = {("path", one) for one in ("case_id", "entry_id", "sha256", "token", "language")}
    figures = {("query", "from"), ("query", "to"), ("query", "district"), ("query", "court")}
    orders = {("query", "state")}  # in force, over or all
    assert taken == {("query", "after"), ("query", "page"), ("query", "case")} | figures | orders | ids | headers


def test_a_parameter_nobody_knows_does_no_harm(sqlite_force):
    client = sqlite_force.client("administrator")
    for method, path in sorted(there(sqlite_force.app())):
        if method == "GET":
            named = {"token": "x", "language": "cy", "sha256": "0" * 64}
            address = path.format(case_id=uuid.uuid4(), entry_id=uuid.uuid4(), **named)
            plain, odd = client.get(address), client.get(f"{address}?name=x&limit=-1&after[]=%00&%ff")
            assert odd.status_code == plain.status_code, path


# --- Entries can be written from it alone --------------------------------------------------------------------------


def entry_check(document):
    """What says whether an entry is as the description has it."""
    schema = {"$ref": "#/components/schemas/Entry", "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def test_every_kind_has_its_schema_and_real_entries_are_as_it_says(document):
    schemas = document["components"]["schemas"]
    names = [one["$ref"].rpartition("/")[2] for one in schemas["Entry"]["oneOf"]]
    said = {}
    for name in names:
        kind, version = (schemas[name]["properties"][one]["const"] for one in ("kind", "version"))
        said[kind, version] = {key: schemas[name][f"x-{key}"] for key in ("act", "signed", "system", "log")}
    assert said == {
        key: {"act": kind.act, "signed": kind.signed, "system": kind.system, "log": kind.log}
        for key, kind in KINDS.items()
    }


def without(whole, key):
    return {name: value for name, value in whole.items() if name != key}


def test_a_stored_entry_is_as_the_description_says_and_with_a_field_more_or_less_is_not(document):
    is_valid = entry_check(document).is_valid
    stored = [json.loads(path.read_text()) for path in VECTORS.glob("*.json")]
    assert {(one["kind"], one["version"]) for one in stored} >= KINDS.keys()
    for entry in stored:
        facts = entry["facts"]
        assert parse(json.dumps(entry)).entry.id == entry["id"]
        assert is_valid(entry), entry["kind"]
        assert not any(is_valid(without(entry, key)) for key in entry)
        assert not any(is_valid({**entry, "facts": without(facts, key)}) for key in facts)
        assert not is_valid({**entry, "facts": {**facts, "more": 1}})
        assert not is_valid({**entry, "version": 99})


# --- Asked as nobody, and as each role -------------------------------------------------------------------------------


@pytest.mark.long
def test_asked_as_nobody(sqlite_force, document):
    found, answered = failures(asking(sqlite_force.app(), document, examples=5))
    assert not found, told(found)
    assert {label for label, _ in answered} == {f"{method} {path}" for method, path in described(document)}
    shut = {label for label, status in answered if status == 401}
    assert len(shut) >= 12
    # Without a device's token these are shut too; that they can be asked with OPTIONS is told to anybody.
    by_token = {"GET /api/devices/this", "POST /api/devices/envelopes", "PUT /api/attachments/{sha256}"}
    assert by_token < shut
    assert not {label for label, status in answered if status in (200, 204)} & (shut - by_token)


ASKED_EVERYTHING = ("constable", "superintendent", "solicitor", "administrator")
"""Their rights differ most. The boundaries of a shape are refused alike whoever sends them."""


@pytest.mark.parametrize("role", ROLES)
def test_asked_as(sqlite_force, document, role):
    served(sqlite_force)
    schema = asking(sqlite_force.app(), behind_the_gate(document), examples=2, boundaries=role in ASKED_EVERYTHING)
    sign_in_as(sqlite_force, schema, role)
    found, answered = failures(schema)
    assert not found, told(found)
    assert {label for label, _ in answered} == {" ".join(one) for one in described(behind_the_gate(document))}
    for asked in ("GET /api/me", "GET /api/changes", "POST /api/lookup", "POST /api/entries", "POST /api/devices"):
        assert answered[asked, 200], asked
    assert answered["DELETE /api/sign-in", 204]
    assert bool(answered["GET /api/officers", 200]) == (role == "administrator")


# --- Real answers are as described ------------------------------------------------------------------------------


def test_what_real_cases_officers_and_passkeys_make_is_as_described(sqlite_force, document):
    """What no made-up request can reach: a served case as computed and as recorded, a match, a passkey that holds."""
    schema = asking(sqlite_force.app(), document, examples=1)

    def asked(method, path, client, status=200, body=None, headers=None, **values):
        answer = client.open(path.format(**values), method=method, json=body, headers=headers)
        assert answer.status_code == status, (path, answer.data[:300])
        schema[path.partition("?")[0]][method].validate_response(answer)
        return answer

    force = sqlite_force
    case_id = served(force)[0]
    asked("GET", "/api/cases", force.client("response"))
    client = force.client("constable")
    asked("GET", "/api/cases/{case_id}", client, case_id=case_id)
    asked("GET", "/api/cases/{case_id}/log", client, case_id=case_id)
    asked("GET", "/api/cases", client)
    told_of = asked("GET", "/api/changes", client)
    assert told_of.json["cases"][0]["entries"] and told_of.json["officers"]
    asked("GET", "/api/changes", client, 304, headers={"If-None-Match": told_of.headers["ETag"]})
    respondent = client.get(f"/api/cases/{case_id}").json["case"]["respondent"]
    sought = dict.fromkeys(("name", "born", "address", "postcode", "reference", "reason"))
    sought["name"] = f"{respondent['given_names']} {respondent['family_name']}"
    assert asked("POST", "/api/lookup", client, body=sought).json["matches"]
    asked("GET", "/api/me", client)
    administrator = force.client("administrator")
    asked("GET", "/api/officers", administrator)
    asked("POST", "/api/officers/{officer_id}/enrolment-link", administrator, officer_id=force.constable.id)
    token = enrolment_link(force.installation, force.constable.id, datetime.now(UTC))[0].rpartition("/")[2]
    new = force.client()
    options = asked("POST", "/api/enrol/options", new, body={"token": token}).json["publicKey"]
    credential = SoftwareAuthenticator("localhost", ORIGIN).register(base64url_to_bytes(options["challenge"]))
    asked("POST", "/api/enrol", new, body={"token": token, "credential": credential})
    options = asked("POST", "/api/sign-in/options", new, body={}).json["publicKey"]
    credential = force.constable.authenticator.answer(base64url_to_bytes(options["challenge"]))
    asked("POST", "/api/sign-in", new, body={"credential": credential})
    asked("DELETE", "/api/sign-in", new, 204)


# --- What was found, and stays mended ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, "constable"])
def test_u0000_is_refused_in_every_body(sqlite_force, document, role):
    client = sqlite_force.client(role)
    for method, path in described(document):
        body = document["paths"][path][method.lower()].get("requestBody", {})
        if "application/json" in body.get("content", {}):
            path = path.replace("{case_id}", str(uuid.uuid4()))
            answer = client.open(path, method=method, data=b'{"name": "\\u0000"}', content_type="application/json")
            assert answer.status_code in ({400, 422} if role or path in OPEN_BODIES else {401}), path


OPEN_BODIES = (
    "/api/sign-in",
    "/api/sign-in/options",
    "/api/enrol",
    "/api/enrol/options",
    "/api/directory/begin",
    "/api/directory/back",
    "/api/devices/envelopes",
    "/api/pushes/delivered",
    "/api/pushes/opened",
)


def test_any_of_several_etags_and_a_weak_one_are_understood(sqlite_force):
    served(sqlite_force)
    client = sqlite_force.client("constable")
    etag = client.get("/api/changes").headers["ETag"]
    for held in (etag, f"W/{etag}", f'"x", {etag}', f'{etag}, W/"y"'):
        assert client.get("/api/changes", headers={"If-None-Match": held}).status_code == 304, held
    for other in ("*", '"x"', '"x", "y"', "nonsense", "\xff", '"', ","):
        assert client.get("/api/changes", headers={"If-None-Match": other}).status_code == 200, other


# --- It can fail ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """Of a made-up view."""

    number: int


def wrong(force, view, method="POST", **said):
    """The checks that object to a further view of the application, declared so."""
    app = create_app(force.settings)
    force.made.append(app)
    app.add_url_rule("/health/more", endpoint="more", view_func=answers(**said)(view), methods=[method])
    document = app.test_client().get(WHERE).json
    paths = {path: methods for path, methods in document["paths"].items() if path == "/health/more"}
    schema = asking(app, {**document, "paths": paths}, examples=3)
    sign_in_as(force, schema, "constable")
    return {check for _, check in failures(schema)[0]}


def breaks():
    raise RuntimeError


@takes(Nothing)
def accepts_nothing(_):
    return {"number": 1}


WRONG = {
    "a view that breaks": (breaks, Count, "not_a_server_error"),
    "a status that is not described": (lambda: ({"number": 1}, 202), Count, "status_code_conformance"),
    "a page where JSON is described": (lambda: "<p>", Count, "content_type_conformance"),
    "another shape": (lambda: {"number": "1"}, Count, "response_schema_conformance"),
    "a field too many": (lambda: {"number": 1, "name": "x"}, Count, "response_schema_conformance"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_view_is_found(sqlite_force, what):
    view, gives, check = WRONG[what]
    assert check in wrong(sqlite_force, view, gives=gives)


def test_a_right_view_is_not_found_wrong_and_a_lax_one_is(sqlite_force):
    assert wrong(sqlite_force, accepts_nothing, gives=Count) == set()

    def lax():
        return {"number": 1}

    lax.declared = Declared(takes=Nothing)
    assert wrong(sqlite_force, lax, gives=Count) == {"negative_data_rejection"}


def test_a_view_that_declares_nothing_is_missed(sqlite_force):
    app = create_app(sqlite_force.settings)
    sqlite_force.made.append(app)
    app.add_url_rule("/api/undeclared", view_func=lambda: "")
    assert there(app) - described(app.test_client().get(WHERE).json) == {("GET", "/api/undeclared")}
