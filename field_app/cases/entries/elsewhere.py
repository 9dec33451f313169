"""A notice or an order that another force or court made: recorded so that whoever meets the person can look it up."""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.regimes import REGIMES

from .kinds import Day, Id, Line, Moment, Sha256, Text, _shape, kind, part


@part
class Somebody:
    """Who somebody is, as far as the paper says."""

    family_name: Line
    given_names: Line | None
    born: Day | None
    address: Text | None
    postcode: Line | None


@kind("order or notice known from elsewhere")
class OrderOrNoticeKnownFromElsewhere:
    """A DVPN, DVPO, DAPN or DAPO made elsewhere, which binds here too (CSA 2010 ss.26, 29; DAA 2021 ss.22(7), 26, 39).

    `issued_by` is the force or the court, `reference` theirs. `made_on` is the day it was issued or made, `ends` its
    last day where it says one. `told`: whether it is known to have been served on the respondent, or an order
    explained. `conditions` in the words of the paper; `source`: where this is known from.
    """

    regime: Literal[tuple(REGIMES)]  # type: ignore[valid-type]
    what: Literal["notice", "order"]
    issued_by: Line
    reference: Line | None
    respondent: Somebody
    protected_person: Somebody | None
    made_on: Day
    ends: Day | None
    told: Literal["served or told", "not known"]
    conditions: Annotated[tuple[Line, ...], _shape(min_length=1, max_length=30)]
    source: Text


@part
class Place:
    """Where somebody lives, and its postcode where it ends in one."""

    address: Text | None
    postcode: Line | None


@part
class Listed:
    """A respondent, as far as a list says."""

    family_name: Line
    given_names: Line | None
    aliases: Annotated[tuple[Line, ...], _shape(max_length=20)]
    born: Day | None
    addresses: Annotated[tuple[Place, ...], _shape(max_length=20)]


@part
class Protected:
    """A protected person, as far as a list says. They are found by where they live; no answer shows it."""

    family_name: Line | None
    given_names: Line | None
    addresses: Annotated[tuple[Place, ...], _shape(max_length=20)]


@kind("order imported", system=True)
class OrderImported:
    """A notice or an order that stood on a list of another force or court, taken in by `orders import`.

    `regime` is None where it was made under neither Act: `other_kind` then says what it is, a restraining order say.
    `issued_by`, `made_on`, `ends`, `told` and `conditions` are as in what an officer records of a paper. `served_at` is
    None where the list gives only the day, `served_on`, or nothing. `source`: whose list it was. `operator`:
    the officer who had it taken in; `file`: the list's SHA-256.
    """

    regime: Literal[tuple(REGIMES)] | None  # type: ignore[valid-type]
    other_kind: Line | None
    what: Literal["notice", "order"]
    issued_by: Line
    reference: Line
    respondent: Listed
    protected_person: Protected | None
    made_on: Day
    ends: Day | None
    told: Literal["served or told", "not known"]
    served_on: Day | None
    served_at: Moment | None
    conditions: Annotated[tuple[Text, ...], _shape(min_length=1, max_length=30)]
    source: Line
    operator: Id
    file: Sha256
