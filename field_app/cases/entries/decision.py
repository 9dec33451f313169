"""Asking for authority, and the answer."""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Line, Text, _shape, kind
from .scene import Condition


@kind("authority requested", act=True, signed=True)
class AuthorityRequested:
    """A constable asks a superintendent for a notice. `relies_on` names every section the request rests on."""

    note: Text | None


@kind("notice authorised", version=3, act=True, signed=True)
class NoticeAuthorised:
    """The authorising officer issues the notice (CSA 2010 s.24(1)). `text` is the notice, line by line.

    `grounds`, `conditions`, `contact_route` and `service_accommodation` are those authorised, as asked for or with
    changes. `address_confirmed`: why the notice may tell an address the respondent is not recorded as knowing; null
    where it tells none.
    """

    text: Annotated[tuple[str, ...], _shape(min_length=1, max_length=400)]
    grounds: Text
    conditions: Annotated[tuple[Condition, ...], _shape(min_length=1, max_length=20)]
    contact_route: Line | None
    service_accommodation: bool | None
    address_confirmed: Text | None
    reasons: Text


ANOTHER_REASON = "another reason"

REFUSED_BECAUSE = (
    "no violence or threat",
    "not necessary to protect",
    "not associated",
    "respondent under 18",
    "not all considered",
    ANOTHER_REASON,
)
"""Which condition of CSA 2010 s.24(2), or duty of s.24(3)-(4), was not met (DAA 2021 ss.22, 24). These are counted; the
words beside them are the reasons."""


@kind("authority refused", version=2, act=True, signed=True)
class AuthorityRefused:
    """The authorising officer declines, and says why in `reasons`; `because`: that as it is counted, if it was said."""

    because: Annotated[tuple[Literal[REFUSED_BECAUSE], ...], _shape(max_length=6)]  # type: ignore[valid-type]
    reasons: Text
