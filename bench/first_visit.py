"""What does the first visit cost a phone: how many bytes, and how long does it keep a slow processor busy?

The first visit is the start page opened in a browser that has never been there, up to the moment when the service
worker holds all of the app and nothing more is fetched: shells, static files, the law, icons and manifest.
"""

from __future__ import annotations

from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.serving import Door, Served, chromium, row, served, until
from tests.browser.phone import like_a_phone

SLOWER = 4
VISITS = 5
QUIET_S = 1.5

HELD_BY_THE_WORKER = """async () => {
    const { alone, shells, version } = await import("/static/assets.js");
    const told = (await (await fetch("/static/everything.txt")).text()).split("\\n", 1)[0];
    const files = [...Object.keys(alone), ...JSON.parse(told).parts.map(([path]) => path)];
    const cache = await caches.open(`field ${version}`);
    const held = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
    return [...files, ...shells].filter((path) => !held.has(path));
}"""


def first_visit_bytes() -> dict[str, Any]:
    """Every byte that `make run`'s server sent, headers included, counted by a TCP proxy; the median of three visits.

    The baseline is the figure of the nearest comparable app, measured once; it is not measured again here.
    """
    counted = []
    with served() as ours, chromium() as browser:
        for _ in range(3):
            page, sent, asked = _visit(browser, ours)
            _holds_everything(page)
            page.context.close()
            counted.append(sent)
            print(f"  {sent} bytes sent, {asked} asked with", flush=True)
    others = "the nearest peer's first visit, 1,329 KB (others: 1,233 and 1,051 KB)"
    return row(median(counted), "bytes", others, 1_329_000)


def script_time() -> dict[str, Any]:
    """`ScriptDuration` of CDP's `Performance.getMetrics` for the page's main thread, after the first visit.

    `Emulation.setCPUThrottlingRate` is 4 from before the navigation. The service worker has a thread of its own, which
    keeps no finger waiting and which Chromium does not slow down. Median of five fresh browsers' profiles. The
    baseline is the nearest peer's figure, measured once in the same way.
    """
    with served() as ours, chromium() as browser:
        took = [_script_time(browser, ours) for _ in range(VISITS)]
    print("  " + ", ".join(f"{one:.0f}" for one in took), flush=True)
    return row(round(median(took)), "ms", "the nearest peer's first visit at the same slowdown", 2521)


def _script_time(browser: Browser, ours: Served) -> float:
    context = browser.new_context(**like_a_phone())
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Performance.enable")
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(ours.origin + "/")
    _settle(page, ours.door)
    metrics = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
    context.close()
    return float(metrics["ScriptDuration"]) * 1000


def _visit(browser: Browser, ours: Served) -> tuple[Page, int, int]:
    """Open the start page as nobody did before; the page, and how many bytes went either way."""
    page = browser.new_context(**like_a_phone()).new_page()
    sent, asked = ours.door.sent, ours.door.asked
    page.goto(ours.origin + "/")
    _settle(page, ours.door)
    return page, ours.door.sent - sent, ours.door.asked - asked


def _settle(page: Page, door: Door) -> None:
    """Until the worker has taken the page over, a screen has started, and the line has been quiet for a while."""
    until(page, "() => navigator.serviceWorker.controller?.state === 'activated'")
    page.wait_for_selector("main[data-page=sign_in]")  # nobody has signed in here
    before = -1
    while before != door.sent:
        before = door.sent
        page.wait_for_timeout(QUIET_S * 1000)


def _holds_everything(page: Page) -> None:
    missing = page.evaluate(HELD_BY_THE_WORKER)
    if missing:
        raise SystemExit(f"The worker does not hold {missing}: a first visit without these is not one.")
