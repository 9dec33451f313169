"""What seals a case, until professional standards take it off. `static/js/case.js` says the same on the phone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .entries import Held
from .moments import made

BESIDE = ("police employment recorded", "connection declared")
"""The kinds on independence that stand beside what the request rests on."""


def standing(held: Iterable[Held[Any]]) -> tuple[Held[Any], ...]:
    """What seals the case of these entries. Only professional standards take a seal off, by its name."""
    held = tuple(held)
    if not any(map(is_seal, held)):
        return ()
    in_order = sorted(held, key=made)
    lifted = {named.id for one in in_order if one.entry.kind == "case unsealed" for named in one.entry.relies_on}
    return tuple(one for one in in_order if is_seal(one) and one.entry.id not in lifted)


def is_seal(one: Held[Any]) -> bool:
    """Whether an entry seals its case: somebody sealed it, or one of the two works for the police (P30)."""
    kind = one.entry.kind
    return kind == "case sealed" or (kind == "police employment recorded" and one.entry.facts.employed)
