"""The commands on lists: of people to look up, of notices and orders to take in."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

import click
from flask.cli import AppGroup

from field_app.actions import (
    STATES,
    NoList,
    NotAllowed,
    NotRead,
    export_orders,
    import_addresses,
    import_orders,
    look_up_list,
    operator,
)
from field_app.actions.own_orders import State

from . import here

postcodes = AppGroup("postcodes", help="Addresses by postcode.")
orders = AppGroup("orders", help="Notices and orders: our own, and those of other forces and courts.")
lookup = AppGroup("lookup", help="What is in force, for lists of people.")


@lookup.command("batch")
@click.argument("file", type=click.File("rb"))
@click.option("--officer", help="The collar number of whoever asks; a demonstration's custody sergeant without it.")
def lookup_batch(file: BinaryIO, officer: str | None) -> None:
    """Look up each line of FILE (- is standard input) against what is in force; print one line of JSON for each.

    A line is {"id", "name", "born", "address", "postcode"}, any of which may be missing. What cannot be read is one
    sentence on standard error, and the exit status is 1.
    """
    installation, wrong = here.installation(), False
    try:
        asking = operator(installation, officer)
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    for one in look_up_list(installation, asking, file, datetime.now(UTC)):
        if isinstance(one, NotRead):
            wrong = True
            click.echo(f"Line {one.line}: {one.sentence}", err=True)
        else:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
    sys.exit(1 if wrong else 0)


@orders.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--source", help="Whose list it is, as the look-up shall say it: Kent Police, say.")
@click.option("--officer", help="The collar number of whoever imports; a demonstration's custody sergeant without it.")
@click.option("--preview", is_flag=True, help="Say what would become of every row, and write nothing.")
@click.option("--without-bad-rows", is_flag=True, help="Take in the rest of a list that has bad rows.")
def orders_import(
    file: BinaryIO, source: str | None, officer: str | None, preview: bool, without_bad_rows: bool
) -> None:
    """Take in a list of other forces' and courts' notices and orders: FILE is CSV (- is standard input).

    Prints what became of every row. What is refused is one sentence for each column on standard error, and the exit
    status is 1; nothing is then taken in unless --without-bad-rows.
    """
    installation = here.installation()
    try:
        importing = operator(installation, officer)
        found = import_orders(
            installation,
            importing,
            file.read(),
            source,
            datetime.now(UTC),
            preview=preview,
            without_bad_rows=without_bad_rows,
        )
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    words = {"taken": "taken", "changed": "changed", "unchanged": "unchanged: taken before"}
    would = "" if found.done else "would be "
    for one in found.rows:
        named = f"Line {one.line}, {one.reference or 'no reference'}"
        if one.wrong:
            for sentence in one.wrong:
                click.echo(f"{named}: refused. {sentence}", err=True)
        else:
            click.echo(f"{named}: {would if one.outcome != 'unchanged' else ''}{words[one.outcome]}")
    said = ", ".join(f"{found.count(what)} {what}" for what in ("taken", "changed", "unchanged", "refused"))
    click.echo(f"{len(found.rows)} rows: {said}.")
    if not found.done:
        click.echo("A preview: nothing was written." if preview else BAD_ROWS, err=not preview)
    sys.exit(1 if found.count("refused") else 0)


BAD_ROWS = "Nothing was taken in. Put the refused rows right, or take in the rest with --without-bad-rows."


DAY = click.DateTime(["%Y-%m-%d"])


@orders.command("export")
@click.option("--state", type=click.Choice(STATES), default=STATES[0], show_default=True, help="What of them.")
@click.option("--from", "first", type=DAY, help="Made on this day or later.")
@click.option("--to", "last", type=DAY, help="Made on this day or earlier.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--officer", help="The collar number of whoever exports; a demonstration's custody sergeant without it.")
def orders_export(
    state: str, first: datetime | None, last: datetime | None, as_json: bool, officer: str | None
) -> None:
    """Print our own notices and orders as CSV in the columns of `orders import`, or as JSON with more.

    Sealed cases are left out; how many stands on standard error. On record.
    """
    installation = here.installation()
    if first and last and last < first:
        raise click.UsageError("--to must not be before --from.")
    try:
        exporting = operator(installation, officer)
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    found = export_orders(
        installation,
        exporting,
        "json" if as_json else "csv",
        datetime.now(UTC),
        state=cast(State, state),
        first=first.date() if first else None,
        last=last.date() if last else None,
    )
    sys.stdout.buffer.write(found.body)
    click.echo(f"{found.rows} notices and orders; {found.withheld} sealed cases left out.", err=True)


@postcodes.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--without-bad-rows", is_flag=True, help="Take in the rest of a list that has bad rows.")
def postcodes_import(file: Path, without_bad_rows: bool) -> None:
    """Put the addresses of FILE, CSV, in the place of those there were.

    What is wrong is one sentence for each row on standard error, and the exit status is 1; nothing is then taken in
    unless --without-bad-rows.
    """
    try:
        found = import_addresses(here.installation(), file, without_bad_rows=without_bad_rows)
    except NoList as error:
        raise click.ClickException(f"{file}: {error}") from error
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}.") from error
    for one in found.bad:
        click.echo(f"Line {one.line}: {one.why}", err=True)
    if found.all_bad > len(found.bad):
        click.echo(f"{found.all_bad - len(found.bad)} more rows are wrong.", err=True)
    click.echo(BAD_ROWS if found.taken is None else f"{found.taken} addresses.", err=found.taken is None)
    sys.exit(1 if found.all_bad else 0)
