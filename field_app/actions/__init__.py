"""What the outside may do. One transaction each; nothing else writes."""

from field_app.store.attachments import Upload

from .attachments import NotTaken, Progress, progress, read_attachment, read_preview, take_piece
from .beside import file_anew
from .changes import BadCursor, Changes, changes, list_cases, read_case, read_log
from .devices import Listed, NoSuchDevice, device_token, hear, list_devices, lost_device, record_envelopes, standing
from .export import ExportedDecision, NothingToExport, export_decision
from .follow import telephone_due
from .installation import Installation, Keys, NotSetUp, holidays_known
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
from .unserved import Unserved, list_unserved
from .verify import Verified, verify_logs

__all__ = [
    "MOST_BYTES",
    "BadCursor",
    "Changes",
    "ExportedDecision",
    "Installation",
    "Keys",
    "Listed",
    "NoSuchDevice",
    "NotARescueFile",
    "NotAllowed",
    "NotSetUp",
    "NotTaken",
    "NothingToExport",
    "Outcome",
    "Progress",
    "Query",
    "Rescued",
    "Sealed",
    "Sent",
    "SignedIn",
    "Unserved",
    "Upload",
    "Verified",
    "add_device",
    "begin_enrolment",
    "begin_sign_in",
    "changes",
    "device_token",
    "enrol",
    "enrolment_link",
    "export_decision",
    "file_anew",
    "first_administrator",
    "hear",
    "holidays_known",
    "list_cases",
    "list_devices",
    "list_rescues",
    "list_unserved",
    "look_up",
    "lost_device",
    "progress",
    "put_in_waiting",
    "read_attachment",
    "read_case",
    "read_log",
    "read_preview",
    "record",
    "record_envelopes",
    "sign_in",
    "sign_out",
    "standing",
    "subscribe_to_push",
    "take_piece",
    "telephone_due",
    "unsubscribe_from_push",
    "verify_logs",
    "who_is",
]
