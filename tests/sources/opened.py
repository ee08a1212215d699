"""A file of a few bytes that never touches the disk."""

import io
from typing import BinaryIO, cast

from vedette.sources.opening import HEAD_BYTES, File
from vedette.steps import Opened


def opened_from(data: bytes, name: str = "file.csv", file: str = "0123456789ab") -> Opened:
    """Give what ``opening.streams`` gives for a plain file of these bytes."""
    return File(name, file, data[:HEAD_BYTES], lambda: cast(BinaryIO, io.BytesIO(data)))
