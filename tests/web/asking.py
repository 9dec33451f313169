"""How schemathesis asks an application everything its description says, as nobody or as an officer."""

from __future__ import annotations

from collections import Counter
from datetime import date

import schemathesis
from hypothesis import strategies
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.transport.wsgi import WSGITransport
from webauthn.helpers import base64url_to_bytes

# JSON Schema has no word for the first and the last day (`Day`); what the description says besides is said here.
schemathesis.openapi.format("date", strategies.dates(date(1890, 1, 1), date(2100, 1, 1)).map(date.isoformat))


def mend_probes(monkeypatch):
    """schemathesis 4.32.5 hands the request that tries without a session the settings of a socket, which WSGI lacks."""
    send = WSGITransport.send

    def without(self, case, *, session=None, **named):
        if session is None:
            named = {name: value for name, value in named.items() if name not in ("max_redirects", "verify", "cert")}
        return send(self, case, session=session, **named)

    monkeypatch.setattr(WSGITransport, "send", without)


def config(examples, boundaries):
    return SchemathesisConfig.from_dict(
        {
            "seed": 20260713,
            "headers": {"Accept-Encoding": "identity"},  # schemathesis reads a WSGI answer as it comes
            "generation": {
                "deterministic": True,
                "database": "none",
                "max-examples": examples,
                "no-shrink": True,
                # U+0000 is refused in every text, which JSON Schema cannot say; it has its own test.
                "allow-x00": False,
            },
            # There are no links between operations to follow.
            "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": boundaries}},
            "operations": [
                {
                    # A cursor is opaque: that one is given out by this server, no schema can say.
                    "include-path": "/api/changes",
                    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "400", "401"]}},
                },
                {
                    # More entries than are taken at a time is a 413, which schemathesis does not think of.
                    "include-path": "/api/entries",
                    "checks": {"negative_data_rejection": {"expected-statuses": ["400", "401", "413", "415", "422"]}},
                },
                {
                    # That a text is a rescue file of this installation's, no schema can say.
                    "include-path": "/api/rescues",
                    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "401", "422"]}},
                },
            ],
        }
    )


def asking(app, document, examples, *, boundaries=True):
    """The description as schemathesis reads it: a document, since the address of one it fetched it does not ask.

    The boundary values of every shape are most of what is asked; without them so many random examples of each remain.
    """
    schema = schemathesis.openapi.from_dict(document, config=config(examples, boundaries))
    schema.app = app
    return schema


def behind_the_gate(document):
    """The description less the addresses that answer without a session, and so answer anybody alike."""
    shut = {path for path, methods in document["paths"].items() if any(said["security"] for said in methods.values())}
    return {**document, "paths": {path: document["paths"][path] for path in shut}}


def sign_in_as(force, schema, role):
    """Every request is an officer's; who signs out does so of a session of their own, and ends nobody else's."""
    officer = force.officers[role]
    kept = force.client(role).get_cookie("field").value

    def another():
        client = force.client()
        asked = client.post("/api/sign-in/options", json={}).json["publicKey"]["challenge"]
        credential = officer.authenticator.answer(base64url_to_bytes(asked))
        assert client.post("/api/sign-in", json={"credential": credential}).status_code == 200
        return client.get_cookie("field").value

    @schema.auth(refresh_interval=None)
    class Signed:
        def get(self, case, context):
            return another() if case.operation.label == "DELETE /api/sign-in" else kept

        def set(self, case, data, context):
            case.cookies = {**(case.cookies or {}), "field": data}


def failures(schema):
    """What the checks found, as (operation, check, what), and how often each operation answered what."""
    found, answered = {}, Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            found[str(getattr(event, "label", "")), "schemathesis itself"] = str(getattr(event, "info", event))
        if not isinstance(event, events.ScenarioFinished):
            continue
        for one in event.recorder.interactions.values():
            if one.response is not None:
                answered[event.label, one.response.status_code] += 1
        for checks in event.recorder.checks.values():
            for check in checks:
                if check.failure_info:
                    said = f"{check.failure_info.failure.message}\n{check.failure_info.code_sample}"
                    found[event.label, check.name] = said
    return found, answered


def told(found):
    return "\n\n".join(f"{operation}, {check}: {said}" for (operation, check), said in found.items())
