"""The notice, what explains it and what its people are told in other languages: a draft until the force approves it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from field_app.adapters.pdf import CATALOGUES, Rendered, catalogue, render, sentences
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Office
from field_app.cases.rules.of_case import PROVISIONS
from field_app.cases.section import as_json
from field_app.law.notice import TRANSLATIONS, compose, short_hash, text_hash
from field_app.law.regimes import Regime
from field_app.store.database import reading

from .installation import Installation, NotSetUp

__all__ = ["CATALOGUES", "catalogue"]


@dataclass(frozen=True)
class Translation:
    """The words of a language as they stand, by the hashes an approval names, and whether it has been given."""

    language: str
    name: str
    wording: str
    explanation: str
    approved: bool


def list_translations(installation: Installation) -> list[Translation]:
    """Every language the notice is translated into."""
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    return [
        Translation(code, words["language"], *translation_hashes(code), is_approved(office, code))
        for code, words in TRANSLATIONS.items()
    ]


def translation_hashes(language: str) -> tuple[str, str]:
    """SHA-256 of the notice's words and of all other sentences, as a translator approves them."""
    wording = json.dumps(TRANSLATIONS[language], ensure_ascii=False, sort_keys=True).encode()
    return sha256(wording).hexdigest(), sha256(catalogue(language)).hexdigest()


def is_approved(office: Office, language: str) -> bool:
    """Whether the force's translator has approved the words of this language, all of them as they are now."""
    return language == "en" or (language, *translation_hashes(language)) in office.translations


def languages_in_use(installation: Installation) -> set[str]:
    """Those of which this force has approved some words, be they these or earlier ones."""
    try:
        with reading(installation.engine) as connection:
            return {language for language, _, _ in installation.office(connection)[0].translations}
    except NotSetUp:
        return set()


def draft_mark(installation: Installation, language: str) -> tuple[str, str] | None:
    """What stands on everything in a language that is not approved, in it and in English; None once it is."""
    try:
        with reading(installation.engine) as connection:
            return _draft_mark(installation.office(connection)[0], language)
    except NotSetUp:
        return None


def _draft_mark(office: Office, language: str) -> tuple[str, str] | None:
    if is_approved(office, language):
        return None
    return sentences(language).gettext("Draft translation, not for service"), "Draft translation, not for service"


def draft_marks(office: Office, language: str) -> list[str]:
    """The same, in capitals, as a document has it on each page."""
    marked = _draft_mark(office, language)
    return [": ".join(marked).upper()] if marked else []


def names_in(regime: Regime, language: str) -> Mapping[str, str]:
    """What the Act, its notice and its order are called in this language."""
    own = {"act": regime.act, "notice": regime.notice, "order": regime.order}
    return own if language == "en" else TRANSLATIONS[language][regime.id]["names"]


def render_notice(language: str, office: Office, case: Case, decision: Held[Any], shared: dict[str, Any]) -> Rendered:
    """The notice's translation, composed from the case as it stood at the decision.

    :raise ValueError: the record no longer gives the text that was signed.
    """
    before = Case.from_log(case.id, (one for one in case.held if one.position < decision.position))
    facts, officer = decision.entry.facts, office.officers[decision.entry.officer]
    view = before.view()
    grounds = getattr(facts, "grounds", view["conditions"]["grounds"])
    authorised = {name: as_json(getattr(facts, name, None)) for name in PROVISIONS}
    view["conditions"] = {**authorised, "grounds": grounds}
    issuing = {"name": officer.name, "rank": str(officer.rank), "collar_number": officer.collar_number}
    force = {"name": office.force}
    if compose(view, issuing, force) != facts.text:
        raise ValueError("the record no longer gives the text that was signed")
    words = TRANSLATIONS[language]
    issuing["rank"] = words["ranks"].get(issuing["rank"], issuing["rank"])
    values = {
        **shared,
        "marks": [*shared["marks"], *draft_marks(office, language)],
        "lines": compose(view, issuing, force, words),
        "signed": facts.text,
        "short_hash": short_hash(text_hash(facts.text)),
        "look_up": f"{office.origin}/look-up#{case.reference}",
    }
    return render("notice/notice.html", values, language)
