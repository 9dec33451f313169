"""`log verify`: every chain walked from its first entry, every signature checked against the office of its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from sqlalchemy import Connection

from field_app.adapters.passkeys import check_entry
from field_app.cases.case import Case
from field_app.cases.chain import FIRST, chain_hash
from field_app.cases.entries import KINDS, Held
from field_app.cases.office import Office
from field_app.cases.rules import ABOUT_THE_OFFICER, ALWAYS, AUTHENTIC, RULES, TELEPHONE_OFF, Asked, ReliesOnExactBytes
from field_app.law.answers import NotMet
from field_app.store import attachments, log
from field_app.store.database import reading
from field_app.store.log import Head, Row

from .installation import Installation


@dataclass(frozen=True)
class Verified:
    """What was checked: how many logs, entries, signatures and attachments, and the first thing that does not hold.

    `not_received`: attachments that entries name and whose bytes have not come yet.
    """

    logs: int
    entries: int
    signatures: int
    attachments: int
    not_received: int
    failure: str | None


class _DoesNotHold(Exception):
    """The first thing that fails, in one sentence."""


def verify_logs(installation: Installation) -> Verified:
    """Check every chain and signature there is. Reads everything, writes nothing.

    Each entry is judged by the office log as it stood at the head the entry's own hash names, so a key or a
    rank that is changed afterwards, in whichever log, is found.
    """
    walk = _Walk(installation)
    failure = None
    try:
        with reading(installation.engine) as connection:
            walk.all(connection)
    except _DoesNotHold as found:
        failure = str(found)
    return Verified(walk.logs, walk.entries, walk.signatures, walk.attachments, walk.not_received, failure)


class _Walk:
    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self.logs = self.entries = self.signatures = self.attachments = self.not_received = 0
        self._offices: dict[str, Office] = {}

    def all(self, connection: Connection) -> None:
        heads = {head.case_id: head for head in log.logs(connection) if head.position}
        office_id = log.office_id(connection)
        if office_id is None:
            raise _DoesNotHold("There is no office log.")
        if unlisted := log.unheaded(connection):
            raise _DoesNotHold(f"The log of {unlisted} has entries but no head.")
        self._log(connection, heads.pop(office_id, Head(office_id, 0, FIRST.hex())), office_id)
        for head in heads.values():
            self._log(connection, head, office_id)

    def _log(self, connection: Connection, head: Head, office_id: str) -> None:
        in_office = head.case_id == office_id
        previous = FIRST
        office, case = Office(id=office_id), Case.from_log(head.case_id, ())
        rows = self._rows(connection, head.case_id)
        for position, row in enumerate(rows, start=1):
            where = f"Entry {position} of the log of {head.case_id} ({row.id})"
            if row.position != position:
                raise _DoesNotHold(f"{where}: entry {position} is missing.")
            if sha256(row.body).hexdigest() != row.body_sha256:
                raise _DoesNotHold(f"{where}: its bytes are not those that were recorded.")
            office_head = None if in_office else row.office_head
            expected = chain_hash(
                previous,
                position,
                bytes.fromhex(row.body_sha256),
                row.signature,
                row.received_at,
                row.signed_in,
                bytes.fromhex(office_head) if office_head else None,
            )
            if expected.hex() != row.hash:
                raise _DoesNotHold(f"{where}: its hash does not follow from what is stored.")
            if not in_office:
                if office_head not in self._offices:
                    raise _DoesNotHold(f"{where}: it names a head the office log never had.")
                office = self._offices[office_head]
            held = self._entry(where, row, case, office)
            case = case.with_entry(held)
            if in_office:
                office = office.with_entries([held])
                self._offices[row.hash] = office
            previous = expected
            self.entries += 1
        if previous.hex() != head.hash or len(rows) != head.position:
            raise _DoesNotHold(f"The log of {head.case_id} does not end where it did: its tail was cut or rewritten.")
        for name in sorted({one.entry.facts.sha256 for one in case.held if one.entry.kind == "evidence attached"}):
            self._attachment(connection, head.case_id, name)
        self.logs += 1

    def _attachment(self, connection: Connection, case_id: str, name: str) -> None:
        try:
            body = attachments.read(connection, self._installation.keys, case_id, name)
        except (InvalidTag, ValueError) as error:
            raise _DoesNotHold(f"The attachment {name} of {case_id} is not the one that was received.") from error
        if body is None:
            self.not_received += 1
        else:
            self.attachments += 1

    def _rows(self, connection: Connection, case_id: str) -> list[Row]:
        try:
            return log.read_log(connection, self._installation.keys, case_id)
        except (InvalidTag, InvalidUnwrap, ValueError, TypeError) as error:
            raise _DoesNotHold(f"The log of {case_id} holds an entry whose bytes were changed.") from error

    def _entry(self, where: str, row: Row, case: Case, office: Office) -> Held:
        try:
            held = row.held()
        except ValueError as error:
            raise _DoesNotHold(f"{where}: it cannot be read.") from error
        entry = held.entry
        if (entry.id, entry.case) != (row.id, row.case_id):
            raise _DoesNotHold(f"{where}: it is stored under another id than its own.")
        signed_by = None
        if row.signature is not None:
            checked = check_entry(office, entry.officer, row.body, row.signature)
            if isinstance(checked, NotMet):
                raise _DoesNotHold(f"{where}: {checked.message}")
            signed_by = checked
            self.signatures += 1
        if signed_by != row.signed_by:
            raise _DoesNotHold(f"{where}: it is said to be signed by another passkey than its signature's.")
        # Another officer than its own sent it: then one rescue file must account for it, by the office of that moment.
        rescued = row.signed_in != entry.officer
        received_at = datetime.fromisoformat(row.received_at)
        asked = Asked(entry, case, office, row.signed_in, signed_by, received_at, rescued)
        # What an act had to hold then (law.requirements) may change; who did it and on what bytes it rests may not.
        act = KINDS[entry.kind, entry.version].act
        again = (*ABOUT_THE_OFFICER, ReliesOnExactBytes) if act else object
        rules = [rule for rule in (*AUTHENTIC, *ALWAYS, *RULES[entry.kind]) if isinstance(rule, again)]
        not_met = {answer.code for rule in rules for answer in rule(asked)} - {TELEPHONE_OFF}
        if act and not_met:
            raise _DoesNotHold(f"{where}: it might not be recorded ({', '.join(sorted(not_met))}).")
        if not_met != {one.code for one in row.reasons} - {TELEPHONE_OFF}:
            said = ", ".join(sorted(not_met)) or "regular"
            raise _DoesNotHold(f"{where}: it is {said}, and marked otherwise.")
        return held
