"""The parts of a court bundle, fact by fact: what is not named here is in none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from field_app.cases import court
from field_app.cases.authority import NOTED, given_at
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.entries.evidence import PDF
from field_app.cases.office import Office
from field_app.law.clocks import in_words
from field_app.law.conditions import CONDITIONS
from field_app.law.notice import squeezed

from .shapes import Block, Bundle, Choice, Part, Said, Statement, Table, Words
from .told import CHRONOLOGY, UNUSED, moment, provisions


def is_theirs(case: Case, item: Held[Any]) -> bool:
    """Whether an item of evidence seems to be the protected person's own statement: made by them."""
    person = case.person("protected person")
    by = squeezed(item.entry.facts.by or "")
    if not person or not by:
        return False
    facts = person.entry.facts
    return squeezed(facts.family_name) in by or bool(facts.given_names and squeezed(facts.given_names) in by)


def is_drawable(item: Held[Any]) -> bool:
    """Whether an item of evidence is one whose pages can be drawn: a PDF, as its phone found."""
    return bool(item.entry.facts.media_type == PDF)


def compose(case: Case, office: Office, choice: Choice) -> Bundle:
    """The bundle of a case whose notice was authorised and served.

    :raise ValueError: no notice was authorised.
    """
    decision = case.decision
    if decision is None or not hasattr(decision.entry.facts, "text"):
        raise ValueError("There is no notice in this case.")
    made_of = _Parts(case, office, decision)
    exhibits = tuple(one for one in case.evidence if one.entry.facts.sha256 in choice.exhibits)
    out = tuple(one for one in case.evidence if one.entry.facts.sha256 not in choice.exhibits)
    evidence = [
        made_of.grounds(),
        made_of.statement(),
        made_of.risk(),
        made_of.views(),
        made_of.children(),
        made_of.history(),
        made_of.conditions(),
        *([made_of.order()] if case.regime.drafts_order else []),
    ]
    kept = [_without(part, choice.withheld) for part in evidence]
    return Bundle(
        first=(made_of.application(),),
        evidence=tuple(kept),
        notice=decision,
        services=tuple(case.current.get("notice served", ())),
        exhibits=exhibits,
        last=(made_of.chronology(), made_of.unused(out)),
        withheld=made_of.left_out(sum(part.withheld for part in kept), out),
    )


def _without(part: Part, withheld: frozenset[str]) -> Part:
    out = [isinstance(one, Said) and one.key in withheld for one in part.blocks]
    blocks = [
        Words(f"{one.heading}: withheld.") if isinstance(one, Said) and left else one
        for one, left in zip(part.blocks, out, strict=True)
    ]
    return replace(part, blocks=tuple(blocks), withheld=sum(out))


