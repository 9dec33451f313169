"""Another officer's entry comes in with a rescue file that its reader signed for, and in no other way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from field_app.cases.case import Case
from field_app.cases.office import Office, Rescue
from field_app.cases.rules import Asked
from field_app.cases.rules.officer import WrittenBySender
from field_app.parse import Read, parse

from .examples import example, id_of, text

READ_IN = datetime(2026, 7, 13, 22, 0, tzinfo=UTC)
READER, ANOTHER = id_of("reader"), id_of("another reader")


def codes(kind="risk assessed", *, sender=READER, received_at=READ_IN, rescued=True, **changed):
    read = parse(text(example(kind, **changed)))
    assert isinstance(read, Read)
    entry = read.entry
    named = frozenset({id_of(f"entry {kind}"), id_of("another entry")})
    office = Office(id=id_of("office"), rescues={"0" * 64: Rescue("0" * 64, READER, READ_IN, named)})
    asked = Asked(entry, Case.from_log(entry.case, ()), office, sender, None, received_at, rescued)
    return [why.code for why in WrittenBySender()(asked)]


def test_what_its_reader_signed_for_comes_in():
    assert codes() == []
    assert codes("authority requested") == [], "an act like a fact: its other rules judge it"


@pytest.mark.parametrize(
    "how",
    [
        {"rescued": False},
        {"sender": ANOTHER},
        {"received_at": READ_IN + timedelta(microseconds=1)},
        {"id": id_of("an entry in no file")},
    ],
    ids=["by the ordinary way", "by another reader", "at another time", "an entry the file did not name"],
)
def test_nothing_else_does(how):
    assert codes(**how) == ["not_the_sender"]


def test_its_own_officer_needs_no_file_and_a_file_brings_in_nothing_of_the_systems():
    assert codes(sender=id_of("officer"), rescued=False) == []
    assert codes("device added", number=None) == ["system_kind", "number"]
    assert codes(number=None) == ["number"]
