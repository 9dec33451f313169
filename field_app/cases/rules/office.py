"""Rules about the office log's own entries: officers, passkeys, devices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.cases.ranks import gives_authority
from field_app.law.answers import NotMet
from field_app.law.clocks import disregarded
from field_app.law.regimes import authorising_from

from .asked import Asked, Rule
from .officer import IsAdministrator


@dataclass(frozen=True)
class OwnOrAdministrators:
    """Officers put themselves on call; an administrator may do it for them."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        own = asked.entry.officer == asked.entry.facts.officer
        if not (own or asked.sender == "system" or (asked.officer and asked.officer.is_administrator)):
            yield NotMet("not_yours", "Only the officer themselves or an administrator may do this.")


@dataclass(frozen=True)
class OwnDeviceOrAdministrators:
    """Officers report their own phone lost from another; an administrator may do it for anybody."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        device = asked.office.devices.get(asked.entry.facts.device)
        own = device is not None and device.officer == asked.entry.officer
        if not (own or asked.sender == "system" or (asked.officer and asked.officer.is_administrator)):
            yield NotMet("not_yours", "Only the officer whose device it is or an administrator may do this.")


@dataclass(frozen=True)
class ReadsAWaitingFile:
    """The entry names a rescue file that waits to be read in, and the entries that file names."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if asked.file is None:
            yield NotMet("unknown_file", "facts.sha256: no rescue file with this SHA-256 waits here.")
        elif asked.file != facts.entries:
            yield NotMet("other_entries", "facts.entries: must be the ids the rescue file names, in its order.")
        if facts.sha256 in asked.office.rescues:
            yield NotMet("read_in_already", "facts.sha256: this rescue file has been read in already.")


@dataclass(frozen=True)
class ChangesTheTable:
    """The day is of a year in the table of holidays, and this changes how it counts."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, holidays = asked.entry.facts, asked.office.holidays
        if facts.date.year not in holidays.years:
            first, last = holidays.years[0], holidays.years[-1]
            yield NotMet("not_in_table", f"facts.date: must be a day of {first} to {last}, the years of the table.")
            return
        known = holidays.on(facts.date)
        if known and known.doubtful == facts.doubtful:
            yield NotMet("holiday_known", f"facts.date: is in the table already, as {known.name}.")
        out = disregarded(facts.date, holidays)
        if out and not known:
            yield NotMet("never_counts", f"facts.date: never counts as it is: {out.name}.", "s.27(4)")


@dataclass(frozen=True)
class AddedDay:
    """The day is one an administrator added."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.date not in asked.office.added_days:
            yield NotMet("not_added", "facts.date: must be a day that an administrator added.")


@dataclass(frozen=True)
class KnownOfficer:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.officer not in asked.office.officers:
            yield NotMet("unknown_officer", "facts.officer: is no officer of this installation.")


@dataclass(frozen=True)
class KnownManager:
    """A line manager is somebody else of this installation."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if facts.line_manager == facts.officer or facts.line_manager not in (None, *asked.office.officers):
            yield NotMet("line_manager", "facts.line_manager: must be another officer of this installation.")


@dataclass(frozen=True)
class SaysFromWhichRank:
    """From which rank on authority is given is as the force's Acts have it, and the older version gives none.

    `log verify` does not ask this again: the force may have other Acts by then. Nor does it need to: what an entry
    says counts only downwards from superintendent, and the older version counts as the newest once that was used.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, least = asked.entry.facts, authorising_from(one.id for one in asked.regimes)
        said = getattr(facts, "authorising_from", None)
        if said is None:
            known = asked.office.officers.get(facts.officer)
            if gives_authority(facts, known.rank if known else None):
                message = "version: must be 2 for a rank that may authorise. Open the page again and record it there."
                yield NotMet("authorising_from", message)
        elif said != least:
            message = f"facts.authorising_from: must be {least}, the lowest rank that may authorise here."
            yield NotMet("authorising_from", message)


@dataclass(frozen=True)
class ConfirmsAWaitingRank:
    """A rank that may authorise is confirmed by another administrator than recorded it, and not by whom it is about."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, named = asked.entry.facts, [(one.id, one.sha256) for one in asked.entry.relies_on]
        waits = asked.office.ranks.waiting.get(facts.officer)
        if waits is None or named != [(waits.entry, waits.sha256)]:
            message = "relies_on: must name the one entry about this officer that waits for a second administrator."
            yield NotMet("not_waiting", message)
            return
        if facts.rank != waits.rank:
            yield NotMet("other_rank", f"facts.rank: must be {waits.rank}, the rank that was recorded.")
        if asked.entry.officer in (waits.recorded_by, waits.officer):
            message = "Another administrator must confirm this: not who recorded it, and not the officer themselves."
            yield NotMet("same_administrator", message)


@dataclass(frozen=True)
class ConfirmedApart:
    """Who recorded the rank and who confirms it were not let in by the same administrator, or one would do both.

    `log verify` does not ask this again: ranks confirmed before there was this rule stand as they did.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        waits = asked.office.ranks.waiting.get(asked.entry.facts.officer)
        by = asked.office.officers.get(waits.recorded_by) if waits else None
        if by and asked.officer and by.id != asked.officer.id and not asked.officer.is_apart_from(by):
            message = (
                f"You and {by.name}, who recorded this, were let in by the same administrator: one person could be "
                "both. Ask an administrator who was let in by another, or whoever runs the machine to add one there."
            )
            yield NotMet("same_line", message)


@dataclass(frozen=True)
class NewOfficer:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.officer in asked.office.officers:
            yield NotMet("officer_exists", "facts.officer: this officer has been added already.")


@dataclass(frozen=True)
class KnownTarget:
    """The passkey or device to be withdrawn exists."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if hasattr(facts, "credential") and facts.credential not in asked.office.passkeys:
            yield NotMet("unknown_passkey", "facts.credential: no such passkey is registered.")
        if hasattr(facts, "device") and facts.device not in asked.office.devices:
            yield NotMet("unknown_device", "facts.device: no such device is registered.")


OFFICE: tuple[Rule, ...] = (IsAdministrator(),)

OF_OFFICE: dict[str, tuple[Rule, ...]] = {
    "installation made": (),
    "officer added": (*OFFICE, NewOfficer()),
    "rank and posting recorded": (*OFFICE, KnownOfficer(), SaysFromWhichRank()),
    "rank confirmed": (*OFFICE, ConfirmsAWaitingRank(), ConfirmedApart()),
    "rank compared": (KnownOfficer(),),
    "passkey registered": (KnownOfficer(),),
    "passkey withdrawn": (*OFFICE, KnownTarget()),
    "translation approved": OFFICE,
    "device added": (KnownOfficer(),),
    "device revoked": (OwnDeviceOrAdministrators(), KnownTarget()),
    "rescue file read in": (ReadsAWaitingFile(),),
    "server clock compared": (),
    "holiday recorded": (*OFFICE, ChangesTheTable()),
    "holiday withdrawn": (*OFFICE, AddedDay()),
    "on call recorded": (OwnOrAdministrators(), KnownOfficer()),
    "line management recorded": (*OFFICE, KnownOfficer(), KnownManager()),
}
"""The rules of the office log's kinds; those of the rota are beside the rota's."""
