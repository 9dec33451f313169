"""Names: their parts in plain letters, how they sound, and how like one part is to another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from .nicknames import FORMS

_LETTERS = str.maketrans(
    {
        **dict(zip("łøđðıħŧ", "lodddht", strict=True)),
        **{"ı": "i", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ŋ": "ng", "ə": "a", "ð": "d"},
        **dict(zip("абвгґдезийклмнопрстуфыіїэ", "abvggdeziiklmnoprstufyiie", strict=True)),
        **{"ё": "e", "є": "ye", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu"},
        **{"я": "ya", "ъ": "", "ь": "", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "d", "џ": "dz"},
        **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
        **{"θ": "th", "χ": "ch", "ψ": "ps"},
    }
)
"""Letters that are no accented Latin ones, as passports write them."""

_APART = re.compile(r"[^\W_]+")

SHORT = 4
"""Two neighbours of a name this short at most are also read as one: Xiao Ming, De La Cruz."""

_JOINED_LIST = "mac mc fitz saint st o abd abdul al el de da di la le van von"
JOINED = frozenset(_JOINED_LIST.split())
"""Parts that are often written together with the next one: Mac Donald, Al Hassan."""

_LIGHT_LIST = "ap ab ferch verch bin ibn bint al el ul ur ud uz de da do di du van von der den la le y"
LIGHT = frozenset(_LIGHT_LIST.split())
"""Parts that link others and are left out as often as not: ap Rhys, bin Said."""

COMMON = frozenset(["singh", "kaur", "begum", "bibi", "khatun", "khan", "miah"])
"""Parts so many share, or leave out, that they say little."""


def plain(text: str) -> str:
    """Lower case, Latin, without accents or apostrophes."""
    letters = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(sign for sign in letters if not unicodedata.category(sign).startswith("M"))
    return letters.translate(_LETTERS).replace("'", "").replace("’", "").replace("ʼ", "").replace("`", "")


def name_parts(name: str) -> list[str]:
    """A name's parts, lower case, in Latin letters where there is a way, without accents, apostrophes or hyphens."""
    return _APART.findall(plain(name))


def written_together(parts: list[str]) -> list[tuple[int, str]]:
    """Neighbours that may be written as one: the place of the first, and both together."""
    return [
        (place, one + other)
        for place, (one, other) in enumerate(pairwise(parts))
        if (len(one) <= SHORT and len(other) <= SHORT) or one in JOINED
    ]


def weight(part: str) -> int:
    """How much a part of a name says, out of 100."""
    if part in LIGHT:
        return 10
    if len(part) == 1:
        return 30
    return 50 if part in COMMON else 100


# --- How a part sounds -------------------------------------------------------------------------------------

_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("^(kn|gn)", "n"),
        ("^wr", "r"),
        ("^(ll|lh)", "l"),
        ("^mac|^mc", "mk"),
        ("tch|ch|cz|tsch", "C"),
        ("sch|sh|sz|sc(?=[ei])|x(?=[aeiou])", "s"),
        ("zh|rz", "s"),
        ("ph|ff", "f"),
        ("gh(?=t)", ""),
        ("ck|kh|q|gh|c(?![eiy])", "k"),
        ("x", "ks"),
        ("dj|dz|j", "j"),
        ("g(?=[ei])", "j"),
        ("c", "s"),
        ("z", "s"),
        ("d", "t"),
        ("w|v", "f"),
        ("C", "c"),
    )
]
_DOUBLED = re.compile(r"(.)\1+")
_UNHEARD = re.compile(r"[aeiouyh]")


@lru_cache(maxsize=65_536)
def sound(part: str) -> str:
    """What is left of a part for the ear: its consonants by how they are spoken, and whether a vowel begins it."""
    heard = _DOUBLED.sub(r"\1", part)
    for pattern, said in _SOUNDS:
        heard = pattern.sub(said, heard)
    first = "a" if heard[:1] in ("a", "e", "i", "o", "u", "y") and heard else ""
    return first + _UNHEARD.sub("", heard)


_ENDINGS = (
    *(("ska", "ski"), ("cka", "cki"), ("sky", "ski"), ("skyi", "ski"), ("skiy", "ski"), ("skaya", "ski")),
    *(("ova", "ov"), ("eva", "ev"), ("off", "ov"), ("ow", "ov"), ("dzka", "dzki"), ("vich", "vic"), ("wicz", "vic")),
)


@lru_cache(maxsize=65_536)
def ending(part: str) -> str:
    """The part with the ending that only grammar changes brought to one: Nowakowska, Nowakowski."""
    for written, one in _ENDINGS:
        if part.endswith(written) and len(part) > len(written) + 1:
            return part[: -len(written)] + one
    return part


# --- How like two parts are --------------------------------------------------------------------------------

MOST_SLIPS = 3


def slips(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, added or swapped with their neighbour; `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most or len({*one} ^ {*other}) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, sign in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            least = min(last[column] + 1, now[-1] + 1, last[column - 1] + (sign != against))
            if row > 1 and column > 1 and sign == other[column - 2] and one[row - 2] == against:
                least = min(least, before[column - 2] + 1)
            now.append(least)
        if min(now) > most and min(last) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


SAME, WRITTEN, SHORTENED, SPELT, SOUNDS, BEGINS, INITIAL = (
    "same name",
    "name written another way",
    "another form of the name",
    "name spelt alike",
    "name sounds alike",
    "name begins alike",
    "same initial",
)
"""Why two parts are alike, the surest first."""


@lru_cache(maxsize=65_536)
def alike(asked: str, known: str, slips: Callable[[str, str, int], int] = slips) -> tuple[int, str]:
    """How like the part that is asked for is to one on record (0 to 100), and why; 0 and nothing where it is not.

    `slips` counts as the one above does; the server has a faster one.
    """
    if asked == known:
        return 100, SAME
    if len(asked) == 1 or len(known) == 1:
        return (55, INITIAL) if asked[0] == known[0] else (0, "")
    if ending(asked) == ending(known):
        return 96, WRITTEN
    if FORMS.get(asked, _NONE) & FORMS.get(known, _NONE):
        return 88, SHORTENED
    longer = max(len(asked), len(known))
    apart = slips(asked, known, MOST_SLIPS)
    if apart <= MOST_SLIPS:  # where it is more, no sound is worth the while
        heard = sound(asked)
        if longer > 3 and len(heard) > 1 and heard == sound(known):
            return (94, 88, 80)[apart - 1], SOUNDS
    fit = _spelt(apart, longer)
    if fit < 75 and len(asked) > 2 and known.startswith(asked):
        return 75, BEGINS
    if fit < 65 and len(known) > 3 and asked.startswith(known):
        return 65, BEGINS
    return (fit, SPELT) if fit else (0, "")


_NONE: frozenset[int] = frozenset()


def _spelt(apart: int, longer: int) -> int:
    """How like two parts are that are so many slips apart, the longer of them of so many letters."""
    if apart == 1:
        return 90 if longer > 5 else 80 if longer > 3 else 55
    if apart == 2:
        return 78 if longer > 7 else 66 if longer > 5 else 0
    return 64 if apart == 3 and longer > 9 else 0
