"""Case references: given by the phone, final at once, sayable over the radio (`7QF-012-F`)."""

from __future__ import annotations

import re

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUVWXY"
"""32 signs: no I, O, S and Z, which are misread as 1, 0, 5 and 2."""

PREFIX_SIGNS = SIGNS[2:]
"""What a device's prefix is made of: neither 0 nor 1, so that it is not taken for a count."""

_FORM = re.compile(rf"([{PREFIX_SIGNS}]{{3,4}})-([0-9]{{3,5}})-([{SIGNS}])", re.ASCII)


def check_character(prefix: str, count: str) -> str:
    """The last character of a reference.

    Prefix, count and check character, each sign by its place in `SIGNS`, are the digits of a number in GF(32) that
    must come to nothing when 2 is put for its variable. Any one wrong sign and any two swapped are caught, wherever
    they stand.
    """
    total = 0
    for sign in prefix + count:
        total = _doubled(total) ^ SIGNS.index(sign)
    return SIGNS[_doubled(total)]


def _doubled(value: int) -> int:
    """Twice a value in GF(32), the field of the polynomial x^5 + x^2 + 1."""
    return value << 1 if value < 16 else (value << 1) ^ 0b100101


def is_sound(reference: str) -> bool:
    """Whether a reference has its three parts and the check character they call for."""
    parts = _FORM.fullmatch(reference)
    return parts is not None and check_character(parts[1], parts[2]) == parts[3]
