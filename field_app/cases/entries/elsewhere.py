"""A notice or an order that another force or court made: recorded so that whoever meets the person can look it up."""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.regimes import REGIMES

from .kinds import Day, Line, Text, _shape, kind, part


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
