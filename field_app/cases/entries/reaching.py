"""Reaching somebody who may decide: who was asked when, what their phone said of it, who has taken it on."""

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


@kind("push delivered", system=True)
class PushDelivered:
    """A phone of the officer's has shown the alert, as its service worker says. `relies_on` names the escalation."""

    officer: Id
    device: Id | None


@kind("push opened", system=True)
class PushOpened:
    """The officer opened the request: from the alert, or on the screen where it is decided."""

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
    """An authorising officer asks before they decide. `relies_on` names the request."""

    question: Text


@kind("information given")
class InformationGiven:
    """The answer. `relies_on` names the question. What belongs in a section is recorded there as well."""

    answer: Text
