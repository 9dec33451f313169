"""The auditor reads in plain words what was done: no action is on record that the screen has no words for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OF_A_CASE = frozenset({"readable", "refuse"})
"""Functions of actions/changes.py whose fourth argument is the action; " refused" is put behind it where it was."""

ELSEWHERE = ("cases/audit.py", "demonstration/training.py")
"""Where actions have their names besides the modules that keep the records."""


def actions():
    """Every action that the code keeps an access record of by its own name."""
    paths = [*(ROOT / "field_app" / "actions").glob("*.py"), *(ROOT / "field_app" / one for one in ELSEWHERE)]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {}
    for node in (node for node in nodes if isinstance(node, ast.Assign)):
        pairs = [(node.targets[0], node.value)]
        if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(node.targets[0].elts, node.value.elts, strict=True))
        names |= {one.id: to.value for one, to in pairs if isinstance(one, ast.Name) and isinstance(to, ast.Constant)}
    found = set()
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        kept = [word.value for word in call.keywords if word.arg == "action"]
        of_a_case = getattr(call.func, "id", "") in OF_A_CASE and len(call.args) > 3
        for given in [*kept, *(call.args[3:4] if of_a_case else [])]:
            for part in ast.walk(given):
                word = part.value if isinstance(part, ast.Constant) else names.get(getattr(part, "id", ""))
                if isinstance(word, str):
                    found |= {word, f"{word} refused"} if of_a_case else {word}
    return found


def test_every_action_on_record_has_words_on_the_audit_screen():
    worded = set(re.findall(r'"([a-z][a-z -]*)": "[A-Z]', (ROOT / "templates" / "audit.html").read_text("utf-8")))
    wanted = actions()
    assert {"look-up", "custody desk", "orders export", "court bundle refused"} <= wanted
    assert wanted - worded == set()
