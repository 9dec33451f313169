"""Rules about the case: how far it has come, what it rests on, what the law asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from field_app.cases.authority import given_at
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.entries.people import LEVELS
from field_app.cases.moments import put_right
from field_app.cases.reaching import MAY_ASK
from field_app.cases.references import is_sound
from field_app.cases.risk import indicated, may_be_answered
from field_app.cases.section import as_json
from field_app.law.answers import NotMet
from field_app.law.clocks import LONDON
from field_app.law.notice import CannotCompose, compose
from field_app.law.regimes import REGIMES, in_force
from field_app.law.requirements import DECISION, REQUIREMENTS, SERVICE, refusing

from .asked import Asked


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
class KeepsItsBytes:
    """A correction of an item of evidence changes what is said of it, never which bytes it is."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        for named in asked.entry.replaces:
            earlier = asked.case.by_id.get(named)
            if earlier and earlier.entry.kind == asked.entry.kind and earlier.entry.facts.sha256 != facts.sha256:
                yield NotMet("other_bytes", f"sha256: {named}, which it replaces, names another file.")


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
class UnderLawInForce:
    """A notice is issued under an Act the force had in force on the day the case was started.

    Once started, a case is saved: it goes on under its own Act, whatever has ended since (S.I. 2025/1222).
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        started = asked.case.started
        entry = started.entry if started else asked.entry
        if entry.kind != "case started":
            return
        day = put_right(entry).astimezone(LONDON).date()
        there = [regime.id for regime in in_force(asked.regimes, day)]
        if entry.facts.regime not in there:
            act = REGIMES[entry.facts.regime].act
            yield NotMet("not_in_force", f"The {act} was not in force here on {day:%-d %B %Y}: start another case.")


@dataclass(frozen=True)
class Stage:
    """The case has come as far as this, and no further."""

    stages: tuple[str, ...]
    otherwise: str

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.case.stage not in self.stages:
            yield NotMet("stage", self.otherwise)


def _changed_since(request: Held[Any], case: Case) -> bool:
    """Whether what is to be decided was added to or replaced after this request was written.

    References, custody and dangers are kept up as the night goes on, and change nothing that is decided.
    """
    relied = {named.id for named in request.entry.relies_on}
    since = [one for one in case.sections if one.entry.id not in relied]
    return any(one.entry.kind != "incident recorded" for one in since) or any(
        case.by_id[one].entry.kind != "incident recorded" for one in relied & case.replaced.keys()
    )


@dataclass(frozen=True)
class MayBeAsked:
    """Authority is requested once; again once refused or withdrawn, or where the case changed before it was decided."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        case = asked.case
        overtaken = case.stage == "requested" and case.request and _changed_since(case.request, case)
        if case.stage not in MAY_ASK and not overtaken:
            yield NotMet("stage", "Authority has been requested already.")
        if case.reference is None:
            yield NotMet("no_reference", "The case has no reference yet: the entry that started it has not arrived.")


@dataclass(frozen=True)
class NothingMissing:
    """CSA 2010 s.24(2)-(4): everything the authorising officer must consider has been recorded."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        for lacking in refusing(asked.case.view(), _today(asked), asked.settings):
            yield NotMet(f"missing:{lacking.id}", lacking.sentence, lacking.section)


def _today(asked: Asked) -> date:
    """The day in Europe/London on which the entry arrived."""
    return asked.received_at.astimezone(LONDON).date()


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


def wrote(case: Case) -> set[str]:
    """The officers whose request or sections are to be decided on."""
    return {one.entry.officer for one in (case.request, *case.sections) if one}


@dataclass(frozen=True)
class NotOwnRequest:
    """Nobody decides on their own request, nor on a case they recorded."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.officer in wrote(asked.case):
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


PROVISIONS = ("grounds", "conditions", "contact_route", "service_accommodation", "address_confirmed")
"""The facts of a decision that the notice and the requirements turn on, as they stand under `conditions` of a view."""


