"""`decision export`: a decision as files that anybody can check without this software, or trust in whoever ran it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from field_app.adapters.passkeys import exported_key
from field_app.store import access, log
from field_app.store import cases as lists
from field_app.store.database import stamp, writing

from .installation import Installation


class NothingToExport(Exception):
    """There is no such case, or no signed decision in it; the message says which."""


@dataclass(frozen=True)
class ExportedDecision:
    """The exact bytes signed, the passkey's assertion over them, its public key (PEM), and what they are."""

    entry: bytes
    assertion: str
    public_key: str
    description: dict[str, Any]


def export_decision(installation: Installation, case: str, now: datetime) -> ExportedDecision:
    """The decision that stands in a case, named by its reference or id, with all that is needed to check its signature.

    :raise NothingToExport: no such case, or nothing was decided in it and signed.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        case_id = lists.named(connection, case)
        if case_id is None:
            raise NothingToExport(f"There is no case {case}: give its reference, such as 7QF-012-K, or its id.")
        decision = installation.case(connection, case_id, log.head(connection, case_id)).decision
        if decision is None or decision.signed_by is None:
            raise NothingToExport(f"Nothing was decided in the case {case}, so there is no signature to export.")
        [row] = [one for one in log.read_log(connection, installation.keys, case_id) if one.id == decision.entry.id]
        passkey, officer = office.passkeys[decision.signed_by], office.officers[decision.entry.officer]
        pem, algorithm = exported_key(passkey)
        access.keep(
            connection,
            installation.keys,
            at=stamp(now),
            officer="system",
            action="decision export",
            case_id=case_id,
            detail=row.id,
        )
    return ExportedDecision(
        row.body,
        str(row.signature),
        pem,
        {
            "what": "A decision on a request for a notice, and the officer's passkey signature over its exact bytes.",
            "how to check it": "docs/security.md, *A decision checked without our code*",
            "kind": decision.entry.kind,
            "case": case_id,
            "position in the log": row.position,
            "received_at": row.received_at,
            "entry_sha256": row.body_sha256,
            "officer": {"name": officer.name, "collar_number": officer.collar_number, "rank": officer.rank},
            "credential": passkey.credential,
            "algorithm": algorithm,
            "rp_id": passkey.rp_id,
            "origin": passkey.origin,
        },
    )
