"""Photographs and documents at the door: sent in pieces, kept once they are what an entry says, shown made anew."""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from pyhpke import KEMKey
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from field_app.actions import verify_logs
from field_app.actions.attachments import MOST_UNFINISHED
from field_app.adapters.inbox import INFO_ATTACHMENT, SUITE
from field_app.adapters.pictures import preview
from field_app.store.database import reading, writing
from tests.cases.examples import facts_of
from tests.store.story import recorded, served

from .test_devices import revoke

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def photograph(side: int = 900, shade: int = 0) -> bytes:
    """A JPEG as a phone makes it: on its side, and with a position and a device in it."""
    image = Image.effect_noise((side, side // 2), 90 + shade).convert("RGB")
    image.paste("red", (0, 0, side // 4, side // 2))  # the left as stored is the top as seen
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "Invented Phone Maker"
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 34.0, 12.0), 3: "E", 4: (0.0, 29.0, 7.0)})
    made = BytesIO()
    image.save(made, "JPEG", quality=92, exif=exif)
    return made.getvalue()


PHOTOGRAPH = photograph()


def name_of(body):
    return sha256(body).hexdigest()


class Sender:
    """One officer's phone with one sealing of a file for one case."""

    def __init__(self, force, who, case_id, body, name=None):
        self.client, self.case_id, self.name = force.client(who), case_id, name or name_of(body)
        inbox = KEMKey.from_pyca_cryptography_key(force.installation.inbox.public_key)
        encapsulated, context = SUITE.create_sender_context(inbox, info=INFO_ATTACHMENT)
        self.sealed = encapsulated + context.seal(body, aad=self.name.encode())
        self.headers = {
            "Upload-Case": case_id,
            "Upload-Sealed": name_of(self.sealed),
            "Upload-Length": str(len(self.sealed)),
        }

    def head(self):
        answer = self.client.head(f"/api/attachments/{self.name}", headers=self.headers)
        if answer.status_code != 200:
            return answer.status_code
        return int(answer.headers["Upload-Offset"]), answer.headers["Upload-Complete"] == "?1"

    def put(self, start, end, **changed):
        return self.client.put(
            f"/api/attachments/{self.name}",
            data=self.sealed[start:end],
            content_type="application/octet-stream",
            headers={**self.headers, "Upload-Offset": str(start), **changed},
        )

    def send(self, piece=100_000):
        """All of it, from wherever it stands."""
        answer = None
        start, complete = self.head()
        while not complete:
            answer = self.put(start, start + piece)
            if answer.status_code != 200:
                return answer
            start, complete = answer.json["offset"], answer.json["complete"]
            if start == len(self.sealed):
                return answer
        return answer


def code(answer):
    return answer.status_code, answer.json["error"]["code"]


@pytest.fixture
def case(force):
    return recorded(force)[0]


@pytest.fixture
def sqlite_case(sqlite_force):
    return recorded(sqlite_force)[0]


def attached(force, case_id, body, who="constable", **more):
    officer = force.officers[who]
    facts = {**facts_of("evidence attached"), "sha256": name_of(body), "size": len(body), **more}
    entry = officer.write("evidence attached", case_id, facts, force.now)
    (outcome,) = officer.send([entry], force.now)
    return outcome


def rows(force, statement):
    with reading(force.installation.engine) as connection:
        return connection.execute(text(statement)).all()


def test_it_is_sent_in_pieces_across_cuts_and_kept_once_it_is_what_the_entry_says(force, case):
    attached(force, case, PHOTOGRAPH)
    one = Sender(force, "constable", case, PHOTOGRAPH)
    assert one.head() == (0, False)
    assert one.put(0, 50_000).json == {"offset": 50_000, "complete": False}
    assert one.head() == (50_000, False)
    assert code(one.put(0, 50_000)) == (409, "offset")  # the answer to the first was lost: ask how far it has come
    assert code(one.put(60_000, 70_000)) == (409, "offset")
    assert verify_logs(force.installation).not_received == 1
    assert force.client("constable").get(f"/api/cases/{case}/attachments/{one.name}").status_code == 404
    assert one.send().json == {"offset": len(one.sealed), "complete": True}
    assert one.head() == (len(one.sealed), True)
    assert one.put(0, 50_000).json["complete"]  # already held
    assert rows(force, "SELECT count(*) FROM uploads") == rows(force, "SELECT count(*) FROM upload_pieces") == [(0,)]
    found = verify_logs(force.installation)
    assert (found.attachments, found.not_received, found.failure) == (1, 0, None)
    stored = b"".join(bytes(body) for (body,) in rows(force, "SELECT body FROM attachment_parts"))
    assert PHOTOGRAPH[1000:1040] not in stored


def test_two_sealings_of_one_photograph_never_mix(force, case):
    attached(force, case, PHOTOGRAPH)
    one, other = (Sender(force, "constable", case, PHOTOGRAPH) for _ in range(2))
    one.put(0, 40_000)
    assert other.head() == (0, False)
    other.put(0, 30_000)
    assert one.send().json["complete"]
    assert other.head() == (len(other.sealed), True)
    assert verify_logs(force.installation).attachments == 1


def test_bytes_that_do_not_hash_to_the_name_are_refused_and_forgotten(force, case):
    attached(force, case, PHOTOGRAPH)
    one = Sender(force, "constable", case, PHOTOGRAPH[:-1] + b"x", name=name_of(PHOTOGRAPH))
    assert code(one.send()) == (422, "other_bytes")
    assert one.head() == (0, False)
    damaged = Sender(force, "constable", case, PHOTOGRAPH)
    damaged.sealed = damaged.sealed[:-1] + bytes([damaged.sealed[-1] ^ 1])
    assert code(damaged.send()) == (422, "sealed")
    assert rows(force, "SELECT count(*) FROM attachments") == [(0,)]
    assert Sender(force, "constable", case, PHOTOGRAPH).send().json["complete"]


def test_the_entry_may_come_after_the_bytes(force, case):
    one = Sender(force, "constable", case, PHOTOGRAPH)
    assert one.send().json == {"offset": len(one.sealed), "complete": False}
    client = force.client("constable")
    assert client.get(f"/api/cases/{case}/attachments/{one.name}").status_code == 404
    attached(force, case, PHOTOGRAPH)
    assert one.head() == (len(one.sealed), False)
    assert one.put(len(one.sealed), len(one.sealed)).json["complete"]
    assert client.get(f"/api/cases/{case}/attachments/{one.name}").data == PHOTOGRAPH


def test_a_lost_phone_sends_it_by_its_token_and_no_other_phone_may(force, case):
    constable = force.officers["constable"]
    attached(force, case, PHOTOGRAPH)
    one = Sender(force, "constable", case, PHOTOGRAPH)
    token = one.client.post("/api/devices", json={"device": constable.device}).json["token"]
    one.client = force.app().test_client()
    assert code(one.put(0, 1000)) == (401, "no_such_device")
    one.headers["Authorization"] = f"Bearer {token}"
    assert code(one.put(0, 1000)) == (403, "not_allowed")
    revoke(force, constable.device)
    assert one.send().json["complete"]
    administrator = force.client("auditor")
    assert administrator.get(f"/api/cases/{case}/attachments/{one.name}").data == PHOTOGRAPH
    assert one.client.get(f"/api/cases/{case}/attachments/{one.name}", headers=one.headers).status_code == 401


def test_nobody_else_may_send_it_or_see_it(force, case):
    attached(force, case, PHOTOGRAPH)
    stranger = Sender(force, "response", case, PHOTOGRAPH)
    assert stranger.head() == 404
    assert code(stranger.put(0, 1000)) == (404, "not_yours")
    Sender(force, "constable", case, PHOTOGRAPH).send()
    assert stranger.head() == 404  # not even whether it is here
    for tail in ("", "/preview"):
        assert force.client("response").get(f"/api/cases/{case}/attachments/{stranger.name}{tail}").status_code == 404
    # Of another case of theirs the same file is not theirs by that.
    other = recorded(force)[0]
    assert force.client("constable").get(f"/api/cases/{other}/attachments/{stranger.name}").status_code == 404


def test_too_large_and_too_much_at_once_are_refused(sqlite_force, sqlite_case):
    force, case = sqlite_force, sqlite_case
    one = Sender(force, "constable", case, b"x")
    assert code(one.put(0, 10, **{"Upload-Length": "25000082"})) == (413, "too_large")
    one.sealed = bytes(1_100_000)
    assert code(one.put(0, 1_048_577, **{"Upload-Length": "1100000"})) == (413, "too_large")
    began = [
        one.put(0, 10, **{"Upload-Length": "25000000", "Upload-Sealed": f"{number:064x}"}).status_code
        for number in range(MOST_UNFINISHED // 25_000_000 + 1)
    ]
    assert began == [200] * 10 + [429]
    assert one.put(0, 10, **{"Upload-Length": "25000000", "Upload-Sealed": f"{0:064x}"}).status_code == 409
    with writing(force.installation.engine) as connection:
        connection.execute(text("UPDATE uploads SET touched_at = '2026-01-01'"))
    assert one.put(0, 10, **{"Upload-Length": "25000000", "Upload-Sealed": "f" * 64}).status_code == 200


def test_a_piece_says_what_it_is(sqlite_force, sqlite_case):
    one = Sender(sqlite_force, "constable", sqlite_case, PHOTOGRAPH)
    for wrong in ({"Upload-Offset": "-1"}, {"Upload-Case": "x"}, {"Upload-Sealed": ""}, {"Upload-Length": "much"}):
        answer = one.put(0, 10, **wrong)
        assert code(answer) == (400, "header")
        assert next(iter(wrong)) in answer.json["error"]["message"]
    address = f"/api/attachments/{one.name}"
    assert one.client.put(address, json={}, headers=one.headers).status_code == 415
    one.name, name = "door.jpg", one.name
    assert one.put(0, 10).status_code == 404
    one.name = name
    one.put(0, 10)
    other = recorded(sqlite_force)[0]
    assert code(one.put(10, 20, **{"Upload-Case": other})) == (409, "other_upload")


def test_it_is_shown_made_anew_without_its_position_and_saved_as_it_was(force, case):
    attached(force, case, PHOTOGRAPH)
    one = Sender(force, "constable", case, PHOTOGRAPH)
    one.send()
    client, address = force.client("constable"), f"/api/cases/{case}/attachments/{one.name}"
    saved = client.get(address)
    assert saved.data == PHOTOGRAPH
    assert dict(Image.open(BytesIO(saved.data)).getexif().get_ifd(GPS))[2] == (51.0, 34.0, 12.0)
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"] == "attachment"
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in saved.headers["Content-Security-Policy"]
    shown = client.get(f"{address}/preview")
    assert shown.headers["Content-Type"] == "image/jpeg"
    image = Image.open(BytesIO(shown.data))
    assert (image.size, dict(image.getexif()), "exif" in image.info) == ((450, 900), {}, False)
    assert b"Invented Phone Maker" in PHOTOGRAPH and b"Invented Phone Maker" not in shown.data
    red, green, _ = image.getpixel((225, 40))
    assert red > 200 and green < 60  # the right way up
    assert client.get(f"{address}/preview").data == shown.data
    assert len(rows(force, "SELECT body FROM previews")) == 1
    actions = [row.action for row in rows(force, "SELECT action FROM access ORDER BY number")]
    assert actions == ["attachment", "preview", "preview"]


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "TIFF"])
def test_other_kinds_of_picture_are_shown_too(form):
    made = BytesIO()
    Image.new("RGBA", (300, 2400), (0, 128, 0, 0)).save(made, form)
    shown = Image.open(BytesIO(preview(made.getvalue())))
    assert (shown.format, shown.size) == ("JPEG", (150, 1200))
    assert min(shown.getpixel((70, 600))) > 250  # what is transparent is white


