"""Where a case lies: a folder here (or on a shared disk), or a prefix of an S3 bucket.

Who holds the keys is asked of nobody: Delta Lake, Arrow and boto3 all read the same AWS_* variables of the
environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL, AWS_ALLOW_HTTP).
"""

import uuid
from functools import cache
from pathlib import Path
from typing import cast

import pyarrow.fs as pafs

from vedette.errors import CaseError, MissingExtra

S3 = "s3://"


def place(words: str) -> Path:
    """The folder that some words name; for ``s3://bucket/prefix`` an object that is used like a Path."""
    if not words.startswith(S3):
        return Path(words)
    try:
        from cloudpathlib import S3Path  # noqa: PLC0415
        from cloudpathlib.exceptions import CloudPathException  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("A case in S3 needs cloudpathlib.\nHint: pip install 'vedette[s3]'.") from error
    try:
        return cast(Path, S3Path(words.rstrip("/")))
    except (CloudPathException, ImportError) as error:
        raise CaseError(f"{words} cannot be used: {error}\nHint: pip install 'vedette[s3]'.") from error


def must_be_here(path: Path, what: str, instead: str) -> None:
    """CaseError when a case lies in S3, for what wants a disk: locks, or files that grow."""
    if str(path).startswith(S3):
        raise CaseError(f"{what} wants a case in a folder, and {path} lies in S3.\nHint: {instead}")


def files(folder: Path) -> pafs.FileSystem:
    """What lies below a folder, for Arrow."""
    if (words := str(folder)).startswith(S3):
        where = words.removeprefix(S3)
        return pafs.SubTreeFileSystem(where, _s3(where.partition("/")[0]))
    return pafs.SubTreeFileSystem(words, pafs.LocalFileSystem())


@cache
def _s3(bucket: str) -> pafs.FileSystem:
    # By its address: made by itself, Arrow's file system does not look at AWS_ENDPOINT_URL.
    return pafs.FileSystem.from_uri(S3 + bucket)[0]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    if str(path).startswith(S3):
        path.write_bytes(data)  # what is uploaded appears at its end
        return
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    part.write_bytes(data)
    part.replace(path)
