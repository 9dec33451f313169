"""HTTP connections that are kept open between requests, each request within one deadline for the whole of it.

`requests` and `urllib3` time each read: whoever sends one byte every nine seconds holds them for ever. Here the clock
runs once, from the first step to the last line of the answer's head. No redirect is followed, no proxy setting of the
environment is taken, and no answer's body is read: the status says all.
"""

from __future__ import annotations

import io
import select
import ssl
import threading
import time
from email.message import Message
from http.client import HTTPException, HTTPResponse
from socket import IPPROTO_TCP, TCP_NODELAY, create_connection, socket
from typing import Any
from urllib.parse import SplitResult, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

KEPT_S = 30.0
"""A connection that was not used for so long is not used again."""


class Unanswered(Exception):
    """No answer came; the message names the kind of fault and no address."""


class Connections:
    """The open connections of one process, by origin; safe to use from many threads."""

    def __init__(self) -> None:
        self._idle: dict[str, list[tuple[socket, float]]] = {}
        self._lock = threading.Lock()
        self._tls = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)

    def post(self, url: str, body: bytes, headers: dict[str, str], within_s: float) -> tuple[int, Message]:
        """The status and the headers of the answer. Who calls has looked at the address: http or https, and whose.

        A connection that the other side closed while it lay idle is known by that nothing of an answer came over it;
        the request is then made once more, over another.

        :raise Unanswered: nothing came of it within so many seconds.
        """
        until = time.monotonic() + within_s
        parts = urlsplit(url)
        origin, path = f"{parts.scheme}://{parts.netloc}", (parts.path or "/") + (f"?{parts.query}" * bool(parts.query))
        said = {"Host": parts.netloc, **headers, "Content-Length": str(len(body))}
        head = "\r\n".join([f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())])
        if not head.replace("\r\n", "").isprintable():
            raise Unanswered("UnprintableAddress")  # it might end the line, and begin one of its own
        request = f"{head}\r\n\r\n".encode("ascii") + body
        try:
            while kept := self._take(origin):
                try:
                    return self._ask(origin, kept, request, until)
                except ConnectionError:
                    continue
            return self._ask(origin, self._new(parts, until), request, until)
        except (OSError, ValueError, HTTPException) as error:
            raise Unanswered(type(error).__name__) from error

    def close(self) -> None:
        """Close whatever lies idle."""
        with self._lock:
            for one, _ in [pair for pairs in self._idle.values() for pair in pairs]:
                one.close()
            self._idle.clear()

    def _new(self, parts: SplitResult, until: float) -> socket:
        secret = parts.scheme == "https"
        connection = create_connection((parts.hostname or "", parts.port or (443 if secret else 80)), _left(until))
        try:
            connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
            connection.settimeout(_left(until))
            return self._tls.wrap_socket(connection, server_hostname=parts.hostname) if secret else connection
        except BaseException:
            connection.close()
            raise

    def _take(self, origin: str) -> socket | None:
        while True:
            with self._lock:
                pairs = self._idle.get(origin)
                if not pairs:
                    return None
                connection, since = pairs.pop()
            if time.monotonic() - since < KEPT_S and not _has_more(connection):
                return connection
            connection.close()

    def _ask(self, origin: str, connection: socket, request: bytes, until: float) -> tuple[int, Message]:
        kept = False
        try:
            connection.settimeout(_left(until))
            connection.sendall(request)  # of all of it, this is the time-out
            with HTTPResponse(_Readable(connection, until), method="POST") as answer:  # type: ignore[arg-type]
                answer.begin()
                kept = answer.length == 0 and not answer.will_close
                return answer.status, answer.headers
        finally:
            if kept:
                with self._lock:
                    self._idle.setdefault(origin, []).append((connection, time.monotonic()))
            else:
                connection.close()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _has_more(connection: socket) -> bool:
    """Whether the other side has closed an idle connection, or said what nobody asked for."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


class _Readable:
    """A socket as `HTTPResponse` wants it: something to make a file of."""

    def __init__(self, connection: socket, until: float) -> None:
        self._connection, self._until = connection, until

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Within(self._connection, self._until))


class _Within(io.RawIOBase):
    """What a socket says before the deadline."""

    def __init__(self, connection: socket, until: float) -> None:
        super().__init__()
        self._connection, self._until = connection, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(_left(self._until))
        return self._connection.recv_into(buffer)
