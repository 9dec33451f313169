"""Putting the notice into the respondent's hands."""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.notice import TRANSLATIONS

from .kinds import Id, Line, Moment, Sha256, Text, _shape, kind

TRANSLATED = ("notice", "evidence letter", "notice of hearing")
"""What is rendered in other languages besides."""

DOCUMENTS = (
    *TRANSLATED,
    "certificate of service",
    "court bundle",
    *(f"{one} in {words['language']}" for one in TRANSLATED for words in TRANSLATIONS.values()),
)
"""What the worker renders: "notice in Welsh" among it."""

Size = Annotated[int, _shape(ge=1, le=100_000_000)]
"""The size of a document, in bytes."""

Pages = Annotated[int, _shape(ge=1, le=10_000)]


@kind("document rendered", system=True)
class DocumentRendered:
    """A document made of one entry, once: `sha256` and `size` (in bytes) are its PDF's, kept with the case.

    `entry` is what it was made of: the decision for a notice, the record of service for a certificate, what asked for
    it for a court bundle or an evidence letter, the listing or adjournment for a notice of hearing; `relies_on`
    names the same. `unprintable` are characters no font
    had a shape for: each is an empty box, to be filled by hand.
    """

    document: Literal[DOCUMENTS]  # type: ignore[valid-type]
    entry: Id
    sha256: Sha256
    size: Size
    pages: Pages
    unprintable: Annotated[tuple[Line, ...], _shape(max_length=1_000)]


@kind("notice printed")
class NoticePrinted:
    """The notice on paper: printed, or written by hand on a pre-printed sheet of a numbered pad (CSA 2010 s.25(2)).

    `number` is the sheet's, as the pad has it. `relies_on` names the decision that holds the text.
    """

    how: Literal["printed", "pre-printed pad"]
    number: Line | None


@kind("notice spoiled")
class NoticeSpoiled:
    """A paper notice that will not be served: torn up, misspelt, the wrong sheet. It is never used for another.

    `printed` is the `notice printed` it was; `relies_on` names the same.
    """

    printed: Id
    why: Text


ATTEMPTS = ("not there", "there, and not reached", "a screen was shown, and no paper left", "something else")
"""How an attempt to serve ended. Showing a screen is not service in writing (CSA 2010 s.25(2))."""


@kind("service attempted")
class ServiceAttempted:
    """An attempt to serve the notice that did not succeed: when, where, what happened and who was there.

    Nothing runs from it. `relies_on` names the decision that holds the notice, where the officer has it.
    """

    attempted_at: Moment
    place: Line
    outcome: Literal[ATTEMPTS]  # type: ignore[valid-type]
    account: Text
    who_was_there: Text | None


MANNERS = (
    "handed over",
    "left with them after they would not take it",
    "they would not take it, and no paper was left",
)
"""How the notice came to the respondent."""

SIGNED_BY_THEM = ("signed on paper", "asked, and would not sign", "not asked")
"""Whether the respondent signed for the notice. Nothing depends on it."""


@kind("notice served", version=3, signed=True)
class NoticeServed:
    """Personal service by a constable (CSA 2010 s.25(2)-(3)); the 48 hours of s.27(3) run from `served_at`.

    `relies_on` names the decision that holds the text served, and the service reported by radio that this confirms.
    `address_given` is the address for the notice of the hearing; the respondent need not give one, and asking is the
    duty. `keys_given`: which keys they gave of their own will, and to whom; a notice cannot demand them. Null is what
    was not asked or not seen: `understood` whether they seemed to understand, `fitness` what bore on it (drink, drugs,
    illness), `belongings` what they took or how it is collected, `staying_at` where they will stay, `at_risk_there`
    whether anybody is at risk there and `who_is_at_risk` who (a child, another partner) and what was done,
    `witnesses` who saw it, `video` the reference of the body-worn video.
    """

    served_at: Moment
    place: Line
    manner: Literal[MANNERS]  # type: ignore[valid-type]
    identified_by: Line
    explained: Text
    interpreter: Line | None
    address_asked: bool
    address_given: Text | None
    paper_copy_left: bool
    keys_given: Text | None
    understood: Literal["understood", "not sure", "did not understand"] | None
    fitness: Text | None
    belongings: Text | None
    staying_at: Text | None
    at_risk_there: bool | None
    who_is_at_risk: Text | None
    witnesses: Text | None
    video: Line | None
    respondent_signed: Literal[SIGNED_BY_THEM] | None  # type: ignore[valid-type]


@kind("service reported by radio")
class ServiceReportedByRadio:
    """A constable whose phone is dark says that the notice is served (P18); the 48 hours run from `served_at`.

    `served_by` is that constable's collar number, `reported_by` whoever said so, `heard_by` who heard it where that is
    not the officer who records it. It stands as not confirmed until the constable's own signed record is there.
    """

    served_at: Moment
    place: Line
    served_by: Line
    reported_by: Line
    heard_at: Moment
    heard_by: Line | None
    paper_copy_left: bool | None
    address_asked: bool | None
    account: Text | None


@kind("commanding officer told")
class CommandingOfficerTold:
    """Reasonable efforts to tell the respondent's commanding officer of the notice (CSA 2010 s.24(10)-(11)).

    `who` was told, or whom the officer tried to reach; `how`: by what means and what was said, or all that was tried.
    """

    outcome: Literal["told", "not reached"]
    who: Line
    how: Text


@kind("legal accepted", act=True)
class LegalAccepted:
    """Legal services accept a correction, named by `entry`: a later time of service lengthens the working deadline.

    Until then the earliest time anyone recorded counts (P3). `why` is what they rely on.
    """

    entry: Id
    why: Text


@kind("signature added", signed=True)
class SignatureAdded:
    """The signature of a fact that arrived without one; `relies_on` names that fact and its exact bytes."""
