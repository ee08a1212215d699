"""The commands that take care of a case: ``doctor``, ``backup`` and ``restore``."""

from pathlib import Path

import click

from vedette import backing, mending, store
from vedette.console import telling
from vedette.console.options import CASE, JSON

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@CASE
@click.option("--dry-run", is_flag=True, help="Only say what is wrong.")
@JSON
def doctor(case: Path, *, dry_run: bool, machine: bool) -> None:
    """Look whether a case is whole, put right what a crash can leave, and say what was done.

    Ends with 1 when something is left that only a backup or a person can put right.
    """
    found = list(mending.examined(store.open_case(case), mend=not dry_run))
    left = [one for one in found if not one.mended]
    if machine:
        telling.as_json({"sound": not left, "findings": [vars(one) for one in found]})
    else:
        for one in found:
            mark = "mended" if one.mended else "LEFT"
            click.echo(telling.safe(f"{mark}: {one.where}: {one.what} ({one.remedy})"))
        click.echo(
            f"{case}: {len(found) - len(left)} mended, {len(left)} left." if found else f"{case} is sound."
        )
    if left:
        raise SystemExit(1)


@click.command()
@CASE
@FILE
def backup(case: Path, file: Path) -> None:
    """Write a case to a new tar file, also while somebody listens; overwrites nothing."""
    count = backing.backup(store.open_case(case), file)
    click.echo(f"{count:,} files, {file.stat().st_size / 1e6:,.1f} MB in {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("case", type=click.Path(path_type=Path, file_okay=False))
def restore(file: Path, case: Path) -> None:
    """Make a case of a backup, in a new folder; overwrites nothing."""
    opened = backing.restore(file, case)
    left = [one for one in mending.examined(opened) if not one.mended]
    files, positions = store.count(opened, "files"), store.count(opened, "positions")
    click.echo(f"{case} is restored: {files:,} files, {positions:,} positions.")
    for one in left:
        click.echo(telling.safe(f"LEFT: {one.where}: {one.what} ({one.remedy})"))
    if left:
        raise SystemExit(1)
