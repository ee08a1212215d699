"""Acts done in public, which are known on the day, whoever writes of them later."""

import pyarrow as pa
import pyarrow.compute as pc

PUBLIC_ACTS = ("visit", "summit", "designation", "un", "drill", "closure")


def known(claims: pa.Table, clock: str) -> pa.ChunkedArray:
    """When each claim was known: when published, or on the observed clock, for a public act, when done."""
    said = pc.coalesce(claims["published"], claims["end"])
    if clock == "published":
        return said
    act = pc.is_in(claims["event_class"], pa.array(PUBLIC_ACTS))
    return pc.if_else(act, pc.coalesce(claims["end"], claims["start"], said), said)
