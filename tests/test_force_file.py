"""The force file: the demonstration's is one, and every wrong line of another is named at once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time

import pytest

from config import BadSetting
from field_app import create_app
from field_app.cases.force import SILENT, Force
from field_app.force_file import DEMONSTRATION, BadForceFile, parse_force, read_assessing, read_force
from field_app.opening import force_of

WRONG = """\
name = "X"
districts = ["A", 3]
nonsense = 1
oops
[[regimes]]
id = "XYZ"
first = 2014-03-08
[[courts]]
name = "C"
districts = ["Z"]
sittings = [
   { day = "Mon", start = "10:00", end = "09:00" },
   { day = "Moo", start = "10:00", end = "16:00" },
   { day = "Tue", start = "ten", end = "16:00" },
   { day = "Wed", start = "10:00Z", end = "16:00" },
   { day = "Thu", date = 2026-12-24, start = "10:00", end = "16:00" },
]
name = "C2"
[[courts]]
name = "C"
remote = true
sittings = []
[[courts]]
name = "D"
sittings = [{ day = "Mon", start = "10:00", end = "16:00"
[clocks]
papers = "120"
alarm = 100
[escalation]
authority = [5,
  3]
[[contacts]]
role = "nobody"
name = ""
telephone = "call"
[switches]
telephone_authority = 1
[[risk]]
pack = "field"
version = 9
levels = []
[[checks]]
id = "necessity"
does = "off"
[[checks]]
id = "dangers"
does = "maybe"
"""

WANTED = {
    2: "districts 2: must be text.",
    3: "nonsense: is not a field here.",
    4: "is not TOML: Expected '=' after a key in a key/value pair.",
    5: "regimes 1: id must be one of ",
    10: "courts 1, districts 1: must be one of this file's districts.",
    12: "courts 1, sittings 1: end must be later than start.",
    13: "courts 1, sittings 2, day: must be 'Mon'",
    14: "courts 1, sittings 3, start: must be a time of day, such as 09:30.",
    15: "courts 1, sittings 4: start and end are times in London, without an offset.",
    16: "courts 1, sittings 5: must have either day or date.",
    18: "is not TOML: Cannot overwrite a value.",
    19: "courts 2: joining must say how a remote court is joined.",
    20: "courts 2, name: another court has this name.",
    23: "courts 3, sittings: is missing.",
    25: "is not TOML: ",
    27: "clocks, papers: must be a whole number.",
    28: "clocks, alarm: must not be more than 72.",
    29: "escalation: authority must be minutes since the request, each later than the one before.",
    33: "contacts 1, role: must be ",
    34: "contacts 1, name: must not be blank.",
    35: "contacts 1, telephone: must be a telephone number, such as 01632 960110.",
    37: "switches, telephone_authority: must be true or false.",
    38: "risk 1: pack and version must be one of: field version 1, field version 2.",
    42: "checks 1: id must be one of dangers, identity, ",
    47: "checks 2, does: must be 'refuses'",
}


def test_every_wrong_line_is_named_at_once():
    with pytest.raises(BadForceFile) as refusal:
        parse_force(WRONG)
    told = {one.line: one.wanted for one in refusal.value.lines}
    assert len(told) == len(refusal.value.lines)
    assert set(told) == set(WANTED)
    for line, wanted in WANTED.items():
        assert told[line].startswith(wanted)


def test_the_demonstrations_file_is_one_and_uses_every_section():
    force = read_force(DEMONSTRATION)
    for name in Force.__dataclass_fields__:
        if name not in ("escalation", "clocks", "switches", "packs"):  # it asks our own questions
            assert getattr(force, name), name
    assert force.rung("duty superintendent")[0].telephone == "01632 960110"
    assert force.courts[0].sittings[0].start == time(10)
    assert any(one.remote for one in force.courts) and any(not one.districts for one in force.courts)


def test_a_force_that_says_only_its_name_has_the_defaults_of_one_that_says_nothing():
    assert parse_force('name = "Testshire"') == replace(SILENT, name="Testshire")
    assert SILENT.regimes[0].first == date(2014, 3, 8)
    assert not SILENT.switches.telephone_authority


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ("", 1, "name: is missing."),
        (
            'name = "X"\n[[regimes]]\nid = "CSA2010"\nfirst = 2014-03-08\nlast = 2013-01-01',
            2,
            "regimes 1: last must not",
        ),
        ('name = "X"\n[[regimes]]\nid = "CSA2010"\nfirst = "soon"', 4, "regimes 1, first: must be a date"),
        ('name = "X"\n[clocks]\npapers = 1\n[clocks]', 4, "is not TOML: Cannot declare"),
        ('name = "X"\nclocks.papers = -1', 2, "clocks, papers: must not be less than 0."),
        ('name = "X"\ncourts = { }', 2, "courts: must be a list."),
    ],
)
def test_one_wrong_line(text, line, wanted):
    with pytest.raises(BadForceFile) as refusal:
        parse_force(text)
    assert [one.line for one in refusal.value.lines] == [line]
    assert refusal.value.lines[0].wanted.startswith(wanted)


def test_a_file_that_cannot_be_read_is_said_to_be(tmp_path):
    with pytest.raises(BadForceFile, match="cannot be read"):
        read_force(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'# one\nname = "\xe9"')
    with pytest.raises(BadForceFile, match="line 2: The file must be UTF-8"):
        read_force(tmp_path / "latin.toml")


def test_a_demonstration_has_its_own_file_and_any_other_force_none(sqlite_force, tmp_path):
    assert force_of(sqlite_force.settings, demonstration=True).courts
    assert force_of(sqlite_force.settings, demonstration=False) == SILENT
    path = tmp_path / "force.toml"
    path.write_text('name = "Testshire"')
    assert force_of(replace(sqlite_force.settings, force=path), demonstration=True).name == "Testshire"


def test_no_server_starts_with_a_file_that_is_wrong(sqlite_force, tmp_path):
    path = tmp_path / "force.toml"
    path.write_text("name = 1\nother = 2")
    with pytest.raises(BadSetting, match=r"FIELD_FORCE(.|\n)*line 1: name: must be text(.|\n)*line 2: other: is not"):
        create_app(replace(sqlite_force.settings, force=path))


# --- Question packs of the force's own ---------------------------------------------------------------------

PACK = {
    "id": "own",
    "version": 3,
    "title": "Our questions",
    "source": "Invented",
    "licence": "Ours",
    "questions": [{"id": "a", "text": "A?", "help": None, "serious": True}],
    "levels": [{"level": "high", "yes": 1, "serious": 1}],
}


def with_pack(folder, **changes):
    """A force file that names one pack, whose file stands beside it."""
    (folder / "own.json").write_text(json.dumps({**PACK, **changes}), "utf-8")
    path = folder / "force.toml"
    path.write_text('name = "Testshire"\npacks = ["own.json"]\n[marac]\nevents = 5\n', "utf-8")
    return path


def test_a_pack_of_the_forces_own_is_the_one_asked(tmp_path):
    path = with_pack(tmp_path)
    assessing = read_assessing(read_force(path), path)
    assert (assessing.current.id, assessing.current.version) == ("own", 3)
    assert (assessing.referral.yes, assessing.referral.events) == (None, 5)


def test_everything_wrong_in_a_pack_is_named_field_by_field(tmp_path):
    path = with_pack(tmp_path, version=0, questions=[{"id": "a", "text": "A?", "help": None, "serious": "no"}])
    with pytest.raises(BadForceFile) as refusal:
        read_assessing(read_force(path), path)
    assert str(refusal.value).splitlines() == [
        "own.json, version: must be a whole number from 1 to 10000.",
        "own.json, questions, 1: serious: must be true or false.",
    ]


def test_a_pack_that_is_not_there_or_takes_anothers_place_is_named(tmp_path):
    path = with_pack(tmp_path, id="field", version=1)
    with pytest.raises(BadForceFile, match="there is another pack field, version 1"):
        read_assessing(read_force(path), path)
    (tmp_path / "own.json").unlink()
    with pytest.raises(BadForceFile, match=r"own\.json, the file: cannot be read"):
        read_assessing(read_force(path), path)
