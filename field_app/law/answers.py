"""What a rule answers: yes, or no and why. An expected no is a value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Met:
    """The rule is met."""


@dataclass(frozen=True)
class NotMet:
    """The rule is not met.

    `code` is for programs and never changes, `message` is one plain sentence for the officer, `section` is
    where the rule comes from (None where no statute asks it).
    """

    code: str
    message: str
    section: str | None = None


Answer = Met | NotMet
