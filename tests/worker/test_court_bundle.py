"""The court bundle: made of what is allowed in, read as the respondent will read it, refused where it tells a place."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import pypdf
import pytest
from PIL import Image
from sqlalchemy import select

from field_app.cases.bundle import Choice, compose
from field_app.cases.case import Case
from field_app.cases.entries import KINDS, Held, newest
from field_app.cases.office import Office
from field_app.demonstration.case import serve
from field_app.demonstration.officer import entry_id
from field_app.parse import Read, parse
from field_app.store import attachments
from field_app.store.database import reading, writing
from field_app.store.tables import access
from tests.cases.examples import example, id_of, text
from tests.store.story import authorised
from tests.worker import hostile_pdf as hostile
from tests.worker.conftest import Desk
from tests.worker.test_documents import tags_of, text_of

UNKNOWN = (
    "born",
    "address",
    "postcode",
    "language",
    "interpreter",
    "vulnerabilities",
    "dependants",
    "telephone",
    "number_plate",
    "other_contact",
)


def person(role, family, given, **more):
    known = {"person": str(uuid.uuid4()), "role": role, "family_name": family, "given_names": given, "aliases": []}
    return {**known, **dict.fromkeys(UNKNOWN), "believed_age": 9, "age_source": "Said so.", **more}


def photograph(size, colour):
    made, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "A camera of Nowhere"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", size, colour).save(made, "JPEG", exif=exif)
    return made.getvalue()


def squeezed(words):
    """Without blanks, and without the colons that only a preview puts between the cells of a row."""
    return "".join(words.replace(":", "").split())


class Story:
    """A served case to which evidence and people can be added."""

    def __init__(self, force):
        self.force = force
        self.case_id, _, _, decision = authorised(force)
        at = force.later(minutes=30)
        self.add("constable", serve(force.constable, self.case_id, decision, at, force.now))

    def add(self, who, sent):
        [outcome] = self.force.officers[who].send([sent], self.force.later(minutes=1))
        assert outcome.outcome == "accepted", outcome
        return sent

    def says(self, kind, facts, who="constable"):
        """Record this, in the place of what stands there where a case has one of it."""
        current = self.case["violence"] if kind == "violence recorded" else None
        replaces = (current["_"]["entry"],) if current else ()
        return self.add(
            who, self.force.officers[who].write(kind, self.case_id, facts, self.force.now, replaces=replaces)
        )

    @property
    def case(self):
        return self.force.client("solicitor").get(f"/api/cases/{self.case_id}").json["case"]

    def happened(self, account):
        facts = {name: value for name, value in self.case["violence"].items() if name != "_"}
        return self.says("violence recorded", {**facts, "account": account})

    def attach(self, body, shows="A photograph.", by=None, media_type="image/jpeg", intimate=None):
        name = sha256(body).hexdigest()
        facts = {"sha256": name, "size": len(body), "media_type": media_type, "shows": shows, "by": by}
        taken = {"taken_at": None, "taken_where": "In the garage of the neighbour", "intimate": intimate}
        self.says("evidence attached", {**facts, **taken})
        installation = self.force.installation
        with writing(installation.engine) as connection:
            attachments.keep(connection, installation.keys, self.case_id, name, body, officer="x", received_at="2026")
        return name

    def ask(self, exhibits=(), withheld=(), statement=False, who="solicitor", drawn=()):
        """What asking for a bundle comes to, in short, and the entry."""
        chosen = {"exhibits": list(exhibits), "withheld": list(withheld), "drawn": list(drawn)}
        facts = {**chosen, "protected_persons_statement": statement}
        officer = self.force.officers[who]
        sent = officer.write("court bundle asked for", self.case_id, facts, self.force.now)
        [outcome] = officer.send([sent], self.force.later(minutes=1))
        return (outcome.outcome, sorted({why.code for why in outcome.reasons})), sent

    def preview(self, who="solicitor", **choice):
        body = {"exhibits": None, "withheld": [], **choice}
        return self.force.client(who).post(f"/api/cases/{self.case_id}/court-bundle", json=body)


@pytest.fixture
def desk(sqlite_force, push_service):
    desk = Desk(sqlite_force, push_service)
    desk.allow(push_service.origin)
    return desk


@pytest.fixture
def story(desk):
    return Story(desk.force)


def test_one_paginated_bookmarked_tagged_file_that_says_what_its_preview_said(desk, story):
    force = desk.force
    story.says("person described", person("child", "Notareal", "Jamie"))
    story.says("person described", person("child", "a baby of some months", None))
    story.says("person described", person("witness", "Bystander", "Kim", telephone="07700 900555"))
    account = story.happened(
        "Kim Bystander saw it. JAMIE hid under the table, and jamie-style was crying. Jamie Notareal ran. A baby cried."
    )
    wide, tall = photograph((640, 480), "navy"), photograph((480, 640), "maroon")
    names = [story.attach(wide, "The hall, seen by Jamie."), story.attach(tall, "The stairs.")]
    paper = story.attach(b"%PDF-1.4 not one", "What she wrote down.", "Rachel Notareal", "application/pdf")

    seen = story.preview().json
    assert [(one["sha256"], one["theirs"], one["chosen"]) for one in seen["exhibits"]] == [
        (names[0], False, True),
        (names[1], False, True),
        (paper, True, False),
    ]
    assert seen["disclosures"] == []
    assert "1 statement withheld" in seen["withheld"]
    assert "Names of 1 child and 1 other person withheld, 4 times" in seen["withheld"]

    (outcome, asked) = story.ask(names)
    assert outcome == ("accepted", [])
    desk.work()
    [made] = [one for one in story.case["documents"] if one["entry"] == entry_id(asked)]
    path = f"/api/cases/{story.case_id}/documents/{made['sha256']}"
    assert force.client("solicitor").get(path).json["error"]["code"] == "not_confirmed"
    body = force.confirm("solicitor", path).get(path).data
    assert sha256(body).hexdigest() == made["sha256"]

    whole = text_of(body)
    close, at = re.sub(r"Courtbundle·Reference[-0-9A-Z]+?Page[0-9]+of[0-9]+", "", squeezed(whole)), 0
    for part in seen["parts"]:  # word for word, in order
        for line in part["lines"]:
            assert squeezed(line["text"]) in close[at:], line
            at = close.index(squeezed(line["text"]), at)
    assert "Jamie" not in whole and "JAMIE" not in whole and "Bystander" not in whole
    assert "[person 1] saw it. [child 1] hid" in whole and "07700" not in whole
    assert "] baby" not in whole  # nobody is called A
    assert "Rachel wrote" not in whole and "What she wrote down" not in whole and "1 statement withheld" in whole
    reader = pypdf.PdfReader(BytesIO(body))
    for number, page in enumerate(reader.pages, start=1):
        assert f"Page {number} of {made['pages']}" in page.extract_text()
    marks = [one.title for one in reader.outline if not isinstance(one, list)]
    assert marks[:3] == ["Court bundle", "Application for a domestic violence protection order", marks[2]]
    assert {"Grounds", "Draft order", "Exhibits", "Chronology", "Schedule of unused material"} <= {*marks}
    tags = tags_of(body)
    assert tags.count("/Figure") == 2 and tags.count("/H1") == len(marks)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]

    shown = {picture.data for page in reader.pages for picture in page.images}
    assert len(shown) == 2
    for picture in shown:
        assert not dict(Image.open(BytesIO(picture)).getexif()) and b"Nowhere" not in picture
        assert sha256(picture).hexdigest() in whole.replace(" ", "")
    assert account and all(name in whole.replace(" ", "") for name in names)

    assert force.client("constable").get(path).status_code == 404  # who may read the case, and is not legal services
    assert story.preview("superintendent").status_code == 404
    with reading(force.installation.engine) as connection:
        rows = connection.execute(select(access).where(access.c.officer == force.solicitor.id)).all()
        refused = connection.execute(select(access.c.action).where(access.c.officer == force.superintendent.id)).all()
    assert ("document", story.case_id) in {(one.action, one.case_id) for one in rows}
    assert ("court bundle refused",) in refused


def test_a_sentence_that_tells_where_somebody_is_keeps_it_from_being_made_until_it_is_withheld(desk, story):
    refuge = person("witness", "Elsewhere", "Ann", address="9 Hidden Refuge Lane\nElsewhere", telephone="07700 900555")
    story.says("person described", refuge)
    story.happened("It was loud. She has gone to 9, hidden refuge lane. Ring +44 7700-900 555 for her.")
    photo = story.attach(photograph((64, 64), "navy"), "The door of 9 Hidden Refuge Lane.")
    found = [(one["part"][:9], one["sentence"]) for one in story.preview().json["disclosures"]]
    assert found == [
        ("Statement", "She has gone to 9, hidden refuge lane."),
        ("Statement", "Ring +44 7700-900 555 for her."),
        ("Exhibits", "The door of 9 Hidden Refuge Lane."),
    ]
    assert story.ask([photo])[0] == ("refused", ["discloses"])
    assert story.ask()[0] == ("refused", ["discloses"])
    key = next(one["key"] for one in story.preview().json["disclosures"])
    assert story.preview(exhibits=[], withheld=[key]).json["disclosures"] == []
    assert story.ask(withheld=[key])[0] == ("accepted", [])
    assert story.ask(withheld=[key], who="superintendent")[0] == ("refused", ["posting"])
    story.happened("It was loud.")  # what was withheld is no passage any more: nothing is left in by mistake
    assert story.ask(withheld=[key])[0] == ("refused", ["stale"])
    paper = story.attach(b"%PDF-1.4 not one", "In their words.", "R. Notareal", "application/pdf")
    assert story.ask([paper])[0] == ("refused", ["their_statement"])
    assert story.ask([paper], statement=True)[0] == ("accepted", [])
    assert story.ask([sha256(b"other").hexdigest()])[0] == ("refused", ["no_such_exhibit"])


def test_an_intimate_image_is_left_out_unless_chosen_and_is_never_drawn(story):
    injury = story.attach(photograph((64, 64), "red"), "A bruise.", intimate=True)
    assert [one["chosen"] for one in story.preview().json["exhibits"]] == [False]
    parts = story.preview(exhibits=[injury]).json["parts"]
    told = [line["text"] for one in parts if one["title"] == "Exhibits" for line in one["lines"]]
    assert "It is an intimate image, and is not drawn here. The court is shown it by itself, if it asks." in told
    assert not any("SHA-256 of what is shown" in line for line in told)


def test_an_attached_pdf_is_drawn_once_it_was_read_and_otherwise_named_with_the_reason(desk, story):
    force, client = desk.force, desk.force.client("solicitor")
    bodies = (hostile.typed(), hostile.locked(), hostile.many(41), hostile.in_itself(), hostile.huge())
    names = [story.attach(one, f"Paper {at}.", None, "application/pdf") for at, one in enumerate(bodies, 1)]
    photo = story.attach(photograph((64, 64), "navy"), "A wall.")
    assert {one["drawing"] and one["drawing"]["state"] for one in story.preview().json["exhibits"]} == {
        "being drawn",
        None,
    }
    force.now = datetime.now(UTC)  # a reading has queued it, and that goes by the wall's clock
    desk.work()
    every = [*names, photo]
    seen = story.preview(exhibits=every, drawn=names).json
    assert [[one["drawing"][name] for name in ("pages", "state", "why_not")] for one in seen["exhibits"][:5]] == [
        [2, "drawn", None],
        [None, "not drawn", "it is locked with a password"],
        [41, "not drawn", "it has 41 pages, too many to draw"],
        [1, "not drawn", "it cannot be read, or took too long"],
        [1, "drawn", None],
    ]
    path = f"/api/cases/{story.case_id}/drawn-pages/{names[0]}"
    assert client.get(f"{path}?page=2").data.startswith(b"\xff\xd8")
    assert (client.get(f"{path}?page=0").status_code, client.get(f"{path}?page=3").status_code) == (404, 404)
    assert (
        force.client("constable").get(f"{path}?page=2").status_code == 404
    )  # may read the case, and is not legal services

    assert story.ask([photo], drawn=[photo])[0] == ("refused", ["not_drawable"])
    assert story.ask([photo], drawn=[names[0]])[0] == ("refused", ["not_drawable"])
    outcome, asked = story.ask(every, drawn=names[:2])
    assert outcome == ("accepted", [])
    desk.work()
    [made] = [one for one in story.case["documents"] if one["entry"] == entry_id(asked)]
    document = f"/api/cases/{story.case_id}/documents/{made['sha256']}"
    body = force.confirm("solicitor", document).get(document).data
    reader, whole = pypdf.PdfReader(BytesIO(body)), squeezed(text_of(body))
    for told in (
        "It is not drawn here (application/pdf): it is locked with a password. It is handed over apart.",
        "It is not drawn here (application/pdf), and is handed over apart.",
        *names,
    ):
        assert squeezed(told) in whole, told
    objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    dictionaries = [one for one in objects if isinstance(one, dict)]
    alts = [one["/Alt"] for one in dictionaries if "/Alt" in one]
    assert alts == ["Page 1 of 2 of exhibit 1", "Page 2 of 2 of exhibit 1", "Exhibit 6, described above"]
    assert not {"/JS", "/URI", "/EF", "/AA"} & {name for one in dictionaries for name in one} and b"HOSTILE" not in body
    at = next(at for at, one in enumerate(reader.outline) if not isinstance(one, list) and one.title == "Exhibits")
    exhibits = reader.outline[at + 1]
    assert exhibits[0].title == "Exhibit 1"
    assert [one.title for one in exhibits[1]] == ["Exhibit 1, page 1 of 2", "Exhibit 1, page 2 of 2"]
    assert tags_of(body).count("/Figure") == 3
    drawn = [client.get(f"{path}?page={number}").data for number in (1, 2)]
    shown = [one._data for one in dictionaries if one.get("/Subtype") == "/Image"]
    assert shown[:2] == drawn  # what was read is what is set
    assert sha256(b"".join(drawn)).hexdigest() in whole


IN_A_BUNDLE = {
    "breach reported.what",
    "notice authorised.conditions.reason",
    "notice authorised.grounds",
    "children's welfare recorded.account",
    "evidence attached.by",
    "evidence attached.shows",
    "hearing adjourned.court",
    "hearing listed.court",
    "breach heard.court",
    "necessity recorded.why",
    "necessity recorded.why_not_charge_or_bail",
    "notice served.address_given",
    "notice served.belongings",
    "notice served.explained",
    "notice served.fitness",
    "notice served.identified_by",
    "notice served.interpreter",
    "notice served.keys_given",
    "notice served.place",
    "notice served.staying_at",
    "notice served.video",
    "notice served.witnesses",
    "person described.address",
    "person described.family_name",
    "person described.given_names",
    "person described.postcode",
    "relationship recorded.evidence",
    "risk assessed.judgement",
    "risk assessed.lower_because",
    "views recorded.said",
    "views recorded.steps",
    "violence recorded.account",
    "violence recorded.counter_account",
    "violence recorded.evidence",
    "violence recorded.history",
    "violence recorded.place",
    "violence recorded.why_this_respondent",
}
"""Every fact whose words a bundle may hold. A kind or a fact that is declared later is in none until it stands here."""


def marked(kind, facts, path=""):
    """The same facts, with the path of each text in its place."""
    if isinstance(facts, dict):
        return {name: marked(kind, one, f"{path}.{name}") for name, one in facts.items()}
    if isinstance(facts, list):
        return [marked(kind, one, path) for one in facts]
    return f"<{kind}{path}>" if facts is None or isinstance(facts, str) else facts


def entry_with_marks(kind, at):
    """An example of this kind in which every text that may be any text is a mark."""
    known = example(kind)
    facts = known["facts"]
    for name in facts:
        tried = {**facts, name: marked(kind, facts[name], f".{name}")}
        if isinstance(parse(text({**known, "facts": tried})), Read):
            facts = tried
    if kind == "notice authorised":
        facts["conditions"][0]["reason"] = "<notice authorised.conditions.reason>"
    read = parse(text({**known, "facts": facts}))
    return Held(read.entry, read.sha256, at, read.entry.made_at)


CASE_KINDS = sorted({name for (name, _), one in KINDS.items() if one.log == "case"})
OLDER = [one for one, kind in KINDS.items() if kind.log == "case" and one[1] < newest(one[0]).version]


def case_of(held):
    """The case of these, in which the notice was given on the request that is among them."""
    decision = next(one for one in held if one.entry.kind == "notice authorised")
    request = next(one for one in held if one.entry.kind == "authority requested")
    object.__setattr__(
        decision.entry, "relies_on", (type(decision.entry.relies_on[0])(id=request.entry.id, sha256="0" * 64),)
    )
    heading = "# What this notice requires of you"
    object.__setattr__(decision.entry.facts, "text", (heading, "1. You must not.", "# The court hearing"))
    return Case.from_log(id_of("case"), held)


@pytest.mark.parametrize(("kind", "version"), OLDER, ids=lambda one: str(one))
def test_it_is_made_of_what_an_earlier_version_recorded(kind, version):
    held = []
    for at, one in enumerate(CASE_KINDS, 1):
        read = parse(text(example(one, version if one == kind else None)))
        held.append(Held(read.entry, read.sha256, at, read.entry.made_at))
    case = case_of(held)
    every = frozenset(one.entry.facts.sha256 for one in case.evidence)
    assert [*compose(case, Office(), Choice(every)).said()]


def test_nothing_is_in_it_but_what_is_named_here():
    held = [entry_with_marks(kind, at) for at, kind in enumerate(CASE_KINDS, 1)]
    case = case_of(held)
    every = frozenset(one.entry.facts.sha256 for one in case.evidence)
    bundle = compose(case, Office(), Choice(every))
    said = json.dumps([list(bundle.said()), asdict(bundle.first[0]), bundle.withheld], default=str)
    told = {mark.split(">")[0] for mark in said.split("<")[1:]}
    assert told - IN_A_BUNDLE == set()
    assert IN_A_BUNDLE - told == set()
