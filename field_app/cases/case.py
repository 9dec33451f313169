"""A case is the sum of its entries: this adds them up.

Nothing here takes meaning from the order in which entries arrived; a phone that was dark for an hour changes
what is known, not what happened. `static/js/case.js` does the same on the phone (tests/vectors/cases.json).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from field_app.law.answers import NotMet
from field_app.law.clocks import Deadline, detention_limit
from field_app.law.courts import Practicable
from field_app.law.holidays import HOLIDAYS, Holidays
from field_app.law.regimes import DEFAULT, REGIMES, Regime

from . import authority, breaches, court, keeping, seal
from .entries import Held
from .entries.bundle import TAKEN_OUT
from .entries.monitoring import MONITORED
from .entries.people import BY_MISTAKE
from .force import SILENT, Force
from .moments import made
from .safeguarding import tables
from .section import SECTIONS
from .served import REPORTED, SERVED, hearing, sittings_before, working_time
from .view import view_of

BESIDE = frozenset(
    {
        "cases linked",
        "evidence attached",
        *breaches.BESIDE,
        "case opened early",
        "early opening withdrawn",
        "information asked",
        "information given",
        "notice printed",
        "notice spoiled",
        "handed over",
        "hand-over accepted",
        authority.NOTED,
        court.NOTICE,
        *seal.BESIDE,
        *TAKEN_OUT,
        *keeping.BESIDE_THE_CASE,
        "service attempted",
        REPORTED,
        "bail or release decision recorded",
        "respondent released",
        *tables.BESIDE,
        MONITORED,
    }
)
"""Kinds on which nothing of the case itself hangs: two versions of one need nobody to settle them."""

DOUBTS = frozenset(
    {"not_authorised", "other_text", "not_a_constable", "no_paper", "before_authority", "withdrawn", "differs"}
)
"""What a service can lack so that it is in doubt whether the notice binds (CSA 2010 ss.24(1), 25(2))."""


@dataclass(frozen=True)
class Case:
    """One respondent and one protected person, as their log leaves them. Build it with `Case.from_log`.

    `holidays` and `force` are what its deadlines are computed with, whenever they are asked for.
    """

    id: str
    held: tuple[Held[Any], ...]
    holidays: Holidays = HOLIDAYS
    force: Force = SILENT

    @classmethod
    def from_log(cls, case_id: str, held: Iterable[Held[Any]]) -> Case:
        """The case these entries add up to, whatever their order."""
        return cls(case_id, tuple(held))

    def with_entry(self, one: Held[Any]) -> Case:
        """The same case with one more entry."""
        return replace(self, held=(*self.held, one))

    def without(self, kinds: Collection[str]) -> Case:
        """The same case as whoever may not see entries of these kinds is shown it."""
        return replace(self, held=tuple(one for one in self.held if one.entry.kind not in kinds))

    @cached_property
    def by_id(self) -> dict[str, Held[Any]]:
        return {one.entry.id: one for one in self.held}

    @cached_property
    def replaced(self) -> dict[str, list[str]]:
        """For each entry that was replaced, the entries that replace it. Only like replaces like; a note never."""
        found: dict[str, list[str]] = {}
        for one in self.held:
            for named in one.entry.replaces:
                earlier = self.by_id.get(named)
                if earlier and earlier.entry.kind == one.entry.kind != authority.NOTED:
                    found.setdefault(named, []).append(one.entry.id)
        return found

    @cached_property
    def current(self) -> dict[str, list[Held[Any]]]:
        """For each kind, its entries that nothing replaced, oldest first by when they were made."""
        found: dict[str, list[Held[Any]]] = {}
        for one in sorted(self.held, key=made):
            if one.entry.id not in self.replaced:
                found.setdefault(one.entry.kind, []).append(one)
        return found

    def latest(self, kind: str) -> Held[Any] | None:
        """The current entry of a kind: unreplaced, and the newest if there are several."""
        entries = self.current.get(kind)
        return entries[-1] if entries else None

    def person(self, role: str) -> Held[Any] | None:
        """The current description of the person in this role."""
        described = [one for one in self.current.get("person described", []) if one.entry.facts.role == role]
        return described[-1] if described else None

    def views(self, whose: str) -> Held[Any] | None:
        """What this side thinks of a notice; for the other residents, what was recorded of them together."""
        recorded = [
            one
            for one in self.current.get("views recorded", [])
            if one.entry.facts.whose == whose and _person(one) is None
        ]
        return recorded[-1] if recorded else None

    @property
    def residents_views(self) -> list[Held[Any]]:
        """What each of the other residents thinks, one by one."""
        views = self.current.get("views recorded", [])
        return [one for one in views if _person(one) is not None and self._stands(one)]

    @cached_property
    def mistaken(self) -> frozenset[str]:
        """Whoever was recorded by mistake, and no more than that is said of them."""
        facts = [one.entry.facts for one in self.current.get("person described", [])]
        standing = {one.person for one in facts if one.role != BY_MISTAKE}
        return frozenset(one.person for one in facts) - standing

    def _stands(self, one: Held[Any]) -> bool:
        """Whether an entry nothing replaced is part of the case: not that somebody is none of it, nor their views."""
        if one.entry.kind == "person described":
            return bool(one.entry.facts.role != BY_MISTAKE)
        return one.entry.kind != "views recorded" or _person(one) not in self.mistaken

    @property
    def evidence(self) -> list[Held[Any]]:
        """The photographs and documents attached, each with its newest words."""
        newest = {one.entry.facts.sha256: one for one in self.current.get("evidence attached", [])}
        return sorted(newest.values(), key=made)

    @property
    def request(self) -> Held[Any] | None:
        """The request for authority that stands."""
        return authority.request(self.current)

    @cached_property
    def decision(self) -> Held[Any] | None:
        """The decision on the request that stands."""
        return authority.decision(self.current, self.request)

    @cached_property
    def telephone(self) -> dict[str, Any] | None:
        """How an authority by telephone stands; None where the decision was signed."""
        return authority.telephone(self.current, self.decision)

    @cached_property
    def withdrawal(self) -> Held[Any] | None:
        """What took the decision back before service."""
        return authority.withdrawal(self.current, self.decision)

    @cached_property
    def hand_over(self) -> Held[Any] | None:
        """The hand-over that nobody has accepted yet."""
        return authority.hand_over(self.current)

    @property
    def service(self) -> Held[Any] | None:
        """The record of service that stands; until there is one, what was reported by radio."""
        return self.latest(SERVED) or self.latest(REPORTED)

    @cached_property
    def doubts(self) -> tuple[NotMet, ...]:
        """Why it is in doubt whether the notice binds: what every recorded service lacks; none if one lacks nothing."""
        recorded = self.current.get(SERVED) or self.current.get(REPORTED, [])
        lacking = [tuple(why for why in one.reasons if why.code in DOUBTS) for one in recorded]
        return lacking[-1] if lacking and all(lacking) else ()

    @property
    def not_pursued(self) -> Held[Any] | None:
        """Why no authority is asked for, where that was recorded."""
        return self.latest("considered and not pursued")

    @cached_property
    def stage(self) -> str:
        """How far the case has come. Somebody who was served has been served, whatever else is missing."""
        if self.elsewhere and not self.started:
            return "elsewhere"
        if before := court.stage(self.current, served=self.service is not None):
            return before
        if self.service:
            return "served"
        if self.withdrawal:
            return "withdrawn"
        if self.decision:
            return "refused" if self.decision.entry.kind == "authority refused" else "authorised"
        if self.request:
            return "requested"
        return "not pursued" if self.not_pursued else "recording"

    @cached_property
    def started(self) -> Held[Any] | None:
        """What gave the case its reference: the first such entry that was regular, and no later one."""
        entries = self.current.get("case started", [])
        return next((one for one in entries if not one.reasons), entries[0] if entries else None)

    @property
    def reference(self) -> str | None:
        return self.started.entry.facts.reference if self.started else None

    @property
    def regime(self) -> Regime:
        """The Act the case runs under, kept from when it was started."""
        known = self.started or self.elsewhere
        return REGIMES[known.entry.facts.regime] if known and known.entry.facts.regime else DEFAULT

    @property
    def elsewhere(self) -> Held[Any] | None:
        """A notice or an order of another force or court, where the case is no more than that."""
        return self.latest("order or notice known from elsewhere") or self.latest("order imported")

    @cached_property
    def officers(self) -> frozenset[str]:
        """Everyone who has recorded something here, but for who only reviews, holds or notes."""
        return keeping.officers(self.held)

    @property
    def handed_to(self) -> frozenset[str]:
        """The collar numbers, casefolded, of whom this case was ever handed to, noted to be authorised by, or reported
        by radio to have served it."""
        handed = [one.entry.facts.to for one in self.held if one.entry.kind == "handed over"]
        noted = [one.entry.facts.officer.collar_number for one in self.held if one.entry.kind == authority.NOTED]
        served = [one.entry.facts.served_by for one in self.held if one.entry.kind == REPORTED]
        return frozenset(one.strip().casefold() for one in (*handed, *noted, *served))

    @cached_property
    def seals(self) -> tuple[Held[Any], ...]:
        """What seals the case; empty where it is open."""
        return seal.standing(self.held)

    @cached_property
    def sections(self) -> list[Held[Any]]:
        """The entries a request rests on: the one that started the case, and every current section."""
        kinds = ("person described", "views recorded", *SECTIONS.values())
        started = [self.started] if self.started else []
        return started + [one for kind in kinds for one in self.current.get(kind, []) if self._stands(one)]

    @cached_property
    def served_at(self) -> datetime | None:
        """The time the working deadline runs from (`cases.served`)."""
        return working_time(self.held)

    @cached_property
    def detention(self) -> dict[str, Any] | None:
        """Since when the respondent is at a police station and when 24 hours there end; None if not detained, or
        released since."""
        incident = self.latest("incident recorded")
        facts = incident.entry.facts if incident else None
        if facts is None or not facts.detained or facts.arrived_at is None or self.released_after(facts.arrived_at):
            return None
        return {
            "station": facts.station,
            "since": facts.arrived_at.isoformat(),
            "until": detention_limit(facts.arrived_at).isoformat(),
        }

    def released_after(self, at: datetime) -> bool:
        """Whether the respondent left the police station after this."""
        return any(one.entry.facts.released_at >= at for one in self.current.get("respondent released", []))

    @cached_property
    def district(self) -> str | None:
        """The district the incident happened in; None where none was asked, or it is none of the force's by now."""
        incident = self.latest("incident recorded")
        district = getattr(incident.entry.facts, "district", None) if incident else None
        return district if district in self.force.districts else None

    @cached_property
    def deadline(self) -> Deadline | None:
        """When the application must have been heard; None before service or beyond the table of holidays."""
        return hearing(self.served_at, self.regime, self.holidays)

    @cached_property
    def sittings(self) -> Practicable | None:
        """The sittings before the deadline; None before service, and where the force has named no court."""
        return sittings_before(self.served_at, self.deadline, self.holidays, self.force)

    @cached_property
    def heard_by(self) -> datetime | None:
        """The latest the application is heard: what ends the custody of whoever is arrested (`cases.court`)."""
        return court.heard_by(self.current, self.deadline)

    @cached_property
    def conflicts(self) -> list[list[str]]:
        """Entries that replace the same one, or two of what a case has one of: a person must settle them."""
        rivals = [
            [one for one in ids if one not in self.replaced]
            for named, ids in self.replaced.items()
            if self.by_id[named].entry.kind not in BESIDE
        ]
        slots: dict[tuple[str, ...], list[str]] = {}
        for one in (*self.sections, *self.current.get(SERVED, [])):
            if slot := _slot(one):
                slots.setdefault(slot, []).append(one.entry.id)
        several = [ids for ids in (*rivals, *slots.values()) if len(ids) > 1]
        # That somebody was recorded by mistake can be said twice.
        found = {tuple(sorted(ids)) for ids in several if any(self._stands(self.by_id[one]) for one in ids)}
        return [list(ids) for ids in sorted(found)]

    def view(self) -> dict[str, Any]:
        """The case as screens, the requirements and the notice read it (docs/api.md, *Case view*)."""
        return view_of(self)


def _person(views: Held[Any]) -> str | None:
    """Whose views they are, where one of several; version 1 never said."""
    return getattr(views.entry.facts, "person", None)


def _slot(one: Held[Any]) -> tuple[str, ...] | None:
    """What a current section stands for, where a case can have only one such."""
    facts = one.entry.facts
    match one.entry.kind:
        case "case started":
            return None
        case "person described":
            party = facts.role in ("respondent", "protected person")
            return ("person", facts.role if party else facts.person)
        case "views recorded":
            return ("views", facts.whose, _person(one) or "")
    return (one.entry.kind,)
