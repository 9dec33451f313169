"""How surely and how fast is somebody found among 100,000 (`BENCH=full`: also a million) whose name was half heard?

The people, the questions and the kinds of damage are in `people` and `damage`; all are invented. In the same run the
same questions are put to PostgreSQL's trigram index (pg_trgm) and to blocking keys without a vocabulary, which is how
the look-up worked before. `docs/lookup.md` shows the table that this prints.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg

from bench.damage import KINDS, ON, questions
from bench.people import Person, people
from field_app.cases.matching import Card, Sought, asked_card, card, match, name_parts
from field_app.cases.matching.places import postcode_key, streets
from field_app.store import search
from field_app.store.database import connect, migrate, reading, writing
from field_app.store.keys import CaseKeys
from tests.postgres import Postgres

ASKED = 5_000
FEWER = 5
"""Of the questions, the others are put every fifth: they take their time."""

THRESHOLDS = (50, 60, 70, 80, 90)
MASTER = b"bench only, and nobody's secret."
TABLE = Path(__file__).parent / "lookup.json"
"""What the last run found, kind by kind: docs/lookup.md is written from it."""

Answer = list[tuple[int, int]]
"""Who was found, best first, each with a score."""


def number() -> int:
    """How many people: LOOKUP_PEOPLE where it is set, a million with BENCH=full, otherwise 100,000."""
    return int(os.environ.get("LOOKUP_PEOPLE") or (1_000_000 if os.environ.get("BENCH") == "full" else 100_000))


@contextmanager
def _postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        yield server
    finally:
        server.stop()


@lru_cache(maxsize=1)
def measured() -> dict[str, Any]:
    """Everything, measured once for all the rows it fills."""
    everybody = list(people(number(), 1))
    place = {id(one): at for at, one in enumerate(everybody)}
    asked = [(kind, sought, place[id(meant)]) for kind, sought, meant in questions(everybody, ASKED, 7)]
    found: dict[str, Any] = {"people": number()}
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder, _postgres() as server:
        urls = {"sqlite": f"sqlite:///{folder}/field.sqlite", "postgresql": server.create("lookup")}
        for name, url in urls.items():
            found[name] = _ours(url, everybody, asked)
            found[name]["memory"] = _memory(url)
        found["absent"] = _absent(urls["sqlite"], everybody)
        found["heard of"] = {name: _heard_of(url) for name, url in urls.items()}
        found["pg_trgm"] = _run(_trigrams(server, everybody), asked[::FEWER])
        found["blocking keys"] = _run(_blocking(f"{folder}/blocking.sqlite", everybody), asked[::FEWER])
    TABLE.write_text(json.dumps(found, indent=1) + "\n")
    if found["people"] == 100_000:
        write_page(found)
    return found


PAGE = Path(__file__).parents[1] / "docs" / "lookup.md"
MEASURED = "\n## Measured\n"


def write_page(found: dict[str, Any]) -> None:
    """Write anew what docs/lookup.md says was measured; what stands above it is written by hand."""
    ours, trigrams, blocking = found["sqlite"], found["pg_trgm"], found["blocking keys"]
    lines = [
        f"{found['people']:,} people who are not there, {ASKED:,} questions of {len(KINDS)} kinds (to the two others",
        f"every {FEWER}th of them), in one run of `make bench ONLY=lookup`, two cores with other work on them.",
        "",
        "| | first | in the first ten | worst kind | median | 95th percentile |",
        "|---|---|---|---|---|---|",
    ]
    names = {"sqlite": "ours, SQLite", "postgresql": "ours, PostgreSQL"}
    for name in ("sqlite", "postgresql", "pg_trgm", "blocking keys"):
        one = found[name]
        shares = " | ".join(f"{100 * one[which]:.1f} %" for which in ("first", "ten", "worst"))
        lines.append(f"| {names.get(name, name)} | {shares} | {one['median_ms']} ms | {one['p95_ms']} ms |")
    lines += [
        "",
        f"A server grows by {ours['memory']} MB on SQLite, {found['postgresql']['memory']} MB on PostgreSQL, and is "
        f"ready {ours['ready_s']} s and {found['postgresql']['ready_s']} s after its first question. Another server "
        "finds who was just filed with its next question.",
        "",
        "Of 2,000 questions about people who are not there, this share got somebody with at least that score (often "
        "rightly: of a common name, there is somebody born that year), and this share of those who are there had it:",
        "",
        "| score at least | " + " | ".join(map(str, THRESHOLDS)) + " |",
        "|---|" + "---|" * len(THRESHOLDS),
        "| somebody else | " + " | ".join(f"{100 * found['absent'][str(least)]:.1f} %" for least in THRESHOLDS) + " |",
        "| who was meant | " + " | ".join(f"{100 * ours['at least'][str(least)]:.1f} %" for least in THRESHOLDS) + " |",
        "",
        "*Others* is how many other people were shown beside, on average, with a score of 50 or more.",
        "",
        "| what was asked | first | in ten | others | pg_trgm, in ten | blocking keys, in ten |",
        "|---|---|---|---|---|---|",
    ]
    for kind, row in ours["kinds"].items():
        shares = [f"{100 * row[which]:.1f} %" for which in ("first", "ten")]
        theirs = [one["kinds"].get(kind) for one in (trigrams, blocking)]
        beside = [f"{100 * one['ten']:.0f} %" if one else "" for one in theirs]
        lines.append("| " + " | ".join((kind, *shares, f"{row['others']:.1f}", *beside)) + " |")
    PAGE.write_text(PAGE.read_text().partition(MEASURED)[0] + MEASURED + "\n" + "\n".join(lines) + "\n")


def _run(ask: Callable[[Sought], Answer], asked: list[tuple[str, Sought, int]]) -> dict[str, Any]:
    """Put every question; how often the one who is meant is first, and among ten, and how long an answer takes."""
    took: list[float] = []
    scores: list[int] = []
    kinds = {kind: Counter[str]() for kind in KINDS}
    for _, sought, _ in asked[:: len(asked) // 40]:
        ask(sought)  # as warm as it stays
    gc.freeze()
    for kind, sought, meant in asked:
        began = time.perf_counter()
        answer = ask(sought)
        took.append((time.perf_counter() - began) * 1000)
        scores.append(dict(answer[:10]).get(meant, 0))
        first = [who for who, _ in answer[:10]]
        kinds[kind].update(
            asked=1, first=first[:1] == [meant], ten=meant in first, others=len(answer) - (meant in first)
        )
    took.sort()
    rows = {
        kind: {
            "first": one["first"] / one["asked"],
            "ten": one["ten"] / one["asked"],
            "others": one["others"] / one["asked"],
        }
        for kind, one in kinds.items()
        if one["asked"]
    }
    total = sum((one for one in kinds.values()), Counter[str]())
    return {
        "first": total["first"] / total["asked"],
        "ten": total["ten"] / total["asked"],
        "worst": min(row["ten"] for row in rows.values()),
        "at least": {str(least): sum(score >= least for score in scores) / len(scores) for least in THRESHOLDS},
        "median_ms": round(took[len(took) // 2], 2),
        "p95_ms": round(took[int(len(took) * 0.95)], 2),
        "kinds": rows,
    }


# --- Ours --------------------------------------------------------------------------------------------------


def _ours(url: str, everybody: list[Person], asked: list[tuple[str, Sought, int]]) -> dict[str, Any]:
    engine, keys = connect(url), CaseKeys(MASTER)
    migrate(engine)
    for start in range(0, len(everybody), 20_000):
        with writing(engine) as connection:
            some = enumerate(everybody[start : start + 20_000], start)
            search.put_many(connection, keys, ((str(at), "respondent", one.known) for at, one in some))
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE found_people")
    index = search.Index(keys)

    def ask(sought: Sought) -> Answer:
        with reading(engine) as connection:
            found = index.find(connection, asked_card(sought), ON, THRESHOLDS[0])
        return [(int(one.case_id), one.match.score) for one in found]

    began = time.perf_counter()
    ask(Sought(name="x"))
    ready = time.perf_counter() - began
    result = {**_run(ask, asked), "ready_s": round(ready, 2)}
    engine.dispose()
    return result


_ALONE = """
import sys
from bench.lookup import MASTER, ON
from field_app.cases.matching import Sought, asked_card
from field_app.store.database import connect, reading
from field_app.store.keys import CaseKeys
from field_app.store.search import Index

