"""The published red flags, what computes each, and the tests that prove it: the page of reference."""

import ast
import csv
import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from vedette import flow
from vedette.console.cli import COMMANDS
from vedette.sources import SOURCES

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ROOT / "src" / "vedette" / "watches" / "redflags.csv"
ABOUT = """\
Shipping red flags that official bodies and researchers have published, restated, each with what of it vedette
computes. A flag raised is an observation and accuses nobody; most ships that show one have an ordinary
reason.

*Automatable* is the compiler's word for whether data could show it. *Computed by* names [steps](steps.md),
[sources](sources.md) or commands; below it stands what they see of the flag and what they do not. *Proved by*
names the tests marked with its code (`@pytest.mark.redflag`). Where nothing computes it, the data it would
need are named. Some flags speak of one country; the code knows none: whose ships, places and lists count is
said by the watch.
"""


class Test(NamedTuple):
    """A test with the marker of some flags: its file, seen from the root, its name and the codes."""

    file: str
    name: str
    codes: tuple[str, ...]


def flags() -> list[dict[str, str]]:
    """The rows of redflags.csv."""
    with FLAGS.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def checks(flag: Mapping[str, str]) -> list[str]:
    """The names in the column ``checks``: steps, ``vedette COMMAND`` or sources."""
    return [name.strip() for name in flag["checks"].split(";") if name.strip()]


def places() -> dict[str, str]:
    """Where each thing a check may name is written: file and function, seen from the root."""
    found = {step.name: _written(step.run) for step in flow.ALL}
    found |= {source.name: _written(source.read) for source in SOURCES}
    found |= {f"vedette {name}": f"src/vedette/console/{module}.py" for name, (module, _) in COMMANDS.items()}
    return found


def _written(function: object) -> str:
    bare = inspect.unwrap(getattr(function, "func", function))  # type: ignore[arg-type]
    return f"src/{bare.__module__.replace('.', '/')}.py, `{bare.__name__}`"


def marked() -> list[Test]:
    """The tests that carry the marker, found by reading them; in the order of files and lines."""
    return [test for path in sorted((ROOT / "tests").rglob("test_*.py")) for test in _marked_in(path)]


def _marked_in(path: Path) -> list[Test]:
    text, file = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
    nodes = ast.parse(text).body if "mark.redflag" in text else []
    tests = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return [Test(file, node.name, codes) for node in tests if (codes := _codes(node))]


def _codes(test: ast.FunctionDef) -> tuple[str, ...]:
    calls = [one for one in test.decorator_list if isinstance(one, ast.Call)]
    ours = [one for one in calls if ast.unparse(one.func) == "pytest.mark.redflag"]
    return tuple(ast.literal_eval(code) for one in ours for code in one.args)


def page() -> str:
    """The page: an overview, then each flag."""
    rows, tests, where = flags(), marked(), places()
    able = [flag for flag in rows if flag["automatable"] == "yes"]
    lines = ["# Red flags", "", ABOUT]
    lines += [
        f"Of {len(rows)} flags {len(able)} are automatable: {_counted(able)}",
        f"Of the other {len(rows) - len(able)}: {_counted([flag for flag in rows if flag not in able])}",
        "What is computed is mostly a part of the flag; the part stands with each.",
        "",
        "| code | red flag | automatable | computed by |",
        "|---|---|---|---|",
    ]
    for flag in rows:
        by = ", ".join(checks(flag)) or "not computed"
        code = f"[{flag['code']}](#{flag['code'].lower()})"
        lines.append(f"| {code} | {_cell(flag['red_flag'])} | {flag['automatable']} | {by} |")
    for flag in rows:
        lines += ["", *_told(flag, tests, where)]
    return "\n".join([*lines, ""])


def _counted(some: list[dict[str, str]]) -> str:
    """How many of some flags are computed for all ships, for one at a time, and not at all."""
    steps = {step.name for step in flow.ALL}
    named = [checks(flag) for flag in some]
    all_ships = sum(bool(steps & set(names)) for names in named)
    one = sum(bool(names) and not steps & set(names) for names in named)
    rest = len(some) - all_ships - one
    said = f"{all_ships} computed for every ship heard, {one} only for a ship one asks about"
    return f"{said}, {rest} not computed."


def _told(flag: Mapping[str, str], tests: list[Test], where: Mapping[str, str]) -> list[str]:
    read = {"yes": "text read", "partly": "read in part", "cited only": "cited, not read"}
    said = f"{flag['source']}, {flag['source_date']}; {flag['paragraph']}"
    lines = [
        f"## {flag['code']}",
        "",
        f"**{flag['red_flag']}.** {said} ({read.get(flag['text_read'], flag['text_read'])}).",
        "",
        f"- To see: {flag['what_to_see']}. Data: {flag['data']}.",
    ]
    if checks(flag):
        lines.append("- Computed by: " + "; ".join(f"{name} ({where[name]})" for name in checks(flag)) + ".")
        lines.append(f"- {flag['note']}")
    else:
        lines.append(f"- Not computed. {flag['note']}")
    proofs = [f"`{test.name}` ({test.file})" for test in tests if flag["code"] in test.codes]
    if proofs:
        lines.append("- Proved by: " + "; ".join(proofs) + ".")
    return lines


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
