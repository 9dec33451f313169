"""What is in force, for the phones of those who may look up: whom it binds, and what; of whom it protects, initials."""

from __future__ import annotations

import base64
import binascii
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from field_app.adapters.inbox import NotForThisInbox
from field_app.cases import matching
from field_app.cases.audit import GIVEN_LATER
from field_app.cases.case import Case
from field_app.cases.matching.names import plain
from field_app.cases.matching.places import POSTCODE, postcode_key
from field_app.cases.office import Office
from field_app.cases.rules import may_look_up
from field_app.store import access, log
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .beside import known_people
from .changes import BadCursor
from .in_force import changes_by_itself
from .installation import Installation
from .lookup import Query, alert_if_kept_back, in_force
from .reasons import has_open_incident

AT_ONCE = 200
"""How many cases one answer looks through."""

COMMITTED = timedelta(minutes=2)
"""What changed later than so long ago is told again: others may still be writing what bears an earlier time."""

MOST_SHOWN = 200
"""So many cases one look-up without signal may have shown, those beside an answer with it."""

LATEST, OLDEST = timedelta(minutes=5), timedelta(days=31)
"""A look-up whose phone says it was later than this, or longer ago, is on record under when it was received."""


def snapshot(
    installation: Installation, officer: str, device: str | None, after: str | None, now: datetime
) -> dict[str, Any]:
    """What came into force, changed or is over since `after`, the cursor of the last answer; all of it without one.
    Nothing, and that it is off, for whoever may not look up.

    Sealed cases are not in it, nor is anything of the protected person but their initials and the relationship. Who was
    given how much is on record, committed, before it is answered.

    :raise BadCursor: `after` cannot be read.
    """
    at, last = _read_cursor(after)
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    wanted = installation.force.snapshot
    setting = replace(wanted, on=wanted.on and bool(may_look_up(office.officers[officer])))
    cases: list[dict[str, Any]] = []
    gone: list[str] = []
    more = False
    if setting.on:
        with reading(installation.engine) as connection:
            changed = lists.changed_since(connection, at, last, AT_ONCE)
            more = len(changed) == AT_ONCE
            told = _told(
                installation, connection, office, [case_id for case_id, _, sealed in changed if not sealed], now
            )
            for case_id, when, _ in changed:
                at, last = when, case_id
                if people := told.get(case_id):
                    cases.append({"case": case_id, "people": people})
                elif after:
                    gone.append(case_id)
    if not more and at > (settled := stamp(now - COMMITTED)):
        at, last = settled, ""
    if cases:
        with writing(installation.engine) as connection:
            detail = f"{sum(len(one['people']) for one in cases)} people, to device {device or 'not said'}"
            access.keep(connection, installation.keys, at=stamp(now), officer=officer, action="snapshot", detail=detail)
    return {
        "as_at": stamp(now),
        "settings": asdict(setting),
        "cases": cases,
        "gone": gone,
        "after": base64.urlsafe_b64encode(json.dumps([at, last]).encode()).decode().rstrip("="),
        "more": more,
    }


def _read_cursor(cursor: str | None) -> tuple[str, str]:
    if not cursor:
        return "", ""
    try:
        at, last = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not (isinstance(at, str) and isinstance(last, str)):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadCursor("after: is not a cursor this server gave out.") from error
    return at, last


def _told(
    installation: Installation, connection: Connection, office: Office, case_ids: Sequence[str], now: datetime
) -> dict[str, list[dict[str, Any]]]:
    """What phones are told of each of these cases: as it was told before where nothing has changed since."""
    heads = log.heads_of(connection, case_ids)
    settings = office.holidays, installation.force
    found: dict[str, list[dict[str, Any]]] = {}
    anew = {}
    for case_id, head in heads.items():
        people = installation.told.of(case_id, head.hash, settings, now)
        if people is None:
            anew[case_id] = head
        else:
            found[case_id] = people
    for case_id, case in installation.cases(connection, anew).items():
        changes = changes_by_itself(case, now)
        found[case_id] = _people(case, now, changes)
        installation.told.keep(case, anew[case_id].hash, settings, changes[0] if changes else None, found[case_id])
    return found


def _people(case: Case, now: datetime, changes: Sequence[datetime]) -> list[dict[str, Any]]:
    """Whom something on a case binds, as they are looked up by, and what a look-up may say of it off the server.

    `changes` is when something of that will be another by itself.
    """
    view = case.view()
    homes = _homes([view, *known_people(case, view).values()])
    later = [(at, in_force(case, at, view)) for at in changes]
    found = []
    for made_by, (known, match) in in_force(case, now, view).items():
        away = [address for address in known.addresses if _plainly(address) not in homes]
        postcodes = [one for one in known.postcodes if postcode_key(one) not in homes]
        described = replace(known, addresses=tuple(away), postcodes=tuple(postcodes))
        shown = _shown(match, described, homes)
        then = [(at, stands[made_by][1] if made_by in stands else None) for at, stands in later]
        found.append(
            {
                "card": {name: value for name, value in vars(matching.card(described)).items() if value},
                "match": shown,
                "relationship": (view["relationship"] or {}).get("limb"),
                "later": [
                    {"from": stamp(at), "match": one and _changed(shown, _shown(one, described, homes))}
                    for at, one in then
                ],
            }
        )
    return found


def _shown(match: dict[str, Any], known: matching.Known, homes: set[str]) -> dict[str, Any]:
    """What of a match may leave the server."""
    protected = match["protected_person"] or ""
    elsewhere = match["elsewhere"]
    return {
        **match,
        "address": match["address"] if known.addresses else None,
        "postcode": match["postcode"] if known.postcodes else None,
        "dangers_account": None,
        "conditions": [_off_the_server(one, protected, homes) for one in match["conditions"]],
        "ends": match["ends"] and _off_the_server(match["ends"], protected, homes),
        "elsewhere": elsewhere and {**elsewhere, "source": _off_the_server(elsewhere["source"], protected, homes)},
        "protected_person": initials(protected),
    }


