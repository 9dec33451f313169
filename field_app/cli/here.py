"""What a command works on."""

from __future__ import annotations

import click
from flask import current_app

from field_app.actions import Installation, NotSetUp
from field_app.store.database import DatabaseError, reading


def installation() -> Installation:
    """The installation of the application whose command runs.

    :raise ClickException: its database does not answer, or holds no force yet.
    """
    here = any_installation()
    try:
        with reading(here.engine) as connection:
            here.office(connection)
    except NotSetUp:
        raise click.ClickException(_EMPTY) from None
    except DatabaseError as error:
        raise click.ClickException(_EMPTY if _answers(here) else why_away(error)) from None
    return here


def any_installation() -> Installation:
    """The same for a command that can do with a database that is empty, or waits for one that is away."""
    here: Installation = current_app.extensions["installation"]
    return here


def why_away(error: Exception) -> str:
    """A sentence for a database that does not answer; the driver's own first line is the reason."""
    return f"FIELD_DATABASE_URL: the database does not answer: {str(error).partition(chr(10))[0]}"


_EMPTY = "FIELD_DATABASE_URL: the database holds no force yet; `demo load` or `officers enrol` comes first."


def _answers(here: Installation) -> bool:
    try:
        with reading(here.engine) as connection:
            return not connection.closed
    except DatabaseError:
        return False
