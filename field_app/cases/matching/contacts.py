"""Telephone numbers, number plates and names on social media: as they are compared."""

from __future__ import annotations

import re

from .names import plain, slips
from .places import postcode_key

PLATE = re.compile(r"\b([A-Z]{2}[0-9]{2} ?[A-Z]{3}|[A-Z][0-9]{1,3} ?[A-Z]{3}|[A-Z]{3} ?[0-9]{1,3}[A-Z])\b", re.I | re.A)
"""A number plate in a longer text: of today's form, or of the two before it."""

TELEPHONE = re.compile(r"(?<![\w])(\+|00|0)[0-9][0-9 ()\-]{7,16}[0-9]\b", re.ASCII)
"""A telephone number in a longer text."""

HANDLE = re.compile(r"(?<![\w.])@([\w.\-]{2,40})")

DIGITS = "0123456789"
SIGNS = DIGITS + "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a number plate is made of as `plate_key` writes it."""

MOST_SIGNS = 16
"""Of what is longer than any number nothing nearly the same is sought."""

_PLATFORMS_LIST = """
instagram insta facebook snapchat snap tiktok twitter whatsapp telegram signal email mail linkedin
youtube messenger discord https http www com
"""
_PLATFORMS = frozenset(_PLATFORMS_LIST.split())


def telephone_key(written: str) -> str:
    """A telephone number's digits as dialled within the country; empty where they are too few."""
    digits = re.sub(r"[^0-9+]", "", written)
    digits = re.sub(r"^(\+|00)440?", "0", digits).replace("+", "")
    return digits if len(digits) > 6 else ""


def plate_key(written: str) -> str:
    """A number plate with what is misread as a digit read as one: O and 0, I and 1."""
    return postcode_key(written).replace("O", "0").replace("I", "1")


def handles(text: str) -> list[str]:
    """What may be names on social media in a free text: each word of four signs or more that names no platform."""
    words = [re.sub(r"[\W_]", "", plain(word)) for word in re.split(r"[\s,;:/|()]+|(?<!\w)@", text)]
    return list(dict.fromkeys(word for word in words if len(word) > 3 and word not in _PLATFORMS))


def near_number(number: str) -> list[str]:
    """Every other number that one sign wrong, missing, too many or exchanged with its neighbour makes of this one."""
    if len(number) > MOST_SIGNS:
        return []
    signs = DIGITS if re.fullmatch("[0-9]+", number) else SIGNS
    tried = []
    for place, right in enumerate(number):
        before, after = number[:place], number[place + 1 :]
        tried.append(before + after)
        tried += [before + wrong + after for wrong in signs]
        tried += [before + more + right + after for more in signs]
        if after:
            tried.append(before + after[0] + right + after[1:])
    tried += [number + more for more in signs]
    return [one for one in dict.fromkeys(tried) if one != number]


def same_number(asked: str, known: str, what: str) -> tuple[int, str]:
    """How well a telephone number or a plate fits one on record; `what` it is, for the sentence."""
    if asked == known:
        return 100, f"same {what}"
    if slips(asked, known, 1) == 1:
        return 85, f"{what} but for one sign"
    return (70, f"part of the {what}") if len(asked) > 3 and asked in known else (0, "")


def same_handle(asked: str, known: str) -> tuple[int, str]:
    """How well a name on social media fits one on record."""
    if asked == known:
        return 100, "same name on social media"
    return (80, "name on social media but for one sign") if slips(asked, known, 1) == 1 else (0, "")
