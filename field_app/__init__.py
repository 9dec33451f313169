"""Domestic Violence Protection Notices, from the doorstep to the court. `create_app` is the map."""

from __future__ import annotations

from flask import Flask

from config import HERE, Settings
from field_app import cli
from field_app.opening import open_installation
from field_app.store.officers import SESSION
from field_app.web import (
    attachments,
    audit,
    cases,
    confirmations,
    control_room,
    custody,
    devices,
    directory,
    documents,
    enrolment,
    entries,
    errors,
    figures,
    gate,
    health,
    holidays,
    keeping,
    legal_desk,
    live,
    lookup,
    metrics,
    officers,
    openapi,
    orders,
    postcodes,
    push,
    reaching,
    receipts,
    rescues,
    safeguarding,
    sealing,
    shells,
    sign_in,
    snapshot,
    training,
    unserved,
    words,
)


def create_app(settings: Settings, *, serving: bool = True) -> Flask:
    """The application for these settings; `serving` is False where only its commands are wanted.

    :raise config.BadSetting: a secret is missing outside demonstration, or unusable.
    """
    app = Flask(__name__, static_folder=HERE / "static", template_folder=HERE / "templates")
    installation = open_installation(settings, serving)

    app.config.update(
        SECRET_KEY=installation.secrets.session,
        SESSION_COOKIE_NAME="field" if settings.origin.startswith("http:") else "__Host-field",
        SESSION_COOKIE_SECURE=settings.origin.startswith("https:"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION,
        METRICS_TOKEN=settings.metrics_token,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
    )
    app.extensions["installation"] = installation

    errors.register(app)  # one error shape
    metrics.register(app)  # GET /metrics; times everything, so before the gate
    gate.register(app, settings.origin)  # shut unless listed; CSRF; headers

    shells.register(app)  # the screens, the service worker, the law as the phone runs it
    words.register(app)  # what respondents and protected persons are shown, in their languages
    health.register(app)
    sign_in.register(app)  # /api/sign-in, /api/me
    devices.register(app)  # /api/devices: registered, listed, lost
    enrolment.register(app)  # /enrol/<token>, /api/enrol
    directory.register(app)  # /directory/back, /api/directory: proving who one is at the force's directory
    entries.register(app)  # POST /api/entries: the one way anything is recorded
    cases.register(app)  # GET /api/changes, /api/cases
    attachments.register(app)  # photographs and documents: sent in pieces, shown made anew
    confirmations.register(app)  # /api/confirmations: once more, before a bundle or an archive is taken
    documents.register(app)  # the notice and the certificate of its service, as PDF
    lookup.register(app)  # POST /api/lookup
    snapshot.register(app)  # /api/look-up/…: what is in force, for phones without signal; what was looked up in it
    audit.register(app)  # POST /api/audit, for auditors
    receipts.register(app)  # POST /api/receipts: a phone was told otherwise before
    unserved.register(app)  # /api/unserved: authorised and not served, handed over and not accepted
    custody.register(app)  # GET /api/custody: who is held, on which clocks, to be served before release
    control_room.register(app)  # GET /api/control-room: breaches that wait for a unit
    safeguarding.register(app)  # GET /api/safeguarding: who is to be told, what is to be done
    sealing.register(app)  # /api/sealed, /api/sealing: what is sealed, who may read it
    keeping.register(app)  # /api/keeping: what is due for review, holds, disposal
    legal_desk.register(app)  # GET /api/legal-desk: served notices by their deadline
    orders.register(app)  # GET /api/orders: our own, as a file for PNC or LEDS and other systems
    live.register(app)  # GET /api/live: what is about to go wrong, for duty inspectors
    rescues.register(app)  # /api/rescues: what a phone could not send itself
    push.register(app)  # /api/push-subscriptions
    figures.register(app)  # /api/figures
    reaching.register(app)  # /api/pushes, /api/on-call, /api/rota
    officers.register(app)  # /api/officers, for administrators
    postcodes.register(app)  # /api/postcodes
    holidays.register(app)  # /api/holidays, for administrators
    training.register(app)  # /api/training: a training installation's own

    openapi.register(app)  # /api/openapi.json: all of it, described

    cli.register(app)  # flask demo load, log verify, deadline, config check, rescue, worker, …
    return app
