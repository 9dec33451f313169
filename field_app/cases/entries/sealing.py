"""Police-employed people in a case, who is too close to decide it, and the seal on it (P21, P30)."""

from __future__ import annotations

from typing import Literal

from .kinds import Id, Line, Text, kind

PARTIES = ("respondent", "protected person")
"""The two people of a case."""


@kind("police employment recorded")
class PoliceEmploymentRecorded:
    """Whether one of the two works for the police, as officers or staff. Where they do, the case is sealed.

    `force` where it is another than this one. `collar_number` and `station` (or team, or district) as far as known.
    A later entry that says they do not corrects who is passed over; the seal stays until professional standards take
    it off.
    """

    whose: Literal[PARTIES]  # type: ignore[valid-type]
    employed: bool
    force: Line | None
    collar_number: Line | None
    station: Line | None


@kind("connection declared")
class ConnectionDeclared:
    """An officer's own word that they are related to one of the two, or are or were their partner; manage them; or know
    them otherwise, as a colleague, a friend or a neighbour.

    Whoever is related or manages them decides nothing in the case. That somebody knows them is on record, and theirs
    to weigh. Of whoever asks for authority or recorded on the case, whoever decides reads it beforehand.
    """

    whose: Literal[PARTIES]  # type: ignore[valid-type]
    connection: Literal["related", "manages", "knows"]
    account: Text | None


@kind("case sealed", act=True)
class CaseSealed:
    """From now on the case is open only to those who need it for their part in it."""

    reason: Text


@kind("case unsealed", act=True)
class CaseUnsealed:
    """Professional standards take the seal off. `relies_on` names every entry that it takes off."""

    reason: Text


@kind("sealed case opened", act=True)
class SealedCaseOpened:
    """One more officer has a part in a sealed case, safeguarding say. `to` is their collar number."""

    to: Line
    reason: Line


@kind("officer passed over", system=True)
class OfficerPassedOver:
    """Somebody on call was not asked. `relies_on` names the request. `why` gives nothing away that is sealed."""

    officer: Id
    why: Literal["recorded the request", "not independent"]
