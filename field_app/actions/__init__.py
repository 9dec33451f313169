"""What the outside may do. One transaction each; nothing else writes."""

from field_app.store.attachments import Upload

from .attachments import NotTaken, Progress, progress, read_attachment, read_preview, take_piece
from .beside import file_anew
from .changes import BadCursor, Changes, changes, list_cases, read_case, read_log
from .devices import Listed, NoSuchDevice, device_token, hear, list_devices, lost_device, record_envelopes, standing
from .documents import Document, Translation, list_translations, read_document, render_document
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
from .rescue import Rescued, list_rescues, put_in_waiting
from .rescue_file import MOST_BYTES, NotARescueFile
from .verify import Verified, verify_logs

__all__ = [
    "MOST_BYTES",
    "BadCursor",
    "Changes",
    "Document",
    "Installation",
    "Keys",
    "Listed",
    "NoSuchDevice",
    "NotARescueFile",
    "NotAllowed",
    "NotSetUp",
    "NotTaken",
    "Outcome",
    "Progress",
    "Query",
    "Rescued",
    "Sealed",
    "Sent",
    "SignedIn",
    "Translation",
    "Upload",
    "Verified",
    "add_device",
    "begin_enrolment",
    "begin_sign_in",
    "changes",
    "device_token",
    "enrol",
    "enrolment_link",
    "file_anew",
    "first_administrator",
    "hear",
    "list_cases",
    "list_devices",
    "list_rescues",
    "list_translations",
    "look_up",
    "lost_device",
    "progress",
    "put_in_waiting",
    "read_attachment",
    "read_case",
    "read_document",
    "read_log",
    "read_preview",
    "record",
    "record_envelopes",
    "render_document",
    "sign_in",
    "sign_out",
    "standing",
    "subscribe_to_push",
    "take_piece",
    "unsubscribe_from_push",
    "verify_logs",
    "who_is",
]
