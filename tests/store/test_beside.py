"""Looking for what stands beside a request goes by the indexes, however many cases there are."""

from __future__ import annotations

import pytest

from field_app.store import beside
from field_app.store.database import reading

LOOKING = {
    "what stands beside the requests that wait": lambda connection: beside.pairs(connection, ("requested",)),
    "whether one case does": lambda connection: beside.pairs(connection, ("requested",), "a case"),
    "the opposite of a case": lambda connection: beside.filed_under(connection, [b"1", b"2"], [b"3"]),
}


@pytest.mark.parametrize("what", LOOKING)
def test_no_table_is_walked(sqlite_force, what):
    asked: list[str] = []
    with reading(sqlite_force.installation.engine) as connection:
        driver = connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        LOOKING[what](connection)
        driver.set_trace_callback(None)
        (statement,) = asked
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    assert [step for step in plan if step.startswith("SEARCH")]
    assert [step for step in plan if step.startswith("SCAN")] == []
