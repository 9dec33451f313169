"""Rules about who writes: the sender, the device, the key, the rank. They turn on the office log alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.law.answers import NotMet

from .asked import Asked


@dataclass(frozen=True)
class WrittenBySender:
    """Nobody sends an entry in another officer's name, and only the system writes the system's kinds.

    What another officer's phone could not send comes in with a rescue file, whose reader signed for that very entry.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        rescued = asked.rescued and asked.office.rescued(asked.entry.id, asked.sender, asked.received_at)
        if asked.entry.officer != asked.sender and not rescued:
            yield NotMet("not_the_sender", "The entry names another officer than the one who is signed in.")
        if asked.kind.system and asked.sender != "system":
            yield NotMet("system_kind", f"Only the system records '{asked.entry.kind}'.")
        if asked.sender != "system" and asked.entry.number is None:
            yield NotMet("number", "number: is missing; every entry from a device has one.")


@dataclass(frozen=True)
class FromOwnDevice:
    """The entry comes from a browser registered to its officer."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.sender == "system":
            return
        device = asked.office.devices.get(asked.entry.device)
        if device is None or device.officer != asked.entry.officer:
            yield NotMet("device", "device: is not registered to this officer.")


@dataclass(frozen=True)
class InItsLog:
    """Office kinds belong to the office log and case kinds to a case."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        in_office = asked.entry.case == asked.office.id
        if in_office != (asked.kind.log == "office"):
            yield NotMet("wrong_log", f"case: '{asked.entry.kind}' does not belong to this log.")


@dataclass(frozen=True)
class Signed:
    """A signed kind carries the signature of a passkey that is still this officer's."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not asked.kind.signed or asked.sender == "system":
            return
        if asked.signed_by is None:
            yield NotMet("unsigned", "The signature is missing.")
        elif asked.office.passkeys[asked.signed_by].withdrawn_at:
            yield NotMet("passkey_withdrawn", "The passkey that signed this has been withdrawn.")


@dataclass(frozen=True)
class FromLiveDevice:
    """A revoked device may no longer act."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        device = asked.office.devices.get(asked.entry.device)
        if device and device.revoked_at:
            yield NotMet("device_revoked", "This device has been revoked.")


@dataclass(frozen=True)
class IsConstable:
    """CSA 2010 ss.25(2), 27(1): only a constable. Special constables are; police staff are not."""

    section: str

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not (asked.officer and asked.officer.is_constable):
            yield NotMet("not_a_constable", "Only a constable may do this; police staff are not.", self.section)


@dataclass(frozen=True)
class HoldsIssuingRank:
    """CSA 2010 s.24(1), DAA 2021 s.22(8): the authorising officer is not below the rank the case's Act asks for."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        least = asked.case.regime.issuing_rank
        if not (asked.officer and asked.officer.holds(least)):
            yield NotMet("rank", f"Only an officer of at least the rank of {least} may decide this.", "s.24(1)")


@dataclass(frozen=True)
class IsAdministrator:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.sender != "system" and not (asked.officer and asked.officer.is_administrator):
            yield NotMet("not_an_administrator", "Only an administrator may do this.")
