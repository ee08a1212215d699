"""Series, alerts and evidence as the page names them: with the names of places for their ids."""

from collections.abc import Callable, Mapping

from vedette.console.web.held import Held
from vedette.kernels.series_names import series_name
from vedette.outputs.visible import shown


def of_series(held: Held) -> Mapping[str, str]:
    """What each series of the case counts, with its places by name."""

    def made() -> dict[str, str]:
        rows = held.read("places").select(["place", "name"]).to_pylist()
        called = {row["place"]: shown(row["name"].split(",")[0], 60) for row in rows if row["name"]}
        return {
            name: series_name(name, lambda place: called.get(place, place))
            for name in held.read("indicators")["series"].unique().to_pylist()
        }

    found: dict[str, str] = held.once(made, "series-named")
    return found


def titles(held: Held) -> Callable[[str | None], str]:
    """What puts the names of places into the title of an alert or of evidence."""
    named = _named(held)
    known: dict[str, str] = {}

    def said(title: str | None) -> str:
        text = title or ""
        if text not in known:
            begun, words = next((one for one in named if text.startswith(one[0])), ("", ""))
            known[text] = words + text.removeprefix(begun)
        return known[text]

    return said


def reasons(held: Held) -> Callable[[str | None], str]:
    """What puts the names of places into the reason of an alert, which may name several series."""
    named = _named(held)

    def said(reason: str | None) -> str:
        text = reason or ""
        for plain, words in named:
            text = text.replace(plain + ":", words + ":")
        return text

    return said


def _named(held: Held) -> list[tuple[str, str]]:
    """Each series by the ids of its places and by their names, the longer before what it begins with."""
    pairs = [(series_name(name), words) for name, words in of_series(held).items()]
    return sorted(pairs, key=lambda pair: -len(pair[0]))
