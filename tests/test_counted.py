"""What is counted and kept tells the same figures as the entries themselves, whatever was recorded, and when."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from field_app.actions import Counting, Installation, count_anew, press_paragraph, read_figures
from field_app.actions.counting import happened_in
from field_app.cases.figures import DEFINITIONS, Happened, Tally, add_up, covering, figures_of, paragraph, spans_of
from field_app.law.clocks import LONDON
from field_app.store import cases as lists
from field_app.store import counted, log
from field_app.store.counted_tables import tallies
from field_app.store.database import reading, writing
from field_app.worker import Worker

from .cases.examples import facts_of
from .conftest import ORIGIN, Force
from .store.story import corrected, count, of_kind, served

FIRST, LAST = date(2026, 7, 1), date(2026, 7, 31)


def replayed(installation: Installation) -> list[Happened]:
    """What is counted, from every entry there is."""
    with reading(installation.engine) as connection:
        installation.office(connection)
        return [
            one
            for case_id in lists.every(connection)
            for one in happened_in(installation, connection, log.head(connection, case_id))
        ]


def counted_all(force: Force) -> None:
    counting = Counting(force.installation)
    while counting.take(force.now):
        pass


def holds(force: Force, **of: Any) -> dict[str, int]:
    """That figures are those of the entries, both before and after the worker counts; the numbers."""
    installation = force.installation
    ended = force.now.astimezone(LONDON).date() - timedelta(days=1)
    expected = add_up(replayed(installation), FIRST, LAST, ended=ended, **of)
    assert read_figures(installation, None, FIRST, LAST, force.now, **of) == expected, "what is not counted yet"
    counted_all(force)
    with reading(installation.engine) as connection:
        assert counted.not_counted(connection) == []
        kept = counted.tally(connection, installation.keys, FIRST, LAST, of.get("district"))
    assert figures_of(kept, Tally(), FIRST, LAST, ended=ended, **of).figures == expected.figures
    assert read_figures(installation, None, FIRST, LAST, force.now, **of) == expected
    return {one.key: one.number for one in expected.figures} | expected.people


def write(force: Force, role: str, kind: str, case_id: str, **facts: Any) -> None:
    sender = force.officers[role]
    (outcome,) = sender.send([sender.write(kind, case_id, {**facts_of(kind), **facts}, force.now)], force.now)
    assert outcome.outcome.startswith("accepted"), outcome.reasons


def test_figures_follow_late_entries_corrections_holidays_seals_and_disposal(force: Force):
    case_id, captured, *_ = served(force)
    assert holds(force)["served"] == 1
    served(force)
    numbers = holds(force, district="Northfield")
    assert (numbers["served"], numbers["protected_people"], numbers["again_28_days"]) == (2, 1, 1)

    late = (force.now - timedelta(hours=3)).isoformat(timespec="seconds")
    write(force, "control_room", "breach reported", case_id, occurred_at=late)
    assert holds(force)["breach reported"] == 1
    incident = of_kind(captured, "incident recorded")
    force.constable.record([corrected(force.constable, case_id, incident, force.now, district="Southmarsh")], force.now)
    assert (holds(force, district="Southmarsh")["served"], holds(force, district="Northfield")["served"]) == (1, 1)

    listed = "2026-07-15T14:00:00+00:00"
    write(force, "solicitor", "hearing listed", case_id, sitting_at=listed)
    assert holds(force, district="Southmarsh")["first hearing"] == 1
    in_time = read_figures(force.installation, None, FIRST, LAST, force.now)
    office = force.administrator.office().id
    force.administrator.record(
        [force.administrator.write("holiday recorded", office, {**facts_of("holiday recorded"), "date": "2026-07-14"},
                                   force.now)], force.now
    )  # fmt: skip
    holds(force)
    assert read_figures(force.installation, None, FIRST, LAST, force.now) != in_time, "a day more of the 48 hours"

    write(force, "constable", "police employment recorded", case_id, whose="respondent", employed=True)
    assert holds(force)["served"] == 1
    assert holds(force, district="Southmarsh")["breach reported"] == 0

    other = next(one for one in lists_of(force) if one != case_id)
    for one in (other, case_id):
        with writing(force.installation.engine) as connection:
            counted.forget(connection, force.installation.keys, one)
    assert (count(force.installation, "counted"), count(force.installation, "tallies")) == (0, 0)
    assert read_figures(force.installation, None, FIRST, LAST, force.now).people["protected_people"] == 0
    assert count_anew(force.installation) == 2
    assert holds(force)["served"] == 1


def lists_of(force: Force) -> list[str]:
    with reading(force.installation.engine) as connection:
        return lists.every(connection)


def test_a_case_whose_key_is_gone_counts_nothing(sqlite_force: Force, monkeypatch):
    case_id, *_ = served(sqlite_force)
    keys = sqlite_force.installation.keys
    known = keys.known
    monkeypatch.setattr(keys, "known", lambda connection, case: None if case == case_id else known(connection, case))
    assert holds(sqlite_force)["served"] == 0


def test_what_has_gone_on_meanwhile_is_counted_the_next_time(sqlite_force: Force):
    force, keys = sqlite_force, sqlite_force.installation.keys
    case_id, *_ = served(force)
    with reading(force.installation.engine) as connection:
        office, head = force.installation.office(connection)
        [one] = counted.not_counted(connection)
        happened = {case_id: (one, happened_in(force.installation, connection, one.head))}
    with writing(force.installation.engine) as connection:
        assert counted.count(connection, keys, happened, (office.id, "a holiday was added")) == 0
    write(force, "control_room", "breach reported", case_id, occurred_at=force.now.isoformat())
    with writing(force.installation.engine) as connection:
        assert counted.count(connection, keys, happened, (office.id, head)) == 0
    assert holds(force)["breach reported"] == 1


def test_the_worker_counts_every_five_seconds_and_all_of_it_again_by_another_basis(sqlite_force: Force):
    force = sqlite_force
    force.requested()
    worker = Worker(force.installation, ORIGIN)
    worker.work(force.now)
    assert count(force.installation, "counted") == 1
    counting = Counting(force.installation)
    assert counting.take(force.now) == 0, "the worker has"
    force.requested()
    looked = force.now
    assert counting.take(looked) == 1
    force.requested()
    assert [counting.take(looked + timedelta(seconds=after)) for after in (4, 5)] == [0, 1]
    ours = force.installation.force
    force.installation.force = replace(ours, marac=replace(ours.marac, yes=20))
    assert Counting(force.installation).take(force.now) == 3
    worker.close()


def test_the_tables_say_nothing_to_whoever_has_no_key(sqlite_force: Force):
    force = sqlite_force
    served(force)
    counted_all(force)
    with reading(force.installation.engine) as connection:
        rows = [
            *connection.execute(text("SELECT * FROM counted")).all(),
            *connection.execute(text("SELECT sums, standing, places, served, people FROM tallies")).all(),
        ]
        spans = connection.execute(text("SELECT DISTINCT span FROM tallies ORDER BY span")).scalars().all()
        plan = connection.execute(
            text("EXPLAIN QUERY PLAN SELECT case_id FROM cases WHERE cases.counted_at IS NOT cases.changed_at")
        ).all()
    assert spans == ["2026", "2026-07", "2026-07-13"]
    held = b"".join(one for row in rows for one in row if isinstance(one, bytes))
    assert all(word not in held for word in (b"Inventedson", b"served", b"Basildon", b"DVPN", b"28 days"))
    assert "ix_cases_not_counted" in str(plan)
    with writing(force.installation.engine) as connection:
        connection.execute(tallies.update().where(tallies.c.span == "2026-07").values(span="2026-06"))
    with pytest.raises(counted.NotAsWritten, match="figures rebuild"):
        read_figures(force.installation, None, date(2026, 6, 1), date(2026, 6, 30), force.now)
    runner = force.app().test_cli_runner()
    assert runner.invoke(args=["figures", "rebuild"]).output == "1 cases are counted anew.\n"
    assert holds(force)["served"] == 1


# --- Generated ---------------------------------------------------------------------------------------------

PLACES = (("N", "Ashby"), ("N", None), ("S", "Bexham"), (None, None), ("S", "Ashby"))
COURTS = (None, "First court", "Second court")
OF = (None, "regular", "sum ordered", "committed")
things = st.builds(
    Happened,
    what=st.sampled_from([*DEFINITIONS, "served", "ordered", "breach heard", "breach reported"]),
    day=st.dates(date(2024, 11, 20), date(2026, 3, 10)),
    hour=st.sampled_from([None, 0, 13, 23]),
    case=st.sampled_from(["one", "two", "three"]),
    district=st.just("N"),
    town=st.just("Ashby"),
    act=st.sampled_from([None, "DVPN"]),
    court=st.sampled_from(COURTS),
    of=st.sampled_from(OF),
    minutes=st.sampled_from([None, -5, 0, 7, 30, 31]),
    amount=st.sampled_from([None, 0, 14, 28]),
    age=st.sampled_from([None, 17, 18, 34, 70]),
    respondent=st.sampled_from([None, 0, 1, 2**48 - 1]),
    protected_person=st.sampled_from([None, 3, 4]),
)


def once_served(every: Sequence[Happened]) -> list[Happened]:
    """A case serves one notice: without the further ones."""
    seen: set[str] = set()
    found = []
    for one in every:
        if one.what != "served" or one.case not in seen:
            found.append(one)
        if one.what == "served":
            seen.add(one.case)
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(things, st.sampled_from(PLACES)), max_size=30),
    st.lists(st.tuples(things, st.sampled_from(PLACES)), max_size=10),
    st.dates(date(2025, 11, 1), date(2026, 3, 31)),
    st.integers(0, 150),
    st.sampled_from([None, "N", "S"]),
    st.sampled_from(COURTS),
)
def test_tallies_of_days_months_and_years_add_up_to_any_period(kept, gone, first, days, district, court):
    """`gone` was counted once and is taken away again."""
    last = first + timedelta(days=days)
    kept, gone = (
        once_served([replace(one, district=where[0], town=where[1]) for one, where in some]) for some in (kept, gone)
    )
    table: dict[tuple[str, str | None], Tally] = defaultdict(Tally)
    for some, times in ((gone, 1), (kept, 1), (gone, -1)):
        for one in some:
            for span in spans_of(one.day):
                for of in {None, one.district}:
                    change = Tally().count([one], times)
                    stood = Tally()
                    for piece, packed in table[span, of].packed().items():
                        stood.take(piece, packed)
                    stood.add(change)
                    table[span, of] = stood

    def taken(spans: list[str]) -> Tally:
        found = Tally()
        for span in spans:
            for piece, packed in table[span, district].packed().items():
                found.take(piece, packed)
        return found

    period, before = (taken(covering(*ends)) for ends in ((first, last), (date(2024, 11, 1), first - timedelta(1))))
    expected = add_up(kept, first, last, district=district, court=court)
    assert asdict(figures_of(period, before, first, last, district=district, court=court)) == asdict(expected)
    within = Tally().count(one for one in kept if first <= one.day <= last and district in (None, one.district))
    for unsuppressed in (True, False):
        said = [paragraph("Force", one, first, last, unsuppressed=unsuppressed) for one in (period, within)]
        assert said[0] == said[1]


def test_a_period_is_covered_by_the_fewest_spans_without_a_gap():
    assert covering(date(2025, 12, 30), date(2027, 2, 2)) == [
        "2025-12-30", "2025-12-31", "2026", "2027-01", "2027-02-01", "2027-02-02",
    ]  # fmt: skip
    assert covering(date(2024, 2, 1), date(2024, 2, 29)) == ["2024-02"]
    assert covering(date(9999, 12, 31), date.max) == ["9999-12-31"]
    chance = random.Random(5)
    every = [date(2024, 1, 1) + timedelta(days=one) for one in range(1700)]
    within = defaultdict(list)
    for day in every:
        for span in spans_of(day):
            within[span].append(day)
    for _ in range(50):
        first = every[chance.randint(0, 800)]
        last = first + timedelta(days=chance.randint(0, 890))
        days = [day for span in covering(first, last) for day in within[span]]
        assert (days[0], days[-1]) == (first, last)
        assert all(after - day == timedelta(days=1) for day, after in pairwise(days))


def test_the_paragraph_is_read_from_what_is_counted(sqlite_force: Force):
    served(sqlite_force)
    said = press_paragraph(sqlite_force.installation, None, FIRST, LAST, "a test", sqlite_force.now)
    counted_all(sqlite_force)
    assert press_paragraph(sqlite_force.installation, None, FIRST, LAST, "a test", sqlite_force.now) == said
    assert "1 domestic violence protection notice was authorised" in said
