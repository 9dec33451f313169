"""What the force learns: figures added up from entries by when things happened, not by when they were received."""

from field_app.law.clocks import LONDON

from .counts import DEFINITIONS, Figures, add_up
from .happened import Happened, happened
from .press import paragraph, published

__all__ = ["DEFINITIONS", "LONDON", "Figures", "Happened", "add_up", "happened", "paragraph", "published"]
