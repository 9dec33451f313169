"""The short run of every `make test`, and that the judge and the line do what they are there to do."""

from __future__ import annotations

import subprocess
import sys
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread

import pytest

from tests.chaos.compare import DOUBLED, LOST, Arrived
from tests.chaos.server import ROOT, free_port

from .judge import STUCK, UNREPORTED, AtServer, Saved, Told, judge
from .proxy import REFUSALS, Proxy

SEED = "7"
"""Forty actions, each kind among them; no stall, which takes half a minute."""


@pytest.mark.waits
def test_a_short_run_ends_with_four_times_nothing():
    command = [sys.executable, "-m", "tests.torture", "--seed", SEED, "--actions", "40"]
    run = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "lost 0, doubled 0, stuck 0, unreported 0" in run.stdout
    for action in ("kill the tab", "update the app", "end the session"):
        assert action in run.stdout


def entry(number, mark, kind="risk assessed", id_=None):
    body = {
        "id": id_ or f"id {number}",
        "kind": kind,
        "number": number,
        "device": "one device",
        "facts": {"judgement": mark},
    }
    return Arrived("one case", number, "10:00", body)


HELD = (entry(1, "", "case started"), entry(2, "Mark a"), entry(3, "Mark a"))


@pytest.fixture
def told():
    """A start, and the same facts saved twice."""
    start = Saved("id 1", "one case", "case started", "")
    twice = [Saved(f"id {number}", "one case", "risk assessed", "Mark a") for number in (2, 3)]
    return Told(cases={"one case": {}}, saved=[start, *twice])


def found(told, entries, refused=None, outbox=None, attention=(), waiting=()):
    server = AtServer(tuple(entries), refused or {}, tuple(waiting))
    return {one.wrong for one in judge(told, server, outbox or {}, attention)}


def test_what_arrived_as_often_as_it_was_saved_is_found_to_be_so(told):
    assert found(told, HELD) == set()


def test_what_did_not_arrive_is_lost_or_stuck(told):
    assert found(told, HELD[:2]) == {LOST}
    assert found(told, HELD[:2], outbox={"id 3": "not sent"}) == {STUCK}
    assert found(told, HELD, outbox={"id 9": "waiting"}) == {STUCK}
    assert found(told, HELD, waiting=["id 9"]) == {STUCK}
    assert found(told, (HELD[0], HELD[2], entry(4, "Mark a", id_="id 2"))) == {LOST}, "a number nobody gave out"


def test_one_entry_for_two_saves_is_one_lost(told):
    told.saved.append(told.saved[-1])
    assert found(told, HELD) == {LOST}


def test_what_came_more_often_than_it_was_saved_is_doubled(told):
    assert found(told, (*HELD, entry(4, "Mark a"))) == {DOUBLED}
    assert found(told, (*HELD, entry(3, "Mark a", id_="id 3"))) == {DOUBLED}
    assert found(told, (*HELD, entry(4, "", "case started"))) == {DOUBLED}
    told.saved.append(Saved(None, "one case", "risk assessed", "Mark a"))  # a kill came in between: once more, or not
    assert found(told, HELD) == found(told, (*HELD, entry(4, "Mark a"))) == set()


def test_what_was_refused_is_to_stand_on_a_screen(told):
    refused = {"id 3": HELD[2].body}
    assert found(told, HELD[:2], refused, {"id 3": "needs attention"}, ["id 3"]) == set()
    assert found(told, HELD[:2], refused, {"id 3": "needs attention"}) == {UNREPORTED}


@pytest.fixture
def line():
    """A line of which every fault can be asked for; what reached the server behind it."""
    came = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "11")
            self.end_headers()
            self.wfile.write(b'{"ok": true}'[:11])

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    proxy = Proxy(free_port(), server.server_address[1], Random(1), stalls=0)
    proxy.clear = False
    yield proxy, came
    proxy.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("fault", "status", "whole", "arrives"),
    [
        ("pass", 200, True, 1),
        ("drop before", None, False, 0),
        ("drop after", None, False, 1),
        ("twice", 200, True, 2),
        ("half", 200, False, 1),
        ("portal", 200, True, 0),
        ("redirect", 302, True, 0),
        *((str(status), status, True, 0) for status in REFUSALS),
    ],
)
def test_the_line_does_to_a_request_what_it_is_called(line, monkeypatch, fault, status, whole, arrives):
    proxy, came = line
    monkeypatch.setattr(proxy, "_choose", lambda _: fault)
    connection = HTTPConnection("127.0.0.1", proxy._server.server_address[1], timeout=5)
    connection.request("POST", "/api/entries", b"{}")
    try:
        response = connection.getresponse()
        got = response.status
        response.read()
        read = True
    except Exception:
        got, read = (None if fault.startswith("drop") else 200), False
    connection.close()
    assert (got, read, len(came)) == (status, whole, arrives)
