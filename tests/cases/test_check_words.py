"""Six words for a text, alike in Python and JavaScript. `python -m tests.cases.test_check_words` writes the vectors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from field_app.cases.check_words import WORDS, check_words

VECTORS = Path(__file__).parents[1] / "vectors" / "check_words.json"

TEXTS = (["# Notice", "Not to molest."], ["# Notice", "Not to molest"], ["Zoë Ó Madeup", "", "10 m"], ["one line"])


def written() -> str:
    told = [{"text": one, "words": check_words(one)} for one in TEXTS]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def test_vectors():
    assert VECTORS.read_text("utf-8") == written()


def test_a_byte_is_a_word_and_no_word_is_like_another():
    assert len(WORDS) == len(set(WORDS)) == 256
    assert list(WORDS) == sorted(WORDS)
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 10 for word in WORDS)


@pytest.mark.parametrize("at", range(3))
def test_another_letter_is_other_words(at):
    text = ["# Notice", "Not to molest.", "By the river."]
    changed = [line + "." if place == at else line for place, line in enumerate(text)]
    assert check_words(text) != check_words(changed)


if __name__ == "__main__":
    VECTORS.write_text(written(), "utf-8")
