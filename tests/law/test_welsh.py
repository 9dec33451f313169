"""The notice in Welsh: the same vectors composed from the other words, and a sentence for each that explains it.

`python -m tests.law.test_welsh` writes tests/vectors/notices.cy.json again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from field_app.law.notice import TRANSLATIONS, WORDING, CannotCompose, compose, text_hash
from field_app.law.regimes import RANKS, REGIMES
from tests.law.test_notice import FORCE, ISSUER, VECTORS, case

WELSH = TRANSLATIONS["cy"]
ISSUER_CY = {**ISSUER, "rank": WELSH["ranks"][ISSUER["rank"]]}
STORED = Path(__file__).parents[1] / "vectors" / "notices.cy.json"


def composed(row: dict[str, Any]) -> tuple[str, ...]:
    return compose(case(row["changes"]), ISSUER_CY, FORCE, WELSH)


def _rows() -> list[dict[str, Any]]:
    rows = []
    for row in VECTORS["notices"]:
        lines = composed(row)
        rows.append({"why": row["why"], "changes": row["changes"], "sha256": text_hash(lines), "lines": list(lines)})
    return rows


def _written() -> str:
    return json.dumps({"authorising": ISSUER_CY, "notices": _rows()}, ensure_ascii=False, indent=2) + "\n"


def test_the_file_is_what_python_composes():
    assert STORED.read_text("utf-8") == _written()


@pytest.mark.parametrize("row", VECTORS["notices"], ids=lambda row: row["why"])
def test_it_has_line_for_line_what_the_english_has(row):
    english, welsh = compose(case(row["changes"]), ISSUER, FORCE), composed(row)
    assert [line[:2] == "# " for line in english] == [line[:2] == "# " for line in welsh]
    for one, other in zip(english, welsh, strict=True):
        numbers = [re.findall(r"\d+", line) for line in (one, other)]
        assert sorted(numbers[0]) == sorted(numbers[1])
        for name in ("Beth Sample", "Alan Exampleson", "Morgan Invented", "Sampleshire Police"):
            assert (name in one) == (name in other) or name == "Beth Sample"


@pytest.mark.parametrize("regime", REGIMES.values(), ids=REGIMES)
def test_the_words_are_of_the_same_shape_and_state_what_the_act_asks(regime):
    english, welsh = WORDING[regime.id], WELSH[regime.id]
    assert set(welsh) - {"says", "names"} == set(english)
    assert set(welsh["names"]) == {"act", "notice", "order"}
    assert len(welsh["lines"]) == len(english["lines"])
    assert {code: set(words) for code, words in welsh["prohibitions"].items()} == {
        code: set(words) for code, words in english["prohibitions"].items()
    }
    fields = re.compile(r"\{\w+\}")
    for one, other in zip(english["lines"], welsh["lines"], strict=True):
        assert set(fields.findall(one)) == set(fields.findall(other))
    for code, words in english["prohibitions"].items():
        for name, text in words.items():
            assert set(fields.findall(text)) == set(fields.findall(welsh["prohibitions"][code][name]))
    assert set(welsh["says"]) == {one.section for one in regime.statements}
    for one in regime.statements:
        assert len(welsh["says"][one.section]) == len(one.says)


@pytest.mark.parametrize("regime", REGIMES.values(), ids=REGIMES)
def test_words_that_leave_a_statement_out_make_no_notice(regime):
    row = next(one for one in VECTORS["notices"] if one["changes"].get("regime", "CSA2010") == regime.id)
    for section, says in WELSH[regime.id]["says"].items():
        for said in says:
            own = {**WELSH[regime.id], "lines": [line for line in WELSH[regime.id]["lines"] if said not in line]}
            with pytest.raises(CannotCompose, match=re.escape(section)):
                compose(case(row["changes"]), ISSUER_CY, FORCE, {**WELSH, regime.id: own})


def test_every_rank_that_may_issue_has_its_name():
    issuing = RANKS[RANKS.index("inspector") :]
    assert set(issuing) - set(WELSH["ranks"]) == set()


if __name__ == "__main__":
    STORED.write_text(_written(), "utf-8")
