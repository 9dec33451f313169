"""The house holds: who imports whom, how long a file is, and what the screens never say."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from field_app.cases import risk
from field_app.law.published import published

ROOT = Path(__file__).parents[1]
CODE = sorted((ROOT / "field_app").rglob("*.py"))

# --- Arrows ------------------------------------------------------------------------------------------------

MAY_IMPORT = {
    "law": set(),
    "cases": {"law"},
    "parse": {"cases", "law"},
    "force_file": {"parse", "cases"},
    "adapters": {"cases", "law"},
    "store": {"parse", "cases", "law"},
    "actions": {"store", "adapters", "parse", "cases", "law"},
    "opening": {"actions", "force_file", "store", "cases", "law", "config"},
    "demonstration": {"actions", "opening", "store", "adapters", "cases", "law", "config"},
    "worker": {"actions", "store", "adapters"},
    "web": {"actions", "parse", "cases", "law"},
    "cli": {"actions", "opening", "force_file", "demonstration", "worker", "store", "law", "config"},
    "__init__": {"web", "cli", "opening", "config"},
}
"""Each part of field_app and the parts it may import besides itself. Arrows never turn back."""

BESIDES = {
    "__init__.py": {"field_app.store.officers.SESSION"},
    "web/health.py": {"field_app.store.database.is_current", "field_app.store.database.reading"},
    "web/devices.py": {"field_app.store.database.stamp"},
    "web/holidays.py": {"field_app.store.database.reading"},
    "web/officers.py": {"field_app.store.database.stamp"},
    "web/sign_in.py": {"field_app.store.database.reading", "field_app.store.database.stamp"},
    "web/reaching.py": {"field_app.store.database.stamp"},
    "web/shells.py": {"field_app.store.database.reading"},
    "web/training.py": {"field_app.demonstration.begin_again"},
    "web/errors.py": {"field_app.adapters.passkeys.NotThisPasskey", "field_app.store.database.AWAY"},
}
"""Where the door reaches past the actions: these names, and no others."""

SQLALCHEMY = {
    "actions/addresses.py": {"sqlalchemy.Connection"},
    "actions/attachments.py": {"sqlalchemy.Connection"},
    "actions/audit.py": {"sqlalchemy.Connection"},
    "actions/installation.py": {"sqlalchemy.Connection", "sqlalchemy.Engine", "sqlalchemy.exc.DBAPIError"},
    "actions/beside.py": {"sqlalchemy.Connection"},
    "actions/shown.py": {"sqlalchemy.Connection"},
    "actions/between.py": {"sqlalchemy.Connection"},
    "actions/breaches_to_meet.py": {"sqlalchemy.Connection"},
    "actions/limiting.py": {"sqlalchemy.Engine"},
    "actions/checkpoints.py": {"sqlalchemy.Connection"},
    "actions/counting.py": {"sqlalchemy.Connection"},
    "actions/export_all.py": {"sqlalchemy.Connection"},
    "actions/archive.py": {"sqlalchemy.Connection"},
    "actions/changes.py": {"sqlalchemy.Connection"},
    "actions/desk.py": {"sqlalchemy.Connection"},
    "actions/follow.py": {"sqlalchemy.Connection"},
    "actions/officers.py": {"sqlalchemy.Connection"},
    "actions/verify.py": {"sqlalchemy.Connection"},
    "actions/reaching.py": {"sqlalchemy.Connection"},
    "actions/reasons.py": {"sqlalchemy.Connection"},
    "actions/sealed.py": {"sqlalchemy.Connection"},
    "actions/server_clock.py": {"sqlalchemy.Connection"},
    "actions/safeguarding.py": {"sqlalchemy.Connection"},
    "actions/metrics.py": {"sqlalchemy.Connection"},
    "actions/live.py": {"sqlalchemy.Connection"},
    "actions/lookup.py": {"sqlalchemy.Connection"},
    "actions/order_list.py": {"sqlalchemy.Connection"},
    "actions/snapshot.py": {"sqlalchemy.Connection"},
    "actions/telling.py": {"sqlalchemy.Connection"},
    "actions/record.py": {
        "sqlalchemy.Connection",
        "sqlalchemy.exc.IntegrityError",
        "sqlalchemy.exc.OperationalError",
    },
    "opening.py": {"sqlalchemy.Engine", "sqlalchemy.exc.DBAPIError"},
    "demonstration/force.py": {"sqlalchemy.Engine"},
}
"""SQLAlchemy outside store/: the types of what is handed through, and the two errors `record` tries again after."""


TEMPLATES = {"adapters/pdf.py": {"jinja2"}}
"""Documents are made of templates as screens are, and without a server."""


def part_of(path: Path) -> str:
    return path.relative_to(ROOT / "field_app").parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "field_app").as_posix()


def imports(path: Path) -> Iterator[str]:
    """The full name of everything a file imports, wherever in it."""
    package = ["field_app", *path.relative_to(ROOT / "field_app").parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            near = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*near, *filter(None, [node.module])])
            yield from (f"{module}.{one.name}" for one in node.names)


def ours(name: str) -> str | None:
    """The part of the house an import is of, if it is of ours."""
    first, *rest = name.split(".")
    if first == "config":
        return "config"
    return (rest[0] if rest else "__init__") if first == "field_app" else None


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_arrows_never_turn_back(path):
    part = part_of(path)
    allowed = {part, *MAY_IMPORT[part]}
    besides = BESIDES.get(name_of(path), set())
    wrong = {one for one in imports(path) if ours(one) and ours(one) not in allowed} - besides
    assert not wrong


INNERMOST = [path for path in CODE if part_of(path) in ("law", "cases")]


@pytest.mark.parametrize("path", INNERMOST, ids=name_of)
def test_the_law_and_the_cases_need_nothing_but_the_standard_library(path):
    assert {one.split(".")[0] for one in imports(path) if not ours(one)} <= sys.stdlib_module_names


READS_THE_WORLD = {"os", "socket", "subprocess", "urllib", "http", "sqlite3", "random", "secrets", "time"}


@pytest.mark.parametrize("path", INNERMOST, ids=name_of)
def test_the_law_and_the_cases_read_no_clock_and_no_world(path):
    assert not {one.split(".")[0] for one in imports(path)} & READS_THE_WORLD
    assert not re.search(r"\.(now|today|utcnow)\(", path.read_text("utf-8"))


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_sqlalchemy_is_in_the_store_and_flask_at_the_door(path):
    found = set(imports(path))
    libraries = {one.split(".")[0] for one in found}
    if part_of(path) != "store":
        used = {one for one in found if one.split(".")[0] in ("sqlalchemy", "alembic", "psycopg", "sqlite3")}
        assert used == SQLALCHEMY.get(name_of(path), set())
    if part_of(path) not in ("web", "cli", "__init__"):
        assert not libraries & {"flask", "flask_login", "werkzeug", "jinja2", "click"} - TEMPLATES.get(
            name_of(path), set()
        )
    if part_of(path) != "adapters":
        assert not libraries & {"pywebpush", "requests", "pyhpke"}


@pytest.mark.parametrize(("name", "listed"), [*BESIDES.items()])
def test_every_exception_is_still_one(name, listed):
    assert listed <= set(imports(ROOT / "field_app" / name))


# --- Acts --------------------------------------------------------------------------------------------------

BY_NAME = re.compile(
    r"""regime\w*(\.id)?["'\])]*\s*(===?|!==?|in\b|not\ in\b)\s*["'(\[{]*\s*(["'](CSA2010|DAA2021)|CSA2010|DAA2021)"""
    r"""|["']?\b(CSA2010|DAA2021)(\.id)?["']?\s*(===?|!==?)|\bcase\s+["'](CSA2010|DAA2021)""",
)
"""A branch on which Act it is: what differs between them is a value of the regime."""

ACTS = [
    path
    for path in (*CODE, *(ROOT / "static").rglob("*.js"), *(ROOT / "templates").rglob("*.html"))
    if not path.relative_to(ROOT).as_posix().startswith(("field_app/law/regimes/", "static/vendor/"))
]


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_but_the_regimes_asks_which_act_it_is(path):
    assert not BY_NAME.findall(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "written",
    [
        'if regime == "CSA2010":',
        "if case.regime.id != DAA2021.id:",
        'view.regime === "DAA2021" ? 1 : 2',
        'if (regime !== "CSA2010") {',
        "if regime is CSA2010 or CSA2010 == regime:",
        'if view["regime"] in ("CSA2010",):',
        'case "DAA2021":',
    ],
)
def test_a_branch_on_the_act_is_found(written):
    assert BY_NAME.search(written)


# --- Length ------------------------------------------------------------------------------------------------

MOST_LINES = 350


def test_no_file_is_too_long_to_be_read_in_one_sitting():
    files = [*CODE, *(ROOT / "static" / "js").rglob("*.js")]
    long = {
        path.relative_to(ROOT).as_posix() for path in files if len(path.read_text("utf-8").splitlines()) > MOST_LINES
    }
    assert long == set()


# --- Words -------------------------------------------------------------------------------------------------

NEVER = re.compile(
    r"perpetrator|offender|prosecut|convict|\bconsent|refused to engage"
    r"|\b(he|she|him|his|her|hers|himself|herself|he/she|s/he)\b",
    re.IGNORECASE,
)
"""Practice P31: respondent, protected person, they."""

SCREENS = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.name)
def test_screens_say_respondent_protected_person_they(path):
    assert not NEVER.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "static" / "js").rglob("*.js")), ids=lambda path: path.name)
def test_what_the_scripts_say_is_held_to_the_same(path):
    assert not NEVER.findall(path.read_text("utf-8"))


def test_so_are_the_law_as_the_phone_says_it_and_the_questions_of_the_packs():
    assert not NEVER.findall(json.dumps([published(), risk.OURS.as_json()], ensure_ascii=False))


def sentences_in(path):
    """Every text in a module that is no docstring and reads like a sentence."""
    tree = ast.parse(path.read_text("utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in texts if id(node) not in notes and " " in node.value.strip()]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "field_app").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT / "field_app"))
)
def test_so_is_every_sentence_the_server_says(path):
    if "demonstration" not in path.parts:  # what invented officers wrote about invented people
        texts = sentences_in(path)
        if path.parts[-2:] == ("figures", "press.py"):  # P31: where a press sentence is quoted, and in no other words
            texts = [text.replace("prosecuted for breach", "") for text in texts]
        assert not [text for text in texts if NEVER.search(text)]


def test_the_words_that_are_looked_for_are_found():
    for text in ("the victim's consent", "He left", "a convicted offender", "she refused to engage", "Prosecuted"):
        assert NEVER.search(text)
    assert not NEVER.search("The respondent and others there; whether they left; this; other; the")
    assert len(SCREENS) > 10
