"""What the force learns: figures added up from entries by when things happened, not by when they were received."""

from .counts import Figure, Figures, add_up, figures_of
from .definitions import DEFINITIONS
from .event import Happened
from .happened import basis, happened
from .people import DAY_ONE
from .press import paragraph, published
from .standing import STANDING
from .tally import PIECES, Tally, covering, spans_of

__all__ = [
    "DAY_ONE",
    "DEFINITIONS",
    "PIECES",
    "STANDING",
    "Figure",
    "Figures",
    "Happened",
    "Tally",
    "add_up",
    "basis",
    "covering",
    "figures_of",
    "happened",
    "paragraph",
    "published",
    "spans_of",
]
