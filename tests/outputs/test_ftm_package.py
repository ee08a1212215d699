"""What we write as FollowTheMoney is what the followthemoney package reads, in an environment of its own."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.worlds import on_list, table, tied
from vedette.outputs import ftm

pytestmark = pytest.mark.slow
PACKAGE = "followthemoney==4.11.2"
# Reads lines, and prints what the package would drop, take for another kind, or not find at an end of a link.
READ = """
import json, sys
from followthemoney import model
found, wrong = {}, []
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
for line in lines:
    proxy = model.get_proxy(line, cleaned=False)
    found.setdefault(line["id"], proxy)
    for name, values in line["properties"].items():
        prop = proxy.schema.get(name)
        if prop is None:
            wrong.append([line["id"], name, "no such property"])
        elif any(prop.type.clean(value, proxy=proxy) is None for value in values):
            wrong.append([line["id"], name, values])
for proxy in found.values():
    for prop, value in proxy.itervalues():
        if prop.type.name == "entity":
            other = found.get(value)
            if other is None or not other.schema.is_a(prop.range):
                wrong.append([proxy.id, prop.name, value])
kinds = sorted({proxy.schema.name for proxy in found.values()})
print(json.dumps({"wrong": wrong, "kinds": kinds, "entities": len(found)}))
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory) -> Path:
    """A Python with the package; made in the cache of the machine's pip where it has one."""
    folder = tmp_path_factory.mktemp("ftm")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", PACKAGE], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        pytest.skip(f"NOT CHECKED against {PACKAGE}: pip could not install it ({said})")
    return python


def read(reader: Path, path: Path) -> dict[str, object]:
    done = subprocess.run([reader, "-c", READ, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_a_small_net_is_read_whole_by_the_package(reader, tmp_path):
    firm = {"kind": "organisation", "ids": ["inn:7707083893", "reg:1132540008732"], "countries": ["Russia"]}
    rows = [
        on_list("l:1", "ANGARA", imo=9179842, mmsi=273210440, flag="Russian Federation", built=1999),
        on_list("l:2", "M LEASING LLC", **firm, imo=6246853),
        on_list("l:3", "A PERSON", kind="person", born=["1970-01", "about 1970"], countries=["Korea, North"]),
        on_list("l:4", "A GROUP", kind="organisation", programmes=[]),
        on_list("l:5", "AN AIRCRAFT", kind="aircraft"),
        on_list("l:6", "NOT SAID", kind=None),
    ]
    links = [
        tied("l:1", "l:2", "owner", detail="60 %"),
        tied("l:2", "l:3", "owner"),
        tied("l:4", "l:3", "owner"),
        tied("l:1", "name:=SUM(1)", "linked to"),
        tied("l:1", "name:OLD", "former name"),
        tied("l:3", "l:2", "linked to"),
    ]
    path = tmp_path / "net.ftm.jsonl"

    ftm.write("entities", table("entities", *rows), path, table("links", *links))

    told = read(reader, path)
    assert told["wrong"] == []
    assert set(told["kinds"]) >= {"Vessel", "Company", "Person", "Ownership", "Sanction", "UnknownLink"}


def test_the_whole_list_of_may_2024_is_read_by_the_package(reader, tmp_path):
    shared = Path(__file__).resolve().parents[3] / "shared" / "data" / "lists" / "ofac"
    if not shared.is_dir():
        pytest.skip(f"no real lists at {shared}")
    case = tmp_path / "case"
    for words in (
        ["init", case, "-q"],
        ["add", case, "-q", shared / "sdn-2024-05-03.csv.gz", shared / "alt-2024-01.csv.gz"],
        ["export", case, "entities", "--as", "ftm", "-o", tmp_path / "all.jsonl"],
    ):
        subprocess.run([sys.executable, "-m", "vedette", *map(str, words)], check=True, capture_output=True)

    told = read(reader, tmp_path / "all.jsonl")
    assert told["wrong"] == []
    assert told["entities"] > 30_000
