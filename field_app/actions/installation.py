"""The installation an action is done in: its database, its keys, its office."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Connection, Engine

from field_app.adapters.inbox import Inbox
from field_app.cases.case import Case
from field_app.cases.force import SILENT, Force
from field_app.cases.office import Office
from field_app.law.regimes import REGIMES, Regime
from field_app.store import log
from field_app.store.keys import CaseKeys

KEPT_CASES = 500

NOTHING = log.Head("", 0, "")


@dataclass(frozen=True)
class Keys:
    """The installation's secrets, as `config` read them."""

    case: bytes
    inbox: ec.EllipticCurvePrivateKey
    vapid: ec.EllipticCurvePrivateKey
    session: bytes


@dataclass
class Installation:
    """One force's installation. What it remembers of logs is keyed by their head hash, so it is never stale.

    `force` is what the force file says; `force_is_wrong` why it could not be read, where only commands are wanted.
    `heard` is when this process last wrote down that a session's device was heard from, and its clock's offset.
    """

    engine: Engine
    secrets: Keys
    push_origins: tuple[str, ...] = ()
    allow_pin: bool = False
    idle_lock_minutes: int = 5
    training: bool = False
    has_keys: bool = True
    force: Force = SILENT
    force_is_wrong: str | None = None
    _office: tuple[log.Head, Office] = (NOTHING, Office())
    _office_id_known: str | None = None
    _cases: dict[str, tuple[log.Head, Case]] = field(default_factory=dict)
    heard: dict[tuple[str, str], tuple[datetime, int | None]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.keys = CaseKeys(self.secrets.case)
        self.inbox = Inbox(self.secrets.inbox)

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
            if head.position > self._office[0].position:
                self._office = known
        return known[1], head.hash

    def case(self, connection: Connection, case_id: str, head: log.Head) -> Case:
        """A case as its log stands at `head`."""
        known = self._cases.get(case_id)
        if known is None or known[0].hash != head.hash:
            held = known[1].held if known and known[0].position < head.position else ()
            further = log.read_log(connection, self.keys, case_id, after=len(held))
            # As above: there may be more by now than `head` says.
            further_held = (row.held() for row in further if row.position <= head.position)
            known = (head, Case.from_log(case_id, (*held, *further_held)))
            self.remember(*known)
        return known[1]

    def remember(self, head: log.Head, case: Case) -> None:
        """Keep an added-up case for the next request; only after the transaction that made it has committed."""
        with self._lock:
            if len(self._cases) >= KEPT_CASES:
                self._cases.pop(next(iter(self._cases)))
            self._cases[case.id] = (head, case)

    def begin(self, office_id: str) -> None:
        """Take this as the id of the office log that is about to be begun."""
        self._office_id_known = office_id

    def _office_id(self, connection: Connection) -> str:
        if self._office_id_known is None:
            self._office_id_known = log.office_id(connection)
        if self._office_id_known is None:
            raise NotSetUp
        return self._office_id_known


class NotSetUp(Exception):
    """The database holds no force yet: `officers enrol` or `demo load` comes first."""
