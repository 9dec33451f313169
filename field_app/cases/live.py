"""What a duty inspector watches of a case: what waits, by when it must be done, whom nobody has told.

Nothing here reads the clock: what is told of a case is the same until its log goes on, or a holiday is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from . import court
from .breaches import arrest_limits, reported_at, unit_of, waiting
from .case import Case
from .custody import open_arrests
from .moments import put_right
from .reaching import Claim, reached
from .safeguarding.listed import contact_officer, still_open

What = Literal["hearing", "adjourned hearing", "breach of the notice", "breach of the order", "detention"]


@dataclass(frozen=True)
class Request:
    """A request that waits; `claim` the last nobody released, `steps` how often it was put to somebody, `put_to` to
    whom last (None: nobody, for nobody was left to ask)."""

    since: datetime
    claim: Claim | None
    steps: int
    put_to: str | None


@dataclass(frozen=True)
class Authority:
    """An authority nobody has served: `held_by` has it (an officer's id), or it was handed to `handed_to`, who has not
    accepted (a collar number); how often it was tried, and when last."""

    since: datetime
    held_by: str | None
    handed_to: str | None
    attempts: int
    tried_at: datetime | None


@dataclass(frozen=True)
class Due:
    """A time the law or the court has set. `where`: the court where it is listed, or the police station."""

    what: What
    at: datetime
    where: str | None


@dataclass(frozen=True)
class Ending:
    """An order that ends by itself at the end of `last_day`. `told`: the respondent knows of it."""

    last_day: date
    now: str
    told: bool


@dataclass(frozen=True)
class Untold:
    """What the protected person has not been told of, as safeguarding has it."""

    words: str
    since: datetime
    due: datetime


@dataclass(frozen=True)
class Breach:
    """A breach that was reported and that no unit is known to have met. `not_sent`: it is on record that none was."""

    of: str
    at: datetime
    not_sent: bool


@dataclass(frozen=True)
class Watched:
    """What of one case is watched. Nobody is named in it but officers, and a case by its reference."""

    case: str
    reference: str | None
    notice: str
    order: str
    district: str | None
    contact_officer: str | None
    request: Request | None
    authority: Authority | None
    due: tuple[Due, ...]
    ending: Ending | None
    untold: tuple[Untold, ...]
    breaches: tuple[Breach, ...]


def watched(case: Case) -> Watched:
    """What is watched of this case."""
    return Watched(
        case=case.id,
        reference=case.reference,
        notice=case.regime.notice_short,
        order=case.regime.order_short,
        district=case.district,
        contact_officer=contact_officer(case),
        request=_request(case),
        authority=_authority(case),
        due=(*_hearing(case), *_held(case)),
        ending=_ending(case),
        untold=tuple(Untold(one.words, one.since, one.due) for one in still_open(case) if one.what == "tell"),
        breaches=tuple(
            Breach(one.entry.facts.of, reported_at(case, one), unit_of(case, one) is not None) for one in waiting(case)
        ),
    )


def _request(case: Case) -> Request | None:
    if case.stage != "requested" or case.request is None:
        return None
    found = reached(case)
    last = found.steps[-1].officer if found.steps else None
    return Request(put_right(case.request.entry), found.claim, len(found.steps), last)


def _authority(case: Case) -> Authority | None:
    if case.stage != "authorised" or case.decision is None:
        return None
    tried = [one.entry.facts.attempted_at for one in case.current.get("service attempted", ())]
    has_it = case.latest("hand-over accepted") or case.request
    return Authority(
        since=put_right(case.decision.entry),
        held_by=has_it.entry.officer if has_it else None,
        handed_to=case.hand_over.entry.facts.to if case.hand_over else None,
        attempts=len(tried),
        tried_at=max(tried, default=None),
    )


def _hearing(case: Case) -> list[Due]:
    """When the application must be heard; once a hearing was begun and adjourned, when it goes on."""
    if case.stage not in court.UNDECIDED:
        return []
    at, listed = court.next_hearing(case.current), case.latest(court.LISTED)
    if case.current.get(court.ADJOURNED):
        return [Due("adjourned hearing", at, None)] if at else []
    return [Due("hearing", case.deadline.at, listed.entry.facts.court if listed else None)] if case.deadline else []


def _held(case: Case) -> list[Due]:
    """By when whoever was arrested must be before a court, and when the 24 hours of detention end."""
    found = []
    for one in open_arrests(case):
        facts = one.entry.facts
        limits = arrest_limits(case.regime, facts.of, facts.arrested_at, case.heard_by, case.holidays)
        if limits:
            what: What = "breach of the order" if facts.of == "order" else "breach of the notice"
            found.append(Due(what, limits.by, facts.station))
    if case.detention:
        found.append(Due("detention", datetime.fromisoformat(case.detention["until"]), case.detention["station"]))
    return found


def _ending(case: Case) -> Ending | None:
    last, stands = court.runs_until(case.current), court.stands(case.current)
    return Ending(last, stands.now, stands.told) if last and stands else None
