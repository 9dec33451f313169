"""What an officer may hold of the cases, and has not yet got."""

from __future__ import annotations

import base64
import binascii
import struct
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from field_app.cases.case import Case
from field_app.cases.entries.safeguarding import WITHHELD
from field_app.cases.office import Office, Officer
from field_app.cases.reaching import reached
from field_app.cases.rules import is_joined, may_read, may_see_safe_contact, runs_the_service
from field_app.store import access, log
from field_app.store import cases as lists
from field_app.store.beside import Pair
from field_app.store.cases import Listed
from field_app.store.database import reading, stamp, writing
from field_app.store.log import Head, Row

from .beside import WAITING, stages_open_to, to_compare
from .desk import LIVE
from .installation import Installation
from .sealed import open_of

_ONE = struct.Struct("!16sI8s")
"""A case the phone holds, inside a cursor: its id, the position it holds, what it knows the head by."""


class BadCursor(ValueError):
    """The cursor is not one this server gave out."""


@dataclass(frozen=True)
class Changes:
    """An answer to `GET /api/changes`; `document` is None where nothing changed since the ETag."""

    etag: str
    document: dict[str, Any] | None


def changes(installation: Installation, officer_id: str, after: str | None, etag: str | None, now: datetime) -> Changes:
    """The entries this officer may hold and has not got.

    `after` is the cursor of the last answer: it lists what the phone holds, case by case, so that an entry
    whose transaction committed late is never skipped.

    :raise BadCursor: `after` cannot be read. It is not looked at where nothing has changed since this `etag`.
    """
    if etag and _stands(installation, officer_id, etag):
        return Changes(etag, None)
    held = _read_cursor(after)
    with reading(installation.engine) as connection:
        office, office_head = installation.office(connection)
        officer = office.officers[officer_id]
        listed, compared = _open_to(installation, connection, office, officer)
        allowed = {head.case_id: head for _, head in listed}
        everything = may_see_safe_contact(officer, joined=False)
        seen_whole = {
            line.case_id
            for line, head in listed
            # A case may also be among an officer's because it was opened to them: that joins nobody to its team.
            if everything or (line.joined and _sees_whole(officer, installation.case(connection, line.case_id, head)))
        }
        marks = {one: _mark(head.hash, whole=one in seen_whole) for one, head in allowed.items()}
        beside = [_beside(one) for one in compared]
        tag = _tag(officer_id, office_head, allowed.values(), beside)
        if tag == etag:
            return Changes(tag, None)
        changed = [
            _case_changes(
                installation, connection, office, head, held.get(head.case_id), whole=head.case_id in seen_whole
            )
            for head in allowed.values()
            if held.get(head.case_id) != (head.position, marks[head.case_id])
        ]
        asked: set[str] = set()
        for one in changed:
            known = reached(installation.case(connection, one["id"], allowed[one["id"]]))
            asked |= {*known.asked, *(passed.officer for passed in known.passed_over)}
    seen = asked | {entry["officer"] for one in changed for entry in one["entries"]}
    document = {
        "cases": changed,
        "gone": sorted(held.keys() - allowed.keys()),
        "beside": beside,
        "officers": _names(office, seen),
        "after": _cursor(allowed.values(), marks),
        "as_at": stamp(now),
    }
    if changed:
        with writing(installation.engine) as connection:
            for one in changed:
                _consulted(installation, connection, officer_id, "changes", one["id"], now)
    return Changes(tag, document)


def _stands(installation: Installation, officer_id: str, etag: str) -> bool:
    """Whether nothing changed since this ETag, found out by one statement: what an idle phone's poll comes to.

    False wherever that cannot tell: the office has changed since this process last read it, or the officer is one to
    whom requests are open, of which each is judged by itself, or of professional standards, to whom sealed cases are.
    """
    head, office = installation.office_read
    officer = office.officers.get(officer_id)
    if officer is None or officer.is_professional_standards or _judges(installation, officer):
        return False
    reach = lists.reach(installation.engine, office.id, officer_id, _worked_on(officer))
    now = reach.pop(office.id, None)
    return now == head and _tag(officer_id, head.hash, reach.values(), []) == etag


def _tag(officer_id: str, office_head: str, heads: Iterable[Head], beside: list[dict[str, Any]]) -> str:
    reach = sorted((one.case_id, one.position, one.hash) for one in heads)
    return sha256(f"{officer_id} {office_head} {reach} {beside}".encode()).hexdigest()[:32]


