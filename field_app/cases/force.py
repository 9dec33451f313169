"""The force as its own file describes it (FIELD_FORCE, docs/decisions/0017): what the Acts leave to a police force.

`field_app.force_file` reads one; every rule that turns on a setting takes a `Force`, or the part it needs, as an
argument. To add a section: a frozen dataclass here, a field of `Force` with a default that is safe for a force that
says nothing, and an example in `field_app/demonstration/force.toml`. Unknown keys and wrong values are found by
themselves; what one value must be of another is said in `__post_init__`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from field_app.law.courts import Court
from field_app.law.regimes import REGIMES
from field_app.law.requirements import REQUIREMENTS, Settings

from .entries.kinds import Line, Telephone, _shape
from .matching.places import postcode_key
from .risk import CURRENT, PACKS, USUAL, Assessing, Level, Pack, Referral
from .safeguarding.tables import EVENTS, Event

Minutes = Annotated[int, _shape(ge=1, le=24 * 60)]


@dataclass(frozen=True)
class RegimeInForce:
    """An Act under which this force issues notices: on and from `first`, up to and including `last` if known."""

    id: str
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.id not in REGIMES:
            raise ValueError(f"id must be one of {', '.join(REGIMES)}")
        if self.last is not None and self.last < self.first:
            raise ValueError("last must not be earlier than first")


@dataclass(frozen=True)
class Thresholds:
    """From which answers on a question pack indicates a level in this force, from the highest level down."""

    pack: str
    version: int
    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        if (self.pack, self.version) not in PACKS:
            known = ", ".join(f"{pack} version {version}" for pack, version in PACKS)
            raise ValueError(f"pack and version must be one of: {known}")


@dataclass(frozen=True)
class Escalation:
    """Minutes without an answer. `authority`: from the request, one after another, to the next superintendent asked.

    `unit`: from a reported breach until the duty inspector is told that no unit was sent (P18).
    """

    authority: Annotated[tuple[Minutes, ...], _shape(max_length=10)] = (5, 10, 15)
    unit: Minutes = 10

    def __post_init__(self) -> None:
        if list(self.authority) != sorted(set(self.authority)):
            raise ValueError("authority must be minutes since the request, each later than the one before")


@dataclass(frozen=True)
class Contact:
    """Whom to ring. `role` is who that is for the app; several may have one role, and are rung in this order."""

    role: Literal[
        "duty superintendent", "duty inspector", "control room", "legal services", "safeguarding", "force switchboard"
    ]
    name: Line
    telephone: Telephone


PostcodeStart = Annotated[str, _shape(pattern=r"^[A-Z]{1,2}([0-9][0-9A-Z]?( [0-9])?)?$")]


@dataclass(frozen=True)
class Neighbour:
    """Another force, and where its area is: beginnings of postcodes (`ZZ`, `ZZ9` or `ZZ9 9`)."""

    name: Line
    postcodes: Annotated[tuple[PostcodeStart, ...], _shape(min_length=1, max_length=500)]

    def polices(self, postcode: str) -> bool:
        """Whether a whole postcode, as somebody wrote it, lies in its area."""
        key = postcode_key(postcode)
        outward, inward = key[:-3], key[-3:]
        area = outward[: 2 if outward[1:2].isalpha() else 1]
        return bool({area, outward, f"{outward} {inward[:1]}"} & {*self.postcodes})


@dataclass(frozen=True)
class Clocks:
    """How a deadline is warned of. `papers`: minutes from a decision until an application can be before a court.

    `alarm`: an alarm from this many hours before the last practicable sitting ends (P23). `unserved`: hours after which
    an authority that nobody has served is late. `hand_over`: minutes until one not accepted goes to the sergeant (P15).
    `telephone`: hours within which authority by telephone is to be confirmed (P16). `breach`: days after which a breach
    that no unit met leaves the control room's screen and the live view; it stays in its case. `reason`: hours until a
    look-up made without its reason stands out to the auditor.
    """

    papers: Annotated[int, _shape(ge=0, le=24 * 60)] = 120
    alarm: Annotated[int, _shape(ge=1, le=72)] = 24
    unserved: Annotated[int, _shape(ge=1, le=72)] = 6
    hand_over: Minutes = 15
    telephone: Annotated[int, _shape(ge=1, le=72)] = 12
    breach: Annotated[int, _shape(ge=1, le=28)] = 7
    reason: Annotated[int, _shape(ge=1, le=28 * 24)] = 24


@dataclass(frozen=True)
class Snapshot:
    """What phones hold of what is in force, to look up in without signal.

    `on`: whether they do. After `old` hours without the server their copy is shown as old, after `gone` it is deleted.
    """

    on: bool = True
    old: Annotated[int, _shape(ge=1, le=72)] = 4
    gone: Annotated[int, _shape(ge=1, le=72)] = 24

    def __post_init__(self) -> None:
        if self.gone < self.old:
            raise ValueError("gone must not be fewer hours than old")


Years = Annotated[int, _shape(ge=1, le=100)]


@dataclass(frozen=True)
class Retention:
    """Years from when a case fell quiet until it is reviewed, by its group (`cases.keeping`)."""

    group_1: Years = 10
    group_2: Years = 10
    group_3: Years = 6

    def years(self, group: str) -> int:
        """The years of a group, `1` to `3`."""
        return {"1": self.group_1, "2": self.group_2, "3": self.group_3}[group]


@dataclass(frozen=True)
class Bundling:
    """How a court bundle is made: an attached PDF of more `pages` is named in it, and not drawn."""

    pages: Annotated[int, _shape(ge=0, le=200)] = 40


@dataclass(frozen=True)
class Switches:
    """Points on which the law is open or practice differs, each with the reading that is safe for whoever is silent.

    `telephone_authority`: authority given by telephone counts, unconfirmed until it is signed (P16).
    """

    telephone_authority: bool = False


@dataclass(frozen=True)
class Minute:
    """Within so many minutes of an event the protected person is told of it; its name has _ for each space."""

    event: str
    within: Minutes

    def __post_init__(self) -> None:
        known = [one.setting for one in EVENTS.values()]
        if self.event not in known:
            raise ValueError(f"event must be one of {', '.join(known)}")


@dataclass(frozen=True)
class Telling:
    """How soon the protected person is told of what happens; what is not named has its own minutes (P19).

    `further`: so many minutes after something was due, told or done, it goes on to the duty inspectors.
    """

    events: tuple[Minute, ...] = ()
    further: Minutes = 120

    def minutes(self, event: Event) -> int:
        """Within how many minutes they are told of this; of an event named twice, the last counts."""
        return {one.event: one.within for one in self.events}.get(event.setting, event.minutes)


@dataclass(frozen=True)
class Check:
    """What a requirement of the force's own does when it is not met: one of those with force FORCE, by its id."""

    id: str
    does: Literal["refuses", "asks", "off"]

    def __post_init__(self) -> None:
        known = [row.id for row in REQUIREMENTS if row.force == "FORCE"]
        if self.id not in known:
            raise ValueError(f"id must be one of {', '.join(known)}")


