"""The office as its log leaves it: who the officers are, what rank they hold, which passkeys and devices are theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from field_app.law.holidays import HOLIDAYS, Holiday, Holidays
from field_app.law.regimes import at_least, is_constable

from .entries import Held, keeping, rota
from .entries import office as kinds
from .entries.released import InstallationMade1, RankAndPostingRecorded1
from .keeping import Disposed
from .ranks import Ranks, RankWaiting
from .server_clock import Doubt


@dataclass(frozen=True)
class Officer:
    """Somebody who may sign in. `rank` is as held, on which `basis`; None until it has been recorded.

    `let_in_by`: the administrators made at the machine to whom everybody leads back who added them or made them an
    administrator; empty for one who was made there themselves.
    """

    id: str
    name: str
    collar_number: str
    rank: str | None = None
    postings: tuple[str, ...] = ()
    on_call: bool = False
    telephone: str | None = None
    line_manager: str | None = None
    team: str | None = None
    district: str | None = None
    basis: str | None = None
    let_in_by: frozenset[str] = frozenset()

    @property
    def lines(self) -> frozenset[str]:
        """To whom they lead back: themselves, where they were made at the machine."""
        return self.let_in_by or frozenset({self.id})

    def is_apart_from(self, other: Officer) -> bool:
        """Whether no one administrator let both in, so that the two are two."""
        return not self.lines & other.lines

    @property
    def is_constable(self) -> bool:
        """Whether they hold the office of constable, in whatever rank."""
        return self.rank is not None and is_constable(self.rank)

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.postings

    @property
    def is_auditor(self) -> bool:
        return "auditor" in self.postings

    @property
    def is_professional_standards(self) -> bool:
        return "professional standards" in self.postings

    def holds(self, least: str) -> bool:
        """Whether their rank is `least` or above."""
        return self.rank is not None and at_least(self.rank, least)


@dataclass(frozen=True)
class Passkey:
    """A passkey as registered. `withdrawn_at` (UTC) is when the withdrawal was received."""

    credential: str
    officer: str
    public_key: str
    rp_id: str
    origin: str
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Device:
    """One officer in one browser, and the prefix of the case references it gives out. Times are UTC."""

    id: str
    officer: str
    prefix: str
    added_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Shift:
    """A shift on call, as last recorded; its times are instants. `covers`: in whose place, if in anybody's."""

    id: str
    officer: str
    role: str
    district: str | None
    order: int
    starts_at: datetime
    ends_at: datetime
    covers: str | None
    entry: str
    recorded_by: str


@dataclass(frozen=True)
class OffDuty:
    """A time in which an officer is not asked; `ends_at` is None until further notice."""

    id: str
    officer: str
    starts_at: datetime
    ends_at: datetime | None
    reason: str | None
    entry: str
    recorded_by: str


@dataclass(frozen=True)
class Rescue:
    """A rescue file that was read in: by whom, when (UTC), and the ids of the entries it named."""

    sha256: str
    officer: str
    at: datetime
    entries: frozenset[str]


