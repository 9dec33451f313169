"""Documents under names and grounds that are hard to set: every character has a shape, and none leaves its page."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest

from field_app.adapters.pdf import render
from field_app.law.notice import compose, short_hash, text_hash

VECTORS = json.loads((Path(__file__).parent / "vectors" / "notices.json").read_text("utf-8"))
MARGIN_PT = 20 / 25.4 * 72 - 1

HARD = {
    "Urdu": {"family_name": "خیالی زادہ", "given_names": "محمد طارق"},
    "Chinese": {"family_name": "虚构王", "given_names": "伟"},
    "Welsh": {"family_name": "Ffuglen-Ŵyn", "given_names": "Siân Ŷmddychmygol"},
    "80 letters": {"family_name": "W" * 80, "given_names": "Ann"},
    "200 letters": {"family_name": "Q" * 200, "given_names": None},
}

GROUNDS = "\n".join(f"{number}. On day {number} an invented neighbour heard glass break." for number in range(1, 41))


def notice(respondent, grounds="You threatened them."):
    view = copy.deepcopy(VECTORS["view"])
    view["respondent"].update(respondent)
    view["conditions"]["grounds"] = grounds
    lines = compose(view, VECTORS["authorising"], VECTORS["force"])
    values = {
        "lines": lines,
        "reference": view["reference"],
        "short_hash": short_hash(text_hash(lines)),
        "force": "Sampleshire Police",
        "marks": [],
        "look_up": f"https://field.example/look-up#{view['reference']}",
    }
    return lines, render("notice/notice.html", values)


def pages_of(body):
    """For each page its width in points, its text, and the left and right edge of every character that shows."""
    document = pypdfium2.PdfDocument(body)
    found = []
    for page in document:
        text = page.get_textpage()
        whole = text.get_text_range()
        boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
        found.append((page.get_width(), whole, [(left, right) for left, _, right, _ in boxes]))
    document.close()
    return found


@pytest.mark.parametrize("name", HARD)
def test_every_character_of_a_name_has_a_shape_and_none_leaves_the_page(name):
    _, made = notice(HARD[name])
    assert made.unprintable == ()
    pages = pages_of(made.body)
    assert len(pages) == made.pages
    for width, _, edges in pages:
        assert min(left for left, _ in edges) >= MARGIN_PT
        assert max(right for _, right in edges) <= width - MARGIN_PT
    letters = {sign for part in HARD[name].values() if part for sign in part if not sign.isspace()}
    assert letters <= set("".join(text for _, text, _ in pages))


def test_grounds_of_40_lines_run_on_over_pages_in_order():
    lines, made = notice({}, GROUNDS)
    whole = " ".join(" ".join(text for _, text, _ in pages_of(made.body)).split())
    places = [whole.index(line) for line in lines if " invented neighbour " in line]
    assert len(places) == 40 and places == sorted(places)


def test_a_character_that_no_font_has_is_named():
    _, made = notice({"family_name": "Invented\U000e0041"})  # a tag character: no font shows one
    _, other = notice({"family_name": "Invented\U0001fbff\ue123"})
    assert made.unprintable or other.unprintable


def test_no_name_number_or_place_leaves_the_page_of_a_certificate():
    at = "Monday 13 July 2026 at 21:15:07"
    issuer = SimpleNamespace(name="Supt Frankie Invented", rank="superintendent", collar_number="1301")
    facts = SimpleNamespace(
        place="W" * 80,
        manner="handed over",
        identified_by="Q" * 120,
        explained="Read aloud.\nSaid back.",
        interpreter=None,
        address_asked=True,
        address_given=None,
        paper_copy_left=True,
    )
    values = {
        **dict.fromkeys(("served_at", "phone_at", "put_right_at", "received_at", "deadline"), at),
        **{"reference": "7QF-012-K", "force": "Sampleshire Police", "marks": [], "facts": facts, "officer": issuer},
        **{"respondent": f"Ann {'W' * 80}", "issued_by": issuer, "phone_wrong_by_s": 95, "printed": [], "reasons": ()},
        **{"attempts": [], "by_radio": []},
        **{"text_hash": "ab" * 32, "short_hash": "abab abab abab", "sha256": "cd" * 32, "signed_by": "0-" * 21 + "w"},
        "entry": "6b1c1d8e-0000-4000-8000-000000000001",
    }
    pages = pages_of(render("notice/certificate.html", values).body)
    for width, _, edges in pages:
        assert min(left for left, _ in edges) >= MARGIN_PT
        assert max(right for _, right in edges) <= width - MARGIN_PT
    # A hyphen that a line ends with is taken for one that only divides a word, and left out of what is copied.
    assert values["signed_by"] in "".join(text for _, text, _ in pages)


def test_the_same_values_give_the_same_bytes():
    assert notice({})[1].body == notice({})[1].body


def test_markup_in_a_name_is_text():
    _, made = notice({"family_name": "<b>Bold</b> & <script>alert(1)</script>"})
    whole = "".join("".join(text.split()) for _, text, _ in pages_of(made.body))
    assert "<b>Bold</b>&<script>alert(1)</script>" in whole
