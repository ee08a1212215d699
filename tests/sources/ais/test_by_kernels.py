import io
import random
import subprocess
import sys
from typing import Any

import pyais
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.ais import hostile
from tests.sources.ais.said import AT_NOON, NOON, VOYAGE, at, ship, summed, tag
from tests.sources.opened import opened_from
from vedette import fields
from vedette.errors import SourceError
from vedette.sources.ais import nmea
from vedette.sources.opening import File
from vedette.steps import Reading

KINDS = (1, 1, 1, 2, 3, 3, 4, 5, 9, 11, 18, 18, 19, 24, 24, 27)


def tables_of(read: Any, data: bytes, reading: Reading) -> dict[str, pa.Table]:
    read_so_far: dict[str, list[pa.Table]] = {"positions": [], "statics": [], "refusals": []}
    for batch in read(opened_from(data, "log.nmea"), reading):
        read_so_far[batch.table].append(batch.rows)
    return {
        name: pa.concat_tables([fields.schema(name).empty_table(), *rows])
        for name, rows in read_so_far.items()
    }


def assert_same(data: bytes, reading: Reading | None = None) -> dict[str, list[Any]]:
    """Hold the kernels to pyais, row by row, and give the rows."""
    reading = reading or Reading(date=NOON)
    wanted = tables_of(nmea.read_by_pyais, data, reading)
    given = tables_of(nmea.read_by_kernels, data, reading)
    for name, table in wanted.items():
        if not table.equals(given[name]):
            assert table.to_pylist() == given[name].to_pylist()
    return {name: table.to_pylist() for name, table in given.items()}


def generated(messages: int, seed: int = 1) -> bytes:
    """Give sentences of so many messages, each value of each field as likely as any other."""
    chance, lines = random.Random(seed), list[bytes]()
    for number in range(messages):
        kind = chance.choice(KINDS)
        size = chance.choice(hostile.CHARACTERS[kind])
        payload = bytearray(chance.choices(hostile.ARMOUR, k=size))
        payload[0] = hostile.ARMOUR[kind]
        if kind == 24 and chance.random() < 0.9:
            # Two bits at 38 say which half it is.
            payload[6] = hostile.ARMOUR[hostile.ARMOUR.index(payload[6]) & 0b110000 | chance.randrange(8)]
        cut = 56 if size > 60 else size
        parts = [bytes(payload[:cut]), bytes(payload[cut:])][: 1 + (size > cut)]
        stamp = tag(b"c:%d" % (hostile.NOON_S + number // 50)) if chance.random() < 0.5 else b""
        lines += [
            stamp + b"!" + summed(b"AIVDM,%d,%d,%d,A,%s,0" % (len(parts), n, number % 10, part))
            for n, part in enumerate(parts, 1)
        ]
    return b"\n".join(lines) + b"\n"


def test_the_kernels_say_what_pyais_says_of_any_bits():
    rows = assert_same(generated(50_000))

    assert len(rows["positions"]) > 25_000
    assert len(rows["statics"]) > 8_000


def test_the_kernels_say_what_pyais_says_of_any_values():
    chance, lines = random.Random(3), list[bytes]()
    for number in range(3_000):
        said = hostile.values(chance, chance.choice(KINDS))
        lines += [line.encode() for line in pyais.encode_dict(said, seq_id=number % 10)]

    assert len(assert_same(b"\n".join(lines))["positions"]) > 1_000


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_the_kernels_say_what_pyais_says_of_a_million_messages(seed):
    assert_same(generated(100_000, seed))


@pytest.mark.parametrize("seed", range(25))
def test_a_hostile_log_gives_the_same_rows_and_refusals(seed):
    assert_same(*hostile.log(seed))


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_hostile_logs_give_the_same(hundred):
    for seed in range(hundred * 100 + 1_000, hundred * 100 + 1_100):
        assert_same(*hostile.log(seed))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.binary(max_size=40) | st.sampled_from([b"!AIVDM,1,1,,A,", b"*00", b"\n", b"\\c:1", b"\\"]))
)
def test_whatever_the_bytes_both_say_the_same(pieces):
    assert_same(b"".join(pieces))


