"""The baseline of a reload: a page with one field and nothing else, started by a service worker from its cache."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FILES = {
    "/": (
        "text/html",
        '<!doctype html><html lang="en"><title>Bare</title><main><label>Field <textarea></textarea></label></main>',
    ),
    "/sw.js": (
        "text/javascript",
        """
        addEventListener("install", (event) => event.waitUntil(caches.open("bare").then((cache) => cache.add("/"))));
        addEventListener("activate", (event) => event.waitUntil(clients.claim()));
        addEventListener("fetch", (event) => event.respondWith(caches.match("/")));
        """,
    ),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, text = FILES.get(self.path, ("text/plain", ""))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Bare:
    """Where it is, and how to stop it."""

    origin: str
    server: ThreadingHTTPServer

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def bare() -> Iterator[Bare]:
    """Serve it until it is stopped."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    one = Bare(f"http://localhost:{server.server_address[1]}", server)
    yield one
    one.stop()
