"""How long a case is kept: its group, when it is to be reviewed, and what stands against disposing of it.

The groups and their periods are those of the Authorised Professional Practice on review, retention and disposal
(docs/templates/retention.md says which is whose); the periods are the force's to set (`force.Retention`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from field_app.law.answers import NotMet
from field_app.law.clocks import LONDON

from . import breaches, court
from .entries import Held
from .entries.bundle import TAKEN_OUT
from .moments import put_right

if TYPE_CHECKING:
    from .case import Case

HOLD, LIFTED, REVIEWED, PROPOSED = "hold placed", "hold lifted", "case reviewed", "disposal proposed"

SUBJECT_ACCESS = "subject access asked for"

KINDS = (HOLD, LIFTED, REVIEWED, PROPOSED, SUBJECT_ACCESS)
"""What is recorded of keeping a case and of who asks what it holds of them: nothing that happened in it,
and nothing by which anybody joins it."""


NOTE = "note added"

BESIDE_THE_CASE = (*KINDS, NOTE)
"""By these nobody joins a case, and nothing happened in it."""


def officers(held: Iterable[Held[Any]]) -> frozenset[str]:
    """Everyone who has recorded something of what happened: who reviews, holds or notes alone does not join it."""
    found = (one.entry for one in held if one.entry.kind not in BESIDE_THE_CASE)
    return frozenset(one.officer for one in found if one.officer != "system")


HARM = ("serious harm", "death")
"""What became known later by which a case is of group 2."""

A_LIFE = 100
"""Years: a case of group 1 is kept until its respondent would be so old."""


@dataclass(frozen=True)
class Disposed:
    """A case that was disposed of, as the office log says: by whom, when (UTC), and where its log then ended."""

    case: str
    reference: str | None
    officer: str
    at: datetime
    entry: str
    entries: int
    head: str
    proposal: str
    proposed_by: str


def years_after(day: date, years: int) -> date:
    """The same day so many years on; 1 March where that year has no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The last day that lies so many whole years before this one."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def reviewed(case: Case) -> Held[Any] | None:
    """The newest review."""
    return case.latest(REVIEWED)


def group(case: Case) -> str:
    """The group a review put the case in; until there is one, 2 where a breach was reported or heard, somebody was
    arrested for one, or serious harm or a death became known later; else 3."""
    if review := reviewed(case):
        return str(review.entry.facts.group)
    breach = any(case.current.get(kind) for kind in (*breaches.KINDS.values(), "arrest made"))
    harm = any(one.entry.facts.what in HARM for one in case.current.get("later event recorded", ()))
    return "2" if breach or harm else "3"


def quiet_since(case: Case) -> date | None:
    """The last day in Europe/London on which anything was recorded of what happened, or on which an order ends.

    Reviews, holds, notes and what was taken out of the case count for nothing, nor what the system writes of its own
    work. None while nothing has been recorded.
    """
    days = [put_right(one.entry).astimezone(LONDON).date() for one in case.held if _happened(one)]
    if not days:
        days = [put_right(one.entry).astimezone(LONDON).date() for one in case.held]
    ends = [court.runs_until(case.current), case.elsewhere.entry.facts.ends if case.elsewhere else None]
    return max([*days, *(one for one in ends if one)], default=None)


def _happened(one: Held[Any]) -> bool:
    kind = one.entry.kind
    return kind not in (*BESIDE_THE_CASE, *TAKEN_OUT) and (one.entry.officer != "system" or kind == "order imported")


def review_due(case: Case) -> date | None:
    """From which day on the case is to be reviewed: never sooner than its group's period after it fell quiet."""
    quiet, review = quiet_since(case), reviewed(case)
    if quiet is None:
        return None
    due = years_after(quiet, case.force.retention.years(group(case)))
    return max(due, review.entry.facts.next_review_on) if review else due


