"""Reaching somebody who may decide a request: one after the other, by push, by text, until one has claimed it.

Each step is one transaction: the entry that says who was asked, the pushes and the text that ask them, and the job that
looks again later. A worker that is killed before it commits has done nothing, after it everything.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from field_app.cases import rota
from field_app.cases.case import Case
from field_app.cases.conflict import Why, conflicts, passed_over
from field_app.cases.entries import Held
from field_app.cases.office import Office, Officer
from field_app.cases.reaching import Reached, reached
from field_app.cases.rota import OnCall
from field_app.cases.rules import wrote
from field_app.cases.safeguarding.listed import is_overdue_still
from field_app.store import cases as lists
from field_app.store import jobs, log, pushes
from field_app.store.database import reading, writing

from .installation import Installation
from .officers import NotAllowed, system_entry
from .record import Batch, as_sent
from .telling import queue_pushes, token_of

GIVEN_UP_AFTER = timedelta(hours=24)
"""A request that waits so long is no longer a matter of minutes; whoever comes on call is not woken for it."""


class NoSuchPush(NotAllowed):
    """The token is none that was sent out."""


def escalate(installation: Installation, connection: Connection, job: jobs.Job, now: datetime) -> None:
    """Put a request to the next officer, unless it was decided, asked anew, or somebody holds it. Finishes the job.

    `step` of the job: which step it is to take. Several jobs may want the same one, and one of them takes it.
    """
    case_id, request_id, step = job.payload["case"], job.payload["request"], job.payload["step"]
    jobs.finish(connection, job, now)
    batch = Batch(installation, connection, "system", now)
    batch.begin((), {case_id})
    case, office = batch.cases[case_id], batch.office
    request = case.request
    if case.stage != "requested" or request is None or request.entry.id != request_id:
        return
    found = reached(case)
    taken = len(found.steps)
    if step <= taken:
        return
    claim = found.claimed_by(now)
    claims = office.officers.get(claim.officer) if claim else None
    if claim and not (claims and conflicts(claims, case, office)):  # whoever declared since holds nobody up
        _look_again(connection, job, taken + 1, claim.until)
        return
    if taken and now - request.received_at > GIVEN_UP_AFTER:
        if office.clock_doubted:  # it may have been asked for a minute ago
            _look_again(connection, job, taken + 1, now + rota.longest_wait(installation.force))
        return
    following, passed = next_to_ask(office, case, found, now)
    for officer, why in passed.items():
        if officer not in {one.officer for one in found.passed_over}:
            _record(batch, "officer passed over", {"officer": officer, "why": why}, case_id, [request])
    if following is None and (found.steps and found.steps[-1].role == "nobody"):
        _look_again(connection, job, taken + 1, now + rota.escalates_after(installation.force, taken))
        return
    facts = {
        "step": taken + 1,
        "role": following.role if following else "nobody",
        "officer": following.officer.id if following else None,
        "telephone": following.officer.telephone if following else rota.telephone(installation.force),
    }
    entry = _record(batch, "request escalated", facts, case_id, [request])
    if following:
        _tell(installation, connection, following.officer, case_id, entry, now)
    else:
        queue_pushes(connection, request.entry.officer, entry, now)
    _look_again(connection, job, taken + 2, now + rota.escalates_after(installation.force, taken + 1))
    batch.finish()


def next_to_ask(office: Office, case: Case, found: Reached, now: datetime) -> tuple[OnCall | None, dict[str, Why]]:
    """Who is asked next, and who on call before them is passed over, and why; nobody twice.

    Those who may decide, first whom the case was opened to early, then the duty inspectors; none who recorded the
    request, or is too close to it (P30).
    """
    least = case.regime.issuing_rank
    district = case.district
    may_decide = rota.authorising(office, now, least, district=district, but_not=found.asked)
    may_decide.sort(key=lambda one: one.officer.id not in found.read_before)
    on = [*may_decide, *rota.inspectors(office, now, least, district=district, but_not=found.asked)]
    asked, passed = independent(office, case, on)
    first = next(iter(asked), None)
    before = on if first is None else on[: on.index(first)]
    return first, {one.officer.id: passed[one.officer.id] for one in before}


def independent(office: Office, case: Case, on: Sequence[OnCall]) -> tuple[list[OnCall], dict[str, Why]]:
    """Who of these may be asked about this case, and why each of the others may not."""
    recorded = wrote(case)
    why = {
        one.officer.id: reason
        for one in on
        if (reason := passed_over(one.officer, case, office, recorded=one.officer.id in recorded))
    }
    return [one for one in on if one.officer.id not in why], why


def _look_again(connection: Connection, job: jobs.Job, step: int, at: datetime) -> None:
    jobs.enqueue(connection, "escalate", [{**job.payload, "step": step}], at)


def _tell(
    installation: Installation, connection: Connection, officer: Officer, case_id: str, entry: str, now: datetime
) -> None:
    """By push to every phone, and by text where no phone shows it in time; at once where none takes alerts."""
    told = queue_pushes(connection, officer.id, entry, now, case_id=case_id, entry=entry)
    if officer.telephone and installation.texts:
        due = now + (rota.TEXT_AFTER if told else timedelta(0))
        text = {"officer": officer.id, "telephone": officer.telephone, "case": case_id, "entry": entry}
        jobs.enqueue_once(connection, f"text {entry}", "text", text, due)


def is_text_needed(installation: Installation, case_id: str, entry: str, now: datetime) -> bool:
    """Whether this escalation still waits for somebody who has seen nothing of it."""
    with reading(installation.engine) as connection:
        if pushes.was_shown(connection, entry):
            return False
        case = installation.case(connection, case_id, log.head(connection, case_id))
    if is_overdue_still(case, entry):
        return True
    found = reached(case)
    step = next((one for one in found.steps if one.entry == entry), None)
    return bool(case.stage == "requested" and step and not step.opened_at and not found.claimed_by(now))


def text_was_sent(
    installation: Installation, connection: Connection, job: jobs.Job, notification: str, now: datetime
) -> None:
    """Record that Notify took the text message. Finishes the job."""
    jobs.finish(connection, job, now)
    case_id = job.payload["case"]
    batch = Batch(installation, connection, "system", now)
    batch.begin((), {case_id})
    facts = {"officer": job.payload["officer"], "notification": notification}
    escalation = batch.cases[case_id].by_id[job.payload["entry"]]
    _record(batch, "text message sent", facts, case_id, [escalation])
    batch.finish()


def push_was(installation: Installation, token: str, what: str, now: datetime) -> None:
    """A phone says that it has shown (`delivered`) or its officer opened (`opened`) what we pushed. Counts once.

    :raise NoSuchPush: the token is none that was sent out.
    """
    push = token.partition(".")[0]
    if not hmac.compare_digest(token_of(installation, push).encode(), token.encode("utf-8", "replace")):
        raise NoSuchPush("This is no push's token.")
    with writing(installation.engine) as connection:
        said = pushes.use(connection, push, what, now)
        if said is None or said.entry is None or said.case_id is None:
            return
        batch = Batch(installation, connection, "system", now)
        batch.begin((), {said.case_id})
        case = batch.cases[said.case_id]
        escalation = case.by_id[said.entry]
        if what == "delivered":
            facts = {"officer": said.officer, "device": said.device}
            _record(batch, "push delivered", facts, said.case_id, [escalation])
        elif not _opened(case, escalation):
            _record(batch, "push opened", {"officer": said.officer, "by": "alert"}, said.case_id, [escalation])
        batch.finish()


def request_was_opened(installation: Installation, officer_id: str, case_id: str, now: datetime) -> None:
    """The officer has before them what was put to them, however they were told of it; recorded once each time they are.

    Of whoever was not asked nothing is recorded: that they read the case is in the access log.
    """
    with reading(installation.engine) as connection:
        if not lists.exists(connection, case_id):
            return
        case = installation.case(connection, case_id, log.head(connection, case_id))
    if officer_id not in reached(case).asked | reached(case).looking_in:
        return
    with writing(installation.engine) as connection:
        batch = Batch(installation, connection, "system", now)
        batch.begin((), {case_id})
        case = batch.cases[case_id]
        found = reached(case)
        asked = [(one.entry, one.opened_at) for one in found.steps if one.officer == officer_id]
        asked += [(str(one.found), one.opened_at) for one in found.openings if one.stands and one.reader == officer_id]
        if asked and not asked[-1][1]:
            facts = {"officer": officer_id, "by": "screen"}
            _record(batch, "push opened", facts, case_id, [case.by_id[asked[-1][0]]])
        batch.finish()


def _opened(case: Case, told: Held[Any]) -> bool:
    found = reached(case)
    asked = [(one.entry, one.opened_at) for one in found.steps] + [(one.found, one.opened_at) for one in found.openings]
    return any(entry == told.entry.id and opened_at for entry, opened_at in asked)


def find_early_reader(installation: Installation, connection: Connection, job: jobs.Job, now: datetime) -> None:
    """Find whom a case was opened to early, and tell them; whoever opened it where it is nobody. Finishes the job."""
    case_id = job.payload["case"]
    jobs.finish(connection, job, now)
    batch = Batch(installation, connection, "system", now)
    batch.begin((), {case_id})
    case, office = batch.cases[case_id], batch.office
    opening = next(one for one in reached(case).openings if one.entry == job.payload["opening"])
    if not opening.stands or opening.found:
        return
    if opening.to is not None:
        named = office.by_collar_number(opening.to)
        reader = named if named and not conflicts(named, case, office) else None
    else:
        on_call = rota.authorising(office, now, case.regime.issuing_rank, but_not={opening.officer})
        reader = next((one.officer for one in independent(office, case, on_call)[0]), None)
    facts = {
        "officer": reader.id if reader else None,
        "telephone": reader.telephone if reader else rota.telephone(installation.force),
    }
    entry = _record(batch, "early reader found", facts, case_id, [case.by_id[opening.entry]])
    if reader:
        queue_pushes(connection, reader.id, entry, now, case_id=case_id, entry=entry, prepared=True)
    else:
        queue_pushes(connection, opening.officer, entry, now)
    batch.finish()


def _record(batch: Batch, kind: str, facts: dict[str, Any], case_id: str, relies_on: Sequence[Held[Any]]) -> str:
    """An entry of the system's own in a case; its id."""
    entry = system_entry(batch.office.id, kind, facts, batch.now)
    named = [{"id": one.entry.id, "sha256": one.sha256} for one in relies_on]
    batch.know(one["id"] for one in named)
    outcome = batch.take_sent(as_sent({**entry, "case": case_id, "relies_on": named}))
    if outcome.outcome != "accepted":
        raise NotAllowed("; ".join(why.message for why in outcome.reasons))
    return str(entry["id"])


def put_right(installation: Installation, now: datetime) -> int:
    """Make due what a clock that was ahead has put off, and is ahead no longer; how many jobs."""
    return jobs.put_right(installation.engine, now, {**jobs.AT_MOST, "escalate": rota.longest_wait(installation.force)})


def send_test(installation: Installation, connection: Connection, job: jobs.Job, now: datetime) -> None:
    """Push to every phone of an officer who is soon on call, unless the shift was changed since. Finishes the job."""
    jobs.finish(connection, job, now)
    office, _ = installation.office(connection)
    shift = office.shifts.get(job.payload["shift"])
    if shift and shift.officer == job.payload["officer"] and shift.starts_at.isoformat() == job.payload["starts_at"]:
        queue_pushes(connection, shift.officer, f"test {shift.officer}", now, test=True)
