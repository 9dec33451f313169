"""What else there is between the two people of a case that a look-up found."""

from __future__ import annotations

from datetime import UTC, datetime

from field_app.actions.between import between_each
from field_app.actions.shown import couple_of
from field_app.store import access, log
from field_app.store.database import reading
from tests.store.story import recorded, requested, served
from tests.test_orders_import import DAY, ROW, TODAY, as_csv, run
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


def test_what_another_force_or_a_court_made_stands_beside_an_answer_with_its_source(sqlite_force):
    force = sqlite_force
    first, *_ = served(force)
    (match,) = (
        one
        for one in ask(force.client("response"), name="Craig Inventedson").json["matches"]
        if one["role"] == "respondent"
    )
    him, her = (match[name].rsplit(" ", 1) for name in ("respondent", "protected_person"))
    row = {
        **{**ROW, "respondent_aliases": "", "respondent_born": match["born"], "respondent_addresses": ""},
        **{
            "respondent_given": him[0],
            "respondent_family": him[1],
            "protected_given": her[0],
            "protected_family": her[1],
        },
    }
    theirs = {"respondent_given": her[0], "respondent_family": her[1], "respondent_born": ""}
    crossed = {**row, **theirs, "protected_given": him[0], "protected_family": him[1], "reference": "INV/2"}
    rows = [
        {**row, "regime": "", "kind": "non-molestation order", "reference": "INV/1", "made_on": str(TODAY - 9 * DAY)},
        crossed,
        {**row, "protected_given": "Somebody", "protected_family": "Otherwise", "reference": "INV/3"},
    ]
    said, wrong, _ = run(force, as_csv(*rows))
    assert len(said) == 4 and not wrong
    other_way, same = others(force, first, "response")
    assert (same["reference"], same["what"], same["state"]) == ("INV/1", "non-molestation order", "also known")
    assert (same["other_way_round"], other_way["other_way_round"], other_way["reference"]) == (False, True, "INV/2")
    assert same["elsewhere"]["issued_by"] == "Invented Magistrates' Court"
    assert same["elsewhere"]["source"].endswith("from Kent Invented Police")
    assert same["dates"][0].startswith("Made ")
    beside = others(force, same["case"], "response")
    assert [one["case"] for one in beside] == [other_way["case"], first], "and beside what is known from elsewhere"


def test_what_is_between_each_of_many_couples_is_what_is_found_for_each_by_itself(sqlite_force):
    force = sqlite_force
    couples = [
        (f"INV/{his}{hers}{turn}", his, hers)
        for his in ["Robin", "Robyn", "Rob"]
        for hers in ("Sandy", "Kit")
        for turn in "12"
    ]
    rows = [
        {**ROW, "reference": reference, "respondent_given": his, "protected_given": hers, "respondent_aliases": ""}
        for reference, his, hers in couples
    ]
    assert run(force, as_csv(*rows))[1] == []
    shown = ask(force.client("response"), name="Robin Elsewherely").json["matches"]
    together = {one["case"]: one["between"] for one in shown}
    with reading(force.installation.engine) as connection:
        office, _ = force.installation.office(connection)
        seeker, now = office.officers[force.response.id], datetime.now(UTC)
        cases = [force.installation.case(connection, one, log.head(connection, one)) for one in together]
        alone = [
            between_each(force.installation, connection, office, seeker, {one.id: couple_of(one, one.view())}, {}, now)
            for one in cases
        ]
    assert together == {case_id: lines for one in alone for case_id, lines in one.items()}
    named = {(one["reference"], other["reference"]) for one in shown for other in one["between"]}
    assert {("INV/RobinKit1", "INV/RobinKit2"), ("INV/RobinSandy1", "INV/RobinSandy2")} <= named
    assert not any("Kit" in one and "Sandy" in other for one, other in named)
