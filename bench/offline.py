"""How soon is somebody found without signal among 50,000 on a phone four times slower than this machine?

The phone is the app in the machine's Chromium, its processor slowed down four times; what is in force is told to it as
the server tells it, of people who are not there. The server that recall is held against has the same people on SQLite.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from playwright.sync_api import Route

from bench.damage import questions
from bench.lookup import MASTER, ON, _file
from bench.people import Person, people
from bench.recording import FOCUSED
from bench.serving import chromium, row, served, until
from field_app.actions.lookup import LEAST_SCORE
from field_app.cases.matching import Sought, asked_card, card
from field_app.law.conditions import CONDITIONS
from field_app.law.power import power_under
from field_app.law.regimes import REGIMES
from field_app.store import search
from field_app.store.database import connect
from field_app.store.keys import CaseKeys
from tests.browser.phone import Phone

NUMBER, AT_ONCE, ASKED, SLOWER = 50_000, 2_000, 1_000, 4

ASK = """async (asked) => {
    const { lookUpHere, held } = await import("/static/js/snapshot.js");
    const { opened } = await import("/static/js/vault.js");
    const { askedCard } = await import("/static/js/matching.js");
    const { readBox } = await import("/static/js/matching/box.js");
    const all = await held(opened());
    const found = { find: [], whole: [], cases: [] };
    for (const one of asked) {
        const { name, ...given } = one;
        let began = performance.now();
        const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
        const today = new Date().toISOString().slice(0, 10);
        const matches = all.find(askedCard({ ...readBox(name ?? "", today), ...said }), new Date());
        found.find.push(performance.now() - began);
        found.cases.push(matches.slice(0, 10).map((match) => match.case));
    }
    for (const one of asked.slice(0, 200)) {
        const began = performance.now();
        await lookUpHere({ reason: null, ...one });
        found.whole.push(performance.now() - began);
    }
    return { ...found, bytes: all.bytes.length };
}"""

PLAINLY = """async (asked) => {
    const { held } = await import("/static/js/snapshot.js");
    const { opened } = await import("/static/js/vault.js");
    const { askedCard, match } = await import("/static/js/matching.js");
    const { whole, build } = await import("/static/js/matching/build.js");
    const { index } = await held(opened());
    const rows = index.texts("rows");
    let began = performance.now();
    build(rows);
    const built = performance.now() - began;
    const cards = rows.map((text) => whole(JSON.parse(text).card));
    const took = asked.map(({ name, ...given }) => {
        const sought = askedCard({ name, ...given });
        const began = performance.now();
        for (const card of cards) match(sought, card, "2026-07-13");
        return performance.now() - began;
    });
    return { built, took: took.sort((one, other) => one - other)[took.length >> 1] };
}"""

READY = """async () => {
    const { held } = await import("/static/js/snapshot.js");
    const { opened, isUnlocked } = await import("/static/js/vault.js");
    while (!isUnlocked()) await new Promise((again) => requestAnimationFrame(again));
    const began = performance.now();
    await held(opened());
    return performance.now() - began;
}"""

COPIED = """async () => {
    const { copyHere } = await import("/static/js/snapshot.js");
    return (await copyHere().catch(() => null)) !== null;
}"""


@lru_cache(maxsize=1)
def measured() -> dict[str, Any]:
    """Everything, measured once for all the rows it fills."""
    everybody = list(people(NUMBER, 1))
    place = {id(one): at for at, one in enumerate(everybody)}
    asked = [(sought, place[id(meant)]) for _, sought, meant in questions(everybody, ASKED, 7)]
    bodies = [_body(sought) for sought, _ in asked]
    with served() as ours, chromium() as browser:
        phone = Phone.new(browser, ours.origin)
        phone.context.set_default_timeout(300_000)
        phone.context.route("**/api/look-up/snapshot*", lambda route: _told(route, everybody))
        phone.enrol(ours.link("PC Casey"))
        until(phone.page, COPIED, 300)
        phone.page.reload()
        phone.cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        phone.page.evaluate(FOCUSED, "#lock:not([hidden]) #unlock-passkey")
        phone.page.keyboard.press("Enter")
        ready = phone.page.evaluate(READY)
        found = phone.page.evaluate(ASK, bodies)
        plainly = phone.page.evaluate(PLAINLY, bodies[:5])
        phone.context.close()
    here = sum(str(meant) in cases for (_, meant), cases in zip(asked, found["cases"], strict=True)) / ASKED
    return {
        "ready": ready,
        "find": _share(found["find"]),
        "whole": _share(found["whole"]),
        "mib": found["bytes"] / 2**20,
        "here": here,
        "there": _server(everybody, asked),
        **plainly,
    }


def _share(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


def _body(sought: Sought) -> dict[str, Any]:
    """As it is typed: a year alone stands in the one box."""
    said = asdict(sought)
    year = said.pop("year")
    return {**said, "name": " ".join(str(one) for one in (said["name"], year) if one) or None}


def _told(route: Route, everybody: list[Person]) -> None:
    _, _, after = route.request.url.partition("?after=")
    start = int(after or 0)
    cases = [_case(at, one) for at, one in enumerate(everybody[start : start + AT_ONCE], start)]
    more = start + AT_ONCE < len(everybody)
    settings = {"on": True, "old": 4, "gone": 24}
    answer = {"as_at": datetime.now(UTC).isoformat(), "settings": settings, "cases": cases, "gone": []}
    route.fulfill(json={**answer, "after": str(min(start + AT_ONCE, len(everybody))), "more": more})


def _case(at: int, one: Person) -> dict[str, Any]:
    """A notice in force on somebody."""
    regime = REGIMES["CSA2010"]
    codes = list(CONDITIONS)[at % 3 : at % 3 + 4]
    nothing = dict.fromkeys(("address", "postcode", "dangers_account", "elsewhere", "ordered"))
    match = {
        **nothing,
        "role": "respondent",
        "score": 0,
        "why": [],
        "sure": "",
        "ask": [],
        "name": one.known.name,
        "born": one.known.born,
        "reference": one.known.reference,
        "respondent": one.known.name,
        "protected_person": "A.B.",
        "case": str(at),
        "regime": "CSA2010",
        "in_force": "notice",
        "power": power_under(regime, "notice"),
        "dangers": [],
        "conditions": [CONDITIONS[code].title for code in codes],
        "condition_codes": codes,
        "served_at": "2026-07-13T20:00:00+00:00",
        "hearing_not_later_than": "2026-07-15T20:00:00+00:00",
        "ends": f"Until the court has decided; it must hear the case by day {at % 90}.",
        "what": regime.notice_short,
        "before": [],
        "sealed": False,
    }
    described = {name: value for name, value in vars(card(one.known)).items() if value}
    return {
        "case": str(at),
        "people": [{"card": described, "match": match, "relationship": "cohabitants", "later": []}],
    }


def _server(everybody: list[Person], asked: list[tuple[Sought, int]]) -> float:
    """How often the server has who is meant among the first ten."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        url = f"sqlite:///{folder}/field.sqlite"
        _file(url, everybody)
        engine, index = connect(url), search.Index(CaseKeys(MASTER))
        with engine.connect() as held:
            hits = [
                str(meant) in [one.case_id for one in index.find(held, asked_card(sought), ON, LEAST_SCORE)[:10]]
                for sought, meant in asked
            ]
        engine.dispose()
    return sum(hits) / len(hits)


def _row(name: str, unit: str, baseline: str, against: str) -> Callable[[], dict[str, Any]]:
    def run() -> dict[str, Any]:
        found = measured()
        print("  " + json.dumps({key: round(value, 3) for key, value in found.items()}), flush=True)
        return row(round(found[name], 3), unit, baseline, round(found[against], 3))

    return run


ROWS = {
    "lookup_offline_95th_percentile_4x": _row("find", "ms", "comparing with everybody, at the median", "took"),
    "lookup_offline_ready_after_unlock_4x": _row("ready", "ms", "building the index at that moment", "built"),
}
