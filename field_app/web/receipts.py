"""`POST /api/receipts`: a phone was told another hash of an entry than the log has now."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Flask

from field_app.actions import report_receipt
from field_app.cases.entries.kinds import Id, Sha256, Shape, part

from . import installation, now, signed_in
from .openapi import answers, takes

bp = Blueprint("receipts", __name__, url_prefix="/api")


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@part
class Receipt:
    """What the server told first: the place of an entry in its case's log, and its hash there."""

    case: Id
    position: Annotated[int, Shape((("ge", 1), ("le", 2**31 - 1)))]
    hash: Sha256


@bp.post("/receipts")
@answers(status=204)
@takes(Receipt)
def report(given: Receipt) -> tuple[str, int]:
    """Put on record that this phone and the log disagree; an auditor is alerted."""
    report_receipt(installation(), signed_in().id, given.case, given.position, given.hash, now())
    return "", 204
