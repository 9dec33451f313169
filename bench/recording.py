"""How soon does a recording screen take the first key after a reload, and how soon is a saved section on disk?

Both with a passkey whose PRF opens the store, in the machine's Chromium, on the demonstration that `make run` serves.
What these know of the screens stands in the constants: where a case is started, a recording screen, what its parts
are called. `FILL` fills in any section whatever its fields, by `data-as` as js/parts/form.js reads it.
"""

from __future__ import annotations

import re
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from bench.bare import bare
from bench.serving import Served, chromium, row, served, until
from tests.browser.phone import Phone, like_a_phone

SLOWER = 4
RELOADS = 7
SAVES = 120

START = "Start a case"
SCREEN = "happened"
FIELD = "textarea"

FIRST_KEY = """
    addEventListener("input", (event) => {
        if (event.isTrusted) window.firstKey ??= { at: performance.now(), in: event.target };
    }, { capture: true });
"""

FOCUSED = """async (wanted) => {
    const frame = () => new Promise(requestAnimationFrame);
    for (;;) {
        const one = [...document.querySelectorAll(wanted)].find((at) => at.checkVisibility() && !at.closest("[inert]"));
        if (one) {
            one.focus();
            if (document.activeElement === one) return;
        }
        await frame();
    }
}"""

KEPT = """() => window.firstKey?.in.isConnected && window.firstKey.in.value.includes("k") ? window.firstKey.at : null"""

FILL = """(text) => {
    const section = document.querySelector("main [data-section]");
    for (const field of section.querySelectorAll("[data-field]")) {
        const controls = [...field.querySelectorAll("input, textarea, select")].filter((one) => one.checkVisibility());
        const put = (one, value) => {
            one.value = value;
            one.dispatchEvent(new Event("input", { bubbles: true }));
        };
        const [first] = controls;
        if (!first) continue;
        switch (field.dataset.as) {
            case "line": put(first, text.slice(0, 60)); break;
            case "text": put(first, text); break;
            case "number": put(first, field.dataset.lowest ?? "1"); break;
            case "choice": case "yes-no": case "choices":
                if (first.tagName === "SELECT") put(first, first.options[1]?.value ?? "");
                else if (!first.checked) first.click();
                break;
            case "date": ["3", "2", "1990"].forEach((part, at) => put(controls[at], part)); break;
            case "when": ["3", "2", "2024", "21:30"].forEach((part, at) => put(controls[at], part)); break;
        }
    }
}"""

WATCH = """
    window.saves = [];
    let pressed = null;
    addEventListener("click", (event) => {
        if (event.target.closest?.("[data-save]")) pressed = performance.now();
    }, { capture: true });
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...given) {
        if (this.name === "outbox" && pressed !== null) {
            const began = pressed;
            pressed = null;
            this.transaction.addEventListener("complete", () => window.saves.push(performance.now() - began));
        }
        return add.apply(this, given);
    };
"""

FLOOR = """async ([saves, bytes]) => {
    const db = await new Promise((done, fail) => {
        const opening = indexedDB.open("floor", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("floor");
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => fail(opening.error);
    });
    const took = [];
    for (let at = 0; at < saves; at++) {
        const began = performance.now();
        const transaction = db.transaction("floor", "readwrite", { durability: "strict" });
        transaction.objectStore("floor").put(crypto.getRandomValues(new Uint8Array(bytes)), at);
        await new Promise((done) => (transaction.oncomplete = done));
        took.push(performance.now() - began);
    }
    return took;
}"""


