"""Slow proofs at full size; ``make verify`` runs them."""

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from vedette import store

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
HEADER = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign\n"
# Run a command and print the most memory it held, in bytes.
MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
sys.exit(done.returncode)
"""


def peak(*words: object) -> tuple[int, int]:
    """The exit code of a vedette command, and the most memory it held."""
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "vedette", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, int(done.stdout)


def rows(path: Path, count: int, ships: int) -> Path:
    with path.open("w") as file:
        file.write(HEADER)
        for n in range(count):
            second = n // ships * 10
            day, hour, minute = 1 + second // 86400, second // 3600 % 24, second // 60 % 60
            file.write(
                f"{200000000 + n % ships * 7919},2023-01-{day:02d}T{hour:02d}:{minute:02d}:{second % 60:02d},"
                f"{30 + n % 1000 / 100:.5f},{n % 36000 / 100 - 180:.5f},9.5,90.0,90,,,\n"
            )
    return path


def test_memory_stays_under_the_bound_whatever_the_size_of_the_file(tmp_path):
    case = store.create(tmp_path / "case", 'name = "x"\ntitle = "x"\n')
    file = rows(tmp_path / "big.csv", 5_000_000, 2000)

    for words in (("add", case.path, file), ("run", case.path)):
        code, held = peak(*words, "--memory", "1GiB", "--quiet")
        assert code == 0
        assert held < 1 << 30, f"{words[0]} held {held / 2**20:.0f} MiB"
    assert store.count(case, "positions") == 5_000_000


def test_a_line_of_two_hundred_megabytes_is_one_refusal(tmp_path):
    case = store.create(tmp_path / "case", 'name = "x"\ntitle = "x"\n')
    good = "273000000,2023-01-01T00:00:00,42,131,5,90,90,,,\n"
    file = tmp_path / "long.csv"
    with file.open("w") as out:
        out.write(HEADER + good)
        for _ in range(200):
            out.write("x" * (1 << 20))
        out.write("\n" + good.replace("00:00:00", "00:00:10"))

    code, held = peak("add", case.path, file, "--memory", "1GiB")

    assert code == 0
    assert held < 1 << 30
    assert store.count(case, "positions") == 2
    assert store.count(case, "refusals") == 1


def test_a_bomb_of_two_gigabytes_is_stopped_in_bounded_memory(tmp_path):
    case = store.create(tmp_path / "case", 'name = "x"\ntitle = "x"\n')
    bomb = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("a.csv", "w", force_zip64=True) as member,
    ):
        member.write(HEADER.encode())
        for _ in range(2000):
            member.write((",," * 50 + "\n").encode() * 10_000)

    code, held = peak("add", case.path, bomb, "--memory", "1GiB")

    assert code in (0, 2)
    assert held < 1 << 30
    assert "times its size" in store.read(case, "files")["reason"].to_pylist()[0]


def test_a_built_wheel_carries_all_it_needs(tmp_path):
    copy = tmp_path / "source"
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, kept.stdout.split("\0")):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", tmp_path, copy], check=True)
    venv.create(tmp_path / "env", system_site_packages=False, with_pip=False)
    site = next((tmp_path / "env" / "lib").glob("python3.*/site-packages"))
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    # Its dependencies from our own environment, but not our source.
    ours = next(p for p in map(Path, sys.path) if p.name == "site-packages")
    (site / "packages.pth").write_text(f"{ours}\n")
    python = tmp_path / "env" / "bin" / "python"
    where = subprocess.run(
        [python, "-c", "import vedette; print(vedette.__file__)"], capture_output=True, text=True, check=True
    )
    done = subprocess.run(
        [python, "-m", "vedette", "demo", "--no-open", "--case", tmp_path / "demo"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert str(site) in where.stdout
    assert done.returncode == 0, done.stderr
    assert "Level" in done.stdout
