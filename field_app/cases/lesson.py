"""The lesson of a training installation: a case from the call to the order, step by step, and what was missed in it.

A step is done when the case holds the entries it asks for; `static/js/lesson.js` says the same on the phone. What was
missed is what the requirements table, the Act and the work ask for, judged by the entries and the access records alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from field_app.law.clocks import LONDON
from field_app.law.requirements import REQUIREMENTS, SERVICE, missing

from .case import Case
from .entries import Held
from .moments import made, put_right
from .safeguarding.listed import still_open
from .safeguarding.tables import EVENTS
from .safeguarding.telling import to_tell


@dataclass(frozen=True)
class Wanted:
    """An entry that a step asks for: of this kind, and with these facts."""

    kind: str
    facts: tuple[tuple[str, str], ...] = ()

    def fits(self, one: Held[Any]) -> bool:
        facts = one.entry.facts
        return one.entry.kind == self.kind and all(getattr(facts, name) == value for name, value in self.facts)


@dataclass(frozen=True)
class Step:
    """One step: in which part it is done on which screen, in what words, and the entries by which it is done."""

    id: str
    who: str
    screen: str
    heading: str
    words: str
    wanted: tuple[Wanted, ...]


CONSTABLE, SUPERINTENDENT, LEGAL, SAFEGUARDING = "constable", "superintendent", "legal services", "safeguarding"
"""Who does a step: one trainee in turn, or several."""


def _step(id: str, who: str, screen: str, heading: str, words: str, *kinds: str | Wanted) -> Step:
    return Step(
        id, who, screen, heading, words, tuple(one if isinstance(one, Wanted) else Wanted(one) for one in kinds)
    )


STEPS = (
    _step(
        "incident",
        CONSTABLE,
        "incident",
        "Record the incident",
        "A neighbour called 999 at 21:40 about shouting at 7 Pretend Row, Northfield. Say whether there is a danger to "
        "officers, and that you checked.",
        "incident recorded",
    ),
    _step(
        "people",
        CONSTABLE,
        "people",
        "Describe both people",
        "The respondent is Morgan Madeup, 34; the protected person Robin Fictive, 31. Both live at 7 Pretend Row, "
        "Northfield, ZZ1 1ZZ. Use these names: nobody real belongs in a lesson. Look both up as well.",
        Wanted("person described", (("role", "respondent"),)),
        Wanted("person described", (("role", "protected person"),)),
    ),
    _step(
        "relationship",
        CONSTABLE,
        "relationship",
        "How they are connected",
        "They live together. Say who lives in the home, and whether the respondent knows the address.",
        "relationship recorded",
        "premises recorded",
    ),
    _step(
        "happened",
        CONSTABLE,
        "happened",
        "What happened",
        "Robin says Morgan pushed them against a door and threatened worse. Write what you saw, what was said, and "
        "what there is to prove it.",
        "violence recorded",
    ),
    _step(
        "necessity",
        CONSTABLE,
        "necessity",
        "Why a notice is needed",
        "Robin has nowhere to go tonight and fears what comes after you leave. Say why neither charge nor bail will "
        "do.",
        "necessity recorded",
    ),
    _step(
        "risk",
        CONSTABLE,
        "risk",
        "Assess the risk",
        "Ask every question, then judge: the questions indicate a level, you decide it.",
        "risk assessed",
    ),
    _step(
        "views",
        CONSTABLE,
        "views",
        "Ask for both views",
        "Robin’s opinion out of sight and hearing of Morgan; Morgan’s representations. An opinion against a notice "
        "bars nothing. What cannot be had: write what you tried.",
        Wanted("views recorded", (("whose", "protected person"),)),
        Wanted("views recorded", (("whose", "respondent"),)),
    ),
    _step(
        "children",
        CONSTABLE,
        "children",
        "Ask about children",
        "Ask both, look, and record it also where there are none.",
        "children's welfare recorded",
    ),
    _step(
        "conditions",
        CONSTABLE,
        "conditions",
        "Propose the conditions",
        "Check which orders bind either of them already. Propose what protects Robin, each with its reason. Say "
        "whether Morgan is in the armed forces and the home theirs.",
        "other orders in force recorded",
        "conditions proposed",
    ),
    _step(
        "request",
        CONSTABLE,
        "review",
        "Ask for authority",
        "Read what you recorded, then sign the request with your passkey.",
        "authority requested",
    ),
    _step(
        "decision",
        SUPERINTENDENT,
        "decision",
        "Decide",
        "Read grounds, risk and history. Change a condition if it needs it. Sign, with reasons.",
        "notice authorised",
    ),
    _step(
        "service",
        CONSTABLE,
        "notice",
        "Serve the notice",
        "Read it out, explain it, see whether Morgan understood, leave a paper copy, ask for an address for the notice "
        "of the hearing, and record what was answered. The 48 hours start.",
        "notice served",
    ),
    _step(
        "told",
        SAFEGUARDING,
        "contact",
        "Tell the protected person",
        "Arrange how Robin is reached safely; then tell them that it was served, what it prohibits and until when.",
        Wanted("protected person told", (("outcome", "told"),)),
    ),
    _step(
        "hearing",
        LEGAL,
        "court",
        "List the hearing",
        "Before the 48 hours end. The notice of the hearing goes to the address the respondent gave.",
        "hearing listed",
    ),
    _step(
        "order",
        LEGAL,
        "court",
        "Record the order",
        "The court makes the order for 28 days. Record its conditions as ordered, and whether Morgan was in court.",
        "order made",
    ),
)
"""The lesson. The names in it are invented, and nobody's in the demonstration's own case."""


@dataclass(frozen=True)
class Done:
    """A step that is done: by whom, and when (UTC) by their device's clock."""

    step: str
    officer: str
    at: datetime


