"""Rules about what legal services alone may record on a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.cases.served import REPORTED, SERVED
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
    """What is accepted is a record of service in this case that stands, and corrects an earlier one or a report by
    radio."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        named = asked.case.by_id.get(asked.entry.facts.entry)
        if named is None or named.entry.kind != SERVED:
            yield NotMet("not_a_service", "facts.entry: must be a record of service in this case.")
            return
        corrects = any(one.entry.kind == SERVED for one in map(asked.case.by_id.get, named.entry.replaces) if one)
        if not corrects and not asked.case.current.get(REPORTED):
            yield NotMet("no_correction", "facts.entry: must be a record of service that corrects an earlier one.")
        if named.entry.id in asked.case.replaced:
            yield NotMet("corrected_again", "facts.entry: has been corrected again since; accept the newest record.")
