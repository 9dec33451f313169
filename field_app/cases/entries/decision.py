"""Asking for authority, and the answer."""

from __future__ import annotations

from typing import Annotated

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


@kind("authority refused", act=True, signed=True)
class AuthorityRefused:
    """The authorising officer declines, and says why."""

    reasons: Text