def resident():
    with open("/proc/self/status") as status:
        return int(next(line.split()[1] for line in status if line.startswith("VmRSS"))) * 1024

engine, index = connect(sys.argv[1]), Index(CaseKeys(MASTER))
with reading(engine) as connection:
    before = resident()
    index.find(connection, asked_card(Sought(name="Craig Inventedson", year=1985)), ON, 50)
print((resident() - before) / 1e6)
"""


def _memory(url: str) -> float:
    """What a server's memory grows by when it takes the index in, in MB; a process of its own measures it."""
    out = subprocess.run([sys.executable, "-c", _ALONE, url], check=True, capture_output=True, text=True)
    return round(float(out.stdout), 1)


def _absent(url: str, everybody: list[Person]) -> dict[str, float]:
    """How often somebody who is not there is taken for somebody who is: the share of such questions, per threshold.

    They are of the same communities, made with another seed, with names and dates of birth as one would type them.
    """
    engine, index, chance = connect(url), search.Index(CaseKeys(MASTER)), random.Random(11)
    there = {(one.known.name, one.known.born) for one in everybody}
    best = []
    with reading(engine) as connection:
        for one in people(2_000, 2):
            if (one.known.name, one.known.born) in there:
                continue
            sought = Sought(name=f"{one.given[0]} {one.family}", born=one.known.born)
            if chance.random() < 0.3:
                sought = Sought(name=sought.name, year=int((one.known.born or "")[:4]))
            found = index.find(connection, asked_card(sought), ON, THRESHOLDS[0])
            best.append(found[0].match.score if found else 0)
    engine.dispose()
    return {str(least): sum(score >= least for score in best) / len(best) for least in THRESHOLDS}


