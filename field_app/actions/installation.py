"""The installation an action is done in: its database, its keys, its office."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from field_app.adapters.directory import Directory
from field_app.adapters.inbox import Inbox
from field_app.adapters.texts import Texts
from field_app.cases.case import Case
from field_app.cases.force import SILENT, Force
from field_app.cases.office import Office
from field_app.cases.risk import OURS, Assessing
from field_app.law.holidays import HOLIDAYS, Holidays
from field_app.law.regimes import REGIMES, Regime
from field_app.store import log
from field_app.store.clock import Clock
from field_app.store.database import reading
from field_app.store.keys import CaseKeys
from field_app.store.search import Index

from .limiting import Limits
from .told import Told

KEPT_CASES = 500

NOTHING = log.Head("", 0, "")


@dataclass(frozen=True)
class Keys:
    """The installation's secrets, as `config` read them; the further ones open, and lock nothing."""

    case: bytes
    inbox: ec.EllipticCurvePrivateKey
    vapid: ec.EllipticCurvePrivateKey
    session: bytes
    checkpoint: Ed25519PrivateKey
    further_case: tuple[bytes, ...] = ()
    further_checkpoint: tuple[Ed25519PrivateKey, ...] = ()
    further_inbox: tuple[ec.EllipticCurvePrivateKey, ...] = ()


