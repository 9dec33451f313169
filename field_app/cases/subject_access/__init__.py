"""What somebody recorded on a case is given when they ask for what is held about them (DPA 2018 Part 3, ss.45-49).

It is an allow-list. `told` names every fact that is given, to whom; whatever else is recorded, now or by a kind that is
declared later, is withheld and counted with its reason.
"""

from .compose import Count, Given, SubjectAccess, compose, person_of
from .told import REASONS, TOLD, WITHHELD

__all__ = ["REASONS", "TOLD", "WITHHELD", "Count", "Given", "SubjectAccess", "compose", "person_of"]
