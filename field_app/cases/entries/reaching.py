"""Reaching somebody who may decide: who was asked or let in when, what their phone said, who has taken it on."""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Id, Line, Telephone, Text, _shape, kind


@kind("request escalated", system=True)
class RequestEscalated:
    """The request was put to somebody, and each time nobody claimed it, to the next. `relies_on` names the request.

    `step` counts from 1. `officer` is whom it was put to, null where nobody is left to ask. `telephone` is the number
    they are rung on, as it was known then.
    """

    step: Annotated[int, _shape(ge=1, le=1_000)]
    role: Literal["authorising officer", "duty inspector", "nobody"]
    officer: Id | None
    telephone: Telephone | None


@kind("case opened early", act=True)
class CaseOpenedEarly:
    """Whoever may decide may read the case while it is still being recorded, and ask; there is nothing to decide yet.

    `to` is the collar number of whom it is opened to; null: whoever is on call when the server has it. `relies_on`
    names the entry that started the case.
    """

    to: Line | None


@kind("early reader found", system=True)
class EarlyReaderFound:
    """Whom an early opening goes to, and the number they are rung on; null where nobody may be asked.

    `relies_on` names the opening.
    """

    officer: Id | None
    telephone: Telephone | None


@kind("early opening withdrawn", act=True)
class EarlyOpeningWithdrawn:
    """The case is no longer open to whom it was opened early. `relies_on` names the opening."""


@kind("push delivered", system=True)
class PushDelivered:
    """A phone of the officer's has shown the alert, as its service worker says.

    `relies_on` names the escalation, or the `early reader found`.
    """

    officer: Id
    device: Id | None


@kind("push opened", system=True)
class PushOpened:
    """The officer opened the request, or what is opened early: from the alert, or on the screen where it is decided."""

    officer: Id
    by: Literal["alert", "screen"]


@kind("text message sent", system=True)
class TextMessageSent:
    """GOV.UK Notify took a text message for the officer, under its own `notification` id. It says nothing personal."""

    officer: Id
    notification: Id


@kind("request claimed", act=True)
class RequestClaimed:
    """An authorising officer takes the request on, alone, for so many minutes. `relies_on` names the request."""

    minutes: Annotated[int, _shape(ge=1, le=30)]


@kind("claim released", act=True)
class ClaimReleased:
    """Whoever claimed the request lets it go before they decide. `relies_on` names the claim."""

    reason: Line | None


@kind("information asked")
class InformationAsked:
    """An authorising officer asks before they decide. `relies_on` names the request, or what opened the case early."""

    question: Text


@kind("information given")
class InformationGiven:
    """The answer. `relies_on` names the question. What belongs in a section is recorded there as well."""

    answer: Text
