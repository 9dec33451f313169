"""The tour and the guides say what the screens say: every screen, picture and button they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from field_app.web.screens import SCREENS

from .screen_words import ROOT, titles, words_of
from .test_house import NEVER
from .tour.page import OF_TRAINING, OVERVIEW, PAGE, PICTURES, page, picture_of
from .tour.steps import AT_THE_TOP, STEPS

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
BUTTON = re.compile(r"\*\*([^*]+)\*\*")
PLACE = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)|\*\*([^*]+)\*\*")
MOST_BYTES = 1_500_000
ONE_PAGE = 55
"""Lines."""


def test_the_tour_is_what_its_steps_say_and_its_pictures_are_those_of_its_steps():
    assert PAGE.read_text("utf-8") == page(), "`make tour` writes it"
    wanted = {picture_of(step) for step in STEPS} | {OVERVIEW, *OF_TRAINING}
    there = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert there.keys() == wanted
    assert sum(there.values()) < MOST_BYTES
    assert all(path.read_bytes()[8:12] == b"WEBP" for path in PICTURES.iterdir())
    assert {step.picture for step in STEPS} >= set(AT_THE_TOP)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.picture)
def test_every_button_the_tour_names_is_on_the_screen_it_shows(step):
    assert step.screen in SCREENS
    assert [one for one in BUTTON.findall(step.words) if one not in words_of(step.screen)] == []
    assert not NEVER.search(step.heading + step.words)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_every_button_a_guide_names_is_on_the_screen_it_is_said_to_be_on(path):
    """A screen is named in italics by its title; a bold name is on the screen named last before it."""
    text = path.read_text("utf-8")
    screen = None
    for title, button in PLACE.findall(text):
        if title:
            assert title in titles(), f"{title} is no screen"
            screen = titles()[title]
        else:
            assert screen, f"{button}: on which screen?"
            assert " ".join(button.split()) in words_of(screen), f"{button} is not on {screen}"
    assert not NEVER.search(text)
    assert len(text.splitlines()) <= ONE_PAGE


@pytest.mark.parametrize("path", [PAGE, *GUIDES], ids=lambda path: path.stem)
def test_every_file_a_page_links_to_or_shows_exists(path):
    linked = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    shown = re.findall(r'<img src="([^"]+)"', path.read_text("utf-8"))
    assert [one for one in linked + shown if not (path.parent / one).exists()] == []


def test_every_guide_is_in_the_list_of_guides():
    listed = (ROOT / "docs" / "guides" / "README.md").read_text("utf-8")
    assert [path.name for path in GUIDES if f"({path.name})" not in listed and path.name != "README.md"] == []
    assert len(GUIDES) > 10


def test_a_word_that_is_on_no_screen_is_missed():
    assert "Authorise as asked" in words_of("/decision")
    assert "Authorise as asked" not in words_of("/look-up")
    assert titles()["Legal desk"] == "/legal-desk"
    assert Path(PICTURES).is_dir()
