"""How long does `orders import` take for 100,000 rows that are new, on SQLite, and how much of it is reading them?"""

from __future__ import annotations

import csv
import os
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

from bench.people import people
from config import SECRETS, Settings
from field_app.actions import import_orders
from field_app.cases.order_list import COLUMNS, read_list
from field_app.demonstration.force import found
from field_app.opening import installation_with, new_secret
from field_app.store.database import connect, migrate

ORIGIN = "http://localhost:8000"


def number() -> int:
    """How many rows: IMPORT_ROWS where it is set, otherwise 100,000."""
    return int(os.environ.get("IMPORT_ROWS") or 100_000)


def orders_import() -> dict[str, Any]:
    """Seconds from the file's bytes to the commit. The baseline reads and checks the same rows, and keeps nothing."""
    now, rows = datetime.now(UTC), number()
    body = _list(rows, now.date())
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        keys = {name: new_secret() for name in SECRETS}
        engine = connect(f"sqlite:///{folder}/field.sqlite")
        migrate(engine)
        installation = installation_with(engine, Settings("", ORIGIN, keys, None, False, ()), keys, demonstration=False)
        _, officers = found(installation, ORIGIN, now, demonstration=False)
        began, used = time.perf_counter(), time.process_time()
        taken = import_orders(installation, officers[0], body, "Invented Police", now)
        seconds, processor = time.perf_counter() - began, time.process_time() - used
        assert taken.count("taken") == rows
        engine.dispose()
    began = time.perf_counter()
    assert sum(1 for _ in read_list(body, "Invented Police", now)) == rows
    reading = time.perf_counter() - began
    return {
        "value": round(seconds, 1),
        "unit": f"s for {rows:,} rows ({processor:.0f} s of processor)",
        "baseline": "reading and checking the rows alone, nothing kept",
        "baseline_value": round(reading, 1),
        "ratio": round(seconds / reading, 1),
        "better": "lower",
    }


def _list(rows: int, today: date) -> bytes:
    """A list of so many invented people's orders."""
    text, made = StringIO(), today - timedelta(days=5)
    written = csv.writer(text)
    written.writerow(COLUMNS)
    everybody = [one.known for one in people(rows, 1)]
    for at, one in enumerate(everybody):
        given, _, family = one.name.rpartition(" ")
        of, _, protected = everybody[(at * 7 + 3) % rows].name.rpartition(" ")
        places = ";".join(f"{place}, {code}" for place, code in zip(one.addresses, one.postcodes, strict=True))
        named = [given, family, ";".join(one.aliases), one.born or "", places, of, protected, ""]
        days = [f"{made}T10:00:00+00:00", made, made + timedelta(days=27)]
        said = ["Invented Court", "Not to contact the protected person;Not to go to the home", ""]
        written.writerow([f"INV/{at:06d}", "CSA2010", "order", *named, *days, *said])
    return text.getvalue().encode()