def list_cases(installation: Installation, officer_id: str, now: datetime) -> list[dict[str, Any]]:
    """The cases an officer may hold, newest first."""
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        _consulted(installation, connection, officer_id, "cases", None, now)
        listed, _ = _open_to(installation, connection, office, office.officers[officer_id])
        found = []
        for line, head in listed:
            respondent = installation.case(connection, line.case_id, head).view()["respondent"]
            found.append(
                {
                    "id": line.case_id,
                    "reference": line.reference,
                    "stage": line.stage,
                    "respondent": _full_name(respondent),
                    "changed_at": line.changed_at,
                }
            )
    return sorted(found, key=lambda one: one["changed_at"], reverse=True)


def read_case(installation: Installation, officer_id: str, case_id: str, now: datetime) -> dict[str, Any] | None:
    """A case as computed; None where there is none that this officer may read. What is withheld is not in it."""
    case = readable(installation, officer_id, case_id, "case", now)
    return case.view() if case else None


def read_log(installation: Installation, officer_id: str, case_id: str, now: datetime) -> list[dict[str, Any]] | None:
    """A case as recorded, entry by entry; None where there is none that this officer may read."""
    case = readable(installation, officer_id, case_id, "log", now)
    if case is None:
        return None
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        whole = _sees_whole(office.officers[officer_id], case)
        return [_entry(row, office, whole=whole) for row in log.read_log(connection, installation.keys, case_id)]


