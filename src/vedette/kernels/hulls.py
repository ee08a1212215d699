"""The id of a hull: by its IMO number, else its MMSI, else the name somebody gave it."""

import re
from collections.abc import Iterable


def slug(name: str) -> str:
    """A name in small letters and hyphens, the same for every way of spacing and punctuating it.

    >>> slug(" Paek  Yang-San 1 ")
    'paek-yang-san-1'
    """
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def hull(imo: int | None = None, mmsi: int | None = None, name: str | None = None) -> str | None:
    """The best id there is; None when nothing is known. An IMO number is taken as right.

    >>> hull(9179842), hull(None, 273210440), hull(name="Lady R"), hull()
    ('imo:9179842', 'mmsi:273210440', 'name:lady-r', None)
    """
    if imo:
        return f"imo:{imo}"
    if mmsi:
        return f"mmsi:{mmsi}"
    return f"name:{slug(name)}" if name and slug(name) else None


def hulls(imo: Iterable[int | None], mmsi: Iterable[int | None]) -> list[str | None]:
    """The id of each of some ships.

    >>> hulls([None, 9179842], [273210440, 273210440])
    ['mmsi:273210440', 'imo:9179842']
    """
    return [hull(number, sent) for number, sent in zip(imo, mmsi, strict=True)]
