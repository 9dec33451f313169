"""The case key and the inbox key are changed for others while servers run, and nothing is lost or out of reach."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from sqlalchemy.exc import DBAPIError

from field_app.actions import CannotTurn, Sealed, list_cases, read_case, record, turn_keys, verify_logs
from field_app.actions.lookup import Query, look_up
from field_app.demonstration.case import capture
from field_app.opening import installation_with, new_secret
from field_app.store.database import connect, writing
from tests.conftest import KEYS
from tests.store.story import served
from tests.web.test_entries import sealed

NEW = new_secret()
SOUGHT = Query("Craig Inventedson", None, None, None, None, "Called there.")


@pytest.fixture
def server(force):
    """Another server of this installation's, with this case key, and these further ones."""
    opened = []

    def start(key, *further, inbox=KEYS["FIELD_INBOX_KEY"], further_inbox=()):
        settings = replace(force.settings, further={"FIELD_CASE_KEY": further, "FIELD_INBOX_KEY": further_inbox})
        keys = {**KEYS, "FIELD_CASE_KEY": key, "FIELD_INBOX_KEY": inbox}
        opened.append(installation_with(connect(force.settings.database_url), settings, keys, demonstration=False))
        return opened[-1]

    yield start
    for one in opened:
        one.engine.dispose()


def reads(installation, force, case_id):
    assert read_case(installation, force.constable.id, case_id, force.now)["respondent"]
    assert case_id in {one["id"] for one in list_cases(installation, force.constable.id, force.now)}


def finds(installation, force, case_id):
    found = look_up(installation, force.response.id, SOUGHT, force.now)["matches"]
    return case_id in {one["case"] for one in found}


def test_the_case_key_is_changed_while_servers_run_and_the_old_one_opens_nothing_more(force, server):
    old = KEYS["FIELD_CASE_KEY"]
    before, *_ = served(force)
    first, second = server(old, NEW), server(NEW, old)  # one restarted already, the other not yet
    force.constable.installation = force.superintendent.installation = second
    after, *_ = served(force)
    for one in (first, second):
        for case_id in (before, after):
            reads(one, force, case_id)
            assert finds(one, force, case_id)
    only = server(NEW)
    with pytest.raises(InvalidUnwrap):
        reads(only, force, before)
    turned = turn_keys(second)
    assert (turned.keys >= 2, turned.cases) == (True, 2)
    assert turn_keys(second).keys == 0
    for one in (first, second, server(NEW)):
        for case_id in (before, after):
            reads(one, force, case_id)
            assert finds(one, force, case_id)
    assert verify_logs(server(NEW)).logs == 3
    with pytest.raises(CannotTurn, match="one is missing"):
        turn_keys(server(old))
    with pytest.raises(DBAPIError), writing(second.engine) as connection:
        connection.exec_driver_sql("UPDATE case_keys SET wrapped = wrapped")


def test_what_was_sealed_to_the_inbox_key_before_is_opened_still(force, server):
    _, captured = capture(force.constable, force.now)
    public = force.installation.inbox.public_key
    items = [Sealed(**sealed(public, one)) for one in captured]
    turned = server(KEYS["FIELD_CASE_KEY"], inbox=NEW, further_inbox=(KEYS["FIELD_INBOX_KEY"],))
    now_sealed = Sealed(**sealed(turned.inbox.public_key, captured[-1]))
    outcomes = record(turned, force.constable.id, [*items[:-1], now_sealed], force.now)
    assert {one.outcome for one in outcomes} == {"accepted"}
    alone = server(KEYS["FIELD_CASE_KEY"], inbox=NEW)
    (refused,) = record(alone, force.constable.id, items[-1:], force.now)
    assert [why.code for why in refused.reasons] == ["sealed"]