@dataclass(frozen=True)
class Office:
    """The office log, added up. `holidays` is the table with the days administrators added to it; `translations`:
    language, and SHA-256 of the wording and the explanation approved. `clock_doubted`: that the server's own clock is
    wrong, as far as known, since `clock_since` by that very clock. `disposed`: the cases that were disposed of.
    `ranks`: what waits for a second administrator, and what one has confirmed.
    """

    id: str = ""
    force: str = ""
    origin: str = ""
    rp_id: str = ""
    demonstration: bool = False
    training: bool = False
    officers: Mapping[str, Officer] = field(default_factory=dict)
    passkeys: Mapping[str, Passkey] = field(default_factory=dict)
    devices: Mapping[str, Device] = field(default_factory=dict)
    rescues: Mapping[str, Rescue] = field(default_factory=dict)
    added_days: Mapping[date, Holiday] = field(default_factory=dict)
    holidays: Holidays = HOLIDAYS
    shifts: Mapping[str, Shift] = field(default_factory=dict)
    off_duty: Mapping[str, OffDuty] = field(default_factory=dict)
    translations: frozenset[tuple[str, str, str]] = frozenset()
    clock_doubted: Doubt | None = None
    clock_since: datetime | None = None
    disposed: Mapping[str, Disposed] = field(default_factory=dict)
    ranks: Ranks = field(default_factory=Ranks)

    @classmethod
    def from_log(cls, held: Iterable[Held[Any]]) -> Office:
        """Add up an office log from its first entry."""
        return cls().with_entries(held)

    def with_entries(self, held: Iterable[Held[Any]]) -> Office:
        """The same office after these further entries."""
        officers, passkeys, devices = dict(self.officers), dict(self.passkeys), dict(self.devices)
        rescues, added_days = dict(self.rescues), dict(self.added_days)
        shifts, off_duty, disposed = dict(self.shifts), dict(self.off_duty), dict(self.disposed)
        office = self
        for one in held:
            match one.entry.facts:
                case kinds.InstallationMade() | InstallationMade1() as facts:
                    office = replace(office, id=one.entry.case, **vars(facts))
                case kinds.OfficerAdded(officer=officer, name=name, collar_number=number):
                    by = lines_of(officers, one.entry.officer)
                    officers[officer] = Officer(officer, name, number, let_in_by=by)
                case kinds.RankAndPostingRecorded(officer=officer) | RankAndPostingRecorded1(officer=officer) as facts:
                    if officer in officers:
                        ranks, stands = office.ranks.recorded(one, officers[officer].rank)
                        office = replace(office, ranks=ranks)
                        if stands:
                            held_now = {name: getattr(facts, name) for name in ("rank", "postings", "basis")}
                            by = lines_of(officers, one.entry.officer)
                            officers[officer] = holding(officers[officer], held_now, by)
                case kinds.RankConfirmed(officer=officer):
                    ranks, waits = office.ranks.confirmed(one)
                    office = replace(office, ranks=ranks)
                    if waits:
                        held_now = {name: getattr(waits, name) for name in ("rank", "postings", "basis")}
                        by = lines_of(officers, waits.recorded_by, one.entry.officer)
                        officers[officer] = holding(officers[officer], held_now, by)
                case kinds.RankCompared():
                    office = replace(office, ranks=office.ranks.compared(one))
                case kinds.OnCallRecorded(officer=officer, on_call=on_call):
                    if officer in officers:
                        officers[officer] = replace(officers[officer], on_call=on_call)
                case kinds.LineManagementRecorded(officer=officer) as facts:
                    if officer in officers:
                        line = {name: getattr(facts, name) for name in ("line_manager", "team", "district")}
                        officers[officer] = replace(officers[officer], **line)
                case kinds.PasskeyRegistered(credential=credential) as facts:
                    passkeys[credential] = Passkey(
                        credential, facts.officer, facts.public_key, facts.rp_id, facts.origin
                    )
                case kinds.PasskeyWithdrawn(credential=credential):
                    if credential in passkeys:
                        passkeys[credential] = replace(passkeys[credential], withdrawn_at=one.received_at)
                case kinds.DeviceAdded(device=device, officer=officer, prefix=prefix):
                    devices[device] = Device(device, officer, prefix, one.received_at)
                case kinds.DeviceRevoked(device=device):
                    if device in devices and not devices[device].revoked_at:
                        devices[device] = replace(devices[device], revoked_at=one.received_at)
                case kinds.HolidayRecorded(date=day, name=name, source=source, doubtful=doubtful):
                    added_days[day] = Holiday(day, name, source, doubtful)
                case kinds.HolidayWithdrawn(date=day):
                    added_days.pop(day, None)
                case rota.TelephoneRecorded(officer=officer, telephone=telephone):
                    if officer in officers:
                        officers[officer] = replace(officers[officer], telephone=telephone)
                case rota.ShiftRecorded(shift=shift) as facts:
                    shifts[shift] = Shift(
                        shift,
                        facts.officer,
                        facts.role,
                        facts.district,
                        facts.order,
                        facts.starts_at,
                        facts.ends_at,
                        facts.covers,
                        one.entry.id,
                        one.entry.officer,
                    )
                case rota.ShiftWithdrawn(shift=shift):
                    shifts.pop(shift, None)
                case rota.OffDutyRecorded(period=period) as facts:
                    off_duty[period] = OffDuty(
                        period,
                        facts.officer,
                        facts.starts_at,
                        facts.ends_at,
                        facts.reason,
                        one.entry.id,
                        one.entry.officer,
                    )
                case kinds.TranslationApproved(language=language, wording=wording, explanation=explanation):
                    approved = office.translations | {(language, wording, explanation)}
                    office = replace(office, translations=approved)
                case kinds.ServerClockCompared(doubted=doubted, by=by, off_by_s=off_by):
                    doubt = Doubt(by[0], off_by or 0) if doubted and by else None
                    office = replace(office, clock_doubted=doubt, clock_since=one.received_at if doubt else None)
                case keeping.ContentDisposed(case=case) as facts:
                    disposed[case] = Disposed(
                        case,
                        facts.reference,
                        one.entry.officer,
                        one.received_at,
                        one.entry.id,
                        facts.entries,
                        facts.head,
                        facts.proposal,
                        facts.proposed_by,
                    )
                case kinds.RescueFileReadIn(sha256=sha256, entries=entries):
                    rescues[sha256] = Rescue(sha256, one.entry.officer, one.received_at, frozenset(entries))
        if added_days != self.added_days:
            office = replace(office, added_days=added_days, holidays=HOLIDAYS.with_days(added_days.values()))
        return replace(
            office,
            officers=officers,
            passkeys=passkeys,
            devices=devices,
            rescues=rescues,
            shifts=shifts,
            off_duty=off_duty,
            disposed=disposed,
        )

    @property
    def server_clock(self) -> dict[str, Any] | None:
        """What doubts the server's clock: `by` what, `off_by_s`, `since` when (UTC, by that clock); None: nothing."""
        doubt, since = self.clock_doubted, self.clock_since
        if doubt is None or since is None:
            return None
        return {"by": doubt.by, "off_by_s": doubt.off_by_s, "since": since.isoformat(timespec="microseconds")}

    def rescued(self, entry_id: str, sender: str, received_at: datetime) -> bool:
        """Whether this entry came in with a rescue file that `sender` signed for, at that very moment."""
        return any(
            one.officer == sender and one.at == received_at and entry_id in one.entries for one in self.rescues.values()
        )

    def by_collar_number(self, number: str) -> Officer | None:
        """The officer with this collar number, however it is spaced or capitalised."""
        wanted = number.strip().casefold()
        return next((one for one in self.officers.values() if one.collar_number.casefold() == wanted), None)


def lines_of(officers: Mapping[str, Officer], *by: str) -> frozenset[str]:
    """To whom those who recorded something lead back; the system's own entries, made at the machine, to nobody."""
    return frozenset().union(*(officers[one].lines for one in by if one in officers))


def holding(officer: Officer, held: Mapping[str, Any], by: frozenset[str]) -> Officer:
    """The officer with this rank and these postings; whoever makes somebody an administrator lets them in."""
    after = replace(officer, **held)
    made = after.is_administrator and not officer.is_administrator
    return replace(after, let_in_by=officer.let_in_by | by) if made else after


def who_may_confirm(office: Office, waits: RankWaiting) -> tuple[str, ...]:
    """The administrators who may confirm a rank that waits: not whom it is about, and apart from who recorded it."""
    by = office.officers[waits.recorded_by]
    apart = (one for one in office.officers.values() if one.is_administrator and one.is_apart_from(by))
    return tuple(one.id for one in apart if one.id != waits.officer)
