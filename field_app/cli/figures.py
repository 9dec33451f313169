"""The commands on figures: of a period, as a press officer's paragraph, counted anew."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime

import click
from flask.cli import with_appcontext

from field_app.actions import NotAllowed, count_anew, press_paragraph, read_figures

from . import here

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("figures", invoke_without_command=True)
@click.option("--from", "first", type=DAY, help="The first day.")
@click.option("--to", "last", type=DAY, help="The last day, included.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
@with_appcontext
def figures(context: click.Context, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """The force's figures of a period, by when things happened; each with what it is of. On record."""
    if context.invoked_subcommand:
        return
    began, ended = _days(first, last)
    found = read_figures(here.installation(), None, began, ended, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(asdict(found), default=date.isoformat, indent=2))
        return
    for one in found.figures:
        of = f" of {one.of} ({one.denominator})" if one.of is not None else ""
        took = (
            f"; half within {one.minutes.median:g} minutes, nine in ten within {one.minutes.p90:g}"
            if one.minutes
            else ""
        )
        click.echo(f"{one.heading}: {one.number}{of}{took}")
        click.echo(f"  {one.definition}")
        for name, parts in one.by.items():
            click.echo(f"  by {name}: " + ", ".join(f"{part} {number}" for part, number in parts.items()))
    for name, number in found.people.items():
        click.echo(f"{name.replace('_', ' ').capitalize()}: {number}")
        click.echo(f"  {found.notes[name]}")


@figures.command("sentence")
@click.option("--from", "first", type=DAY, help="The first day.")
@click.option("--to", "last", type=DAY, help="The last day, included.")
@click.option("--unsuppressed", metavar="REASON", help="Also what is too few to be published; the reason is recorded.")
@with_appcontext
def figures_sentence(first: datetime | None, last: datetime | None, unsuppressed: str | None) -> None:
    """The paragraph a press officer would send. On record."""
    began, ended = _days(first, last)
    try:
        click.echo(press_paragraph(here.installation(), None, began, ended, unsuppressed, datetime.now(UTC)))
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error


@figures.command("rebuild")
@with_appcontext
def figures_rebuild() -> None:
    """Count every case anew, from its entries. Figures are right meanwhile, and slower."""
    click.echo(f"{count_anew(here.installation())} cases are counted anew.")


def _days(first: datetime | None, last: datetime | None) -> tuple[date, date]:
    if first is None or last is None:
        raise click.UsageError("Say which days: --from 2026-03-01 --to 2026-03-31.")
    if last < first:
        raise click.UsageError("--to must not be before --from.")
    return first.date(), last.date()
