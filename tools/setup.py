"""Make .venv (or another named) beside this folder hold exactly the packages of a lock file.

    python3 tools/setup.py requirements-dev.lock
    python3 tools/setup.py requirements-spark.lock .venv-spark

Needs nothing but Python 3.11.

Run it again and it does nothing; run it twice at once and one waits; stop it and the next run goes on.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
VENV = HERE / (sys.argv[2] if len(sys.argv) > 2 else ".venv")
PYTHON = VENV / "bin" / "python"
UV = "uv.lock.txt"
BENCH, BROWSER = "requirements-bench.lock", "requirements-browser.lock"
SPARK = "requirements-spark.lock"
# Which locks contain which: packages of one are never taken away by another.
HOLDERS = {
    "requirements.lock": ("requirements.lock", "requirements-dev.lock", BENCH, BROWSER),
    "requirements-dev.lock": ("requirements-dev.lock", BENCH, BROWSER),
    BENCH: (BENCH,),
    BROWSER: (BROWSER,),
    SPARK: (SPARK,),
}


def main(lock: str) -> int:
    """Set up for one lock file; the exit code is 0 when all is ready, 3 when it could not be."""
    if _ready(lock):
        return 0
    with (HERE / ".setup.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if _ready(lock):
            return 0
        print(f"Setting up {VENV.name} from {lock} (once; a minute or two) ...", file=sys.stderr, flush=True)
        try:
            _install(lock)
        except subprocess.CalledProcessError as error:
            print(f"Setting up failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
            print("Hint: the lines above say why; run the same command again to go on.", file=sys.stderr)
            return 3
    return 0


def _stamp(lock: str) -> Path:
    text = (HERE / lock).read_bytes() + sys.version.encode()
    return VENV / f".ready-{hashlib.sha256(text).hexdigest()[:16]}"


def _ready(lock: str) -> bool:
    """True when the environment holds this lock, or a larger one that contains it."""
    return PYTHON.exists() and any(_stamp(name).exists() for name in HOLDERS[lock] if (HERE / name).exists())


def _install(lock: str) -> None:
    if not PYTHON.exists():
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
        if made.returncode:
            print("Hint: on Debian and Ubuntu, install python3-venv first.", file=sys.stderr)
            made.check_returncode()
    _with_uv_or_pip(lock)
    _link_source()
    _stamp(lock).touch()


def _with_uv_or_pip(lock: str) -> None:
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    uv = VENV / "bin" / "uv"
    got = (
        uv.exists()
        or not subprocess.run(
            [*pip, "--require-hashes", "-r", HERE / "tools" / UV], check=False, stderr=subprocess.DEVNULL
        ).returncode
    )
    if got:
        # Compiled now, since a program that may not write beside its packages would compile them each time.
        quiet = ["--quiet", "--no-config", "--compile-bytecode"]
        command = [uv, "pip", "install", *quiet, "--python", PYTHON, "--require-hashes", "-r", HERE / lock]
        if not subprocess.run(command, check=False, env={**os.environ, "UV_NO_PROGRESS": "1"}).returncode:
            return
        print("uv could not install them; trying pip ...", file=sys.stderr)
    subprocess.run([*pip, "--require-hashes", "-r", HERE / lock], check=True)


def _link_source() -> None:
    """Let the environment import vedette from src, so that a change is seen without installing again."""
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    (site / "vedette-source.pth").write_text(f"{HERE / 'src'}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
