"""What a constable may do when somebody is bound by a notice or an order, in the sentences the look-up shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .answers import NotMet
from .regimes import Breach, Regime

DISREGARDED = "Sundays, Christmas Day, Good Friday and bank holidays not counted"
AT_THE_HEARING = ", or at that hearing if it comes first"
"""Of a notice alone (CSA 2010 s.26(1)(b), DAA 2021 s.26(2)(b))."""


def power_under(regime: Regime, what: Literal["notice", "order"]) -> str:
    """The power while a served notice, or an order its respondent knows of, is in force; the first sentence the power.

    Source: CSA 2010 ss.25(1)(b), 26(1), 28(9), 29(1); DAA 2021 ss.22(7), 25(2)(b), 26, 38, 39; PACE 1984 s.17(1)(b).
    """
    breach, effect = {
        "notice": (regime.breach_of_notice, regime.notice_has_effect_in),
        "order": (regime.breach_of_order, regime.order_has_effect_in),
    }[what]
    return f"{_arrest(breach)} {_entry(breach)} It has effect in {effect}. Consider any other offence too."


def _arrest(breach: Breach) -> str:
    if breach.custody_hours is None:
        # DAA s.39: a breach is an offence, so that the ordinary power of arrest is there (PACE s.24).
        return (
            "You may arrest without warrant if you have reasonable grounds for suspecting they are in breach: that is "
            f"an offence ({breach.section}). Custody, bail and charge are those of any offence."
        )
    # CSA ss.25(1)(b), 26(1), 28(9), 29(1), DAA ss.25(2)(b), 26: a constable may arrest without warrant on reasonable
    # grounds for believing P is in breach; P must be kept in custody and brought before the court within 24 hours.
    return (
        "You may arrest without warrant if you have reasonable grounds for believing they are in breach. "
        f"Keep them in custody, no police bail; before {breach.court} within {breach.custody_hours} hours of arrest, "
        f"{DISREGARDED}{AT_THE_HEARING if breach.until_hearing else ''}."
    )


def _entry(breach: Breach) -> str:
    # PACE s.17(1)(b): entry to arrest for an indictable offence; a breach that is no offence gives none.
    if breach.entry_power:
        return "You may enter premises to arrest for it (PACE 1984 s.17(1)(b))."
    return "Not an offence in itself: it gives no power of entry."


def power_in_doubt(lacking: Sequence[NotMet]) -> str:
    """A notice recorded as served although what makes it bind is missing: nobody is arrested on that alone."""
    return (
        "RECORDED AS SERVED, BUT IN DOUBT. Do not arrest on this alone: ring the duty inspector. "
        f"{' '.join(one.message for one in lacking)} Consider any offence."
    )


def power_not_known_to_be_told(issued_by: str) -> str:
    """Made elsewhere, and not known here to have been served or explained: it may bind nobody yet."""
    return (
        "NOT KNOWN TO BE SERVED. Do not arrest on this alone: have control ask whoever made it. "
        f"It was made by {issued_by.rstrip('.')}. Consider any offence."
    )


def power_of_another_kind(kind: str, *, told: bool) -> str:
    """An order under neither Act, a restraining order say: what a breach of it is, nothing here says."""
    served = "" if told else "It is not known here to have been served. "
    return (
        f"ALSO KNOWN: {kind.upper()}. {served}It is not under the Acts of the notices and orders held here: what a "
        "breach of it is, and your power, are not stated here. Check PNC or LEDS, and consider any offence."
    )


def power_after_the_hearing_was_due(issued_by: str, by: str) -> str:
    """A notice made elsewhere whose application must have been heard by then (CSA 2010 s.27(3); DAA 2021 s.29(2))."""
    return (
        f"IN DOUBT: its application had to be heard by {by}, and nothing here says what the court decided. Do not "
        f"arrest on this alone: have control ask whoever made it. It was made by {issued_by.rstrip('.')}. "
        "Consider any offence."
    )


def power_with_no_hearing_recorded(by: str) -> str:
    """A notice of this force's whose application no court is recorded to have heard by then (CSA 2010 s.27(3)).

    The Acts do not say whether it still binds (s.25(1)(d): until the application has been determined), and the court
    may have made an order that nobody has recorded yet.
    """
    return (
        f"IN DOUBT: its application had to be heard by {by}, and no hearing is recorded. Do not arrest on this alone: "
        "ring the duty inspector, who asks legal services and the court. Consider any offence."
    )


def no_power_after_the_end(day: str) -> str:
    """What was made elsewhere and has ended, as far as is known here."""
    return f"ENDED, as far as is known here: its last day was {day}. No power under it. Check PNC or LEDS."


def power_not_yet_told() -> str:
    """An order whose respondent was not in court and has not been told since (P25): they are told first."""
    return (
        "MADE, NOT YET TOLD: GIVE IT TO THEM NOW. "
        "Serve or explain the order and record it here: until they know of it a breach is hard to prove. "
        "Consider any offence."
    )


def no_power_after_the_court(outcome: str, day: str, *, in_doubt: bool) -> str:
    """The application ended without an order, `outcome` "refused" or "withdrawn".

    A refusal ends the notice (CSA 2010 s.27(9)), a withdrawal under the DAA 2021 too (s.25(2)); under the CSA 2010,
    which knows none, that is in doubt.
    """
    if in_doubt:
        return (
            f"{outcome.upper()} on {day}: it is in doubt whether the notice still binds. Do not arrest on this alone: "
            "ring the duty inspector. Consider any offence."
        )
    return f"ENDED: the application was {outcome} on {day}. No power under it. Check PNC or LEDS."


def no_power_once_ended_by_court(what: str, day: str) -> str:
    """An order the court ended before its last day, `what` it did and when (P24; MCA 1980 s.63(2))."""
    return f"ENDED BY THE COURT: {what} on {day}. No power under it. Check PNC or LEDS. Consider any offence."


def no_power_while_suspended(until: str | None) -> str:
    """An order the court suspended (MCA 1980 s.63(2)): it binds nobody until then."""
    how_long = f"until {until}" if until else "until the court says otherwise"
    return f"SUSPENDED BY THE COURT {how_long}. No power under it now. Check PNC or LEDS. Consider any offence."


def no_power_before_service() -> str:
    """An authorised notice binds nobody until it is served in person (CSA 2010 s.25(2))."""
    return "AUTHORISED, NOT SERVED. No power yet: the notice has to be served in person by a constable first."


def no_power_once_withdrawn() -> str:
    """An authority taken back before service leaves nothing to be served (CSA 2010 ss.24(1), 25(2))."""
    return "WITHDRAWN: NO POWER. The authority was withdrawn before the notice was served. Consider any offence."


AUTHORISED_BY_TELEPHONE = "Authorised by telephone, UNCONFIRMED: the officer who gave it has yet to sign this text."
"""Said of a notice on an authority by telephone until the officer has signed or disowned its text (P16)."""

SERVICE_BY_RADIO = (
    "SERVICE REPORTED BY RADIO, NOT CONFIRMED: the constable who served it has yet to sign their own record."
)
"""Said of a notice that is known to be served by radio alone (P18): it binds, and the record is still to come."""

NOTHING_FOUND = (
    "Nothing found here. This does not prove there is no order: check PNC or LEDS, ask for a date of birth and "
    "earlier names."
)
"""The answer where nothing matches."""
