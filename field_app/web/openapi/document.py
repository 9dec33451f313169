"""The description itself, drawn up by spectree from the routes and what their views declare.

spectree only describes: it registers no route, and no request passes through it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from types import FunctionType
from typing import Any, cast

from flask import Flask
from spectree import Response, SecurityScheme, SecuritySchemeData, SpecTree
from spectree.models import InType, SecureType
from spectree.plugins.flask_plugin import FlaskPlugin
from werkzeug.routing import Rule

from field_app.web.errors import ErrorAnswer
from field_app.web.gate import OPEN

from .declare import Conditional, Declared, declared
from .schemas import Shapes, kinds

ABOUT = """What people and scripts rely on; docs/api.md says it in words.

Every failure has one shape, `ErrorAnswer`; a 500 is a fault of ours, has it too, and is described nowhere. Bodies are
JSON with one reading: a key twice, U+0000, half of a surrogate pair or a number beyond 2 to the power of 53 is refused.

What `POST /api/entries` takes as `body` is the text of one `Entry`. Each kind has a schema, with whether it is an act
(`x-act`), is signed (`x-signed`), is written by the server alone (`x-system`), and whose log it is in (`x-log`)."""

_KEPT = Declared(bare=(304,), headers=Conditional, sends={"ETag": "What to ask with in If-None-Match."})

PAGES = {
    "shells.screen": replace(_KEPT, media="text/html"),
    "shells.screen_in_training": replace(_KEPT, media="text/html", fails=(404,)),
    "shells.assets": replace(_KEPT, media="text/javascript"),
    "shells.law": replace(_KEPT, media="application/json"),
    "shells.styles": replace(_KEPT, media="text/css"),
    "shells.everything": replace(_KEPT, media="text/plain"),
    "words.words": replace(_KEPT, media="application/json", fails=(404,)),
}
"""The screens and what the service worker keeps, which say nothing of themselves."""

Views = dict[str, Callable[..., Any]]


def document(app: Flask) -> str:
    """The description of `app` as JSON text (OpenAPI 3.1); call it within a request of `app`'s."""
    tree = _Tree(
        "flask",
        _Routes,
        model_adapter=cast(Any, Shapes()),
        naming_strategy=_name,
        nested_naming_strategy=lambda _, child: child,
        title="Field",
        description=ABOUT,
        version=_version(app),
        openapi_version="3.1.0",
        security_schemes=[
            SecurityScheme(
                name="session",
                data=SecuritySchemeData(
                    type=SecureType.API_KEY, field_in=InType.COOKIE, name=app.config["SESSION_COOKIE_NAME"]
                ),
            )
        ],
    )
    tree.read(app)
    found = dict(tree.spec)
    schemas = found["components"]["schemas"]
    for name, schema in kinds().items():
        if schemas.setdefault(name, schema) != schema:
            raise ValueError(f"{name}: two shapes have this name")
    for endpoint, path, method in tree.operations:
        _finish(found["paths"][path][method], tree.declarations[endpoint], tree.failures[endpoint])
    found.pop("tags")
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


class _Routes(FlaskPlugin):
    """spectree's reading of Flask's routes: every declared one, those under /static included."""

    spectree: _Tree

    def find_routes(self) -> Iterator[Rule]:
        return (one for one in self.get_current_app().url_map.iter_rules() if one.endpoint in self.spectree.views)

    def parse_func(self, route: Rule) -> Iterator[tuple[str, Callable[..., Any]]]:
        path, _ = self.parse_path(cast(Any, route), None)
        for method in sorted(_methods(route)):
            self.spectree.operations.append((route.endpoint, path, method.lower()))
            yield method, self.spectree.views[route.endpoint]

    def get_func_operation_id(self, func: Callable[..., Any], path: str, method: str) -> str:
        return "_".join(re.findall(r"\w+", f"{method.lower()} {path}"))


class _Tree(SpecTree):
    """spectree, told of each view's declaration when the description is asked for, not when the server starts."""

    def read(self, app: Flask) -> None:
        """Take in what the views of `app` declare."""
        self.views: Views = {}
        self.declarations: dict[str, Declared] = {}
        self.failures: dict[str, set[int]] = {}
        self.operations: list[tuple[str, str, str]] = []
        for rule in app.url_map.iter_rules():
            said = declared(app.view_functions[rule.endpoint]) or PAGES.get(rule.endpoint)
            if said is not None and rule.endpoint not in self.views:
                self.declarations[rule.endpoint] = said
                self.failures[rule.endpoint] = _failures(rule, said)
                self.views[rule.endpoint] = self._described(app.view_functions[rule.endpoint], rule, said)

    def _described(self, view: Callable[..., Any], rule: Rule, said: Declared) -> Callable[..., Any]:
        fails = _failures(rule, said)
        shapes: dict[str, Any] = {f"HTTP_{status}": ErrorAnswer for status in sorted(fails)}
        shapes[f"HTTP_{said.status}"] = said.gives() if isinstance(said.gives, FunctionType) else said.gives
        shapes |= {f"HTTP_{status}": None for status in said.bare}
        # spectree adds a 422 of its own to whatever has none declared under the status named here.
        named = next((int(code[-3:]) for code, shape in shapes.items() if shape), 0)
        describe = self.validate(
            json=said.takes,
            query=said.query,
            headers=said.headers,
            resp=Response(**shapes) if named else None,
            security=[] if rule.endpoint in OPEN else [{"session": []}],
            validation_error_status=named,
            skip_validation=True,
        )
        described: Callable[..., Any] = describe(view)
        return described


def _failures(rule: Rule, said: Declared) -> set[int]:
    """What a view can answer besides what it declares: the gate's answers, and those of whoever reads its body."""
    found = set(said.fails)
    if rule.endpoint not in OPEN:
        found.add(401)
    if _methods(rule) - {"GET"}:
        found.add(403)  # a request from another site
    if said.takes:
        found |= {400, 413, 415, 422}
    if rule.rule.startswith("/api/"):
        found.add(429)
    return found


def _methods(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def _finish(operation: dict[str, Any], said: Declared, fails: set[int]) -> None:
    """What spectree has no word for: answers that are no JSON, and headers."""
    if said.octets:
        octets = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        operation["requestBody"] = {"required": True, "content": octets}
    if said.media:
        form = "object" if said.media == "application/json" else "string"
        content = {said.media: {"schema": {"type": form}}}
        failures = {status: one for status, one in operation["responses"].items() if int(status) in fails}
        operation["responses"] = {
            **failures,
            str(said.status): {"description": "OK", "content": content},
            **{str(status): {"description": HTTPStatus(status).phrase} for status in said.bare},
        }
    headers = {
        name: {"description": text, "required": True, "schema": {"type": "string"}} for name, text in said.sends.items()
    }
    if headers:
        for status in (said.status, *(one for one in said.bare if one == 304)):
            operation["responses"][str(status)]["headers"] = headers
    if refused := operation["responses"].get("429"):
        later = {"description": "Seconds after which to ask again.", "schema": {"type": "string"}}
        refused["headers"] = {"Retry-After": later}
    for key in [key for key in ("description", "tags", "parameters") if not operation[key]]:
        del operation[key]


def _name(shape: type[Any]) -> str:
    return shape.__name__


def _version(app: Flask) -> str:
    project = tomllib.loads((Path(app.root_path).parent / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])
