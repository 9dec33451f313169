"""The numbers of the two Acts, when they are in force, and the order of ranks."""

import ast
import re
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from field_app.cases.entries import office
from field_app.cases.entries.scene import LIMBS
from field_app.law.regimes import (
    COMMENCEMENTS,
    CSA2010,
    DAA2021,
    EVERYWHERE,
    RANKS,
    REGIMES,
    Commencement,
    at_least,
    authorising_from,
    in_force,
    is_constable,
)
from field_app.law.requirements import DECISION, DUTIES, REQUIREMENTS, SERVICE


def test_there_are_two_and_neither_can_be_changed() -> None:
    assert REGIMES == {"CSA2010": CSA2010, "DAA2021": DAA2021}
    with pytest.raises(FrozenInstanceError):
        CSA2010.issuing_rank = "inspector"  # type: ignore[misc]


def test_the_crime_and_security_act() -> None:
    assert CSA2010.issuing_rank == "superintendent"
    assert CSA2010.least_age == 18
    assert CSA2010.hearing_hours == 48
    assert (CSA2010.shortest_order_days, CSA2010.longest_order_days) == (14, 28)
    assert CSA2010.least_age_protected is None
    assert CSA2010.limbs == LIMBS
    assert (CSA2010.breach_of_notice.offence, CSA2010.breach_of_order.offence) == (False, False)
    assert (CSA2010.breach_of_notice.custody_hours, CSA2010.breach_of_order.custody_hours) == (24, 24)
    assert CSA2010.notice_has_effect_in == CSA2010.order_has_effect_in == "England and Wales"
    assert CSA2010.applicants == ("constable",)
    assert CSA2010.notification_days is None


def test_the_domestic_abuse_act() -> None:
    assert DAA2021.issuing_rank == "inspector"
    assert (DAA2021.least_age, DAA2021.least_age_protected) == (18, 16)
    assert (DAA2021.hearing_hours, DAA2021.breach_of_notice.custody_hours) == (48, 24)
    assert (DAA2021.shortest_order_days, DAA2021.longest_order_days) == (None, None)
    assert set(DAA2021.limbs) < set(LIMBS)
    assert not {"same household", "same family proceedings", "adoption"} & set(DAA2021.limbs)
    assert (DAA2021.breach_of_notice.offence, DAA2021.breach_of_order.offence) == (False, True)
    assert (DAA2021.breach_of_notice.entry_power, DAA2021.breach_of_order.entry_power) == (False, True)
    assert DAA2021.notice_has_effect_in == DAA2021.order_has_effect_in == "the United Kingdom"
    assert "protected person" in DAA2021.applicants
    assert DAA2021.notification_days == 3


@pytest.mark.parametrize("regime", REGIMES.values(), ids=REGIMES)
def test_five_things_must_be_stated_and_the_mandatory_condition_is_one_of_the_conditions(regime) -> None:
    assert [one.code for one in regime.statements] == ["grounds", "arrest", "hearing", "continues", "order"]
    assert next(iter(regime.conditions)) == regime.mandatory


@pytest.mark.parametrize(
    ("area", "day", "found"),
    [
        ("England and Wales", date(2014, 3, 7), ()),
        ("England and Wales", date(2014, 3, 8), (CSA2010,)),
        ("Cleveland", date(2025, 3, 4), (CSA2010,)),
        ("Cleveland", date(2025, 3, 5), (CSA2010, DAA2021)),
        ("North Wales", date(2025, 3, 5), (CSA2010,)),
        ("North Wales", date(2025, 4, 28), (CSA2010, DAA2021)),
        ("Greater Manchester", date(2024, 11, 26), (CSA2010,)),
        ("Greater Manchester", date(2024, 11, 27), (CSA2010, DAA2021)),
        ("Greater Manchester", date(2026, 3, 31), (CSA2010, DAA2021)),
        ("Greater Manchester", date(2026, 4, 1), (CSA2010,)),
    ],
)
def test_what_is_in_force_where_and_when(area: str, day: date, found: tuple[str, ...]) -> None:
    """The pilot areas by their instruments, the end of 31 March 2026 included; the default stands first."""
    there = [one for one in COMMENCEMENTS if one.area in ("England and Wales", area)]
    assert in_force(there, day) == found


def test_a_force_may_name_an_instrument_we_do_not_know() -> None:
    later = Commencement("DAA2021", "Sampleshire", date(2027, 1, 1), None, "S.I. 2026/9999, invented")
    assert in_force((*EVERYWHERE, later), date(2026, 12, 31)) == (CSA2010,)
    assert in_force((*EVERYWHERE, later), date(2027, 1, 1)) == (CSA2010, DAA2021)


def test_the_ranks_are_those_the_office_log_records() -> None:
    assert RANKS == office.RANKS


