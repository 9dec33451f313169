"""The notice: plain lines composed from the case and from `wording.json`, which holds every word of it.

What is signed and served is this text. A line beginning "# " is a heading, every other line is a paragraph;
no line is empty and none holds a line break. `static/js/notice.js` composes the same lines.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from .conditions import one_line as _one_line
from .regimes import REGIMES, Regime

View = Mapping[str, Any]

LINE_BREAKS = r"[\n\r\v\f\x85\u2028\u2029]+"

LEAST_MARK = 8
"""So many letters and digits make a part of an address one that can be looked for: "14highst", but not "flat2"."""
LEAST_POSTCODE = 5

WORDING: Mapping[str, Any] = json.loads((Path(__file__).parent / "wording.json").read_text("utf-8"))
"""The words: those all notices share, and by regime its own.

Its `lines` in order, "{grounds}" and "{prohibitions}" standing for as many lines as there are; what its
`prohibitions` say, in the order they are printed; what is said where something is `missing`.
"""


def translations_in(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The words in other languages by their codes: every `wording.CODE.json` of this folder.

    Of the same shape, and besides: the `language` as an English record names it, its `own_name`, the `ranks`, and of
    each Act its `names` and what each statement `says`.
    """
    files = sorted(folder.glob("wording.*.json"))
    return {path.name.split(".")[1]: json.loads(path.read_text("utf-8")) for path in files}


TRANSLATIONS = translations_in(Path(__file__).parent)

SHARED = ("to", "to, date of birth known", "prohibition", "months")
"""Its words that every notice has."""


class CannotCompose(ValueError):
    """The case does not hold what a notice must state; the message says what is missing."""


class AddressWithheld(CannotCompose):
    """A condition or the grounds would print an address the respondent is not recorded as knowing."""

    def __init__(
        self, message: str = "The notice would tell the respondent an address they are not recorded as knowing."
    ) -> None:
        super().__init__(message)


def compose(
    view: View, authorising: Mapping[str, str], force: Mapping[str, str], wording: Mapping[str, Any] = WORDING
) -> tuple[str, ...]:
    """The text of the notice for this case, line by line, addressed to the respondent as "you".

    `view` is the case view, its `conditions` those asked for or those authorised; `authorising` has the issuing
    officer's "name", "rank" and "collar_number", `force` has its "name". The same arguments always give the same
    text. Raises AddressWithheld rather than print an address the respondent does not know, unless
    `conditions.address_confirmed` says why the home's may be told, and CannotCompose for any other part that is
    missing, a statement its regime requires among them.
    Source: CSA 2010 ss.24(6)-(8) and 25(1)-(3); DAA 2021 ss.22(2), 23 and 25.
    """
    regime = REGIMES[view["regime"]]
    own = wording[regime.id]
    respondent = _part(view, "respondent")
    protected = _part(view, "protected_person")
    proposed = _part(view, "conditions")
    values = {
        "reference": _part(view, "reference"),
        "respondent": _full_name(respondent),
        "born": _date_in_words(respondent["born"], wording["months"]) if respondent["born"] else "",
        "protected": _full_name(protected),
        "name": _one_line(authorising["name"]),
        "rank": _one_line(authorising["rank"]),
        "collar_number": _one_line(authorising["collar_number"]),
        "force": _one_line(force["name"]),
    }
    values["to"] = wording["to, date of birth known" if respondent["born"] else "to"].format(**values)

    _check_everything_is_stated(regime, own)
    lines: list[str] = []
    for line in own["lines"]:
        if line == "{grounds}":
            _check_names_no_address("grounds", proposed["grounds"], view)
            lines += _grounds(proposed["grounds"], own["missing"]["grounds"])
        elif line == "{prohibitions}":
            texts = _prohibitions(view, values, regime.mandatory, own)
            lines += [wording["prohibition"].format(number=at, text=text) for at, text in enumerate(texts, 1)]
        else:
            lines.append(line.format(**values))
    return tuple(lines)


def spoken_in(said: str | None) -> tuple[str, ...]:
    """The codes of the languages named in what was recorded of somebody's language: "Welsh (north), some English"."""
    words = set(re.findall(r"\w+", (said or "").casefold()))
    named = {code: {one["language"].casefold(), one["own_name"].casefold()} for code, one in TRANSLATIONS.items()}
    return tuple(code for code, names in named.items() if words & names)


def text_hash(lines: Sequence[str]) -> str:
    """SHA-256, in lower-case hexadecimal, of the lines joined by single line feeds, in UTF-8."""
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def short_hash(digest: str) -> str:
    """The first 12 digits of a text's hash in groups of 4, to be printed and read aloud: "3f2a 90bc 11d7"."""
    return " ".join((digest[0:4], digest[4:8], digest[8:12]))


def _check_everything_is_stated(regime: Regime, own: Mapping[str, Any]) -> None:
    # CSA 2010 s.25(1), DAA 2021 s.25(2): what a notice must state. Its words hold what each statement says.
    for statement in regime.statements:
        says = own["says"][statement.section] if "says" in own else statement.says
        if not all(any(said in line for line in own["lines"]) for said in says):
            lacking = own["missing"]["statement"]
            raise CannotCompose(lacking.format(what=statement.what, section=statement.section))


