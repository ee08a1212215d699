"""The due-diligence page as one HTML file that needs nothing else: no script, no font, no request."""

from functools import cache

from jinja2 import Template
from markupsafe import Markup

from vedette.dossier.sheet import Sheet
from vedette.outputs import words
from vedette.outputs.drawing.svg import Drawn
from vedette.outputs.pages import TEMPLATES, environment

STANDINGS = {
    "listed": "entry on a list",
    "tied": "no entry, ties to those listed",
    "clear": "no entry in what was checked",
    "unknown": "not compared",
}


def page(sheet: Sheet, picture: Drawn | None = None) -> str:
    """The page of a ship, with a map when one was drawn."""
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("brief.css", "ship.css"))
    return _template().render(
        sheet=sheet,
        made=words.moment(sheet.made),
        words=STANDINGS,
        style=_let_through(Drawn(style)),
        map=_let_through(picture) if picture else None,
    )


@cache
def _template() -> Template:
    return environment().get_template("ship.html.j2")


def _let_through(drawn: Drawn) -> Markup:
    """What is markup already: our own style sheet, and a picture whose every text went through ``tag``."""
    return Markup(drawn)  # noqa: S704
