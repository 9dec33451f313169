"""Case references: given by the phone, final at once, sayable over the radio (`7QF-012-K`)."""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0, 1, I and O, which are misheard and misread."""


def check_character(prefix: str, count: str) -> str:
    """The last character of a reference: Luhn modulo 32 over prefix and count.

    A prefix character counts by its place in the alphabet, a digit by its value; every other value, from the
    right, is doubled and its two base-32 digits added. Any one wrong character is caught.
    """
    values = [ALPHABET.index(sign) for sign in prefix] + [int(digit) for digit in count]
    total = 0
    for place, value in enumerate(reversed(values)):
        doubled = value * 2 if place % 2 == 0 else value
        total += doubled // 32 + doubled % 32
    return ALPHABET[-total % 32]


def is_sound(reference: str) -> bool:
    """Whether a reference has its three parts and the check character they call for."""
    parts = reference.split("-")
    if len(parts) != 3 or not all(parts) or not set(parts[0]) <= set(ALPHABET) or not parts[1].isdecimal():
        return False
    return check_character(parts[0], parts[1]) == parts[2]
