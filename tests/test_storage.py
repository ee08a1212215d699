"""Where a case lies: here, or in an S3 bucket, of which a stand-in on the loopback address is one."""

import importlib.util
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from vedette import adding, running, storage, store, watch
from vedette.errors import CaseError, MissingExtra
from vedette.steps import Reading
from vedette.synthetic import Labelled, labelled_sea
from vedette.synthetic.made import Made, write_csv

SEA = Labelled(seed=5, ships=40, background=20, days=6, start=datetime(2025, 1, 1))
UNTIL = datetime(2025, 1, 7)
NEEDED = [name for name in ("moto", "boto3", "cloudpathlib") if importlib.util.find_spec(name) is None]


def test_a_folder_here_is_a_path():
    assert storage.place("cases/one") == Path("cases/one")


def test_without_the_client_of_s3_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "cloudpathlib", None)

    with pytest.raises(MissingExtra, match=r"pip install 'vedette\[s3\]'"):
        storage.place("s3://bucket/case")


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path):
    file = tmp_path / "watch.toml"
    for data in (b"one", b"two"):
        storage.write_whole(file, data)

    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


def test_what_wants_a_disk_says_so_of_a_case_in_s3_and_lets_a_folder_be(tmp_path):
    storage.must_be_here(tmp_path, "listening", "listen into a folder")

    with pytest.raises(CaseError, match=r"listening wants a case in a folder, and s3://b/case lies in S3"):
        storage.must_be_here(cast(Path, "s3://b/case"), "listening", "listen into a folder")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    said = {
        "AWS_ACCESS_KEY_ID": "stand-in",
        "AWS_SECRET_ACCESS_KEY": "stand-in",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        import boto3  # noqa: PLC0415

        boto3.client("s3").create_bucket(Bucket="cases")
        yield "s3://cases"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.slow
@pytest.mark.skipif(bool(NEEDED), reason=f"{', '.join(NEEDED)} not installed: run make verify-spark")
def test_a_case_in_s3_makes_the_tables_of_a_case_here(bucket, tmp_path):
    made, file = labelled_sea(SEA), tmp_path / "sea.csv"
    write_csv(Made(made.positions, made.statics, made.labels, SEA.seed), file)
    text = (watch.bundled("default") / "watch.toml").read_text(encoding="utf-8")
    found = []
    for words in (str(tmp_path / "case"), f"{bucket}/a case"):
        case = store.create(storage.place(words), f"gazetteer = false\n{text}")
        (added,) = adding.add(case, [file], adding.Wish(Reading(now=UNTIL)))
        running.run(case, running.Wish(UNTIL))
        case = store.open_case(storage.place(words))
        rows = {name: store.read(case, name).to_pylist() for name in ("positions", "statics", *running.MADE)}
        found.append({name: sorted(map(repr, some)) for name, some in rows.items()})
        assert added.rows == len(made.positions) + len(rows["statics"])
        (again,) = adding.add(case, [file], adding.Wish(Reading(now=UNTIL)))
        assert again.again

    assert found[1] == found[0]
    assert len(found[0]["events"]) > 50
