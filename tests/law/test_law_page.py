"""docs/law.md is the law sentence by sentence: what it names exists, and nothing under law/ is missing from it.

A line of it is a row of four cells:
    | section | sentence | `file.py`: `name`, `name`; `other.py`: `name` | `tests/...::test` |
Files are named from field_app/law/, or from field_app/ where the rule is one of cases/.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from field_app.law.conditions import CONDITIONS
from field_app.law.requirements import DECISION, DUTIES, MATTERS, REQUIREMENTS, SERVICE, Matter

ROOT = Path(__file__).parents[2]
LAW = ROOT / "field_app" / "law"
PAGE = ROOT / "docs" / "law.md"
SECTION = re.compile(r"\bss?\.\d+\w*(?:\(\w+\))*|PACE 1984 s\.\d+|\b20\d\d Act\b|MCA 1980 s\.\d+")


@dataclass(frozen=True)
class Line:
    """One line of the page."""

    number: int
    section: str
    sentence: str
    where: str
    tests: str

    def names(self) -> Iterator[tuple[str, str]]:
        """(file, name) for every name in the third cell."""
        for part in self.where.split(";"):
            file, *names = re.findall(r"`([^`]+)`", part)
            yield from ((file, name) for name in names)


def lines(text: str) -> list[Line]:
    """The rows of four cells, without their headings and rules."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if len(cells) == 4 and not set(cells[0]) <= set("-: ") and cells[0] != "Section":
            found.append(Line(number, *cells))
    return found


