"""Who reads what: role by kind by reading. The table in docs/security.md is this one, and every cell is walked by HTTP.

`python -m tests.web.test_access_table` writes the page anew from the rules below. The walk holds what is answered
against them: no cell shows more than the table says, no letter of it stands for nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest

from field_app.actions import Sent
from field_app.cases.case import Case
from field_app.cases.court import NOTICE_SERVED
from field_app.cases.custody import open_arrests
from field_app.cases.entries import KINDS, newest
from field_app.cases.office import Office, Officer
from field_app.cases.rules import (
    ASKED_FOR,
    Accepted,
    is_joined,
    may_have_bundle,
    may_hold,
    may_look_up,
    may_read,
    may_review,
    may_see_control_room,
    may_see_custody,
    may_see_legal_desk,
    may_see_live_view,
    may_see_safe_contact,
    may_see_safeguarding,
    may_take_archive,
    may_take_orders,
    runs_the_service,
)
from field_app.cases.rules.of_sealed import may_seal
from field_app.cases.safeguarding.listed import still_open
from field_app.demonstration.force import OFFICERS, add_officer
from field_app.demonstration.officer import SoftwareOfficer
from field_app.parse import parse
from field_app.store import attachments
from field_app.store.database import writing
from tests.cases.examples import FACTS, id_of
from tests.conftest import MONDAY, ROLES
from tests.web.every_kind import CASE_KINDS, DOCUMENT, PHOTOGRAPH, STATES, Told, Writer, told
from tests.web.test_access_records import BODIES, GIVES, LEAVE_NONE

SECURITY = Path(__file__).parents[2] / "docs" / "security.md"
STANDARDS = ("Morgan Notreal", "5006", "police staff", ("professional standards",), False)
EVERYBODY = (*ROLES, "standards")

COLUMNS = {
    "on it": "constable",
    "decided": "superintendent",
    "constable": "other_constable",
    "custody": "custody",
    "insp.": "inspector",
    "supt": "other_superintendent",
    "legal": "solicitor",
    "safeg.": "safeguarding",
    "control": "control_room",
    "admin.": "administrator",
    "auditor": "auditor",
    "prof. st.": "standards",
}
"""The table's columns, and who of the tests' force stands for each; `response` is walked too, as `constable`."""

LETTERS = dict(zip(STATES, "rnqfwascoexZ", strict=True))
OPEN = "".join(LETTERS.values()).removesuffix("Z")

SAFE = frozenset({"safe contact arranged"})
EVERY = frozenset(CASE_KINDS)
PEOPLE = frozenset({"person described", "case started"})
SEALED = PEOPLE | {"case sealed"}
OF_CASE = Callable[[Officer, Case, Office], bool]


@dataclass(frozen=True)
class Reading:
    """A row: what an endpoint shows of these kinds to whom. `but`: the kinds are all others."""

    endpoint: str
    kinds: frozenset[str]
    who: OF_CASE
    but: bool = False

    @property
    def shown(self) -> frozenset[str]:
        return EVERY - self.kinds if self.but else self.kinds


def holds(officer: Officer, case: Case, office: Office) -> bool:
    """Whose phone keeps a case: what is theirs to work on, of what they may read."""
    works = (
        is_joined(officer, case)
        or (case.stage == "requested" and officer.holds(case.regime.issuing_rank))
        or ("legal services" in officer.postings and case.stage in ("served", "before the court"))
        or ("safeguarding" in officer.postings and bool(still_open(case)))
        or (officer.is_professional_standards and bool(case.seals))
    )
    return works and may_read(officer, case, office)


def _safe(reads: OF_CASE) -> OF_CASE:
    """Of whoever reads a case so, those to whom how somebody is reached safely is not withheld."""
    return lambda who, case, office: reads(who, case, office) and may_see_safe_contact(who, joined=is_joined(who, case))


def _not_closed(may: Callable[[Officer], bool], *stages: str) -> OF_CASE:
    """A desk: these officers see the cases of these stages, and of sealed ones those they may read."""
    return lambda who, case, office: (
        may(who) and case.stage in stages and (not case.seals or may_read(who, case, office))
    )


FOUND = ("withdrawn", "authorised", *NOTICE_SERVED)
"""The stages from which a case's people are found."""


