"""The flask commands (README, *Commands*)."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
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
    NothingToExport,
    enrolment_link,
    export_decision,
    export_everything,
    first_administrator,
    put_in_waiting,
    verify_logs,
)
from field_app.opening import new_secret, rp_id
from field_app.store.database import migrate
from field_app.worker import Worker

demo = AppGroup("demo", help="The demonstration force.")
decision = AppGroup("decision", help="What superintendents signed.")
log = AppGroup("log", help="The record.")
officers = AppGroup("officers", help="Who may sign in.")
keys = AppGroup("keys", help="The installation's secrets.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for group in (decision, demo, log, officers, keys):
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
    except demonstration.DemonstrationExists as error:
        raise click.ClickException(str(error)) from error
    waiting = demonstration.links(installation, datetime.now(UTC))
    if waiting:
        click.echo("One-time enrolment links, one browser profile per officer:")
    for name, link in waiting:
        click.echo(f"  {name:<30} {link}")


@decision.command("export")
@click.argument("case")
@click.option("--to", type=click.Path(path_type=Path), help="A new folder; by default decision-CASE here.")
def decision_export(case: str, to: Path | None) -> None:
    """Write a case's decision as files that can be checked without this software."""
    try:
        found = export_decision(_installation(), case, datetime.now(UTC))
    except NothingToExport as error:
        raise click.ClickException(str(error)) from error
    folder = to or Path(f"decision-{case}")
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise click.ClickException(f"{folder}: must be a folder that can be made and is not there yet.") from error
    (folder / "entry.json").write_bytes(found.entry)
    (folder / "assertion.json").write_text(found.assertion)
    (folder / "public-key.pem").write_text(found.public_key)
    (folder / "description.json").write_text(json.dumps(found.description, indent=2, ensure_ascii=False) + "\n")
    click.echo(f"{folder}: entry.json, assertion.json, public-key.pem, description.json")


@log.command("verify")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64), help="Share the cases out.")
def log_verify(processes: int) -> None:
    """Check every chain, signature, checkpoint and attachment; exit 1 and the first that fails."""
    found = verify_logs(_installation(), processes)
    click.echo(f"{found.logs} logs, {found.entries} entries, {found.signatures} signatures hold.")
    if found.attachments or found.not_received:
        click.echo(f"{found.attachments} attachments hold, {found.not_received} not received yet.")
    if found.failure:
        click.echo(found.failure, err=True)
        sys.exit(1)
    click.echo(
        f"{found.checkpoints} checkpoints hold, with {found.access} access records; "
        f"{found.uncovered} entries since the last."
    )


@log.command("export")
@click.option("--to", required=True, type=click.Path(path_type=Path), help="A new folder.")
def log_export(to: Path) -> None:
    """Write everything as plain files with a description. Whoever has the folder reads every case."""
    try:
        counts = export_everything(_installation(), to, datetime.now(UTC))
    except FileExistsError as error:
        raise click.ClickException(f"{to}: is there already; name a folder that is not.") from error
    except OSError as error:
        raise click.ClickException(f"{to}: {error.strerror}.") from error
    click.echo(f"{to}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


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
def worker() -> None:
    """Do the work that entries call for, until the process ends."""
    Worker(_installation(), from_environment().origin).run()
