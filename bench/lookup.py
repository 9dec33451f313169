"""How surely and how fast is somebody found among 100,000 (`BENCH=full`: a million) whose name was half heard?

The people, the questions and the kinds of damage are in `people` and `damage`; all are invented. In the same run the
same questions are put to PostgreSQL's trigram index (pg_trgm) and, of 100,000, to blocking keys without a vocabulary,
which is how the look-up worked before; of a million they alone would be an hour's filing. `docs/lookup.md` shows the
table that this prints.
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import insert, select

from bench.damage import KINDS, ON, questions
from bench.held_out import HELD_OUT
from bench.people import Person, people
from field_app.actions.lookup import LEAST_SCORE
from field_app.cases.matching import Card, Known, Sought, asked_card, card, match, name_parts
from field_app.cases.matching.places import postcode_key, streets
from field_app.store import search
from field_app.store.database import connect, migrate, reading, writing
from field_app.store.keys import CaseKeys
from field_app.store.tables import found_people
from tests.postgres import Postgres

ASKED = 5_000
A_MILLION = 1_000_000

ABSENT = 2_000
THRESHOLDS = (50, 60, 65, 70, 80, 90)
MASTER = b"bench only, and nobody's secret."

TABLES = Path(__file__).parent
"""What the last run found so far, kind by kind, in lookup.json, of a million lookup_million.json."""

Answer = list[tuple[int, int]]
"""Who was found, best first, each with a score."""


def number() -> int:
    """How many people: LOOKUP_PEOPLE where it is set, a million with BENCH=full, otherwise 100,000."""
    return int(os.environ.get("LOOKUP_PEOPLE") or (1_000_000 if os.environ.get("BENCH") == "full" else 100_000))


FEWER = 10 if number() == A_MILLION else 5
"""Of the questions, the others are put every fifth, of a million every tenth: they take their time."""


def _write(found: dict[str, Any]) -> None:
    name = "lookup_million.json" if found["people"] == A_MILLION else "lookup.json"
    (TABLES / name).write_text(json.dumps(found, indent=1) + "\n")


class _Said:
    """Says how far it is, and after how many seconds: a million take a quarter of an hour."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, what: str) -> None:
        print(f"  {time.monotonic() - self._began:5.0f} s  {what}", flush=True)


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
    said = _Said()
    everybody = list(people(number(), 1))
    place = {id(one): at for at, one in enumerate(everybody)}
    asked = [(kind, sought, place[id(meant)]) for kind, sought, meant in questions(everybody, ASKED, 7)]
    found: dict[str, Any] = {"people": number()}
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder, _postgres() as server:
        urls = {"sqlite": f"sqlite:///{folder}/field.sqlite", "postgresql": server.create("lookup")}
        asks: dict[str, Ask] = {}
        said("people made")
        _file(urls["sqlite"], everybody)
        said("filed on SQLite")
        _copy(urls["sqlite"], urls["postgresql"])
        said("and on PostgreSQL")
        for name, url in urls.items():
            found[name], asks[name] = _ours(url, asked)
            found[name]["memory"] = _memory(url)
            _write(found)
            said(f"{name}: {found[name]['ten']:.4f} among ten, {found[name]['worst']:.4f} of the worst kind")
        new = [(kind, sought, place[id(meant)]) for kind, sought, meant in questions(everybody, ASKED, 77, HELD_OUT)]
        found["held out"] = _run(asks["sqlite"], new)
        said(f"held out: {found['held out']['ten']:.4f} among ten, {found['held out']['worst']:.4f} of the worst kind")
        found["absent"] = _absent(asks["sqlite"], everybody)
        _write(found)
        asks["pg_trgm"] = _trigrams(server, everybody)
        said("pg_trgm has them")
        if number() < A_MILLION:
            asks["blocking keys"] = _blocking(f"{folder}/blocking.sqlite", everybody)
            said("blocking keys have them")
        for name in asks.keys() - urls.keys():
            found[name] = _run(asks[name], asked[::FEWER])
            _write(found)
            said(f"{name}: {found[name]['ten']:.4f} among ten")
        for name, times in _times(asks, asked[::FEWER]).items():
            found[name] |= times
            said(f"{name}: {times}")
        _write(found)
        found["heard of"] = {name: _heard_of(url) for name, url in urls.items()}
        for name in ("lookup", "trigrams"):
            server.drop(name)  # which ends the connections that were held: the server waits for them otherwise
    _write(found)
    if found["people"] == 100_000:
        write_page(found)
    return found


PAGE = Path(__file__).parents[1] / "docs" / "lookup.md"
MEASURED = "\n## Measured\n"


