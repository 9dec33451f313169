"""Every table but the figures' (`counted_tables`). The log's are append-only by triggers; the rest is computed."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# On SQLite small tables are stored under their own key (`sqlite_with_rowid=False`): half the pages to write.
_serial = BigInteger().with_variant(Integer, "sqlite")

# --- What is recorded: never changed, never deleted --------------------------------------------------------

entries = Table(
    "entries",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),  # the exact bytes, encrypted under the case's key
    Column("body_sha256", String(64), nullable=False),
    Column("signature", Text),  # the assertion's exact JSON text
    Column("signed_by", Text),  # the credential whose signature was verified
    Column("received_at", String(32), nullable=False),  # UTC, exactly as hashed
    Column("signed_in", String(36), nullable=False),
    Column("office_head", String(64)),
    Column("reasons", Text, nullable=False),  # JSON; not empty: accepted irregular
    Column("hash", String(64), nullable=False),
)

case_keys = Table(
    "case_keys",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),  # AES key wrap (RFC 3394) under FIELD_CASE_KEY
    sqlite_with_rowid=False,
)

refused = Table(
    "refused",
    metadata,
    Column("number", _serial, primary_key=True),
    Column("id", String(36), index=True),
    Column("body", LargeBinary, nullable=False),  # encrypted under its case's key, or the installation's
    Column("body_sha256", String(64), nullable=False),
    Column("signature", Text),
    Column("received_at", String(32), nullable=False),
    Column("signed_in", String(36), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("case_id", String(36)),  # whose key it is encrypted under; null: the installation's
    UniqueConstraint("body_sha256", "signed_in"),
)

access = Table(
    "access",
    metadata,
    Column("number", _serial, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("officer", String(36), nullable=False),
    Column("action", String(40), nullable=False),
    Column("case_id", String(36), index=True),
    Column("detail", LargeBinary),  # what was asked, encrypted under the installation's key
)

offline_look_ups = Table(
    "offline_look_ups",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("received_at", String(32), nullable=False),
    sqlite_with_rowid=False,
)

attachments = Table(
    "attachments",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("officer", String(36), nullable=False),
    Column("received_at", String(32), nullable=False),
)

attachment_parts = Table(
    "attachment_parts",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),  # encrypted under the case's key
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("body", Text, nullable=False),  # the exact text that is signed: cases/checkpoint.py
    Column("signature", String(86), nullable=False),  # Ed25519, base64url
)

# --- What waits for another entry --------------------------------------------------------------------------

waiting = Table(
    "waiting",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("case_id", String(36), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("body_sha256", String(64), nullable=False),
    Column("signature", Text),
    Column("received_at", String(32), nullable=False),
    Column("signed_in", String(36), nullable=False),
)

# --- What is computed from the log and can be rebuilt ------------------------------------------------------

heads = Table(
    "heads",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    sqlite_with_rowid=False,
)

cases = Table(
    "cases",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("reference", String(16), index=True),
    Column("stage", String(20), nullable=False, index=True),
    Column("changed_at", String(32), nullable=False),
    Column("handed_at", String(32), index=True),  # since when it is handed to somebody who has not accepted
    Column("held_at", String(32), index=True),  # since when the respondent is in custody, UTC, or left it unserved
    Column("served_at", String(32), index=True),  # what the working deadline runs from, UTC; deadlines sort alike
    Column("sealed", Boolean, nullable=False, server_default=false(), index=True),
    Column("tell_by", String(32), index=True),  # when the first of what is to be told or done is due, UTC
    Column("ends_on", String(10), index=True),  # the last day of an order the court has not ended
    Column("breach_at", String(32), index=True),  # when the last breach without an arrest was reported, UTC
    Column("keep_group", String(1)),  # its review group, and the day since which nothing has happened in it
    Column("quiet_since", String(10), index=True),
    Column("review_on", String(10)),  # the day a review put the next one on
    Column("proposed_at", String(32), index=True),  # since when somebody proposes to dispose of it, UTC
    Column("counted_at", String(32)),  # as changed_at was when it was counted; another, or null: it is to be
    sqlite_with_rowid=False,
)

case_officers = Table(
    "case_officers",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("officer", String(36), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

search_keys = Table(
    "search_keys",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),  # keyed hash: the index holds no name
    Column("case_id", String(36), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

found_people = Table(
    "found_people",
    metadata,
    Column("number", _serial, primary_key=True),  # never given twice: a server asks for what came after the last it has
    Column("case_id", String(36), nullable=False, index=True),
    Column("role", String(32), nullable=False),
    Column("keys", LargeBinary, nullable=False),  # what they are found by, encrypted under the index's key
    Column("card", LargeBinary, nullable=False),  # who they are, for the comparison, encrypted under the index's key
    sqlite_autoincrement=True,
)

beside = Table(
    "beside",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("other", String(36), primary_key=True, index=True),
    Column("why", String(20), primary_key=True),  # "linked", as this case's own log says; or "crosswise", either's
    sqlite_with_rowid=False,
)

previews = Table(
    "previews",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("body", LargeBinary),  # encrypted under the case's key; null: it cannot be shown
)

drawn_pages = Table(
    "drawn_pages",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 0 says what came of it
    Column("body", LargeBinary, nullable=False),  # encrypted under the case's key
)

# --- What passes -------------------------------------------------------------------------------------------

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("officer", String(36), nullable=False, index=True),
    Column("credential", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
    Column("device", String(36)),  # the browser it was seen from; null until that has said so
    Column("confirmed", String(64)),  # SHA-256 of what its passkey confirmed last
    Column("confirmed_until", String(32)),
)

uploads = Table(
    "uploads",
    metadata,
    Column("officer", String(36), primary_key=True),
    Column("sealed_sha256", String(64), primary_key=True),  # of the sealed whole: two sealings are two uploads
    Column("case_id", String(36), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("length", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("touched_at", String(32), nullable=False),
)

upload_pieces = Table(
    "upload_pieces",
    metadata,
    Column("officer", String(36), primary_key=True),
    Column("sealed_sha256", String(64), primary_key=True),
    Column("offset", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),  # as sealed to the inbox
)

challenges = Table(
    "challenges",
    metadata,
    Column("challenge", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("expires_at", String(32), nullable=False),
)

sign_counts = Table(
    "sign_counts", metadata, Column("credential", Text, primary_key=True), Column("count", BigInteger, nullable=False)
)

push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    Column("endpoint", String(1024), primary_key=True),
    Column("officer", String(36), nullable=False, index=True),
    Column("p256dh", String(200), nullable=False),
    Column("auth", String(64), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("device", String(36)),
)

pushes = Table(
    "pushes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("officer", String(36), nullable=False, index=True),
    Column("device", String(36)),
    Column("endpoint_sha256", String(64), nullable=False),
    Column("case_id", String(36)),  # where it puts a request to somebody: whose case that is
    Column("entry", String(36), index=True),  # and the entry that says so
    Column("test", Boolean, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("sent_at", String(32)),  # the push service has taken it
    Column("failed", String(200)),  # it never will: why
    Column("delivered_at", String(32)),  # the phone has shown it
    Column("opened_at", String(32)),
    sqlite_with_rowid=False,
)

devices = Table(
    "devices",
    metadata,
    Column("device", String(36), primary_key=True),
    Column("officer", String(36), nullable=False, index=True),
    Column("token_sha256", String(64), unique=True),
    Column("heard_at", String(32)),  # the last contact in a session, to the minute
    Column("clock_offset_s", Integer),  # what its clock was then wrong by: server minus device
    sqlite_with_rowid=False,
)

rescues = Table(
    "rescues",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),  # the file as it came: its entries are sealed to the inbox
    Column("summary", Text, nullable=False),  # JSON: what it says of itself
    Column("received_at", String(32), nullable=False),
    Column("received_by", String(36), nullable=False),
    Column("read_in_at", String(32)),
    Column("read_in_by", String(36)),
    Column("outcomes", Text),  # JSON: what became of each entry
)

jobs = Table(
    "jobs",
    metadata,
    Column("number", _serial, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("due_at", String(32), nullable=False),
    Column("leased_until", String(32)),
    Column("tries", Integer, nullable=False, default=0),
    Column("done_at", String(32)),
    Column("failed", Boolean, nullable=False, default=False),
    Column("last_error", Text),
    Column("key", String(120)),  # what was queued under it is queued once for ever
    Index("ix_jobs_due", "done_at", "due_at"),
    Index("uq_jobs_key", "key", unique=True),
)

demonstration_keys = Table(
    "demonstration_keys", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)
