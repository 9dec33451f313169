"""What a phone holds to look up in is red when it is old, and gone past the cap: by the phone's own clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from field_app.actions import import_orders
from tests.test_orders_import import ROW, as_csv

from .screens.conftest import visit


def test_the_copy_is_red_when_it_is_old_and_gone_past_the_cap(served, phone):
    told = datetime.now(UTC)
    other = {**ROW, "regime": "", "kind": "non-molestation order", "reference": "INV/2"}
    import_orders(
        served.installation, served.officers["administrator"], as_csv(ROW, other), "Kent Invented Police", told
    )
    one = phone(served)
    one.enrol(served.link("response"))
    visit(one, "/look-up")
    one.sees("Without signal this phone answers from its own copy, as at")
    served.stop()
    one.offline()

    def looks_up(hours):
        one.page.clock.set_fixed_time(told + timedelta(hours=hours))
        one.page.reload()
        one.unlock()
        one.page.get_by_label("Name", exact=True).fill("Robyn Elsewherly")
        one.press("Look up")

    red = re.compile("copy--old")
    held = one.page.locator("[data-here]")
    found = one.page.locator("[data-copy-of]")
    looks_up(3)
    expect(found).to_be_visible()
    expect(found).not_to_have_class(red)
    expect(one.page.locator("[data-copy-old]")).to_be_hidden()
    beside = one.page.locator(".match--in-force [data-between]")
    expect(beside).to_contain_text("non-molestation order INV/2: also known. By Invented Magistrates' Court.")
    expect(one.page.locator("[data-matches]")).not_to_contain_text("Notreal Close")  # where she lives
    one.shot("look-up, what a court made beside an answer, from the copy")
    looks_up(5)
    expect(found).to_have_class(red)
    expect(held).to_have_class(red)
    one.sees("This copy is old. What was made, served or withdrawn since is not in it.")
    one.shot("look-up, an old copy")
    looks_up(25)
    one.sees("There is no connection, and this phone holds no copy that is new enough.")
    expect(held).to_be_hidden()
    one.sees("This phone holds no copy to look up in without signal.")
    expect(one.page.locator("[data-matches] li")).to_have_count(0)
    one.shot("look-up, the copy gone")
