"""An officer's phone: a browser of 360 x 740 with a passkey that lives as long as its page."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Worker, expect
from playwright.sync_api import Error as PlaywrightError

from .thumb import Thumb

SHOTS = os.environ.get("FIELD_SHOTS")
"""A folder for pictures of the screens, where somebody wants to look at them."""

EXPECTED = (
    "Failed to load resource: net::ERR_",
    "Failed to load resource: the server responded with a status of 401",
    "Failed to load resource: the server responded with a status of 429",
)
"""What Chromium itself says of a network that is not there, of a session that has ended, and of being put off."""

UNSENT = """
async () => {
  const { allVaults, outboxOf } = await import("/static/js/db.js");
  const vaults = (await allVaults()).map(({ id }) => id);
  return (await outboxOf(vaults)).map(({ state }) => state.name);
}
"""
"""The states of what the outbox holds: they can be read without a key, so on a locked phone too."""

BEING_RECORDED = """() => document.querySelector('[aria-busy="true"]') !== null"""
"""What was pressed and has not ended: nothing of it need be in the outbox yet."""

SUBSCRIPTION_STUB = """
(subscription) => {
  // No push service is reachable from here: only these two are replaced. The keys are real, and so is the endpoint.
  const held = "subscribed for this test";
  const made = () => ({
    endpoint: subscription.endpoint,
    options: { applicationServerKey: new Uint8Array(subscription.key).buffer },
    toJSON: () => ({ endpoint: subscription.endpoint, expirationTime: null, keys: subscription.keys }),
    unsubscribe: async () => { localStorage.removeItem(held); return true; },
  });
  PushManager.prototype.subscribe = async () => { localStorage.setItem(held, "yes"); return made(); };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem(held) ? made() : null);
}
"""


class Phone:
    """One browser context, one page, one virtual authenticator. `complaints` is what its console said."""

    def __init__(self, context: BrowserContext, origin: str, *, prf: bool = True, page: Page | None = None) -> None:
        self.context, self.origin = context, origin
        self.complaints: list[str] = []
        self.thumb = Thumb(context)
        context.set_default_timeout(30_000)
        self.page: Page = page or (context.pages[0] if context.pages else context.new_page())
        self._listen()
        self.cdp = context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        self.authenticator: str = self.cdp.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "ctap2Version": "ctap2_1",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                    "hasPrf": prf,
                }
            },
        )["authenticatorId"]

    @classmethod
    def new(cls, browser: Browser, origin: str, *, prf: bool = True, width: int = 360, **options: Any) -> Phone:
        return cls(browser.new_context(**(like_a_phone(width) | options)), origin, prf=prf)

    def _listen(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    # --- Moving about -------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def enrol(self, link: str) -> None:
        """Follow an enrolment link to the cases."""
        self.page.goto(link)
        self.press("Create passkey")
        self.sees_heading("Cases")
        self.is_ready_for_no_signal()

    def enrol_with_pin(self, link: str, pin: str) -> None:
        """Follow an enrolment link to the cases on a phone whose passkey opens no store."""
        self.page.goto(link)
        self.press("Create passkey")
        self.page.get_by_label("PIN", exact=True).first.fill(pin)
        self.page.get_by_label("The same PIN again").fill(pin)
        self.press("Use this PIN")
        self.sees_heading("Cases")
        self.is_ready_for_no_signal()

    def unlock_with_pin(self, pin: str) -> None:
        self.page.get_by_role("dialog").get_by_label("PIN", exact=True).fill(pin)
        self.press("Unlock with PIN")

    def crash(self) -> None:
        """The process behind the page dies without a warning, and the same address is opened again.

        The passkey dies with its page: only a PIN opens the store of this phone from now on.
        """
        url = self.page.url
        with contextlib.suppress(PlaywrightError):
            self.page.goto("chrome://crash")
        self._open_anew(url)

    def open_anew(self) -> None:
        """The page is closed, and the same address is opened again in another."""
        self._open_anew(self.page.url)

    def _open_anew(self, url: str) -> None:
        old, self.page = self.page, self.context.new_page()
        self._listen()
        old.close()
        self.page.goto(url)

    def is_ready_for_no_signal(self) -> None:
        """The service worker holds the whole app, and this page is its."""
        self.page.evaluate(
            """async () => {
                await navigator.serviceWorker.ready;
                for (let left = 1000; !navigator.serviceWorker.controller; left--) {
                    if (!left) throw new Error("No service worker took this page over.");
                    await new Promise((again) => setTimeout(again, 10));
                }
            }"""
        )

    def unlock(self) -> None:
        self.press("Unlock with passkey")

    def offline(self) -> None:
        self.context.set_offline(True)

    def online(self) -> None:
        """A page loaded while offline believes it is online: only going off and on again tells it of the change."""
        for offline in (False, True, False):
            self.context.set_offline(offline)

    def asks_again(self) -> None:
        """To the front, and a moment without signal: after it the phone asks what is new, not in up to 15 seconds."""
        self.page.bring_to_front()
        self.online()

    def press(self, name: str) -> None:
        self.page.bring_to_front()
        self.page.get_by_role("button", name=name, exact=True).tap()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.tap()

    # --- Reading ------------------------------------------------------------------------------------------

    def sees_heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1, name=text, exact=True)).to_be_visible()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def strip_says(self, text: str) -> None:
        """At last; of *Everything sent*, what is being signed and was recorded in the very moment before included."""
        for _ in range(200):
            if text != "Everything sent" or self._has_recorded_and_sent():
                break
            self.page.wait_for_timeout(50)
        expect(self.page.locator("#status-strip")).to_contain_text(text)

    def _has_recorded_and_sent(self) -> bool:
        return not self.page.evaluate(BEING_RECORDED) and "not sent" not in self.page.evaluate(UNSENT)

    def section(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def sees_filled_in(self) -> None:
        """Every section on the screen shows what is recorded of it, and takes typing from now on."""
        expect(self.page.locator("[data-section]:visible [data-state]").last).not_to_be_empty()

    def shot(self, name: str, full: bool = True) -> None:
        if SHOTS:
            window = self.page.viewport_size
            if window and full:  # not `full_page`: after it touches miss what sticks to the edge of the window
                height = self.page.evaluate("() => document.documentElement.scrollHeight")
                self.page.set_viewport_size({"width": window["width"], "height": max(height, window["height"])})
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png")
            if window and full:
                self.page.set_viewport_size(window)

    def copies(self, of: Locator | None = None) -> str:
        """What *Copy as text* puts into the clipboard, of this or of the only thing that has it."""
        self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.origin)
        place = of or self.page.get_by_role("main")
        self.page.bring_to_front()
        place.get_by_role("button", name="Copy as text").tap()
        expect(place.locator("[data-copied]")).to_have_text("Copied.")
        return str(self.page.evaluate("() => navigator.clipboard.readText()"))

    # --- Alerts -------------------------------------------------------------------------------------------

    def allow_alerts(self, subscription: dict[str, Any], application_server_key: bytes) -> None:
        """Let this phone subscribe to the tests' push service with real keys."""
        self.context.grant_permissions(["notifications"], origin=self.origin)
        given = json.dumps({**subscription, "key": list(application_server_key)})
        self.context.add_init_script(f"({SUBSCRIPTION_STUB})({given})")
        self.page.evaluate(f"({SUBSCRIPTION_STUB})({given})")

    def deliver_push(self, plaintext: bytes) -> list[dict[str, Any]]:
        """Hand a push to the service worker as the browser would; the notifications that then show.

        They are asked for once it has shown them: Chromium forgets one that is asked for while it is being shown.
        """
        registration = self._registration()
        worker = self.service_worker()
        worker.evaluate(
            """() => {
                const show = registration.showNotification.bind(registration);
                self.shown = new Promise((done) => {
                    registration.showNotification = (...given) => show(...given).then(done);
                });
            }"""
        )
        push = {"origin": self.origin, "registrationId": registration, "data": plaintext.decode()}
        self.cdp.send("ServiceWorker.deliverPushMessage", push)
        worker.evaluate("() => Promise.race([self.shown, new Promise((_, fail) => setTimeout(fail, 10_000))])")
        return self.page.evaluate(
            """async () => {
                const registration = await navigator.serviceWorker.ready;
                let shown = [];
                for (let tries = 0; !shown.length && tries < 50; tries += 1) {
                    if (tries) await new Promise((done) => setTimeout(done, 200));
                    shown = await registration.getNotifications();
                }
                return shown.map(({ title, body, silent }) => ({ title, body, silent }));
            }"""
        )

    def dispatch_sync(self, tag: str, *, last_chance: bool) -> None:
        """Wake the service worker as Chromium does when it believes there is signal; the last time or not."""
        event = {"origin": self.origin, "registrationId": self._registration(), "tag": tag, "lastChance": last_chance}
        self.cdp.send("ServiceWorker.dispatchSyncEvent", event)

    def _registration(self) -> str:
        registrations: list[str] = []
        self.cdp.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
        )
        self.cdp.send("ServiceWorker.disable")
        self.cdp.send("ServiceWorker.enable")
        while not registrations:  # events are heard while the page waits
            self.page.wait_for_timeout(10)
        return registrations[-1]

    def service_worker(self) -> Worker:
        """The service worker, started where the browser has let it sleep."""
        if not self.context.service_workers:
            with self.context.expect_event("serviceworker"):
                self.cdp.send("ServiceWorker.startWorker", {"scopeURL": f"{self.origin}/"})
        return self.context.service_workers[-1]

    def prf_output(self) -> bytes:
        """The 32 bytes that open this phone's store, asked of the passkey as the app asks for them."""
        found = self.page.evaluate(
            """async () => {
                const prf = { eval: { first: new TextEncoder().encode("field vault 1") } };
                const challenge = crypto.getRandomValues(new Uint8Array(32));
                const publicKey = { challenge, userVerification: "required", extensions: { prf } };
                const used = await navigator.credentials.get({ publicKey });
                return [...new Uint8Array(used.getClientExtensionResults().prf.results.first)];
            }"""
        )
        return bytes(found)


def like_a_phone(width: int = 360) -> dict[str, Any]:
    return {
        "viewport": {"width": width, "height": 740},
        "has_touch": True,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }
