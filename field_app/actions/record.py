"""`record`: the one way an entry gets into a log, with everything that follows from it, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from field_app.adapters.inbox import NotForThisInbox
from field_app.adapters.passkeys import check_entry
from field_app.cases.case import Case
from field_app.cases.entries import Entry, Held
from field_app.cases.rules import Asked, Disposing, Refused, judge
from field_app.law.answers import NotMet
from field_app.parse import Read, Unreadable, parse, strict_json
from field_app.store import log, rescues
from field_app.store.database import stamp, writing
from field_app.store.waiting import Waiting, keep_waiting, read_waiting, stop_waiting

from .follow import follow
from .installation import Installation
from .rescue_file import read_rescue_file

TRIES = 3
READ_IN, DISPOSED = "rescue file read in", "content disposed"


@dataclass(frozen=True)
class Sent:
    """An entry as it was sent: its exact JSON text and its signature's."""

    body: str
    signature: str | None


@dataclass(frozen=True)
class Sealed:
    """An entry sealed to the inbox, under its id."""

    id: str
    sealed: str


@dataclass(frozen=True)
class Outcome:
    """What became of one entry: accepted, accepted irregular, already held, waiting or refused."""

    id: str | None
    outcome: str
    reasons: tuple[NotMet, ...] = ()
    position: int | None = None
    hash: str | None = None


def record(
    installation: Installation,
    sender: str,
    items: Sequence[Sent | Sealed],
    now: datetime,
    device: str | None = None,
) -> list[Outcome]:
    """Take in entries from `sender` (a signed-in officer's id, or `system`), each with an outcome of its own.

    `now` is UTC. Everything commits together or not at all; sending the same bytes again changes nothing. Where a
    `device` is given, what another wrote is refused.
    """
    opened = [_open(installation, item, device) for item in items]
    for attempt in range(TRIES):
        try:
            with writing(installation.engine) as connection:
                batch = Batch(installation, connection, sender, now)
                batch.begin([one.read for one in opened if isinstance(one.read, Read)])
                outcomes = [batch.take(one) for one in opened]
                batch.finish()
        except (IntegrityError, OperationalError):
            # Another transaction took an id or a lock first; what it did is visible to the next attempt.
            if attempt == TRIES - 1:
                raise
        else:
            batch.remember()
            return outcomes
    raise AssertionError("unreachable")


@dataclass(frozen=True)
class _Opened:
    """An item after opening and reading; `body` as it came, or the sealed text where it cannot be opened."""

    id: str | None
    body: bytes
    signature: str | None
    read: Read | Unreadable


def _open(installation: Installation, item: Sent | Sealed, device: str | None = None) -> _Opened:
    if isinstance(item, Sealed):
        try:
            body, signature = installation.inbox.open(item.id, item.sealed)
        except NotForThisInbox as error:
            unreadable = Unreadable(item.id, None, (NotMet("sealed", str(error)),))
            return _Opened(item.id, item.sealed.encode("utf-8", "surrogatepass"), None, unreadable)
    else:
        body, signature = item.body, item.signature
    read = parse(body)
    entry_id = read.entry.id if isinstance(read, Read) else read.id
    if isinstance(item, Sealed):
        if entry_id not in (None, item.id):
            read = Unreadable(item.id, None, (NotMet("sealed", "The sealed entry has another id than its envelope."),))
        entry_id = item.id
    if device and isinstance(read, Read) and read.entry.device != device:
        read = Unreadable(entry_id, None, (NotMet("other_device", "device: is another than the one that sent it."),))
    if signature is not None and not _storable(signature):
        read = Unreadable(entry_id, None, (NotMet("signature_unreadable", "signature: is not readable text."),))
        signature = None
    return _Opened(entry_id, body.encode("utf-8", "surrogatepass"), signature, read)


def _storable(signature: str) -> bool:
    """Whether a signature is of a size and form to be kept, with one reading only."""
    try:
        strict_json(signature)
        return len(signature.encode()) <= 16_384
    except (ValueError, RecursionError):
        return False


