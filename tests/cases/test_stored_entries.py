"""What was once recorded stays readable for ever: one stored example of every (kind, version).

A file in tests/vectors/entries/ is never changed. A new kind or version gets a new one:
`python -m tests.cases.test_stored_entries` writes those that are missing.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from field_app.cases.entries import KINDS
from field_app.cases.section import as_json
from field_app.parse import Read, parse

from .examples import example, text

STORED = Path(__file__).parents[1] / "vectors" / "entries"
SUMS = STORED / "SHA256SUMS"


def name_of(kind: str, version: int) -> str:
    return f"{kind.replace(' ', '-').replace(chr(39), '')}-{version}.json"


def sums() -> dict[str, str]:
    lines = SUMS.read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


@pytest.mark.parametrize(("kind", "version"), KINDS, ids=lambda one: str(one))
def test_the_stored_example_is_what_it_was_and_is_read_as_it_was(kind, version):
    name = name_of(kind, version)
    body = (STORED / name).read_bytes()
    assert sha256(body).hexdigest() == sums()[name]
    read = parse(body.decode("utf-8"))
    assert isinstance(read, Read), read
    assert read.sha256 == sums()[name]
    document = json.loads(body)
    assert (read.entry.kind, read.entry.version) == (kind, version)
    assert as_json(read.entry.facts) == document["facts"]
    assert as_json(read.entry) == document


def test_nothing_is_stored_that_is_no_longer_a_kind_and_nothing_is_stored_twice():
    stored = {path.name for path in STORED.iterdir()} - {SUMS.name}
    assert stored == set(sums()) == {name_of(*one) for one in KINDS}


def _write() -> None:
    STORED.mkdir(exist_ok=True)
    for kind, version in KINDS:
        path = STORED / name_of(kind, version)
        if not path.exists():
            path.write_text(text(example(kind, version)), "utf-8", newline="")
    names = sorted(path.name for path in STORED.iterdir() if path != SUMS)
    lines = [f"{sha256((STORED / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    SUMS.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    _write()
