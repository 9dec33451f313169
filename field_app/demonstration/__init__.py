"""The demonstration force: invented officers, an invented case, real entries and real signatures."""

from .force import DemonstrationExists, links, load
from .history import load as load_history

__all__ = ["DemonstrationExists", "links", "load", "load_history"]
