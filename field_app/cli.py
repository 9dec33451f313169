"""The flask commands (README, *Commands*)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import BinaryIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from config import SECRETS, from_environment
from field_app import demonstration
from field_app.actions import (
    Installation,
    NotAllowed,
    NotARescueFile,
    enrolment_link,
    first_administrator,
    put_in_waiting,
    verify_logs,
)
from field_app.force_file import DEMONSTRATION, BadForceFile, read_force
from field_app.opening import new_secret, rp_id
from field_app.store.database import migrate
from field_app.worker import Worker

demo = AppGroup("demo", help="The demonstration force.")
log = AppGroup("log", help="The record.")
officers = AppGroup("officers", help="Who may sign in.")
keys = AppGroup("keys", help="The installation's secrets.")
config = AppGroup("config", help="The force file.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for group in (demo, log, officers, keys, config):
        app.cli.add_command(group)
    app.cli.add_command(worker)
    app.cli.add_command(rescue)


def _installation() -> Installation:
    here: Installation = current_app.extensions["installation"]
    return here


@demo.command("load")
def demo_load() -> None:
    """Migrate, load the demonstration force into an empty database, print enrolment links."""
    try:
        installation = demonstration.load(from_environment())
    except (demonstration.DemonstrationExists, BadForceFile) as error:
        raise click.ClickException(str(error)) from error
    waiting = demonstration.links(installation, datetime.now(UTC))
    if waiting:
        click.echo("One-time enrolment links, one browser profile per officer:")
    for name, link in waiting:
        click.echo(f"  {name:<30} {link}")


@log.command("verify")
def log_verify() -> None:
    """Check every chain, signature and attachment; exit 1 and the first that fails."""
    found = verify_logs(_installation())
    click.echo(f"{found.logs} logs, {found.entries} entries, {found.signatures} signatures hold.")
    if found.attachments or found.not_received:
        click.echo(f"{found.attachments} attachments hold, {found.not_received} not received yet.")
    if found.failure:
        click.echo(found.failure, err=True)
        sys.exit(1)


@officers.command("enrol")
@click.option("--force", required=True, help="The force's name, as its screens and notices show it.")
@click.option("--name", required=True, help="The first administrator's name.")
@click.option("--number", required=True, help="Their collar or staff number.")
def officers_enrol(force: str, name: str, number: str) -> None:
    """Set up an empty installation with its first administrator; print their enrolment link."""
    installation = _installation()
    if not installation.has_keys:
        raise click.ClickException(f"Set {', '.join(SECRETS)} first; `keys new` makes them.")
    migrate(installation.engine)
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
    click.echo(enrolment_link(installation, officer, now)[0])


@keys.command("new")
def keys_new() -> None:
    """Print new secrets as environment settings. Keep them apart from the database and its backups."""
    for name in SECRETS:
        click.echo(f"{name}={new_secret()}")


@config.command("check")
def config_check() -> None:
    """Name every wrong line of the force file and what is wanted there; exit 1 if there is one."""
    path = from_environment().force
    try:
        force = read_force(path or DEMONSTRATION)
    except BadForceFile as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if path is None:
        click.echo(
            "FIELD_FORCE is not set. A demonstration uses its own file; any other force has no court, no contact "
            f"and the safe defaults. To begin one: copy {DEMONSTRATION}"
        )
    else:
        courts, districts = len(force.courts), len(force.districts)
        click.echo(f"{path}: nothing is wrong. {force.name}: {districts} districts, {courts} courts.")


@click.command("rescue")
@click.argument("file", type=click.File("rb"))
@with_appcontext
def rescue(file: BinaryIO) -> None:
    """Put a phone's rescue file in waiting, until an officer signs for it on the screen /rescue."""
    try:
        name = put_in_waiting(_installation(), file.read(), "system", datetime.now(UTC))
    except (NotAllowed, NotARescueFile) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"In waiting, SHA-256 {name}. An officer reads it in, and signs for it, at /rescue.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do the work that entries call for, until the process ends."""
    if wrong := _installation().force_is_wrong:
        raise click.ClickException(f"FIELD_FORCE: the force file is wrong.\n{wrong}")
    Worker(_installation(), from_environment().origin).run()
