"""`orders import`: lists of other forces and courts, as somebody at a terminal has it, and as the look-up answers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from field_app.cases.order_list import COLUMNS
from field_app.store import access, log
from field_app.store.database import reading
from tests.test_lookup_batch import batch
from tests.web.test_lookup import ask

DAY = timedelta(days=1)
TODAY = datetime.now(UTC).date()  # the command's clock is the real one

ROW = {
    "reference": "INV/26/0042",
    "regime": "CSA2010",
    "kind": "order",
    "respondent_given": "Robin",
    "respondent_family": "Elsewherely",
    "respondent_aliases": "Bobbin Madeup; Robbo",
    "respondent_born": "1988-05-31",
    "respondent_addresses": "14 Invented Road, Nowhereton ZZ1 1ZZ; 3 Pretend Lane, Nowhereton ZZ2 2ZZ",
    "protected_given": "Sandy",
    "protected_family": "Guardedly",
    "protected_addresses": "77 Notreal Close, Nowhereton ZZ9 9ZZ",
    "served_at": f"{TODAY - 6 * DAY}T11:30:00+00:00",
    "made_on": str(TODAY - 6 * DAY),
    "ends_on": str(TODAY + 10 * DAY),
    "court": "Invented Magistrates' Court",
    "conditions": "Not to contact Sandy Guardedly; Not to enter 77 Notreal Close",
}


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def as_csv(*rows, columns=COLUMNS):
    text = io.StringIO()
    lines = csv.DictWriter(text, columns, extrasaction="ignore")
    lines.writeheader()
    lines.writerows(rows)
    return text.getvalue().encode()


def run(force, body, *words, source="Kent Invented Police"):
    """What the command prints, its sentences, and how it ends."""
    args = ["orders", "import", "-", "--officer", "1101", *(["--source", source] if source else []), *words]
    found = force.app().test_cli_runner().invoke(args=args, input=body)
    return found.stdout.splitlines(), found.stderr.splitlines(), found.exit_code


def found(force, **asked):
    answer = ask(force.client("response"), **asked)
    assert answer.status_code == 200, answer.json
    return answer.json["matches"]


def test_an_imported_order_is_found_says_so_and_gives_the_power_of_its_act(force):
    said, wrong, code = run(force, as_csv(ROW))
    assert (said, wrong, code) == (
        ["Line 2, INV/26/0042: taken", "1 rows: 1 taken, 0 changed, 0 unchanged, 0 refused."],
        [],
        0,
    )
    (match,) = found(force, name="Robin Elsewherley 1988")
    assert (match["role"], match["in_force"], match["what"]) == ("respondent", "order", "DVPO")
    assert match["power"].startswith("You may arrest without warrant") and "no police bail" in match["power"]
    assert match["conditions"] == ["Not to contact Sandy Guardedly", "Not to enter 77 Notreal Close"]
    assert match["elsewhere"]["source"].startswith("Imported on ")
    assert match["elsewhere"]["source"].endswith("from Kent Invented Police")
    assert match["elsewhere"]["issued_by"] == "Invented Magistrates' Court"
    assert (match["reference"], match["protected_person"]) == ("INV/26/0042", "Sandy Guardedly")
    assert (match["address"], match["postcode"]) == ("14 Invented Road, Nowhereton", "ZZ1 1ZZ")
    for asked in ({"name": "Bobbin Madeup"}, {"address": "3 Pretend Lane"}, {"reference": "inv/26/0042"}):
        assert "respondent" in {one["role"] for one in found(force, **asked)}, asked
    ((answer,), _, _) = batch(force, {"id": 1, "name": "Elsewherely", "born": "1988"})
    assert [one["reference"] for one in answer["results"]] == ["INV/26/0042"]


def test_the_protected_person_is_found_by_where_they_live_and_no_answer_shows_it(force):
    run(force, as_csv({**ROW, "conditions": "Not to contact"}))
    (match,) = found(force, address="77 Notreal Close", postcode="ZZ9 9ZZ")
    assert (match["role"], match["address"], match["postcode"]) == ("protected person", None, None)


def test_again_changes_nothing_and_a_later_list_that_ends_it_is_what_is_found(force):
    run(force, as_csv(ROW))
    assert run(force, as_csv(ROW))[0][0] == "Line 2, INV/26/0042: unchanged: taken before"
    sooner = {**ROW, "ends_on": str(TODAY - DAY)}
    assert run(force, as_csv(sooner), "--preview")[0][0] == "Line 2, INV/26/0042: would be changed"
    assert [one["in_force"] for one in found(force, name="Robin Elsewherely")] == ["order"]
    assert run(force, as_csv(sooner))[0][0] == "Line 2, INV/26/0042: changed"
    (match,) = found(force, name="Robin Elsewherely")
    assert (match["in_force"], match["power"][:5]) == ("ended", "ENDED")
    with reading(force.installation.engine) as connection:
        assert log.head(connection, match["case"]).position == 2
        office, _ = force.installation.office(connection)
        kept = list(access.read(connection, force.installation.keys, office.id))
    assert [one.action for one in kept].count("orders import") == 3
    assert run(force, as_csv(ROW), source="Another Invented Force")[0][0].endswith(": taken")
    assert force.app().test_cli_runner().invoke(args=["log", "verify"]).exit_code == 0


@pytest.mark.parametrize(
    ("changes", "in_force", "said"),
    [
        ({"served_at": ""}, "not known to be served", "Do not arrest on this alone"),
        ({"served_at": str(TODAY - 6 * DAY)}, "order", "You may arrest"),
        ({"kind": "notice", "ends_on": "", "served_at": str(TODAY)}, "notice", "You may arrest"),
        ({"kind": "notice", "ends_on": "", "served_at": "2019-04-02 10:00"}, "notice in doubt", "had to be heard by"),
        ({"ends_on": "", "made_on": "2019-04-01", "served_at": "2019-04-02"}, "ended", "28 Apr 2019"),
        ({"regime": "Domestic Abuse Act 2021", "ends_on": ""}, "order", "an offence (s.39)"),
        ({"regime": "", "kind": "non-molestation order"}, "also known", "ALSO KNOWN: NON-MOLESTATION ORDER."),
        ({"regime": "restraining", "kind": "Order", "ends_on": ""}, "also known", "are not stated here"),
    ],
)
def test_each_gives_the_power_it_gives_and_no_other(force, changes, in_force, said):
    row = {**ROW, **changes}
    row["made_on"] = min(row["made_on"], row["served_at"][:10] or row["made_on"])
    assert run(force, as_csv(row), source=None)[2] == 0
    (match,) = found(force, name="Robin Elsewherely")
    assert match["in_force"] == in_force
    assert said in match["power"]
    assert "from another force or court" in match["elsewhere"]["source"]


TOMORROW = str(TODAY + DAY)

BAD = [
    ({"reference": " "}, "reference: is empty"),
    ({"reference": "x" * 201}, "reference: must be at most 200"),
    ({"regime": "Crime Act"}, "regime: must be CSA2010 or DAA2021"),
    ({"regime": ""}, "regime: must be CSA2010 or DAA2021"),
    ({"kind": "restraining order"}, "regime: must be empty for a restraining order"),
    ({"kind": ""}, "kind: must be notice or order"),
    ({"kind": "DVPO"}, "kind: must be notice or order"),
    ({"respondent_family": ""}, "respondent_family: is empty"),
    ({"respondent_born": "31/05/1988"}, "respondent_born: must be a day of the calendar as 2026-04-02"),
    ({"respondent_born": "1988-02-30"}, "respondent_born: must be a day of the calendar"),
    ({"respondent_born": TOMORROW}, "respondent_born: is after made_on"),
    ({"respondent_aliases": ";".join(f"A{n}" for n in range(21))}, "respondent_aliases: must hold at most 20"),
    ({"respondent_addresses": "x" * 2001}, "respondent_addresses: must hold at most 2000 characters"),
    ({"served_at": "yesterday"}, "served_at: must be a time as"),
    ({"served_at": TOMORROW}, "served_at: is in the future"),
    ({"served_at": "2019-01-01"}, "served_at: is before made_on"),
    ({"made_on": ""}, "made_on: is empty"),
    ({"made_on": TOMORROW}, "made_on: is in the future"),
    ({"made_on": "1066-10-14"}, "made_on: must be a day from 1890"),
    ({"ends_on": "2019-01-01"}, "ends_on: is before made_on"),
    ({"ends_on": "never"}, "ends_on: must be a day of the calendar"),
    ({"conditions": " ; "}, "conditions: is empty"),
    ({"reference": "GOOD/1"}, "reference: stands on line 2 already"),
]


def test_every_bad_row_is_named_with_its_column_and_nothing_is_half_loaded(force):
    good = {**ROW, "reference": "GOOD/1"}
    rows = [good, *({**ROW, "reference": f"BAD/{at}", **changes} for at, (changes, _) in enumerate(BAD))]
    body = as_csv(*rows) + b"one,two\n"
    said, wrong, code = run(force, body)
    assert code == 1
    assert said[0] == "Line 2, GOOD/1: would be taken"
    assert wrong[-1] == "Nothing was taken in. Put the refused rows right, or take in the rest with --without-bad-rows."
    for line, (changes, sentence) in enumerate(BAD, start=3):
        of_row = [one for one in wrong if one.startswith(f"Line {line}, ")]
        assert any(f": refused. {sentence}" in one for one in of_row), (changes, of_row)
    assert wrong[-2] == f"Line {len(BAD) + 3}, one: refused. The row has 2 cells where the first line names 16 columns."
    assert found(force, name="Robin Elsewherely") == []
    assert run(force, body, "--preview")[2] == 1
    said, _, code = run(force, body, "--without-bad-rows")
    assert (said[0], code) == ("Line 2, GOOD/1: taken", 1)
    assert {one["reference"] for one in found(force, name="Robin Elsewherely")} == {"GOOD/1"}


def test_what_is_no_list_is_one_sentence(force):
    for body, sentence in {
        b"": "The file is empty.",
        b"reference;regime;kind\n": "is no column of such a list, separated by commas",
        b"reference,regime,kind\n": "respondent_family: the column is missing.",
        b"reference,reference\n": "reference: is named twice",
        as_csv({**ROW, "court": "Zoë"}).decode().encode("latin-1"): "Line 2: is not UTF-8.",
        as_csv(ROW) + b'"INV/1\n': "Line 3: cannot be read as CSV",
    }.items():
        said, wrong, code = run(force, body)
        assert (said, code) == ([], 1)
        assert sentence in wrong[0], wrong
    assert "--source: say in" in run(force, as_csv(ROW), source=" ")[1][0]


def test_the_least_a_row_holds_in_any_order_of_columns_and_a_byte_order_mark(force):
    columns = ["conditions", "made_on", "respondent_family", "kind", "regime", "reference"]
    body = b"\xef\xbb\xbf" + as_csv(ROW, columns=columns).replace(b"\r\n", b"\n") + b"\n,,,,,\n"
    assert run(force, body)[2] == 0
    (match,) = found(force, name="Elsewherely")
    assert (match["born"], match["address"], match["protected_person"]) == (None, None, None)


def test_a_breach_of_it_is_recorded_like_any_other_and_it_is_nobodys_case(force):
    run(force, as_csv(ROW))
    (match,) = found(force, name="Robin Elsewherely")
    assert force.client("constable").get("/api/cases").json["cases"] == []
    facts = {
        "of": "order",
        "occurred_at": f"{TODAY - DAY}T12:00:00+00:00",
        "place": None,
        "what": "Rang twice.",
        "conditions": [],
        "contact_by": "respondent",
        "contact_how": None,
        "reported_by": "Sandy Guardedly",
    }
    assert "contact" in match["condition_codes"]  # the form asks which of its Act's conditions it breaks
    sender, now = force.response, datetime.now(UTC)
    (outcome,) = sender.send([sender.write("breach reported", match["case"], facts, now)], now)
    assert (outcome.outcome, [why.code for why in outcome.reasons]) == ("accepted", [])
    assert run(force, as_csv({**ROW, "ends_on": str(TODAY)}))[0][0].endswith("changed")
    (match,) = found(force, name="Robin Elsewherely")
    assert str(TODAY.year) in match["ends"] and match["in_force"] == "order"


def test_what_has_ended_takes_no_place_of_what_is_in_force(force):
    ended = {"served_at": str(TODAY - 40 * DAY), "made_on": str(TODAY - 40 * DAY), "ends_on": str(TODAY - 13 * DAY)}
    older = [{**ROW, **ended, "reference": f"INV/25/{number:04}"} for number in range(40)]
    run(force, as_csv({**ROW, "respondent_born": ""}))
    run(force, as_csv(*older))
    ((answer,), sentences, code) = batch(force, {"id": 1, "name": "Robin Elsewherely", "born": "1988-05-31"})
    assert ([one["reference"] for one in answer["results"]], sentences, code) == ([ROW["reference"]], [], 0)
    shown = ask(force.client("response"), name="Robin Elsewherely").json["matches"]
    assert len(shown) == 20
    assert [one["in_force"] for one in shown if one["reference"] == ROW["reference"]] == ["order"]
