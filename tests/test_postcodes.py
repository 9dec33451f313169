"""`postcodes import`, and POST /api/postcodes: what of a force's list is taken in, and what a phone is answered."""

from __future__ import annotations

import pytest

GOOD = (
    "town,postcode,line_1,line_2\r\n"
    'Inventham,zz99zz,1 Invented Close,\r\n\r\nInventham,ZZ9 9ZZ,"Flat 2, Invented Court",3 Invented Close\r\n'
    ",ZZ8 1ZZ,The Lodge,\r\n"
)


@pytest.fixture
def taking(force, tmp_path):
    """Takes a list in, and says what came of it."""

    def take(body, *words):
        file = tmp_path / "addresses.csv"
        file.write_bytes(body if isinstance(body, bytes) else body.encode("utf-8-sig"))
        return force.app().test_cli_runner().invoke(args=["postcodes", "import", str(file), *words])

    return take


def at(force, postcode, who="constable"):
    return force.client(who).post("/api/postcodes", json={"postcode": postcode})


def known(force):
    return force.client("constable").get("/api/me").json["postcodes"]


def test_a_list_takes_the_place_of_the_one_before_and_a_bad_one_changes_nothing(force, taking):
    assert not known(force)
    found = taking(GOOD)
    assert (found.exit_code, found.output) == (0, "3 addresses.\n")
    assert known(force)
    assert at(force, "zz9 9zz").json == {
        "postcode": "ZZ9 9ZZ",
        "addresses": ["1 Invented Close\nInventham", "Flat 2, Invented Court\n3 Invented Close\nInventham"],
    }
    assert at(force, "ZZ81ZZ").json["addresses"] == ["The Lodge"]
    assert at(force, "ZZ1 1ZZ").json == {"postcode": "ZZ1 1ZZ", "addresses": []}

    bad = (
        b"postcode,line_1,town\nZZ9,1 Invented Close,Inventham\nZZ9 9ZZ,,Inventham\nZZ9 9ZZ,\xff Close,Inventham\n"
        b"ZZ9 9ZZ,2 Invented Close\nZZ9 9ZZ," + b"a" * 201 + b",\nZZ7 7ZZ,7 Invented Close,Inventham\n"
    )
    sentences = [
        "Line 2: postcode: must be a whole postcode, like ZZ9 9ZZ.",
        "Line 3: line_1: must be the first line of the address.",
        "Line 4: line_1: must be text in UTF-8.",
        "Line 5: has 2 cells, and there are 3 columns.",
        "Line 6: line_1: must be at most 200 characters long.",
    ]
    found = taking(bad)
    assert found.exit_code == 1
    assert found.stderr.splitlines()[:-1] == sentences
    assert len(at(force, "ZZ9 9ZZ").json["addresses"]) == 2
    found = taking(bad, "--without-bad-rows")
    assert (found.exit_code, found.stdout) == (1, "1 addresses.\n")
    assert at(force, "ZZ9 9ZZ").json["addresses"] == []
    assert at(force, "ZZ7 7ZZ").json["addresses"] == ["7 Invented Close\nInventham"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "Line 1: must name the columns postcode, line_1, town, and may name line_2, line_3, line_4."),
        ("postcode,line_1,town,who\n", "Line 1: must name the columns"),
        ("postcode,line_1,town,town\n", "Line 1: must name the columns"),
        ('postcode,line_1,town\nZZ9 9ZZ,"1 Invented" Close,\n', "Line 2: is no CSV"),
    ],
)
def test_what_is_no_list_says_so(sqlite_force, tmp_path, body, why):
    file = tmp_path / "addresses.csv"
    file.write_text(body)
    found = sqlite_force.app().test_cli_runner().invoke(args=["postcodes", "import", str(file)])
    assert (found.exit_code, why in found.stderr) == (1, True), found.stderr


def test_a_door_for_whoever_is_signed_in_that_says_what_is_no_postcode(sqlite_force):
    for postcode in ("ZZ9", "ZZ9 9Z", "9ZZ", "ZZ9 9ZZ ZZ9 9ZZ", "é"):
        answer = at(sqlite_force, postcode)
        assert answer.status_code == 404
        assert answer.json["error"]["message"] == "postcode: must be a whole postcode, like ZZ9 9ZZ."
    assert sqlite_force.app().test_client().post("/api/postcodes", json={"postcode": "ZZ9 9ZZ"}).status_code == 401
    assert {at(sqlite_force, "ZZ9 9ZZ").status_code for _ in range(60)} == {200, 429}
