"""The documentation says what the code does: a name that is missing on either side fails here."""

from __future__ import annotations

import re
from pathlib import Path

from config import SECRETS
from field_app.cases.entries import KINDS
from field_app.web.shells import SCREENS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
API = (ROOT / "docs" / "api.md").read_text()


def test_every_route_stands_in_the_api_page(sqlite_force):
    routes = {
        re.sub(r"<(\w+:)?(\w+)_id>", "<id>", rule.rule)
        for rule in sqlite_force.app().url_map.iter_rules()
        if rule.endpoint != "static" and rule.rule not in SCREENS
    }
    assert {route for route in routes if route not in API} == set()


def test_every_kind_stands_in_the_api_page():
    words = " ".join(API.split())
    assert {name for name, _ in KINDS if name not in words} == set()


def test_every_command_stands_in_the_readme(sqlite_force):
    groups = sqlite_force.app().cli.commands
    ours = {"demo", "log", "officers", "keys", "config", "rescue", "worker"}
    commands = {
        f"{name} {inner}".strip() for name in ours for inner in (getattr(groups[name], "commands", None) or {"": None})
    }
    assert {command for command in commands if f"`{command}" not in README} == set()


def test_every_setting_stands_in_the_readme_and_is_read():
    code = (ROOT / "config.py").read_text()
    read = set(re.findall(r'"(FIELD_\w+)"', code))
    assert read >= set(SECRETS)
    assert set(re.findall(r"`(FIELD_\w+)`", README)) == read


def test_the_tree_in_the_readme_is_the_tree():
    named = set(re.findall(r"^  (\w+/|\w+\.py)", README, re.MULTILINE))
    assert {one for one in named if not (ROOT / "field_app" / one).exists()} == set()


def test_every_picture_the_readme_shows_exists():
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 5
    assert [one for one in pictures if not (ROOT / one).exists()] == []


def test_every_test_the_documentation_names_exists():
    pages = [page.read_text("utf-8") for page in (ROOT / "docs").rglob("*.md")]
    named = {one for page in pages for one in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)}
    assert len(named) > 15
    assert {one for one in named if f"def {one[1]}(" not in (ROOT / one[0]).read_text("utf-8")} == set()
