"""`log verify`: every chain walked from its first entry, every signature checked against the office of its day,
both held against the checkpoints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from multiprocessing import get_context

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from sqlalchemy import Connection

from field_app.adapters.checkpoint_file import CheckpointFile
from field_app.adapters.passkeys import check_entry
from field_app.cases.case import Case
from field_app.cases.chain import FIRST, chain_hash
from field_app.cases.entries import KINDS, Held
from field_app.cases.keeping import Disposed
from field_app.cases.office import Office
from field_app.cases.rules import ABOUT_THE_OFFICER, ALWAYS, AUTHENTIC, RULES, TELEPHONE_OFF, Asked, ReliesOnExactBytes
from field_app.cases.rules.asked import Rule
from field_app.law.answers import NotMet
from field_app.store import attachments, disposal, log
from field_app.store.database import unchanging
from field_app.store.log import Head, Row

from .checkpoints import DoesNotHold, Named, Proven, check_checkpoints
from .installation import Installation

PAGE = 1000
"""So many entries are asked for at once: no more than one page of a record is in memory."""

SHARES = 8
"""Of the logs, for each process."""


@dataclass(frozen=True)
class Verified:
    """What was checked: how many logs, entries, signatures and attachments, and the first thing that does not hold.

    `disposed`: of the logs those whose content was disposed of, of which the chain alone is left to check.
    `not_received`: attachments that entries name and whose bytes have not come yet. `uncovered`: the entries since
    the last of the `checkpoints`; `access`: the access records they cover.
    """

    logs: int
    disposed: int
    entries: int
    signatures: int
    attachments: int
    not_received: int
    checkpoints: int
    uncovered: int
    access: int
    failure: str | None


def verify_logs(installation: Installation, processes: int = 1) -> Verified:
    """Check every checkpoint, chain, signature and attachment there is. Reads everything, writes nothing.

    Each entry is judged by the office log as it stood at the head the entry's own hash names, so a key or a
    rank that is changed afterwards, in whichever log, is found. The cases are shared out among `processes`.
    """
    walk = _Walk(installation)
    file = CheckpointFile(installation.checkpoint_file)
    try:
        with file.held(exclusive=False), unchanging(installation.engine) as connection:
            walk.checkpoints(connection, file)
            heads = walk.office(connection)
        done = _shared_out(walk, heads, processes)
    except DoesNotHold as found:
        done = [Counted(failure=str(found))]
    counts = [walk.of_office, *done]
    logs, disposed, entries, signatures, attachments, absent = (
        sum(getattr(one, name) for one in counts)
        for name in ("logs", "disposed", "entries", "signatures", "attachments", "not_received")
    )
    failure = next((one.failure for one in counts if one.failure), None)
    proven = walk.proven
    uncovered = entries - proven.entries
    files = attachments, absent
    return Verified(logs, disposed, entries, signatures, *files, proven.count, uncovered, proven.access, failure)


def _shared_out(walk: _Walk, heads: list[Head], processes: int) -> list[Counted]:
    """Walk these logs, in as many processes: in shares of neighbours, so that the first failure is the first.

    Several shares for each process: one that is held up leaves the others to the rest.
    """
    size = max(1, -(-len(heads) // (processes * SHARES if processes > 1 else 1)))
    shares = [heads[start : start + size] for start in range(0, len(heads), size)]
    if len(shares) < 2:
        return [walk.cases(share) for share in shares]
    walk.installation.engine.dispose()  # no connection is shared with a child
    with ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_begin, initargs=(walk,)) as pool:
        return list(pool.map(_share, shares))


_of_this_process: list[_Walk] = []


def _begin(walk: _Walk) -> None:
    _of_this_process.append(walk)


def _share(heads: list[Head]) -> Counted:
    return _of_this_process[0].cases(heads)


@dataclass
class Counted:
    """What was checked so far of some logs, and what failed there first."""

    logs: int = 0
    disposed: int = 0
    entries: int = 0
    signatures: int = 0
    attachments: int = 0
    not_received: int = 0
    failure: str | None = None


class _Walk:
    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.proven = Proven()
        self.done = self.of_office = Counted()
        self._offices: dict[str, Office] = {}
        self._office_id = ""
        self._disposed: Mapping[str, Disposed] = {}

    def checkpoints(self, connection: Connection, file: CheckpointFile) -> None:
        """What all checkpoints say, to hold the logs against."""
        try:
            filed = file.read()
        except ValueError as error:
            raise DoesNotHold(f"{file.path}: {error}") from error
        self.proven = check_checkpoints(self.installation, connection, filed)

    def office(self, connection: Connection) -> list[Head]:
        """Walk the office log, by which the others are judged; returns where those end."""
        heads = {head.case_id: head for head in log.logs(connection) if head.position}
        office_id = log.office_id(connection)
        if office_id is None:
            raise DoesNotHold("There is no office log.")
        if unlisted := log.unheaded(connection):
            raise DoesNotHold(f"The log of {unlisted} has entries but no head.")
        if longer := log.beyond_head(connection):
            raise DoesNotHold(f"The log of {longer} does not end where it did: its head was moved.")
        for case_id in sorted(self.proven.named.keys() - heads.keys()):
            number = min(one.number for one in self.proven.named[case_id].values())
            raise DoesNotHold(f"The log of {case_id} is missing, which checkpoint {number} names.")
        self._office_id = office_id
        head = heads.pop(office_id, Head(office_id, 0, FIRST.hex()))
        self._log(connection, head, *self._read(connection, [head]))
        self._disposed = self._offices[head.hash].disposed if head.position else {}
        for case_id in sorted(self._disposed.keys() - heads.keys()):
            raise DoesNotHold(f"The log of {case_id} is missing, which was disposed of: its chain stays.")
        return [heads[case_id] for case_id in sorted(heads)]

    def cases(self, heads: list[Head]) -> Counted:
        """Walk these logs as far as their heads said; what has been added since is not looked at."""
        self.done = Counted()
        try:
            with unchanging(self.installation.engine) as connection:
                for page in _pages(heads):
                    for head, read in zip(page, self._read(connection, page), strict=True):
                        gone = self._disposed.get(head.case_id)
                        if gone or (read is _without_key and self._went_since(connection, head.case_id)):
                            self._closed(connection, head, gone)
                        else:
                            self._log(connection, head, read)
        except DoesNotHold as found:
            self.done.failure = str(found)
        counted, self.done = self.done, Counted()
        return counted

    def _log(self, connection: Connection, head: Head, read: Callable[[], list[Row]]) -> None:
        in_office = head.case_id == self._office_id
        previous = FIRST
        office, case = Office(id=self._office_id), Case.from_log(head.case_id, ())
        rows = self._rows(head, read)
        named = self.proven.named.get(head.case_id, {})
        for position, row in enumerate(rows, start=1):
            where = f"Entry {position} of the log of {head.case_id} ({row.id})"
            if row.position == position and sha256(row.body).hexdigest() != row.body_sha256:
                raise DoesNotHold(f"{where}: its bytes are not those that were recorded.")
            previous = self._link(where, row, position, previous, named, in_office=in_office)
            if not in_office:
                office = self._offices[str(row.office_head)]
            held = self._entry(where, row, case, office)
            case = case.with_entry(held)
            if in_office:
                office = office.with_entries([held])
                self._offices[row.hash] = office
            self.done.entries += 1
        self._ends(head, len(rows), previous, named)
        named_here = {one.entry.facts.sha256 for one in case.held if one.entry.kind == "evidence attached"}
        rendered = {one.entry.facts.sha256 for one in case.held if one.entry.kind == "document rendered"}
        for name in sorted(named_here | rendered | self.proven.files.get(head.case_id, set())):
            self._attachment(connection, head.case_id, name, name in rendered)
        self.done.logs += 1

    def _closed(self, connection: Connection, head: Head, gone: Disposed | None) -> None:
        """A log whose content was disposed of: its chain holds, ends where it then did, and nothing of it is left.

        `gone` is None where that happened since the office log was walked.
        """
        previous, named = FIRST, self.proven.named.get(head.case_id, {})
        rows = [row for row in log.read_closed(connection, head.case_id) if row.position <= head.position]
        for position, row in enumerate(rows, start=1):
            where = f"Entry {position} of the log of {head.case_id} ({row.id})"
            previous = self._link(where, row, position, previous, named, in_office=False)
        self._ends(head, len(rows), previous, named)
        proposed = (rows[-1].id, rows[-1].signed_in) if rows else None
        ended = (head.position, head.hash, *(proposed or ()))
        if gone and ended != (gone.entries, gone.head, gone.proposal, gone.proposed_by):
            raise DoesNotHold(f"The log of {head.case_id} is not the one that was disposed of as {gone.entry} says.")
        if disposal.is_left(connection, self.installation.keys, head.case_id):
            raise DoesNotHold(f"{head.case_id} was disposed of, and a key or a file of it is still here.")
        self.done.entries += len(rows)
        self.done.disposed += 1
        self.done.logs += 1

    def _went_since(self, connection: Connection, case_id: str) -> bool:
        return case_id in self.installation.office(connection)[0].disposed

    def _link(
        self, where: str, row: Row, position: int, previous: bytes, named: Mapping[int, Named], *, in_office: bool
    ) -> bytes:
        """The hash of an entry, once it is held against what came before it, the checkpoints and the office log."""
        if row.position != position:
            raise DoesNotHold(f"{where}: entry {position} is missing.")
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
            raise DoesNotHold(f"{where}: its hash does not follow from what is stored.")
        if (told := named.get(position)) and told.hash != row.hash:
            raise DoesNotHold(f"{where}: it, or one before it, was rewritten since checkpoint {told.number}.")
        if not in_office and office_head not in self._offices:
            raise DoesNotHold(f"{where}: it names a head the office log never had.")
        return expected

    def _ends(self, head: Head, count: int, last: bytes, named: Mapping[int, Named]) -> None:
        if named and max(named) > count:
            raise DoesNotHold(
                f"The log of {head.case_id} ends before entry {max(named)}, "
                f"which checkpoint {named[max(named)].number} names: its tail was cut."
            )
        if last.hex() != head.hash or count != head.position:
            raise DoesNotHold(f"The log of {head.case_id} does not end where it did: its tail was cut or rewritten.")

    def _attachment(self, connection: Connection, case_id: str, name: str, rendered: bool) -> None:
        try:
            here = attachments.check(connection, self.installation.keys, case_id, name)
        except (InvalidTag, ValueError) as error:
            raise DoesNotHold(f"The attachment {name} of {case_id} is not the one that was received.") from error
        if here:
            self.done.attachments += 1
        elif number := self.proven.received.get((case_id, name)):
            raise DoesNotHold(f"The attachment {name} of {case_id} is missing, which checkpoint {number} names.")
        elif rendered:
            raise DoesNotHold(f"The document {name} of {case_id} was rendered, and is not there.")
        else:
            self.done.not_received += 1

    def _read(self, connection: Connection, page: list[Head]) -> list[Callable[[], list[Row]]]:
        """The logs of a page, each still to be opened."""
        found = log.read_logs(connection, self.installation.keys, [head.case_id for head in page])
        return [found.get(head.case_id, _without_key) for head in page]

    def _rows(self, head: Head, read: Callable[[], list[Row]]) -> list[Row]:
        try:
            return [row for row in read() if row.position <= head.position]
        except (InvalidTag, InvalidUnwrap, ValueError, TypeError) as error:
            raise DoesNotHold(f"The log of {head.case_id} holds an entry whose bytes were changed.") from error

    def _entry(self, where: str, row: Row, case: Case, office: Office) -> Held:
        try:
            held = row.held()
        except ValueError as error:
            raise DoesNotHold(f"{where}: it cannot be read.") from error
        entry = held.entry
        if (entry.id, entry.case) != (row.id, row.case_id):
            raise DoesNotHold(f"{where}: it is stored under another id than its own.")
        signed_by = None
        if row.signature is not None:
            checked = check_entry(office, entry.officer, row.body, row.signature)
            if isinstance(checked, NotMet):
                raise DoesNotHold(f"{where}: {checked.message}")
            signed_by = checked
            self.done.signatures += 1
        if signed_by != row.signed_by:
            raise DoesNotHold(f"{where}: it is said to be signed by another passkey than its signature's.")
        # Another officer than its own sent it: then one rescue file must account for it, by the office of that moment.
        rescued = row.signed_in != entry.officer
        received_at = datetime.fromisoformat(row.received_at)
        asked = Asked(entry, case, office, row.signed_in, signed_by, received_at, rescued)
        act = KINDS[entry.kind, entry.version].act
        not_met = {answer.code for rule in _rules_again(entry.kind, act) for answer in rule(asked)} - {TELEPHONE_OFF}
        if act and not_met:
            raise DoesNotHold(f"{where}: it might not be recorded ({', '.join(sorted(not_met))}).")
        if not_met != {one.code for one in row.reasons} - {TELEPHONE_OFF}:
            said = ", ".join(sorted(not_met)) or "regular"
            raise DoesNotHold(f"{where}: it is {said}, and marked otherwise.")
        return held


def _pages(heads: list[Head]) -> Iterator[list[Head]]:
    """These logs in their order, as many at a time as make a page; a longer one by itself."""
    page: list[Head] = []
    for head in heads:
        if page and sum(one.position for one in page) + head.position > PAGE:
            yield page
            page = []
        page.append(head)
    if page:
        yield page


def _without_key() -> list[Row]:
    raise ValueError("the key of this log is gone")


@cache
def _rules_again(kind: str, act: bool) -> list[Rule]:
    """The rules an entry of this kind is judged by again.

    What an act had to hold then (law.requirements) may change; who did it and on what bytes it rests may not.
    """
    again = (*ABOUT_THE_OFFICER, ReliesOnExactBytes) if act else object
    return [rule for rule in (*AUTHENTIC, *ALWAYS, *RULES[kind]) if isinstance(rule, again)]