def bomb():
    """A small PNG that claims to be 9,000 pixels a side."""
    made = BytesIO()
    Image.new("1", (9_000, 9_000)).save(made, "PNG")
    return made.getvalue()


UNSHOWABLE = {
    "HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400),
    "broken": PHOTOGRAPH[:2000],
    "PDF": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "a page that calls itself a picture": b"<script>alert(1)</script>",
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
}


@pytest.mark.parametrize("what", [*UNSHOWABLE, "bomb"])
def test_what_cannot_be_shown_is_kept_and_not_shown(sqlite_force, sqlite_case, what):
    body, case = bomb() if what == "bomb" else UNSHOWABLE[what], sqlite_case
    attached(sqlite_force, case, body)
    Sender(sqlite_force, "constable", case, body).send()
    client, address = sqlite_force.client("constable"), f"/api/cases/{case}/attachments/{name_of(body)}"
    for _ in range(2):
        assert client.get(f"{address}/preview").status_code == 404
    saved = client.get(address)
    assert (saved.data, saved.headers["Content-Disposition"]) == (body, "attachment")


def test_a_large_file_is_kept_in_parts_and_one_swapped_is_named(force, case):
    large, other = photograph(2400), photograph(2400, 1)
    assert min(len(large), len(other)) > 1_100_000
    for body in (large, other):
        attached(force, case, body)
        Sender(force, "constable", case, body).send(1_000_000)
    assert len(rows(force, "SELECT number FROM attachment_parts")) >= 4
    assert verify_logs(force.installation).failure is None
    with pytest.raises(DBAPIError, match="append-only"), writing(force.installation.engine) as connection:
        connection.execute(text("DELETE FROM attachments"))
    with pytest.raises(DBAPIError, match="append-only"), writing(force.installation.engine) as connection:
        connection.execute(text("UPDATE attachment_parts SET body = body"))
    with writing(force.installation.engine) as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER attachment_parts_no_update"))
        else:
            connection.execute(text("ALTER TABLE attachment_parts DISABLE TRIGGER USER"))
        take = "(SELECT body FROM attachment_parts WHERE sha256 = :other AND number = 0)"
        swap = text(f"UPDATE attachment_parts SET body = {take} WHERE sha256 = :name AND number = 0")
        connection.execute(swap, {"name": name_of(large), "other": name_of(other)})
    failure = verify_logs(force.installation).failure
    assert failure and re.search(f"attachment {name_of(large)} of {case} is not", failure)


