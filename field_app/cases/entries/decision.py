"""Asking for authority, and the answer."""

from __future__ import annotations

from typing import Annotated

from .kinds import Text, _shape, kind
from .scene import Condition


@kind("authority requested", act=True, signed=True)
class AuthorityRequested:
    """A constable asks a superintendent for a notice. `relies_on` names every section the request rests on."""

    note: Text | None


@kind("notice authorised", version=2, act=True, signed=True)
class NoticeAuthorised:
    """The authorising officer issues the notice (CSA 2010 s.24(1)). `text` is the notice, line by line.

    `grounds` and `conditions` are those authorised, as asked for or with changes.
    """

    text: Annotated[tuple[str, ...], _shape(min_length=1, max_length=400)]
    grounds: Text
    conditions: Annotated[tuple[Condition, ...], _shape(min_length=1, max_length=20)]
    reasons: Text


@kind("authority refused", act=True, signed=True)
class AuthorityRefused:
    """The authorising officer declines, and says why."""

    reasons: Text
