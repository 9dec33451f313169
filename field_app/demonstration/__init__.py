"""The demonstration force: invented officers, an invented case, real entries and real signatures."""

from .force import DemonstrationExists, links, load

__all__ = ["DemonstrationExists", "links", "load"]
