"""What is attached to a case, and which of it few may see."""

from __future__ import annotations

from field_app.cases.case import Case


def is_intimate(case: Case, sha256: str) -> bool:
    """Whether anybody said of the item of this name that it is an intimate image (P8); one word of it is enough.

    A later entry that says otherwise opens it to nobody, and an earlier version of the kind was not asked.
    """
    attached = (one.entry.facts for one in case.held if one.entry.kind == "evidence attached")
    return any(one.sha256 == sha256 and getattr(one, "intimate", None) for one in attached)
