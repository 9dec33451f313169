"""Which facts of which kinds are given to whom, and why whatever else is withheld."""

from __future__ import annotations

from dataclasses import dataclass

from field_app.cases import authority, court, keeping
from field_app.cases.entries.monitoring import MONITORED

OTHERS = "It is about other people, or was said by them."
SAFETY = "It could tell where or how somebody is found, or put somebody in danger."
POLICE = "It is how police work or what officers judge: dangers, risk, evidence, who was asked to decide."
CHOSEN = "The officer who answered withheld it, for a reason that is on record."

REASONS = (OTHERS, SAFETY, POLICE, CHOSEN)
"""Why something is withheld, each a restriction of the right of access (DPA 2018 Part 3, ss.45-49)."""

REST = {"who they are": POLICE, "what they said": OTHERS, "the notice": SAFETY, "court and custody": SAFETY}
"""Why facts of an entry given in part are withheld, by the part it is given under."""

RESPONDENT, PROTECTED = "respondent", "protected person"
BOTH = (RESPONDENT, PROTECTED)
ANYBODY = (*BOTH, "child", "other resident", "witness")

NAMES = ("family_name", "given_names", "aliases")
REACHED = ("address", "postcode", "telephone", "number_plate", "other_contact")
"""How somebody is found. Not given for a child: whoever asks for a child may be who must not find it."""


@dataclass(frozen=True)
class Told:
    """What is given of a kind: to whom, under which of `entries.keeping.PARTS`, in which words, and which facts.

    `more` are facts for the respondent alone, who was there.
    """

    part: str
    whom: tuple[str, ...]
    says: str
    facts: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()


TOLD = {
    "case started": Told("who they are", ANYBODY, "A case was started", (("reference", "Reference"),)),
    "person described": Told(
        "who they are",
        ANYBODY,
        "You were described",
        (
            ("family_name", "Family name"),
            ("given_names", "Given names"),
            ("aliases", "Other names"),
            ("born", "Born"),
            ("believed_age", "Age you were believed to be"),
            ("language", "Language"),
            ("interpreter", "Whether an interpreter is needed"),
            ("address", "Address"),
            ("postcode", "Postcode"),
            ("telephone", "Telephone"),
            ("number_plate", "Number plate"),
            ("other_contact", "Other contact"),
        ),
    ),
    "views recorded": Told(
        "what they said",
        ANYBODY,
        "What you said about a notice was recorded",
        (("said", "What you said"), ("opinion", "Whether you were for it")),
    ),
    MONITORED: Told(
        "who they are",
        BOTH,
        "What you said of yourself was recorded for the equality figures",
        (("gender", "Sex or gender"), ("ethnicity", "Ethnicity")),
    ),
    "notice authorised": Told("the notice", BOTH, "A notice was authorised"),
    "notice served": Told(
        "the notice",
        BOTH,
        "The notice was given to the respondent",
        (("served_at", "When"),),
        (
            ("manner", "How"),
            ("address_given", "Address you gave for the notice of the hearing"),
            ("respondent_signed", "Whether you signed"),
        ),
    ),
    "authority withdrawn before service": Told("the notice", (PROTECTED,), "The notice was withdrawn"),
    court.LISTED: Told("court and custody", BOTH, "A hearing was listed", (("court", "Court"), ("sitting_at", "When"))),
    court.NOTICE: Told(
        "court and custody",
        (RESPONDENT,),
        "You were given notice of the hearing, or it was tried",
        (("outcome", "What came of it"), ("given_at", "When")),
    ),
    court.ADJOURNED: Told(
        "court and custody",
        BOTH,
        "The hearing was adjourned",
        (("court", "Court"), ("adjourned_at", "When"), ("until", "Until")),
    ),
    "order made": Told(
        "court and custody",
        BOTH,
        "The court made an order",
        (("court", "Court"), ("made_on", "When"), ("days", "Days"), ("last_day", "Last day")),
    ),
    "order served or explained": Told(
        "court and custody",
        (RESPONDENT,),
        "You were given the order, or had it explained",
        (("told_at", "When"), ("manner", "How")),
    ),
    "application refused or withdrawn": Told(
        "court and custody",
        BOTH,
        "The application ended without an order",
        (("outcome", "What came of it"), ("court", "Court"), ("decided_at", "When")),
    ),
    "order changed by the court": Told(
        "court and custody",
        BOTH,
        "The court changed the order",
        (("what", "How"), ("court", "Court"), ("decided_at", "When"), ("order_now", "The order since")),
    ),
    "arrest made": Told(
        "court and custody",
        (RESPONDENT,),
        "You were arrested for a breach",
        (("of", "Of the"), ("arrested_at", "When")),
    ),
    "bail or release decision recorded": Told(
        "court and custody",
        (RESPONDENT,),
        "What was decided on bail or release",
        (("decision", "Decision"), ("decided_at", "When"), ("until", "Until")),
    ),
    "respondent released": Told(
        "court and custody",
        (RESPONDENT,),
        "You left the police station",
        (("released_at", "When"),),
    ),
    "breach heard": Told(
        "court and custody",
        (RESPONDENT,),
        "A court heard a breach",
        (("of", "Of the"), ("heard_at", "When"), ("court", "Court"), ("outcome", "What came of it")),
    ),
    "protected person told": Told(
        "the notice",
        (PROTECTED,),
        "You were told what happened, or somebody tried to reach you",
        (("outcome", "What came of it"), ("contacted_at", "When")),
    ),
    keeping.SUBJECT_ACCESS: Told(
        "who they are", ANYBODY, "You asked for what is held about you", (("request", "Your request"),)
    ),
}
"""Every kind anything is given of. The notice itself, orders and papers are with whoever was given them."""

WITHHELD = {
    "relationship recorded": OTHERS,
    "violence recorded": OTHERS,
    "necessity recorded": OTHERS,
    "children's welfare recorded": OTHERS,
    "breach reported": OTHERS,
    "connection declared": OTHERS,
    "evidence letter asked for": OTHERS,
    keeping.NOTE: OTHERS,
    "safe contact arranged": SAFETY,
    "premises recorded": SAFETY,
    "incident recorded": SAFETY,
    "compliance visit made": SAFETY,
    "contact officer named": SAFETY,
    "task set": SAFETY,
    "task done": SAFETY,
    "overdue escalated": SAFETY,
    authority.NOTED: POLICE,
}
"""Why a kind is withheld whole, where it is not `POLICE`."""
