"""What the outside may do. One transaction each; nothing else writes."""

from field_app.adapters.directory import Directory, ProviderAway
from field_app.cases.postcodes import NoList
from field_app.store.attachments import Upload

from .addresses import AddressesTaken, addresses_at, are_addresses_known, import_addresses
from .archive import Archive, read_archive
from .attachments import NotTaken, Progress, progress, read_attachment, read_preview, take_piece
from .audit import AuditQuery, NobodyOfThatName, audit, report_receipt
from .backing_up import Backup, CannotBackUp, back_up
from .beside import file_anew
from .breaches_to_meet import control_room, unit_due
from .changes import BadCursor, Changes, changes, list_cases, read_case, read_log
from .checkpoints import Checkpoints
from .confirming import NotConfirmed, begin_confirming, confirm, is_confirmed
from .counting import Counting, count_anew
from .custody import custody_desk
from .desk import legal_desk, raise_hearing_alarm
from .devices import Listed, NoSuchDevice, device_token, hear, list_devices, lost_device, record_envelopes, standing
from .documents import (
    Document,
    preview_bundle,
    read_document,
    render_document,
)
from .enrolling import begin_enrolment, enrol, enrolment_code, enrolment_link, links_open
from .exhibits import draw_pages, read_drawn_page
from .export import ExportedDecision, NothingToExport, export_decision
from .export_all import export_everything
from .figures import press_paragraph, read_figures
from .follow import telephone_due
from .hearing_notice import joining_left_out
from .installation import Installation, Keys, NotSetUp, holidays_known, read_ahead
from .keeping import list_due, read_keeping
from .limiting import Limit, Limits, TooMany
from .live import LiveView
from .lookup import Query, look_up
from .lookup_batch import Answered, NotRead, look_up_list, operator
from .metrics import Metrics, read_metrics
from .officers import (
    NotAllowed,
    SignedIn,
    add_device,
    begin_sign_in,
    first_administrator,
    further_administrator,
    list_officers,
    record_in_office,
    sign_in,
    sign_out,
    subscribe_to_push,
    unsubscribe_from_push,
    who_is,
)
from .on_call import AskedNow, Rota, figures_of_reaching, read_rota, who_would_be_asked
from .order_list import Imported, import_orders
from .own_orders import STATES, OrderFile, export_orders
from .pack import Checked, DoesNotVerify, verify_pack
from .proving import Begun, NoDirectory, Proved, begin_proving, prove
from .reaching import (
    NoSuchPush,
    escalate,
    find_early_reader,
    is_text_needed,
    push_was,
    put_right,
    request_was_opened,
    send_test,
    text_was_sent,
)
from .readiness import has_room
from .reasons import without_reason
from .record import Outcome, Sealed, Sent, record
from .rescue import Rescued, list_rescues, put_in_waiting
from .rescue_file import MOST_BYTES, NotARescueFile
from .safeguarding import case_to_tell, list_to_tell, put_overdue
from .sealing import list_sealed, read_sealing
from .server_clock import ServerClock
from .shown import Showing
from .snapshot import MadeOffline, snapshot, take_look_ups
from .subject_access import read_subject_access
from .telling import queue_pushes, token_of
from .training import read_lessons, training_since
from .translating import (
    CATALOGUES,
    Translation,
    catalogue,
    draft_mark,
    languages_in_use,
    list_translations,
)
from .turning_keys import CannotTurn, Turned, turn_keys
from .unserved import Unserved, list_unserved
from .verify import Verified, verify_logs

__all__ = [
    "CATALOGUES",
    "MOST_BYTES",
    "STATES",
    "AddressesTaken",
    "Answered",
    "Archive",
    "AskedNow",
    "AuditQuery",
    "Backup",
    "BadCursor",
    "Begun",
    "CannotBackUp",
    "CannotTurn",
    "Changes",
    "Checked",
    "Checkpoints",
    "Counting",
    "Directory",
    "Document",
    "DoesNotVerify",
    "ExportedDecision",
    "Imported",
    "Installation",
    "Keys",
    "Limit",
    "Limits",
    "Listed",
    "LiveView",
    "MadeOffline",
    "Metrics",
    "NoDirectory",
    "NoList",
    "NoSuchDevice",
    "NoSuchPush",
    "NobodyOfThatName",
    "NotARescueFile",
    "NotAllowed",
    "NotConfirmed",
    "NotRead",
    "NotSetUp",
    "NotTaken",
    "NothingToExport",
    "OrderFile",
    "Outcome",
    "Progress",
    "Proved",
    "ProviderAway",
    "Query",
    "Rescued",
    "Rota",
    "Sealed",
    "Sent",
    "ServerClock",
    "Showing",
    "SignedIn",
    "TooMany",
    "Translation",
    "Turned",
    "Unserved",
    "Upload",
    "Verified",
    "add_device",
    "addresses_at",
    "are_addresses_known",
    "audit",
    "back_up",
    "begin_confirming",
    "begin_enrolment",
    "begin_proving",
    "begin_sign_in",
    "case_to_tell",
    "catalogue",
    "changes",
    "confirm",
    "control_room",
    "count_anew",
    "custody_desk",
    "device_token",
    "draft_mark",
    "draw_pages",
    "enrol",
    "enrolment_code",
    "enrolment_link",
    "escalate",
    "export_decision",
    "export_everything",
    "export_orders",
    "figures_of_reaching",
    "file_anew",
    "find_early_reader",
    "first_administrator",
    "further_administrator",
    "has_room",
    "hear",
    "holidays_known",
    "import_addresses",
    "import_orders",
    "is_confirmed",
    "is_text_needed",
    "joining_left_out",
    "languages_in_use",
    "legal_desk",
    "links_open",
    "list_cases",
    "list_devices",
    "list_due",
    "list_officers",
    "list_rescues",
    "list_sealed",
    "list_to_tell",
    "list_translations",
    "list_unserved",
    "look_up",
    "look_up_list",
    "lost_device",
    "operator",
    "press_paragraph",
    "preview_bundle",
    "progress",
    "prove",
    "push_was",
    "put_in_waiting",
    "put_overdue",
    "put_right",
    "queue_pushes",
    "raise_hearing_alarm",
    "read_ahead",
    "read_archive",
    "read_attachment",
    "read_case",
    "read_document",
    "read_drawn_page",
    "read_figures",
    "read_keeping",
    "read_lessons",
    "read_log",
    "read_metrics",
    "read_preview",
    "read_rota",
    "read_sealing",
    "read_subject_access",
    "record",
    "record_envelopes",
    "record_in_office",
    "render_document",
    "report_receipt",
    "request_was_opened",
    "send_test",
    "sign_in",
    "sign_out",
    "snapshot",
    "standing",
    "subscribe_to_push",
    "take_look_ups",
    "take_piece",
    "telephone_due",
    "text_was_sent",
    "token_of",
    "training_since",
    "turn_keys",
    "unit_due",
    "unsubscribe_from_push",
    "verify_logs",
    "verify_pack",
    "who_is",
    "who_would_be_asked",
    "without_reason",
]
