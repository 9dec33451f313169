"""Addresses and postcodes: house and street however they are written, and a postcode with a sign wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .names import plain, slips

_STREETS_LIST = """
street st road rd avenue ave av close cl lane ln drive dr way court ct crescent cres place pl terrace
terr tce square sq gardens gdns grove gr walk hill rise mews row parade green park view heol ffordd stryd
lon
"""
_STREETS = frozenset(_STREETS_LIST.split())
"""What a street is called besides its name; in Welsh it stands before the name."""

_NOISE = frozenset(["flat", "apartment", "apt", "unit", "room", "floor", "the", "of", "house", "no", "number", "block"])

_WORD = re.compile(r"[^\W_]+|/|[,;\n]")
_NUMBER = re.compile(r"[0-9]+[a-z]?")

POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE | re.ASCII)
"""A whole postcode in a longer text."""

OUTWARD = re.compile(r"\b(?:[A-Z]{1,2}[0-9]{1,2}|[A-Z]{1,2}[0-9][A-Z])\b", re.IGNORECASE | re.ASCII)
"""The outward part of a postcode by itself in a longer text."""


def streets(address: str) -> list[tuple[str, str]]:
    """Each street with its house number or none: `14`, `high` for "Flat 2, 14 High St" or "14/2 High St".

    A street is its first word that is no number and no sort of street. Only after a number, or before a sort of
    street, is a word one.
    """
    words = _WORD.findall(plain(address))
    found: list[tuple[str, str]] = []
    house, slashed, name = "", False, ""
    for place, word in enumerate(words):
        if _NUMBER.fullmatch(word):
            if not slashed:
                house = word
            slashed, name = False, ""
        elif word == "/":
            slashed = True
        elif word in (",", ";", "\n"):
            name, slashed = "", False
        elif word in _NOISE:
            continue
        elif word in _STREETS and place and name:
            if name not in (street for _, street in found):
                found.append(("", name))
            name = ""
        elif not name:
            name = word
            following = words[place + 1 :]
            if word in _STREETS and following and following[0] not in _STREETS and following[0].isalpha():
                name = ""  # Heol Fawr: what follows is the name
            elif house:
                found.append((house, name))
                house = ""
    return list(dict.fromkeys(found))


def place_words(address: str) -> list[str]:
    """The words of an address of four letters or more: what a town in a question may be one of."""
    words = [word for word in _WORD.findall(plain(address)) if len(word) > 3 and word.isalpha()]
    return list(dict.fromkeys(word for word in words if word not in _STREETS and word not in _NOISE))


def postcode_key(postcode: str) -> str:
    """A postcode, a reference or a number plate as it is compared: capitals and digits alone."""
    return re.sub(r"[\W_]", "", postcode.upper())


def halves(postcode: str) -> tuple[str, str]:
    """A postcode's outward and inward part; the inward one is empty where only the outward one is there."""
    key = postcode_key(postcode)
    return (key[:-3], key[-3:]) if len(key) > 4 else (key, "")


def same_postcode(asked: str, known: str) -> tuple[int, str]:
    """How well a postcode, or its outward part, fits one on record; both as `postcode_key` writes them."""
    if asked == known:
        return 100, "same postcode"
    (outward, inward), (there, _) = halves(asked), halves(known)
    if not inward:
        return (70, "same postcode district") if outward == there else (0, "")
    if slips(asked, known, 1) == 1:
        return 80, "postcode but for one sign"
    return (30, "same postcode district") if outward == there else (0, "")


_TAKEN_FOR = str.maketrans({"b": "p", "g": "k", "n": "m", "v": "f", "w": "f", "t": "d", "z": "s", "c": "k", "q": "k"})
"""Consonants one of which is taken for another where somebody listens: a street is said more often than spelt."""

_SEVERAL = (("tch", "s"), ("sch", "s"), ("ch", "k"), ("sh", "s"), ("th", "f"), ("ph", "f"), ("gh", ""), ("wr", "r"))
_SILENT = re.compile(r"(?<=.)[aeiouyhw]|^[aeiouyh]+")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def street_sound(street: str) -> str:
    """What is left of a street for the ear: its consonants, those that are taken for one another as one."""
    heard = street
    for several, one in _SEVERAL:
        heard = heard.replace(several, one)
    heard = _TWICE.sub(r"\1", _SILENT.sub("", heard).translate(_TAKEN_FOR))
    return heard or street


def same_street(asked: Sequence[str], known: Sequence[str]) -> tuple[int, str]:
    """How well a house and street fit one on record; a street that is as many as three letters another sounds alike."""
    (house, street), (number, there) = asked, known
    apart = 0 if street == there else slips(street, there, 3)
    if apart > (len(street) > 4) and (apart > 3 or street_sound(street) != street_sound(there)):
        return 0, ""
    if not house:
        return 70 - 10 * apart, "same street"
    if house == number:
        return 100 - 10 * apart, "same house and street"
    return 45 - 10 * apart, "same street"
