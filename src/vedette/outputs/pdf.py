"""The brief as PDF, set by Typst from the same facts, which come as data and so can be no markup."""

import json
from dataclasses import asdict, replace

from vedette.errors import VedetteError
from vedette.outputs import html
from vedette.outputs.brief import Brief
from vedette.outputs.pages import TEMPLATES


def page(brief: Brief) -> bytes:
    """The brief as PDF; VedetteError when the extra ``pdf`` is not installed."""
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise VedetteError(
            "A brief as PDF needs Typst, which is not installed.\n"
            "Hint: pip install 'vedette[pdf]', or print the HTML brief from a browser."
        ) from error
    made: bytes = typst.compile(
        (TEMPLATES / "brief.typ").read_bytes(),
        format="pdf",
        sys_inputs={"brief": json.dumps(facts(brief), ensure_ascii=False, default=str)},
    )
    return made


def facts(brief: Brief) -> dict[str, object]:
    """The facts as plain data, with the pictures as SVG and without the tables they were drawn from."""
    bare = replace(brief, series=(), map=None)
    return {
        **asdict(bare),
        "charts": [str(picture) for picture in html.pictures(brief)],
        "map_svg": str(html.chart(brief)) if brief.map else "",
        "calls": [asdict(line) for line in brief.map.told] if brief.map else [],
    }