def _finds(*, whole: bool) -> OF_CASE:
    def finds(who: Officer, case: Case, office: Office) -> bool:
        kept_back = who.collar_number == "1003" and bool(case.seals)  # the respondent
        closed = bool(case.seals) and not may_read(who, case, office)
        return may_look_up(who) and case.stage in FOUND and not kept_back and not (whole and closed)

    return finds


def _custody(who: Officer, case: Case, office: Office) -> bool:
    concerns = case.stage in ("requested", "authorised", *NOTICE_SERVED) or bool(open_arrests(case))
    return may_see_custody(who) and concerns and (not case.seals or may_read(who, case, office))


def _sends(who: Officer, case: Case, office: Office) -> bool:
    return may_see_control_room(who) and (not case.seals or may_read(who, case, office))


def _unserved(who: Officer, case: Case, office: Office) -> bool:
    if case.stage != "authorised":
        return False
    theirs = may_read(who, case, office)
    return theirs or (who.holds("sergeant") and not case.seals)


def _held_offline(*stages: str) -> OF_CASE:
    """Whose phone has what is in force with it: everybody's who may look up; of no sealed case."""
    return lambda who, case, _: may_look_up(who) and not case.seals and (not stages or case.stage in stages)


def _watches(who: Officer, case: Case, office: Office) -> bool:
    return may_see_live_view(who) and (not case.seals or may_read(who, case, office))


def _seals(who: Officer, case: Case, office: Office) -> bool:
    return may_seal(who, case) and not case.seals and not runs_the_service(who)


def _takes_orders(*stages: str) -> OF_CASE:
    """Who takes the force's notices and orders as a file: no sealed case's, not even where it is open to them."""
    return lambda who, case, _: may_take_orders(who) and not case.seals and case.stage in stages


def _counts(who: Officer) -> bool:
    return who.is_administrator or who.is_auditor or who.holds("inspector")


def _audits(who: Officer, case: Case, office: Office) -> bool:
    return (who.is_auditor and not case.seals) or who.is_professional_standards


def kinds(*names: str) -> frozenset[str]:
    assert {*names} <= EVERY, {*names} - EVERY
    return frozenset(names)


NOT_IN_THE_VIEW = kinds(
    "case opened early",
    "early reader found",
    "handed over",
    "information asked",
    "information given",
    "officer passed over",
    "overdue escalated",
    "request claimed",
    "request escalated",
    "request withdrawn",
    "task done",
    "task set",
    "telephone authority confirmed",
    "telephone authority differs",
    "telephone authority noted",
    "case unsealed",
    "claim released",
    "court bundle asked for",
    "early opening withdrawn",
    "evidence archive asked for",
    "evidence letter asked for",
    "legal accepted",
    "push delivered",
    "push opened",
    "signature added",
    "text message sent",
    "hold placed",
    "hold lifted",
    "note added",
    "subject access asked for",
    "case reviewed",
    "disposal proposed",
)
IN_THE_BUNDLE = kinds(
    "breach reported",
    "case started",
    "children's welfare recorded",
    "conditions proposed",
    "evidence attached",
    "necessity recorded",
    "notice authorised",
    "notice printed",
    "notice served",
    "person described",
    "premises recorded",
    "relationship recorded",
    "risk assessed",
    "service attempted",
    "service reported by radio",
    "views recorded",
    "violence recorded",
)

OF_THE_SUBJECT = kinds(
    "case started", "notice served", "person described", "subject access asked for", "views recorded"
)

