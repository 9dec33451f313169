"""What the tour shows, step by step: the only place where its words stand. `make tour` writes the page from them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One picture and what it shows. `wide` is a desk's screen, else it is a phone's."""

    picture: str
    screen: str
    heading: str
    words: str
    wide: bool = False


STEPS = (
    Step(
        "cases",
        "/",
        "A constable at the door",
        "A neighbour rang 999. The constable's phone shows the cases it holds, and above them whether everything "
        "was sent. **Start a case** opens the first of ten short screens.",
    ),
    Step(
        "incident",
        "/incident",
        "What happened, with no signal",
        "From here to the request the phone has no connection. The strip says how much is not sent yet; every entry "
        "is kept sealed on the phone, and goes by itself later. Dangers come first, for the next officers.",
    ),
    Step(
        "conditions",
        "/conditions",
        "What the notice will prohibit",
        "The screen offers the conditions the Act allows, and those about the home only where both live in it. Each "
        "one needs its reason. The notice is composed while they are ticked.",
    ),
    Step(
        "review",
        "/review",
        "Ready to ask",
        "*Review* shows everything once more and says what the law still asks for. The signal is back, everything "
        "was sent, and **Request authority** signs the request with the phone's passkey.",
    ),
    Step(
        "asked",
        "/",
        "A superintendent is reached",
        "Whoever is on call gets an alert that names nobody. Unlocked, the phone shows what waits and for how long.",
    ),
    Step(
        "decision",
        "/decision",
        "Everything on one screen",
        "Grounds, violence, risk, what each of them said, the children, the conditions with their sections; the "
        "respondent and the risk level at the top.",
    ),
    Step(
        "sign",
        "/decision",
        "The decision is signed",
        "Above this stands what the law makes them consider, ticked off against the record. **Authorise as asked**, "
        "change a condition first, or **Refuse**: each with reasons, signed over the exact text of the notice.",
    ),
    Step(
        "notice",
        "/notice",
        "The exact notice, on the constable's phone",
        "*AUTHORISED, NOT SERVED: no power yet.* The text is the one that was signed, to show, to read out and to "
        "print; it is there without signal too.",
    ),
    Step(
        "service",
        "/notice",
        "Served in person",
        "The time to the minute, the place, the manner, how it was explained, and the address that must be asked "
        "for. **Confirm service** signs it.",
    ),
    Step(
        "served",
        "/notice",
        "The 48 hours run at once",
        "Sundays, Christmas Day, Good Friday and bank holidays are left out; Saturdays count. The last court that "
        "sits before then stands beside it.",
    ),
    Step(
        "safeguarding",
        "/safeguarding",
        "The protected person is told",
        "Safeguarding sees who must be told of what, by when, and what else is to be done, each with what asks for it.",
        wide=True,
    ),
    Step(
        "control-room",
        "/control-room",
        "A breach is reported",
        "The protected person rings. The operator looks the respondent up, reports the breach and sends a unit; "
        "until one is sent it stays here, and is alarmed.",
        wide=True,
    ),
    Step(
        "look-up",
        "/look-up",
        "May I arrest?",
        "A response officer looks the name up, misspelt: the notice, what it prohibits, and the power to arrest. Of "
        "the protected person it shows initials and age.",
    ),
    Step(
        "arrest",
        "/arrest",
        "Arrested for breach",
        "Both limits at once, as soon as the time is in: 24 hours from the arrest, or the hearing if that comes "
        "earlier, and the last court that sits before.",
    ),
    Step(
        "custody",
        "/custody",
        "In custody",
        "The custody sergeant sees who is held that a request, a notice or a breach concerns, the earliest clock "
        "first.",
        wide=True,
    ),
    Step(
        "legal-desk",
        "/legal-desk",
        "Legal services prepare the hearing",
        "Every served notice with what is left of its hours, the earliest deadline first, and what is irregular "
        "about it.",
        wide=True,
    ),
    Step(
        "bundle",
        "/bundle",
        "The court bundle",
        "Built from the record. Field says what would tell the respondent something they may not know before it is "
        "made.",
        wide=True,
    ),
    Step(
        "court",
        "/court",
        "The court makes an order",
        "28 days, with its last day worked out. From now on the look-up answers with the order.",
        wide=True,
    ),
    Step(
        "live",
        "/live",
        "What is about to go wrong",
        "The duty inspector sees what waits, what is late and who has not been told, renewed by itself.",
        wide=True,
    ),
    Step(
        "officers",
        "/officers",
        "Who may do what",
        "An administrator adds officers and records rank and postings, signed. Nobody's role is a tick in a database.",
        wide=True,
    ),
    Step(
        "rota",
        "/rota",
        "Who is asked in the night",
        "The rota says whom a request reaches, in which order, and which phones take alerts.",
        wide=True,
    ),
    Step(
        "audit",
        "/audit",
        "Who saw what",
        "Every look-up and every case that was opened is on record. **Show the record** answers an auditor, says first "
        "what stands out, and is on record too.",
        wide=True,
    ),
)

AT_THE_TOP = ("cases", "review", "decision", "served", "look-up")
"""The pictures that stand side by side in the one of the README."""
