"""The demonstration force: invented officers, an invented case, real entries and real signatures."""

from .force import DemonstrationExists, links, load
from .history import load as load_history
from .training import begin_again

__all__ = ["DemonstrationExists", "begin_again", "links", "load", "load_history"]
