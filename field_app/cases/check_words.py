"""Six words that two people read to each other on the telephone, to know that they have the same text before them.

The first six bytes of the text's SHA-256, each a word of `check_words.json`: 256 plain words, each of a sound
of its own. They guard against a slip, at 48 bits; what is confirmed and signed afterwards is the whole text.
`static/js/check_words.js` does the same (tests/vectors/check_words.json).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from field_app.law.notice import text_hash

WORDS: tuple[str, ...] = tuple(json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")))


def check_words(lines: Sequence[str]) -> tuple[str, ...]:
    """The six words of these lines."""
    return tuple(WORDS[byte] for byte in bytes.fromhex(text_hash(lines))[:6])
