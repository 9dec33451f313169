"""What a screen can say: the words of its template and of its script, with what they are put together from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from field_app.web.screens import IN_TRAINING
from field_app.web.screens import SCREENS as EVERYWHERE

SCREENS = EVERYWHERE | IN_TRAINING
ROOT = Path(__file__).parents[1]
TEMPLATES, SCRIPTS = ROOT / "templates", ROOT / "static" / "js"
PARTED_BY = re.compile(r"<[^<>]*>|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
QUOTED = re.compile(r'"([^"\n]+)"')


@cache
def words_of(screen: str) -> frozenset[str]:
    """What stands whole between two tags or in quotation marks, for a screen by its address."""
    template, seen = SCREENS[screen], set[Path]()
    _follow(TEMPLATES / template, r'{%-?\s*(?:extends|include|import|from)\s+"([\w./]+)"', TEMPLATES, seen)
    _follow(SCRIPTS / "pages" / template.replace(".html", ".js"), r'from "(\.[\w./]+)"', None, seen)
    said: list[str] = []
    for path in seen:
        text = path.read_text("utf-8").replace("’", "'")
        said += QUOTED.findall(text)
        said += PARTED_BY.split(text) if path.suffix == ".html" else []
    return frozenset(" ".join(one.split()) for one in said)


def _follow(path: Path, to: str, folder: Path | None, seen: set[Path]) -> None:
    """Gather a file and what it names, and what that names."""
    if path in seen or not path.is_file():
        return
    seen.add(path)
    for name in re.findall(to, path.read_text("utf-8")):
        _follow(((folder or path.parent) / name).resolve(), to, folder, seen)


@cache
def titles() -> dict[str, str]:
    """Screens by what their tab is called."""
    named = {}
    for screen, template in SCREENS.items():
        found = re.search(r"{% block title %}([^{]+)", (TEMPLATES / template).read_text("utf-8"))
        if found:
            named[found[1]] = screen
    return named
