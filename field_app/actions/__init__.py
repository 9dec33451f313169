"""What the outside may do. One transaction each; nothing else writes."""

from field_app.store.attachments import Upload

from .attachments import NotTaken, Progress, progress, read_attachment, read_preview, take_piece
from .beside import file_anew
from .changes import BadCursor, Changes, changes, list_cases, read_case, read_log
from .installation import Installation, Keys, NotSetUp
from .lookup import Query, look_up
from .officers import (
    NotAllowed,
    SignedIn,
    add_device,
    begin_enrolment,
    begin_sign_in,
    enrol,
    enrolment_link,
    first_administrator,
    sign_in,
    sign_out,
    subscribe_to_push,
    unsubscribe_from_push,
    who_is,
)
from .record import Outcome, Sealed, Sent, record
from .verify import Verified, verify_logs

__all__ = [
    "BadCursor",
    "Changes",
    "Installation",
    "Keys",
    "NotAllowed",
    "NotSetUp",
    "NotTaken",
    "Outcome",
    "Progress",
    "Query",
    "Sealed",
    "Sent",
    "SignedIn",
    "Upload",
    "Verified",
    "add_device",
    "begin_enrolment",
    "begin_sign_in",
    "changes",
    "enrol",
    "enrolment_link",
    "file_anew",
    "first_administrator",
    "list_cases",
    "look_up",
    "progress",
    "read_attachment",
    "read_case",
    "read_log",
    "read_preview",
    "record",
    "sign_in",
    "sign_out",
    "subscribe_to_push",
    "take_piece",
    "unsubscribe_from_push",
    "verify_logs",
    "who_is",
]
