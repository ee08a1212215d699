"""The command line: one command for each thing a person asks of a case.

Exit codes: 0 all is well; 1 a finding, where it was asked for; 2 the input cannot be used; 3 our own fault.
"""

import os
import sys
import traceback

import click

from vedette import __version__
from vedette.console import case, demo, judge, look, status, work
from vedette.errors import VedetteError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="vedette")
def cli() -> None:
    """Early warning of illicit arms transfers and sanctions evasion, from what anyone may lawfully see."""


COMMANDS = (
    demo.demo,
    case.init,
    case.add,
    work.run,
    status.status,
    judge.alerts,
    judge.decide,
    look.explain,
    look.export,
    look.brief,
    work.replay,
)
for command in COMMANDS:
    cli.add_command(command)


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
