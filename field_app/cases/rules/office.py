"""Rules about the office log's own entries: officers, passkeys, devices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.law.answers import NotMet

from .asked import Asked


@dataclass(frozen=True)
class OwnOrAdministrators:
    """Officers put themselves on call; an administrator may do it for them."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        own = asked.entry.officer == asked.entry.facts.officer
        if not (own or asked.sender == "system" or (asked.officer and asked.officer.is_administrator)):
            yield NotMet("not_yours", "Only the officer themselves or an administrator may do this.")


@dataclass(frozen=True)
class KnownOfficer:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.officer not in asked.office.officers:
            yield NotMet("unknown_officer", "facts.officer: is no officer of this installation.")


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
