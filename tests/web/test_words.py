"""What people are shown in their language: every word that is marked has one, and another language is two files."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from field_app.actions.translating import translation_hashes
from field_app.adapters import pdf
from field_app.law.notice import TRANSLATIONS, spoken_in, translations_in
from field_app.web import words

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "field_app" / "translations"

UNTRANSLATED: dict[str, set[str]] = {}
"""By language what stands in English until somebody translates it."""


def marked() -> set[str]:
    """Every sentence that setup/babel.cfg says where to find."""
    with (ROOT / "setup" / "babel.cfg").open() as source:
        methods, options = parse_mapping_cfg(source)
    found = set()
    for pattern, method in methods:
        for path in ROOT.glob(pattern.replace("**.", "*.")):
            with path.open("rb") as source:
                found |= {one[1] for one in extract(method, source, options=options.get(pattern, {}))}
    return found


def catalogue(language, folder=CATALOGUES):
    with (folder / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return {one.id: one.string for one in read_po(source, locale=language) if one.id}


def test_every_language_of_the_notice_has_its_other_words_and_the_other_way_round():
    assert {path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po")} == set(TRANSLATIONS)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_marked_word_is_translated_and_none_besides(language):
    has, left = catalogue(language), UNTRANSLATED.get(language, set())
    assert set(has) == marked() - left
    assert all(text.strip() and text != english for english, text in has.items())
    fields = re.compile(r"%\(\w+\)s|\{\w+\}")
    unlike = [one for one in has if sorted(set(fields.findall(one))) != sorted(set(fields.findall(has[one])))]
    assert unlike == []


def test_a_language_is_found_in_what_was_recorded_of_somebodys_language():
    assert spoken_in("Welsh (north), some English") == spoken_in("CYMRAEG") == ("cy",)
    assert spoken_in("Polish") == spoken_in("") == spoken_in(None) == ()


def test_the_words_bear_their_mark_until_the_force_has_approved_them(sqlite_force):
    force = sqlite_force
    client = force.client()  # without a session: a phone that is locked shows them too
    english, welsh = (client.get(f"/static/words/{one}.json") for one in ("en", "cy"))
    assert welsh.headers["Content-Security-Policy"].startswith("default-src 'none'")
    english, welsh = english.json, welsh.json
    assert english["draft"] is None and english["wording"] is None
    assert welsh["draft"] == ["Cyfieithiad drafft, nid i’w gyflwyno", "Draft translation, not for service"]
    assert (welsh["name"], welsh["dir"], welsh["days"][1], welsh["months"][6]) == (
        "Cymraeg",
        "ltr",
        "Dydd Llun",
        "Gorffennaf",
    )
    assert {"notice", "protected person", "order CSA2010"} <= set(welsh["pages"]) == set(english["pages"])
    assert set(welsh["says"]) == set(english["says"])
    assert "Beth mae'r gorchymyn yn ei olygu" in welsh["pages"]["order CSA2010"].replace("&#39;", "'")
    for name, page in welsh["pages"].items():  # nothing is left in English
        english_lines = set(re.findall(r">([^<]{12,})<", english["pages"][name]))
        assert english_lines and not english_lines & set(re.findall(r">([^<]{12,})<", page))
    assert "You do not have to go to court." in english["pages"]["protected person"]  # s.27(10)
    assert client.get("/static/words/xx.json").status_code == 404

    [told] = client.get("/static/law.json").json["languages"]
    assert told == {"code": "cy", "name": "Cymraeg", "spoken": ["Welsh", "Cymraeg"], "kept": False}
    version = client.get("/static/assets.js").data
    wording, explanation = translation_hashes("cy")
    facts = {"language": "cy", "wording": wording, "explanation": explanation, "translator": "Madeup Translator"}
    officer = force.administrator
    officer.send([officer.write("translation approved", officer.office().id, facts, force.now)], force.now)
    assert client.get("/static/words/cy.json").json["draft"] is None
    assert client.get("/static/law.json").json["languages"][0]["kept"] is True
    assert client.get("/static/assets.js").data != version  # so that phones take the words anew


def test_no_phone_is_sent_them_before_it_asks(sqlite_force):
    client = sqlite_force.client()
    told = json.loads(client.get("/static/everything.txt").text.split("\n", 1)[0])
    assert not [path for path, *_ in told["parts"] if "/words/" in path]
    assert "Cau" not in client.get("/static/law.json").text


# --- Another language --------------------------------------------------------------------------------------


@pytest.fixture
def arabic(tmp_path, monkeypatch):
    """An invented translation, written from right to left: two files in a folder, as docs/add_a_language.md says."""
    law, folder = tmp_path / "law", tmp_path / "translations"
    law.mkdir()
    wording = json.loads((ROOT / "field_app" / "law" / "wording.cy.json").read_text("utf-8"))
    own = {**wording, "language": "Arabic", "own_name": "العربية"}
    (law / "wording.ar.json").write_text(json.dumps(own), "utf-8")
    shutil.copytree(CATALOGUES, folder)
    target = folder / "ar" / "LC_MESSAGES" / "messages.po"
    target.parent.mkdir(parents=True)
    with (CATALOGUES / "cy" / "LC_MESSAGES" / "messages.po").open("rb") as source:
        made = read_po(source, locale="ar")
    for one in made:
        one.string = f"مثال {one.string}" if one.id else one.string
    with target.open("wb") as file:
        write_po(file, made)
    monkeypatch.setitem(TRANSLATIONS, "ar", translations_in(law)["ar"])
    monkeypatch.setattr(pdf, "CATALOGUES", folder)
    monkeypatch.setattr(words, "CATALOGUES", folder)
    pdf.sentences.cache_clear()
    yield target
    pdf.sentences.cache_clear()
    words._made.cache_clear()


def compiled(path):
    with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source, locale="ar"))


def test_another_language_is_two_files_and_is_offered_once_it_is_compiled(sqlite_force, arabic):
    with pytest.raises(RuntimeError, match="not compiled as it stands"):
        sqlite_force.own_app()
    compiled(arabic)
    client = sqlite_force.own_app().test_client()
    offered = client.get("/static/law.json").json["languages"]
    assert [one["code"] for one in offered] == ["cy", "ar"] and offered[1]["name"] == "العربية"
    told = client.get("/static/words/ar.json").json
    assert (told["dir"], told["draft"][1]) == ("rtl", "Draft translation, not for service")
    assert told["says"]["close"].startswith("مثال") and told["days"][0] == "الأحد"
    assert spoken_in("Arabic and some English") == ("ar",)
    assert [
        one["name"] for one in sqlite_force.client("administrator").get("/api/translations").json["translations"]
    ] == ["Welsh", "Arabic"]
