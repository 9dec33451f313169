"""A phone remembers what it was told, and a log rewritten behind it does not pass unnoticed."""

from __future__ import annotations

from types import SimpleNamespace

from playwright.sync_api import expect

from field_app.store.database import reading
from field_app.store.tables import access
from tests.store.story import assessed
from tests.store.test_chain import Database, rewrite_a_section

from .history import recorded
from .test_sync_down import PULL

WARNING = "The server now tells this case otherwise"


def reports(served):
    with reading(served.installation.engine) as connection:
        found = connection.execute(access.select().where(access.c.action == "told otherwise")).all()
    return [(one.officer, one.case_id) for one in found]


def test_a_rewritten_case_is_said_on_the_case_and_reported_once(served, phone):
    case, other = recorded(served), recorded(served)
    constable = phone(served)
    constable.enrol(served.link("constable"))
    constable.open(f"/case#{case.id}")
    constable.unlock()
    constable.sees("The record")
    expect(constable.page.get_by_text(WARNING)).to_be_hidden()

    case.constable.record([case.constable.write("risk assessed", case.id, assessed("More."), case.now)], case.now)
    constable.page.evaluate(PULL)
    assert reports(served) == [], "what is only added is no alarm"

    with Database(SimpleNamespace(installation=served.installation, constable=case.constable)) as database:
        database.unguard()
        rewrite_a_section(database, case.id, None)
        database.chain_anew(case.id)
    for _ in range(3):
        constable.page.evaluate(PULL)
    expect(constable.page.get_by_text(WARNING)).to_be_visible()
    assert reports(served) == [(served.officers["constable"], case.id)]
    constable.shot("case, told otherwise")
    constable.open(f"/case#{other.id}")
    constable.page.reload()
    constable.unlock()
    constable.sees("The record")
    expect(constable.page.get_by_text(WARNING)).to_be_hidden()
