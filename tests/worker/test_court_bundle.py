"""The court bundle: made from an allow-list, read as the respondent will read it, refused where it would tell a place."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pypdf
import pytest
from PIL import Image

from field_app.actions.bundle import TellsTooMuch
from field_app.cases.bundle import Places, disclosures
from field_app.demonstration.case import serve
from field_app.demonstration.officer import entry_id
from field_app.store import attachments
from field_app.store.database import reading, writing
from tests.store.story import authorised
from tests.worker.test_documents import tags_of, text_of

HIDDEN = "9 Hidden Refuge Lane, Elsewhere"


def person(role, family, given, **more):
    nothing = dict.fromkeys(
        ("born", "address", "postcode", "language", "interpreter", "vulnerabilities", "dependants", "telephone",
         "number_plate", "other_contact")
    )
    known = {"person": str(uuid.uuid4()), "role": role, "family_name": family, "given_names": given, "aliases": []}
    return {**known, **nothing, "believed_age": 9, "age_source": "Said so.", **more}


def photograph(size=(640, 480), colour="navy"):
    made, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "A camera of Nowhere"
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    Image.new("RGB", size, colour).save(made, "JPEG", exif=exif)
    return made.getvalue()


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

    def says(self, kind, facts, who="constable", **more):
        return self.add(who, self.force.officers[who].write(kind, self.case_id, facts, self.force.now, **more))

    def attach(self, body, shows="A photograph.", by=None, media_type="image/jpeg"):
        name = sha256(body).hexdigest()
        facts = {"sha256": name, "size": len(body), "media_type": media_type, "shows": shows, "by": by}
        self.says("evidence attached", {**facts, "taken_at": None, "taken_where": "In the garage of the neighbour"})
        installation = self.force.installation
        with writing(installation.engine) as connection:
            attachments.keep(
                connection, installation.keys, self.case_id, name, body, officer="x", received_at="2026"
            )
        return name

    def ask(self, exhibits=(), withheld=(), statement=False, who="solicitor"):
        """What asking for a bundle comes to, and the entry."""
        facts = {"exhibits": list(exhibits), "withheld": list(withheld), "protected_persons_statement": statement}
        officer = self.force.officers[who]
        sent = officer.write("court bundle asked for", self.case_id, facts, self.force.now)
        return officer.send([sent], self.force.later(minutes=1))[0], sent

    def preview(self, who="solicitor", **choice):
        body = {"exhibits": None, "withheld": [], **choice}
        return self.force.client(who).post(f"/api/cases/{self.case_id}/court-bundle", json=body)

    def bundle(self, desk, asked):
        """The PDF that was made of this entry."""
        desk.work()
        documents = self.force.client("solicitor").get(f"/api/cases/{self.case_id}").json["case"]["documents"]
        [made] = [one for one in documents if one["entry"] == entry_id(asked)]
        return made, self.force.client("solicitor").get(f"/api/cases/{self.case_id}/documents/{made['sha256']}")


@pytest.fixture
def story(desk):
    return Story(desk.force)


def test_one(desk, story):
    a = story.attach(photograph())
    outcome, asked = story.ask([a])
    assert outcome.outcome == "accepted", outcome
    made, answer = story.bundle(desk, asked)
    open("/tmp/shots/bundle.pdf", "wb").write(answer.data)