def _grounds(text: str, otherwise: str) -> list[str]:
    # s.25(1)(a), DAA s.25(2)(a): a notice must state the grounds on which it has been issued.
    paragraphs = [_one_line(paragraph) for paragraph in re.split(LINE_BREAKS, text)]
    # Typed "#" marks are left off: only the wording makes headings.
    paragraphs = [paragraph.lstrip("# ") for paragraph in paragraphs]
    if not any(paragraphs):
        raise CannotCompose(otherwise)
    return [paragraph for paragraph in paragraphs if paragraph]


def _check_names_no_address(which: str, text: str, view: View) -> None:
    if any(mark in squeezed(text) for mark in marks_withheld(view)):
        raise AddressWithheld(f"The {which} name an address the respondent is not recorded as knowing. Take it out.")


def marks_withheld(view: View) -> set[str]:
    """What the addresses that the respondent must not learn are known by, squeezed (`marks`, `squeezed`).

    The protected person's safety: the home, and where the protected person lives, unless that is a home the notice may
    tell, or the respondent's own address.
    """
    home, known = view["premises"], marks(view["respondent"])
    unknown = marks(view["protected_person"])
    if home and _may_be_told(view):
        known |= marks(home)
    elif home:
        unknown |= marks(home)
    return unknown - known


def _may_be_told(view: View) -> bool:
    # The home's address: the respondent knows it, or whoever authorises the notice has confirmed that it tells it.
    return bool(view["premises"]["respondent_knows_address"] or view["conditions"].get("address_confirmed"))


def marks(place: Mapping[str, Any]) -> set[str]:
    """What an address is known by, squeezed: its postcode, its first line, any line or part with a number in it."""
    parts = [squeezed(part) for part in re.split(rf"{LINE_BREAKS}|,", place["address"] or "")]
    named = {part for at, part in enumerate(filter(None, parts)) if at == 0 or re.search(r"[0-9]", part)}
    postcode = squeezed(place["postcode"] or "")
    found = {mark for mark in named if len(mark) >= LEAST_MARK}
    return found | {postcode} if len(postcode) >= LEAST_POSTCODE else found


def squeezed(text: str) -> str:
    """Letters and digits alone, so that spacing and capitals hide no address."""
    return re.sub(r"[\W_]+", "", text.lower())


def _prohibitions(view: View, values: Mapping[str, str], mandatory: str, own: Mapping[str, Any]) -> list[str]:
    # CSA 2010 s.24(6): a notice must prohibit the respondent from molesting the protected person; DAA 2021 s.22(2):
    # from being abusive towards them.
    proposed = view["conditions"]["conditions"]
    codes = [condition["code"] for condition in proposed]
    if mandatory not in codes:
        raise CannotCompose(own["missing"]["mandatory"])
    order = list(own["prohibitions"])
    if not set(codes) <= set(order):
        raise CannotCompose(own["missing"]["closed"])
    in_order = sorted(proposed, key=lambda condition: order.index(condition["code"]))
    return [_prohibition(condition, view, values, own) for condition in in_order]


def _prohibition(condition: Mapping[str, Any], view: View, values: Mapping[str, str], own: Mapping[str, Any]) -> str:
    words: Mapping[str, str] = own["prohibitions"][condition["code"]]
    text, premises = words["text"], view["premises"]
    metres = condition["distance_m"]
    if metres is not None:
        text = words.get("with a distance", text)
    # s.24(7): a particular act of molestation may be going to where the protected person lives, when the
    # respondent does not live there too (Home Office guidance, Appendix B).
    if premises and premises["protected_person_lives_here"] and not premises["respondent_lives_here"]:
        text = " ".join(filter(None, (text, words.get("living apart"))))
    route = view["conditions"].get("contact_route")
    if route and "with a route" in words:
        _check_names_no_address("words on contact", route, view)
        text = f"{text} {words['with a route']}"
    if "{distance}" in text and metres is None:
        raise CannotCompose(own["missing"]["distance"])
    if "{words}" in text:
        return text.format(**values, words=_particular_act(condition.get("words"), view))
    if "{premises}" not in text:
        return text.format(**values, distance=metres, route=_sentence(route or ""))
    # The protected person's safety: no address in the notice that the respondent does not already know.
    if premises is None:
        raise CannotCompose(own["missing"]["premises"])
    if not _may_be_told(view):
        raise AddressWithheld
    return text.format(**values, distance=metres, premises=_address(premises))


def _particular_act(words: str | None, view: View) -> str:
    # s.24(7): a particular act of molestation, in the words of whoever asked for it or authorised it.
    if not words or not _one_line(words):
        raise CannotCompose("A particular act is not written out (s.24(7)).")
    _check_names_no_address("words of a condition", words, view)
    return f"{_sentence(words)}."


def _sentence(text: str) -> str:
    """On one line, without its full stop."""
    return _one_line(text).rstrip(". ")


def _part(view: View, name: str) -> Any:
    if not view[name]:
        raise CannotCompose(f"The case has no {name.replace('_', ' ')} yet.")
    return view[name]


def _full_name(person: Mapping[str, Any]) -> str:
    return _one_line(f"{person['given_names'] or ''} {person['family_name']}")


def _address(premises: Mapping[str, Any]) -> str:
    parts = [_one_line(part).rstrip(",") for part in re.split(LINE_BREAKS, premises["address"])]
    address = ", ".join(part for part in parts if part)
    postcode = _one_line(premises["postcode"] or "")
    return address if postcode in address else f"{address}, {postcode}"


def _date_in_words(iso: str, months: Sequence[str]) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {months[day.month - 1]} {day.year}"