@dataclass
class Batch:
    """The entries of one transaction, judged one after the other, each against what the earlier ones left.

    What is accepted is written once, by `finish`.
    """

    installation: Installation
    connection: Connection
    sender: str
    now: datetime
    before: dict[str, Case] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    heads: dict[str, log.Head] = field(default_factory=dict)
    rows: list[log.Row] = field(default_factory=list)
    added: list[Held] = field(default_factory=list)
    files: dict[str, list[_Opened]] = field(default_factory=dict)

    def begin(self, reads: Sequence[Read], further_logs: Iterable[str] = ()) -> None:
        """Hold the logs these entries belong to, and read what judging them takes; the office as it stands judges."""
        connection, keys = self.connection, self.installation.keys
        self.files = self._rescue_files(reads)
        within = [one.read for file in self.files.values() for one in file if isinstance(one.read, Read)]
        reads = [*reads, *within]
        disposed = {one.entry.facts.case for one in reads if one.entry.kind == DISPOSED}
        logs = {*further_logs, *disposed, *(one.entry.case for one in reads)}
        ids = {one.entry.id for one in reads}.union(*(one.entry.names() for one in reads))
        self.heads = log.lock(connection, logs)
        self.office, self.office_head = self.installation.office(connection)
        self.cases = {one: self.installation.case(connection, one, head) for one, head in self.heads.items()}
        self.before = dict(self.cases)
        self.waiting = read_waiting(connection, keys, logs, ids) if logs else {}
        late = set().union(*(one.read.entry.names() for one in self.waiting.values()))
        self.known = log.find(connection, ids | late) if ids | late else {}

    def know(self, ids: Iterable[str]) -> None:
        """Look up entries that are named by what is taken next, and were not known of when the batch began."""
        self.known |= log.find(self.connection, ids)

    def take(self, one: _Opened, *, rescued: bool = False) -> Outcome:
        """Judge one entry and put it where it belongs; `rescued` if it comes out of a rescue file being read in."""
        if isinstance(one.read, Unreadable):
            return self._refuse(one.id, one.body, sha256(one.body).hexdigest(), one.signature, one.read.reasons)
        read, entry = one.read, one.read.entry
        held, waits = self.known.get(entry.id), self.waiting.get(entry.id)
        if held and held.body_sha256 == read.sha256:
            return Outcome(entry.id, "already held", held.reasons, held.position, held.hash)
        if held or (waits and waits.read.sha256 != read.sha256):
            other = NotMet("other_bytes", f"id: {entry.id} came before with other content.")
            return self._refuse(entry.id, one.body, read.sha256, one.signature, (other,), case_id=entry.case)
        theirs = entry.officer == self.sender or rescued  # whatever else is wrong with another's, it does not wait
        if theirs and self._still_to_come(entry):
            if not waits:
                waits = Waiting(read, one.signature, stamp(self.now), self.sender)
                keep_waiting(self.connection, self.installation.keys, waits)
                self.waiting[entry.id] = waits
            why = NotMet("waiting", "It names entries that have not arrived yet, and is kept until they do.")
            return Outcome(entry.id, "waiting", (why,))
        received_at, sender = stamp(self.now), self.sender
        if waits and theirs:
            received_at, sender = waits.received_at, waits.signed_in  # as it first came
            rescued = sender != entry.officer
            self._no_longer_waits(entry.id)
        outcome = self._judge(read, one.signature, received_at, sender, rescued)
        self._admit_waiting()
        if entry.kind == READ_IN and outcome.position:
            self._admit_rescued(entry.facts.sha256)
        return outcome

    def take_sent(self, item: Sent) -> Outcome:
        """Judge one entry given as it was sent."""
        return self.take(_open(self.installation, item))

    def finish(self) -> None:
        """Write what was accepted and what follows from it."""
        log.write(self.connection, self.installation.keys, self.rows)
        follow(
            *(self.installation, self.connection, self.office, self.before, self.cases, self.heads),
            *(self.added, self.now),
        )

    def remember(self) -> None:
        """After the commit: keep the cases as they now stand."""
        for case_id, case in self.cases.items():
            self.installation.remember(self.heads[case_id], case)

    def _judge(self, read: Read, signature: str | None, received_at: str, sender: str, rescued: bool) -> Outcome:
        entry = read.entry
        signed_by = None
        if signature is not None:
            checked = check_entry(self.office, entry.officer, read.body, signature)
            if isinstance(checked, NotMet):
                return self._refuse(entry.id, read.body, read.sha256, signature, (checked,), sender, entry.case)
            signed_by = checked
        received = datetime.fromisoformat(received_at).astimezone(UTC)
        case = self.cases[entry.case]
        file = self.files.get(entry.facts.sha256) if entry.kind == READ_IN else None
        named = None if file is None else tuple(one.id or "" for one in file)
        force = self.installation.force
        answer = judge(
            Asked(
                entry,
                case,
                self.office,
                sender,
                signed_by,
                received,
                rescued,
                named,
                settings=force.settings,
                regimes=force.regimes,
                assessing=self.installation.assessing,
                switches=force.switches,
                disposing=self._disposing(entry),
            )
        )
        if isinstance(answer, Refused):
            return self._refuse(entry.id, read.body, read.sha256, signature, answer.reasons, sender, entry.case)
        in_office = entry.case == self.office.id
        row = log.chained(
            self.heads[entry.case],
            read,
            signature=signature,
            signed_by=signed_by,
            received_at=received_at,
            signed_in=sender,
            office_head=None if in_office else self.office_head,
            reasons=answer.irregular,
        )
        held = Held(entry, read.sha256, row.position, received, row.reasons, signed_by)
        self.heads[entry.case] = log.Head(entry.case, row.position, row.hash)
        self.cases[entry.case] = case.with_entry(held)
        self.known[entry.id] = log.Place(read.sha256, row.position, row.hash, row.reasons)
        self.rows.append(row)
        self.added.append(held)
        if in_office:
            self.office, self.office_head = self.office.with_entries([held]), row.hash
        outcome = "accepted irregular" if answer.irregular else "accepted"
        return Outcome(entry.id, outcome, answer.irregular, row.position, row.hash)

    def _disposing(self, entry: Entry[Any]) -> Disposing | None:
        """The case an entry would dispose of, as it stands now."""
        case_id = entry.facts.case if entry.kind == DISPOSED else None
        if case_id not in self.cases or case_id == self.office.id:
            return None
        return Disposing(self.cases[case_id], self.heads[case_id].position, self.heads[case_id].hash)

    def _admit_waiting(self) -> None:
        """Admit what waited for the entry just judged, and what waited for that."""
        admitted = True
        while admitted:
            admitted = False
            for one in list(self.waiting.values()):
                entry = one.read.entry
                if entry.case in self.cases and not self._still_to_come(entry):
                    self._no_longer_waits(entry.id)
                    rescued = one.signed_in != entry.officer  # or it would have been refused at once
                    self._judge(one.read, one.signature, one.received_at, one.signed_in, rescued)
                    admitted = True

    def _rescue_files(self, reads: Sequence[Read]) -> dict[str, list[_Opened]]:
        """What is in the waiting files that these entries say are read in, by the file's SHA-256."""
        files = {}
        for name in {one.entry.facts.sha256 for one in reads if one.entry.kind == READ_IN}:
            if body := rescues.body_of(self.connection, name):
                office, _ = self.installation.office(self.connection)
                files[name] = [
                    _open(self.installation, Sealed(one.id, one.sealed), one.device)
                    for one in read_rescue_file(body, office.id).lines
                ]
        return files

    def _admit_rescued(self, name: str) -> None:
        """Take in what is in a rescue file that has just been signed for."""
        taken = [self.take(one, rescued=True) for one in self.files[name]]
        outcomes = [(one.id, one.outcome) for one in taken]
        rescues.read_in(self.connection, name, self.sender, outcomes, self.now)

    def _still_to_come(self, entry: Entry[Any]) -> set[str]:
        """The entries it names that have not arrived. One that was refused has: its entry is judged without it."""
        absent = entry.names() - self.known.keys()
        return absent - log.is_refused(self.connection, absent) if absent else absent

    def _no_longer_waits(self, entry_id: str) -> None:
        stop_waiting(self.connection, entry_id)
        del self.waiting[entry_id]

    def _refuse(
        self,
        entry_id: str | None,
        body: bytes,
        body_sha256: str,
        signature: str | None,
        reasons: Sequence[NotMet],
        sender: str | None = None,
        case_id: str | None = None,
    ) -> Outcome:
        log.keep_refused(
            self.connection,
            self.installation.keys,
            self.office.id,
            entry_id=entry_id,
            case_id=case_id,
            body=body,
            body_sha256=body_sha256,
            signature=signature,
            received_at=stamp(self.now),
            signed_in=sender or self.sender,
            reasons=reasons,
        )
        return Outcome(entry_id, "refused", tuple(reasons))


def as_sent(entry: dict[str, object]) -> Sent:
    """An unsigned entry the system writes itself."""
    return Sent(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), None)
