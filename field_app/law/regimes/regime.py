"""What one Act lays down, as a value: the fields that every rule, clock and text takes from the case's regime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENGLAND_AND_WALES = "England and Wales"
UNITED_KINGDOM = "the United Kingdom"


@dataclass(frozen=True)
class Penalty:
    """The most a court may order for breach of an order, in pounds and calendar months.

    `pounds`: one sum. `pounds_a_day`: for every day in default, but not more than `daily_pounds_in_all`.
    `months`: committed to custody.
    """

    section: str
    pounds: int
    pounds_a_day: int
    daily_pounds_in_all: int
    months: int


@dataclass(frozen=True)
class Breach:
    """What follows where a notice or an order is broken.

    `offence`: whether that is an offence in itself; `entry_power` whether a constable may enter to arrest for it
    (PACE 1984 s.17(1)(b): indictable offences, so those triable either way). `custody_hours`: from arrest to the
    court, None where a person is charged with the offence instead. `court` and `sanction` in words.
    `until_hearing`: the court's hearing of the application comes first where it is earlier. `police_bail`: whether the
    police may bail whoever is arrested. `outcomes`: what the court may do (`law.breach.OUTCOMES`). `penalty`: the
    most it may order, None where there is none. `appeal`: to whom, None where nothing was found.
    """

    section: str
    offence: bool
    entry_power: bool
    custody_hours: int | None
    court: str
    sanction: str
    until_hearing: bool
    police_bail: bool
    outcomes: tuple[str, ...]
    penalty: Penalty | None = None
    appeal: str | None = None

    def as_json(self) -> dict[str, Any]:
        """What the phone needs of it."""
        return {
            "section": self.section,
            "offence": self.offence,
            "custody_hours": self.custody_hours,
            "court": self.court,
            "until_hearing": self.until_hearing,
            "police_bail": self.police_bail,
            "outcomes": list(self.outcomes),
        }


@dataclass(frozen=True)
class Statement:
    """One thing a notice must state. `says`: what its wording must hold; `what` names it to an officer."""

    code: str
    section: str
    what: str
    says: tuple[str, ...]


@dataclass(frozen=True)
class Regime:
    """The names and numbers one Act lays down. Ages in whole years; an order's days count the day made.

    `sections` says where this Act has what the tables call by the section of the CSA 2010. `behaviour` is what must
    have been done, `behaviours` what of `violence recorded` suffices, `danger` what the notice must be necessary to
    protect from. `limbs` are the relationships that suffice (`cases.entries.scene.LIMBS`). `conditions` are those a
    notice may make, each with its section, in the order the notice prints them; `mandatory` the one none is without.
    None for a bound there is not. `application`: the sections under which an order is applied for and heard;
    `only_after_a_notice`: whether it can be applied for only where a notice was issued.
    `drafts_order`: an order makes the notice's provisions and no others, for a bounded time, so that a draft of it
    follows from the notice.
    """

    id: str
    act: str
    notice: str
    notice_short: str
    order: str
    order_short: str
    sections: Mapping[str, str]
    issuing_rank: str
    issued_as: str
    applicants: tuple[str, ...]
    application: tuple[str, ...]
    only_after_a_notice: bool
    behaviour: str
    behaviours: tuple[str, ...]
    danger: str
    proportionate: bool
    least_age: int
    least_age_protected: int | None
    relationship: str
    limbs: tuple[str, ...]
    mandatory: str
    conditions: Mapping[str, str]
    statements: tuple[Statement, ...]
    hearing_hours: int
    ends_when: str
    shortest_order_days: int | None
    longest_order_days: int | None
    drafts_order: bool
    breach_of_notice: Breach
    breach_of_order: Breach
    notice_has_effect_in: str
    order_has_effect_in: str
    notification_days: int | None

    def section(self, csa2010: str) -> str:
        """Where this Act has the rule that the CSA 2010 has there; anything else (guidance, PACE) stays as it is."""
        return self.sections.get(csa2010, csa2010)

    def as_json(self) -> dict[str, Any]:
        """What the phone needs of it; the rest the server alone judges by."""
        return {
            "act": self.act,
            "notice": self.notice,
            "notice_short": self.notice_short,
            "order": self.order,
            "issuing_rank": self.issuing_rank,
            "sections": dict(self.sections),
            "behaviours": list(self.behaviours),
            "limbs": list(self.limbs),
            "hearing_hours": self.hearing_hours,
            "longest_order_days": self.longest_order_days,
            "breach": {"notice": self.breach_of_notice.as_json(), "order": self.breach_of_order.as_json()},
            "mandatory": self.mandatory,
            "conditions": dict(self.conditions),
            "statements": [
                {"section": one.section, "what": one.what, "says": list(one.says)} for one in self.statements
            ],
        }
