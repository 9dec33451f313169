"""How often the doors may be asked through. docs/decisions/0054 says how it is counted, and how wide each limit is."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from flask import request, session

from field_app.actions import Limit

from . import installation, now

IN_A_SESSION = Limit("session", 6_000, 60, "requests in this session")
WITHOUT = Limit("address", 20_000, 60, "requests without a session from this network")

SIGN_INS = Limit("sign-in", 1_200, 60, "sign-ins from this network")
ENROLMENTS = Limit("enrolment", 300, 60, "enrolments from this network")
SEARCHES = Limit("search", 60, 60, "searches")
POSTCODES = Limit("postcode", 60, 60, "postcodes")
PIECES = Limit("piece", 1_200, 60, "pieces of files")

NARROWER = {
    "sign_in.options": SIGN_INS,
    "sign_in.sign_in": SIGN_INS,
    "enrolment.options": ENROLMENTS,
    "enrolment.enrol": ENROLMENTS,
    "directory.begin": ENROLMENTS,
    "directory.back": ENROLMENTS,
    "lookup.lookup": SEARCHES,
    "audit.look": SEARCHES,
    "postcodes.addresses": POSTCODES,
    "attachments.take": PIECES,
}
"""What costs more than a request as such, or is worth guessing at."""


def count() -> None:
    """Count this request of the API: by its session where its cookie names one, else by where it comes from.

    Before the session is looked up, so that what is refused costs the database nothing.

    :raise TooMany: there were more than a limit.
    """
    if not request.path.startswith("/api/"):
        return
    token = session.get("_user_id")
    limits, at = installation().limits, now()
    limits.count(IN_A_SESSION if token else WITHOUT, token or _network(), at)
    if narrower := NARROWER.get(request.endpoint or ""):
        limits.count(narrower, _network() if narrower in (SIGN_INS, ENROLMENTS) else token or _network(), at)


def _network() -> str:
    """Where a request comes from: an address, or the /64 that an IPv6 address is one of.

    A proxy's word is taken where it is on this machine or one of FIELD_PROXIES; it says whom it serves last.
    """
    near = request.remote_addr or ""
    proxied = near in ("", "127.0.0.1", "::1") or near in installation().proxies
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ip_address(said if proxied and said else near)
    except ValueError:
        return near
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