def _heard_of(url: str) -> float:
    """After how many ms another server finds who has just been filed."""
    engine, keys = connect(url), CaseKeys(MASTER)
    other = search.Index(keys)
    asked = asked_card(Sought(name="Zebediah Quillfeather-Newcomer", born="1991-02-03"))
    with reading(engine) as connection:
        assert not other.find(connection, asked, ON, 90)
    (one,) = people(1, 3)
    with writing(engine) as connection:
        known = type(one.known)(name="Zebediah Quillfeather-Newcomer", born="1991-02-03")
        search.put(connection, keys, "new", {"respondent": known})
    began = time.perf_counter()
    with reading(engine) as connection:
        assert [found.case_id for found in other.find(connection, asked, ON, 90)] == ["new"]
    took = (time.perf_counter() - began) * 1000
    engine.dispose()
    return round(took, 2)


# --- pg_trgm -----------------------------------------------------------------------------------------------


def _trigrams(server: Postgres, everybody: list[Person]) -> Callable[[Sought], Answer]:
    """PostgreSQL's own: names by trigrams (GIN), everything else by equality, ten by similarity and date of birth."""
    server.create("trigrams")
    database = psycopg.connect(f"host={server.folder} user=field dbname=trigrams", autocommit=True)
    database.execute("CREATE EXTENSION pg_trgm")
    columns = (
        "name text, born text, address text, postcode text, reference text, telephone text, plate text, handle text"
    )
    database.execute(f"CREATE TABLE people (id int PRIMARY KEY, {columns})".encode())
    with database.cursor().copy("COPY people FROM STDIN") as copy:
        for at, one in enumerate(everybody):
            known = one.known
            copy.write_row(
                (
                    at,
                    " ".join((known.name or "", *known.aliases)),
                    known.born,
                    known.addresses[0],
                    *(written[0].replace(" ", "") if written else None for written in (known.postcodes,)),
                    (known.reference or "").replace("-", ""),
                    *(
                        written[0].replace(" ", "") if written else None
                        for written in (known.telephones, known.number_plates)
                    ),
                    known.contacts[0] if known.contacts else None,
                )
            )
    for column in ("name", "address", "postcode", "telephone", "plate", "handle"):
        database.execute(f"CREATE INDEX ON people USING gin ({column} gin_trgm_ops)".encode())
    for column in ("born", "reference"):
        database.execute(f"CREATE INDEX ON people ({column})".encode())
    database.execute("VACUUM ANALYZE people")

    def ask(sought: Sought) -> Answer:
        year = sought.year or (int(ON[:4]) - sought.age if sought.age is not None else None)
        values: dict[str, object] = {
            "name": sought.name,
            "born": sought.born or (f"{year}" if year else None),
            "address": sought.address,
            "postcode": sought.postcode and sought.postcode.replace(" ", ""),
            "reference": sought.reference and sought.reference.upper().replace(" ", ""),
            "telephone": sought.telephone and "0" + sought.telephone.removeprefix("+44 "),
            "plate": sought.number_plate,
            "handle": sought.handle,
        }
        given = [column for column, value in values.items() if value]
        likeness = " + ".join(
            f"coalesce((left(born, {len(str(values['born']))}) = %(born)s)::int, 0)"
            if column == "born"
            else f"coalesce(similarity({column}, %({column})s), 0)"
            for column in given
        )
        if sought.name:
            where = "name %% %(name)s"
        else:
            where = " OR ".join(
                f"{column} = %({column})s" if column == "reference" else f"{column} %% %({column})s" for column in given
            )
        statement = f"SELECT id, ({likeness}) AS score FROM people WHERE {where} ORDER BY score DESC, id LIMIT 10"
        return [(row[0], 0) for row in database.execute(statement.encode(), values)]

    return ask


