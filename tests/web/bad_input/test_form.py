"""Every kind of entry, spoilt in every way that its form can be, is refused: by name, and repeating nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from field_app.actions import Sent
from field_app.cases.entries import KINDS
from field_app.cases.section import as_json
from field_app.parse import LARGEST_BODY, Read, parse

from .columns import COLUMNS, NOTICE_LINE, NUMBER, WORD, at_its_bounds
from .door import Door
from .fields import SHAPES, Holds, Path, at, places, put, text, whole

CELLS = [(kind, version, column) for kind, version in KINDS for column in COLUMNS]


def sound(door: Door, kind: str, version: int) -> dict[str, Any]:
    """A well-formed entry of this kind in the constable's name; what it says need not be allowed.

    Two versions with the same facts, spoilt in their version, must not be the same bytes: those are kept once.
    """
    officer = door.force.constable
    return whole(kind, version, officer=officer.id, device=officer.device, number=version)


def prose(entry: dict[str, Any], shape: Holds) -> set[str]:
    """What an officer typed."""
    typed = {str(at(entry, path)) for path, holds in places(shape) if holds.bounds.get("pattern") == r"\S"}
    return {one for one in typed if len(one) > 5}


def fill_in(door: Door, kind: str, version: int, column: str) -> int:
    """One cell of the matrix: how many spoilt entries were sent and answered as they must be."""
    entry, shape = sound(door, kind, version), SHAPES[kind, version]
    spoilt = list(COLUMNS[column](entry, shape))
    told = door.refused("constable", [Sent(one.body, None) for one in spoilt])
    typed = prose(entry, shape)
    for bad, reasons in zip(spoilt, told, strict=True):
        (reason,) = reasons
        said = reason["message"]
        assert said == bad.says if bad.says.endswith(".") else said.startswith(bad.says), (said, bad)
        assert WORD not in said and str(NUMBER) not in said, said
        assert not [one for one in typed if one in said], said
    return len(spoilt)


@pytest.mark.parametrize(("kind", "version", "column"), CELLS, ids=lambda one: str(one).replace(" ", "-"))
def test_an_entry_spoilt_in_one_place_is_refused_for_that_place_alone(door, kind, version, column):
    assert fill_in(door, kind, version, column) > 0


@pytest.mark.parametrize("column", COLUMNS)
def test_postgresql_refuses_and_keeps_alike(postgres_door, column):
    assert fill_in(postgres_door, "conditions proposed", 1, column) > 0


@pytest.mark.parametrize(("kind", "version"), KINDS, ids=lambda one: str(one).replace(" ", "-"))
def test_an_entry_whole_or_at_any_of_its_bounds_is_readable(door, kind, version):
    entry, shape = sound(door, kind, version), SHAPES[kind, version]
    assert isinstance(parse(text(entry)), Read), parse(text(entry))
    for name, body in at_its_bounds(entry, shape):
        assert isinstance(parse(body), Read), (name, parse(body))


@pytest.mark.parametrize(("kind", "version"), KINDS, ids=lambda one: str(one).replace(" ", "-"))
def test_null_is_readable_where_a_fact_may_be_unknown(door, kind, version):
    entry, shape = sound(door, kind, version), SHAPES[kind, version]
    for path, holds in places(shape):
        if holds.nullable:
            assert isinstance(parse(text(put(entry, path, None))), Read), path


@pytest.mark.parametrize(("kind", "version"), KINDS, ids=lambda one: str(one).replace(" ", "-"))
def test_the_matrix_reaches_every_place_that_the_server_reads(door, kind, version):
    read = parse(text(sound(door, kind, version)))
    assert isinstance(read, Read)
    assert set(reached(as_json(read.entry))) == {path for path, _ in places(SHAPES[kind, version])}


def reached(document: Any, at: Path = ()) -> Iterator[Path]:
    yield at
    for name, value in document.items() if isinstance(document, dict) else ():
        yield from reached(value, (*at, name))
    for value in document[:1] if isinstance(document, list) else ():
        yield from reached(value, (*at, 0))


@pytest.mark.parametrize("version", [1, 2])
def test_a_line_of_the_notice_is_bounded_by_the_whole_entry(door, version):
    entry = sound(door, "notice authorised", version)
    body = text(put(entry, NOTICE_LINE[0], "x" * LARGEST_BODY))
    ((reason,),) = door.refused("constable", [Sent(body, None)])
    assert (reason["code"], reason["message"]) == ("too_long", f"An entry is at most {LARGEST_BODY} bytes.")


@pytest.mark.parametrize("which", ["door", "postgres_door"])
def test_what_is_spoilt_costs_the_others_of_its_batch_nothing(request, which):
    door: Door = request.getfixturevalue(which)
    force = door.force
    started = [force.constable.start_case(force.now) for _ in range(25)]
    batch: list[Sent] = []
    for count, (_, one) in enumerate(started):
        kind, version = list(KINDS)[count % len(KINDS)]
        half = text({**sound(door, kind, version), "salt": "\ud83d"})
        batch += [one, Sent(half if count % 2 else half.replace("\\ud83d", "\ud83d"), None)]
    before = door.heads()
    outcomes = door.post("constable", batch)
    assert [one["outcome"] for one in outcomes] == ["accepted", "refused"] * 25
    assert {case_id for case_id, _ in started} == door.heads().keys() - before.keys()
    assert [one["position"] for one in outcomes] == [1, None] * 25


def test_an_entry_with_thousands_of_faults_is_told_a_hundred_of_them(door):
    entry = sound(door, "risk assessed", 2)
    entry["facts"] |= {f"{WORD[:2]}{count}": count for count in range(12_000)}
    (reasons,) = door.refused("constable", [Sent(json.dumps(entry), None)])
    assert len(reasons) == 100
