"""What the respondent and the protected person are shown or read on a phone, in their language: its sentences by
Flask-Babel from the catalogue, the notice's from the law's own words. A phone keeps a language once it is named
(static/js/languages.js), never with its first visit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Blueprint, Flask, Response, render_template
from flask_babel import Babel, force_locale, gettext
from werkzeug.exceptions import NotFound

from field_app.actions import CATALOGUES, catalogue, draft_mark, languages_in_use
from field_app.law.notice import SHARED, TRANSLATIONS
from field_app.law.regimes import REGIMES

from . import installation
from .compressed import PART_OF_A_PAGE, answer, page

bp = Blueprint("words", __name__)


def register(app: Flask) -> None:
    """The catalogues, and `GET /static/words/LANGUAGE.json`. Every shell is the same for everybody: English.

    :raise RuntimeError: a catalogue is not compiled as it stands: it would say English and call it something else.
    """
    for language in TRANSLATIONS:
        _hold_to_what_is_written(str(CATALOGUES), language)
    Babel(app, default_translation_directories=str(CATALOGUES), default_locale="en", locale_selector=lambda: "en")
    app.register_blueprint(bp)


@bp.get("/static/words/<language>.json")
def words(language: str) -> Response:
    """The words of one language."""
    if language not in addresses():
        raise NotFound
    response = answer(words_in(language), "application/json", cache="no-cache")
    response.headers["Content-Security-Policy"] = PART_OF_A_PAGE
    return response


def addresses() -> dict[str, str]:
    """Every language that can be shown, and where it is had."""
    return {language: f"/static/words/{language}.json" for language in ("en", *TRANSLATIONS)}


def offered() -> list[dict[str, Any]]:
    """The languages besides English as the law names them to a phone; `kept` where the force has approved any words."""
    used = languages_in_use(installation())
    return [
        {"code": code, "name": one["own_name"], "spoken": [one["language"], one["own_name"]], "kept": code in used}
        for code, one in TRANSLATIONS.items()
    ]


def words_in(language: str) -> bytes:
    """The words of one language, as JSON, with the mark they bear until this force has approved them."""
    here = installation()
    return _made(language, draft_mark(here, language), tuple(here.force.regimes))


@lru_cache(maxsize=64)
def _made(language: str, mark: tuple[str, str] | None, in_force: tuple[Any, ...]) -> bytes:
    regimes = [REGIMES[one] for one in dict.fromkeys(each.id for each in in_force)]
    locale = Locale.parse("en_GB" if language == "en" else language)
    with force_locale(language):
        made = {
            "language": language,
            "name": TRANSLATIONS[language]["own_name"] if language in TRANSLATIONS else "English",
            "dir": locale.text_direction,
            "draft": list(mark) if mark else None,
            "days": [get_day_names("wide", locale=locale)[at] for at in (6, 0, 1, 2, 3, 4, 5)],
            "date": str(locale.date_formats["full"].pattern),
            "months": [get_month_names("wide", locale=locale)[at] for at in range(1, 13)],
            "says": _said(),
            "pages": {
                "notice": _page("plain/notice.html"),
                "protected person": _page("plain/protected_person.html"),
                **{f"order {one.id}": _page("plain/order.html", regime=one) for one in regimes},
            },
            "wording": _wording(TRANSLATIONS[language], regimes) if language in TRANSLATIONS else None,
        }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def _page(template: str, **values: Any) -> str:
    return page(render_template(template, **values)).strip()


def _wording(words: Mapping[str, Any], regimes: list[Any]) -> dict[str, Any]:
    """The notice's words, of the Acts this force issues under."""
    shared = {name: words[name] for name in (*SHARED, "ranks")}
    return {**shared, "regimes": {one.id: words[one.id] for one in regimes}}


def _said() -> dict[str, str]:
    """What the scripts say to whoever is shown or read it, by what it stands for (static/js/parts/notice_in.js)."""
    return {
        "close": gettext("Close"),
        "translation": gettext(
            "This is a translation. The notice was signed in English. The grounds stand as the officer wrote them."
        ),
        "as ordered": gettext("What the court ordered, in its own words"),
        "hearing": gettext("The court must hear this not later than:"),
        "listed": gettext("The hearing: {court}, {moment}"),
        "until": gettext("The order lasts until the end of:"),
        "moment": gettext("{day} at {time}"),
    }


@cache
def _hold_to_what_is_written(folder: str, language: str) -> None:
    compiled = Translations.load(folder, [language])
    written = read_po(BytesIO(catalogue(language)), locale=language)
    if any(compiled.gettext(str(one.id)) != one.string for one in written if one.id):
        raise RuntimeError(f"The catalogue of {language} is not compiled as it stands: make setup")
