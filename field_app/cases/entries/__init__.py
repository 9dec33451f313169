"""The kinds of entry: each declared once, as a frozen dataclass of its facts.

A case is the sum of its entries. ``KINDS`` maps (kind, version) to its declaration; ``field_app.parse``
validates exact bytes against it, ``cases.rules`` says who may add one when.
"""

from . import (
    authority,
    breach,
    bundle,
    court,
    custody,
    decision,
    elsewhere,
    evidence,
    keeping,
    later,
    monitoring,
    note,
    office,
    people,
    reaching,
    released,
    released_uncounted,
    rota,
    safeguarding,
    scene,
    sealing,
    service,
    visit,
)
from .envelope import Entry, Held, Named
from .kinds import KINDS, Kind, newest
from .service import DOCUMENTS

__all__ = [
    "DOCUMENTS",
    "KINDS",
    "Entry",
    "Held",
    "Kind",
    "Named",
    "authority",
    "breach",
    "bundle",
    "court",
    "custody",
    "decision",
    "elsewhere",
    "evidence",
    "keeping",
    "later",
    "monitoring",
    "newest",
    "note",
    "office",
    "people",
    "reaching",
    "released",
    "released_uncounted",
    "rota",
    "safeguarding",
    "scene",
    "sealing",
    "service",
    "visit",
]
