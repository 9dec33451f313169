"""How soon is the screen on which a superintendent decides of use, and how soon on a bad line?

With a passkey whose PRF opens the store, in the machine's Chromium, on the demonstration that `make run` serves; the
bad line is Lighthouse's slow 4G. Of use is a screen that shows the whole request and takes what is typed into it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any

from playwright.sync_api import Page

from bench.recording import FOCUSED
from bench.serving import Served, chromium, row, served, until
from config import Settings
from field_app.demonstration.case import capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import open_installation
from field_app.store.database import reading
from tests.browser.phone import Phone

TIMES = 9

SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""Round trips of 150 ms, 1.6 Mbit/s down and 750 kbit/s up: latency in ms, throughput in bytes/s."""

FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}

PRESSED = """
    addEventListener("keydown", (event) => {
        if (event.target.id === "unlock-passkey") window.pressed = performance.now();
    }, { capture: true });
"""

LISTED = """(id) => document.getElementById("lock").hidden
    && document.querySelector(`main[data-page=home] [data-waiting-list] a[href$="${id}"]`)"""

USABLE = """() => {
    const form = document.querySelector("main[data-page=decision] [data-decide]");
    const shown = (wanted) => [...form.querySelectorAll(wanted)].some((one) => one.checkVisibility());
    const wanted = ["[data-decision='notice authorised']", "[data-matters] li", "[data-text] p"];
    if (!form || !wanted.every(shown)) return false;
    // Whoever types is told that it is kept: the screen listens.
    form.querySelector("#decision-reasons").dispatchEvent(new Event("input", { bubbles: true }));
    return form.querySelector("[data-state]").textContent !== "";
}"""

OPENED = f"""(id) => new Promise((done) => {{
    const listed = {LISTED}, usable = {USABLE};
    let card = null, pressed = null;
    const look = () => {{
        card ||= listed(id);
        if (card && pressed === null) {{
            pressed = performance.now();
            card.click();
        }}
        if (pressed !== null && usable()) done([performance.now() - window.pressed, performance.now() - pressed]);
        else requestAnimationFrame(look);
    }};
    look();
}})"""

FETCHED = """async () => {
    const began = performance.now();
    await (await fetch("/api/changes", { cache: "no-store" })).arrayBuffer();
    return performance.now() - began;
}"""


def decision_screen() -> dict[str, Any]:
    """From the press of *Unlock* on a phone that has not got the request yet, over slow 4G: what is new is fetched, the
    request is pressed in the list as soon as it stands there, and the screen is of use. Median of nine.

    The baseline is one fetch of everything this officer may hold over the same line. The other requests are taken off
    the phone's list by deciding none: it holds one more each time.
    """
    return _measured(SLOW_4G, 0, "one fetch of the same entries over the same line")


def decision_screen_synced() -> dict[str, Any]:
    """From the press of a request in the list, which is on the phone, to the screen being of use. Median of nine."""
    return _measured(FAST, 1, "one fetch of the same entries over no line at all")


def _measured(line: dict[str, Any], which: int, baseline: str) -> dict[str, Any]:
    with served() as ours, chromium() as browser:
        phone = Phone.new(browser, ours.origin)
        phone.context.set_default_timeout(30_000)
        phone.context.add_init_script(PRESSED)
        phone.enrol(ours.link("Supt"))
        asked = _asker(ours)
        took, fetched = [], []
        for number in range(TIMES + 1):
            phone.page.goto("about:blank")  # so that nothing is fetched before it is asked for
            case_id = asked()
            phone.cdp.send("Network.enable")
            phone.cdp.send("Network.emulateNetworkConditions", FAST)
            phone.open("/")
            phone.cdp.send("Network.emulateNetworkConditions", line)
            _unlock(phone.page)
            found = phone.page.evaluate(OPENED, case_id)
            if number:  # the first finds caches cold that no later one does
                took.append(found[which])
                fetched.append(phone.page.evaluate(FETCHED))
            until(phone.page, "() => !document.querySelector('[aria-busy=true]')")
        print("  " + ", ".join(f"{one:.0f}" for one in took), flush=True)
        phone.context.close()
    return row(round(median(took)), "ms", baseline, round(median(fetched)))


def _asker(ours: Served) -> Callable[[], str]:
    """Records the reference case as a constable of the demonstration on another device, and asks; the case's id."""
    settings = Settings(ours.database_url, ours.origin, {}, None, False, ())
    installation = open_installation(settings, serving=True)
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    [officer] = [one.id for one in office.officers.values() if one.name.startswith("PC Bobbie")]
    constable = SoftwareOfficer(installation, officer, datetime.now(UTC))

    def asked() -> str:
        now = datetime.now(UTC)
        case_id, captured = capture(constable, now)
        constable.record([*captured, ask(constable, case_id, captured, now)], now)
        return case_id

    return asked


def _unlock(page: Page) -> None:
    page.evaluate(FOCUSED, "#lock:not([hidden]) #unlock-passkey")
    page.keyboard.press("Enter")
