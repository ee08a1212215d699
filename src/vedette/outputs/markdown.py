"""The brief as Markdown: the same facts, with tables in place of the pictures."""

import re
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import Template
from markupsafe import Markup

from vedette.outputs import words
from vedette.outputs.brief import Brief
from vedette.outputs.briefing.parts import Series
from vedette.outputs.pages import environment
from vedette.outputs.visible import shown

MOST_WEEKS = 30
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SIGNS = re.compile(r"[&<>]|[\\`*_{}\[\]|~#@^$]|://|(?i:www)\.|^(?:[-+=]|\d+[.)])")


def page(brief: Brief) -> str:
    """The brief as Markdown."""
    written = _template().render(brief=brief, weeks=[_weeks(one) for one in brief.series])
    return re.sub(r"\n{3,}", "\n\n", written).strip() + "\n"


def escaped(text: object) -> str:
    r"""A text for a line or a cell of Markdown: it is read as it stands, and nothing in it is markup.

    >>> escaped("<b>*A|B*</b> [x](http://y)")
    '&lt;b&gt;\\*A\\|B\\*&lt;/b&gt; \\[x\\](http:\\//y)'
    """
    return _SIGNS.sub(_sign, shown(text, 4000))


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _ENTITIES:
        return _ENTITIES[sign]
    if sign == "://":
        return ":\\//"
    # A number or a word keeps its letters; what would begin a list or a link is what is escaped.
    return f"{sign[:-1]}\\{sign[-1]}"


@cache
def _template() -> Template:
    return environment(finalize=_finalised).get_template("brief.md.j2")


def _finalised(value: object) -> object:
    """Every value of the template is escaped for Markdown, save what a macro has made already."""
    return value if isinstance(value, Markup) else Markup(escaped("" if value is None else value))  # noqa: S704


def _weeks(series: Series) -> list[dict[str, str]]:
    """The weeks in which something was counted or an alarm was raised, the latest first."""
    rows = series.weeks
    telling = pc.or_(pc.greater(pc.fill_null(rows["value"], 0.0), 0.0), pc.fill_null(rows["alarm"], False))
    chosen: pa.Table = rows.filter(telling).sort_by([("start", "descending")]).slice(0, MOST_WEEKS)
    return [_week(row) for row in chosen.to_pylist()]


def _week(row: dict[str, object]) -> dict[str, str]:
    def number(name: str) -> str:
        value = row[name]
        return words.plain(value) if isinstance(value, int | float) else "not known"

    surprise = row["surprise"]
    start = row["start"]
    return {
        "id": str(row["indicator"]),
        "week": words.day(start),  # type: ignore[arg-type]
        "counted": number("value"),
        "expected": f"{number('expected')} ({number('low')}–{number('high')})",
        "window": f"{number('window')} in {number('window_weeks')} weeks",
        "chance": words.chance(surprise) if isinstance(surprise, float) else "not judged",
        "alarm": "alarm" if row["alarm"] else "",
    }
