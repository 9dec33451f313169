"""What a constable may do when somebody is bound by a notice, in the sentences the look-up shows."""

from __future__ import annotations

from collections.abc import Sequence

from .answers import NotMet
from .regimes import Regime


def power_under_notice(regime: Regime) -> str:
    """The power while a served notice is in force (CSA 2010 ss.25(1)(b), 26(1))."""
    # ss.25(1)(b), 26(1): a constable may arrest without warrant on reasonable grounds for believing P is in
    # breach; P must be kept in custody and brought before the court within 24 hours of arrest.
    return (
        "You may arrest without warrant if you have reasonable grounds for believing they are in breach. "
        f"Keep them in custody, no police bail; before the court within {regime.custody_hours} hours of arrest, "
        "Sundays, Christmas Day, Good Friday and bank holidays not counted. Not an offence in itself: it gives "
        "no power of entry. Consider the offence too."
    )


def power_in_doubt(lacking: Sequence[NotMet]) -> str:
    """A notice recorded as served although what makes it bind is missing: nobody is arrested on that alone."""
    return (
        "RECORDED AS SERVED, BUT IN DOUBT. Do not arrest on this alone: ring the duty inspector. "
        f"{' '.join(one.message for one in lacking)} Consider any offence."
    )


def no_power_before_service() -> str:
    """An authorised notice binds nobody until it is served in person (CSA 2010 s.25(2))."""
    return "AUTHORISED, NOT SERVED. No power yet: the notice has to be served in person by a constable first."


NOTHING_FOUND = (
    "Nothing found here. This does not prove there is no order: check PNC or LEDS, ask for a date of birth and "
    "earlier names."
)
"""The answer where nothing matches."""
