"""Crime and Security Act 2010 ss.24-33: domestic violence protection notices and orders."""

from .regime import ENGLAND_AND_WALES, Breach, Penalty, Regime, Statement

CSA2010 = Regime(
    id="CSA2010",
    act="Crime and Security Act 2010",
    notice="domestic violence protection notice",
    notice_short="DVPN",
    order="domestic violence protection order",
    order_short="DVPO",
    sections={},
    # s.24(1): a member of a police force not below the rank of superintendent may issue a notice.
    issuing_rank="superintendent",
    issued_as="s.24(1)",
    # s.27(1): if a notice has been issued, a constable must apply for an order. Nobody else may.
    applicants=("constable",),
    application=("s.27",),
    only_after_a_notice=True,
    # s.24(2): violence or a threat of it towards an associated person; necessary to protect from either.
    behaviour="violence or a threat of violence",
    behaviours=("violence", "threat", "both"),
    danger="violence or a threat of violence",
    # s.28(3): the order must be necessary; the section does not say proportionate.
    proportionate=False,
    # s.24(2): a notice may be issued to a person aged 18 or over; the person protected may be of any age.
    least_age=18,
    least_age_protected=None,
    # s.24(9): associated within the meaning of the Family Law Act 1996 s.62(3)-(6): are or were married, civil partners
    # or cohabitants; live or lived in the same household, but not merely as employee, tenant, lodger or boarder;
    # relatives; agreed to marry; an intimate personal relationship of significant duration; parents of, or responsible
    # for, the same child; parties to the same family proceedings; linked through adoption.
    relationship="associated",
    limbs=(
        "married or civil partners",
        "cohabitants",
        "same household",
        "relatives",
        "engaged",
        "intimate relationship",
        "parents of the same child",
        "same family proceedings",
        "adoption",
    ),
    # s.24(6)-(8): must prohibit molesting, which may be put as particular acts; premises only where both live there.
    mandatory="molest",
    conditions={
        "molest": "s.24(6)",
        "contact": "s.24(7)",
        "come near": "s.24(7)",
        "particular act": "s.24(7)",
        "evict": "s.24(8)(a)",
        "enter": "s.24(8)(b)",
        "leave": "s.24(8)(c)",
        "distance": "s.24(8)(d)",
    },
    # s.25(1): what a notice must state.
    statements=(
        Statement("grounds", "s.25(1)(a)", "the grounds", ("The grounds are:", "{grounds}")),
        Statement(
            "arrest",
            "s.25(1)(b)",
            "the power of arrest",
            ("A constable may arrest you without a warrant", "reasonable grounds for believing that you are in breach"),
        ),
        Statement(
            "hearing",
            "s.25(1)(c)",
            "when the application will be heard",
            ("heard within 48 hours of the time this notice is served", "You will be given a notice of the hearing"),
        ),
        Statement(
            "continues",
            "s.25(1)(d)",
            "how long the notice lasts",
            ("continues in effect until the application has been determined",),
        ),
        Statement(
            "order",
            "s.25(1)(e)",
            "what an order may provide",
            (
                "may make a domestic violence protection order",
                "prohibit you from molesting",
                "prohibit you from evicting or excluding",
                "prohibit you from entering the premises",
                "require you to leave the premises",
                "prohibit you from coming within a stated distance of the premises",
            ),
        ),
    ),
    # s.27(3): the application must be heard not later than 48 hours after the notice was served.
    hearing_hours=48,
    # ss.25(1)(d), 27(9): the notice continues in effect until the application has been determined.
    ends_when="determined",
    # s.28(10): an order lasts no fewer than 14 days and no more than 28, beginning with the day it is made.
    shortest_order_days=14,
    longest_order_days=28,
    drafts_order=True,  # s.28(6)-(8): the provisions of s.24, and no others
    # s.26: no offence; held in custody, no police bail, for the court that will hear the application, within 24 hours
    # of the arrest or at that hearing if it is earlier; it may remand. The Act lays down no penalty.
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
    # s.29 and MCA 1980 s.63(3): no offence but civil; held in custody for any magistrates' court within 24 hours of
    # the arrest. Up to £5,000, or £50 a day, or two months; by the day not above £1,000 in all [from memory].
    breach_of_order=Breach(
        "s.29",
        offence=False,
        entry_power=False,
        custody_hours=24,
        court="any magistrates' court",
        sanction="Civil: up to £50 a day or £5,000, or up to 2 months in custody.",
        until_hearing=False,
        police_bail=False,
        outcomes=(
            "sum ordered",
            "committed",
            "committal suspended",
            "no penalty",
            "not proved",
            "adjourned",
            "remanded in custody",
            "bailed by the court",
        ),
        penalty=Penalty("MCA 1980 s.63(3)", pounds=5_000, pounds_a_day=50, daily_pounds_in_all=1_000, months=2),
        appeal="the High Court",
    ),
    # The Act's ss.24-33 extend to England and Wales only.
    notice_has_effect_in=ENGLAND_AND_WALES,
    order_has_effect_in=ENGLAND_AND_WALES,
    notification_days=None,
)
