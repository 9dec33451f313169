"""The times the list of cases keeps of each, as it is added up: what desks and reviews are asked for by."""

from __future__ import annotations

from field_app.cases import court, custody, keeping
from field_app.cases.breaches import reported_at, without_arrest
from field_app.cases.case import Case
from field_app.cases.moments import put_right
from field_app.cases.safeguarding.listed import still_open

from .database import stamp


def times(case: Case) -> dict[str, str | None]:
    """Since when the notice is served and the respondent held, by when somebody is told, and what else is watched."""
    to_tell = still_open(case)
    reported = [reported_at(case, one) for one in without_arrest(case)]
    found = {
        "served_at": case.served_at,
        "held_at": custody.on_the_desk_since(case),
        "tell_by": to_tell[0].due if to_tell else None,
        "breach_at": max(reported, default=None),
    }
    ends_on = court.runs_until(case.current)
    return {
        **{name: stamp(at) if at else None for name, at in found.items()},
        "ends_on": ends_on.isoformat() if ends_on else None,
    }


def review(case: Case) -> dict[str, str | None]:
    """What the list of cases keeps of when one is to be reviewed."""
    quiet, newest, proposed = keeping.quiet_since(case), keeping.reviewed(case), keeping.proposal(case)
    return {
        "keep_group": keeping.group(case),
        "quiet_since": quiet.isoformat() if quiet else None,
        "review_on": newest.entry.facts.next_review_on.isoformat() if newest else None,
        "proposed_at": stamp(put_right(proposed.entry)) if proposed else None,
    }