def write_page(found: dict[str, Any]) -> None:
    """Write anew what docs/lookup.md says was measured; what stands above it is written by hand."""
    ours, trigrams, blocking = found["sqlite"], found["pg_trgm"], found["blocking keys"]
    held_out = found["held out"]
    lines = [
        f"{found['people']:,} people who are not there, {ASKED:,} questions of {len(KINDS)} kinds (to the two others",
        f"every {FEWER}th of them), in one run of `make bench ONLY=lookup`. The times are of every {FEWER}th question,",
        "put to each in turn; *processor* is what this process and the database's took of it together, which is what",
        "can be compared while others want the same two cores.",
        "",
        "| | first | in ten | worst kind | median | 95th percentile | median, processor | 95th percentile, processor |",
        "|---|---|---|---|---|---|---|---|",
    ]
    names = {"sqlite": "ours, SQLite", "postgresql": "ours, PostgreSQL"}
    for name in ("sqlite", "postgresql", "pg_trgm", "blocking keys"):
        one = found[name]
        shares = [f"{100 * one[which]:.1f} %" for which in ("first", "ten", "worst")]
        times = [f"{one[which]} ms" for which in ("median_ms", "p95_ms", "median_cpu_ms", "p95_cpu_ms")]
        lines.append("| " + " | ".join((names.get(name, name), *shares, *times)) + " |")
    lines += [
        "",
        f"A server grows by {ours['memory']} MB on SQLite, {found['postgresql']['memory']} MB on PostgreSQL, and is "
        f"ready {ours['ready_s']} s and {found['postgresql']['ready_s']} s after its first question. Another server "
        "finds who was just filed with its next question.",
        "",
        "### Held out",
        "",
        f"{ASKED:,} questions of {len(HELD_OUT)} kinds with which nothing was tuned (`bench/held_out.py`): "
        f"{100 * held_out['first']:.1f} % first, {100 * held_out['ten']:.2f} % in the first ten, "
        f"{100 * held_out['worst']:.1f} % of the worst kind. And {ABSENT:,} of the same kinds about people who are not",
        "there, which often rightly get somebody: of a common name, there is somebody born that year.",
        "",
        "| score at least | " + " | ".join(map(str, THRESHOLDS)) + " |",
        "|---|" + "---|" * len(THRESHOLDS),
    ]
    for name, row in {
        "who is meant has it, and is among ten": [100 * held_out["at least"][str(least)] for least in THRESHOLDS],
        "somebody, for who is not there": [100 * found["absent"][str(least)] for least in THRESHOLDS],
    }.items():
        lines.append(f"| {name} | " + " | ".join(f"{one:.1f} %" for one in row) + " |")
    beside = [held_out["others"][str(least)] for least in THRESHOLDS]
    lines.append("| others shown beside who is meant | " + " | ".join(f"{one:.1f}" for one in beside) + " |")
    lines += [
        "",
        "| held-out kind | first | in ten | shown at 60 | at 70 | others at 60 | at 70 |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, row in held_out["kinds"].items():
        shares = [f"{100 * row[which]:.1f} %" for which in ("first", "ten", "at 60", "at 70")]
        lines.append(
            "| " + " | ".join((kind, *shares, *(f"{row[f'others {least}']:.1f}" for least in (60, 70)))) + " |"
        )
    lines += [
        "",
        "### The kinds it was tuned with",
        "",
        "*Others* is how many other people were found beside, on average, with a score of 60 or more.",
        "",
        "| what was asked | first | in ten | others | pg_trgm, in ten | blocking keys, in ten |",
        "|---|---|---|---|---|---|",
    ]
    for kind, row in ours["kinds"].items():
        shares = [f"{100 * row[which]:.1f} %" for which in ("first", "ten")]
        theirs = [one["kinds"].get(kind) for one in (trigrams, blocking)]
        cells = [f"{100 * one['ten']:.0f} %" if one else "" for one in theirs]
        lines.append("| " + " | ".join((kind, *shares, f"{row['others 60']:.1f}", *cells)) + " |")
    PAGE.write_text(PAGE.read_text().partition(MEASURED)[0] + MEASURED + "\n" + "\n".join(lines) + "\n")


def _times(asks: dict[str, Ask], asked: list[tuple[str, Sought, int]]) -> dict[str, dict[str, float]]:
    """How long an answer takes, by the clock and in processor time (ours and the database's), in ms.

    Each question is put to all of them in turn, so that whatever else the machine does falls on all of them alike; and
    only what scores enough to be shown is asked for, as the look-up does.
    """
    for _, sought, _ in asked[:: len(asked) // 40]:
        for ask in asks.values():
            ask.put(sought, LEAST_SCORE)  # as warm as it stays
    gc.freeze()
    walls: dict[str, list[float]] = {name: [] for name in asks}
    busy: dict[str, list[float]] = {name: [] for name in asks}
    for _, sought, _ in asked:
        for name, ask in asks.items():
            wall, processor = ask.timed(sought, LEAST_SCORE)
            walls[name].append(wall)
            busy[name].append(processor)
    return {
        name: {
            **{"median_ms": _share(walls[name], 0.5), "p95_ms": _share(walls[name], 0.95)},
            **{"median_cpu_ms": _share(busy[name], 0.5), "p95_cpu_ms": _share(busy[name], 0.95)},
        }
        for name in asks
    }


def _share(took: list[float], share: float) -> float:
    return round(sorted(took)[int(len(took) * share)], 2)


@dataclass(frozen=True)
class Ask:
    """Something that is asked; `backend` is the process that answers for it beside this one, if there is one."""

    put: Callable[[Sought, int], Answer]
    backend: int | None = None
    ready: Callable[[], AbstractContextManager[object]] = nullcontext

    def timed(self, sought: Sought, least: int) -> tuple[float, float]:
        """By the clock, and in processor time, in ms."""
        with self.ready():
            wall, processor = time.perf_counter(), self._processor()
            self.put(sought, least)
            return (time.perf_counter() - wall) * 1000, (self._processor() - processor) * 1000

    def _processor(self) -> float:
        """Seconds of processor time that went into it so far; Linux counts another process's in nanoseconds."""
        own = time.process_time()
        if self.backend is None:
            return own
        return own + int(Path(f"/proc/{self.backend}/schedstat").read_text().split()[0]) / 1e9


def _run(ask: Ask, asked: list[tuple[str, Sought, int]]) -> dict[str, Any]:
    """Put every question; how often the one who is meant is first, and among ten, and who else is found."""
    scores: list[int] = []
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind, _, _ in asked}
    for kind, sought, meant in asked:
        answer = ask.put(sought, THRESHOLDS[0])
        score = dict(answer[:10]).get(meant, 0)
        scores.append(score)
        first = [who for who, _ in answer[:10]]
        kinds[kind].update(asked=1, first=first[:1] == [meant], ten=meant in first)
        for least in THRESHOLDS:
            others = sum(found >= least for who, found in answer if who != meant)
            kinds[kind].update({f"at {least}": score >= least, f"others {least}": others})
    rows = {
        kind: {which: one[which] / one["asked"] for which in sorted(one) if which != "asked"}
        for kind, one in kinds.items()
    }
    total = sum((one for one in kinds.values()), Counter[str]())
    return {
        "first": total["first"] / total["asked"],
        "ten": total["ten"] / total["asked"],
        "worst": min(row["ten"] for row in rows.values()),
        "at least": {str(least): sum(score >= least for score in scores) / len(scores) for least in THRESHOLDS},
        "others": {str(least): total[f"others {least}"] / total["asked"] for least in THRESHOLDS},
        "kinds": rows,
    }


# --- Ours --------------------------------------------------------------------------------------------------


def _file(url: str, everybody: list[Person]) -> None:
    """File them on SQLite, sealed by as many processes as there are processors."""
    engine = connect(url)
    migrate(engine)
    shares = (
        [(str(at), "respondent", one.known) for at, one in enumerate(everybody[start : start + 5_000], start)]
        for start in range(0, len(everybody), 5_000)
    )
    with Pool() as pool:
        for rows in pool.imap(_sealed, shares):
            with writing(engine) as connection:
                connection.execute(insert(found_people), rows)
    engine.dispose()


def _sealed(some: list[tuple[str, str, Known]]) -> list[dict[str, object]]:
    return list(search.sealed(CaseKeys(MASTER), some))


def _copy(url: str, to: str) -> None:
    """The same rows, as they are sealed, on PostgreSQL."""
    engine, others = connect(url), connect(to)
    migrate(others)
    columns = [found_people.c[name] for name in ("case_id", "role", "keys", "card")]
    into = "COPY found_people (case_id, role, keys, card) FROM STDIN"
    with reading(engine) as connection, writing(others) as other:
        rows = connection.execute(
            select(*columns).order_by(found_people.c.number), execution_options={"yield_per": 5_000}
        )
        with other.connection.cursor().copy(into) as copy:
            for row in rows:
                copy.write_row(row)
    with others.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE found_people")
    engine.dispose()
    others.dispose()


def _ours(url: str, asked: list[tuple[str, Sought, int]]) -> tuple[dict[str, Any], Ask]:
    """What it finds; and it, with a transaction open, as the look-up has one when it comes to this."""
    engine, index = connect(url), search.Index(CaseKeys(MASTER))
    held = engine.connect()
    if engine.dialect.name == "postgresql":
        backend = held.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    else:
        backend = None

    @contextmanager
    def transaction() -> Iterator[object]:
        with held.begin():
            held.exec_driver_sql("SELECT 1").all()
            yield

    def ask(sought: Sought, least: int) -> Answer:
        found = index.find(held, asked_card(sought), ON, least)
        return [(int(one.case_id), one.match.score) for one in found]

    held.rollback()
    began = time.perf_counter()
    ask(Sought(name="x"), THRESHOLDS[0])
    ready = time.perf_counter() - began
    found = {**_run(Ask(ask), asked), "ready_s": round(ready, 2)}
    held.rollback()
    return found, Ask(ask, backend, transaction)


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


def _absent(ask: Ask, everybody: list[Person]) -> dict[str, float]:
    """How often somebody who is not there is taken for somebody who is: the share of such questions, per threshold.

    They are of the same communities, made with another seed, and asked for with the held-out damage.
    """
    there = {(one.known.name, one.known.born) for one in everybody}
    absent = [one for one in people(4_000, 9) if (one.known.name, one.known.born) not in there]
    best = []
    for _, sought, _ in questions(absent, ABSENT, 78, HELD_OUT):
        found = ask.put(sought, THRESHOLDS[0])
        best.append(found[0][1] if found else 0)
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


def _trigrams(server: Postgres, everybody: list[Person]) -> Ask:
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

    def ask(sought: Sought, least: int) -> Answer:
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

    return Ask(ask, database.info.backend_pid)


# --- Blocking keys without a vocabulary --------------------------------------------------------------------


def _blocking(path: str, everybody: list[Person]) -> Ask:
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

    def ask(sought: Sought, least: int) -> Answer:
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
        return sorted((one for one in scored if one[1] >= least), key=lambda one: -one[1])

    return Ask(ask)


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
        ours, theirs = found[name]["p95_cpu_ms"], found["pg_trgm"]["p95_cpu_ms"]
        return {
            "value": ours,
            "unit": f"ms of processor, 95th percentile of {ASKED // FEWER} questions of {found['people']} people",
            "baseline": "pg_trgm, the same questions in turn",
            "baseline_value": theirs,
            "ratio": round(ours / theirs, 3),
            "better": "lower",
        }

    return row


def _recall(which: str) -> Callable[[], dict[str, Any]]:
    def row() -> dict[str, Any]:
        found = measured()
        ours = min(found[name][which] for name in ("sqlite", "postgresql"))
        trigrams, blocking = found["pg_trgm"][which], found.get("blocking keys", {}).get(which)
        theirs = trigrams if blocking is None else blocking
        return {
            "value": round(ours, 4),
            "unit": "recall within the first ten, " + ("all kinds" if which == "ten" else "the worst kind"),
            "baseline": "pg_trgm"
            if blocking is None
            else f"blocking keys without a vocabulary; pg_trgm has {trigrams:.3f}",
            "baseline_value": round(theirs, 4),
            "ratio": round(ours / theirs, 2) if theirs else None,
            "better": "higher",
        }

    return row


def _held_out(which: str, aim: float) -> Callable[[], dict[str, Any]]:
    def row() -> dict[str, Any]:
        value = measured()["held out"][which]
        return {
            "value": round(value, 4),
            "unit": "recall within the first ten, held out, " + ("all kinds" if which == "ten" else "the worst kind"),
            "baseline": "the aim",
            "baseline_value": aim,
            "ratio": round(value / aim, 3),
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


_LOOKUP, _ALL, _WORST = ("lookup_million", 0.99, 0.93) if number() == A_MILLION else ("lookup", 0.995, 0.97)

ROWS: dict[str, Callable[[], dict[str, Any]]] = {
    f"{_LOOKUP}_95th_percentile_sqlite": _speed("sqlite"),
    f"{_LOOKUP}_95th_percentile_postgresql": _speed("postgresql"),
    f"{_LOOKUP}_recall_at_10": _recall("ten"),
    f"{_LOOKUP}_recall_at_10_worst_kind": _recall("worst"),
    f"{_LOOKUP}_recall_at_10_held_out": _held_out("ten", _ALL),
    f"{_LOOKUP}_recall_at_10_held_out_worst_kind": _held_out("worst", _WORST),
    f"{_LOOKUP}_memory": _memory_row,
}
