"""A small file read at once, never more of it than a bound."""

from vedette.errors import SourceError
from vedette.steps import Opened

_PART_BYTES = 1 << 20


def whole(opened: Opened, most_bytes: int) -> bytes:
    """All bytes of a file, without a byte-order mark; SourceError when there are more than ``most_bytes``."""
    parts: list[bytes] = []
    held = 0
    with opened.open() as stream:
        while part := stream.read(_PART_BYTES):
            parts.append(part)
            held += len(part)
            if held > most_bytes:
                raise SourceError(
                    f"is longer than {most_bytes >> 20} MiB, too long for a file of this kind",
                    file=opened.name,
                    hint="split it",
                )
    return b"".join(parts).removeprefix(b"\xef\xbb\xbf")
