"""How soon is a shift without signal at the server: 200 queued entries, 20 of them photographs of 3 MB?

Recorded offline in the machine's Chromium through the app's own outbox, then sent by it to the demonstration that
`make run` serves, from the moment the network is back until nothing is unsent. The baseline sends as many bytes from
the same browser with plain `fetch`, one request for each file and one for the entries, to a server that writes them to
disk.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser

from bench.recording import _constable, _new_case
from bench.serving import chromium, row, served, until
from tests.browser.phone import like_a_phone

ENTRIES, PHOTOGRAPHS, BYTES = 200, 20, 3_000_000

RECORD = """async ([caseId, entries, photographs, bytes]) => {
    const { record } = await import("/static/js/outbox.js");
    const { prepare } = await import("/static/js/evidence.js");
    const account = "Invented account. " + "What was said and seen at the door. ".repeat(12);
    for (let number = 0; number < entries - photographs; number++)
        await record({ kind: "relationship recorded", caseId, facts: { limb: "cohabitants", evidence: account } });
    for (let number = 0; number < photographs; number++) {
        const parts = [];
        for (let left = bytes; left > 0; left -= 50_000) parts.push(crypto.getRandomValues(new Uint8Array(50_000)));
        const file = await prepare(new Blob(parts));
        const { sha256, size, media_type } = file;
        const words = { shows: "An invented photograph.", by: null, taken_at: null, taken_where: null, intimate: null };
        await record({ kind: "evidence attached", caseId, facts: { sha256, size, media_type, ...words }, file });
    }
}"""

UNSENT = """async () => {
    const { attachmentKeys, outboxOf, getSession } = await import("/static/js/db.js");
    const { vaults } = await getSession();
    return [(await outboxOf(vaults)).length, (await attachmentKeys(vaults)).length];
}"""

ALL_SENT = """async () => {
    const { numberUnsent } = await import("/static/js/unsent.js");
    return (await numberUnsent()) === 0;
}"""

PLAIN = """async ([entries, photographs, bytes]) => {
    const filled = (size) => {
        const parts = [];
        for (let left = size; left > 0; left -= 50_000) parts.push(crypto.getRandomValues(new Uint8Array(50_000)));
        return new Blob(parts);
    };
    const bodies = [filled(entries * 2000), ...Array.from({ length: photographs }, () => filled(bytes))];
    const began = performance.now();
    for (const body of bodies) await fetch("/", { method: "POST", body });
    return (performance.now() - began) / 1000;
}"""


def drain_200_entries_20_photographs() -> dict[str, Any]:
    """From the network's return until the phone has nothing left to send, in seconds."""
    with served() as ours, chromium() as browser:
        phone = _constable(browser, ours, "")
        case_id = _new_case(phone)
        phone.strip_says("Everything sent")
        phone.offline()
        phone.page.evaluate(RECORD, [case_id, ENTRIES, PHOTOGRAPHS, BYTES])
        entries, files = phone.page.evaluate(UNSENT)
        if entries < ENTRIES or files != PHOTOGRAPHS:
            raise SystemExit(f"{entries} entries and {files} photographs were queued.")
        began = time.monotonic()
        phone.online()
        until(phone.page, ALL_SENT, seconds=300)
        took = time.monotonic() - began
        phone.context.close()
        least = _plainly(browser)
    print(f"  {took:.1f} s; plainly {least:.1f} s", flush=True)
    baseline = "a plain fetch of the same bytes, file by file, to a server that writes them to disk"
    return row(round(took, 1), "s", baseline, round(least, 1))


def _plainly(browser: Browser) -> float:
    with _sink() as origin:
        context = browser.new_context(**like_a_phone())
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(origin)
        took = page.evaluate(PLAIN, [ENTRIES, PHOTOGRAPHS, BYTES])
        context.close()
    return float(took)


@contextmanager
def _sink() -> Iterator[str]:
    """A server that writes what is posted to disk."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:

        class Sink(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(b"<!doctype html><title>Plain</title>")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                    file.write(body)
                    file.flush()
                    os.fsync(file.fileno())
                self._answer(b"")

            def _answer(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
