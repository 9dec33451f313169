"""What a look-up shows of a case: made from its log, and kept as one sealed row, so that a look-up need read no log.

The row is of one head of the log, of the code that made it, and of one deadline; at any other the log is read. What
changes by the clock alone is in it as often as it changes, each time with until when (docs/decisions/0075).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection

from field_app.cases.case import Case
from field_app.cases.moments import put_right
from field_app.cases.served import hearing
from field_app.law.clocks import LONDON, day_in_words, in_words
from field_app.law.holidays import Holidays
from field_app.law.regimes import REGIMES
from field_app.store import log
from field_app.store import shown as rows
from field_app.store.database import reading, stamp, writing

from .beside import ELSEWHERE, is_shown, known_people
from .in_force import changes_by_itself, standing, standing_elsewhere
from .installation import Installation

logger = logging.getLogger(__name__)

Shown = dict[str, Any]
"""What a look-up shows of one case: JSON, but for what hangs on who asks and on the moment."""

Couple = dict[str, dict[str, Any] | None]
"""The respondent and the protected person, as they are compared with those of another case."""

EVERY = timedelta(seconds=30)
"""So often it is looked for rows that other code made, and at once where there were as many as are made together."""

AT_ONCE = 50
"""So many are made anew in one transaction: on SQLite nobody writes meanwhile."""


def shown_of(
    case: Case, view: Mapping[str, Any], now: datetime, made_by: str = "", changes: Sequence[datetime] = ()
) -> Shown:
    """What a look-up shows of a case from `now` on, up to what is after the last of `changes`.

    `made_by`: "" for what this force made, `ELSEWHERE` for what another did. `view` is the case's.
    """
    people = known_people(case, view)[made_by]
    until: list[datetime | None] = [*changes, None]
    return {
        "people": {role: _person(people[role]) for role in ("respondent", "protected_person")},
        "couple": couple_of(case, view),
        "reference": people["reference"],
        "stands": [
            [end and stamp(end), _stands(case, view, at, made_by)]
            for at, end in zip([now, *changes], until, strict=True)
        ],
        "before": [] if made_by else _before(view),
        "visited": _visited(view),
        "began": stamp(began_at(case)),
        "dates": dates(case, view),
    }


def stands_now(shown: Shown, now: datetime) -> dict[str, Any]:
    """How what is shown stands at a moment that is not before it was made."""
    at = stamp(now)
    stands: dict[str, Any] = next(one for until, one in shown["stands"] if until is None or at < until)
    return stands


def keep_shown(
    installation: Installation,
    connection: Connection,
    shown: Collection[tuple[log.Head, Case, Mapping[str, Any]]],
    now: datetime,
) -> None:
    """Write down what is shown of these cases, each with its view, as its log stands at this head."""
    kept = [(head, written(case, view, now)) for head, case, view in shown]
    rows.keep(connection, installation.keys, made_by(installation), kept)


def read_shown(
    installation: Installation, connection: Connection, case_ids: Collection[str], now: datetime
) -> tuple[dict[str, Shown], dict[str, log.Head]]:
    """What was written down of those of these cases of which it still holds; and how far the logs of the others reach.

    Nothing is written down of a sealed case: whoever may read it, or is told what of it, its log says.
    """
    office = installation.office_read[1]
    found, others = {}, {}
    try:
        opened = rows.read(connection, installation.keys, made_by(installation), case_ids)
    except InvalidTag:
        logger.error("Look-up: a row of shown_cases is not as it was written; the logs are read.")
        return {}, log.heads_of(connection, [*case_ids])
    for case_id, one in opened.items():
        shown = json.loads(one.shown) if one.shown and case_id not in office.disposed else None
        if shown and shown["from"] <= stamp(now) and shown["deadline"] == _deadline(shown, office.holidays):
            found[case_id] = shown
        else:
            others[case_id] = one.head
    return found, others


class Showing:
    """Makes anew the rows that other code made, those of an upgrade; any number of workers may."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._looked: datetime | None = None

    def take(self, now: datetime) -> int:
        """Make some of them at `now` (UTC); how many, 0 where it was looked for just before."""
        if self._looked and timedelta(0) <= now - self._looked < EVERY:
            return 0
        with reading(self._installation.engine) as connection:
            wanted = rows.made_otherwise(connection, made_by(self._installation), AT_ONCE)
        if wanted:
            with writing(self._installation.engine) as connection:
                heads = log.lock(connection, wanted)
                self._installation.office(connection)
                cases = self._installation.cases(connection, heads)
                rows.drop(connection, wanted)
                shown = [(heads[one.id], one, one.view()) for one in cases.values() if is_shown(one)]
                keep_shown(self._installation, connection, shown, now)
        self._looked = now if len(wanted) < AT_ONCE else None
        return len(wanted)