def earliest_review(case: Case, of_group: str) -> date | None:
    """The earliest day a review may put the next one on, were the case of this group: its period is not shortened."""
    quiet = quiet_since(case)
    return years_after(quiet, case.force.retention.years(of_group)) if quiet else None


def holds(case: Case) -> list[Held[Any]]:
    """The holds that stand, oldest first."""
    lifted = {named.id for one in case.current.get(LIFTED, ()) for named in one.entry.relies_on}
    return [one for one in case.current.get(HOLD, ()) if one.entry.id not in lifted]


def proposal(case: Case) -> Held[Any] | None:
    """The proposal to dispose of the case; None once anything at all was received after it."""
    last = max(case.held, key=lambda one: one.position, default=None)
    return last if last is not None and last.entry.kind == PROPOSED else None


def against(case: Case, now: datetime) -> Iterator[NotMet]:
    """Why a case is not disposed of at this moment, each in a sentence; nothing where nothing stands against it."""
    today = now.astimezone(LONDON).date()
    for one in holds(case):
        since = put_right(one.entry).astimezone(LONDON)
        why = f"A hold stands since {since:%-d %B %Y} ({one.entry.facts.why}): it is lifted first."
        yield NotMet("held", why)
    yield from _alive(case, today)
    yield from _breaches(case)
    due = review_due(case)
    if due is None or due > today:
        on = f"{due:%-d %B %Y}" if due else "a day that is not known"
        yield NotMet("not_due", f"Its review is due on {on}: nothing is disposed of before.")
    if group(case) == "1" and (until := _a_life(case)) and until > today:
        yield NotMet(
            "group_1", f"It is of group 1, and kept until the respondent would be {A_LIFE}: {until:%-d %B %Y}."
        )


WAITS = {
    "requested": "A request for authority waits for a decision: it is decided or withdrawn first.",
    "authorised": "A notice is authorised and neither served nor withdrawn: record which first.",
    "served": "The notice was served, and what became of the application is not recorded: record it first.",
    "before the court": "The hearing is not finished: record what the court decided first.",
}


def _alive(case: Case, today: date) -> Iterator[NotMet]:
    """What of a notice or an order is not over."""
    if case.stage in WAITS:
        yield NotMet("live", WAITS[case.stage])
    stands, changed = court.stands(case.current), court.changes(case.current)
    if stands and stands.now != "ended" and (stands.last_day is None or stands.last_day >= today):
        until = f"runs until {stands.last_day:%-d %B %Y}" if stands.last_day else "has no last day on record"
        yield NotMet("live", f"The order {until}: it has ended first.")
    if changed and changed[-1].entry.facts.what == "appeal lodged":
        yield NotMet("appeal", "An appeal was lodged and is not determined: record what became of it first.")
    made = case.elsewhere.entry.facts if case.elsewhere else None
    if made and made.what == "order" and (made.ends is None or made.ends >= today):
        until = f"runs until {made.ends:%-d %B %Y}" if made.ends else "has no last day on record"
        yield NotMet("live", f"The order that was made elsewhere {until}: it has ended first.")


def _breaches(case: Case) -> Iterator[NotMet]:
    heard = {named.id for one in case.current.get(breaches.KINDS["heard"], ()) for named in one.entry.relies_on}
    if any(breaches.unit_of(case, one) is None for one in breaches.without_arrest(case)):
        yield NotMet("breach", "A breach was reported, and no unit, arrest or hearing is recorded: record which first.")
    if any(one.entry.id not in heard for one in case.current.get("arrest made", ())):
        yield NotMet("breach", "An arrest was made, and no hearing of it is recorded: record it first.")


def _a_life(case: Case) -> date | None:
    """When the respondent would be a hundred; where nobody knows their age, a hundred years after it fell quiet."""
    respondent = case.person("respondent") or case.elsewhere
    facts = respondent.entry.facts if respondent else None
    born = getattr(getattr(facts, "respondent", facts), "born", None)
    since = born or quiet_since(case)
    return years_after(since, A_LIFE) if since else None
