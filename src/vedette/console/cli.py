"""The command line: one command for each thing a person asks of a case.

Exit codes: 0 all is well; 1 a finding, where it was asked for; 2 the input cannot be used; 3 our own fault.
"""

import importlib
import os
import sys
import traceback

import click

from vedette import __version__
from vedette.errors import VedetteError

# Each command stands in the module named beside it, which is imported when the command is asked for.
COMMANDS = {
    "demo": ("demo", "The bundled case, from files to a warning."),
    "init": ("case", "Make a new case folder."),
    "add": ("case", "Add files of any kind: AIS, lists, sightings, reports, places."),
    "listen": ("listen", "Listen to live feeds: journal, tables, events and alerts as they come."),
    "run": ("work", "Find what ships did, how unusual it is and what it means."),
    "status": ("status", "What is in a case, how fresh, what was refused and why."),
    "alerts": ("judge", "What a person should look at, newest first."),
    "decide": ("judge", "Record what a person decided on an alert."),
    "claims": ("claims", "What reports say, who says so, who denies it; accept or reject a claim."),
    "forecasts": ("forecasts", "Dated questions, what was said of them, and how good that was."),
    "flows": (
        "accounts",
        "What went between countries: counted, bounded, published and claimed, side by side.",
    ),
    "sanctions": (
        "accounts",
        "How sanctions held: lists by year, acts, and designated ships before and after.",
    ),
    "explain": ("look", "From a conclusion down to the records it rests on."),
    "ship": ("ship", "The dossier of one ship: who she is, where she was, who lists her."),
    "changes": (
        "changes",
        "What changed between two editions of a list, and which of your ships that touches.",
    ),
    "screen": ("screen", "Who on the lists may be somebody: one name or number, or a file of them."),
    "export": ("look", "Write a table of the case in another format."),
    "brief": ("look", "A brief a reader can check."),
    "serve": ("serve", "The console: see, check and decide in a browser."),
    "doctor": ("care", "Look whether a case is whole, and put right what a crash can leave."),
    "backup": ("care", "Write a case to one file, also while somebody listens."),
    "restore": ("care", "Make a case of a backup."),
    "replay": ("work", "What would have been warned when, from what was known then."),
}


class Commands(click.Group):
    """The commands, of which only the one asked for is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"vedette.console.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="vedette")
def cli() -> None:
    """Early warning of illicit arms transfers and sanctions evasion, from what anyone may lawfully see."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except VedetteError as error:
        click.echo(f"{type(error).__name__}: {error}", err=True)
        code = 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has read enough
        code = 0
    except Exception as error:  # the last line of defence: say whose fault it is, and how to see more
        if os.environ.get("VEDETTE_DEBUG"):
            traceback.print_exc()
        click.echo(f"vedette failed, and the fault is ours: {type(error).__name__}: {error}", err=True)
        click.echo("Hint: VEDETTE_DEBUG=1 shows where; what was committed before is safe.", err=True)
        code = 3
    sys.exit(code if isinstance(code, int) else 0)