IN_THE_FILE = kinds("case started", "person described", "premises recorded", "notice authorised")

READINGS = (
    Reading("cases.changed", SAFE, holds, but=True),
    Reading("cases.changed", SAFE, _safe(holds)),
    Reading("cases.listed", PEOPLE, holds),
    Reading("cases.case", NOT_IN_THE_VIEW | SAFE, may_read, but=True),
    Reading("cases.case", SAFE, _safe(may_read)),
    Reading("cases.case_log", SAFE, may_read, but=True),
    Reading("cases.case_log", SAFE, _safe(may_read)),
    Reading("attachments.original", kinds("evidence attached"), may_read),
    Reading("attachments.preview", kinds("evidence attached"), may_read),
    Reading("documents.document", kinds("document rendered"), may_read),
    Reading(
        "documents.archive", SAFE, lambda who, case, office: may_take_archive(who) and may_read(who, case, office), True
    ),
    Reading(
        "documents.subject_access",
        OF_THE_SUBJECT,
        lambda who, case, office: may_review(who) and may_read(who, case, office),
    ),
    Reading(
        "documents.bundle",
        IN_THE_BUNDLE,
        lambda who, case, office: may_have_bundle(who) and case.stage in NOTICE_SERVED and may_read(who, case, office),
    ),
    Reading(
        "documents.drawn_page",
        kinds("evidence attached"),
        lambda who, case, office: may_have_bundle(who) and may_read(who, case, office),
    ),
    Reading("lookup.lookup", PEOPLE | kinds("incident recorded"), _finds(whole=True)),
    Reading(
        "lookup.lookup",
        kinds("notice authorised", "order made", "order changed by the court"),
        lambda who, case, office: case.stage != "withdrawn" and _finds(whole=False)(who, case, office),
    ),
    Reading(
        "lookup.lookup",
        kinds("order or notice known from elsewhere"),
        lambda who, case, _: may_look_up(who) and not (case.seals and who.collar_number == "1003"),
    ),
    Reading(
        "legal_desk.desk",
        PEOPLE | kinds("notice served"),
        _not_closed(may_see_legal_desk, "served", "before the court"),
    ),
    Reading("custody.desk", PEOPLE | kinds("arrest made", "bail or release decision recorded"), _custody),
    Reading(
        "custody.desk",
        kinds("notice authorised"),
        lambda who, case, office: case.stage in FOUND[1:] and _custody(who, case, office),
    ),
    Reading("control_room.desk", PEOPLE | kinds("breach reported", "unit sent or not"), _sends),
    Reading("safeguarding.listed", PEOPLE | kinds("task set"), _not_closed(may_see_safeguarding, *ASKED_FOR)),
    Reading(
        "safeguarding.of_case",
        PEOPLE | kinds("task set"),
        lambda who, case, office: may_read(who, case, office),
    ),
    Reading("unserved.unserved", kinds("case started"), _unserved),
    Reading(
        "unserved.unserved",
        kinds("person described"),
        lambda who, case, office: case.stage == "authorised" and may_read(who, case, office),
    ),
    Reading(
        "figures.figures",
        kinds("premises recorded"),
        lambda who, case, _: _counts(who) and not case.seals and case.stage != "elsewhere",
    ),
    *(
        Reading(endpoint, some, _takes_orders(*stages))
        for endpoint in ("orders.listed", "orders.file")
        for some, stages in (
            (IN_THE_FILE, FOUND),
            (kinds("notice served"), NOTICE_SERVED),
            (kinds("order made", "order changed by the court"), ("ordered",)),
        )
    ),
    Reading("audit.look", kinds("case started"), _audits),
    Reading("snapshot.given", kinds("order or notice known from elsewhere"), _held_offline()),
    Reading(
        "snapshot.given",
        PEOPLE | kinds("notice authorised"),
        _held_offline("authorised", "served", "before the court"),  # the orders here have ended
    ),
    Reading("live.live", kinds("case started", "arrest made"), _watches),
    Reading("sealing.listed", SEALED, lambda who, case, office: bool(case.seals) and may_read(who, case, office)),
    Reading("sealing.of_case", SEALED, may_read),
    Reading("sealing.of_case", kinds("case started", "case sealed"), _seals),
    Reading(
        "keeping.of_case",
        PEOPLE | kinds("hold placed", "subject access asked for"),
        lambda who, case, office: may_hold(who) and may_read(who, case, office),
    ),
)
"""The readings of cases. What else is behind the gate shows nothing of any case (`NOTHING_OF_CASES`)."""

