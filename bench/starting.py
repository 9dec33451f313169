"""How soon is a phone of use: after unlocking, and with fifty cases on it against one?

Both with a passkey whose PRF opens the store, in the machine's Chromium, on the demonstration that `make run` serves.
"""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import median
from typing import Any

from playwright.sync_api import Page

from bench.recording import FILLED_IN, FOCUSED, SCREEN, START
from bench.serving import Served, chromium, row, served, until
from config import Settings
from field_app.demonstration.case import capture
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import open_installation
from field_app.store.database import reading
from tests.browser.phone import Phone

UNLOCKINGS = 11
STARTS = 9
CASES = 50

WATCH = """
    addEventListener("keydown", (event) => {
        if (event.target.id === "unlock-passkey") window.pressed = performance.now();
    }, { capture: true });
    const ask = CredentialsContainer.prototype.get;
    CredentialsContainer.prototype.get = async function (...given) {
        const began = performance.now();
        const answer = await ask.apply(this, given);
        window.passkeyTook = performance.now() - began;
        return answer;
    };
"""

USABLE = f"""() => {{
    if (!document.getElementById("lock").hidden || !({FILLED_IN})()) return null;
    window.usable ??= performance.now();
    return [window.usable - window.pressed, window.passkeyTook];
}}"""

LISTED = """(cases) => new Promise((done) => {
    const look = () => {
        const shown = document.querySelectorAll("main[data-page=home] [data-cases] > li").length;
        if (shown === cases && document.getElementById("lock").hidden) done(performance.now());
        else requestAnimationFrame(look);
    };
    look();
})"""


def unlock_to_usable() -> dict[str, Any]:
    """From the press of *Unlock with passkey* to a recording screen filled in and open to typing, after a reload.

    The virtual authenticator answers at once; the baseline is the time it takes for that. Median of eleven.
    """
    with served() as ours, chromium() as browser:
        phone = _enrolled(browser, ours)
        phone.context.add_init_script(WATCH)
        phone.press(START)
        phone.sees_heading("Incident")
        phone.open(f"/{SCREEN}#{phone.page.url.rpartition('#')[2]}")
        took = []
        for _ in range(UNLOCKINGS):
            phone.page.reload()
            _unlock(phone.page)
            until(phone.page, f"() => Boolean(({USABLE})())")
            took.append(phone.page.evaluate(USABLE))
        phone.context.close()
    whole, passkey = (median(times) for times in zip(*took, strict=True))
    return row(round(whole), "ms", "the passkey's own answer", round(passkey))


def start_with_50_cases() -> dict[str, Any]:
    """From the start of a reload, unlocking included, to every case listed: fifty reference cases against one."""
    with served() as ours, chromium() as browser:
        phone = _enrolled(browser, ours)
        record = _recorder(ours)
        record()
        one = _start(phone, 1)
        for _ in range(CASES - 1):
            record()
        fifty = _start(phone, CASES)
        phone.context.close()
    return row(round(fifty), "ms", "the same phone with one case", round(one))


def _start(phone: Phone, cases: int) -> float:
    phone.page.reload()
    _unlock(phone.page)
    phone.page.evaluate(LISTED, cases)  # they have arrived
    took = []
    for _ in range(STARTS):
        phone.page.reload(wait_until="commit")
        _unlock(phone.page)
        took.append(phone.page.evaluate(LISTED, cases))
    print(f"  {cases}: " + ", ".join(f"{at:.0f}" for at in took), flush=True)
    return median(took)


OFFICER = "PC Bobbie"
"""A constable of the demonstration who has no case in it."""


def _enrolled(browser: Any, ours: Served) -> Phone:
    phone = Phone.new(browser, ours.origin)
    phone.context.set_default_timeout(30_000)
    phone.enrol(ours.link(OFFICER))
    return phone


def _recorder(ours: Served) -> Any:
    """Records a reference case as the same officer on another device."""
    settings = Settings(ours.database_url, ours.origin, {}, None, False, ())
    installation = open_installation(settings, serving=True)
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    [officer] = [one.id for one in office.officers.values() if one.name.startswith(OFFICER)]
    now = datetime.now(UTC)
    constable = SoftwareOfficer(installation, officer, now)
    return lambda: constable.record(capture(constable, now)[1], now)


def _unlock(page: Page) -> None:
    page.evaluate(FOCUSED, "#lock:not([hidden]) #unlock-passkey")
    page.keyboard.press("Enter")