@dataclass(frozen=True)
class Missed:
    """What ought to have been done and was not, or not in time; `section` says what asks for it."""

    sentence: str
    section: str


@dataclass(frozen=True)
class Looked:
    """An access record of the lesson: who did what at what time (UTC), of which case if of one."""

    at: datetime
    officer: str
    action: str
    case_id: str | None


def done(case: Case) -> list[Done]:
    """The steps that are done, in the lesson's order."""
    found = []
    for step in STEPS:
        first = [next((one for one in _by_time(case) if wanted.fits(one)), None) for wanted in step.wanted]
        if None not in first:
            last = max((one for one in first if one), key=made)
            found.append(Done(step.id, last.entry.officer, put_right(last.entry)))
    return found


def missed(case: Case, looked: Sequence[Looked], now: datetime) -> list[Missed]:
    """What was missed so far; what is still open and not late is not."""
    found = [
        *_before_the_request(case, looked),
        *_in_the_decision(case, looked),
        *_in_service(case),
        *_afterwards(case, now),
        *(Missed(why.message, why.section or "the record") for one in _by_time(case) for why in one.reasons),
    ]
    return list({one.sentence: one for one in reversed(found)}.values())[::-1]


def _before_the_request(case: Case, looked: Sequence[Looked]) -> Iterator[Missed]:
    request = case.request
    if request is None:
        return
    asked_at = put_right(request.entry)
    before = replace(case, held=tuple(one for one in case.held if made(one) <= made(request)))
    for row in missing(before.view(), asked_at.astimezone(LONDON).date(), case.force.settings, REQUIREMENTS):
        yield Missed(row.sentence, row.section)
    incident, views = before.latest("incident recorded"), before.views("protected person")
    if incident and not incident.entry.facts.dangers_checked:
        yield Missed("Dangers to officers were not checked.", "P4")
    if views and getattr(views.entry.facts, "apart", None) == "not apart":
        yield Missed("The protected person’s view was taken in the respondent’s sight or hearing.", "P8")
    if not any(
        one.action in ("look-up", "look-up offline") and one.officer == request.entry.officer and one.at <= asked_at
        for one in looked
    ):
        yield Missed("Nobody was looked up before authority was asked for: earlier notices and orders.", "the work")


READ = ("case", "log", "changes")


def _in_the_decision(case: Case, looked: Sequence[Looked]) -> Iterator[Missed]:
    decision = case.decision
    if decision is None:
        return
    at, officer = put_right(decision.entry), decision.entry.officer
    if not any(
        one.action in READ and one.case_id == case.id and one.officer == officer and one.at <= at for one in looked
    ):
        yield Missed("It was decided without the case having been opened.", "s.24(3)")


def _in_service(case: Case) -> Iterator[Missed]:
    service = case.service
    if service is None:
        return
    for row in missing(case.view(), put_right(service.entry).astimezone(LONDON).date(), case.force.settings, SERVICE):
        yield Missed(row.sentence, row.section)
    facts = service.entry.facts
    if getattr(facts, "understood", None) is None:
        yield Missed("It is not recorded whether the respondent understood it.", "the guidance, appendix B")


def _afterwards(case: Case, now: datetime) -> Iterator[Missed]:
    told_at = {one.entry.id: put_right(one.entry) for one in case.held}
    for one in to_tell(case):
        event = EVENTS[one.event]
        due = one.since + timedelta(minutes=case.force.telling.minutes(event))
        if one.told and told_at[one.told] > due:
            yield Missed(f"The protected person was told too late: {event.words}", "P19")
    for one_open in still_open(case):
        if one_open.due < now:
            told = "The protected person has not been told" if one_open.what == "tell" else "Not done in time"
            yield Missed(f"{told}: {one_open.words}", one_open.basis)
    if case.deadline and case.deadline.at < now and not case.current.get("hearing listed"):
        yield Missed("No hearing was listed within the 48 hours.", "s.27(3)")
    if case.service and not case.current.get("safe contact arranged"):
        first_told = min((put_right(one.entry) for one in case.current.get("protected person told", [])), default=None)
        if first_told:
            yield Missed("The protected person was told before it was arranged how they are reached safely.", "P19")
    order = case.latest("order made")
    left = order and order.entry.facts.respondent == "not in court, not told"
    if left and not case.current.get("order served or explained"):
        yield Missed("The respondent was not in court, and nobody has explained the order to them.", "P25")


def _by_time(case: Case) -> list[Held[Any]]:
    return sorted(case.held, key=made)


def as_json(of: Collection[Step] = STEPS) -> list[dict[str, Any]]:
    """The lesson as the phone has it, beside the law."""
    return [{**asdict(one), "wanted": [{"kind": it.kind, "facts": dict(it.facts)} for it in one.wanted]} for one in of]
