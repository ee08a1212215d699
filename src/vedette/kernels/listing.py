"""What an entry of a list is to whom it names: designated by a publisher, watched by the case, or known."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

OWN = "watch:"
DESIGNATED, WATCHED = "designated", "watched"


def standing(programmes: list[str] | None, list_: str | None) -> str | None:
    """What one entry is; None for one that a list or a register only knows.

    >>> standing(["DPRK4"], "ofac-sdn"), standing(["OFAC"], "watch:mine"), standing([], "gfw-reefers")
    ('designated', 'watched', None)
    """
    if (list_ or "").startswith(OWN):
        return WATCHED
    return DESIGNATED if programmes else None


def designates(programmes: pa.ChunkedArray, lists: pa.ChunkedArray) -> NDArray[np.bool_]:
    """True for the entries with programmes on a published list; a case's own list designates nobody."""
    under = pc.greater(pc.fill_null(pc.list_value_length(programmes), 0), 0)
    own = pc.fill_null(pc.starts_with(lists, OWN), False)
    return np.asarray(pc.and_not(under, own).to_numpy(), dtype=np.bool_)
