"""Versions of kinds that are no longer written, kept so that what was once recorded stays readable for ever.

They lack the facts that were asked for later; whatever reads them takes a missing fact as not given.
"""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.regimes import RANKS

from .evidence import MEDIA_TYPES, Bytes
from .kinds import Age, Day, Id, Line, Metres, Moment, Reference, Sha256, Text, _shape, kind, part
from .office import POSTINGS
from .people import LEVELS
from .safeguarding import SET
from .scene import DANGERS, IDENTIFIED_BY


@kind("person described")
class PersonDescribed1:
    """A person of the case. `person` stays the same when a later entry corrects this one.

    `born` if the date is known; otherwise `believed_age` (whole years) and `age_source`, how it is known.
    """

    person: Id
    role: Literal["respondent", "protected person", "child", "other resident"]
    family_name: Line
    given_names: Line | None
    born: Day | None
    believed_age: Age | None
    age_source: Line | None
    address: Text | None
    postcode: Line | None


@kind("person described", version=2)
class PersonDescribed2:
    """A person of the case, as before anybody could be taken off it again. `person` stays the same when a later entry
    corrects this one.

    `born` if the date is known; otherwise `believed_age` (whole years) and `age_source`, how it is known.
    `dependants`: who loses care, money, medicine or transport if they must go. `interpreter`: whether one is
    needed; never a relative, a child or the protected person.
    """

    person: Id
    role: Literal["respondent", "protected person", "child", "other resident", "witness"]
    family_name: Line
    given_names: Line | None
    aliases: Annotated[tuple[Line, ...], _shape(max_length=20)]
    born: Day | None
    believed_age: Age | None
    age_source: Line | None
    address: Text | None
    postcode: Line | None
    language: Line | None
    interpreter: bool | None
    vulnerabilities: Text | None
    dependants: Text | None
    telephone: Line | None
    number_plate: Line | None
    other_contact: Text | None


@kind("case started")
class CaseStarted1:
    """A case gets its reference on the phone, final at once, and the one regime there was."""

    reference: Reference
    regime: Literal["CSA2010"]


@kind("incident recorded")
class IncidentRecorded1:
    """The incident, as before the district was asked: its references, dangers, who the respondent is, their custody."""

    incident_number: Line | None
    crime_number: Line | None
    custody_number: Line | None
    body_worn_video: Line | None
    digital_evidence: Line | None
    dangers_checked: bool
    dangers: Annotated[tuple[Literal[DANGERS], ...], _shape(max_length=5)]  # type: ignore[valid-type]
    dangers_account: Text | None
    identified_by: Literal[IDENTIFIED_BY]  # type: ignore[valid-type]
    identified_how: Text | None
    detained: bool
    station: Line | None
    arrived_at: Moment | None


@kind("violence recorded")
class ViolenceRecorded1:
    """Violence or a threat of it by the respondent (CSA 2010 s.24(2)(a)): the facts, for the police's own use."""

    what: Literal["violence", "threat", "both"]
    account: Text
    occurred_at: Moment | None
    place: Line | None
    evidence: Text | None


@kind("violence recorded", version=2)
class ViolenceRecorded2:
    """Violence or a threat of it by the respondent (CSA 2010 s.24(2)(a)), as before abuse could be recorded that is
    neither.

    `history` is what went before. Where the respondent accuses the protected person, `counter_account` is that
    account with injuries and fear on both sides, and `why_this_respondent` why the notice is for this one.
    """

    what: Literal["violence", "threat", "both"]
    account: Text
    occurred_at: Moment | None
    place: Text | None
    evidence: Text | None
    history: Text | None
    counter_allegation: bool
    counter_account: Text | None
    why_this_respondent: Text | None


@kind("necessity recorded")
class NecessityRecorded1:
    """Why a notice is needed to protect (CSA 2010 s.24(2)(b)), and why charge or bail will not do."""

    why: Text
    why_not_charge_or_bail: Text | None


@kind("risk assessed")
class RiskAssessed1:
    """The officer's assessment of the risk of serious harm."""

    account: Text


@part
class RiskAnswer2:
    """The answer to one question of a pack; `note` is what was said to it."""

    question: Line
    answer: Literal["yes", "no", "not known"]
    note: Text | None


@part
class RiskPack2:
    """Which questions were asked: the pack's id and version (`cases.risk`)."""

    id: Line
    version: Annotated[int, _shape(ge=1, le=10_000)]


@kind("risk assessed", version=2)
class RiskAssessed2:
    """The officer's assessment of the risk of serious harm, whose level was never lower than the one indicated."""

    pack: RiskPack2 | None
    answers: Annotated[tuple[RiskAnswer2, ...], _shape(max_length=200)]
    indicated: Literal[LEVELS] | None  # type: ignore[valid-type]
    level: Literal[LEVELS]  # type: ignore[valid-type]
    judgement: Text


