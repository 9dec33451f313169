"""What the force learns: figures added up from entries by when things happened, not by when they were received."""

from .counts import DEFINITIONS, Figure, Figures, add_up
from .happened import Happened, happened
from .press import paragraph, published

__all__ = ["DEFINITIONS", "Figure", "Figures", "Happened", "add_up", "happened", "paragraph", "published"]