@dataclass(frozen=True)
class Force:
    """One police force. Whatever it does not say has the default written here; only its name must be given.

    `packs` are the files of question packs of its own, beside the force file, oldest first: the last one is asked.
    """

    name: Line
    districts: tuple[Line, ...] = ()
    regimes: tuple[RegimeInForce, ...] = (RegimeInForce("CSA2010", date(2014, 3, 8)),)
    courts: tuple[Court, ...] = ()
    risk: tuple[Thresholds, ...] = ()
    packs: tuple[Line, ...] = ()
    marac: Referral = USUAL
    escalation: Escalation = field(default_factory=Escalation)
    contacts: tuple[Contact, ...] = ()
    clocks: Clocks = field(default_factory=Clocks)
    switches: Switches = field(default_factory=Switches)
    checks: tuple[Check, ...] = ()
    snapshot: Snapshot = field(default_factory=Snapshot)
    neighbours: tuple[Neighbour, ...] = ()
    telling: Telling = field(default_factory=Telling)
    retention: Retention = field(default_factory=Retention)
    bundle: Bundling = field(default_factory=Bundling)

    @property
    def settings(self) -> Settings:
        """What is set for requirements of the force's own, by their ids; of a row set twice, the last."""
        return {one.id: one.does for one in self.checks}

    def assessing(self, own: Sequence[Pack] = ()) -> Assessing:
        """How risk is assessed here: `own` are the packs read from the files that `packs` names, the last one asked."""
        return Assessing(
            packs={**PACKS, **{(pack.id, pack.version): pack for pack in own}},
            current=own[-1] if own else CURRENT,
            levels={(one.pack, one.version): one.levels for one in self.risk},
            referral=self.marac,
        )

    def rung(self, role: str) -> tuple[Contact, ...]:
        """Whom to ring in this role, in order."""
        return tuple(one for one in self.contacts if one.role == role)


SILENT = Force("")
"""A force that has written no file: the statute alone, and no court known."""
