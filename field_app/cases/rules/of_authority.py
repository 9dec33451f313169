"""Rules about an authority before service: who may take it back, and who may have the case to serve it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from field_app.cases.check_words import check_words
from field_app.cases.moments import made
from field_app.cases.section import as_json
from field_app.law.answers import NotMet
from field_app.law.notice import CannotCompose, compose, text_hash

from .asked import Asked
from .of_case import wrote


@dataclass(frozen=True)
class WithdrawsTheAuthority:
    """What is withdrawn is the decision that stands."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        decision = asked.case.decision
        if decision and decision.entry.id not in {named.id for named in asked.entry.relies_on}:
            yield NotMet("relies_on", "relies_on: must name the authorised notice that is withdrawn.")


@dataclass(frozen=True)
class AuthorityStands:
    """CSA 2010 s.24(1): a notice is served on an authority that stands.

    A constable without signal cannot know that it was withdrawn: the service has happened, and is in doubt.
    """

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        withdrawal = asked.case.withdrawal
        if withdrawal is None:
            return
        if asked.entry.facts.served_at < made(withdrawal)[0]:
            message = "The authority was withdrawn after this, before it was known that the notice had been served."
        else:
            message = "The authority had been withdrawn when the notice was served."
        yield NotMet("withdrawn", message, "s.24(1)")


@dataclass(frozen=True)
class OnTheCaseOrSupervises:
    """A case is handed over by whoever is on it, or by a sergeant or above."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        on_it = asked.entry.officer in asked.case.officers
        if not on_it and not (asked.officer and asked.officer.holds("sergeant")):
            message = "The officer had recorded nothing on this case before, and is no sergeant or above."
            yield NotMet("not_on_the_case", message)


@dataclass(frozen=True)
class ToAConstable:
    """CSA 2010 s.25(2): only a constable can serve, so a case is handed to one."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        to = asked.office.by_collar_number(asked.entry.facts.to)
        if to is None or not to.is_constable:
            yield NotMet("to_nobody", "facts.to: must be the collar number of a constable of this force.", "s.25(2)")


@dataclass(frozen=True)
class SomethingToTakeOver:
    """Whoever takes a case over was handed it, or finds it authorised and not served."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.case.hand_over is None and asked.case.stage != "authorised":
            yield NotMet("nothing_to_take_over", "The case was handed to nobody, and no authority in it waits.")


TELEPHONE_OFF = "telephone_off"
"""What a force file says may change: `log verify` does not ask it again."""


@dataclass(frozen=True)
class TelephoneIsOpen:
    """P16: authority by telephone counts only where the force has switched it on."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if not asked.switches.telephone_authority:
            yield NotMet(TELEPHONE_OFF, "This force takes no authority by telephone: it must be asked for again.")


@dataclass(frozen=True)
class GivenBefore:
    """What is noted was given before it arrived."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        if asked.entry.facts.given_at > asked.received_at + timedelta(minutes=5):
            yield NotMet("in_the_future", "facts.given_at: lies after the server received it.")


@dataclass(frozen=True)
class ByWhoeverMayIssue:
    """CSA 2010 s.24(1): whoever is noted holds the rank, and has not asked for it or recorded it themselves."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        named = asked.office.by_collar_number(asked.entry.facts.officer.collar_number)
        least = asked.case.regime.issuing_rank
        if named is None or not named.holds(least):
            yield NotMet("rank", f"facts.officer: must be an officer here of at least the rank of {least}.", "s.24(1)")
        elif named.id in wrote(asked.case):
            yield NotMet("own_request", "Nobody may decide on their own request or on a case they recorded.")


@dataclass(frozen=True)
class ThatTextWasRead:
    """CSA 2010 s.25(1): what was read out is the notice composed from the record; hash and words are its own."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        facts, view = asked.entry.facts, asked.case.view()
        try:
            if view["conditions"] is None:
                raise CannotCompose("No conditions were proposed.")
            text = compose(view, as_json(facts.officer), {"name": asked.office.force})
        except CannotCompose as lacking:
            yield NotMet("text", str(lacking), "s.25(1)")
        else:
            if facts.text != text:
                yield NotMet("text", "facts.text: is not the notice composed from the record.", "s.25(1)")
        if facts.text_sha256 != text_hash(facts.text) or facts.words != " ".join(check_words(facts.text)):
            yield NotMet("words", "facts.words: are not those of this text, or text_sha256 is not its hash.")


@dataclass(frozen=True)
class AnswersWhatWasNoted:
    """Only the officer it names can say whether an authority by telephone is theirs, and once."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        noted, stands = asked.case.decision, asked.case.telephone
        if noted is None or stands is None:
            yield NotMet("stage", "No authority by telephone was noted in this case.")
            return
        if noted.entry.id not in {named.id for named in asked.entry.relies_on}:
            yield NotMet("relies_on", "relies_on: must name the authority that was noted.")
        named = asked.office.by_collar_number(noted.entry.facts.officer.collar_number)
        if named is None or named.id != asked.entry.officer:
            yield NotMet("not_the_one_named", "Only the officer who is noted as having authorised it may say so.")
        if stands["state"] != "unconfirmed":
            yield NotMet("answered", "It has been said already whether this was authorised.")


@dataclass(frozen=True)
class ConfirmsThatText:
    """P16: what is confirmed is the very text that was read out; anything else differs."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        noted = asked.case.decision
        if noted and asked.case.telephone and asked.entry.facts.text != noted.entry.facts.text:
            yield NotMet("other_text", "facts.text: is not the text that was noted.", "s.25(1)")


@dataclass(frozen=True)
class TelephoneStandsUndisputed:
    """P16: what the officer says they did not authorise is served all the same, and in doubt."""

    def __call__(self, asked: Asked) -> Iterator[NotMet]:
        stands = asked.case.telephone
        if stands and stands["state"] == "differs":
            yield NotMet("differs", "The officer had said that this is not the text they authorised.", "s.24(1)")
