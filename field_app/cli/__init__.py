"""The flask commands (README, *Commands*)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from config import HERE, SECRETS, from_environment
from field_app import demonstration
from field_app.actions import (
    CannotBackUp,
    CannotTurn,
    DoesNotVerify,
    NotAllowed,
    NotARescueFile,
    NothingToExport,
    back_up,
    export_decision,
    export_everything,
    holidays_known,
    put_in_waiting,
    turn_keys,
    verify_logs,
    verify_pack,
)
from field_app.force_file import DEMONSTRATION, BadForceFile, read_assessing, read_force
from field_app.law.clocks import Deadline, custody_deadline, hearing_deadline, read_time
from field_app.law.holidays import Holidays, NoHolidays
from field_app.opening import new_secret
from field_app.store.database import DatabaseError
from field_app.worker import Worker

from . import here
from .enrolling import officers
from .figures import figures
from .lists import lookup, orders, postcodes

demo = AppGroup("demo", help="The demonstration force.")
decision = AppGroup("decision", help="What superintendents signed.")
training = AppGroup("training", help="A training installation.")
log = AppGroup("log", help="The record.")
pack = AppGroup("pack", help="Evidence archives.")
keys = AppGroup("keys", help="The installation's secrets.")
config = AppGroup("config", help="The force file.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for group in (config, decision, demo, log, lookup, officers, orders, keys, pack, postcodes, training):
        app.cli.add_command(group)
    app.cli.add_command(backup)
    app.cli.add_command(deadline)
    app.cli.add_command(worker)
    app.cli.add_command(figures)
    app.cli.add_command(rescue)


@demo.command("load")
def demo_load() -> None:
    """Migrate, load the demonstration force into an empty database, print enrolment links."""
    try:
        installation = demonstration.load(from_environment())
    except (demonstration.DemonstrationExists, BadForceFile) as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(here.why_away(error)) from None
    waiting = demonstration.links(installation, datetime.now(UTC))
    if waiting:
        click.echo("One-time enrolment links, one browser profile per officer:")
    for name, link in waiting:
        click.echo(f"  {name:<30} {link}")


@demo.command("history")
def demo_history() -> None:
    """Add the periods that Essex Police published in 2014 and 2020 to the demonstration, played by invented people."""
    try:
        many = demonstration.load_history(here.installation(), datetime.now(UTC))
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{many} cases of 2014 and 2020 recorded.")


@training.command("reset")
def training_reset() -> None:
    """Take away every case and all that was done, and begin again; officers and passkeys stay. Training only."""
    try:
        demonstration.begin_again(here.installation(), "system", datetime.now(UTC))
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    click.echo("Begun again. The trainees' phones drop what they hold, and ask to be signed in.")


@decision.command("export")
@click.argument("case")
@click.option("--to", type=click.Path(path_type=Path), help="A new folder; by default decision-CASE here.")
def decision_export(case: str, to: Path | None) -> None:
    """Write a case's decision as files that can be checked without this software."""
    try:
        found = export_decision(here.installation(), case, datetime.now(UTC))
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
    found = verify_logs(here.installation(), processes)
    click.echo(f"{found.logs} logs, {found.entries} entries, {found.signatures} signatures hold.")
    if found.disposed:
        click.echo(f"{found.disposed} of the logs disposed of: their chains hold, and nobody can read them.")
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
        counts = export_everything(here.installation(), to, datetime.now(UTC))
    except FileExistsError as error:
        raise click.ClickException(f"{to}: is there already; name a folder that is not.") from error
    except OSError as error:
        raise click.ClickException(f"{to}: {error.strerror}.") from error
    click.echo(f"{to}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=HERE / "var" / "backups")
@with_appcontext
def backup(folder: Path) -> None:
    """Write the database as it stands, and its checkpoints, into FOLDER (var/backups) while all runs."""
    try:
        made = back_up(here.installation(), folder, datetime.now(UTC))
    except CannotBackUp as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror}.") from error
    click.echo(f"{made.file}: {made.entries} entries, {made.size} bytes, SHA-256 {made.sha256}")


@pack.command("verify", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def pack_verify(file: Path) -> None:
    """Check an evidence archive by itself, without the database; exit 1 and the first that fails."""
    try:
        found = verify_pack(file)
    except DoesNotVerify as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}.") from error
    click.echo("\n".join(found.sentences()))


@keys.command("new")
def keys_new() -> None:
    """Print new secrets as environment settings. Keep them apart from the database and its backups."""
    for name in SECRETS:
        click.echo(f"{name}={new_secret()}")


@keys.command("turn")
def keys_turn() -> None:
    """Lock under FIELD_CASE_KEY what a key of FIELD_CASE_KEY_FURTHER locks; as the tables' owner, while all runs."""
    try:
        click.echo(turn_keys(here.installation()))
    except CannotTurn as error:
        raise click.ClickException(str(error)) from error


@click.command("deadline")
@click.argument("times", nargs=-1)
@click.option("--arrest", is_flag=True, help="The 24 hours from an arrest for breach, not the 48 from service.")
@with_appcontext
def deadline(times: tuple[str, ...], arrest: bool) -> None:
    """The deadline of each time of service, one a line from TIMES or standard input, London time unless it says.

    Prints, separated by tabs: the time read, the deadline, the other reading where the law has two (else -), and the
    days left out (else -). What cannot be read is one sentence on standard error, and the exit status is 1.
    """
    clock: Callable[[datetime, Holidays], Deadline] = custody_deadline if arrest else hearing_deadline
    holidays, wrong = holidays_known(here.any_installation()), False
    lines: Iterable[str] = times or sys.stdin
    for line in lines:
        if not times and not line.strip():
            continue
        try:
            read = read_time(line)
            found = clock(read, holidays)
        except ValueError as error:
            wrong = True
            between = ": " if isinstance(error, NoHolidays) else " "
            click.echo(f"{line.strip()[:80]!r}{between}{error}", err=True)
            continue
        days = (f"{day.date} {day.name}{' (doubtful: counted)' if day.counted else ''}" for day in found.excluded)
        other = found.other.isoformat() if found.other else "-"
        click.echo("\t".join((read.isoformat(), found.at.isoformat(), other, ", ".join(days) or "-")))
    sys.exit(1 if wrong else 0)


@config.command("check")
def config_check() -> None:
    """Name every wrong line of the force file and what is wanted there; exit 1 if there is one."""
    path = from_environment().force
    try:
        force = read_force(path or DEMONSTRATION)
        read_assessing(force, path or DEMONSTRATION)
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
        name = put_in_waiting(here.installation(), file.read(), "system", datetime.now(UTC))
    except (NotAllowed, NotARescueFile) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"In waiting, SHA-256 {name}. An officer reads it in, and signs for it, at /rescue.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do the work that entries call for, until the process ends."""
    if wrong := here.any_installation().force_is_wrong:
        raise click.ClickException(f"FIELD_FORCE: the force file is wrong.\n{wrong}")
    Worker(here.any_installation(), from_environment().origin).run()
