"""The screens as static shells, and what the service worker keeps so that they start without a network."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, render_template, request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from field_app.actions import NotSetUp
from field_app.law.published import published
from field_app.store.database import reading

from . import installation

SCREENS = {
    "/": "home.html",
    "/sign-in": "sign_in.html",
    "/people": "people.html",
    "/happened": "happened.html",
    "/conditions": "conditions.html",
    "/review": "review.html",
    "/decision": "decision.html",
    "/notice": "notice.html",
    "/look-up": "look_up.html",
    "/officers": "officers.html",
}
"""Every screen that is a shell: it holds its words and no personal data. Case ids stand in the fragment."""

bp = Blueprint("shells", __name__)


def register(app: Flask) -> None:
    """Serve the shells, `/static/assets.js`, `/static/law.json`, and say how a template names a static file."""
    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader,  # type: ignore[list-item]
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_words)
    app.register_blueprint(bp)

    @app.after_request
    def let_the_worker_serve_everything(response: Response) -> Response:
        if request.path == "/static/sw.js":
            response.headers["Service-Worker-Allowed"] = "/"
        if request.endpoint == "static":
            response.headers["Cache-Control"] = "no-cache"  # the service worker's copies carry the version
        return response


def screen() -> str:
    """One shell."""
    return render_template(SCREENS[request.path])


for _path in SCREENS:
    bp.add_url_rule(_path, endpoint="screen", view_func=screen)


@bp.get("/static/assets.js")
def assets() -> Response:
    """The service worker's list: what this version consists of, and the version, a hash over all of it."""
    static = Path(current_app.static_folder or "")
    files = [f"/static/{path}" for path in _static_files(static)] + ["/static/law.json"]
    version = sha256(repr((_digest_of_files(static), _digest_of_shells(), _law())).encode()).hexdigest()[:16]
    lines = (
        f"export const version = {json.dumps(version)};",
        f"export const files = {json.dumps(files)};",
        f"export const shells = {json.dumps(list(SCREENS))};",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@bp.get("/static/law.json")
def law() -> Response:
    """The law as the phone runs it: requirements, conditions, holidays, wording."""
    return Response(_law(), mimetype="application/json", headers={"Cache-Control": "no-cache"})


@cache
def _law() -> str:
    return json.dumps(published(), ensure_ascii=False, separators=(",", ":"))


def _static_files(static: Path) -> list[str]:
    """Everything under static/ that a page can ask for, but the worker itself."""
    kept = (".js", ".css", ".svg", ".png", ".webmanifest")
    found = [path.relative_to(static).as_posix() for path in static.rglob("*") if path.suffix in kept]
    return sorted(path for path in found if path != "sw.js")


@cache
def _digest_of_files(static: Path) -> str:
    digest = sha256()
    for path in (*_static_files(static), "sw.js"):
        digest.update(path.encode() + (static / path).read_bytes())
    return digest.hexdigest()


def _digest_of_shells() -> str:
    return sha256("".join(render_template(name) for name in SCREENS.values()).encode()).hexdigest()


def _words() -> dict[str, object]:
    """What every template may say: whose installation this is, and how a static file is named."""
    try:
        with reading(installation().engine) as connection:
            office, _ = installation().office(connection)
        force, demonstration = office.force, office.demonstration
    except NotSetUp:
        force, demonstration = "", False
    return {
        "force_name": force,
        "demonstration": demonstration,
        "training": installation().training,
        "static": lambda path: f"/static/{path}",
    }
