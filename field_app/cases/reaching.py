"""How far a request has come with those who may decide it, as the case's entries say: asked, shown, opened, claimed;
and who was let in to read before there was one.

`static/js/reaching.js` says the same on the phone (tests/vectors/reaching.json). Nothing here reads the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .case import Case
from .entries import Held
from .moments import made


@dataclass(frozen=True)
class Step:
    """The request was put to this officer (None: to nobody, for none was left). Times are UTC, None: not that we know.

    `delivered_at`: their phone showed the alert. `texted_at`: Notify took a message. `opened_at`: they opened it.
    """

    entry: str
    officer: str | None
    role: str
    telephone: str | None
    at: datetime
    delivered_at: datetime | None
    texted_at: datetime | None
    opened_at: datetime | None


@dataclass(frozen=True)
class Opening:
    """The case was opened to a superintendent before authority was asked for.

    `to`: the collar number it was opened to, None for whoever was on call. `reader`: who that is, None where nobody was
    found, or was not looked for yet (`found_at`). `stands`: they may read it, for nothing is asked for or ended since.
    """

    entry: str
    officer: str
    at: datetime
    to: str | None
    found: str | None
    found_at: datetime | None
    reader: str | None
    telephone: str | None
    delivered_at: datetime | None
    opened_at: datetime | None
    withdrawn: bool
    stands: bool


@dataclass(frozen=True)
class Claim:
    """Somebody has taken the request on. It holds until `until` (UTC), or until it was released."""

    entry: str
    officer: str
    at: datetime
    until: datetime


@dataclass(frozen=True)
class Question:
    """What was asked before a decision, and the answer; `answer` is None until there is one."""

    entry: str
    officer: str
    at: datetime
    question: str
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class PassedOver:
    """Somebody on call whom the request was not put to, and why, in words that give nothing away."""

    officer: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Reached:
    """The request that stands: whom it was put to, in order; the last claim nobody released; what was asked, before it
    too; to whom the case was opened early; and who on call was passed over.
    """

    steps: tuple[Step, ...] = ()
    claim: Claim | None = None
    questions: tuple[Question, ...] = ()
    openings: tuple[Opening, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()

    def claimed_by(self, at: datetime) -> Claim | None:
        """The claim that holds at this moment."""
        return self.claim if self.claim and at < self.claim.until else None

    @property
    def asked(self) -> frozenset[str]:
        """Everyone it was put to."""
        return frozenset(one.officer for one in self.steps if one.officer)

    @property
    def read_before(self) -> frozenset[str]:
        """Whoever it was opened to before it was asked for, and may know it already."""
        return frozenset(one.reader for one in self.openings if one.reader and not one.withdrawn)

    @property
    def looking_in(self) -> frozenset[str]:
        """Whoever may read the case because it was opened to them, while nothing is asked for yet."""
        return frozenset(one.reader for one in self.openings if one.stands and one.reader)


def reached(case: Case) -> Reached:
    """What is known of the request that stands; where none does, of what was opened before it alone."""
    opened = [one for one in sorted(case.held, key=made) if one.entry.kind == "case opened early"]
    openings = tuple(_opening(case, one) for one in opened)
    about = list(_naming(case, case.request)) if case.request else []
    steps = tuple(_step(case, one) for one in about if one.entry.kind == "request escalated")
    released = {named.id for one in case.held if one.entry.kind == "claim released" for named in one.entry.relies_on}
    claims = [one for one in about if one.entry.kind == "request claimed" and one.entry.id not in released]
    before = [one for early in opened for one in _naming(case, early)]
    asking = {one.entry.id: one for one in (*before, *about) if one.entry.kind == "information asked"}
    asked = sorted(asking.values(), key=made)
    questions = tuple(_question(case, one) for one in asked)
    passed = tuple(
        PassedOver(one.entry.facts.officer, made(one)[0], one.entry.facts.why)
        for one in about
        if one.entry.kind == "officer passed over"
    )
    last = _claim(max(claims, key=_claimed_at)) if claims else None
    return Reached(steps, last, questions, openings, passed)


def as_json(found: Reached) -> dict[str, Any]:
    """What is known as the phone has it; times in ISO 8601, UTC."""

    def plain(one: Step | Claim | Question | Opening | PassedOver) -> dict[str, Any]:
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in vars(one).items()}

    return {
        "steps": [plain(one) for one in found.steps],
        "claim": plain(found.claim) if found.claim else None,
        "questions": [plain(one) for one in found.questions],
        "openings": [plain(one) for one in found.openings],
        "passed_over": [plain(one) for one in found.passed_over],
    }


def _naming(case: Case, named: Held[Any]) -> Iterator[Held[Any]]:
    """The entries that rely on this one, by when they were made."""
    for one in sorted(case.held, key=made):
        if any(other.id == named.entry.id for other in one.entry.relies_on):
            yield one


def _step(case: Case, one: Held[Any]) -> Step:
    facts = one.entry.facts
    first: dict[str, datetime] = {}
    for about in _naming(case, one):
        first.setdefault(about.entry.kind, made(about)[0])
    return Step(
        one.entry.id,
        facts.officer,
        facts.role,
        facts.telephone,
        made(one)[0],
        first.get("push delivered"),
        first.get("text message sent"),
        first.get("push opened"),
    )


def _opening(case: Case, one: Held[Any]) -> Opening:
    about = list(_naming(case, one))
    found = next((other for other in about if other.entry.kind == "early reader found"), None)
    first: dict[str, datetime] = {}
    for other in _naming(case, found) if found else ():
        first.setdefault(other.entry.kind, made(other)[0])
    withdrawn = any(other.entry.kind == "early opening withdrawn" for other in about)
    return Opening(
        entry=one.entry.id,
        officer=one.entry.officer,
        at=made(one)[0],
        to=one.entry.facts.to,
        found=found.entry.id if found else None,
        found_at=made(found)[0] if found else None,
        reader=found.entry.facts.officer if found else None,
        telephone=found.entry.facts.telephone if found else None,
        delivered_at=first.get("push delivered"),
        opened_at=first.get("push opened"),
        withdrawn=withdrawn,
        stands=not withdrawn and case.stage in MAY_ASK and _since_the_last(case, one),
    )


MAY_ASK = ("recording", "not pursued", "refused", "withdrawn")
"""The stages in which authority may be requested, for the first time or again."""


def _since_the_last(case: Case, one: Held[Any]) -> bool:
    """Whether nothing was asked for, nor the case ended without, since this was made."""
    return all(made(last) < made(one) for last in (case.request, case.not_pursued) if last)


def _claimed_at(one: Held[Any]) -> datetime:
    """A claim runs from when the server took it in: no phone's clock makes it longer."""
    return one.received_at.astimezone(UTC)


def _claim(one: Held[Any]) -> Claim:
    at = _claimed_at(one)
    return Claim(one.entry.id, one.entry.officer, at, at + timedelta(minutes=one.entry.facts.minutes))


def _question(case: Case, one: Held[Any]) -> Question:
    answers = [about for about in _naming(case, one) if about.entry.kind == "information given"]
    last = answers[-1] if answers else None
    return Question(
        one.entry.id,
        one.entry.officer,
        made(one)[0],
        one.entry.facts.question,
        last.entry.facts.answer if last else None,
        last.entry.officer if last else None,
        made(last)[0] if last else None,
    )
