"""A request taken back before it is decided; an authority taken back, or passed on to be served, before service."""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.regimes import RANKS

from .kinds import Line, Moment, Sha256, Text, _shape, kind, part


@kind("request withdrawn", act=True)
class RequestWithdrawn:
    """Whoever is on the case takes the request back before anybody has decided it: nobody is asked any longer.

    Authority can be asked for again. `relies_on` names the request.
    """

    reasons: Text


@kind("authority withdrawn before service", act=True, signed=True)
class AuthorityWithdrawn:
    """An authorising officer takes the authority back while nobody has been served, and says why.

    `relies_on` names the decision that is withdrawn.
    """

    reasons: Text


@kind("handed over")
class HandedOver:
    """The case is passed to another officer, by whoever is on it or by a supervisor.

    `to` is their collar number, as it is said over the radio: a phone without signal knows no other. `note`: what they
    must know.
    """

    to: Line
    note: Text | None


@kind("hand-over accepted")
class HandOverAccepted:
    """A constable takes the case over: the one it was handed to, or another who is there (P15).

    `relies_on` names the hand-over where there was one.
    """


@part
class Issuing:
    """Whoever authorises by telephone, as the notice names them."""

    name: Line
    rank: Literal[RANKS]  # type: ignore[valid-type]
    collar_number: Line


@kind("telephone authority noted", signed=True)
class TelephoneAuthorityNoted:
    """A constable notes what a superintendent authorised by telephone (P16).

    `text` is the notice as it was read out, `text_sha256` its hash and `words` the six that both repeated. `relies_on`
    names the request. It has yet to be confirmed by the officer it names, over that very text.
    """

    officer: Issuing
    given_at: Moment
    text: Annotated[tuple[str, ...], _shape(min_length=1, max_length=400)]
    text_sha256: Sha256
    words: Line


@kind("telephone authority confirmed", act=True, signed=True)
class TelephoneAuthorityConfirmed:
    """The officer who authorised by telephone signs that very text. `relies_on` names what was noted."""

    text: Annotated[tuple[str, ...], _shape(min_length=1, max_length=400)]
    reasons: Text


@kind("telephone authority differs", signed=True)
class TelephoneAuthorityDiffers:
    """What was noted is not what the officer authorised: nothing is edited, and it stays in doubt (P16).

    `what` differs, in words; `conditions` are the codes of those in doubt, none where all of it is.
    """

    what: Text
    conditions: Annotated[tuple[Line, ...], _shape(max_length=20)]
