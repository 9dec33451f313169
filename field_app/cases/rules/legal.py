"""Rules about what legal services alone may record on a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.law.answers import NotMet

from .asked import Asked


@dataclass(frozen=True)
class IsLegalServices:
    """Whoever accepts a correction is posted to legal services."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.officer is None or "legal services" not in asked.officer.postings:
            yield NotMet("not_legal_services", "Only legal services may accept a correction.")


@dataclass(frozen=True)
class AcceptsACorrection:
    """What is accepted is a record of service in this case that stands, and replaces an earlier one."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        named = asked.case.by_id.get(asked.entry.facts.entry)
        if named is None or named.entry.kind != "notice served":
            yield NotMet("not_a_service", "facts.entry: must be a record of service in this case.")
            return
        if not any(one.entry.kind == "notice served" for one in map(asked.case.by_id.get, named.entry.replaces) if one):
            yield NotMet("no_correction", "facts.entry: must be a record of service that corrects an earlier one.")
        if named.entry.id in asked.case.replaced:
            yield NotMet("corrected_again", "facts.entry: has been corrected again since; accept the newest record.")