def test_a_correction_changes_the_words_and_never_which_file_it_is(sqlite_force, sqlite_case):
    case, force = sqlite_case, sqlite_force
    first = attached(force, case, PHOTOGRAPH)
    facts = {**facts_of("evidence attached"), "sha256": name_of(PHOTOGRAPH), "shows": "The front door."}
    for changed, said in (({}, "accepted"), ({"sha256": "0" * 64}, "accepted irregular")):
        entry = force.constable.write("evidence attached", case, {**facts, **changed}, force.now, replaces=[first.id])
        assert force.constable.send([entry], force.now)[0].outcome == said
    view = force.client("constable").get(f"/api/cases/{case}").json["case"]
    assert {one["shows"] for one in view["evidence"]} == {"The front door."}


def test_an_intimate_image_is_seen_by_whoever_attached_it_and_legal_services_alone(sqlite_force):
    force, (case, *_) = sqlite_force, served(sqlite_force)
    path = f"/api/cases/{case}/attachments/{name_of(PHOTOGRAPH)}"
    first = attached(force, case, PHOTOGRAPH, intimate=True)
    assert Sender(force, "constable", case, PHOTOGRAPH).send().json["complete"]
    # Neither another word of it later nor naming it oneself opens it to anybody.
    attached(force, case, PHOTOGRAPH, "superintendent")
    words = {**facts_of("evidence attached"), "sha256": name_of(PHOTOGRAPH), "size": len(PHOTOGRAPH), "intimate": False}
    entry = force.superintendent.write("evidence attached", case, words, force.now, replaces=[first.id])
    force.superintendent.send([entry], force.now)
    for who, status in (("constable", 200), ("solicitor", 200), ("superintendent", 404)):
        client = force.client(who)
        assert client.get(f"/api/cases/{case}").status_code == 200
        assert [client.get(path + part).status_code for part in ("", "/preview")] == [status] * 2, who
    looked = rows(
        force, "SELECT action FROM access WHERE action LIKE 'attachment%' OR action LIKE 'preview%' ORDER BY number"
    )
    assert [one.action for one in looked] == ["attachment", "preview"] * 2 + ["attachment refused", "preview refused"]
