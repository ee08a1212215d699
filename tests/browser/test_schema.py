"""Whatever is asked of the API as it describes itself, it answers or refuses, and never fails."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import Served

TOOL = shutil.which("schemathesis", path=Path(sys.executable).parent.as_posix())
NOT_ASKED = "/api/(stream|run)|/.*[.]pdf"  # one never ends, one runs the case, a PDF takes long


def test_schemathesis_finds_no_question_that_makes_the_server_fail(hostile: Served, tmp_path: Path) -> None:
    if TOOL is None:
        pytest.skip("schemathesis is not installed: make test-console installs it")
    command = [
        *(TOOL, "run", f"{hostile.url}/openapi.json", "--checks", "not_a_server_error"),
        *("--header", "x-vedette: 1", "--exclude-path-regex", NOT_ASKED, "--max-examples", "8"),
        *("--request-timeout", "120"),  # it is asked whether answers fail, not how soon they come
        *("--phases", "examples,coverage,fuzzing", "--generation-deterministic", "--no-color"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(r"[1-9]\d* generated", done.stdout), done.stdout[-3000:]
