"""Documents made of entries: rendered once, by a worker, kept by their hash, and read by whoever may read the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from field_app.adapters.pdf import Rendered, render
from field_app.cases.authority import NOTED
from field_app.cases.bundle import Choice
from field_app.cases.case import Case
from field_app.cases.entries import DOCUMENTS, Held
from field_app.cases.moments import put_right
from field_app.cases.office import Office
from field_app.cases.rules import may_have_bundle, may_have_letter
from field_app.cases.served import REPORTED
from field_app.law.clocks import LONDON, in_words
from field_app.law.notice import TRANSLATIONS, short_hash, text_hash
from field_app.parse import Read, parse
from field_app.store import attachments, log
from field_app.store.database import reading, stamp, writing

from .bundle import preview_of, render_bundle
from .changes import readable, refuse
from .confirming import NotConfirmed
from .exhibits import draw_pages, have_drawn
from .hearing_notice import render_hearing_notice
from .installation import Installation, named_for
from .letter import render_letter
from .officers import system_entry
from .record import Batch, as_sent
from .translating import draft_marks, render_notice


@dataclass(frozen=True)
class Document:
    """A PDF and the name to save it under, which says nothing of anybody."""

    name: str
    body: bytes


def render_document(installation: Installation, case_id: str, entry_id: str, document: str, now: datetime) -> None:
    """Render this document of this entry, keep it with the case and record that it was; once.

    Rendering holds no transaction. Of two workers that race the second finds it recorded, and leaves it.
    """
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        case = installation.case(connection, case_id, log.head(connection, case_id))
    source = case.by_id[entry_id]
    if _rendered(case, document, entry_id):
        return
    made = _PAGES[document](installation, office, case, source)
    name = sha256(made.body).hexdigest()
    facts = {
        "document": document,
        "entry": entry_id,
        "sha256": name,
        "size": len(made.body),
        "pages": made.pages,
        "unprintable": list(made.unprintable),
    }
    written = {
        **system_entry(office.id, "document rendered", facts, now),
        "case": case_id,
        "relies_on": [{"id": entry_id, "sha256": source.sha256}],
    }
    sent = as_sent(written)
    with writing(installation.engine) as connection:
        batch = Batch(installation, connection, "system", now)
        batch.begin([read for read in [parse(sent.body)] if isinstance(read, Read)])
        if _rendered(batch.cases[case_id], document, entry_id):
            return
        attachments.keep(
            connection, installation.keys, case_id, name, made.body, officer="system", received_at=stamp(now)
        )
        outcome = batch.take_sent(sent)
        if outcome.outcome != "accepted":
            raise ValueError(f"a rendered document was {outcome.outcome}")
        batch.finish()
    batch.remember()


def read_document(
    installation: Installation, officer_id: str, case_id: str, name: str, now: datetime, *, confirmed: bool
) -> Document | None:
    """A document of a case this officer may read, once it is on record that they did; None where there is none.

    A court bundle is for legal services alone, the letter for legal aid for them and safeguarding.

    :raise NotConfirmed: it is a court bundle, and the officer's passkey has not confirmed that they take it.
    """
    if not confirmed and _is_bundle_for(installation, officer_id, case_id, name):
        raise NotConfirmed
    case = readable(installation, officer_id, case_id, "document", now, name)
    facts = [one.entry.facts for one in case.current.get("document rendered", [])] if case else []
    found = next((one.document for one in facts if one.sha256 == name), None)
    if case is None or found is None:
        return None
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        may_have = _KEPT_TO.get(found)
        if may_have and not may_have(office.officers[officer_id]):
            return None
        body = attachments.read(connection, installation.keys, case_id, name)
    if body is None:
        return None
    return Document(f"{named_for(installation)}{case.reference} {found}.pdf".replace(" ", "-"), body)


def _is_bundle_for(installation: Installation, officer_id: str, case_id: str, name: str) -> bool:
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        if not may_have_bundle(office.officers[officer_id]):
            return False
        case = installation.case(connection, case_id, log.head(connection, case_id))
    rendered = (one.entry.facts for one in case.current.get("document rendered", []))
    return any((one.sha256, one.document) == (name, "court bundle") for one in rendered)


def _rendered(case: Case, document: str, entry_id: str) -> bool:
    made = (one.entry.facts for one in case.current.get("document rendered", []))
    return any((one.document, one.entry) == (document, entry_id) for one in made)


def _notice(installation: Installation, office: Office, case: Case, decision: Held[Any]) -> Rendered:
    lines = decision.entry.facts.text
    values = {
        **_shared(installation, office, case),
        "lines": lines,
        "short_hash": short_hash(text_hash(lines)),
        "look_up": f"{office.origin}/look-up#{case.reference}",
    }
    return render("notice/notice.html", values)


def _notice_in(language: str, installation: Installation, office: Office, case: Case, decision: Held[Any]) -> Rendered:
    return render_notice(language, office, case, decision, _shared(installation, office, case))


def _certificate(installation: Installation, office: Office, case: Case, service: Held[Any]) -> Rendered:
    """CSA 2010 s.27(6)-(7): what was done to serve, and to have an address for the notice of the hearing."""
    return render("notice/certificate.html", _certified(installation, office, case, service))


def _certified(installation: Installation, office: Office, case: Case, service: Held[Any]) -> dict[str, Any]:
    entry, facts = service.entry, service.entry.facts
    named = [case.by_id[one.id] for one in entry.relies_on if one.id in case.by_id]
    decisions = [one for one in named if one.entry.kind in ("notice authorised", NOTED)]
    text = text_hash(decisions[0].entry.facts.text) if decisions else None
    respondent = case.view()["respondent"]
    return {
        **_shared(installation, office, case),
        "facts": facts,
        "officer": office.officers.get(entry.officer),
        "respondent": " ".join(filter(None, (respondent["given_names"], respondent["family_name"])))
        if respondent
        else None,
        "text_hash": text,
        "short_hash": short_hash(text) if text else None,
        "issued_by": _issued_by(office, decisions[0]) if decisions else None,
        "served_at": _moment(facts.served_at),
        "phone_at": _moment(entry.made_at),
        "phone_wrong_by_s": entry.clock_offset_s,
        "put_right_at": _moment(put_right(entry)),
        "received_at": _moment(service.received_at),
        "deadline": in_words(case.deadline.at) if case.deadline else None,
        "attempts": [
            {"at": _moment(one.entry.facts.attempted_at), "by": _who(office, one), "facts": one.entry.facts}
            for one in case.current.get("service attempted", [])
        ],
        "by_radio": [
            {
                "served_at": _moment(one.entry.facts.served_at),
                "heard_at": _moment(one.entry.facts.heard_at),
                "by": _who(office, one),
                "facts": one.entry.facts,
            }
            for one in case.current.get(REPORTED, [])
        ],
        "printed": [
            one.entry.facts
            for one in case.current.get("notice printed", [])
            if one.entry.facts.number and not _is_spoiled(case, one)
        ],
        "reasons": service.reasons,
        "entry": entry.id,
        "sha256": service.sha256,
        "signed_by": service.signed_by,
    }


def _issued_by(office: Office, decision: Held[Any]) -> str:
    """Who issued the notice: whoever signed it, or whom a constable noted as having authorised it by telephone."""
    if decision.entry.kind == NOTED:
        named = decision.entry.facts.officer
        noted_by = _who(office, decision)
        how = f", by telephone; the text read out was noted by {noted_by}"
    else:
        named, how = office.officers[decision.entry.officer], ""
    return f"{named.name}, {named.rank}, collar number {named.collar_number}{how}"


def _court_bundle(installation: Installation, office: Office, case: Case, asked: Held[Any]) -> Rendered:
    """P26: of the case as it stood when it was asked for."""
    before = replace(case, held=tuple(one for one in case.held if one.position < asked.position))
    facts = asked.entry.facts
    drawn = frozenset(getattr(facts, "drawn", ()))
    for name in sorted(drawn):  # all of them are, where somebody looked at them first
        draw_pages(installation, case.id, name)
    choice = Choice(frozenset(facts.exhibits), frozenset(facts.withheld), drawn)
    certified = partial(_certified, installation, office, before)
    made_at = _moment(asked.received_at)
    return render_bundle(installation, office, before, choice, certified, _shared(installation, office, case), made_at)


def _letter(language: str, installation: Installation, office: Office, case: Case, asked: Held[Any]) -> Rendered:
    """P34: of the case as it stood when it was asked for."""
    before = replace(case, held=tuple(one for one in case.held if one.position < asked.position))
    officer = office.officers.get(asked.entry.officer)
    shared = {**_shared(installation, office, case)}
    shared["marks"] = [*shared["marks"], *draft_marks(office, language)]
    return render_letter(before, officer, shared, asked.received_at, language)


def _hearing(language: str, installation: Installation, office: Office, case: Case, hearing: Held[Any]) -> Rendered:
    """CSA 2010 s.27(5): of the case as it stood when the hearing was recorded."""
    then = replace(case, held=tuple(one for one in case.held if one.position <= hearing.position))
    shared = {**_shared(installation, office, case)}
    shared["marks"] = [*shared["marks"], *draft_marks(office, language)]
    return render_hearing_notice(then, hearing, shared, language)


def preview_bundle(
    installation: Installation, officer_id: str, case_id: str, choice: Choice | None, now: datetime
) -> dict[str, Any] | None:
    """What a court bundle of this choice says, word for word, and what keeps it from being made (docs/api.md).

    Without a choice: all that may be in it but the protected person's own statements. For legal services alone, and
    on record; None where there is no such case for them.
    """
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    if not may_have_bundle(office.officers[officer_id]):
        refuse(installation, officer_id, case_id, "court bundle", now)
        return None
    case = readable(installation, officer_id, case_id, "court bundle", now)
    if case is None or case.decision is None or case.service is None:
        return None
    found = preview_of(installation, office, case, choice, partial(_certified, installation, office, case))
    for one in found["exhibits"]:
        if one["drawing"] and one["drawing"]["state"] == "being drawn":
            have_drawn(installation, case.id, one["sha256"], now)
    return found


def _who(office: Office, one: Held[Any]) -> str:
    """Who wrote an entry, as a statement names them."""
    officer = office.officers.get(one.entry.officer)
    return f"{officer.name}, {officer.collar_number}" if officer else "Not known"


_PAGES: dict[str, Callable[..., Rendered]] = {
    "notice": _notice,
    "certificate of service": _certificate,
    "court bundle": _court_bundle,
    "evidence letter": partial(_letter, "en"),
    "notice of hearing": partial(_hearing, "en"),
    **{f"notice in {words['language']}": partial(_notice_in, code) for code, words in TRANSLATIONS.items()},
    **{f"evidence letter in {words['language']}": partial(_letter, code) for code, words in TRANSLATIONS.items()},
    **{f"notice of hearing in {words['language']}": partial(_hearing, code) for code, words in TRANSLATIONS.items()},
}

_KEPT_TO = {
    "court bundle": may_have_bundle,
    **{name: may_have_letter for name in DOCUMENTS if name.startswith("evidence letter")},
}
"""The documents that not everybody has who may read the case."""


def _is_spoiled(case: Case, printed: Held[Any]) -> bool:
    return any(printed.entry.id == one.entry.facts.printed for one in case.current.get("notice spoiled", []))


def _shared(installation: Installation, office: Office, case: Case) -> dict[str, Any]:
    marks = [
        *(["Demonstration: invented people only"] if office.demonstration and not installation.training else []),
        *(["Training: nothing here is real"] if installation.training else []),
    ]
    watermark = "TRAINING" if installation.training else None
    return {"reference": case.reference, "force": office.force, "marks": marks, "watermark": watermark}


def _moment(at: datetime) -> str:
    """A moment as a statement says it: "Monday 13 July 2026 at 21:15:07"."""
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M:%S}"
