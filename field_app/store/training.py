"""A training installation's tables: what a reset takes away, and the guards that must not stand against it.

Nothing here is ever done to any other: the guards of the first migration hold wherever a record is kept.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, delete, text, update

from . import demonstration
from .counted_tables import counted, counted_by, tallies
from .database import writing
from .disposed_table import disposed
from .door_tables import counts, enrolments
from .postcodes import postcode_addresses
from .shown import shown_cases
from .tables import (
    access,
    attachment_parts,
    attachments,
    beside,
    case_keys,
    case_officers,
    cases,
    challenges,
    checkpoints,
    demonstration_keys,
    devices,
    drawn_pages,
    entries,
    found_people,
    heads,
    jobs,
    offline_look_ups,
    previews,
    push_subscriptions,
    pushes,
    refused,
    rescues,
    search_keys,
    sessions,
    sign_counts,
    upload_pieces,
    uploads,
    waiting,
)

GUARDED = (entries, case_keys, refused, access, checkpoints, attachments, attachment_parts, disposed)

BY_CASE = (entries, case_keys, heads)
"""Of these the office's own rows stay: who the officers are, and which passkeys are theirs."""

BY_OFFICER = (sessions, devices)
"""Of these those of whoever resets stay: they go on where they are."""

WHOLE = (
    *(refused, access, offline_look_ups, attachments, attachment_parts, checkpoints, waiting, cases, case_officers),
    *(search_keys, found_people, beside, previews, uploads, upload_pieces, push_subscriptions, pushes, rescues, jobs),
    *(counted, tallies, counted_by, counts, disposed, drawn_pages, shown_cases),
)

STAYING = (challenges, enrolments, sign_counts, demonstration_keys, postcode_addresses)
"""How somebody signs in or enrols goes on, as do the keys and the force's list of addresses."""


def open_to_reset(engine: Engine) -> None:
    """Take the guards against deleting off a training installation's tables; again changes nothing. As their owner."""
    with writing(engine) as connection:
        if connection.dialect.name == "sqlite":
            for table in GUARDED:
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table.name}_no_delete"))
            return
        for table in GUARDED:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table.name}_no_change ON {table.name}"))


def empty(connection: Connection, office: str, by: str, at: str) -> None:
    """Take away all but the office, and write down when (UTC); `by` is the officer whose session goes on.

    :raise LookupError: this database is no training installation's.
    """
    again = update(demonstration_keys).where(demonstration_keys.c.name == demonstration.TRAINING).values(value=at)
    if connection.execute(again).rowcount != 1:
        raise LookupError("no training installation")
    if connection.dialect.name == "postgresql":  # what is being recorded comes before it or after it
        connection.execute(text("LOCK TABLE entries, heads IN SHARE ROW EXCLUSIVE MODE"))
    for table in BY_CASE:
        connection.execute(delete(table).where(table.c.case_id != office))
    for table in BY_OFFICER:
        connection.execute(delete(table).where(table.c.officer != by))
    for table in WHOLE:
        connection.execute(delete(table))