def _changed(now: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in then.items() if value != now[name]}


def _homes(views: Sequence[dict[str, Any]]) -> set[str]:
    """Where the protected person is recorded to live, each address and postcode as it is compared; of an address in
    several lines its first one, too, if it has a number: a sentence rarely says the town."""
    people = [one["protected_person"] for one in views if one["protected_person"]]
    lived = [place for one in people for place in (one, *one.get("other_addresses", ()))]
    addresses = [one["address"] for one in lived if one["address"]]
    first_lines = [re.split(r"[,\n]", one)[0] for one in addresses]
    homes = {*map(_plainly, addresses), *(_plainly(one) for one in first_lines if re.search("[0-9]", one))}
    return homes | {postcode_key(one["postcode"]) for one in lived if one["postcode"]}


def _plainly(address: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", plain(address)))


def initials(name: str) -> str | None:
    """Somebody's initials: `A.B.`; None of nobody."""
    return "".join(f"{word[0].upper()}." for word in re.findall(r"[^\W\d_]+", name)) or None


def _off_the_server(text: str, protected: str, homes: set[str]) -> str:
    """A sentence somebody wrote, the protected person's names as initials; one that says a place of theirs not at all.

    It cannot be told whose an address is: a sentence with any postcode, or their own address, is left out.
    """
    said = _plainly(text)
    if POSTCODE.search(text) or any(home in said for home in homes if " " in home):
        return "This one names a place, which is not on this phone: ask control to read it out."
    for word in re.findall(r"[^\W\d_]{2,}", protected):
        text = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", f"{word[0].upper()}.", text, flags=re.IGNORECASE)
    return text


# --- What was looked up in it --------------------------------------------------------------------------------


@dataclass(frozen=True)
class MadeOffline:
    """A look-up made without signal, sealed to the inbox under its id."""

    id: str
    sealed: str


def take_look_ups(
    installation: Installation, officer: str, sent: Sequence[MadeOffline], now: datetime
) -> list[dict[str, str]]:
    """Put look-ups made without signal on record, each once, under the time at which they were made, and the reasons
    given later for look-ups; for each, whether it is.

    One that cannot be opened is said to be `refused`, and that it came is on record.
    """
    outcomes = []
    accepted: list[tuple[datetime, Query]] = []
    with writing(installation.engine) as connection:
        for one in sent:
            if access.taken(connection, one.id):
                outcomes.append({"id": one.id, "outcome": "already held"})
                continue
            reason: dict[str, Any] | None = None
            try:
                text = installation.inbox.open_text(one.id, one.sealed)
                reason = _read_reason(text)
                made_at, asked, shown = (now, {}, []) if reason else _read_look_up(text)
            except (NotForThisInbox, ValueError, KeyError, TypeError, AttributeError, RecursionError):
                at, asked, shown, outcome = now, {"name": "(could not be read)"}, [], "refused"
            else:
                believed = now - OLDEST <= made_at <= now + LATEST
                at, outcome = made_at if believed else now, "accepted"
                asked |= {"said to be made": None if believed else made_at.isoformat(), "look": one.id}
                asked |= {"incident": True} if has_open_incident(connection, officer, now) else {}
            access.take(connection, one.id, stamp(now))
            if reason:
                detail = json.dumps(reason, ensure_ascii=False)
                access.keep(
                    connection, installation.keys, at=stamp(now), officer=officer, action=GIVEN_LATER, detail=detail
                )
                outcomes.append({"id": one.id, "outcome": outcome})
                continue
            detail = json.dumps({**asked, "made offline": f"sent {stamp(now)}"}, ensure_ascii=False)
            access.keep(
                connection, installation.keys, at=stamp(at), officer=officer, action="look-up offline", detail=detail
            )
            for case_id in shown:
                if lists.exists(connection, case_id):
                    access.keep(
                        connection, installation.keys, at=stamp(at), officer=officer, action="found", case_id=case_id
                    )
            outcomes.append({"id": one.id, "outcome": outcome})
            if outcome == "accepted":
                accepted.append((at, Query(**{name: asked.get(name) for name in ASKED})))
    for at, query in accepted:
        alert_if_kept_back(installation, officer, query, at)
    return outcomes


ASKED = ("name", "born", "address", "postcode", "reference", "reason", "age", "telephone", "number_plate", "handle")


def _read_reason(text: str) -> dict[str, Any] | None:
    """Which look-up a reason is given for, and the reason; None where it is no reason but a look-up itself."""
    said = json.loads(text)
    if "of" not in said:
        return None
    reason = said["reason"].strip()
    if not 0 < len(reason) <= 1000:
        raise ValueError("reason must be said, in at most 1,000 characters")
    return {"look": str(uuid.UUID(said["of"])), "reason": reason}


def _read_look_up(text: str) -> tuple[datetime, dict[str, Any], list[str]]:
    said = json.loads(text)
    made_at = datetime.fromisoformat(said["at"])
    if made_at.tzinfo is None:
        raise ValueError("at has no offset")
    asked = {name: said["asked"][name] for name in ASKED if said["asked"].get(name) is not None}
    if not all(isinstance(one, str | int) and len(str(one)) <= 1000 for one in asked.values()):
        raise ValueError("asked holds what nobody can ask")
    shown = [str(one)[:36] for one in said["shown"]][:MOST_SHOWN]
    return made_at, asked, sorted(set(shown))
