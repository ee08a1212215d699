"""How a doubt is written: reasons joined by ', ', each once."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def doubted(positions: pa.Table, where: NDArray[np.bool_], reason: str) -> pa.Table:
    """The same positions with a reason added to the doubt of some; what was doubted before stays so."""
    if not where.any():
        return positions
    doubt = positions["doubt"].combine_chunks()
    said = pc.fill_null(pc.match_substring_regex(doubt, rf"(^|, ){re.escape(reason)}($|, )"), False)
    added = pc.and_(pa.array(where), pc.invert(said))
    longer = pc.binary_join_element_wise(doubt, reason, ", ", null_handling="skip")
    changed = pc.if_else(added, longer, doubt)
    return positions.set_column(positions.column_names.index("doubt"), "doubt", changed)
