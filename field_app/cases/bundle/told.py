"""What a bundle tells of an entry by its kind, its time and its court, and not by what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from field_app.cases import court
from field_app.cases.authority import NOTED
from field_app.cases.entries import Held
from field_app.cases.moments import put_right
from field_app.law.clocks import LONDON
from field_app.law.notice import WORDING

UNUSED = {
    "risk assessed": "Risk assessments with the answers given",
    "information asked": "Questions of the authorising officer",
    "information given": "Answers to them",
    "other orders in force recorded": "Checks for other orders",
    "evidence attached": "Descriptions of items of evidence",
    "notice printed": "Records of the notice on paper",
}
"""What the schedule counts. Whatever it does not name it does not mention."""


def _at(field: str, says: str) -> Callable[[Held[Any]], tuple[datetime | None, str]]:
    """Told by the time this fact says, in these words, whose braces are facts of a court, an outcome or a kind."""
    return lambda one: (getattr(one.entry.facts, field), says.format(facts=one.entry.facts))


def _when_made(says: str) -> Callable[[Held[Any]], tuple[datetime | None, str]]:
    return lambda one: (put_right(one.entry), says.format(facts=one.entry.facts))


CHRONOLOGY: dict[str, Callable[[Held[Any]], tuple[datetime | None, str]]] = {
    "violence recorded": _at("occurred_at", "The incident"),
    "incident recorded": _at("arrived_at", "The respondent arrives at the police station"),
    "authority requested": _when_made("Authority for a notice requested"),
    "notice authorised": _when_made("Notice authorised"),
    NOTED: _at("given_at", "Notice authorised by telephone"),
    "telephone authority confirmed": _when_made("Authority by telephone confirmed in writing"),
    "notice served": _at("served_at", "Notice served on the respondent"),
    court.LISTED: _when_made("Hearing listed at {facts.court}"),
    court.NOTICE: _at("given_at", "Notice of the hearing: {facts.outcome}"),
    court.ADJOURNED: _at("adjourned_at", "Hearing adjourned at {facts.court}"),
    "breach reported": _when_made("Breach of the {facts.of} reported"),
    "arrest made": _at("arrested_at", "Respondent arrested for breach of the {facts.of}"),
    "breach heard": _at("heard_at", "Breach of the {facts.of} before {facts.court}: {facts.outcome}"),
}


def provisions(text: tuple[str, ...], regime: str) -> list[str]:
    """What the notice requires, as it was signed: the numbered lines under the heading that its wording gives them."""
    lines = WORDING[regime]["lines"]
    before = lines[lines.index("{prohibitions}") - 1]
    start = text.index(before) + 1
    end = next((at for at in range(start, len(text)) if text[at].startswith("# ")), len(text))
    return [line for line in text[start:end] if re.match(r"[0-9]+\. ", line)]


def moment(at: datetime) -> str:
    """A moment as a table has it: "Mon 13 Jul 2026, 21:15"."""
    local = at.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M}"
