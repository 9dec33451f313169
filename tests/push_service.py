"""A push service of the tests' own: takes what the worker sends as a real one would, and can decrypt it.

RFC 8030 (delivery), 8291 (encryption), 8292 (who sent it). On 127.0.0.1 and a port of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

LONGEST_BODY = 4096
LONGEST_VAPID_S = 24 * 3600


@dataclass(frozen=True)
class Answer:
    """What the service says to one push; `stall` says nothing until the service is stopped.

    `breaks_off`: the connection closes in the middle of the answer, whose status has been said. `trickles`: the answer
    begins and never ends, a byte every 20 ms. `hangs_up`: the connection closes without a word.
    """

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    stall: bool = False
    breaks_off: bool = False
    trickles: bool = False
    hangs_up: bool = False


@dataclass(frozen=True)
class Received:
    """One push, decrypted, with what its sender asked for and who its sender says it is."""

    endpoint: str
    plaintext: bytes
    ttl: int
    urgency: str | None
    topic: str | None
    contact: str


class Browser:
    """One browser's subscription, with the private key that never leaves a real one."""

    def __init__(self, endpoint: str, application_server_key: str) -> None:
        self.endpoint, self.application_server_key = endpoint, application_server_key
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def as_json(self) -> dict[str, Any]:
        """As the browser's `PushSubscription.toJSON` gives it, less its expiry."""
        keys = {"p256dh": bytes_to_base64url(self.public_key), "auth": bytes_to_base64url(self.auth)}
        return {"endpoint": self.endpoint, "keys": keys}


class Wrong(Exception):
    """A push that a real service would not take: the status, and why."""


class PushService:
    """`answers` are given one after the other, then 201 for ever. `complaints` says what was wrong with a push.

    `keeps_alive`: a connection may carry one push after another, as a real service's does; `connections` counts them.
    """

    def __init__(self, *, keeps_alive: bool = False) -> None:
        self.answers: deque[Answer] = deque()
        self.received: list[Received] = []
        self.complaints: list[str] = []
        self.seen: list[tuple[str, str]] = []
        self._browsers: dict[str, Browser] = {}
        self._stopped = threading.Event()
        self._changed = threading.Condition()
        self.connections = 0
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1" if keeps_alive else "HTTP/1.0"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                service.connections += 1
                super().setup()

            def do_POST(self) -> None:
                service._take(self)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 256  # of a worker's many at once none is turned away

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def subscribe(self, application_server_key: str) -> Browser:
        """A browser that takes pushes from the holder of this key (RFC 8292 section 4), and from nobody else."""
        path = f"/push/{os.urandom(8).hex()}"
        self._browsers[path] = Browser(self.origin + path, application_server_key)
        return self._browsers[path]

    def wait_for(self, pushes: int, timeout: float = 10) -> None:
        """Until so many pushes have arrived whole."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.received) >= pushes, timeout):
                raise AssertionError(f"{len(self.received)} of {pushes} pushes arrived; {self.complaints}")

    def stop(self) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        self.seen.append((request.command, request.path))
        answer = self.answers.popleft() if self.answers else Answer()
        try:
            received = self._check(request, body)
        except Wrong as wrong:
            self.complaints.append(str(wrong))
            answer = Answer(*wrong.args[:1])
        else:
            if answer.stall:
                self._stopped.wait()
                return
            if answer.trickles:
                self._trickle(request)
                return
            if answer.hangs_up:
                request.close_connection = True
                return
            if answer.status == 201:
                with self._changed:
                    self.received.append(received)
                    self._changed.notify_all()
        request.send_response(answer.status)
        length = "100" if answer.breaks_off else "0"
        for name, value in {"Content-Length": length, **answer.headers}.items():
            request.send_header(name, value)
        request.end_headers()
        if answer.breaks_off:
            request.wfile.write(b"half of")
            request.close_connection = True

    def _trickle(self, request: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            request.wfile.write(b"HTTP/1.1 201 Created\r\nX-More: ")
            while not self._stopped.wait(0.02):
                request.wfile.write(b"x")
        request.close_connection = True

    def _check(self, request: BaseHTTPRequestHandler, body: bytes) -> Received:
        headers, browser = request.headers, self._browsers.get(request.path)
        if request.command != "POST" or browser is None:
            raise Wrong(404, f"{request.command} {request.path} is no push to a browser")
        if not (headers.get("TTL") or "").isdecimal():
            raise Wrong(400, "TTL is required (RFC 8030 section 5.2)")
        if headers.get("Content-Encoding") != "aes128gcm" or len(body) > LONGEST_BODY:
            raise Wrong(413 if len(body) > LONGEST_BODY else 400, "the body is not as RFC 8291 wants it")
        claims = self._check_vapid(headers.get("Authorization") or "", browser.application_server_key)
        plaintext = http_ece.decrypt(body, private_key=browser.key, auth_secret=browser.auth, version="aes128gcm")
        ttl, urgency, topic = int(headers["TTL"]), headers.get("Urgency"), headers.get("Topic")
        return Received(browser.endpoint, plaintext, ttl, urgency, topic, claims["sub"])

    def _check_vapid(self, authorization: str, application_server_key: str) -> dict[str, Any]:
        scheme, _, rest = authorization.partition(" ")
        given = dict(one.strip().split("=", 1) for one in rest.split(",") if "=" in one)
        if scheme.lower() != "vapid" or given.keys() < {"t", "k"}:
            raise Wrong(401, "no VAPID (RFC 8292 section 3)")
        if given["k"].rstrip("=") != application_server_key:
            raise Wrong(403, "k is not the key the browser subscribed with")
        signed, _, signature = given["t"].rpartition(".")
        header, claims = (json.loads(base64url_to_bytes(part)) for part in signed.split("."))
        raw = base64url_to_bytes(signature)
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64url_to_bytes(given["k"]))
        try:
            key.verify(der, signed.encode(), ec.ECDSA(SHA256()))
        except InvalidSignature:
            raise Wrong(403, "the signature does not hold") from None
        if header["alg"] != "ES256" or claims["aud"] != self.origin:
            raise Wrong(403, f"alg {header['alg']}, aud {claims['aud']}")
        if not time.time() < claims["exp"] <= time.time() + LONGEST_VAPID_S:
            raise Wrong(403, "exp is past, or more than a day away")
        return dict(claims)