@dataclass
class Installation:
    """One force's installation. What it remembers of logs is keyed by their head hash, so it is never stale.

    `notify`: GOV.UK Notify's key, template and address; None where no text messages are sent.
    `force` is what the force file says, `assessing` what follows from it for risk; `force_is_wrong` why it could not be
    read, where only commands are wanted.
    `limits_times`: every limit of how often is asked is so many times as wide. `proxies`: the addresses of those whose
    word for where a request comes from is taken, besides this machine's own.
    `directory`: where officers prove who they are before they enrol; None where the force has no such thing.
    `written_at` is when this process last tried whether it can write, and could.
    `heard` is when this process last wrote down that a session's device was heard from, and its clock's offset.
    """

    engine: Engine
    secrets: Keys
    checkpoint_file: Path
    push_origins: tuple[str, ...] = ()
    allow_pin: bool = False
    idle_lock_minutes: int = 5
    training: bool = False
    has_keys: bool = True
    notify: tuple[str, str, str] | None = None
    force: Force = SILENT
    assessing: Assessing = OURS
    force_is_wrong: str | None = None
    limits_times: int = 1
    proxies: tuple[str, ...] = ()
    directory: Directory | None = None
    _office: tuple[log.Head, Office] = (NOTHING, Office())
    _office_id_known: str | None = None
    _cases: dict[str, tuple[log.Head, Case]] = field(default_factory=dict)
    written_at: datetime | None = None
    heard: dict[tuple[str, str], tuple[datetime, int | None]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.clock = Clock(self.engine)
        self.keys = CaseKeys(self.secrets.case, self.secrets.further_case)
        self.index = Index(self.keys)
        self.told = Told()
        self.inbox = Inbox(self.secrets.inbox, self.secrets.further_inbox)
        self.limits = Limits(self.engine, self.secrets.session, self.limits_times)
        self.texts = Texts(*self.notify) if self.notify else None

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """The Acts a case here may run under: those the force has or had, since what was begun goes on."""
        ids = {one.id for one in self.force.regimes}
        return tuple(regime for regime in REGIMES.values() if regime.id in ids)

    def office(self, connection: Connection) -> tuple[Office, str]:
        """The office as the log stands in this transaction, and the log's head hash.

        Called before anything is appended, so that nothing is remembered that is then rolled back.

        :raise NotSetUp: the database holds no office log yet.
        """
        head = log.head(connection, self._office_id(connection))
        known = self._office
        if known[0].hash != head.hash:
            before = known if 0 < known[0].position < head.position else (NOTHING, Office(id=head.case_id))
            further = log.read_log(connection, self.keys, head.case_id, after=before[0].position)
            # On PostgreSQL another transaction may have committed more since `head` was read.
            known = (head, before[1].with_entries(row.held() for row in further if row.position <= head.position))
            for gone in known[1].disposed.keys() - before[1].disposed.keys():
                self._cases.pop(gone, None)
                self.told.forget(gone)
                self.keys.forget()
            if head.position > self._office[0].position:
                self._office = known
        return known[1], head.hash

    @property
    def office_read(self) -> tuple[log.Head, Office]:
        """The office as this process last read it, and where its log then ended: compare before you rely on it."""
        return self._office

    def office_at(self, head: log.Head) -> Office:
        """The office as its log stood at `head`, which was just read; or as it stands now, where it has gone on."""
        known = self._office
        if known[0].hash == head.hash:
            return known[1]
        with reading(self.engine) as connection:
            return self.office(connection)[0]

    def case(self, connection: Connection, case_id: str, head: log.Head) -> Case:
        """A case as its log stands at `head`, with the holidays of the office as it was last read.

        What hangs on holidays and courts is computed when it is read: a new holiday changes every open case at once.
        One that was disposed of has nothing in it.
        """
        if case_id in self._office[1].disposed:
            return Case(case_id, ())
        known, holidays = self._cases.get(case_id), self._office[1].holidays
        if known and known[1].holidays is not holidays:
            known = (known[0], replace(known[1], holidays=holidays))
            self.remember(*known)
        if known is None or known[0].hash != head.hash:
            held = known[1].held if known and known[0].position < head.position else ()
            further = log.read_log(connection, self.keys, case_id, after=len(held)) if head.position else []
            # As above: there may be more by now than `head` says.
            further_held = (row.held() for row in further if row.position <= head.position)
            known = (head, Case(case_id, (*held, *further_held), holidays, self.force))
            self.remember(*known)
        return known[1]

    def cases(self, connection: Connection, heads: Mapping[str, log.Head]) -> dict[str, Case]:
        """These cases as their logs stand at these heads, those that are not remembered asked for at once."""
        unread = [one for one, head in heads.items() if one not in self._cases or self._cases[one][0].hash != head.hash]
        unread = [one for one in unread if one not in self._office[1].disposed]
        logs = log.read_logs(connection, self.keys, unread) if unread else {}
        for case_id, rows in logs.items():
            head = heads[case_id]
            held = tuple(row.held() for row in rows() if row.position <= head.position)
            self.remember(head, Case(case_id, held, self._office[1].holidays, self.force))
        return {one: self.case(connection, one, head) for one, head in heads.items()}

    def remember(self, head: log.Head, case: Case) -> None:
        """Keep an added-up case for the next request; only after the transaction that made it has committed."""
        with self._lock:
            if case.id in self._office[1].disposed:
                return
            if len(self._cases) >= KEPT_CASES:
                self._cases.pop(next(iter(self._cases)))
            self._cases[case.id] = (head, case)

    def begin(self, office_id: str) -> None:
        """Take this as the id of the office log that is about to be begun."""
        self._office_id_known = office_id

    def office_id(self) -> str:
        """The id of the office log.

        :raise NotSetUp: the database holds none yet.
        """
        if self._office_id_known is None:
            with reading(self.engine) as connection:
                return self._office_id(connection)
        return self._office_id_known

    def _office_id(self, connection: Connection) -> str:
        if self._office_id_known is None:
            self._office_id_known = log.office_id(connection)
        if self._office_id_known is None:
            raise NotSetUp
        return self._office_id_known


def named_for(installation: Installation) -> str:
    """What the name of every file handed out begins with."""
    return "TRAINING " if installation.training else ""


def read_ahead(installation: Installation, case_ids: Iterable[str]) -> None:
    """Add cases up before a transaction that writes wants them: what it finds remembered it need not read."""
    with reading(installation.engine) as connection:
        installation.office(connection)
        for one in case_ids:
            installation.case(connection, one, log.head(connection, one))


def holidays_known(installation: Installation) -> Holidays:
    """The holidays with those administrators added; the table alone where there is no database to ask."""
    try:
        with reading(installation.engine) as connection:
            return installation.office(connection)[0].holidays
    except (NotSetUp, DBAPIError):
        return HOLIDAYS


class NotSetUp(Exception):
    """The database holds no force yet: `officers enrol` or `demo load` comes first."""