def readable(
    installation: Installation,
    officer_id: str,
    case_id: str,
    action: str,
    now: datetime,
    detail: str | None = None,
    *,
    also: Callable[[Officer, Case], bool] = lambda officer, case: True,
) -> Case | None:
    """A case that this officer may read, once it is on record that they did; None where there is none.

    `action` says what of it is read, `detail` which part, `also` whether they may read that part. That somebody asked
    who may not read it is on record too.
    What is withheld from this officer is not in the case (P21).
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        if not lists.exists(connection, case_id):
            return None
        case = installation.case(connection, case_id, log.head(connection, case_id))
        officer = office.officers[officer_id]
        beside = to_compare(installation, connection, office, officer, case_id)
        if not (may_read(officer, case, office) or beside) or not also(officer, case):
            _consulted(installation, connection, officer_id, f"{action} refused", case_id, now, detail)
            return None
        _consulted(installation, connection, officer_id, action, case_id, now, detail)
        return case if _sees_whole(officer, case) else case.without(WITHHELD)


def _sees_whole(officer: Officer, case: Case) -> bool:
    return may_see_safe_contact(officer, joined=is_joined(officer, case))


def refuse(installation: Installation, officer_id: str, case_id: str, action: str, now: datetime) -> None:
    """Put on record that an officer asked for what they may not have of a case, where there is one."""
    with writing(installation.engine) as connection:
        if lists.exists(connection, case_id):
            _consulted(installation, connection, officer_id, f"{action} refused", case_id, now)


def _open_to(
    installation: Installation, connection: Connection, office: Office, officer: Officer
) -> tuple[list[tuple[Listed, Head]], list[Pair]]:
    """The cases an officer may hold: their own, the requests that wait for them, and what is read beside these; legal
    services hold those that were served and not decided, too, on which they work without having recorded, safeguarding
    those in which somebody is still to be told, or something to be done, and professional standards those that are
    sealed. Of sealed cases nobody holds one that is closed to them, and who runs the service alone holds none.
    """
    if runs_the_service(officer):
        return [], []
    stages = stages_open_to(installation, officer)
    further = "safeguarding" in officer.postings
    listed = lists.open_to(connection, officer.id, (*stages, *_worked_on(officer)), telling=further)
    if officer.is_professional_standards:
        listed = [*lists.sealed(connection), *listed]  # a case they are on is listed again, and says so
    found = {head.case_id: (line, head) for line, head in open_of(installation, connection, office, officer, listed)}
    if not _judges(installation, officer):
        return list(found.values()), []
    if not all(officer.holds(regime.issuing_rank) for regime in installation.regimes):
        # An inspector decides requests under one Act and not under another.
        for line, head in [*found.values()]:
            if line.stage in stages and not may_read(
                officer, installation.case(connection, head.case_id, head), office
            ):
                del found[head.case_id]
    if not stages and officer.holds("inspector"):  # requests that were put to a duty inspector
        for line, head in lists.open_to(connection, officer.id, WAITING):
            if may_read(officer, installation.case(connection, line.case_id, head), office):
                found[line.case_id] = (line, head)
    compared = to_compare(installation, connection, office, officer)
    for one in compared:
        found.setdefault(one.other.case_id, (one.listed, one.other))
    return list(found.values()), compared


def _judges(installation: Installation, officer: Officer) -> bool:
    """Whether requests, or what is to be told, may be open to an officer who did not record on them."""
    further = officer.holds("inspector") or "safeguarding" in officer.postings
    return bool(stages_open_to(installation, officer)) or further


def _worked_on(officer: Officer) -> tuple[str, ...]:
    """The stages in which an officer works on cases without having recorded on them."""
    return LIVE if "legal services" in officer.postings else ()


def _beside(pair: Pair) -> dict[str, Any]:
    return {
        "case": pair.waits.case_id,
        "other": pair.other.case_id,
        "linked": "linked" in pair.why,
        "crosswise": "crosswise" in pair.why,
    }


def _case_changes(
    installation: Installation,
    connection: Connection,
    office: Office,
    head: Head,
    held: tuple[int, bytes] | None,
    *,
    whole: bool,
) -> dict[str, Any]:
    # On PostgreSQL another transaction may have committed more since `head` was read; it comes with the next answer.
    rows = [one for one in log.read_log(connection, installation.keys, head.case_id) if one.position <= head.position]
    same_so_far = (
        held is not None
        and held[0] <= len(rows)
        and (held[0] == 0 or _mark(rows[held[0] - 1].hash, whole=whole) == held[1])
    )
    after = held[0] if held is not None and same_so_far else 0
    return {
        "id": head.case_id,
        "whole": after == 0,
        "entries": [_entry(row, office, whole=whole) for row in rows[after:]],
        "head": {"position": rows[-1].position, "hash": rows[-1].hash},
    }


def _mark(hash_: str, *, whole: bool) -> bytes:
    """What a cursor knows a head by. Another where something may be withheld: who comes to see it is told it all."""
    told = bytes.fromhex(hash_)
    return (told if whole else sha256(told).digest())[:8]


def _entry(row: Row, office: Office, *, whole: bool) -> dict[str, Any]:
    withheld = not whole and row.withheld
    return {
        "position": row.position,
        "body": None if withheld else row.body.decode(),
        "body_sha256": row.body_sha256 if withheld else None,
        "signature": row.signature,
        "hash": row.hash,
        "received_at": row.received_at,
        "officer": row.signed_in,
        "rescued": office.rescued(row.id, row.signed_in, datetime.fromisoformat(row.received_at)),
        "reasons": [{"code": one.code, "message": one.message, "section": one.section} for one in row.reasons],
    }


def _names(office: Office, ids: Iterable[str]) -> dict[str, Any]:
    known = [office.officers[one] for one in ids if one in office.officers]
    return {one.id: {"name": one.name, "collar_number": one.collar_number, "rank": one.rank} for one in known}


def _full_name(person: dict[str, Any] | None) -> str | None:
    return " ".join(filter(None, (person["given_names"], person["family_name"]))) if person else None


def _consulted(
    installation: Installation,
    connection: Connection,
    officer: str,
    action: str,
    case_id: str | None,
    now: datetime,
    detail: str | None = None,
) -> None:
    access.keep(
        connection,
        installation.keys,
        at=stamp(now),
        officer=officer,
        action=action,
        case_id=case_id,
        detail=detail,
    )


def _cursor(heads: Iterable[Head], marks: Mapping[str, bytes]) -> str:
    parts = [_ONE.pack(uuid.UUID(one.case_id).bytes, one.position, marks[one.case_id]) for one in heads]
    return base64.urlsafe_b64encode(b"".join(parts)).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> dict[str, tuple[int, bytes]]:
    if not cursor:
        return {}
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return {str(uuid.UUID(bytes=one)): (position, start) for one, position, start in _ONE.iter_unpack(raw)}
    except (ValueError, struct.error, binascii.Error) as error:
        raise BadCursor("after: is not a cursor this server gave out.") from error
