"""The tabs of one browser on one phone: each can record, be killed, and come back; they share a store and an outbox."""

from __future__ import annotations

import time
from contextlib import suppress
from random import Random
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.phone import Phone

PIN = "240913"

SAVE = """
async ([caseId, kind, facts, times]) => {
  const { openCase } = await import("/static/js/cases.js");
  const { record } = await import("/static/js/outbox.js");
  const { replacedBy } = await import("/static/js/parts/sections.js");
  const { currentSections } = await import("/static/js/parts/words.js");
  const { view } = await openCase(caseId);
  const same = ({ section }) =>
    section._.kind === kind && section.role === facts.role && section.whose === facts.whose;
  const replaces = replacedBy(view, currentSections(view).find(same)?.section ?? null);
  const writing = { kind, caseId, facts, replaces };
  return (await Promise.all(Array.from({ length: times }, () => record(writing)))).map(({ id }) => id);
}
"""
"""What *Save* does to one section; `times` at once for as many presses that nothing held back."""

START = """
async () => {
  const { openCase, startCase } = await import("/static/js/cases.js");
  const { id } = await startCase();
  return [id, (await openCase(id)).view.started._.entry];
}
"""

REQUEST = """
async (caseId) => {
  const { openCase } = await import("/static/js/cases.js");
  const { record } = await import("/static/js/outbox.js");
  const { replacedBy } = await import("/static/js/parts/sections.js");
  const { currentSections } = await import("/static/js/parts/words.js");
  const { view } = await openCase(caseId);
  const reliesOn = [view.started, ...currentSections(view).map(({ section }) => section)]
    .filter((section) => section !== null).map(({ _ }) => ({ id: _.entry, sha256: _.sha256 }));
  const replaces = replacedBy(view, view.request);
  const facts = { note: null };
  return (await record({ kind: "authority requested", caseId, facts, replaces, reliesOn, signed: true })).id;
}
"""
"""What *Request authority* does, the passkey included, also where the screen would hold it back: the server judges."""

OUTBOX = """
async () => {
  const { allVaults, outboxOf } = await import("/static/js/db.js");
  const vaults = (await allVaults()).map(({ id }) => id);
  return (await outboxOf(vaults)).map(({ id, state }) => [id, state.name]);
}
"""

TRUE = """
async (ms) => {
  const { allVaults, outboxOf } = await import("/static/js/db.js");
  const states = async () => {
    const vaults = (await allVaults()).map(({ id }) => id);
    return (await outboxOf(vaults)).map(({ state }) => state.name);
  };
  const said = (text, what) => [...text.matchAll(what)].reduce((sum, [, number]) => sum + Number(number), 0);
  let seen;
  for (const until = Date.now() + ms; Date.now() < until; await new Promise((again) => setTimeout(again, 50))) {
    const before = await states();
    const strip = document.getElementById("status-strip").textContent;
    if (String(before) !== String(await states())) continue;
    const count = (...names) => before.filter((name) => names.includes(name)).length;
    const waiting = count("waiting"), refused = count("needs attention");
    const rest = before.length - count("sent") - waiting - refused;
    seen = { strip, rest, waiting, refused };
    const unsent = said(strip, /(?:Sending|to send) (\\d+)/g) + said(strip, /(\\d+) not sent/g);
    if (unsent === rest && said(strip, /(\\d+) at the server/g) === waiting
        && said(strip, /(\\d+) needs? attention/g) === refused) return null;
  }
  return seen;
}
"""
"""Null once the strip says of everything in the outbox how far it has come; else what it left out."""


class Tab(Phone):
    """One tab. Its passkey is a copy of the officer's one: a virtual authenticator dies with its page."""

    def __init__(self, context: BrowserContext, origin: str, passkey: dict[str, Any]) -> None:
        super().__init__(context, origin, prf=False, page=context.new_page())
        context.set_default_timeout(30_000)
        self.bring(passkey)

    def bring(self, passkey: dict[str, Any]) -> None:
        """Hold the officer's passkey, its count higher than whatever another tab counted to."""
        passkey["signCount"] += 1000
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.authenticator})
        self.cdp.send("WebAuthn.addCredential", {"authenticatorId": self.authenticator, "credential": passkey})

    def _heard(self, message: ConsoleMessage) -> None:
        """The browser says itself of each request what the line did to it: that is no complaint of the app's."""
        if not message.text.startswith("Failed to load resource"):
            super()._heard(message)

    @property
    def alive(self) -> bool:
        with suppress(PlaywrightError):
            return self.page.evaluate("() => 1") == 1
        return False

    def come_in(self, path: str = "/") -> None:
        self.open(path)
        self.unlock_if_locked()

    def unlock_if_locked(self) -> None:
        """A reload, a crash and an update lock; the lock screen comes before anything else."""
        dialog = self.page.get_by_role("dialog", name="Locked")
        expect(dialog.or_(self.page.locator("body[data-strip]")).first).to_be_attached()
        if not self.page.evaluate("async () => (await import('/static/js/vault.js')).isUnlocked()"):
            expect(dialog).to_be_visible()
            self.unlock_with_pin(PIN)
            expect(dialog).to_be_hidden()

    def is_started(self) -> None:
        """The screen's script has run: what it had not started with could not be pressed."""
        self.page.wait_for_function(
            """() => document.body.dataset.strip
                && ![...document.getElementById("main").children].some((part) => part.inert)"""
        )
        self.page.wait_for_timeout(300)

    def outbox(self) -> dict[str, str]:
        return dict(self.page.evaluate(OUTBOX))

    def save_soon(self, case: str, kind: str, facts: dict[str, Any], random: Random) -> None:
        """Begin to save, and come back at a moment of chance before, during or after the entry is on disk."""
        given = [[case, kind, facts, 1], random.uniform(0, 40)]
        self.page.evaluate(f"([given, ms]) => void setTimeout(() => ({SAVE})(given).catch(() => {{}}), ms)", given)
        time.sleep(random.uniform(0, 0.12))

    def kill(self) -> None:
        with suppress(PlaywrightError):
            self.page.goto("chrome://crash")
        with suppress(PlaywrightError):
            self.page.close()