def path_of(file: str) -> Path:
    inside = LAW / file
    return inside if inside.exists() else ROOT / "field_app" / file


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def rows_of(path: Path) -> Iterator[str]:
    """The id or code of every row a table is made of: the first argument of each frozen value built in the file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = [*node.args[:1], *(one.value for one in node.keywords if one.arg in ("id", "code"))]
            yield from (one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))


@cache
def names_in(path: Path) -> frozenset[str]:
    """What the page may name of a file: functions, classes, values, their parts (`CSA2010.least_age`), rows."""
    if path.suffix == ".json":
        wording = json.loads(path.read_text("utf-8"))
        return frozenset(
            {
                *wording,
                *(f"{name}.{key}" for name in wording if isinstance(wording[name], dict) for key in wording[name]),
            }
        )
    names = set(rows_of(path))
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    names.add(target.id)
                    if isinstance(node.value, ast.Call):
                        names |= {f"{target.id}.{one.arg}" for one in node.value.keywords}
    return frozenset(names)


# --- What the page must hold -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """One rule of law/ and the line the page should have for it."""

    file: str
    name: str
    section: str
    sentence: str
    tests: str

    def line(self) -> str:
        return f"| {self.section} | {self.sentence} | `{self.file}`: `{self.name}` | `{self.tests}` |"


def section_in(text: str) -> str:
    return ", ".join(dict.fromkeys(SECTION.findall(text))) or "none"


def where_tested(path: Path) -> str:
    name = path.stem if path.parent == LAW else path.parent.name
    return f"tests/law/test_{name}.py::the test that fails without it"


def functions() -> Iterator[Wanted]:
    """Every public function of law/."""
    for path in sorted(LAW.rglob("*.py")):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                said = ast.get_docstring(node) or ""
                sentence = said.split("\n\n")[0].replace("\n", " ")
                yield Wanted(
                    path.relative_to(LAW).as_posix(), node.name, section_in(said), sentence, where_tested(path)
                )


def rows() -> Iterator[Wanted]:
    """Every requirement, of whichever table, every matter and every condition, and the file it stands in."""
    for row in (*REQUIREMENTS, *DECISION, *SERVICE, *DUTIES, *MATTERS):
        file = file_with(row.id, "requirements")
        sentence = row.title if isinstance(row, Matter) else row.sentence
        yield Wanted(file, row.id, row.section, sentence, where_tested(LAW / file))
    for condition in CONDITIONS.values():
        file = file_with(condition.code, "conditions")
        yield Wanted(file, condition.code, condition.section, condition.title, where_tested(LAW / "conditions.py"))


def file_with(row: str, among: str) -> str:
    """The file of law/ a row stands in: one whose path holds this word, else the one it is built from."""
    paths = [path.relative_to(LAW).as_posix() for path in sorted(LAW.rglob("*.py")) if row in rows_of(path)]
    return min(paths, key=lambda path: among not in path)


def regime_values() -> Iterator[Wanted]:
    """Every value of a regime above which a section stands."""
    for path in sorted(LAW.rglob("*.py")):
        source = path.read_text("utf-8").splitlines()
        for node in tree(path).body:
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
                continue
            made = node.value.func
            if not (isinstance(made, ast.Name) and made.id == "Regime"):
                continue
            for one in node.value.keywords:
                section, _, sentence = comment_above(source, one.value.lineno - 1).partition(": ")
                if one.arg and SECTION.search(section):
                    name = f"{ast.unparse(node.targets[0])}.{one.arg}"
                    file = path.relative_to(LAW).as_posix()
                    yield Wanted(file, name, section, sentence[:1].upper() + sentence[1:], where_tested(path))


def comment_above(source: list[str], at: int) -> str:
    """The comment that ends on the line before the one at this index."""
    first = at
    while first and source[first - 1].strip().startswith("#"):
        first -= 1
    return " ".join(line.strip().lstrip("# ") for line in source[first:at])


def missing_from(text: str) -> list[str]:
    """The lines this page lacks."""
    named = {named for line in lines(text) for named in line.names()}
    return [one.line() for one in (*functions(), *rows(), *regime_values()) if (one.file, one.name) not in named]


def gone_from_the_code(text: str) -> list[str]:
    """What this page names that is no longer there."""
    gone = []
    for line in lines(text):
        for file, name in line.names():
            path = path_of(file)
            if not path.is_file():
                gone.append(f"line {line.number}: there is no file `{file}`")
            elif name not in names_in(path):
                gone.append(f"line {line.number}: `{file}` has no `{name}`")
        tests = re.findall(r"`(tests/[\w./]+)::(\w+)`", line.tests)
        if not tests:
            gone.append(f"line {line.number}: names no test, like `tests/law/test_clocks.py::test_vectors`")
        for file, name in tests:
            if not (ROOT / file).is_file() or f"def {name}(" not in (ROOT / file).read_text("utf-8"):
                gone.append(f"line {line.number}: there is no test `{file}::{name}`")
    return gone


# --- Is it so? ---------------------------------------------------------------------------------------------


def test_every_rule_of_the_law_stands_in_the_page() -> None:
    lacking = missing_from(PAGE.read_text("utf-8"))
    assert not lacking, "docs/law.md lacks, each under its section's heading:\n" + "\n".join(lacking)


def test_everything_the_page_names_is_there() -> None:
    gone = gone_from_the_code(PAGE.read_text("utf-8"))
    assert not gone, "docs/law.md:\n" + "\n".join(gone)


def test_a_requirement_and_a_condition_stand_under_their_own_section() -> None:
    sections: dict[tuple[str, str], str] = {}
    for line in lines(PAGE.read_text("utf-8")):
        for named in line.names():
            sections[named] = sections.get(named, "") + " " + line.section
    astray = [
        f"`{one.name}` is {one.section} in the code and {sections[one.file, one.name].strip()} in docs/law.md"
        for one in rows()
        if (one.file, one.name) in sections and one.section not in sections[one.file, one.name]
    ]
    assert not astray, "\n".join(astray)


def test_every_sentence_is_one_and_every_line_names_its_code() -> None:
    for line in lines(PAGE.read_text("utf-8")):
        assert line.sentence.endswith("."), f"line {line.number}: a sentence ends with a full stop"
        assert list(line.names()), f"line {line.number}: names no function or row, like `clocks.py`: `hearing_deadline`"


@pytest.mark.parametrize(
    ("was", "instead", "complaint"),
    [
        ("`hearing_deadline`", "`hearing_dedline`", "`clocks.py` has no `hearing_dedline`"),
        ("`clocks.py`: `hearing_deadline`", "`clock.py`: `hearing_deadline`", "there is no file `clock.py`"),
        ("::test_who_may_issue_a_notice`", "::test_who_may_issue_it`", "::test_who_may_issue_it`"),
    ],
)
def test_a_name_that_is_wrong_is_found(was: str, instead: str, complaint: str) -> None:
    text = PAGE.read_text("utf-8")
    assert was in text
    assert any(complaint in one for one in gone_from_the_code(text.replace(was, instead)))


@pytest.mark.parametrize("name", ["hearing_deadline", "respondent-adult", "leave", "CSA2010.issuing_rank"])
def test_a_rule_that_is_left_out_is_asked_for_with_its_line(name: str) -> None:
    text = PAGE.read_text("utf-8")
    kept = "\n".join(line for line in text.splitlines() if f"`{name}`" not in line)
    [asked] = [one for one in missing_from(kept) if f"`{name}`" in one]
    assert len(lines(asked)) == 1
    assert not gone_from_the_code(
        re.sub(r"::[^`]+`", "::test_vectors`", asked)
        .replace("test_conditions", "test_clocks")
        .replace("test_regimes", "test_clocks")
    )