# --- The office log ----------------------------------------------------------------------------------------

OF_OFFICE = Callable[[Officer, Officer], bool]


def _own(who: Officer, about: Officer) -> bool:
    return who.id == about.id


def _everybody(who: Officer, about: Officer) -> bool:
    return True


def _administers(who: Officer, about: Officer) -> bool:
    return who.is_administrator


def _keeps_rota(who: Officer, about: Officer) -> bool:
    return who.is_administrator or who.holds("inspector")


def _own_or_administers(who: Officer, about: Officer) -> bool:
    return _own(who, about) or who.is_administrator


def _reads_some(who: Officer, about: Officer) -> bool:
    """Of the tests' force, whom some case is open to: not the respondent, nor a constable who recorded on none."""
    none = {OFFICERS[ROLES.index(role)][1] for role in ("other_constable", "response", "control_room", "administrator")}
    return who.collar_number not in none


OFFICE_READINGS: tuple[tuple[str, tuple[str, ...], OF_OFFICE], ...] = (
    ("sign_in.me", ("officer added", "rank and posting recorded", "passkey registered"), _own),
    ("sign_in.me", ("holiday recorded",), _everybody),
    (
        "officers.officers",
        ("officer added", "rank and posting recorded", "rank compared", "line management recorded"),
        _administers,
    ),
    ("devices.devices", ("device added",), _own_or_administers),
    ("devices.devices", ("officer added",), _own_or_administers),
    ("reaching.on_call", ("telephone recorded",), lambda who, about: not _own(who, about)),  # nobody asks themselves
    ("reaching.rota", ("telephone recorded", "shift recorded", "off duty recorded"), _keeps_rota),
    ("holidays.holidays", ("holiday recorded",), _administers),
    # To whom a case is open while it is sealed, and as what: of each case that somebody may read or seal.
    ("sealing.of_case", ("officer added", "rank and posting recorded"), _reads_some),
    ("audit.look", ("officer added",), lambda who, about: who.is_auditor or who.is_professional_standards),
)
"""The readings of the office log: what of which kinds about an officer (the second) is shown to whom (the first)."""

SHOWN_TO_NOBODY = (
    "passkey withdrawn",
    "device revoked",
    "holiday withdrawn",
    "shift withdrawn",
    "translation approved",
)
"""What these kinds say in words of anybody's own is read in the log alone; what they lead to shows everywhere."""

SAYS_NOTHING = (
    "installation made",
    "on call recorded",
    "server clock compared",
    "rescue file read in",
    "content disposed",
    "rank confirmed",
)
"""No words of anybody's own."""

MARK = "zqoffice"

IN_OFFICE: dict[str, dict[str, str | None]] = {
    "rank compared": {"said": f"{MARK} rank compared", "rank": None},
    "line management recorded": {"line_manager": None, "team": f"{MARK} line management recorded"},
    "telephone recorded": {"telephone": "07700 900777"},
    "shift recorded": {"district": f"{MARK} shift recorded", "ends_at": "2099-01-01T00:00:00+00:00"},
    "off duty recorded": {"reason": f"{MARK} off duty recorded", "starts_at": "2098-01-01T00:00:00+00:00"},
    "holiday recorded": {"name": f"{MARK} holiday recorded"},
    **{
        kind: {"translator" if kind == "translation approved" else "reason": f"{MARK} {kind}"}
        for kind in SHOWN_TO_NOBODY
    },
}
IN_OFFICE["holiday withdrawn"] |= {"date": "2027-06-21"}
IN_OFFICE["shift withdrawn"] |= {"shift": id_of("another shift")}
"""What is recorded of the office, and which words show it; of officers, their devices and passkeys their own do."""


