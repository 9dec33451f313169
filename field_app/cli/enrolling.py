"""The commands that let somebody in: the first administrator, and whoever stands at the machine."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from config import SECRETS, from_environment
from field_app.actions import (
    Installation,
    NotAllowed,
    enrolment_code,
    enrolment_link,
    first_administrator,
    further_administrator,
)
from field_app.opening import rp_id
from field_app.store.database import DatabaseError, migrate, reading

from . import here

officers = AppGroup("officers", help="Who may sign in.")


@officers.command("enrol")
@click.option("--force", required=True, help="The force's name, as its screens and notices show it.")
@click.option("--name", required=True, help="The first administrator's name.")
@click.option("--number", required=True, help="Their collar or staff number.")
def officers_enrol(force: str, name: str, number: str) -> None:
    """Set up an empty installation with its first administrator; print their enrolment link and its code."""
    installation = here.any_installation()
    if not installation.has_keys:
        raise click.ClickException(f"Set {', '.join(SECRETS)} first; `keys new` makes them.")
    try:
        migrate(installation.engine)
    except DatabaseError as error:
        raise click.ClickException(here.why_away(error)) from None
    origin, now = from_environment().origin, datetime.now(UTC)
    try:
        officer = first_administrator(
            installation,
            name=name,
            collar_number=number,
            force=force,
            origin=origin,
            rp_id=rp_id(origin),
            demonstration=False,
            now=now,
        )
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    _print_link(installation, officer, now)


@officers.command("administrator")
@click.option("--name", required=True, help="The administrator's name.")
@click.option("--number", required=True, help="Their collar or staff number.")
def officers_administrator(name: str, number: str) -> None:
    """Add an administrator whom no other let in, so that the two can confirm who may authorise; print their link."""
    installation, now = here.installation(), datetime.now(UTC)
    try:
        officer = further_administrator(installation, name=name, collar_number=number, now=now)
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    _print_link(installation, officer, now)


@officers.command("link")
@click.argument("number")
def officers_link(number: str) -> None:
    """Print a new enrolment link and its code for the officer with this collar number, who is at this machine."""
    installation = here.installation()
    with reading(installation.engine) as connection:
        found = installation.office(connection)[0].officers.values()
    officer = next((one.id for one in found if one.collar_number.lower() == number.lower()), None)
    if officer is None:
        raise click.ClickException(f"{number}: is no officer's collar number here.")
    _print_link(installation, officer, datetime.now(UTC))


def _print_link(installation: Installation, officer: str, now: datetime) -> None:
    click.echo(enrolment_link(installation, officer, now, needs_code=True)[0])
    click.echo(f"Code, for ten minutes: {enrolment_code(installation, officer, now)[0]}")
