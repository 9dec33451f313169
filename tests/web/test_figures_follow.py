"""What figures are read from is added up beside the entries: whatever is recorded, it stays what the entries say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from field_app.actions import Counting, Sent, count_anew
from tests.cases.examples import facts_of
from tests.conftest import Force
from tests.store.story import corrected, of_kind, served


def told(force: Force) -> dict[str, dict[str, int]]:
    """The numbers that the screen is told of the month, of the force and of each district: the same before the worker
    has counted what is new, after it has, and once everything is counted anew from its entries."""

    def asked() -> list[dict[str, Any]]:
        days, client = "from=2026-07-01&to=2026-07-31", force.client("inspector")
        of = ("", "&district=Northfield", "&district=Southmarsh")
        answers = [client.get(f"/api/figures?{days}{one}") for one in of]
        assert {one.status_code for one in answers} == {200}
        sentence = {"first": "2026-07-01", "last": "2026-07-31", "unsuppressed": "a test"}
        return [*(one.json for one in answers), client.post("/api/figures/sentence", json=sentence).json]

    late = asked()
    counting = Counting(force.installation)
    while counting.take(force.now):
        pass
    assert asked() == late, "once the worker has counted it"
    count_anew(force.installation)
    assert asked() == late, "added up from the entries alone"
    names = ("force", "Northfield", "Southmarsh")
    return {
        name: {one["key"]: one["number"] for one in found["figures"]} | found["people"]
        for name, found in zip(names, late[:3], strict=True)
    }


def send(force: Force, who: str, *entries: Sent) -> None:
    answer = force.client(who).post("/api/entries", json={"entries": [vars(one) for one in entries]})
    assert {one["outcome"] for one in answer.json["entries"]} <= {"accepted", "accepted irregular"}, answer.json


def test_late_entries_corrections_and_a_case_that_moves_to_another_district(sqlite_force: Force):
    force = sqlite_force
    (case_id, captured, *_, service), _ = served(force), served(force)
    found = told(force)
    assert (found["Northfield"]["served"], found["Northfield"]["protected_people"]) == (2, 1)

    weeks_ago = force.now
    force.later(minutes=40 * 24 * 60)
    at = (weeks_ago + timedelta(hours=1)).isoformat(timespec="seconds")
    late = {**facts_of("bail or release decision recorded"), "decided_at": at, "conditions": []}
    send(
        force, "custody", force.officers["custody"].write("bail or release decision recorded", case_id, late, force.now)
    )
    assert told(force)["Northfield"]["bail decision"] == 1, "of the month in which it happened"

    incident = of_kind(captured, "incident recorded")
    send(force, "constable", corrected(force.constable, case_id, incident, force.now, district="Southmarsh"))
    found = told(force)
    assert [found[one]["served"] for one in ("force", "Northfield", "Southmarsh")] == [2, 1, 1]
    assert [found[one]["bail decision"] for one in ("force", "Northfield", "Southmarsh")] == [1, 0, 1]

    moved = (weeks_ago - timedelta(days=32)).isoformat(timespec="seconds")
    send(force, "constable", corrected(force.constable, case_id, service, force.now, served_at=moved))
    assert told(force)["Southmarsh"]["served"] == 0, "it was served in another month"
