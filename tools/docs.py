"""Write the reference pages from the code, or with --check say which of them are out of date."""

import dataclasses
import sys
from pathlib import Path

import click
import redflags

from vedette import fields, flow
from vedette.console.cli import COMMANDS, cli
from vedette.outputs import OUTPUTS
from vedette.sources import SOURCES

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by `make docs` from the code; do not edit. -->\n\n"


def tables() -> str:
    """Every table with its columns."""
    page = ["# Tables", "", (fields.__doc__ or "").strip(), ""]
    for name, table in fields.TABLES.items():
        kept = "" if table.stored else " Not stored: made again when it is needed."
        page += [
            f"## {name}",
            "",
            f"A row is {table.row}.{kept}",
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        page += [f"| {column} | {kind} | {meaning} |" for column, kind, meaning in table.columns]
        page.append("")
    return "\n".join(page)


def steps() -> str:
    """Every step with its tables and options."""
    page = ["# Steps", "", (flow.__doc__ or "").strip().replace("    sources", "```\n    sources", 1)]
    page[-1] = page[-1].replace("masks indicators)\n", "masks indicators)\n```\n", 1)
    page += [
        "",
        "Set an option in `watch.toml` (`[steps.gap]`, `min_hours = 8`) or with `--set gap.min_hours=8`.",
        "",
    ]
    for step in flow.ALL:
        about = (step.run.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
        page += [f"## {step.name}", "", " ".join(about.split()), ""]
        page += [f"Takes {', '.join(step.takes)}; gives {step.gives}; cut by {step.by}.", ""]
        options = [
            option
            for option in dataclasses.fields(step.options)
            if not dataclasses.is_dataclass(getattr(step.options, option.name))
        ]
        if options:
            page += ["| option | default |", "|---|---|"]
            page += [f"| {option.name} | `{getattr(step.options, option.name)!r}` |" for option in options]
            page.append("")
    return "\n".join(page)


def sources() -> str:
    """Every source and every output."""
    page = [
        "# Sources and outputs",
        "",
        "What `vedette add` reads; recognised by content, or named with `--as`.",
        "",
    ]
    page += ["| source | gives | publisher | licence |", "|---|---|---|---|"]
    page += [f"| {s.name} | {', '.join(s.gives)} | {s.publisher} | {s.licence} |" for s in SOURCES]
    page += ["", "What `vedette export --as` writes.", "", "| output | tables |", "|---|---|"]
    page += [f"| {o.name} | {', '.join(o.tables) or 'any'} |" for o in OUTPUTS]
    return "\n".join([*page, ""])


def commands() -> str:
    """Every command with its help."""
    page = ["# Command line", "", (cli.help or "").strip(), ""]
    page += [
        (
            "Exit codes: 0 all is well; 1 a finding, where it was asked for; 2 the input cannot be used; "
            "3 our own fault."
        ),
        "",
    ]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        context = click.Context(
            command, info_name=f"vedette {name}", max_content_width=100, terminal_width=100
        )
        page += [f"## {name}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(page)


PAGES = {
    "tables.md": tables,
    "steps.md": steps,
    "sources.md": sources,
    "cli.md": commands,
    "redflags.md": redflags.page,
}


def main() -> int:
    """Write the pages; with --check, 1 when one of them differs."""
    stale = []
    for name, make in PAGES.items():
        text = MADE + make().rstrip() + "\n"
        path = REFERENCE / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"Out of date: {', '.join(stale)}. Run: make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