# --- Blocking keys without a vocabulary --------------------------------------------------------------------


def _blocking(path: str, everybody: list[Person]) -> Callable[[Sought], Answer]:
    """Each name part and what is left when a letter falls out, born, postcode, house and street; the score is ours."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE keys (key TEXT, id INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID")
    database.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, card TEXT)")
    database.execute("BEGIN")
    for at, one in enumerate(everybody):
        known = one.known
        made = card(known)
        database.execute("INSERT INTO cards VALUES (?, ?)", (at, json.dumps(vars(made))))
        keys = _blocks((known.name, *known.aliases), known.born, known.postcodes, known.addresses)
        keys |= {f"n {number}" for number in (*made.telephones, *made.plates, *made.handles, made.reference) if number}
        database.executemany("INSERT INTO keys VALUES (?, ?)", ((key, at) for key in keys))
    database.execute("COMMIT")

    def ask(sought: Sought) -> Answer:
        asked = asked_card(sought)
        keys = _blocks((sought.name,), sought.born, [sought.postcode or ""], [sought.address or ""])
        keys |= {f"n {one}" for one in (*asked.telephones, *asked.plates, *asked.handles, asked.reference) if one}
        marks = ", ".join("?" * len(keys))
        likely = database.execute(
            f"SELECT cards.id, card FROM cards JOIN (SELECT id FROM keys WHERE key IN ({marks}) GROUP BY id "
            "ORDER BY count(*) DESC, id LIMIT 200) AS found ON found.id = cards.id",
            sorted(keys),
        )
        scored = [(at, match(asked, Card(**json.loads(text)), ON).score) for at, text in likely]
        return sorted((one for one in scored if one[1] >= THRESHOLDS[0]), key=lambda one: -one[1])

    return ask


def _blocks(names: Any, born: str | None, postcodes: Any, addresses: Any) -> set[str]:
    parts = {part for name in names for part in name_parts(name or "")}
    keys = {f"p {part[:at] + part[at + 1 :]}" for part in parts if len(part) > 3 for at in range(len(part))}
    keys |= {f"p {part}" for part in parts} | ({f"b {born}"} if born else set())
    keys |= {f"o {postcode_key(one)}" for one in postcodes if one}
    return keys | {f"a {house} {street}" for one in addresses for house, street in streets(one) if house}


# --- Rows of the results -----------------------------------------------------------------------------------


def _speed(name: str) -> Callable[[], dict[str, Any]]:
    def row() -> dict[str, Any]:
        found = measured()
        ours, theirs = found[name]["p95_ms"], found["pg_trgm"]["p95_ms"]
        return {
            "value": ours,
            "unit": f"ms, 95th percentile of {ASKED} questions of {found['people']} people",
            "baseline": "pg_trgm, the same questions",
            "baseline_value": theirs,
            "ratio": round(ours / theirs, 3),
            "better": "lower",
        }

    return row


def _recall(which: str) -> Callable[[], dict[str, Any]]:
    def row() -> dict[str, Any]:
        found = measured()
        ours = min(found[name][which] for name in ("sqlite", "postgresql"))
        theirs = found["blocking keys"][which]
        return {
            "value": round(ours, 4),
            "unit": "recall within the first ten, " + ("all kinds" if which == "ten" else "the worst kind"),
            "baseline": f"blocking keys without a vocabulary; pg_trgm has {found['pg_trgm'][which]:.3f}",
            "baseline_value": round(theirs, 4),
            "ratio": round(ours / theirs, 2) if theirs else None,
            "better": "higher",
        }

    return row


def _memory_row() -> dict[str, Any]:
    found = measured()
    value = max(found[name]["memory"] for name in ("sqlite", "postgresql"))
    return {
        "value": value,
        "unit": f"MB a server grows by, {found['people']} people",
        "baseline": "the limit",
        "baseline_value": 200,
        "ratio": round(value / 200, 2),
        "better": "lower",
    }


ROWS: dict[str, Callable[[], dict[str, Any]]] = {
    "lookup_95th_percentile_sqlite": _speed("sqlite"),
    "lookup_95th_percentile_postgresql": _speed("postgresql"),
    "lookup_recall_at_10": _recall("ten"),
    "lookup_recall_at_10_worst_kind": _recall("worst"),
    "lookup_memory": _memory_row,
}
