"""What else there is between the two people of a case that a look-up found."""

from __future__ import annotations

from field_app.store import access
from field_app.store.database import reading
from tests.store.story import recorded, requested, served
from tests.web.test_lookup import ask
from tests.web.test_opposite import opposite_requested, refuse
from tests.web.test_sealed import force as with_standards
from tests.web.test_sealed import sealed

force = with_standards
"""With professional standards beside the others."""


def others(force, case_id, who="control_room"):
    found = ask(force.client(who), name="Craig Inventedson").json["matches"]
    (match,) = (one for one in found if one["case"] == case_id and one["role"] == "respondent")
    return match["between"]


def test_it_lists_the_others_either_way_round_the_last_first(force):
    first, *_ = served(force)
    recorded(force)  # nobody has asked for authority
    second, *_ = requested(force)
    third, _, request = opposite_requested(force)
    refuse(force.superintendent, third, request, force.later(minutes=1))
    shown = others(force, first)
    assert [(one["case"], one["other_way_round"], one["what"], one["state"]) for one in shown] == [
        (third, True, "DVPN", "refused"),
        (second, False, "DVPN", "requested"),
    ]
    assert [one.split()[0] for one in shown[0]["dates"]] == ["Asked", "Refused"]
    assert shown[1]["dates"] == ["Asked for Mon 13 Jul 2026"]
    assert "Fictional" not in str(shown)
    with reading(force.installation.engine) as connection:
        office, _ = force.installation.office(connection)
        kept = access.read(connection, force.installation.keys, office.id, officers={force.control_room.id})
        assert {one.case_id for one in kept if one.action == "found"} == {first, second, third}


def test_of_a_sealed_case_nothing_is_said_beside_another_and_nothing_beside_it(force):
    first, *_ = served(force)
    closed, _ = sealed(force)
    assert others(force, first) == []
    assert others(force, first, "response") == [], "the respondent of the sealed one"
    assert [one["case"] for one in others(force, first, "standards")] == [closed]
    assert [one["case"] for one in others(force, first, "constable")] == [closed], "who recorded it"