def test_no_kind_and_no_reading_is_left_out():
    office = {kind for kind, _ in KINDS if newest(kind).log == "office"}
    named = {kind for _, some, _ in OFFICE_READINGS for kind in some}
    assert named | {*SHOWN_TO_NOBODY, *SAYS_NOTHING} == office
    assert {one.endpoint for one in READINGS} | {one for one, *_ in OFFICE_READINGS} | {*OF_NO_CASE} == (
        GIVES.keys() | LEAVE_NONE.keys()
    )
    assert not NOT_IN_THE_VIEW & {kind for one in READINGS for kind in one.kinds} - NOT_IN_THE_VIEW


OF_NO_CASE = {
    "officers.link": "a link for an officer, for administrators",
    "officers.code": "a code for that link, for administrators",
    "figures.sentence": "counts, none under five",
    "reaching.reaching": "counts and minutes",
    "rescues.rescues": "ids and names of officers",
    "keeping.listed": "what is due years later, each case as POST /api/keeping shows it",
    **{
        one: LEAVE_NONE[one] for one in LEAVE_NONE if one not in ("sign_in.me", "reaching.on_call", "holidays.holidays")
    },
}
"""What shows of no case and of nobody's entry anything at all; the walk asks these too where they are read."""


# --- The page ----------------------------------------------------------------------------------------------

BEGINS, ENDS = "<!-- who reads what: written by python -m tests.web.test_access_table -->", "<!-- as far as here -->"


