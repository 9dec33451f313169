"""May this officer add this entry to this case now?

One tuple of small rules per kind, each answering with what is not met. An *act* that any rule refuses is
refused. A *fact* has happened: it is refused only by `AUTHENTIC`, and is otherwise accepted irregular with
the reasons its rules gave.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from field_app.cases.entries.monitoring import MONITORED
from field_app.cases.reaching import MAY_ASK
from field_app.law.answers import NotMet

from .asked import Asked, Disposing, Rule
from .bundle import (
    TAKES_ARCHIVES,
    TAKES_LETTERS,
    BundleOfAServedNotice,
    DisclosesNothing,
    HasAPosting,
    LetterOfWhatWasDone,
    OfACaseTheyMayRead,
    may_have_bundle,
    may_have_letter,
    may_take_archive,
)
from .elsewhere import ACaseOfItsOwn, WithinItsAct
from .keeping import OF_KEEPING, ConfirmedByAnother, NotDisposed, may_hold, may_review
from .legal import AcceptsACorrection, IsLegalServices
from .of_authority import (
    TELEPHONE_OFF,
    AnswersWhatWasNoted,
    AuthorityStands,
    ByWhoeverMayIssue,
    ConfirmsThatText,
    GivenBefore,
    OnTheCaseOrSupervises,
    SomethingToTakeOver,
    TelephoneIsOpen,
    TelephoneStandsUndisputed,
    ThatTextWasRead,
    ToAConstable,
    WithdrawsTheAuthority,
)
from .of_breach import OF_BREACH, may_see_control_room
from .of_case import (
    DecidesOnTheRequest,
    KeepsItsBytes,
    LevelFollowsThePack,
    LinksAnotherCase,
    MayBeAsked,
    NoRivalVersions,
    NothingMissing,
    NotOwnRequest,
    OnTheCase,
    ReferenceIsTheDevices,
    ReliesOnExactBytes,
    ReplacesItsLike,
    RestsOnEverySection,
    ServedProperly,
    ServesTheAuthorisedText,
    SignsAnUnsignedFact,
    Stage,
    TextIsTheNotice,
    UnderLawInForce,
    wrote,
)
from .of_court import OF_COURT, NotAhead
from .of_custody import OF_CUSTODY, may_see_custody
from .of_sealed import OF_SEALED, IsIndependent, NamedIsIndependent, OpenToThem, ServesIndependently, is_open_to
from .office import (
    OF_OFFICE,
    ConfirmsAWaitingRank,
    KnownOfficer,
    OwnDeviceOrAdministrators,
    OwnOrAdministrators,
)
from .officer import (
    FromLiveDevice,
    FromOwnDevice,
    HoldsIssuingRank,
    InItsLog,
    IsAdministrator,
    IsConstable,
    Signed,
    WrittenBySender,
)
from .paper import SheetUsedOnce, SpoilsAPrintedNotice
from .reaching import (
    AnswersAQuestion,
    AsksOfWhatIsOpen,
    EndsAfterItStarts,
    HoldsTheShiftsRank,
    KeepsTheRota,
    KnownShift,
    NamesTheRequest,
    NotHeldByAnother,
    OpensToWhoeverMayDecide,
    OwnOrTheRotas,
    ReleasesOwnClaim,
    WithdrawsAnOpening,
)
from .reading import (
    ASKED_FOR,
    MayReadTheCase,
    is_joined,
    may_compare,
    may_decide,
    may_look_up,
    may_read,
    may_see_item,
    may_see_legal_desk,
    may_see_live_view,
    may_see_safe_contact,
    may_see_safeguarding,
    may_take_orders,
    runs_the_service,
)
from .safeguarding import OnTheCaseOrSafeguarding, ToAnOfficer, ToldOfWhatHappened, WithinSafeContact, WithProof

__all__ = [
    "ABOUT_THE_OFFICER",
    "ALWAYS",
    "ASKED_FOR",
    "AUTHENTIC",
    "RULES",
    "TELEPHONE_OFF",
    "Accepted",
    "Asked",
    "Disposing",
    "Refused",
    "ReliesOnExactBytes",
    "is_joined",
    "is_open_to",
    "judge",
    "may_compare",
    "may_decide",
    "may_have_bundle",
    "may_have_letter",
    "may_hold",
    "may_look_up",
    "may_read",
    "may_review",
    "may_see_control_room",
    "may_see_custody",
    "may_see_item",
    "may_see_legal_desk",
    "may_see_live_view",
    "may_see_safe_contact",
    "may_see_safeguarding",
    "may_take_archive",
    "may_take_orders",
    "runs_the_service",
    "wrote",
]

AUTHENTIC: tuple[Rule, ...] = (WrittenBySender(), FromOwnDevice(), InItsLog(), NotDisposed())

ALWAYS: tuple[Rule, ...] = (Signed(), FromLiveDevice(), ReplacesItsLike(), ReliesOnExactBytes(), OpenToThem())

SCENE: tuple[Rule, ...] = (OnTheCase(),)

WAITS = Stage(("requested",), "There is no request that waits for a decision.")

DECISION: tuple[Rule, ...] = (
    HoldsIssuingRank(),
    NotOwnRequest(),
    IsIndependent(),
    WAITS,
    DecidesOnTheRequest(),
    NotHeldByAnother(),
)

RULES: dict[str, tuple[Rule, ...]] = {
    "case started": (ReferenceIsTheDevices(), UnderLawInForce()),
    "incident recorded": SCENE,
    "person described": SCENE,
    "relationship recorded": SCENE,
    "violence recorded": SCENE,
    "necessity recorded": SCENE,
    "premises recorded": SCENE,
    "other orders in force recorded": SCENE,
    "conditions proposed": SCENE,
    "risk assessed": (*SCENE, LevelFollowsThePack()),
    "views recorded": SCENE,
    "children's welfare recorded": SCENE,
    "evidence attached": (*SCENE, KeepsItsBytes()),
    "cases linked": (*SCENE, LinksAnotherCase()),
    MONITORED: (OnTheCase(),),
    "considered and not pursued": (*SCENE, Stage(MAY_ASK, "Authority has been requested already.")),
    "order imported": (ACaseOfItsOwn(),),
    "order or notice known from elsewhere": (OnTheCase(), ACaseOfItsOwn(), WithinItsAct()),
    "authority requested": (
        IsConstable("s.24"),
        OnTheCase(),
        MayBeAsked(),
        UnderLawInForce(),
        NothingMissing(),
        NoRivalVersions(),
        RestsOnEverySection(),
    ),
    "request withdrawn": (OnTheCase(), WAITS, NamesTheRequest()),
    "notice authorised": (*DECISION, UnderLawInForce(), TextIsTheNotice()),
    "authority refused": DECISION,
    "notice printed": (ServesTheAuthorisedText(), SheetUsedOnce()),
    "notice spoiled": (SpoilsAPrintedNotice(),),
    "document rendered": (),
    "telephone authority noted": (
        IsConstable("s.24"),
        OnTheCase(),
        TelephoneIsOpen(),
        GivenBefore(),
        Stage(("requested",), "There is no request that waits for a decision."),
        DecidesOnTheRequest(),
        UnderLawInForce(),
        ByWhoeverMayIssue(),
        NamedIsIndependent(),
        ThatTextWasRead(),
    ),
    "telephone authority confirmed": (HoldsIssuingRank(), IsIndependent(), AnswersWhatWasNoted(), ConfirmsThatText()),
    "telephone authority differs": (AnswersWhatWasNoted(),),
    "authority withdrawn before service": (
        HoldsIssuingRank(),
        IsIndependent(),
        Stage(("authorised",), "There is no authorised notice that waits to be served."),
        WithdrawsTheAuthority(),
    ),
    "handed over": (OnTheCaseOrSupervises(), ToAConstable()),
    "hand-over accepted": (IsConstable("s.25(2)"), SomethingToTakeOver()),
    "notice served": (
        IsConstable("s.25(2)"),
        ServesTheAuthorisedText(),
        AuthorityStands(),
        TelephoneStandsUndisputed(),
        ServedProperly(),
        ServesIndependently(),
    ),
    **OF_CUSTODY,
    "legal accepted": (IsLegalServices(), AcceptsACorrection()),
    "commanding officer told": SCENE,
    **OF_BREACH,
    "case opened early": (
        OnTheCase(),
        Stage(MAY_ASK, "Authority has been requested already: whoever decides has the case."),
        OpensToWhoeverMayDecide(),
    ),
    "early reader found": (),
    "early opening withdrawn": (OnTheCase(), WithdrawsAnOpening()),
    "safe contact arranged": (OnTheCaseOrSafeguarding(),),
    "protected person told": (
        OnTheCaseOrSafeguarding(),
        NotAhead("contacted_at"),
        WithinSafeContact(),
        ToldOfWhatHappened(),
    ),
    "contact officer named": (OnTheCaseOrSafeguarding(), ToAnOfficer()),
    "task set": (OnTheCaseOrSafeguarding(), ToAnOfficer()),
    "task done": (OnTheCaseOrSafeguarding(), NotAhead("done_at"), WithProof()),
    "overdue escalated": (),
    "request escalated": (),
    "push delivered": (),
    "push opened": (),
    "text message sent": (),
    "request claimed": (
        HoldsIssuingRank(),
        NotOwnRequest(),
        IsIndependent(),
        WAITS,
        NamesTheRequest(),
        NotHeldByAnother(),
    ),
    "claim released": (ReleasesOwnClaim(),),
    "information asked": (
        HoldsIssuingRank(),
        NotOwnRequest(),
        IsIndependent(),
        AsksOfWhatIsOpen(WAITS, NamesTheRequest()),
    ),
    "information given": (OnTheCase(), AnswersAQuestion()),
    **OF_COURT,
    "court bundle asked for": (HasAPosting(("legal services",)), BundleOfAServedNotice(), DisclosesNothing()),
    "evidence archive asked for": (HasAPosting(TAKES_ARCHIVES), OfACaseTheyMayRead()),
    "evidence letter asked for": (HasAPosting(TAKES_LETTERS), LetterOfWhatWasDone()),
    "signature added": (SignsAnUnsignedFact(),),
    "note added": (MayReadTheCase(),),
    **OF_SEALED,
    **OF_KEEPING,
    **OF_OFFICE,
    "shift recorded": (KeepsTheRota(), KnownOfficer(), HoldsTheShiftsRank(), EndsAfterItStarts()),
    "shift withdrawn": (KeepsTheRota(), KnownShift()),
    "off duty recorded": (OwnOrTheRotas(), KnownOfficer(), EndsAfterItStarts()),
    "telephone recorded": (OwnOrAdministrators(), KnownOfficer()),
}


ABOUT_THE_OFFICER = (
    WrittenBySender,
    FromOwnDevice,
    InItsLog,
    Signed,
    FromLiveDevice,
    IsConstable,
    HoldsIssuingRank,
    IsAdministrator,
    OwnDeviceOrAdministrators,
    KeepsTheRota,
    OwnOrTheRotas,
    ConfirmedByAnother,
    ConfirmsAWaitingRank,
)
"""The rules that turn on the office log alone: `log verify` asks them again of every entry."""


@dataclass(frozen=True)
class Accepted:
    """The entry goes into the log. `irregular` says what a fact did not meet; empty when all is well."""

    irregular: tuple[NotMet, ...] = ()


@dataclass(frozen=True)
class Refused:
    """The entry stays out of the log, for these reasons."""

    reasons: tuple[NotMet, ...]


def judge(asked: Asked) -> Accepted | Refused:
    """Put one entry to every rule of its kind."""
    not_authentic = [answer for rule in AUTHENTIC for answer in rule(asked)]
    if not_authentic:
        return Refused(tuple(not_authentic))
    answers = tuple(_cited(why, asked) for rule in (*ALWAYS, *RULES[asked.entry.kind]) for why in rule(asked))
    return Refused(answers) if answers and asked.kind.act else Accepted(answers)


def _cited(why: NotMet, asked: Asked) -> NotMet:
    """With the section of the case's own Act: the rules name those of the CSA 2010."""
    return replace(why, section=asked.case.regime.section(why.section)) if why.section else why
