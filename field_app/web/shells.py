"""The screens as static shells, and what the service worker keeps so that they start without a network."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Hashable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

from flask import Blueprint, Flask, Response, current_app, render_template, request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.exceptions import NotFound
from werkzeug.utils import get_content_type

from field_app.actions import NotSetUp
from field_app.cases.check_words import WORDS
from field_app.cases.entries.monitoring import ETHNICITIES
from field_app.cases.force import RegimeInForce
from field_app.cases.lesson import as_json
from field_app.law.published import published
from field_app.store.database import reading

from . import installation, words
from .compressed import PART_OF_A_PAGE, answer, integrity, page
from .screens import AT_A_DESK, FIELD, IN_TRAINING, LESSON, SCREENS
from .shortened import sent_of

WORKER = "/static/sw.js"
FILE_WORKER = "/static/js/evidence_worker.js"
IN_FORCE_WORKER = "/static/js/in_force_worker.js"
ASSETS = "/static/assets.js"
LAW = "/static/law.json"
STYLES = "/static/styles.css"
EVERYTHING = "/static/everything.txt"
MANIFEST = "/static/manifest.webmanifest"

STYLESHEETS = ("vendor/govuk-frontend.css", "css/field.css", "css/screens.css")
"""What a page's one stylesheet is made of, later rules over earlier ones."""

STYLES_OF_TRAINING = "css/training.css"

OF_TRAINING = (
    "js/training.js",
    "js/lesson.js",
    "js/pages/lesson.js",
    "js/pages/trainer.js",
)
"""Scripts of a training installation alone: no other phone is sent any of them."""

TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
"""What is sent of static/, and as what. A type declaration, say, is not."""

FOR_THE_HOME_SCREEN = tuple(f"/static/icons/{name}.png" for name in ("icon-512", "maskable-192", "maskable-512"))
"""What a browser fetches by itself, and keeps, when somebody puts the app there: the app never shows them."""

IMPORTED = re.compile(r'(?:from|import) *"(\.[^"]+)"')
NAMED = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')

bp = Blueprint("shells", __name__)


def register(app: Flask) -> None:
    """Serve the shells, the static files, the worker's list and the law, and say how a template names a static file."""
    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader,  # type: ignore[list-item]
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.globals["ethnicities"] = ETHNICITIES
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_words)
    app.register_blueprint(bp)
    app.view_functions["static"] = static_file

    @app.after_request
    def let_the_worker_serve_everything(response: Response) -> Response:
        if request.path == "/static/sw.js":
            response.headers["Service-Worker-Allowed"] = "/"
        return response


def screen() -> Response:
    """One shell."""
    return answer(_shell(request.path), "text/html", cache="no-store")


def screen_in_training() -> Response:
    """One shell of a training installation; elsewhere there is none."""
    if request.path not in _screens():
        raise NotFound
    return screen()


for _path in SCREENS:
    bp.add_url_rule(_path, endpoint="screen", view_func=screen)
for _path in IN_TRAINING:
    bp.add_url_rule(_path, endpoint="screen_in_training", view_func=screen_in_training)


def static_file(filename: str) -> Response:
    """One file under static/ that a page or the worker may ask for."""
    address = f"/static/{filename}"
    if address not in (WORKER, *FOR_THE_HOME_SCREEN, *_addresses()):
        raise NotFound
    response = answer(_bytes_of(address), TYPES[Path(filename).suffix], cache="no-cache")  # the worker's copies last
    if address not in (WORKER, FILE_WORKER, IN_FORCE_WORKER):
        response.headers["Content-Security-Policy"] = PART_OF_A_PAGE
    return response


@bp.get(ASSETS)
def assets() -> Response:
    """The worker's list: the screens it holds, and the version, a hash over everything the app consists of.

    `alone` are the files that the first page and the worker load by themselves, each with its hash, so that the
    worker can take them from the browser's own cache; `EVERYTHING` holds the rest.
    """
    alone = {address: integrity(_bytes_of(address)) for address in _alone()}
    lines = (
        f"export const version = {json.dumps(_version())};",
        f"export const title = {json.dumps('Training: Field' if installation().training else 'Field')};",
        f"export const shells = {json.dumps(_kept())};",
        f"export const alone = {json.dumps(alone)};",
    )
    response = answer("\n".join(lines).encode() + b"\n", "text/javascript", cache="no-cache")
    response.headers["Content-Security-Policy"] = PART_OF_A_PAGE
    return response


@bp.get(LAW)
def law() -> Response:
    """The law as the phone runs it: requirements, conditions, holidays, wording."""
    return answer(_law(), "application/json", cache="no-cache")


@bp.get(STYLES)
def styles() -> Response:
    """The one stylesheet of every page."""
    response = answer(_bytes_of(STYLES), TYPES[".css"], cache="no-cache")
    response.headers["Content-Security-Policy"] = PART_OF_A_PAGE
    return response