@pytest.mark.parametrize("block_bytes", [1, 60, 100, 1000])
def test_parts_join_across_the_edge_of_a_block(block_bytes):
    rows = assert_same(at(NOON, ship(5, **VOYAGE)), Reading(block_bytes=block_bytes))

    assert [row["name"] for row in rows["statics"]] == ["ANGARA"]


def test_parts_join_across_the_edge_of_what_is_decoded_together(monkeypatch):
    first, second = at(NOON, ship(5, **VOYAGE)).split(b"\n")
    data = b"\n".join([AT_NOON + ship()] * 6 + [first, AT_NOON + ship(), second])
    monkeypatch.setattr(nmea, "BATCH_ROWS", 7)
    rows = assert_same(data)

    assert [row["record"][-2:] for row in rows["statics"]] == [":7"]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("lines", [1, 2, 7])
def test_what_is_remembered_goes_on_however_few_lines_are_decoded_together(monkeypatch, seed, lines):
    monkeypatch.setattr(nmea, "BATCH_ROWS", lines)
    assert_same(*hostile.log(seed, most=60))


def test_more_tag_groups_than_are_remembered_lose_the_oldest():
    numbers = [*range(1_100), 5, *range(1_100, 1_120)]
    lines = [tag(b"g:1-2-%d,c:%d" % (n, hostile.NOON_S + n)) + ship() for n in numbers]
    later = [tag(b"g:2-2-%d" % n) + ship() for n in range(1_120)]

    assert_same(b"\n".join(lines + later))


def test_parts_that_never_end_are_dropped_and_refused():
    lines = [b"!" + summed(b"%cIVDM,9,1,%d,A,15,0" % (65 + n % 26, n)) for n in range(2_500)]
    rows = assert_same(b"\n".join(lines))

    assert len(rows["refusals"]) == 2_500


def test_more_ships_than_are_remembered_forget_the_oldest(monkeypatch):
    from vedette.sources.ais import by_kernels, heard  # noqa: PLC0415 - numba is slow to load

    monkeypatch.setattr(heard, "SHIPS", 50)
    monkeypatch.setattr(by_kernels, "SHIPS", 50)
    chance = random.Random(7)
    ships = [at(NOON, ship(5, 273000000 + chance.randrange(70), **VOYAGE)) for _ in range(400)]

    assert 70 < len(assert_same(b"\n".join(ships))["statics"]) < 400


def test_what_was_read_before_a_file_breaks_stays_read():
    class Torn(io.BytesIO):
        def read(self, size=-1):
            if data := super().read(size):
                return data
            raise SourceError("cut short")

    data = AT_NOON + ship() + b"\n" + AT_NOON + ship()[:20]
    read_so_far = []
    with pytest.raises(SourceError, match="cut short"):
        read_so_far.extend(nmea.read_by_kernels(File("log", "0", data, lambda: Torn(data)), Reading()))

    assert [(batch.table, len(batch.rows)) for batch in read_so_far] == [("positions", 1)]


def test_a_short_log_is_read_without_numba_until_a_long_one_has_loaded_it():
    script = """
import sys
from tests.sources.ais.said import AT_NOON, ship
from tests.sources.opened import opened_from
from vedette.sources.ais import nmea
from vedette.steps import Reading
line = AT_NOON + ship() + b"\\n"
for times in (10, nmea.FEW_LINES, 10):
    print(sum(len(b.rows) for b in nmea.read(opened_from(line * times), Reading())), "numba" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert said.split() == ["10", "False", str(nmea.FEW_LINES), "True", "10", "True"]


@pytest.mark.slow
def test_no_kernel_reads_or_writes_beyond_an_array(tmp_path):
    # numba looks at bounds only when it is told to before it compiles.
    script = """
from tests.sources.ais import hostile, test_by_kernels as same
for seed in range(2_000, 2_150):
    same.assert_same(*hostile.log(seed))
same.assert_same(same.generated(5_000))
"""
    bounds = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], check=True, env=hostile.environment(bounds))