@pytest.mark.parametrize(
    ("rank", "may_issue"),
    [
        ("police staff", False),
        ("special constable", False),
        ("constable", False),
        ("sergeant", False),
        ("inspector", False),
        ("chief inspector", False),
        ("superintendent", True),
        ("chief superintendent", True),
        ("assistant chief constable", True),
        ("deputy chief constable", True),
        ("chief constable", True),
    ],
)
def test_who_may_issue_a_notice(rank: str, may_issue: bool) -> None:
    assert at_least(rank, CSA2010.issuing_rank) is may_issue


def test_the_lowest_rank_that_may_issue_a_notice_under_any_of_the_acts() -> None:
    assert authorising_from(["CSA2010"]) == CSA2010.issuing_rank
    lowest = min((CSA2010.issuing_rank, DAA2021.issuing_rank), key=RANKS.index)
    assert authorising_from(["CSA2010", "DAA2021"]) == authorising_from(["DAA2021", "CSA2010"]) == lowest


@pytest.mark.parametrize("rank", RANKS)
def test_everyone_but_police_staff_is_a_constable(rank: str) -> None:
    assert is_constable(rank) is (rank != "police staff")


@pytest.mark.parametrize("rank", ["", "Superintendent", "acting superintendent"])
def test_a_rank_nobody_holds_is_an_error(rank: str) -> None:
    with pytest.raises(ValueError):
        at_least(rank, "superintendent")
    with pytest.raises(ValueError):
        is_constable(rank)


# --- Nobody asks which Act it is: what differs is data of the regimes ------------------------------------------


ACTS = re.compile(r"CSA2010|DAA2021|\b[Rr]egime(?:\.id)?$")
ASKED_IN_JAVASCRIPT = re.compile(
    r"""(?:CSA2010|DAA2021|\b[Rr]egime(?:\.id)?)["'`]?\)*\s*[!=]==?|[!=]==?\s*\(*["'`]?(?:CSA2010|DAA2021)|"""
    r"""\bcase\s+["'`](?:CSA2010|DAA2021)|\.includes\(["'`](?:CSA2010|DAA2021)"""
)


def asked_in_python(source: str) -> list[str]:
    """Every comparison and every case that turns on which Act it is."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            whole = [node.left, *node.comparators]
            if any(isinstance(one, ast.Eq | ast.NotEq | ast.Is | ast.IsNot) for one in node.ops):
                found += [ast.unparse(node) for one in whole if ACTS.search(ast.unparse(one).strip("'"))][:1]
            elif any(re.search("CSA2010|DAA2021", ast.unparse(one)) for one in whole):
                found.append(ast.unparse(node))
        if isinstance(node, ast.match_case) and ACTS.search(ast.unparse(node.pattern).strip("'")):
            found.append(ast.unparse(node.pattern))
    return found


@pytest.mark.parametrize("folder", ["field_app", "static/js"])
def test_no_rule_asks_which_act_it_is(folder: str) -> None:
    root = Path(__file__).parents[2]
    asked = {}
    for path in sorted((root / folder).rglob("*.py" if folder == "field_app" else "*.js")):
        if path.parent == root / "field_app" / "law" / "regimes":
            continue
        source = path.read_text("utf-8")
        found = asked_in_python(source) if path.suffix == ".py" else ASKED_IN_JAVASCRIPT.findall(source)
        asked |= {path.relative_to(root).as_posix(): found} if found else {}
    assert asked == {}


def test_every_section_of_the_2010_act_that_a_reason_cites_has_its_place_in_the_other_act() -> None:
    """A reason of a case under the 2021 Act would otherwise name a section that says something else there."""
    app = Path(__file__).parents[2] / "field_app"
    cited = {"s.26(1)"}  # put together where it is cited
    for path in [*(app / "cases" / "rules").glob("*.py"), app / "law" / "clocks.py"]:
        cited |= set(re.findall(r'"(s\.2[4-9][^" ]*)"', path.read_text("utf-8")))
    cited |= {row.section for row in (*REQUIREMENTS, *DECISION, *SERVICE, *DUTIES) if row.regimes != (DAA2021.id,)}
    own = {row.section for row in REQUIREMENTS if row.regimes == (DAA2021.id,)}
    assert {one for one in cited if re.match(r"s\.2[4-9]", one)} <= DAA2021.sections.keys()
    assert not own & DAA2021.sections.keys()


@pytest.mark.parametrize(
    "source",
    [
        "if regime == CSA2010: pass",
        "if case.regime.id != 'DAA2021': pass",
        "if case.regime is other: pass",
        "x = 1 if 'CSA2010' in acts else 2",
        "match act:\n    case 'DAA2021':\n        pass",
    ],
)
def test_a_rule_that_asks_in_python_is_found(source: str) -> None:
    assert asked_in_python(source)


@pytest.mark.parametrize(
    "source",
    [
        'if (view.regime === "CSA2010") go();',
        'if ("DAA2021" !== act) go();',
        "switch (act) { case 'DAA2021': go(); }",
        'acts.includes("DAA2021")',
        "regime.id == other",
    ],
)
def test_a_rule_that_asks_in_javascript_is_found(source: str) -> None:
    assert ASKED_IN_JAVASCRIPT.search(source)