def reload_to_first_key() -> dict[str, Any]:
    """From the start of a reload to the first key that a field takes and keeps, at 4x CPU slowdown; median of seven.

    The server is stopped, so that all comes from the service worker; the store is unlocked by pressing Enter on the
    lock screen, and the virtual authenticator answers at once. `Emulation.setCPUThrottlingRate` slows the page's main
    thread; time is `performance.now()` of the first trusted `input` event, which counts from the navigation's start.
    """
    with served() as ours, chromium() as browser:
        phone = _constable(browser, ours, FIRST_KEY)
        address = f"/{SCREEN}#{_new_case(phone)}"
        phone.open(address)
        _unlock(phone)
        until(phone.page, FILLED_IN)
        ours.door.close()
        took = [
            _reload(phone.page, phone.cdp, lambda: _unlock(phone), f"main [data-field] {FIELD}") for _ in range(RELOADS)
        ]
        phone.context.close()
        with bare() as floor:
            context = browser.new_context(**like_a_phone())
            context.add_init_script(FIRST_KEY)
            page = context.new_page()
            page.goto(floor.origin)
            page.evaluate("() => navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)")
            until(page, "() => Boolean(navigator.serviceWorker.controller)")
            floor.stop()
            cdp = context.new_cdp_session(page)
            least = [_reload(page, cdp, lambda: None, f"main {FIELD}") for _ in range(RELOADS)]
            context.close()
    print("  " + ", ".join(f"{one:.0f}" for one in took), flush=True)
    baseline = "a page with one field and no lock, from a service worker's cache"
    return row(round(median(took)), "ms", baseline, round(median(least)))


def save_section() -> dict[str, Any]:
    """From the press of Save to the entry on disk: the strict IndexedDB transaction that adds it has completed.

    Measured in the page, with the server there and no slowdown; the 95th percentile of 120 saves, each encrypted,
    sealed and numbered. The baseline is the same percentile of strict writes of as many bytes, alone in a database.
    """
    with served() as ours, chromium() as browser:
        phone = _constable(browser, ours, WATCH)
        page = phone.page
        phone.open(f"/{SCREEN}#{_new_case(phone)}")
        _unlock(phone)
        for number in range(SAVES):
            until(page, FILLED_IN)
            page.evaluate(FILL, f"Invented account, version {number}. " + "What was said and seen at the door. " * 12)
            page.locator("[data-save]").click()
            until(
                page,
                f"() => window.saves.length > {number} && document.querySelector('main').dataset.page !== '{SCREEN}'",
            )
            page.evaluate("() => history.back()")
        took = page.evaluate("() => window.saves")
        least = page.evaluate(FLOOR, [SAVES, 3000])
        phone.context.close()
    print(f"  median {median(took):.1f} ms, most {max(took):.1f} ms of {len(took)}", flush=True)
    baseline = "the 95th percentile of strict IndexedDB writes of as many bytes"
    return row(round(_95th(took), 1), "ms", baseline, round(_95th(least), 1))


FILLED_IN = f"""() => {{
    const main = document.querySelector("main[data-page={SCREEN}]");
    const all = [...(main?.querySelectorAll("[data-section] [data-state]") ?? [])];
    const states = all.filter((one) => one.checkVisibility());
    return states.length && states.every((one) => one.textContent) && !main.querySelector(":scope > [inert]");
}}"""


def _95th(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _constable(browser: Browser, ours: Served, script: str) -> Phone:
    phone = Phone.new(browser, ours.origin)
    phone.context.set_default_timeout(30_000)
    phone.context.add_init_script(script)
    phone.enrol(ours.link("PC"))
    return phone


def _new_case(phone: Phone) -> str:
    phone.press(START)
    phone.page.wait_for_url(re.compile("#[0-9a-f-]{36}$"))
    return phone.page.url.rpartition("#")[2]


def _unlock(phone: Phone) -> None:
    phone.page.evaluate(FOCUSED, "#lock:not([hidden]) #unlock-passkey")
    phone.page.keyboard.press("Enter")


def _reload(page: Page, cdp: CDPSession, unlock: Any, field: str) -> float:
    """Milliseconds until the first key was taken by a field that keeps it."""
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.reload(wait_until="commit")
    unlock()
    page.evaluate(FOCUSED, field)
    page.keyboard.press("k")
    page.wait_for_timeout(700)
    at = page.evaluate(KEPT)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    if at is None:
        raise SystemExit("The first key was not kept.")
    return float(at)
