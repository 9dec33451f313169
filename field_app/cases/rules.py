"""May this officer add this entry to this case now?

One tuple of small rules per kind, each answering with what is not met. An *act* that any rule refuses is
refused. A *fact* has happened: it is refused only by `AUTHENTIC`, and is otherwise accepted irregular with
the reasons its rules gave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from field_app.law.answers import NotMet
from field_app.law.clocks import LONDON
from field_app.law.notice import CannotCompose, compose
from field_app.law.regimes import REGIMES
from field_app.law.requirements import missing

from .case import Case, as_json
from .entries import KINDS, Entry, Held, Kind
from .office import Office, Officer
from .references import is_sound


@dataclass(frozen=True)
class Asked:
    """One entry put to the rules: the case before it, the office at that moment, and how it arrived.

    `sender` is the signed-in officer (`system` for the system's own). `signed_by` is the credential whose
    assertion over the exact bytes was verified, or None where there was none. `received_at` is UTC.
    """

    entry: Entry[Any]
    case: Case
    office: Office
    sender: str
    signed_by: str | None
    received_at: datetime

    @property
    def kind(self) -> Kind:
        return KINDS[self.entry.kind, self.entry.version]

    @property
    def officer(self) -> Officer | None:
        return self.office.officers.get(self.entry.officer)


class Rule(Protocol):
    def __call__(self, asked: Asked) -> Iterator[NotMet]: ...


# --- Authentic: what makes an entry this officer's at all --------------------------------------------------


@dataclass(frozen=True)
class WrittenBySender:
    """Nobody sends an entry in another officer's name, and only the system writes the system's kinds."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.officer != asked.sender:
            yield NotMet("not_the_sender", "The entry names another officer than the one who is signed in.")
        if asked.kind.system and asked.sender != "system":
            yield NotMet("system_kind", f"Only the system records '{asked.entry.kind}'.")
        if asked.sender != "system" and asked.entry.number is None:
            yield NotMet("number", "number: is missing; every entry from a device has one.")


@dataclass(frozen=True)
class FromOwnDevice:
    """The entry comes from a browser registered to its officer."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.sender == "system":
            return
        device = asked.office.devices.get(asked.entry.device)
        if device is None or device.officer != asked.entry.officer:
            yield NotMet("device", "device: is not registered to this officer.")


@dataclass(frozen=True)
class InItsLog:
    """Office kinds belong to the office log and case kinds to a case."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        in_office = asked.entry.case == asked.office.id
        if in_office != (asked.kind.log == "office"):
            yield NotMet("wrong_log", f"case: '{asked.entry.kind}' does not belong to this log.")


AUTHENTIC: tuple[Rule, ...] = (WrittenBySender(), FromOwnDevice(), InItsLog())


# --- The officer and the key ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signed:
    """A signed kind carries the signature of a passkey that is still this officer's."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not asked.kind.signed or asked.sender == "system":
            return
        if asked.signed_by is None:
            yield NotMet("unsigned", "The signature is missing.")
        elif asked.office.passkeys[asked.signed_by].withdrawn_at:
            yield NotMet("passkey_withdrawn", "The passkey that signed this has been withdrawn.")


@dataclass(frozen=True)
class FromLiveDevice:
    """A revoked device may no longer act."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        device = asked.office.devices.get(asked.entry.device)
        if device and device.revoked_at:
            yield NotMet("device_revoked", "This device has been revoked.")


@dataclass(frozen=True)
class IsConstable:
    """CSA 2010 ss.25(2), 27(1): only a constable. Special constables are; police staff are not."""

    section: str

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not (asked.officer and asked.officer.is_constable):
            yield NotMet("not_a_constable", "Only a constable may do this; police staff are not.", self.section)


@dataclass(frozen=True)
class HoldsIssuingRank:
    """CSA 2010 s.24(1): the authorising officer is not below the rank of superintendent."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        least = REGIMES[asked.case.regime].issuing_rank
        if not (asked.officer and asked.officer.holds(least)):
            yield NotMet("rank", f"Only an officer of at least the rank of {least} may decide this.", "s.24(1)")


@dataclass(frozen=True)
class IsAdministrator:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.sender != "system" and not (asked.officer and asked.officer.is_administrator):
            yield NotMet("not_an_administrator", "Only an administrator may do this.")


@dataclass(frozen=True)
class OwnOrAdministrators:
    """Officers put themselves on call; an administrator may do it for them."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        own = asked.entry.officer == asked.entry.facts.officer
        if not (own or asked.sender == "system" or (asked.officer and asked.officer.is_administrator)):
            yield NotMet("not_yours", "Only the officer themselves or an administrator may do this.")


@dataclass(frozen=True)
class KnownOfficer:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.officer not in asked.office.officers:
            yield NotMet("unknown_officer", "facts.officer: is no officer of this installation.")


@dataclass(frozen=True)
class NewOfficer:
    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.officer in asked.office.officers:
            yield NotMet("officer_exists", "facts.officer: this officer has been added already.")


@dataclass(frozen=True)
class KnownTarget:
    """The passkey or device to be withdrawn exists."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if hasattr(facts, "credential") and facts.credential not in asked.office.passkeys:
            yield NotMet("unknown_passkey", "facts.credential: no such passkey is registered.")
        if hasattr(facts, "device") and facts.device not in asked.office.devices:
            yield NotMet("unknown_device", "facts.device: no such device is registered.")


# --- The case ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnTheCase:
    """Whoever writes on a case began it or has joined it."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.case.held and asked.entry.officer not in asked.case.officers:
            yield NotMet("not_on_the_case", "The officer had recorded nothing on this case before.")


@dataclass(frozen=True)
class ReplacesItsLike:
    """A correction names earlier entries of its own kind in its own case."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        for named in asked.entry.replaces:
            earlier = asked.case.by_id.get(named)
            if earlier is None or earlier.entry.kind != asked.entry.kind:
                yield NotMet("replaces", f"replaces: {named} is no earlier '{asked.entry.kind}' of this case.")


@dataclass(frozen=True)
class ReliesOnExactBytes:
    """What an entry relies on is in this case, with exactly the bytes it names."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        for named in asked.entry.relies_on:
            earlier = asked.case.by_id.get(named.id)
            if earlier is None or earlier.sha256 != named.sha256:
                yield NotMet("relies_on", f"relies_on: {named.id} with these bytes is not in this case.")


@dataclass(frozen=True)
class ReferenceIsTheDevices:
    """A case is started once, with a reference its own device may give."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        reference = asked.entry.facts.reference
        device = asked.office.devices.get(asked.entry.device)
        if asked.case.reference:
            yield NotMet("started_twice", f"This case already has the reference {asked.case.reference}.")
        if not is_sound(reference) or not (device and reference.startswith(device.prefix + "-")):
            yield NotMet("reference", "facts.reference: is not one this device may give.")


@dataclass(frozen=True)
class Stage:
    """The case has come as far as this, and no further."""

    stages: tuple[str, ...]
    otherwise: str

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.case.stage not in self.stages:
            yield NotMet("stage", self.otherwise)


def _changed_since(request: Held[Any], case: Case) -> bool:
    """Whether a section was added or replaced after this request was written."""
    relied = {named.id for named in request.entry.relies_on}
    return bool(relied & case.replaced.keys() or {one.entry.id for one in case.sections} - relied)


@dataclass(frozen=True)
class MayBeAsked:
    """Authority is requested once; again after a refusal, or where the case changed before it was decided."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case = asked.case
        overtaken = case.stage == "requested" and case.request and _changed_since(case.request, case)
        if case.stage not in ("recording", "refused") and not overtaken:
            yield NotMet("stage", "Authority has been requested already.")


@dataclass(frozen=True)
class NothingMissing:
    """CSA 2010 s.24(2)-(4): everything the authorising officer must consider has been recorded."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        for lacking in missing(asked.case.view(), asked.received_at.astimezone(LONDON).date()):
            if lacking.force == "ACT":
                yield NotMet(f"missing:{lacking.id}", lacking.sentence, lacking.section)


@dataclass(frozen=True)
class RestsOnEverySection:
    """A request names every section as it stands, and a second request the earlier one it replaces."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        relied = {named.id for named in asked.entry.relies_on}
        current = {one.entry.id for one in asked.case.sections}
        if relied - current:
            yield NotMet("stale", "A section was changed after this request was written: read it again and ask anew.")
        if current - relied:
            yield NotMet("sections_left_out", "relies_on: names not every section of the case.")
        earlier = asked.case.request
        if earlier and earlier.entry.id not in asked.entry.replaces:
            yield NotMet("replaces", "replaces: must name the earlier request.")


@dataclass(frozen=True)
class NoRivalVersions:
    """Two versions of one section stand side by side until a person settles them."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.case.conflicts:
            yield NotMet("conflict", "Two versions of one section stand side by side: settle them first.")


@dataclass(frozen=True)
class NotOwnRequest:
    """Nobody decides on their own request, nor on a case they recorded."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        wrote = {one.entry.officer for one in (asked.case.request, *asked.case.sections) if one}
        if asked.entry.officer in wrote:
            yield NotMet("own_request", "Nobody may decide on their own request or on a case they recorded.")


@dataclass(frozen=True)
class DecidesOnTheRequest:
    """A decision names the request that stands, and nothing it rests on has been replaced since."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        request = asked.case.request
        if request is None:
            return
        if request.entry.id not in {named.id for named in asked.entry.relies_on}:
            yield NotMet("relies_on", "relies_on: must name the request that is decided.")
        if _changed_since(request, asked.case):
            yield NotMet("stale", "The case was changed after the request was made: it must be requested again.")


@dataclass(frozen=True)
class TextIsTheNotice:
    """CSA 2010 s.25(1): what is signed is the notice's whole text, as composed from the record."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        view, facts, officer = asked.case.view(), asked.entry.facts, asked.officer
        if officer is None or view["conditions"] is None:
            return
        if as_json(facts.conditions) != view["conditions"]["conditions"]:
            yield NotMet("conditions", "facts.conditions: are not the conditions that were proposed.")
        issuing = {"name": officer.name, "rank": str(officer.rank), "collar_number": officer.collar_number}
        try:
            text = compose(view, issuing, {"name": asked.office.force})
        except CannotCompose as lacking:
            yield NotMet("text", str(lacking), "s.25(1)")
        else:
            if facts.text != text:
                yield NotMet("text", "facts.text: is not the notice composed from the record.", "s.25(1)")


@dataclass(frozen=True)
class ServesTheAuthorisedText:
    """CSA 2010 s.25(2): what is served is the notice that was authorised."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        decision = asked.case.decision
        if decision is None or decision.entry.kind != "notice authorised":
            yield NotMet("not_authorised", "No authorised notice stood when this was recorded.", "s.24(1)")
        elif decision.entry.id not in {named.id for named in asked.entry.relies_on}:
            yield NotMet("other_text", "relies_on: does not name the authorised notice.", "s.25(2)")


@dataclass(frozen=True)
class ServedProperly:
    """CSA 2010 s.25(2)-(3): in writing, and P asked for an address for the notice of the hearing."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if not facts.paper_copy_left:
            yield NotMet("no_paper", "No paper copy was left with the respondent.", "s.25(2)")
        if not facts.address_asked:
            yield NotMet("address_not_asked", "The respondent was not asked for an address.", "s.25(3)")
        if facts.served_at > asked.received_at + timedelta(minutes=5):
            yield NotMet("in_the_future", "facts.served_at: lies after the server received it.")
        decision = asked.case.decision
        if decision and facts.served_at < decision.entry.made_at - timedelta(minutes=1):
            yield NotMet("before_authority", "facts.served_at: lies before the authority was given.", "s.24(1)")


@dataclass(frozen=True)
class SignsAnUnsignedFact:
    """A late signature names one fact, by the same officer, that arrived without one."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        named = [asked.case.by_id.get(one.id) for one in asked.entry.relies_on]
        if len(named) != 1 or named[0] is None or named[0].signed_by is not None:
            yield NotMet("nothing_to_sign", "relies_on: must name one entry that arrived without its signature.")
        elif named[0].entry.officer != asked.entry.officer:
            yield NotMet("not_yours", "Only the officer who recorded it may sign it.")


ALWAYS: tuple[Rule, ...] = (Signed(), FromLiveDevice(), ReplacesItsLike(), ReliesOnExactBytes())

SCENE: tuple[Rule, ...] = (OnTheCase(),)

DECISION: tuple[Rule, ...] = (
    HoldsIssuingRank(),
    NotOwnRequest(),
    Stage(("requested",), "There is no request that waits for a decision."),
    DecidesOnTheRequest(),
)

OFFICE: tuple[Rule, ...] = (IsAdministrator(),)

RULES: dict[str, tuple[Rule, ...]] = {
    "case started": (ReferenceIsTheDevices(),),
    "person described": SCENE,
    "relationship recorded": SCENE,
    "violence recorded": SCENE,
    "necessity recorded": SCENE,
    "premises recorded": SCENE,
    "conditions proposed": SCENE,
    "risk assessed": SCENE,
    "views recorded": SCENE,
    "children's welfare recorded": SCENE,
    "authority requested": (
        IsConstable("s.24"),
        OnTheCase(),
        MayBeAsked(),
        NothingMissing(),
        NoRivalVersions(),
        RestsOnEverySection(),
    ),
    "notice authorised": (*DECISION, TextIsTheNotice()),
    "authority refused": DECISION,
    "notice served": (IsConstable("s.25(2)"), ServesTheAuthorisedText(), ServedProperly()),
    "signature added": (SignsAnUnsignedFact(),),
    "installation made": (),
    "officer added": (*OFFICE, NewOfficer()),
    "rank and posting recorded": (*OFFICE, KnownOfficer()),
    "passkey registered": (KnownOfficer(),),
    "passkey withdrawn": (*OFFICE, KnownTarget()),
    "device added": (KnownOfficer(),),
    "device revoked": (*OFFICE, KnownTarget()),
    "on call recorded": (OwnOrAdministrators(), KnownOfficer()),
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
    answers = tuple(answer for rule in (*ALWAYS, *RULES[asked.entry.kind]) for answer in rule(asked))
    return Refused(answers) if answers and asked.kind.act else Accepted(answers)


def may_read(officer: Officer, case: Case) -> bool:
    """Whether an officer may be shown a case whole.

    Those who recorded on it may; so may a superintendent while a request waits, legal services, safeguarding
    and inspectors once a notice is served, and the auditor always.
    """
    if officer.id in case.officers or "auditor" in officer.postings:
        return True
    if case.stage == "requested":
        return officer.holds(REGIMES[case.regime].issuing_rank)
    if case.stage == "served":
        return officer.holds("inspector") or bool({"legal services", "safeguarding", "custody"} & {*officer.postings})
    return False
