"""`/metrics`: how the service stands, for Prometheus and what reads its format. Counts and times, nobody's name."""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from field_app.actions import read_metrics

from . import installation, now
from .errors import answer
from .openapi import answers

bp = Blueprint("metrics", __name__)

TEXT = "text/plain"

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""What a proxy adds: through one, every request comes from this machine."""

_of_this_process = CollectorRegistry()
SECONDS = Histogram(
    "field_request_seconds",
    "Seconds from a request's arrival to its answer, by route.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=_of_this_process,
)


def register(app: Flask) -> None:
    """Answer `/metrics`, and time every request."""
    app.register_blueprint(bp)

    @app.before_request
    def begun() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def done(response: Response) -> Response:
        if (begun := g.get("begun")) is not None:
            rule = request.url_rule
            route = rule.rule if rule else "none"  # never the address: it may name a case
            method = request.method if rule else "any"  # a made-up method would be a series of its own
            _series(method, route, response.status_code // 100).observe(time.perf_counter() - begun)
        return response


@cache
def _series(method: str, route: str, hundreds: int) -> Histogram:
    return SECONDS.labels(method, route, f"{hundreds}xx")


@bp.get("/metrics")
@answers(media=TEXT, fails=(403, 503))
def metrics() -> Response | tuple[Response, int]:
    """How the service stands now, in the Prometheus text format; for this machine, or with the token of the setting."""
    if not _may():
        return answer("not_from_here", "The metrics are for this machine, or for whoever has FIELD_METRICS_TOKEN.", 403)
    registry = CollectorRegistry()
    registry.register(_Database())
    text = generate_latest(registry)
    # Each server process counts its own requests: with the folder they share, any of them answers for all.
    requests = _of_this_process
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        multiprocess.MultiProcessCollector(requests)
    return Response(text + generate_latest(requests), content_type=f"{TEXT}; version=0.0.4; charset=utf-8")


def _may() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    if token:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogatepass")
        return hmac.compare_digest(given, f"Bearer {token}".encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        near = ip_address(request.remote_addr or "").is_loopback
    except ValueError:  # a unix socket: a proxy is behind it
        return False
    return near and urlsplit(f"//{request.host}").hostname in ("localhost", "127.0.0.1", "::1")


class _Database(Collector):
    def collect(self) -> Iterator[Metric]:
        found = read_metrics(installation(), now())
        yield _gauge("field_jobs_due", "Jobs that are due and not done.", found.queued)
        yield _gauge("field_jobs_oldest_seconds", "For how long the oldest job has been due.", found.queue_age_s)
        yield _gauge("field_jobs_failed", "Jobs that were given up.", found.given_up)
        due = GaugeMetricFamily(
            "field_hearings_due", "Hearing deadlines with no more hours left that count; 0: missed.", labels=("hours",)
        )
        for hours, count in found.deadlines.items():
            due.add_metric((str(hours),), count)
        yield due
        yield _gauge("field_pushes_failed", "Pushes made in the last hour that will not arrive.", found.pushes_failed)
        if found.clock_offset_s is not None:
            yield _gauge(
                "field_clock_offset_seconds", "Server minus the middle of the phones heard.", found.clock_offset_s
            )
        yield _gauge(
            "field_machine_clock_offset_seconds",
            "This machine's own clock minus the database's, which all go by.",
            installation().clock.machine_ahead_s(),
        )
        yield _gauge("field_clock_in_doubt", "Whether the server's own clock is in doubt.", found.clock_in_doubt)
        yield _gauge("field_phones_dark", "Phones not heard for twelve hours, nor for 72.", found.phones_dark)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
