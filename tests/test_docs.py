"""The documentation says what the code does: a name that is missing on either side fails here."""

from __future__ import annotations

import re
from pathlib import Path

from config import SECRETS
from field_app.cases.entries import KINDS
from field_app.web.screens import IN_TRAINING, SCREENS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
API = (ROOT / "docs" / "api.md").read_text()


def test_every_route_stands_in_the_api_page(sqlite_force):
    routes = {
        re.sub(r"<(\w+:)?(\w+)_id>", "<id>", rule.rule)
        for rule in sqlite_force.app().url_map.iter_rules()
        if rule.endpoint != "static" and rule.rule not in {**SCREENS, **IN_TRAINING}
    }
    assert {route for route in routes if route not in API} == set()


def test_every_kind_stands_in_the_api_page():
    words = " ".join(API.split())
    assert {name for name, _ in KINDS if name not in words} == set()


def test_every_command_stands_in_the_readme(sqlite_force):
    groups = sqlite_force.app().cli.commands
    ours = {"decision", "demo", "log", "officers", "keys", "config", "deadline", "orders", "rescue", "worker"}
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
    assert len(pictures) == 1
    assert [one for one in pictures if not (ROOT / one).exists()] == []


def test_every_test_the_documentation_names_exists():
    pages = [page.read_text("utf-8") for page in (ROOT / "docs").rglob("*.md")]
    named = {one for page in pages for one in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)}
    assert len(named) > 15
    assert {one for one in named if f"def {one[1]}(" not in (ROOT / one[0]).read_text("utf-8")} == set()


LEVELS_1_AND_2 = {
    1: {1: 2, 2: 9, 3: 11, 4: 3, 5: 2},
    2: {1: 3, 2: 3, 3: 5, 4: 1},
    3: {2: 2, 3: 4, 4: 6, 5: 5, 7: 2},
    4: {1: 3, 2: 1, 3: 2, 4: 4},
    5: {1: 1, 2: 3, 3: 2, 4: 3},
    6: {1: 3, 2: 11, 3: 3, 4: 4, 5: 5, 6: 3, 8: 4},
    7: {1: 3, 2: 4, 3: 2, 4: 5, 5: 3, 6: 2},
    8: {1: 2, 2: 3, 3: 1, 4: 1},
    9: {1: 3, 2: 4},
    10: {1: 2, 2: 2, 3: 4, 4: 11, 5: 5, 6: 2, 7: 3},
    11: {1: 4, 2: 5, 3: 5, 4: 3, 5: 2, 6: 2, 7: 2},
    12: {1: 3, 2: 2, 3: 4},
    13: {1: 1, 2: 5, 3: 2, 4: 5},
    14: {1: 2, 2: 4, 3: 3},
    15: {1: 3, 2: 3, 3: 7},
    16: {1: 1, 2: 5, 3: 4, 4: 3, 5: 4},
}
"""How many items each section of the ASVS 5.0.0 has on these levels (in 7, 11 and 16 on level 3 too, and 2.3.5), by
chapter: within a section the lower levels come first."""


def test_no_item_of_the_asvs_is_left_out_and_each_is_answered():
    page = (ROOT / "docs" / "asvs.md").read_text("utf-8")
    rows = re.findall(r"^\| ([0-9.]+) \| [^|]+ \| (.+) \|$", page, re.MULTILINE)
    wanted = [
        f"{chapter}.{section}.{item}"
        for chapter, sections in LEVELS_1_AND_2.items()
        for section, items in sections.items()
        for item in range(1, items + 1)
    ]
    assert [number for number, _ in rows] == wanted
    shown = re.compile(r"met (.*`tests/[\w/]+\.py::\w+`|\[[\w.]+\]\([\w.]+\))|not met: .+|n/a: .+")
    assert [row for row in rows if not shown.match(row[1])] == []
    headings = re.findall(r"^## ([0-9]+)", page, re.MULTILINE)
    assert headings == [str(chapter) for chapter in range(1, 18)]


def test_every_section_a_law_card_names_stands_in_the_page_on_the_law():
    card, law = (ROOT / name for name in ("templates/law_card.html", "docs/law.md"))
    said, held = card.read_text("utf-8"), law.read_text("utf-8")
    for section, first, last in re.findall(r"(\d+)\((\d+)\)-\((\d+)\)", held):
        held += "".join(f" {section}({one})" for one in range(int(first), int(last) + 1))
    sections = set(re.findall(r"s\.\d+\(\d+\)", said))
    assert len(sections) > 15
    assert {one for one in sections if one.removeprefix("s.") not in held} == set()


WORD_FOR_WORD = {
    "a member of a police force not below the rank of superintendent": "s.24(1)",
    "reasonable grounds for believing": "s.24(2)",
    "necessary to protect that person": "s.24(2)(b)",
    "on the balance of probabilities": "s.28(2)",
    "made aware": "s.28(4)",
}
"""What was read in the Act as published. The rest is told in our words, and stands in no quotation marks."""


def test_a_law_card_quotes_only_what_was_read_in_the_act():
    quoted = re.findall("“([^”]+)”", (ROOT / "templates" / "law_card.html").read_text("utf-8"))
    assert set(quoted) - {"quotation marks"} == set(WORD_FOR_WORD)