def table() -> str:
    """The table as the page has it, from the rules alone: no database and no server."""
    names = {role: OFFICERS[ROLES.index(role)] for role in ROLES} | {"standards": STANDARDS}
    officers = {
        role: Officer(id_of(f"role {role}"), name, number, rank, postings)
        for role, (name, number, rank, postings, _) in names.items()
    }
    office = Office(id=id_of("installation"), officers={one.id: one for one in officers.values()})
    writers = {role: Writer(one.id, id_of(f"device {role}")) for role, one in officers.items()}
    cases = [told(state, writers).case for state in STATES]
    lines = [
        f"| Reading | of which kinds | {' | '.join(COLUMNS)} |",
        f"|---|---|{'---|' * len(COLUMNS)}",
    ]
    for row in READINGS:
        cells = []
        for role in COLUMNS.values():
            states = [state for state, case in zip(STATES, cases, strict=True) if row.who(officers[role], case, office)]
            letters = "".join(LETTERS[state] for state in states)
            cells.append(letters.replace(OPEN, "all ").strip() or "–")
        lines.append(f"| `{_address(row.endpoint)}` | {_named(row)} | {' | '.join(cells)} |")
    for endpoint, some, who in OFFICE_READINGS:
        cells = [_of_officer(officers[role], officers["response"], who) for role in COLUMNS.values()]
        lines.append(f"| `{_address(endpoint)}` | {', '.join(some)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _address(endpoint: str) -> str:
    method, path = GIVES[endpoint][:2] if endpoint in GIVES else ("GET", ADDRESS[endpoint])
    return f"{method} {re.sub('{[a-z]+}', '…', path.partition('?')[0])}"


def _named(row: Reading) -> str:
    if not row.but:
        return ", ".join(sorted(row.kinds))
    return f"all but {', '.join(sorted(row.kinds))}"


def _of_officer(who: Officer, another: Officer, may: OF_OFFICE) -> str:
    return "yes" if may(who, another) else "own" if may(who, who) else "–"


def test_the_page_shows_this_table():
    page = SECURITY.read_text("utf-8")
    assert f"{BEGINS}\n\n{table()}\n\n{ENDS}" in page, "write it anew: python -m tests.web.test_access_table"


# --- The walk ----------------------------------------------------------------------------------------------


@dataclass
class World:
    """The force with its cases in every state, and what shows what of the office about whom."""

    force: object
    cases: list[Told]
    office: Office
    officers: dict[str, Officer]
    marks: dict[tuple[str, str], str]


def _placed(force, monkeypatch) -> World:
    added = add_officer(force.administrator, *STANDARDS, now=force.now)
    force.officers["standards"] = SoftwareOfficer(force.installation, added, datetime.now(UTC))
    writers = {role: Writer(one.id, one.device) for role, one in force.officers.items()}
    cases = [told(state, writers) for state in STATES]
    recording = import_module("field_app.actions.record")
    with monkeypatch.context() as past_the_rules, writing(force.installation.engine) as connection:
        past_the_rules.setattr(recording, "judge", lambda asked: Accepted())
        batch = recording.Batch(force.installation, connection, "", force.now)
        reads = [parse(body) for made in cases for _, body in made.entries]
        batch.begin(reads, {force.constable.office().id})
        for batch.sender, body in [one for made in cases for one in made.entries] + _of_office(force):
            assert batch.take_sent(Sent(body, None)).outcome == "accepted"
        batch.finish()
        for made in cases:
            for name, body in (PHOTOGRAPH_NAME, PHOTOGRAPH), (DOCUMENT_NAME, DOCUMENT):
                attachments.keep(
                    connection, force.installation.keys, made.id, name, body, officer="x", received_at="2026"
                )
            attachments.keep_drawing(connection, force.installation.keys, made.id, DOCUMENT_NAME, b"{}", [PHOTOGRAPH])
    office = force.constable.office()
    officers = {role: office.officers[one.id] for role, one in force.officers.items()}
    marks = {(kind, "other_superintendent"): facts_mark(kind) for kind in IN_OFFICE}
    own = force.officers["standards"]  # who records nothing, so that nobody hears of them by an entry
    marks["officer added", "standards"] = STANDARDS[0]
    marks["rank and posting recorded", "standards"] = "professional standards"
    marks["device added", "standards"] = own.device
    marks["passkey registered", "standards"] = own.authenticator.credential
    return World(force, cases, office, officers, marks)


PHOTOGRAPH_NAME, DOCUMENT_NAME = (sha256(one).hexdigest() for one in (PHOTOGRAPH, DOCUMENT))


def facts_mark(kind: str) -> str:
    return next(one for one in IN_OFFICE[kind].values() if one and (MARK in one or one.startswith("07700")))


def _of_office(force) -> list[tuple[str, str]]:
    """One entry of every kind of the office log that says anything, about the other superintendent."""
    administrator, about = force.administrator, force.other_superintendent
    office = administrator.office()
    maker = next(one for one in office.devices.values() if office.officers[one.officer].collar_number == "0000")
    named = {"officer": about.id, "device": maker.id, "credential": "none"}
    found = []
    for kind, facts in IN_OFFICE.items():
        whole = {**FACTS[kind], **{name: named[name] for name in FACTS[kind].keys() & named.keys()}, **facts}
        found.append((administrator.id, administrator.write(kind, office.id, whole, force.now, signed=False).body))
    return found


def _ask(world: World, client, endpoint: str, made: Told | None) -> str | None:
    """What an endpoint answers, of one case where it is about one; None where it says no."""
    method, path, *_ = GIVES.get(endpoint) or ("GET", ADDRESS[endpoint])
    if made:
        name = DOCUMENT_NAME if "document" in endpoint else PHOTOGRAPH_NAME
        asked = "subject access asked for" if "subject" in endpoint else "evidence archive asked for"
        path = path.replace("{case}", made.id, 1).format(case=made.kinds[asked], name=name)
    given = BODIES.get(endpoint, {})
    body = {"json": {**given, "case": made.id} if made and "case" in given else given} if method == "POST" else {}
    answer = client.open(path, method=method, **body)
    assert answer.status_code in (200, 403, 404), (endpoint, answer.text)
    return answer.data.decode("latin-1") if answer.status_code == 200 else None


ADDRESS = {
    "sign_in.me": "/api/me",
    "reaching.on_call": "/api/on-call",
    "holidays.holidays": "/api/holidays",
    "documents.translations": "/api/translations",
}
FILES = {
    "attachments.original": "evidence attached",
    "attachments.preview": "evidence attached",
    "documents.document": "document rendered",
    "documents.drawn_page": "evidence attached",
}
"""What is no text: that it is answered shows its kind."""


@pytest.mark.long
def test_every_cell_of_the_table_is_walked(sqlite_force, monkeypatch):
    world = _placed(sqlite_force, monkeypatch)
    monkeypatch.setattr("field_app.web.control_room.now", lambda: MONDAY)  # a report leaves the screen after a week
    monkeypatch.setattr("field_app.web.documents.confirmed_here", lambda: True)  # who may is asked here, not whether
    asked = [one for one in (*GIVES, *ADDRESS) if not one.startswith(("officers.link", "officers.code"))]
    asked.sort(key=lambda one: one == "audit.look")  # last: by then the others are on record
    shown: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    of_office: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for endpoint in asked:
        for role in EVERYBODY:
            client = sqlite_force.client(role)
            of_one = "{case}" in GIVES.get(endpoint, ("", ""))[1] or "case" in BODIES.get(endpoint, {})
            about = world.cases if of_one else [None]
            for made in about:
                answer = _ask(world, client, endpoint, made)
                if answer is None:
                    continue
                for case in [made] if made else world.cases:
                    found = {kind for kind in case.kinds if case.mark_of(kind) in answer}
                    found |= {FILES[endpoint]} if endpoint in FILES else set()
                    shown[endpoint, role, case.state] |= found
                of_office[endpoint, role] |= {about for about, mark in world.marks.items() if mark in answer}

    too_much, nothing = [], []
    for endpoint in asked:
        for role in EVERYBODY:
            for made in world.cases:
                rows = [
                    one
                    for one in READINGS
                    if one.endpoint == endpoint and one.who(world.officers[role], made.case, world.office)
                ]
                found = shown[endpoint, role, made.state]
                if more := found - frozenset().union(*(one.shown for one in rows)):
                    too_much.append((endpoint, role, made.state, sorted(more)))
                nothing += [
                    (endpoint, role, made.state, sorted(one.shown)[:3])
                    for one in rows
                    if not found & one.shown and one.shown & made.kinds.keys()
                ]
    assert (too_much, nothing) == ([], [])
    for one in READINGS:
        seen = {kind for (endpoint, *_), found in shown.items() if endpoint == one.endpoint for kind in found}
        # Of an order that the court changed since, what it said at first is shown no more; nor, of one recorded by
        # hand, what a list says of it.
        assert one.shown - seen <= {"order made", "order imported"}, (one.endpoint, "shows these to nobody")

    for endpoint in asked:
        for role in EVERYBODY:
            allowed = {
                (kind, about)
                for named, some, who in OFFICE_READINGS
                for kind in some
                for about in world.officers
                if named == endpoint
                and (kind, about) in world.marks
                and who(world.officers[role], world.officers[about])
            }
            assert of_office[endpoint, role] == allowed, (endpoint, role)


if __name__ == "__main__":
    before, _, rest = SECURITY.read_text("utf-8").partition(BEGINS)
    SECURITY.write_text(f"{before}{BEGINS}\n\n{table()}\n\n{ENDS}{rest.partition(ENDS)[2]}", "utf-8")