@kind("views recorded")
class ViewsRecorded1:
    """One person's view on whether a notice should be issued (CSA 2010 s.24(3)(b)-(d)).

    `said` is the opinion or the representations; without them `steps` says what was tried, or why none
    could be had (s.24(4)). The protected person's opinion is never called consent (s.24(5)).
    """

    whose: Literal["protected person", "respondent", "other residents"]
    said: Text | None
    steps: Text | None


@kind("children's welfare recorded")
class ChildrensWelfareRecorded1:
    """The welfare of anyone under 18 whose interests are relevant (CSA 2010 s.24(3)(a))."""

    any_children: bool
    account: Text


@part
class Condition1:
    """One prohibition, as before an officer could word one."""

    code: Literal["molest", "contact", "come near", "evict", "enter", "leave", "distance"]
    distance_m: Metres | None
    reason: Text


@kind("conditions proposed")
class ConditionsProposed1:
    """What the notice should prohibit, and the grounds in the words the respondent and the court will read."""

    grounds: Text
    conditions: Annotated[tuple[Condition1, ...], _shape(min_length=1, max_length=20)]


@kind("notice authorised", act=True, signed=True)
class NoticeAuthorised1:
    """The authorising officer issues the notice exactly as it was asked for."""

    text: Annotated[tuple[str, ...], _shape(min_length=1, max_length=400)]
    conditions: Annotated[tuple[Condition1, ...], _shape(min_length=1, max_length=20)]
    reasons: Text


@kind("notice authorised", version=2, act=True, signed=True)
class NoticeAuthorised2:
    """The authorising officer issues the notice (CSA 2010 s.24(1)). `text` is the notice, line by line.

    `grounds` and `conditions` are those authorised, as asked for or with changes.
    """

    text: Annotated[tuple[str, ...], _shape(min_length=1, max_length=400)]
    grounds: Text
    conditions: Annotated[tuple[Condition1, ...], _shape(min_length=1, max_length=20)]
    reasons: Text


@kind("notice served", signed=True)
class NoticeServed1:
    """Personal service by a constable (CSA 2010 s.25(2)-(3)), as before keys given were recorded with it.

    `relies_on` names the decision that holds the text served. `address_given` is the address for the notice
    of the hearing; the respondent need not give one, and asking is the duty.
    """

    served_at: Moment
    place: Line
    manner: Literal["handed over", "left with them after they would not take it"]
    identified_by: Line
    explained: Text
    interpreter: Line | None
    address_asked: bool
    address_given: Text | None
    paper_copy_left: bool


@kind("notice served", version=2, signed=True)
class NoticeServed2:
    """Personal service by a constable (CSA 2010 s.25(2)-(3)), as before more of it could be recorded.

    `relies_on` names the decision that holds the text served. `address_given` is the address for the notice
    of the hearing; the respondent need not give one, and asking is the duty. `keys_given`: which keys they gave of
    their own will, and to whom; a notice cannot demand them.
    """

    served_at: Moment
    place: Line
    manner: Literal["handed over", "left with them after they would not take it"]
    identified_by: Line
    explained: Text
    interpreter: Line | None
    address_asked: bool
    address_given: Text | None
    paper_copy_left: bool
    keys_given: Text | None


@kind("task set")
class TaskSet1:
    """Somebody calls for a task that no rule called for, as before it was said by when, for whom and who does it."""

    task: Literal[SET]  # type: ignore[valid-type]
    why: Text


@kind("task done")
class TaskDone1:
    """A task was done, as before it was said by what channel somebody was told and who acknowledged it."""

    task: Literal[SET]  # type: ignore[valid-type]
    outcome: Literal["done", "not needed"]
    done_at: Moment
    to: Line | None
    reference: Line | None
    why: Text | None


@kind("installation made", log="office", system=True)
class InstallationMade1:
    """The first entry of every office log: which force, on which origin, real or for demonstration."""

    force: Line
    origin: Line
    rp_id: Line
    demonstration: bool


@kind("rank and posting recorded", log="office", act=True, signed=True)
class RankAndPostingRecorded1:
    """Rank as held, on what basis, and what the officer does, as before a second administrator was asked for."""

    officer: Id
    rank: Literal[RANKS]  # type: ignore[valid-type]
    basis: Literal["substantive", "temporary"]
    reason: Text | None
    postings: Annotated[tuple[Literal[POSTINGS], ...], _shape(max_length=10)]  # type: ignore[valid-type]


@kind("court bundle asked for", act=True)
class CourtBundleAskedFor1:
    """Legal services have the court bundle made (P26), as before an attached PDF could be drawn in it."""

    exhibits: Annotated[tuple[Sha256, ...], _shape(max_length=200)]
    withheld: Annotated[tuple[Line, ...], _shape(max_length=500)]
    protected_persons_statement: bool


@kind("evidence attached")
class EvidenceAttached1:
    """One photograph or document of the case, as before it was asked whether few may see it."""

    sha256: Sha256
    size: Bytes
    media_type: Literal[MEDIA_TYPES]  # type: ignore[valid-type]
    shows: Text
    by: Line | None
    taken_at: Moment | None
    taken_where: Text | None