@bp.get(EVERYTHING)
def everything() -> Response:
    """All the worker keeps but what is fetched alone, in one answer.

    A line of JSON, `{"version", "parts": [[address, type, length], …]}`, then the texts one after another, pictures as
    base64; lengths are JavaScript's, in UTF-16. A hundred answers would carry a hundred sets of headers, and be
    compressed each without the others.
    """
    alone = _alone()
    # Like beside like: so they compress best.
    apart = {*alone, *_desk_scripts()}
    parts = [(address, *_part(address)) for address in (*_addresses(), *_kept()) if address not in apart]
    lengths = [(address, kind, len(text.encode("utf-16-le")) // 2) for address, kind, text in parts]
    head = json.dumps({"version": _version(), "parts": lengths}, separators=(",", ":"))
    body = head + "\n" + "".join(text for *_, text in parts)
    return answer(body.encode(), "text/plain", cache="no-store")


def _part(address: str) -> tuple[str, str]:
    """The type and the text of what is sent, a picture's as base64."""
    body = _bytes_of(address)
    kind = "text/html" if address in _screens() else TYPES[Path(address).suffix]
    text = b64encode(body) if kind == "image/png" else body
    return get_content_type(kind, "utf-8"), text.decode()


def _bytes_of(address: str) -> bytes:
    """What this address answers with."""
    if address in _screens():
        return _shell(address)
    if address == LAW:
        return _law()
    if address == STYLES:
        further = (STYLES_OF_TRAINING,) if installation().training else ()
        return b"".join(_bytes_of(f"/static/{path}") for path in (*STYLESHEETS, *further))
    body = sent_of(_static(), address.removeprefix("/static/"))
    return _named_for_training(body) if address == MANIFEST and installation().training else body


def _named_for_training(manifest: bytes) -> bytes:
    """What the app is called on the home screen, where it stands beside the real one."""
    return json.dumps({**json.loads(manifest), "name": "Training: Field", "short_name": "TRAINING"}).encode()


def _screens() -> dict[str, str]:
    """The screens of this installation."""
    return {**SCREENS, **IN_TRAINING} if installation().training else SCREENS


def _kept() -> list[str]:
    """Those that a phone keeps."""
    return [*FIELD, *LESSON] if installation().training else FIELD


def _shell(address: str) -> bytes:
    return _rendered(address, **_words_of_installation())


@lru_cache(maxsize=1024)
def _rendered(address: str, **words: Hashable) -> bytes:
    """A shell says nothing but its template and these words, so it is the same until one of them changes."""
    return page(render_template({**SCREENS, **IN_TRAINING}[address], **words)).encode()


def _law() -> bytes:
    here = installation()
    languages = json.dumps(words.offered(), ensure_ascii=False)
    return _published(here.force.regimes, here.assessing.text, languages, training=here.training)


@lru_cache(maxsize=16)
def _published(in_force: tuple[RegimeInForce, ...], risk: str, languages: str, *, training: bool) -> bytes:
    """The law, how the force of this installation assesses risk, and what languages people can be shown; in training
    the lesson besides.
    """
    lesson = {"lesson": as_json()} if training else {}
    known = {**published(in_force=in_force), "risk": json.loads(risk), "check_words": WORDS, **lesson}
    known["languages"] = json.loads(languages)
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode()


def _static() -> Path:
    return Path(current_app.static_folder or "")


def _addresses() -> list[str]:
    """Everything the app needs that is no screen, but the worker itself and its list."""
    files = [path for path in _static().rglob("*") if path.suffix in TYPES and path.is_file()]
    found = [f"/static/{path.relative_to(_static()).as_posix()}" for path in files]
    apart = {WORKER, *FOR_THE_HOME_SCREEN, *(f"/static/{path}" for path in (*STYLESHEETS, STYLES_OF_TRAINING))}
    if not installation().training:
        apart |= {f"/static/{path}" for path in OF_TRAINING}
    return [*sorted(set(found) - apart), STYLES, LAW]


def _desk_scripts() -> list[str]:
    """What only the screens at a desk import."""
    pages = (f"js/pages/{Path(SCREENS[path]).stem}" for path in AT_A_DESK)
    trainers = ("js/pages/trainer",) if installation().training else ()
    parts = (f"js/parts/{name}" for name in ("desk", "desk_form", "at_court", "chart", "taking"))
    once = ("js/parts/by_directory", "js/parts/change_pin", "js/change_pin")  # with a network alone
    return [f"/static/{name}.js" for name in (*pages, *parts, *once, *trainers, "vendor/chart")]


def _alone() -> list[str]:
    """The styles and scripts that the start page names, and all the worker imports."""
    return sorted({*NAMED.findall(_shell("/").decode()), *_imported_by(WORKER)})


def _imported_by(module: str) -> list[str]:
    """The modules that it imports, and those that they do, and so on."""
    found: list[str] = []
    sent = set(_addresses())  # a comment may name a file of types, which is none of these
    ahead = [module]
    while ahead:
        address = ahead.pop()
        for near in _imports(_bytes_of(address)):
            imported = urljoin(address, near)
            if imported in sent and imported not in found:
                found.append(imported)
                ahead.append(imported)
    return found


@lru_cache(maxsize=1024)
def _imports(source: bytes) -> list[str]:
    return IMPORTED.findall(source.decode())


def _version() -> str:
    digest = sha256()
    for address in (*_screens(), *_addresses(), WORKER):
        body = _bytes_of(address)
        digest.update(f"{address} {len(body)} ".encode() + body)
    for language in words.addresses():
        digest.update(words.words_in(language))
    return digest.hexdigest()[:16]


def _words() -> dict[str, object]:
    """What every template may say: whose installation this is, and how a static file is named."""
    return {**_words_of_installation(), "static": lambda path: f"/static/{path}"}


def _words_of_installation() -> dict[str, Hashable]:
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
    }
