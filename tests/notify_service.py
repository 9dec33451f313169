"""GOV.UK Notify as far as we use it: takes what the worker sends as the real one would, and checks who sent it.

https://docs.notifications.service.gov.uk/rest-api.html: the JWT (HS256, `iss` the service, `iat` within 30 seconds), a
text message (201), and the messages under a reference. On 127.0.0.1 and a port of its own.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

MOST_SECONDS_APART = 30


@dataclass(frozen=True)
class Answer:
    """What the service says to one text message instead of 201; `stall` says nothing until the service is stopped.

    `taken`: the message is sent all the same, and only its answer is lost.
    """

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    stall: bool = False
    taken: bool = False


class NotifyService:
    """`answers` are given one after the other, then 201 for ever. `texts` are the messages that it sends on."""

    def __init__(self) -> None:
        self.service, self.secret, self.template = (str(uuid.uuid4()) for _ in range(3))
        self.answers: deque[Answer] = deque()
        self.texts: list[dict[str, Any]] = []
        self.seen: list[tuple[str, str]] = []
        self.complaints: list[str] = []
        self._stopped = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service._take(self)

            def do_GET(self) -> None:
                service._list(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def key(self) -> str:
        """An API key as Notify shows it."""
        return f"worker-{self.service}-{self.secret}"

    def stop(self) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        body = json.loads(request.rfile.read(int(request.headers.get("Content-Length", 0))))
        self.seen.append((request.command, request.path))
        answer = self.answers.popleft() if self.answers else Answer()
        wrong = self._wrong(request)
        if request.path != "/v2/notifications/sms" or body.get("template_id") != self.template:
            wrong = wrong or (400, "BadRequestError", "Template not found")
        if wrong:
            self.complaints.append(wrong[2])
            self._say(request, wrong[0], _error(*wrong))
            return
        notification = {"id": str(uuid.uuid4()), **body}
        if answer.status == 201 or answer.taken:
            self.texts.append(notification)
        if answer.stall:
            self._stopped.wait()
        elif answer.status == 201:
            self._say(request, 201, {"id": notification["id"], "reference": body.get("reference")})
        else:
            self._say(request, answer.status, _error(answer.status, "Error", "As the test wants it"), answer.headers)

    def _list(self, request: BaseHTTPRequestHandler) -> None:
        self.seen.append((request.command, urlsplit(request.path).path))
        if wrong := self._wrong(request):
            self._say(request, wrong[0], _error(*wrong))
            return
        wanted = parse_qs(urlsplit(request.path).query).get("reference", [None])[0]
        found = [one for one in self.texts if wanted in (None, one.get("reference"))]
        self._say(request, 200, {"notifications": found, "links": {}})

    def _wrong(self, request: BaseHTTPRequestHandler) -> tuple[int, str, str] | None:
        scheme, _, token = (request.headers.get("Authorization") or "").partition(" ")
        try:
            claims = jwt.decode(token, self.secret, algorithms=["HS256"], options={"verify_iat": False})
        except jwt.InvalidTokenError:
            return 403, "AuthError", "Invalid token: signature, api token not found"
        if scheme != "Bearer" or claims["iss"] != self.service:
            return 403, "AuthError", "Invalid token: service not found"
        if abs(time.time() - claims["iat"]) > MOST_SECONDS_APART:
            return 403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"
        return None

    def _say(
        self, request: BaseHTTPRequestHandler, status: int, said: Any, headers: dict[str, str] | None = None
    ) -> None:
        body = json.dumps(said).encode()
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def _error(status: int, error: str, message: str) -> dict[str, Any]:
    return {"status_code": status, "errors": [{"error": error, "message": message}]}
