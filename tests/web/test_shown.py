"""What is written down to be shown of a case is what its log says, after each entry and at each moment."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from field_app.actions import shown as showing
from field_app.actions.beside import is_shown
from field_app.actions.in_force import changes_by_itself
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.law.answers import NotMet
from field_app.law.holidays import HOLIDAYS, Holiday
from field_app.parse import parse
from field_app.store import shown as rows
from field_app.store.database import reading, writing
from field_app.worker import Worker
from tests.cases.examples import facts_of
from tests.cases.test_case_vectors import CASES, FORCE
from tests.conftest import ORIGIN
from tests.store.story import authorised, corrected, of_kind, served
from tests.web.test_holidays import change
from tests.web.test_lookup import ask
from tests.web.test_sealed import EMPLOYED

ON_THE_WAY = (
    *("safe contact arranged", "breach reported", "arrest made", "breach heard", "compliance visit made"),
    *("hearing listed", "hearing adjourned", "order made", "order served or explained", "order changed by the court"),
)


def told(vector):
    held = (
        Held(
            parse(one["body"]).entry,
            parse(one["body"]).sha256,
            one["position"],
            datetime.fromisoformat(one["received_at"]),
            tuple(NotMet(**why) for why in one["reasons"]),
            one.get("signed_by"),
        )
        for one in vector["entries"]
    )
    return replace(Case.from_log(vector["case"], held), force=FORCE)


def test_of_every_story_a_row_says_at_every_moment_what_the_log_says():
    cases = [one for one in map(told, json.loads(CASES.read_text())) if is_shown(one)]
    assert {one.stage for one in cases} == {"authorised", "withdrawn", "served", "before the court", "ordered", "ended"}
    by_itself = 0
    # Written as soon as it was recorded; and by a server whose clock is behind whatever was recorded.
    for case, place in ((one, place) for one in cases for place in (-1, 0)):
        view, began = case.view(), sorted(one.received_at for one in case.held)[place]
        written = json.loads(showing.written(case, view, began))
        changes = changes_by_itself(case, began)
        by_itself += len(changes)
        moments = [began, *(one + timedelta(microseconds=by) for one in changes for by in (-1, 0))]
        for at in (*moments, *(began + timedelta(days=days) for days in (1, 9, 40, 4_000))):
            of_the_log = json.loads(json.dumps(showing.shown_of(case, view, at)))
            assert showing.stands_now(written, at) == showing.stands_now(of_the_log, at), (case.id, at)
            assert all(written[name] == of_the_log[name] for name in of_the_log.keys() - {"stands"})
    assert by_itself > 25, "stories in which something ends by the clock"


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def is_written(force, case_id):
    """Whether the look-up of now would read a row of this case, and not its log."""
    with reading(force.installation.engine) as connection:
        force.installation.office(connection)
        written, _ = showing.read_shown(force.installation, connection, [case_id], force.installation.clock.now())
    return case_id in written


def matches(force, who="response"):
    return ask(force.client(who), name="Craig Inventedson").json["matches"]


def of_the_logs(force, who="response"):
    """What is answered where there are no rows; they are put back."""
    with reading(force.installation.engine) as connection:
        kept = connection.execute(rows.shown_cases.select()).mappings().all()
    with writing(force.installation.engine) as connection:
        connection.execute(rows.shown_cases.delete())
    found = matches(force, who)
    with writing(force.installation.engine) as connection:
        connection.execute(rows.shown_cases.insert(), [{**one} for one in kept])
    return found


def add(force, case_id, kind, facts, who="constable", **more):
    officer = force.officers[who]
    (outcome,) = officer.send([officer.write(kind, case_id, facts, force.now, **more)], force.later(minutes=1))
    assert outcome.outcome.startswith("accepted"), outcome


def test_after_each_entry_the_row_shows_what_the_log_shows(force):
    other, *_, decision = authorised(force)
    case_id, captured, *_ = served(force)
    answers = []

    def looked_up():
        assert is_written(force, case_id) and is_written(force, other)
        found = matches(force)
        assert found == of_the_logs(force) and {one["case"] for one in found} == {case_id, other}
        assert found != answers[-1:] and all(one["between"] for one in found)
        answers.append(found)

    looked_up()
    described = of_kind(captured, "person described")
    moved = corrected(force.constable, case_id, described, force.now, address="3 Otherwise Street")
    force.constable.record([moved], force.later(minutes=1))
    looked_up()
    for kind in ON_THE_WAY:
        add(force, case_id, kind, facts_of(kind))
        looked_up()
    withheld = {one for one in facts_of("safe contact arranged").values() if isinstance(one, str)}
    assert not [one for one in withheld if f"'{one}'" in str(answers)]
    assert len({json.dumps(one) for one in answers}) > len(ON_THE_WAY) / 2
    add(force, case_id, "application refused or withdrawn", facts_of("application refused or withdrawn"))
    add(
        force,
        other,
        "authority withdrawn before service",
        {"reasons": "Charged."},
        "superintendent",
        relies_on=[decision],
    )
    looked_up()


def test_nothing_is_written_down_of_a_sealed_case(force):
    case_id, *_ = served(force)
    assert is_written(force, case_id)
    add(force, case_id, "police employment recorded", EMPLOYED)
    assert not is_written(force, case_id)
    with reading(force.installation.engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM shown_cases")).scalar() == 0
    assert matches(force) == [], "they are the respondent"
    (match, *_) = matches(force, "custody")
    assert match["sealed"] and match["before"] == []


def test_a_holiday_recorded_since_moves_the_deadline_in_the_answer(force):
    case_id, *_ = served(force)
    (before, *_) = matches(force)
    due = datetime.fromisoformat(before["hearing_not_later_than"]).date()
    assert due not in HOLIDAYS.by_date
    facts = {**vars(Holiday(due, "Invented Holiday", "The London Gazette, invented")), "date": due.isoformat()}
    assert change(force, "holiday recorded", facts).outcome == "accepted"
    (after, *_) = matches(force)
    assert after["hearing_not_later_than"] > before["hearing_not_later_than"] and matches(force) == of_the_logs(force)
    assert not is_written(force, case_id)


def test_what_other_code_wrote_is_not_shown_and_the_worker_makes_it_anew(force, monkeypatch):
    case_id, *_ = served(force)
    found = matches(force)
    monkeypatch.setattr(showing, "CODE", "another release")
    assert not is_written(force, case_id) and matches(force) == found
    with writing(force.installation.engine) as connection:
        connection.execute(text("DELETE FROM jobs"))  # documents take their time
    worker = Worker(force.installation, ORIGIN)
    worker.work(force.installation.clock.now())
    assert is_written(force, case_id) and matches(force) == found == of_the_logs(force)


def test_a_row_that_was_spoilt_or_put_in_anothers_place_is_not_shown(force):
    first, *_ = served(force)
    second, *_ = served(force)
    found = matches(force)
    with writing(force.installation.engine) as connection:
        others = "SELECT shown FROM shown_cases WHERE case_id = :other"
        exchanged = text(f"UPDATE shown_cases SET shown = ({others}) WHERE case_id = :one")
        connection.execute(exchanged, {"one": first, "other": second})
    assert matches(force) == found and not is_written(force, first)


def test_a_row_tells_nobody_a_name(force):
    served(force)
    with reading(force.installation.engine) as connection:
        (row,) = connection.execute(text("SELECT * FROM shown_cases")).all()
    assert b"Inventedson" not in row.shown and b"power" not in row.shown
