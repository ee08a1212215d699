"""Real data stand beside the repository, not in it; without them these tests say so and skip."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real data."""
    if not SHARED.is_dir():
        pytest.skip(f"the data folder is absent: {SHARED}")
    return SHARED
