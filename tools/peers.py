"""Make ``.venv-screening``: nomenklatura, followthemoney and rapidfuzz, by their own lock.

They stay out of ``.venv``: nomenklatura pins other packages and needs PyICU, which is built from source and
wants a C++ compiler, pkg-config and ICU's headers. Run again, it does nothing. Exit code 3 when it cannot be.
"""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
LOCK = HERE / "requirements-screening.lock"
VENV = HERE / ".venv-screening"
PYTHON = VENV / "bin" / "python"


def _stamp() -> Path:
    facts = LOCK.read_bytes() + sys.version.encode()
    return VENV / f".ready-{hashlib.sha256(facts).hexdigest()[:16]}"


def main() -> int:
    """Set up unless it is ready."""
    if _stamp().exists():
        return 0
    with (HERE / ".setup-screening.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if _stamp().exists():
            return 0
        print(
            f"Setting up {VENV.name} from {LOCK.name} (once; PyICU is built from source: minutes) ...",
            file=sys.stderr,
            flush=True,
        )
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
            subprocess.run(
                [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes",
                 "-r", LOCK],
                check=True,
            )  # fmt: skip
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"Setting up {VENV.name} failed: {error}", file=sys.stderr)
            print(
                "Hint: PyICU wants g++, pkg-config and libicu-dev (Debian, Ubuntu); the lines above say why.",
                file=sys.stderr,
            )
            return 3
        _stamp().touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
