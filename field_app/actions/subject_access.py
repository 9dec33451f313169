"""What somebody asked for who is recorded on a case, as one file: a page to read, and the same for a machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from markupsafe import escape

from field_app.cases import keeping
from field_app.cases.bundle.told import moment
from field_app.cases.rules import may_review
from field_app.cases.subject_access import SubjectAccess, compose, person_of
from field_app.store import log
from field_app.store.database import reading, stamp

from .archive import Archive
from .confirming import asked_for
from .installation import Installation, named_for

PAGE, DATA = "subject-access.html", "subject-access.json"

ACTION = "subject access"

EXPLAINED = (
    "You asked for what the police hold about you in this case (Data Protection Act 2018, Part 3, sections 45 to 49).",
    "It names nobody but you. What is withheld is counted below with the reason.",
    "Of cases that were disposed of nothing is held that anybody can read. Papers you were given are not repeated.",
)


def read_subject_access(
    installation: Installation, officer_id: str, case_id: str, asked_id: str, now: datetime, *, confirmed: bool
) -> Archive | None:
    """The file this entry asked for: of the case up to that entry. On record before it is given.

    None where there is none for this officer.

    :raise NotConfirmed: the officer's passkey has not confirmed that they take it.
    """
    found = asked_for(
        installation,
        officer_id,
        case_id,
        asked_id,
        now,
        action=ACTION,
        kind=keeping.SUBJECT_ACCESS,
        may=may_review,
        confirmed=confirmed,
    )
    if found is None or not person_of(found[0], found[1].entry.facts.person):
        return None
    _, asked = found
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        # Whole, whoever takes it: what is safe contact must be known to be kept out of it (P21).
        case = installation.case(connection, case_id, log.head(connection, case_id))
    made = compose(case, office, asked)
    head = {
        "what": ("TRAINING: nothing here is real. " if installation.training else "") + " ".join(EXPLAINED),
        "force": office.force,
        "reference": case.reference,
        "request": asked.entry.facts.request,
        "asked_for_by": asked_id,
        "made_at": stamp(now),
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as written:
        written.writestr(ZipInfo(PAGE), _page(installation, head, made, now))
        written.writestr(ZipInfo(DATA), _data(head, made))
    name = f"{named_for(installation)}{case.reference or case.id} subject access.zip"
    return Archive(name.replace(" ", "-"), iter((file.getvalue(),)))


def _data(head: dict[str, Any], made: SubjectAccess) -> str:
    told = asdict(made)
    for one in told["given"]:
        one["at"] = stamp(one["at"])
        one["facts"] = [{"label": label, "text": text} for label, text in one["facts"]]
    return json.dumps({"field subject access": 1, **head, **told}, ensure_ascii=False, indent=1) + "\n"


def _page(installation: Installation, head: dict[str, Any], made: SubjectAccess, now: datetime) -> str:
    """The same in HTML, with nothing that is fetched and nothing that runs."""
    title = f"What is held about {made.name}"
    parts = [f"<h1>{escape(title)}</h1>"]
    if installation.training:
        parts.append("<p><strong>TRAINING: nothing here is real.</strong></p>")
    parts += [
        f"<p>{escape(head['force'])}. Case {escape(head['reference'] or 'without a reference')}. "
        f"Your request: {escape(head['request'])}. Made {escape(moment(now))}.</p>",
        *(f"<p>{escape(one)}</p>" for one in EXPLAINED),
        "<h2>What is recorded</h2>",
    ]
    for one in made.given:
        facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in one.facts)
        parts.append(f"<h3>{escape(moment(one.at))}: {escape(one.says)}</h3>" + (f"<dl>{facts}</dl>" if facts else ""))
    rows = "".join(
        f"<tr><td>{one.count}</td><td>{escape(one.what)}</td><td>{escape(one.reason)}</td></tr>"
        for one in made.withheld
    )
    parts.append(
        "<h2>What is withheld</h2><table><thead><tr><th scope=col>How many</th><th scope=col>What</th>"
        f"<th scope=col>Why</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title></head><body><main>{''.join(parts)}</main></body></html>\n"
    )
