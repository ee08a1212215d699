"""Many names, screened by several processes and written in the order asked.

Each process reads the lists that were kept. However many are asked, a bounded number is in memory at once.
"""

import hashlib
import io
import json
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from vedette import at_hand, store
from vedette.entities import answers, screening
from vedette.entities.answers import Answer, Decision
from vedette.entities.grading import Query
from vedette.entities.screening import Lists, Screening
from vedette.errors import VedetteError
from vedette.outputs import csv as as_csv
from vedette.outputs.output import opened

AT_ONCE = 5_000
FEW = 4  # chunks that are done sooner than another process has begun
AHEAD = 2  # chunks that wait while others are asked, so that no process does
STORED_AT_ONCE = 20_000
MOST_PROCESSES = 4


def usual_processes() -> int:
    """One for each processor that may be used, four at most: each takes the memory of the lists."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2, MOST_PROCESSES)


@dataclass(frozen=True)
class Asking:
    """How answers are given: csv or json, so many entries a name, without what was cleared; by how many."""

    form: str
    limit: int = 5
    decided: dict[str, Decision] = field(default_factory=dict)
    processes: int = 1


class Part(NamedTuple):
    """The answers to one chunk: as they are written, the matches to keep, and how many of each sort."""

    text: bytes
    matches: pa.Table
    asked: int
    named: int
    broken: int


@dataclass
class Counts:
    """How many were asked, how many name an entry, and how many rows could not be asked."""

    asked: int = 0
    named: int = 0
    broken: int = 0


def write(
    case: store.Case,
    asked: Iterable[Query],
    among: Lists,
    asking: Asking,
    *,
    output: Path | None,
    tell: Callable[[str], None],
) -> Counts:
    """Write the answers and keep the matches in the case; the same, whatever the number of processes."""
    counts = Counts()
    held: list[pa.Table] = []
    with opened(output or sys.stdout.buffer) as stream:
        stream.write(_head(asking.form))
        for part in _parts(case, asked, among, asking):
            stream.write(part.text)
            counts.asked += part.asked
            counts.named += part.named
            counts.broken += part.broken
            held.append(part.matches)
            if sum(map(len, held)) >= STORED_AT_ONCE:
                keep(case, pa.concat_tables(held))
                held = []
            tell(f"{counts.asked:,} asked, {counts.named:,} with a match")
        if held:
            keep(case, pa.concat_tables(held))
    return counts


def keep(case: store.Case, matches: pa.Table) -> None:
    """Keep some matches in the case, once for the same entries of the same lists."""
    if not len(matches):
        return
    facts = "\n".join(
        [*matches["match"].to_pylist(), *matches["content"].to_pylist(), *matches["lists_checked"][0].as_py()]
    )
    stamp = hashlib.blake2b(facts.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    store.append(case, "matches", matches, f"matches-{stamp}")


def _answered(
    among: Lists, asking: Asking, asked: Sequence[Query], threads: int
) -> tuple[list[Answer], pa.Table]:
    """The answers to some questions, and their matches as rows."""
    options = Screening(limit=asking.limit, chunk=len(asked), threads=threads)
    matched = list(screening.screen(asked, among, options))
    rows = screening.as_rows(((query, one) for query, some in matched for one in some), among.editions)
    return list(answers.answered(matched, among.editions, asking.decided)), rows


def _parts(case: store.Case, asked: Iterable[Query], among: Lists, asking: Asking) -> Iterator[Part]:
    """The answers in the order asked: here while they are few, else by processes of their own."""
    waiting = screening.chunks(asked, AT_ONCE)
    first = list(islice(waiting, FEW))
    several = asking.processes > 1 and len(first) == FEW
    path = at_hand.kept(case) if several else None
    if path is None:
        for chunk in chain(first, waiting):
            yield _part(among, asking, chunk, asking.processes)
        return
    begin = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(asking.processes, begin) as pool:
            yield from _in_order(pool, chain(first, waiting), path, asking)
    except BrokenProcessPool as error:
        raise VedetteError(
            "A process that screened was ended from outside.\nHint: it may have been short of memory; "
            "--processes 1 takes the least."
        ) from error


def _in_order(
    pool: ProcessPoolExecutor, chunks: Iterable[list[Query]], path: Path, asking: Asking
) -> Iterator[Part]:
    begun: deque[Future[Part]] = deque()
    for chunk in chunks:
        begun.append(pool.submit(_elsewhere, path, asking, chunk))
        if len(begun) >= asking.processes + AHEAD:
            yield begun.popleft().result()
    while begun:
        yield begun.popleft().result()


def _elsewhere(path: Path, asking: Asking, asked: Sequence[Query]) -> Part:
    return _part(_lists(path), asking, asked, 1)


@cache
def _lists(path: Path) -> Lists:
    return at_hand.held(path)


def _part(among: Lists, asking: Asking, asked: Sequence[Query], threads: int) -> Part:
    found, matches = _answered(among, asking, asked, threads)
    text = _as_csv(found) if asking.form == "csv" else _as_json(found)
    named = sum(bool(one.matches) for one in found)
    return Part(text, matches, len(asked), named, sum(bool(one.query.trouble) for one in found))


def _head(form: str) -> bytes:
    return (",".join(answers.COLUMNS) + "\n").encode() if form == "csv" else b""


def _as_csv(found: Iterable[Answer]) -> bytes:
    made = io.BytesIO()
    as_csv.write("answers", answers.rows(found), made)
    return made.getvalue().partition(b"\n")[2]


def _as_json(found: Iterable[Answer]) -> bytes:
    """One JSON object a line: the same columns as CSV, the features, and the ids of the matches."""
    lines = (json.dumps(_as_dict(answer), ensure_ascii=False) + "\n" for answer in found)
    return "".join(lines).encode("utf-8", "replace")


def _as_dict(answer: Answer) -> dict[str, Any]:
    matches = [
        {
            "match": screening.match_id(answer.query, one.entry.entity),
            "entity": one.entry.entity,
            "caption": one.entry.caption,
            "grade": one.grade,
            "score": one.score,
            "reason": answer.reason(one),
            "features": [feature._asdict() for feature in one.features],
            "list": one.entry.list,
            "list_date": f"{one.entry.list_date:%Y-%m-%d}" if one.entry.list_date else None,
            "names": one.entry.names,
            "imo": one.entry.imo,
            "programmes": one.entry.programmes,
        }
        for one in answer.matches
    ]
    asked = {key: value for key, value in answer.query._asdict().items() if key != "trouble"}
    return {**asked, "matches": matches, "checked": answer.checked or None}
