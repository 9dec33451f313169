"""Rules about telling the protected person and about tasks: what they answer is recorded beside a fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from field_app.cases.safeguarding.tasks import given_to
from field_app.cases.safeguarding.telling import CONTACT, to_tell
from field_app.law.answers import NotMet

from .asked import Asked


@dataclass(frozen=True)
class OnTheCaseOrSafeguarding:
    """Whoever is on the case, is posted to safeguarding or was given a task of it tells the protected person and sees
    to the tasks."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        posted = asked.officer is not None and "safeguarding" in asked.officer.postings
        given = asked.officer is not None and asked.officer.collar_number.casefold() in given_to(asked.case)
        if not (posted or given) and asked.entry.officer not in asked.case.officers:
            message = "The officer had recorded nothing on this case before, and is not posted to safeguarding."
            yield NotMet("not_on_the_case", message)


@dataclass(frozen=True)
class WithinSafeContact:
    """They are contacted as they arranged; in another way only for a reason (P20)."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        arranged, facts = asked.case.latest(CONTACT), asked.entry.facts
        if arranged and facts.way not in arranged.entry.facts.ways and facts.outside is None:
            yield NotMet("outside_safe_contact", "facts.outside: say why not in the way they arranged.")


@dataclass(frozen=True)
class ToldOfWhatHappened:
    """What they were told of has happened in this case, and it is said what they were told."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        known = {(one.event, one.entry) for one in to_tell(asked.case)}
        if any((of.event, of.entry) not in known for of in facts.told_of):
            yield NotMet("nothing_to_tell", "facts.told_of: names something that is not recorded in this case.")
        if facts.outcome == "told" and not facts.told_of and facts.said is None:
            yield NotMet("said_nothing", "facts.said: say what they were told.")


@dataclass(frozen=True)
class ToAnOfficer:
    """Whoever is made responsible, or given a task, is an officer of this force, by collar number."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        to = getattr(asked.entry.facts, "to", None)
        if to is not None and asked.office.by_collar_number(to) is None:
            yield NotMet("to_nobody", "facts.to: must be the collar number of an officer of this force.")


@dataclass(frozen=True)
class WithProof:
    """Done is done with proof: to whom; what is not needed says why."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts = asked.entry.facts
        if facts.outcome == "done" and facts.to is None:
            yield NotMet("no_proof", "facts.to: say who was told, or who has it in hand.")
        if facts.outcome == "done" and facts.task == "other force" and getattr(facts, "channel", "unsaid") is None:
            yield NotMet("no_channel", "facts.channel: say how the other force was told.")
        if facts.outcome == "not needed" and facts.why is None:
            yield NotMet("no_reason", "facts.why: say why it is not needed.")
        if getattr(facts, "offer", None) is not None and facts.task != "support":
            yield NotMet("no_offer", "facts.offer: is said of the referral of the protected person to support alone.")
