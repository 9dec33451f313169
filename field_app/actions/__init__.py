"""What the outside may do. One transaction each; nothing else writes."""

from field_app.store.attachments import Upload

from .attachments import NotTaken, Progress, progress, read_attachment, read_preview, take_piece
from .beside import file_anew
from .changes import BadCursor, Changes, changes, list_cases, read_case, read_log
from .desk import legal_desk, raise_hearing_alarm
from .devices import Listed, NoSuchDevice, device_token, hear, list_devices, lost_device, record_envelopes, standing
from .export import ExportedDecision, NothingToExport, export_decision
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
    "legal_desk",
    "list_cases",
    "list_devices",
    "list_rescues",
    "look_up",
    "lost_device",
    "progress",
    "put_in_waiting",
    "raise_hearing_alarm",
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
    "unsubscribe_from_push",
    "verify_logs",
    "who_is",
]
