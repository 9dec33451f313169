"""The look-up's index: the same on both databases, never behind, and rebuilt from the log."""

from __future__ import annotations

import pytest

from field_app.cases.matching import Known, Sought, asked_card
from field_app.store import search
from field_app.store.database import reading, writing
from field_app.store.search import Index
from field_app.store.tables import found_people

ON = "2026-07-13"
CRAIG = Known(name="Craig Inventedson", born="1999-01-01", addresses=("14 Fictional Close",), postcodes=("SS14 0ZZ",))
RACHEL = Known(name="Rachel Notareal", born="2001-01-01")


def put(force, case_id, **people):
    with writing(force.installation.engine) as connection:
        search.put(
            connection, force.installation.keys, case_id, {role.replace("_", " "): one for role, one in people.items()}
        )


def found(force, index, least=50, **asked):
    with reading(force.installation.engine) as connection:
        return [(one.case_id, one.role) for one in index.find(connection, asked_card(Sought(**asked)), ON, least)]


def test_another_server_finds_somebody_at_once_and_no_longer_when_the_case_says_otherwise(force):
    ours, theirs = Index(force.installation.keys), Index(force.installation.keys)
    assert found(force, theirs, name="Inventedson") == []
    put(force, "one", respondent=CRAIG, protected_person=RACHEL)
    for index in (ours, theirs):
        assert found(force, index, name="Kraig Inventidson") == [("one", "respondent")]
        assert found(force, index, name="Rachael Notareal") == [("one", "protected person")]
    put(force, "one", respondent=Known(name="Craig Otherwise"))
    for index in (ours, theirs):
        assert found(force, index, name="Craig Inventedson", least=90) == []
        assert found(force, index, name="Otherwise") == [("one", "respondent")]
        assert found(force, index, name="Notareal") == []
    put(force, "one")
    assert found(force, ours, name="Otherwise") == found(force, theirs, name="Otherwise") == []


def test_a_number_is_never_given_twice(force):
    """Else a server that had the last row would miss the one that took its number."""
    index = Index(force.installation.keys)
    put(force, "one", respondent=RACHEL)
    assert found(force, index, name="Notareal")
    put(force, "one")
    put(force, "two", respondent=CRAIG)
    assert found(force, index, name="Inventedson") == [("two", "respondent")]


def test_what_was_rolled_back_is_not_found(force):
    index = Index(force.installation.keys)
    with pytest.raises(ZeroDivisionError), writing(force.installation.engine) as connection:
        search.put(connection, force.installation.keys, "one", {"respondent": CRAIG})
        raise ZeroDivisionError
    put(force, "two", respondent=CRAIG)
    assert found(force, index, name="Inventedson") == [("two", "respondent")]


def test_of_thousands_of_one_name_the_one_of_that_address_comes_first(sqlite_force):
    others = [Known(name="Craig Inventedson", born=f"19{year}-01-01") for year in range(40, 100)]
    with writing(sqlite_force.installation.engine) as connection:
        many = ((f"{turn} {one.born}", "respondent", one) for turn in range(100) for one in others)
        search.put_many(connection, sqlite_force.installation.keys, [("meant", "respondent", CRAIG), *many])
    index = Index(sqlite_force.installation.keys)
    assert found(sqlite_force, index, name="Craig Inventedson", address="14 Fictional Close")[0][0] == "meant"
    assert found(sqlite_force, index, name="Craig Inventedson", postcode="SS14 0ZY")[0][0] == "meant"
    assert len(found(sqlite_force, index, name="Craig Inventedson")) == search.MOST_JUDGED


def test_a_row_that_was_moved_or_spoilt_is_passed_over_and_said(sqlite_force, caplog):
    """A card is bound to its case and role. One bad row does not end every look-up."""
    put(sqlite_force, "one", respondent=CRAIG)
    put(sqlite_force, "two", respondent=CRAIG)
    put(sqlite_force, "three", respondent=CRAIG)
    with writing(sqlite_force.installation.engine) as connection:
        connection.execute(found_people.update().where(found_people.c.case_id == "one").values(case_id="other"))
        connection.execute(found_people.update().where(found_people.c.case_id == "two").values(keys=b"spoilt" * 9))
    index = Index(sqlite_force.installation.keys)
    assert found(sqlite_force, index, name="Inventedson") == [("three", "respondent")]
    assert ["row 2" in caplog.text, "row 1" in caplog.text, "Inventedson" in caplog.text] == [True, True, False]


def test_no_table_is_walked(sqlite_force):
    put(sqlite_force, "one", respondent=CRAIG)
    index = Index(sqlite_force.installation.keys)
    asked = []
    with reading(sqlite_force.installation.engine) as connection:
        driver = connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        index.find(connection, asked_card(Sought(name="Inventedson")), ON, 50)
        driver.set_trace_callback(None)
        asked = [statement for statement in asked if statement.startswith("SELECT")]
        assert len(asked) == 3  # whether there is anything new, what it is, and who was found
        for statement in asked:
            plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
            tables = [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
            assert tables == []