def made_by(installation: Installation) -> str:
    """The code that makes a row, and what of the force's settings is in it: of another, the log is read."""
    return f"{CODE} {installation.force.clocks.telephone}"


def _code() -> str:
    package = Path(__file__).parent.parent
    files = [path for name in ("law", "cases") for path in (package / name).rglob("*") if path.suffix in _READ]
    files += [package / "actions" / f"{name}.py" for name in ("shown", "in_force", "beside")]
    whole = sha256()
    for path in sorted(files):
        whole.update(sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:56]


_READ = (".py", ".json")

CODE = _code()
"""Every file of the law and of what is added up, and those here in which the words of an answer are made, as loaded."""


def written(case: Case, view: Mapping[str, Any], now: datetime) -> bytes:
    shown = {
        **shown_of(case, view, now, changes=changes_by_itself(case, now)),
        "from": stamp(now),
        "regime": case.regime.id,
        "served_at": case.served_at.isoformat() if case.served_at else None,
    }
    shown["deadline"] = _deadline(shown, case.holidays)
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def _deadline(shown: Shown, holidays: Holidays) -> dict[str, Any] | None:
    """When the application must have been heard, with these holidays."""
    served_at = shown["served_at"]
    due = hearing(datetime.fromisoformat(served_at), REGIMES[shown["regime"]], holidays) if served_at else None
    return due.as_json() if due else None


def _stands(case: Case, view: Mapping[str, Any], now: datetime, made_by: str) -> dict[str, Any]:
    if made_by == ELSEWHERE and case.elsewhere:
        return standing_elsewhere(case, case.elsewhere, now)
    return standing(case, view, now)


def _person(person: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {"name": name_of(person), **{name: person[name] for name in ("born", "address", "postcode")}}


def name_of(person: Mapping[str, Any] | None) -> str | None:
    """Somebody's names as they are read out; None where nobody is named."""
    return " ".join(filter(None, (person["given_names"], person["family_name"]))) or None if person else None


def couple_of(case: Case, view: Mapping[str, Any]) -> Couple:
    """The respondent and the protected person of a case, or of what was made elsewhere, as they are compared."""
    people = known_people(case, view).get(ELSEWHERE) or view
    return {role: _compared(people[role]) for role in ("respondent", "protected_person")}


def _compared(person: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if person is None:
        return None
    said = {name: person.get(name) for name in ("given_names", "family_name", "born", "believed_age")}
    return {**said, "_": {"made_at": person["_"]["made_at"]}}


def began_at(case: Case) -> datetime:
    """Since when there is something between the two of a case: from the request on, or what was first recorded."""
    return put_right(case.request.entry) if case.request else put_right(case.held[0].entry)


def dates(case: Case, view: Mapping[str, Any]) -> list[str]:
    """What came of it and when, in words, as it happened."""
    found = [("Asked for", _on(put_right(case.request.entry)))] if case.request else []
    if case.decision:
        refused = case.decision.entry.kind == "authority refused"
        found.append(("Refused" if refused else "Authorised", _on(put_right(case.decision.entry))))
    if case.withdrawal:
        found.append(("Withdrawn", _on(put_right(case.withdrawal.entry))))
    if view["service"]:
        served = datetime.fromisoformat(view["service"]["served_at"])
        found.append(("Served", in_words(served.astimezone(LONDON))))
    if order := view["court"]["order"]:
        found.append(("Order made", day_in_words(date.fromisoformat(order["made_on"]))))
    return [f"{what} {when}" for what, when in found]


def _on(at: datetime) -> str:
    return day_in_words(at.astimezone(LONDON).date())


def _before(view: Mapping[str, Any]) -> list[str]:
    """What happened under it between these two people already, the last first: breaches reported, arrests, courts."""
    breaches = view["breaches"]
    happened = [
        *((one["occurred_at"] or one["_"]["made_at"], "breach reported") for one in breaches["reported"]),
        *((one["arrested_at"], "arrested for a breach") for one in breaches["arrests"]),
        *((one["heard_at"], f"breach before {one['court']}: {one['outcome']}") for one in breaches["heard"]),
    ]
    dated = sorted(((datetime.fromisoformat(at), what) for at, what in happened), reverse=True)
    return [f"{in_words(at.astimezone(LONDON))}: {what}" for at, what in dated]


def _visited(view: Mapping[str, Any]) -> str | None:
    """When somebody last looked whether it is kept, and whether the respondent was there; never where."""
    last = max(view["visits"], key=lambda one: datetime.fromisoformat(one["visited_at"]), default=None)
    if last is None:
        return None
    found = {"there": "respondent there", "not there": "respondent not there"}.get(last["respondent"], "no answer")
    seen = ", breach seen" if last["breach_seen"] else ""
    return f"{in_words(datetime.fromisoformat(last['visited_at']).astimezone(LONDON))}: {found}{seen}"
