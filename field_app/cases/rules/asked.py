"""What a rule is asked, and what a rule is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from field_app.cases.case import Case
from field_app.cases.entries import KINDS, Entry, Kind
from field_app.cases.force import SILENT, Switches
from field_app.cases.office import Office, Officer
from field_app.cases.risk import OURS, Assessing
from field_app.law.answers import NotMet
from field_app.law.regimes import EVERYWHERE, InForce
from field_app.law.requirements import Settings


@dataclass(frozen=True)
class Disposing:
    """A case that an entry of the office log would dispose of, and where its log ends."""

    case: Case
    position: int
    hash: str


@dataclass(frozen=True)
class Asked:
    """One entry put to the rules: the case before it, the office at that moment, and how it arrived.

    `sender` is the signed-in officer (`system` for the system's own). `signed_by` is the credential whose
    assertion over the exact bytes was verified, or None where there was none. `received_at` is UTC. `rescued`: it
    came out of a rescue file that the sender is reading in, and no other way. `file` are the entries named by the
    rescue file this entry is about; None where there is no such file. `settings` is what the force has set for
    requirements of its own; they bear on acts alone. `regimes`: the Acts under which the force issues notices, each
    from and to a day. `assessing`: the question packs this force has. `switches`: how it
    reads the points that are open. `disposing`: the case this entry would dispose of.
    """

    entry: Entry[Any]
    case: Case
    office: Office
    sender: str
    signed_by: str | None
    received_at: datetime
    rescued: bool = False
    file: tuple[str, ...] | None = None
    settings: Settings = field(default_factory=dict)
    regimes: tuple[InForce, ...] = EVERYWHERE
    assessing: Assessing = OURS
    switches: Switches = SILENT.switches
    disposing: Disposing | None = None

    @property
    def kind(self) -> Kind:
        return KINDS[self.entry.kind, self.entry.version]

    @property
    def officer(self) -> Officer | None:
        return self.office.officers.get(self.entry.officer)


class Rule(Protocol):
    def __call__(self, asked: Asked) -> Iterator[NotMet]: ...
