"""The brief as one HTML file that needs nothing else: no script, no font, no request; it prints too."""

from functools import cache

from jinja2 import Template
from markupsafe import Markup

from vedette.outputs import chart_svg, map_svg
from vedette.outputs.brief import Brief
from vedette.outputs.drawing.svg import Drawn
from vedette.outputs.pages import TEMPLATES, environment


def page(brief: Brief) -> str:
    """The brief as a page with its pictures in it."""
    charts = [_let_through(picture) for picture in pictures(brief)]
    return _template().render(
        brief=brief,
        style=_let_through(Drawn((TEMPLATES / "brief.css").read_text(encoding="utf-8"))),
        charts=charts,
        map=_let_through(chart(brief)) if brief.map else None,
    )


@cache
def _template() -> Template:
    return environment().get_template("brief.html.j2")


def pictures(brief: Brief) -> list[Drawn]:
    """The charts of the series."""
    links = {id_: f"#r{number}" for id_, number in brief.numbers.items()}
    return [
        chart_svg.drawn(
            one.weeks,
            title=one.title,
            marked=one.marked,
            links=links,
            chart=chart_svg.Chart(name=f"chart-{number}"),
        )
        for number, one in enumerate(brief.series, 1)
    ]


def chart(brief: Brief) -> Drawn:
    """The map."""
    shown = brief.map
    if shown is None:
        return Drawn("")
    return map_svg.drawn(
        shown.places,
        shown.events,
        shown.tracks,
        title=shown.title,
        core=shown.core,
        names=dict(shown.names),
    )


def _let_through(drawn: Drawn) -> Markup:
    """What is markup already: our own style sheet, and pictures whose every text went through ``tag``."""
    return Markup(drawn)  # noqa: S704
