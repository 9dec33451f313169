"""What every figure counts, and of what: in words that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """What a figure counts, in words that stand beside it. `of`: the figure that is its denominator, None: none.

    `guarded`: it tells who somebody is. Given of the whole force alone, by kind alone, and few are told together.
    """

    heading: str
    means: str
    of: str | None = None
    guarded: bool = False


DEFINITIONS: dict[str, Definition] = {
    "requested": Definition(
        "Requests for authority",
        "Requests signed in the period; asked again with another request that replaces it, it counts once.",
    ),
    "authorised": Definition(
        "Notices authorised",
        "Authority given in the period, by when it was signed, or given by telephone. Minutes: from the request.",
        "requested",
    ),
    "authorised opposed": Definition(
        "Notices authorised that the protected person opposed",
        "By their opinion as recorded last before authority was given. It never bars a notice (s.24(5)).",
        "authorised",
    ),
    "refused": Definition(
        "Requests refused", "Authority declined in the period. Minutes: from the request.", "requested"
    ),
    "refused because": Definition(
        "Why requests were refused",
        "Each reason chosen, by the conditions of s.24; a refusal with two counts under both, one with none as not "
        "recorded.",
        "refused",
    ),
    "request withdrawn": Definition(
        "Requests withdrawn before a decision", "Taken back in the period before anybody had decided them.", "requested"
    ),
    "withdrawn": Definition(
        "Authorities withdrawn before service", "Taken back in the period while nobody had been served.", "authorised"
    ),
    "unserved": Definition(
        "Authorised and not served",
        "Authorised in the period, and neither served nor withdrawn by the time this was read.",
        "authorised",
    ),
    "unserved a day": Definition(
        "Unserved for more than 24 hours, at the end of each day",
        "Each notice counts once for every day at whose end it had been authorised for more than 24 hours, and was "
        "neither served nor withdrawn. By day: how many at any one time. Days that have ended.",
    ),
    "telephone differed": Definition(
        "Telephone authorities that differed",
        "What was noted was not what the officer said they authorised.",
        "authorised",
    ),
    "not pursued": Definition("Considered and not pursued", "Cases in which no authority was asked for, by why."),
    "condition": Definition(
        "Conditions authorised", "Conditions of the notices authorised, each counted.", "authorised"
    ),
    "attempted": Definition(
        "Attempts at service", "Attempts recorded in the period that did not end in service, by how they ended."
    ),
    "served": Definition(
        "Notices served",
        "By the time of service. Irregular: it is in doubt whether the notice binds. Minutes: from the authority.",
        "authorised",
    ),
    "served after a day": Definition(
        "Served more than 24 hours after the authority",
        "By the time of service, from when authority was given.",
        "served",
    ),
    "served in custody": Definition(
        "Served in custody", "While the respondent was detained for the incident, as recorded.", "served"
    ),
    "beside bail": Definition(
        "Notices beside a bail decision",
        "Notices served in a case that has one, whenever it was decided, by the last.",
        "served",
    ),
    "first hearing": Definition(
        "Applications before a court",
        "The first sitting of each application. Late: after the 48 hours, Sundays and holidays left out. "
        "Minutes: what was left of them; below nothing where it was late.",
        "served",
    ),
    "adjourned": Definition(
        "Adjournments", "Each adjournment of a hearing, by when the court adjourned.", "first hearing"
    ),
    "ordered": Definition(
        "Orders made",
        "Orders by the day the court made them; an order corrected counts once. Amount: days.",
        "decided",
    ),
    "application refused": Definition("Applications refused", "By when the court refused.", "decided"),
    "court refused because": Definition(
        "Why a court refused",
        "Each reason chosen, by the conditions of s.28 and steps of s.27; a refusal with two counts under both, one "
        "with none as not recorded.",
        "application refused",
    ),
    "application withdrawn": Definition("Applications withdrawn", "By when the police withdrew.", "first hearing"),
    "respondent at court": Definition(
        "Whether the respondent was at court",
        "Orders made in the period, by whether they were there or told.",
        "ordered",
    ),
    "order changed": Definition(
        "Orders changed by a court, and appeals", "By when the court decided, or an appeal was lodged.", "ordered"
    ),
    "order not told": Definition(
        "Orders the respondent has not been told of",
        "Made in the period, and not told by the time this was read.",
        "ordered",
    ),
    "breach reported": Definition("Breaches reported", "Reports in the period, of a notice or of an order."),
    "unit sent": Definition(
        "Breaches a unit was sent to",
        "By when the first was recorded as sent. Minutes: from the report.",
        "breach reported",
    ),
    "no unit sent": Definition(
        "Breaches no unit was sent to",
        "Recorded as not met by a unit, by when, and none sent later.",
        "breach reported",
    ),
    "no unit because": Definition(
        "Why no unit was sent", "Of those, by the reason chosen when it was last recorded.", "no unit sent"
    ),
    "arrested": Definition(
        "Arrests for breach", "By the time of arrest. Minutes: from the last report before it.", "breach reported"
    ),
    "brought to court": Definition(
        "Arrests that a court heard",
        "Arrests in the period that a court dealt with, and whether within 24 hours.",
        "arrested",
    ),
    "breach heard": Definition(
        "Breaches heard by a court",
        "Hearings in the period, by outcome. Amount: pounds where a sum was ordered, days where committed.",
    ),
    "told": Definition(
        "Contacts with protected people",
        "Times a protected person was told, or it was tried, by whether they were reached, and wanted contact.",
    ),
    "told of": Definition(
        "What protected people were told of",
        "Each thing they were told, by which. Minutes: from when it happened.",
    ),
    "referred": Definition(
        "Referrals made",
        "Tasks recorded as done in the period, and children referred at the scene, by to whom. Minutes: from when the "
        "case called for it.",
        "served",
    ),
    "support offered": Definition(
        "What became of the offer of an IDVA or local support",
        "Referrals to support recorded in the period as made or as not needed, by what was chosen: accepted, declined, "
        "not reached.",
        "served",
    ),
    "school told": Definition(
        "Children's schools told", "By when, and whether before the next school day began (DAA 2021 s.49A)."
    ),
    "protected person": Definition(
        "Protected people's ages", "Requests in the period, by the protected person's age.", "requested"
    ),
    "respondent's gender": Definition(
        "Respondents, by sex or gender",
        "Requests in the period, by what they said of themselves. Groups of fewer than five are told together.",
        "requested",
        guarded=True,
    ),
    "respondent's ethnicity": Definition(
        "Respondents, by ethnicity",
        "Requests in the period, by what they said of themselves. Groups of fewer than five are told together.",
        "requested",
        guarded=True,
    ),
    "protected person's gender": Definition(
        "Protected people, by sex or gender",
        "Requests in the period, by what they said of themselves. Groups of fewer than five are told together.",
        "requested",
        guarded=True,
    ),
    "protected person's ethnicity": Definition(
        "Protected people, by ethnicity",
        "Requests in the period, by what they said of themselves. Groups of fewer than five are told together.",
        "requested",
        guarded=True,
    ),
    "views": Definition(
        "Protected person's opinion",
        "Requests in the period, by whether they support a notice, oppose it or neither. In words alone: it was had, "
        "and nobody chose which.",
        "requested",
    ),
    "relationship": Definition("Relationship", "Requests in the period, by the limb of section 24(9).", "requested"),
    "counter-allegation": Definition("Counter-allegations", "Requests in which the respondent made one.", "requested"),
    "firearms certificate": Definition(
        "Respondents with a firearms certificate", "Requests in which one is recorded as a danger.", "requested"
    ),
    "child": Definition("Children", "Children recorded on cases with a request in the period."),
    "later": Definition(
        "What became known later",
        "By the day it happened: new incidents, serious harm, deaths, non-molestation orders, complaints, and what "
        "became of the offence, as somebody recorded it.",
    ),
    "after service": Definition(
        "New incidents, serious harm and deaths after a notice",
        "Of those known later, in cases with a notice served before, by how long after.",
        "served",
    ),
    "bail decision": Definition("Bail and release decisions", "By when they were decided."),
    "released": Definition(
        "Releases from custody",
        "By when, and whether the protected person had been told before.",
    ),
}
"""Every figure, in the order in which a case goes through them."""

GUARDED = frozenset(key for key, means in DEFINITIONS.items() if means.guarded)
"""Those that tell who somebody is."""

PEOPLE_MEANS = {
    "respondents": "Different people on whom a notice was served or an order made in the period: the same names and "
    "date of birth are one person.",
    "protected_people": "Different people protected by a notice served or an order made in the period, not orders: "
    "the same names and date of birth are one person.",
    "fined_or_committed": "Different people whose breach a court heard in the period and ordered to pay a sum, or "
    "committed.",
    "breached_again": "Different people of whom two breaches or more were reported in the period.",
    "again_28_days": "Notices served in the period on somebody who had been served with another in the 28 days before.",
    "again_12_months": "Notices served in the period on somebody served with another in the 12 months before.",
}
"""What is counted of people, once each."""

DENOMINATORS = {"decided": "applications the court granted or refused"}
"""What a denominator is called that is no figure of its own."""