@dataclass(frozen=True)
class TextIsTheNotice:
    """CSA 2010 s.25(1): what is signed is the notice's whole text, as composed from the record.

    The authorising officer may change grounds and conditions; what the law asks of those requested it asks of
    those authorised (s.24(3)(d), (6), (8)), and more of a decision that says more than the first two versions could.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        proposed, facts, officer = asked.case.view(), asked.entry.facts, asked.officer
        if officer is None or proposed["conditions"] is None:
            return
        conditions = as_json(facts.conditions)
        if asked.entry.version == 1 and _plain(conditions) != _plain(proposed["conditions"]["conditions"]):
            yield NotMet("conditions", "facts.conditions: are not the conditions that were proposed.")
        authorised = {name: as_json(getattr(facts, name, None)) for name in PROVISIONS}
        grounds = getattr(facts, "grounds", proposed["conditions"]["grounds"])
        view = {**proposed, "conditions": {**authorised, "grounds": grounds}}
        table = (*REQUIREMENTS, *(DECISION if asked.entry.version >= 3 else ()))
        for lacking in refusing(view, _today(asked), asked.settings, table):
            yield NotMet(f"missing:{lacking.id}", lacking.sentence, lacking.section)
        issuing = {"name": officer.name, "rank": str(officer.rank), "collar_number": officer.collar_number}
        try:
            text = compose(view, issuing, {"name": asked.office.force})
        except CannotCompose as lacking:
            yield NotMet("text", str(lacking), "s.25(1)")
        else:
            if facts.text != text:
                yield NotMet("text", "facts.text: is not the notice composed from the record.", "s.25(1)")


def _plain(conditions: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Conditions as the first versions knew them."""
    return [(one["code"], one["distance_m"], one["reason"]) for one in conditions]


@dataclass(frozen=True)
class ServesTheAuthorisedText:
    """CSA 2010 s.25(2): what is served is the notice that was authorised."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        decision = asked.case.decision
        if decision is None or decision.entry.kind == "authority refused":
            yield NotMet("not_authorised", "No authorised notice stood when this was recorded.", "s.24(1)")
        elif decision.entry.id not in {named.id for named in asked.entry.relies_on}:
            yield NotMet("other_text", "relies_on: does not name the authorised notice.", "s.25(2)")


@dataclass(frozen=True)
class ServedProperly:
    """CSA 2010 s.25(2)-(3): in writing, and P asked for an address for the notice of the hearing."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        view = {**asked.case.view(), "service": as_json(facts)}
        for lacking in refusing(view, _today(asked), table=SERVICE):
            yield NotMet(lacking.id, lacking.sentence, lacking.section)
        if facts.served_at > asked.received_at + timedelta(minutes=5):
            yield NotMet("in_the_future", "facts.served_at: lies after the server received it.")
        decision = asked.case.decision
        if decision and facts.served_at < given_at(decision) - timedelta(minutes=1):
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


@dataclass(frozen=True)
class LevelFollowsThePack:
    """The level indicated is what the answers make of it. The officer's own is lower only with a reason.

    This marks an assessment that does not add up. No rule looks at a level to allow or refuse anything.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if asked.entry.version == 1:
            return
        pack = asked.assessing.packs.get((facts.pack.id, facts.pack.version)) if facts.pack else None
        if facts.pack and pack is None:
            yield NotMet("unknown_pack", "facts.pack: is not a question pack this server knows.")
            return
        answers = {one.question: one.answer for one in facts.answers}
        if pack and any(not may_be for may_be in may_be_answered(pack, answers)):
            yield NotMet("answers", "facts.answers: holds what may not be answered to one of the pack's questions.")
        found = indicated(pack, answers, getattr(facts.pack, "levels", None)) if pack else None
        if facts.indicated != found:
            yield NotMet("indicated", "facts.indicated: is not what the pack makes of these answers.")
        if found and LEVELS.index(facts.level) < LEVELS.index(found):
            if asked.entry.version == 2:
                yield NotMet("level_below", "facts.level: lies below what the answers indicate.")
            elif facts.lower_because is None:
                message = "facts.lower_because: is missing, and the level lies below what the answers indicate."
                yield NotMet("level_below", message)


@dataclass(frozen=True)
class LinksAnotherCase:
    """A link names another case, and the sections copied from there by their entries in this one."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if facts.case == asked.case.id:
            yield NotMet("itself", "facts.case: a case is not linked with itself.")
        if any(one.entry not in asked.case.by_id for one in facts.copied):
            yield NotMet("copied", "facts.copied: names an entry that is not in this case.")
