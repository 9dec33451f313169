"""The line between the phone and the server: it stands on the app's origin and spoils what it is asked to carry."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

SPOILT = ("/api/entries", "/api/changes", "/api/me")
"""What is spoilt. Static files pass: a worker whose files do not arrive is the business of other tests."""

SENDING = "/api/entries"
STALL_S = 50
"""Longer than the app waits for an answer (30 s); then the request is passed on all the same, late."""

REFUSALS = {
    401: "signed_out",
    404: "not_found",
    409: "conflict",
    413: "request_entity_too_large",
    422: "not_understood",
    429: "too_many_requests",
    500: "internal_server_error",
}
WEIGHTS = {
    "pass": 60.0,
    "drop before": 5.0,
    "drop after": 5.0,
    "stall": 3.0,
    **{str(status): 3.0 for status in REFUSALS},
    "portal": 3.0,
    "redirect": 3.0,
    "twice": 4.0,
    "half": 4.0,
}
PORTAL = b"<!doctype html><title>Free WiFi</title><h1>Welcome. Accept our terms to go online.</h1>"
VERSION_FILES = ("/static/assets.js", "/static/everything.txt")
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}

Answer = tuple[int, list[tuple[str, str]], bytes]


class Line(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class Proxy:
    """Listens on `port`, forwards to `behind`. `clear`: everything passes; `only_sending`: all else passes; `dark`:
    nothing of the app's own gets through. `counted` is what became of the requests that could be spoilt."""

    def __init__(self, port: int, behind: int, random: Random, stalls: int) -> None:
        self.behind, self._random, self._stalls = behind, random, stalls
        self.clear, self.dark, self.only_sending = True, False, False
        self.counted: Counter[str] = Counter()
        self._version: bytes | None = None
        self._lock = threading.Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                proxy.answer(self, self.rfile.read(length))

            do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._server = Line(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def new_version(self) -> None:
        """From now on the server's static files are of another version."""
        self._version = sha256(self._version or b"first").hexdigest()[:16].encode()

    def answer(self, asked: BaseHTTPRequestHandler, body: bytes) -> None:
        path = asked.path.partition("?")[0]
        fault = self._choose(path)
        with suppress(OSError, HTTPException):  # who asked, or who answers, is gone: nobody hears anything
            self._spoil(fault, asked, lambda: self._forward(asked, path, body))
        asked.close_connection = True

    def _choose(self, path: str) -> str:
        with self._lock:
            if self.clear or path not in SPOILT or (self.only_sending and path != SENDING):
                return "pass"
            if self.dark:
                return "drop before"
            weights = {**WEIGHTS, "stall": WEIGHTS["stall"] if self._stalls and path == SENDING else 0.0}
            (fault,) = self._random.choices([*weights], [*weights.values()])
            self._stalls -= fault == "stall"
            self.counted[fault] += 1
            return fault

    def _spoil(self, fault: str, asked: BaseHTTPRequestHandler, forward: Callable[[], Answer]) -> None:
        match fault:
            case "drop before":
                pass
            case "drop after":
                forward()
            case "stall":
                time.sleep(STALL_S)
                _give(asked, forward())
            case "portal":
                _give(asked, (200, [("Content-Type", "text/html")], PORTAL))
            case "redirect":
                _give(asked, (302, [("Location", "https://portal.example/terms")], b""))
            case "twice":
                first = threading.Thread(target=lambda: _quietly(forward))
                first.start()
                answer = forward()
                first.join()
                _give(asked, answer)
            case "half":
                _give(asked, forward(), half=True)
            case "pass":
                _give(asked, forward())
            case status:
                _give(asked, self._refusal(int(status)))

    def _refusal(self, status: int) -> Answer:
        """The server's own form of a no, or a page of whoever stands in between."""
        if self._random.random() < 0.5:
            return status, [("Content-Type", "text/html")], PORTAL
        error = {"code": REFUSALS[status], "message": f"The line says {status}.", "reasons": []}
        later = [("Retry-After", str(self._random.randint(1, 3)))] if status == 429 else []
        return status, [("Content-Type", "application/json"), *later], json.dumps({"error": error}).encode()

    def _forward(self, asked: BaseHTTPRequestHandler, path: str, body: bytes) -> Answer:
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in HOP_BY_HOP}
        if path in VERSION_FILES:
            headers["Accept-Encoding"] = "identity"
        connection = HTTPConnection("127.0.0.1", self.behind, timeout=60)
        try:
            connection.request(asked.command, asked.path, body or None, headers)
            response = connection.getresponse()
            given = response.read()
            if path in VERSION_FILES and self._version:
                given = _versioned(given, self._version)
            kept = [(name, value) for name, value in response.getheaders() if name.lower() not in HOP_BY_HOP]
            return response.status, kept, given
        finally:
            connection.close()


def _versioned(given: bytes, version: bytes) -> bytes:
    """The worker's list, or the answer with everything in it, in the name of another version."""
    line, newline, rest = given.partition(b"\n")
    at = line.index(b'version"') + len(b'version":"') if line.startswith(b"{") else line.index(b'"') + 1
    return line[:at] + version + line[at + 16 :] + newline + rest


def _quietly(forward: Callable[[], Answer]) -> None:
    with suppress(OSError, HTTPException):
        forward()


def _give(asked: BaseHTTPRequestHandler, answer: Answer, *, half: bool = False) -> None:
    status, headers, body = answer
    asked.send_response_only(status)
    for name, value in headers:
        asked.send_header(name, value)
    asked.send_header("Content-Length", str(len(body)))
    asked.send_header("Connection", "close")
    asked.end_headers()
    if asked.command != "HEAD" and status not in (204, 304):
        asked.wfile.write(body[: len(body) // 2] if half else body)
