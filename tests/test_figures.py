"""Figures: what Essex Police published is what its entries add up to; everything adds up; little is not published."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_app.actions import Counting, Installation, NotAllowed, press_paragraph, read_figures
from field_app.cases.figures import DEFINITIONS, Happened, Tally, add_up, paragraph, published
from field_app.cases.figures.counts import Minutes
from field_app.demonstration import history
from field_app.demonstration.force import found
from field_app.demonstration.officer import entry_id
from field_app.force_file import DEMONSTRATION, read_force
from field_app.opening import installation_with
from field_app.store import access
from field_app.store.database import connect, migrate, reading

from .cases.examples import facts_of
from .conftest import KEYS, ORIGIN, Force, _settings
from .store.story import served
from .test_counted import replayed

NOW = datetime(2026, 7, 13, 20, 0, tzinfo=UTC)
EIGHT_WEEKS = (date(2014, 6, 1), date(2014, 7, 26))
A_MONTH = (date(2020, 5, 19), date(2020, 6, 17))
SINCE_NEW_YEAR = (date(2020, 1, 1), date(2020, 6, 24))


@pytest.fixture(scope="module")
def essex(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    settings = _settings(f"sqlite:///{tmp_path_factory.mktemp('essex')}/field.sqlite")
    engine = connect(settings.database_url)
    migrate(engine)
    installation = installation_with(engine, settings, KEYS, demonstration=True)
    found(installation, ORIGIN, NOW, demonstration=True)
    installation.force = read_force(DEMONSTRATION)
    history.load(installation, NOW)
    counting = Counting(installation)
    while counting.take(NOW):
        pass
    yield installation
    engine.dispose()


def told(essex: Installation, days: tuple[date, date], reason: str | None = "press test") -> str:
    return press_paragraph(essex, None, *days, reason, NOW)


def test_eight_weeks_of_2014(essex: Installation):
    said = told(essex, EIGHT_WEEKS)
    assert "54 domestic violence protection notices were authorised in eight weeks." in said
    assert "Every application the court decided was granted." in said
    assert "one jailed and three fined" in said


def test_a_month_of_2020_by_town(essex: Installation):
    said = told(essex, A_MONTH)
    assert (
        "25 orders were made: Basildon 5, Chelmsford 5, Clacton 3, Billericay 2, Harwich 2, Great Leighs 1, Harlow 1, "
        "Rayleigh 1, South Ockendon 1, Southend 1, Stanford-le-Hope 1, Tilbury 1, West Mersea 1." in said
    )
    assert "The youngest respondent was 19 (Basildon), the oldest 52 (South Ockendon)." in said


def test_the_year_2020_so_far(essex: Installation):
    said = told(essex, SINCE_NEW_YEAR)
    assert "23 people were prosecuted for breach, each fined or jailed" in said
    assert "150 people protected." in said
    arrests = next(one for one in read_figures(essex, None, date(2020, 6, 23), date(2020, 6, 23), NOW).figures
                   if one.key == "arrested")  # fmt: skip
    assert (arrests.number, arrests.by["town"], arrests.by["age"]) == (1, {"Basildon": 1}, {"25 to 34": 1})


def test_what_is_published_tells_no_town_under_five_and_no_age(essex: Installation):
    said = told(essex, A_MONTH, None)
    assert "Basildon 5, Chelmsford 5, elsewhere in Northfield 8, elsewhere in Southmarsh 7." in said
    assert "youngest" not in said and "Tilbury" not in said
    assert "Fewer than five people were prosecuted" in told(essex, EIGHT_WEEKS, None)


def test_what_was_counted_of_the_demonstration_tells_the_figures_of_its_entries(essex: Installation):
    every = replayed(essex)
    assert len(every) > 2500
    for days in (EIGHT_WEEKS, A_MONTH, SINCE_NEW_YEAR, (date(2014, 1, 1), date(2026, 12, 31))):
        for of in ({}, {"district": "Northfield"}, {"court": "Southmarsh Magistrates' Court"}):
            assert read_figures(essex, None, *days, NOW, **of) == add_up(every, *days, **of)


def test_an_override_needs_a_reason_and_is_on_record(essex: Installation):
    with pytest.raises(NotAllowed, match="Say why"):
        told(essex, A_MONTH, "  ")
    told(essex, A_MONTH, "for a test of records")
    with reading(essex.engine) as connection:
        office = essex.office(connection)[0].id
        *_, last = access.read(connection, essex.keys, office)
    assert (last.officer, last.action) == ("system", "figures")
    assert last.detail == "sentence, 2020-05-19 to 2020-06-17; unsuppressed: for a test of records"


def test_every_division_of_every_figure_adds_up_to_it(essex: Installation):
    figures = read_figures(essex, None, *SINCE_NEW_YEAR, NOW).figures
    counted = {one.key: one.number for one in figures}
    for one in figures:
        for name, parts in one.by.items():
            assert sum(parts.values()) == one.number, (one.key, name)
    assert counted["authorised"] + counted["refused"] == counted["requested"] == 150
    north, south = (
        read_figures(essex, None, *SINCE_NEW_YEAR, NOW, district=one).figures for one in ("Northfield", "Southmarsh")
    )
    of_all = [one for one in figures if not DEFINITIONS[one.key].guarded]
    for one, n, s in zip(of_all, north, south, strict=True):
        assert n.number + s.number == one.number


def test_the_commands_give_the_same_numbers(force_cli: tuple[Force, Path]):
    force, _ = force_cli
    runner = force.app().test_cli_runner()
    days = ["--from", "2026-07-01", "--to", "2026-07-31"]
    answer = runner.invoke(args=["figures", *days, "--json"])
    assert answer.exit_code == 0, answer.output
    by_command = json.loads(answer.output)
    by_screen = force.client("inspector").get("/api/figures?from=2026-07-01&to=2026-07-31").get_json()
    assert by_command == by_screen
    requested = next(one for one in by_screen["figures"] if one["key"] == "requested")
    assert (requested["number"], requested["by"]["hour"]) == (1, {"21:00": 1})
    assert runner.invoke(args=["figures", "--from", "2026-07-31", "--to", "2026-07-01"]).exit_code == 2
    assert force.client("constable").get("/api/figures").status_code == 403
    sentence = {"first": "2026-07-01", "last": "2026-07-31", "unsuppressed": "asked for by command"}
    assert force.client("auditor").post("/api/figures/sentence", json=sentence).status_code == 200


@pytest.fixture
def force_cli(sqlite_force: Force, tmp_path: Path) -> tuple[Force, Path]:
    sqlite_force.requested()
    return sqlite_force, tmp_path


@pytest.mark.parametrize(
    ("towns", "expected"),
    [
        ([("A", "N", 5), ("B", "N", 5)], {"A": 5, "B": 5}),
        ([("A", "N", 5), ("B", "N", 4)], {"N": 9}),  # the four could be had by taking away
        ([("A", "N", 6), ("B", "S", 3)], {"the rest of the force": 9}),
        ([("A", "N", 6), ("B", "S", 5), ("C", "E", 1)], {"A": 6, "the rest of the force": 6}),
        ([(None, "N", 7)], {"N": 7}),
        (
            [("A", None, 6), ("B", None, 5), (None, None, 7), ("C", "S", 9), ("D", "E", 2)],
            {"A": 6, "C": 9, "the rest of the force": 14},
        ),
        ([("A", "N", 4)], {}),
    ],
)
def test_few_are_told_with_others(towns: list[tuple[str | None, str, int]], expected: dict[str, int]):
    assert published({(district, town): many for town, district, many in towns}) == expected


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from([None, "N", "S", "E"]), st.sampled_from([None, "A", "B", "C"])), st.integers(1, 9)
    )
)
def test_what_is_told_by_place_keeps_its_total_and_nothing_under_five(orders):
    told = published(orders)
    assert all(number >= 5 for number in told.values())
    assert sum(told.values()) in ({sum(orders.values())} if sum(orders.values()) >= 5 else {0})
    for town in {"A", "B", "C"} & told.keys():
        assert any(number >= 5 for (_, name), number in orders.items() if name == town)
    for name in ("N", "S", "E"):
        if 0 < sum(number for (district, _), number in orders.items() if district == name) < 5:
            assert name not in told


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            Happened,
            what=st.sampled_from(["authorised", "ordered", "application refused", "breach heard"]),
            day=st.just(date(2026, 7, 3)),
            hour=st.none(),
            case=st.just("c"),
            district=st.sampled_from(["N", "S"]),
            town=st.sampled_from(["Ashby", "Bexham"]),
            of=st.sampled_from(["sum ordered", "committed"]),
            age=st.sampled_from([1, 2, 3, 4, None]),
            respondent=st.integers(0, 12),
            protected_person=st.integers(0, 12),
        ),
        max_size=30,
    )
)
def test_a_paragraph_tells_no_number_under_five_and_none_that_can_be_had_by_taking_away(every):
    said = paragraph("Force", Tally().count(every), date(2026, 7, 1), date(2026, 7, 9), unsuppressed=False)
    _, _, told = said.partition(": ")
    numbers = {int(one) for one in re.findall(r"\d+", told)}
    assert not numbers & {1, 2, 3, 4}
    assert "youngest" not in said
    counts = Counter(one.what for one in every)
    if 0 < counts["application refused"] < 5:
        assert f"{counts['ordered'] + counts['application refused']} applications" not in said


def test_whoever_overrides_says_why_under_their_own_name(sqlite_force: Force):
    force = sqlite_force
    days = {"first": "2026-07-01", "last": "2026-07-31"}
    client = force.client("inspector")
    assert client.post("/api/figures/sentence", json={**days, "unsuppressed": " "}).status_code == 422
    for reason in (None, "For the police and crime panel."):
        assert client.post("/api/figures/sentence", json={**days, "unsuppressed": reason}).status_code == 200
    with reading(force.installation.engine) as connection:
        office = force.installation.office(connection)[0].id
        *_, plain, override = access.read(connection, force.installation.keys, office)
    assert plain.detail == "sentence, 2026-07-01 to 2026-07-31"
    assert override.detail == "sentence, 2026-07-01 to 2026-07-31; unsuppressed: For the police and crime panel."
    assert {plain.officer, override.officer} == {force.inspector.id}


def test_who_was_served_twice_within_28_days_counts_with_the_year_before():
    first = Happened("served", date(2026, 6, 20), 3, "one", "N", "A", respondent=1, protected_person=2)
    second = Happened("served", date(2026, 7, 10), 3, "two", "N", "A", respondent=1, protected_person=2)
    people = add_up([first, second], date(2026, 7, 1), date(2026, 7, 31)).people
    assert (people["again_28_days"], people["protected_people"], people["respondents"]) == (1, 1, 1)


def test_what_else_was_done_is_counted_by_what_it_was(sqlite_force: Force):
    force = sqlite_force
    case_id, *_, service = served(force)
    told = {"event": "served", "entry": entry_id(service)}
    at = force.later(minutes=20).isoformat(timespec="seconds")

    def write(role: str, kind: str, relies_on: Any = (), **facts: Any) -> Any:
        sender = force.officers[role]
        entry = sender.write(kind, case_id, {**facts_of(kind), **facts}, force.now, relies_on=relies_on)
        (outcome,) = sender.send([entry], force.now)
        assert outcome.outcome.startswith("accepted"), outcome.reasons
        return entry

    write("safeguarding", "protected person told", outcome="told", contacted_at=at, told_of=[told])
    write("safeguarding", "task done", task="support", outcome="done", done_at=at, offer="accepted", why=None)
    write("safeguarding", "protected person told", outcome="did not want contact", contacted_at=at, told_of=[])
    write("safeguarding", "task done", task="marac", outcome="not needed", done_at=at, why="Below the threshold.")
    write("custody", "bail or release decision recorded", decided_at=at, conditions=[])
    report = write("control_room", "breach reported", occurred_at=at)
    other = write("control_room", "breach reported", occurred_at=at)
    for what in ("new incident", "new incident", "charged"):
        write("safeguarding", "later event recorded", what=what, happened_on="2026-07-13")
    for about, sent, because in (
        (report, False, "no unit free"),
        (report, True, None),
        (other, False, "no unit free"),
        (other, False, "to be seen later"),
    ):
        force.later(minutes=4)
        unit, why_not = ("Invented 21", None) if sent else (None, "None free.")
        answer = {"sent": sent, "unit": unit, "because": because, "why_not": why_not}
        write("control_room", "unit sent or not", relies_on=[about], **answer)
    found = read_figures(force.installation, None, date(2026, 7, 13), date(2026, 7, 14), force.now)
    by_key = {one.key: one for one in found.figures}
    assert by_key["told of"].by["kind"] == {"served": 1}
    assert by_key["told of"].minutes is not None and 20 <= by_key["told of"].minutes.median <= 25
    assert by_key["referred"].by["kind"] == {"IDVA or local support": 1}
    assert (by_key["referred"].number, by_key["referred"].of) == (1, 1)
    assert by_key["support offered"].by["kind"] == {"accepted": 1}
    assert by_key["told"].by["kind"] == {"told": 1, "did not want contact": 1}
    assert by_key["beside bail"].number == 1
    assert by_key["later"].by["kind"] == {"new incident": 2, "charged": 1}
    assert by_key["after service"].by["kind"] == {"new incident, within 28 days": 2}
    assert by_key["served"].by["Act"] == {"DVPN": 1}
    assert found.people["breached_again"] == 1
    assert by_key["unit sent"].minutes == Minutes(1, 8, 8)
    assert (by_key["breach reported"].number, by_key["unit sent"].number, by_key["no unit sent"].number) == (2, 1, 1)
    assert by_key["no unit because"].by["kind"] == {"to be seen later": 1}
    assert by_key["protected person"].by["kind"] == {"25 to 34": 1}