class _Parts:
    def __init__(self, case: Case, office: Office, decision: Held[Any]) -> None:
        self.case, self.office, self.decision = case, office, decision
        self.respondent, self.protected = (_name(case.person(role)) for role in ("respondent", "protected person"))

    def application(self) -> Part:
        """CSA 2010 ss.27(1)-(3), 28(2)-(3): a complaint by a constable, and what the court has to find."""
        case, person = self.case, self.case.person("respondent")
        facts = person.entry.facts if person else None
        listed, regime = case.latest(court.LISTED), case.regime
        hearing = listed.entry.facts if listed else None
        address = ", ".join(filter(None, (*(facts.address or "").splitlines(), facts.postcode))) if facts else ""
        served = tuple(("Notice served", moment(one.entry.facts.served_at)) for one in self._services())
        rows = (
            ("Reference", case.reference or "None"),
            ("Applicant", f"{regime.applicants[0].capitalize()}, {self.office.force}"),
            ("Respondent", self.respondent),
            ("Born", f"{facts.born:%d %B %Y}".lstrip("0") if facts and facts.born else "Not known"),
            ("Respondent's address", " ".join(address.split()) or "Not recorded"),
            ("Person to be protected", self.protected),
            ("Notice issued by", self._issued_by()),
            ("Notice issued", moment(given_at(self.decision))),
            *served,
            ("To be heard not later than", in_words(case.deadline.at) if case.deadline else "Not known"),
            ("Hearing", f"{hearing.court}, {moment(hearing.sitting_at)}" if hearing else "Not listed yet"),
        )
        if not regime.drafts_order:
            return self._for_legal_services(Table(rows))
        finding = (
            f"The court is asked to find, on the balance of probabilities, that the respondent has been violent "
            f"towards, or has threatened violence towards, {self.protected}, an associated person; and that the order "
            f"is necessary to protect {self.protected} from violence or a threat of violence by the respondent "
            "(section 28(2) and (3))."
        )
        return Part(
            f"Application for a {regime.order}",
            (
                Words(
                    f"To the magistrates' court. A constable applies by complaint under section 27 of the {regime.act} "
                    f"for a {regime.order} against the respondent, in the terms of the draft order in this bundle."
                ),
                Table(rows),
                Words(finding),
                Words(
                    "The notice continues in effect until the application has been determined (section 27(9)). The "
                    "rules on notice of hearsay do not apply to this application (S.I. 2011/1434)."
                ),
            ),
        )

    def _for_legal_services(self, particulars: Table) -> Part:
        """In the place of an application where what may be asked for does not follow from the notice."""
        regime = self.case.regime
        words = (
            f"For an application for a {regime.order} under the {regime.act}. Legal services settle the application "
            "and the draft order, and neither is drawn here: what the court may require, and for how long, does not "
            "follow from the notice."
        )
        return Part("Applicant's pack", (Words(words), particulars))

    def grounds(self) -> Part:
        facts, proposed = self.decision.entry.facts, self.case.latest("conditions proposed")
        source = self.decision if hasattr(facts, "grounds") else proposed
        stated = _said(source, "grounds", "As the notice states them") if source else Words("None are recorded.")
        return Part("Grounds", (stated,))

    def statement(self) -> Part:
        """The officer's statement, drawn from what the officer recorded, for signature."""
        violence, necessity = self.case.latest("violence recorded"), self.case.latest("necessity recorded")
        source = violence or self.case.request
        officer = self._officer(source.entry.officer) if source else "Not known"
        tie = f"How the two are {self.case.regime.relationship}"
        occurred = violence.entry.facts.occurred_at if violence else None
        blocks = [
            Words(
                f"I am {officer}, of {self.office.force}. I make this statement from what was recorded in the case "
                f"{self.case.reference}."
            ),
            *([Table((("When it happened", moment(occurred)),))] if occurred else []),
            *self._from(violence, ("place", "Where"), ("account", "What happened")),
            *self._from(violence, ("evidence", "What shows it")),
            *self._from(violence, ("counter_account", "What the respondent says was done to them")),
            *self._from(violence, ("why_this_respondent", "Why the notice is for this respondent")),
            *self._from(self.case.latest("relationship recorded"), ("evidence", tie)),
            *self._from(
                necessity,
                ("why", "Why an order is needed to protect"),
                ("why_not_charge_or_bail", "Charge and bail"),
            ),
            Words("This statement is true to the best of my knowledge and belief."),
            Statement(f"Signed, {officer}"),
        ]
        return Part(f"Statement of {officer}", tuple(blocks))

    def risk(self) -> Part:
        """The level and why; never what was answered to the questions."""
        risk = self.case.latest("risk assessed")
        if risk is None:
            return Part("Risk", (Words("No assessment is recorded."),))
        facts = risk.entry.facts
        level, events = getattr(facts, "level", None), getattr(facts, "events", None)
        rows = [
            *([("Risk of serious harm, as the officer assessed it", level)] if level else []),
            ("Assessed by", self._officer(risk.entry.officer)),
            *([("Events in 12 months, this one included", str(events))] if events else []),
        ]
        said = self._from(risk, ("judgement", "Why"), ("lower_because", "Why lower than the answers point to"))
        return Part("Risk", (Table(tuple(rows)), *said))

    def views(self) -> Part:
        """CSA 2010 s.28(4): the opinions of which the court is made aware; what was tried where there is none."""
        case = self.case
        recorded = [
            ("The person to be protected", case.views("protected person")),
            ("The respondent", case.views("respondent")),
            ("Others who live there", case.views("other residents")),
            *(("Another who lives there", one) for one in case.residents_views),
        ]
        said = [
            block
            for whose, one in recorded
            for block in self._from(one, ("said", whose), ("steps", f"{whose}: what was tried"))
        ]
        note = Words("The court may make an order whether or not the person to be protected agrees (section 28(5)).")
        notes = [note] if case.regime.drafts_order else []
        return Part("Views", (*notes, *(said or [Words("None is recorded.")])))

    def children(self) -> Part:
        """CSA 2010 s.28(4): the welfare of anybody under 18. Names, schools and what children said are left out."""
        recorded = self.case.latest("children's welfare recorded")
        if recorded is None:
            return Part("Children", (Words("Nothing is recorded."),))
        facts = recorded.entry.facts
        rows = [
            ("Anybody under 18 concerned", "Yes" if facts.any_children else "No"),
            *([("Children's social care", facts.social_care)] if getattr(facts, "social_care", None) else []),
        ]
        return Part("Children", (Table(tuple(rows)), *self._from(recorded, ("account", "Their welfare"))))

    def history(self) -> Part:
        said = self._from(self.case.latest("violence recorded"), ("history", "What went before"))
        reported = [
            _said(one, "what", f"Breach of the {one.entry.facts.of} reported") for one in self._each("breach reported")
        ]
        return Part("History", (*said, *reported) or (Words("None is recorded."),))

    def conditions(self) -> Part:
        source = self.decision if hasattr(self.decision.entry.facts, "conditions") else None
        source = source or self.case.latest("conditions proposed")
        blocks = []
        for at, one in enumerate(source.entry.facts.conditions if source else ()):
            known = CONDITIONS[one.code]
            section = self.case.regime.conditions.get(one.code, known.section)
            metres = f", {one.distance_m} metres" if one.distance_m else ""
            heading = f"{known.title}{metres} ({section})"
            blocks.append(Said(f"{source.entry.id} conditions {at}", heading, one.reason) if source else Words(heading))
        if not self.case.regime.drafts_order:
            note = Words("Those the officers asked for in the notice; under each, why it is needed.")
            return Part("Provisions of the notice", (note, *blocks))
        note = Words("The provisions asked for are those of the notice; under each, why it is needed.")
        return Part("Provisions asked for", (note, *blocks))

    def order(self) -> Part:
        """CSA 2010 s.28(6)-(11): the same kinds of provision, the power of arrest, and its period left to the court."""
        regime, lines = self.case.regime, provisions(self.decision.entry.facts.text, self.case.regime.id)
        return Part(
            "Draft order",
            (
                Words(
                    "DRAFT. In the magistrates' court at ____________________. "
                    f"{regime.order.capitalize()} under section 28 of the {regime.act}."
                ),
                Words(f"To {self.respondent}. This order is to protect {self.protected}."),
                *map(Words, lines),
                Words(
                    "This order is in force for ______ days, beginning with the day on which it is made: no fewer than "
                    f"{regime.shortest_order_days} and no more than {regime.longest_order_days} (section 28(10) and "
                    "(11)). Its last day is ____________________."
                ),
                Words(
                    "A constable may arrest the respondent without warrant if the constable has reasonable grounds for "
                    "believing that the respondent is in breach of this order (section 28(9))."
                ),
                Statement("For the court"),
            ),
        )

    def chronology(self) -> Part:
        """What happened when, from kinds whose times and courts alone are told."""
        happened = sorted(
            (at, what, self._officer(one.entry.officer))
            for kind, told in CHRONOLOGY.items()
            for one in self._each(kind)
            for at, what in [told(one)]
            if at is not None
        )
        rows = tuple((moment(at), what, who) for at, what, who in happened)
        return Part("Chronology", (Table(rows, ("When", "What", "Recorded by")),))

    def unused(self, out: tuple[Held[Any], ...]) -> Part:
        """What is held and is no part of the bundle, by what it is and not by what it says."""
        case = self.case
        counted = [(what, len(self._each(kind))) for kind, what in UNUSED.items()]
        replaced = sum(one.entry.id in case.replaced for one in case.held)
        rows = [
            *((f"Item of evidence {_type(one)}", f"SHA-256 {one.entry.facts.sha256}") for one in out),
            *((what, str(count)) for what, count in counted if count),
            *([("Earlier versions of what is recorded", str(replaced))] if replaced else []),
        ]
        note = Words(
            "Held by the police and not relied on. The whole record, its earlier versions and every other entry with "
            "them, is kept unchanged and can be produced."
        )
        return Part("Schedule of unused material", (note, Table(tuple(rows)) if rows else Words("Nothing is listed.")))

    def left_out(self, passages: int, out: tuple[Held[Any], ...]) -> tuple[str, ...]:
        """What was withheld, counted."""
        risk, children = self.case.latest("risk assessed"), self.case.latest("children's welfare recorded")
        answers = len(getattr(risk.entry.facts, "answers", ())) if risk else 0
        words = [one for one in getattr(children.entry.facts, "children", ()) if one.own_words] if children else []
        return tuple(
            f"{count} {what if count == 1 else several} withheld"
            for count, what, several in (
                (sum(is_theirs(self.case, one) for one in out), "statement", "statements"),
                (passages, "passage", "passages"),
                (
                    answers,
                    "answer to a risk question",
                    "answers to risk questions",
                ),
                (len(words), "child's own words", "children's own words"),
            )
            if count
        )

    def _services(self) -> list[Held[Any]]:
        return self._each("notice served")

    def _each(self, kind: str) -> list[Held[Any]]:
        return list(self.case.current.get(kind, ()))

    def _from(self, one: Held[Any] | None, *facts: tuple[str, str]) -> list[Block]:
        """What this entry says under these facts, where it says anything, each under its heading."""
        return [_said(one, name, heading) for name, heading in facts if one and getattr(one.entry.facts, name, None)]

    def _officer(self, officer: str) -> str:
        known = self.office.officers.get(officer)
        if known is None:
            return "The system" if officer == "system" else "Not known"
        return f"{known.name}, {known.rank or 'no rank'}, collar number {known.collar_number}"

    def _issued_by(self) -> str:
        if self.decision.entry.kind == NOTED:
            officer = self.decision.entry.facts.officer
            return f"{officer.name}, {officer.rank}, collar number {officer.collar_number}, by telephone"
        return self._officer(self.decision.entry.officer)


def _said(one: Held[Any], name: str, heading: str) -> Said:
    return Said(f"{one.entry.id} {name}", heading, getattr(one.entry.facts, name))


def _type(item: Held[Any]) -> str:
    taken = item.entry.facts.taken_at
    return f"({item.entry.facts.media_type}{f', {moment(taken)}' if taken else ''})"


def _name(person: Held[Any] | None) -> str:
    if person is None:
        return "Not recorded"
    return " ".join(filter(None, (person.entry.facts.given_names, person.entry.facts.family_name)))
