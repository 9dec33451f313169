"""Domestic Abuse Act 2021 Part 3: domestic abuse protection notices and orders.

docs/law.md says what of it was read in the Act and what stands here from memory.
"""

from .regime import UNITED_KINGDOM, Breach, Regime, Statement

DAA2021 = Regime(
    id="DAA2021",
    act="Domestic Abuse Act 2021",
    notice="domestic abuse protection notice",
    notice_short="DAPN",
    order="domestic abuse protection order",
    order_short="DAPO",
    sections={
        "s.24": "s.22",
        "s.24(1)": "s.22(1), (8)",
        "s.24(2)": "s.22(6)",
        "s.24(2)(a)": "s.22(3)",
        "s.24(2)(b)": "s.22(4)",
        "s.24(3)(a)": "s.24(1)(a)",
        "s.24(3)(b)": "s.24(1)(b)",
        "s.24(3)(b), (4)": "s.24(1)(b), (2)",
        "s.24(3)(c)": "s.24(1)(c)",
        "s.24(3)(d)": "s.24(1)(d)",
        "s.24(3)(d), (4)": "s.24(1)(d), (2)",
        "s.24(6)": "s.22(2)",
        "s.24(7)": "s.23(1)",
        "s.24(8)": "s.23(2)",
        "s.24(8)(d)": "s.23(1)(b)",
        "s.24(9)": "s.2",
        "s.24(10)-(11)": "s.25(5)-(6)",
        "s.25(1)": "s.25(2)",
        "s.25(1)(a)": "s.25(2)(a)",
        "s.25(2)": "s.25(1), (3)",
        "s.25(3)": "s.25(4)",
        "s.25(1)(b)": "s.26(1)",
        "s.26(1)": "s.26(2)",
        "s.27(1)": "s.28(3)",
        "s.27(3)": "s.29(2)",
        "s.27(4)": "s.29(3)",
        "s.27(5)": "s.29(4)",
        "s.27(6)-(7)": "s.29(5)-(6)",
        "s.27(9)": "s.29(7)",
        "s.27(10)": "s.28",  # which subsection: from memory, and not said
        # After a notice the police apply, and the court makes the order on that application: s.28 here too, as it
        # happens. s.31 is for orders in other proceedings, s.32 for what the court must be satisfied of.
        "s.28": "s.28",
        "s.28(9)": "s.39",
        "s.28(10)": "s.38",
        "s.28(11)": "s.38",
    },
    # s.22(1), (8): a senior police officer, who is at least of the rank of inspector, may give a notice.
    issuing_rank="inspector",
    issued_as="s.22(1)",
    # s.28: the chief officer, who must after a notice; the person themselves; others; s.31: a court of its own motion.
    applicants=(
        "chief officer of police",
        "protected person",
        "person specified in regulations",
        "anybody else with the court's leave",
        "court of its own motion",
    ),
    application=("s.28", "s.29"),
    only_after_a_notice=False,  # s.28(2)-(3): it must be applied for after a notice, and may be without one
    # s.22(3)-(5): abusive behaviour within s.1, wherever it happened; necessary to protect from domestic abuse.
    behaviour="abusive behaviour",
    behaviours=("violence", "threat", "both", "other abuse"),
    danger="domestic abuse or the risk of it",
    # s.32: an order must be necessary and proportionate.
    proportionate=True,
    # s.22(2), (6): P is 18 or over, the person protected 16 or over.
    least_age=18,
    least_age_protected=16,
    # s.2: personally connected. Sharing a household, being in the same proceedings or adoption is not enough.
    relationship="personally connected",
    limbs=(
        "married or civil partners",
        "cohabitants",
        "relatives",
        "engaged",
        "intimate relationship",
        "parents of the same child",
    ),
    # ss.22(2), 23: prohibits abuse; no contact; no coming near where the person lives; premises where both live.
    mandatory="no abuse",
    conditions={
        "no abuse": "s.22(2)",
        "contact": "s.23(1)(a)",
        "where they live": "s.23(1)(b)",
        "evict": "s.23(2)(a)",
        "enter": "s.23(2)(b)",
        "leave": "s.23(2)(c)",
    },
    # s.25(2): what a notice must state.
    statements=(
        Statement("grounds", "s.25(2)(a)", "the grounds", ("The grounds are:", "{grounds}")),
        Statement(
            "arrest",
            "s.25(2)(b)",
            "the power of arrest",
            ("A constable may arrest you without a warrant", "reasonable grounds for believing that you are in breach"),
        ),
        Statement(
            "hearing",
            "s.25(2)(c)",
            "when the application will be heard",
            (
                "under section 28",
                "heard within 48 hours of the time this notice is given to you",
                "disregarding any Sunday, Christmas Day, Good Friday and any bank holiday in England and Wales",
                "You will be given a notice of the hearing",
            ),
        ),
        Statement(
            "continues",
            "s.25(2)(d)",
            "how long the notice lasts",
            ("continues in effect until the application has been determined or withdrawn",),
        ),
        Statement(
            "order",
            "s.25(2)(e)",
            "what an order may provide",
            (
                "may make a domestic abuse protection order",
                "any requirement that the court considers necessary to protect",
                "not to contact",
                "not to come within a stated distance of any premises",
                "not to evict or exclude",
                "not to enter",
                "to leave",
                "electronic monitoring",
            ),
        ),
    ),
    # s.29(2): the application must be heard not later than 48 hours after the notice was given.
    hearing_hours=48,
    # s.25(2)(d): until the application has been determined or withdrawn.
    ends_when="determined or withdrawn",
    # s.38: neither a least nor a greatest length.
    shortest_order_days=None,
    longest_order_days=None,
    drafts_order=False,  # s.35: whatever requirement the court considers necessary, a positive one too
    # s.26: no offence; held in custody, no police bail, for the court that will hear the application, within 24 hours
    # of the arrest or at that hearing if it is earlier; it may remand.
    breach_of_notice=Breach(
        "s.26",
        offence=False,
        entry_power=False,
        custody_hours=24,
        court="the magistrates' court that will hear the application",
        sanction="None for the notice itself.",
        until_hearing=True,
        police_bail=False,
        outcomes=("remanded in custody", "bailed by the court", "released", "application determined"),
    ),
    # s.39: an offence triable either way, so that PACE 1984 s.17(1)(b) gives a power of entry; then it goes the way
    # of any offence: custody and police bail under PACE 1984 Part 4, and charge.
    breach_of_order=Breach(
        "s.39",
        offence=True,
        entry_power=True,
        custody_hours=None,
        court="charge, and the court bail or custody leads to",
        sanction="An offence: up to 5 years.",
        until_hearing=False,
        police_bail=True,
        outcomes=("charged", "not charged"),
    ),
    # ss.22(7), 38: all parts of the United Kingdom.
    notice_has_effect_in=UNITED_KINGDOM,
    order_has_effect_in=UNITED_KINGDOM,
    # s.41: names and home address within 3 days beginning with the day the order is made.
    notification_days=3,
)
