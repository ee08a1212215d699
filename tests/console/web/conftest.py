from collections.abc import Callable
from pathlib import Path

import pytest

from vedette import store

fastapi = pytest.importorskip("fastapi")
from starlette.testclient import TestClient  # noqa: E402

from tests.console.web import small  # noqa: E402
from vedette.console.web.app import application  # noqa: E402
from vedette.console.web.security import Door  # noqa: E402

Opened = Callable[..., TestClient]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> store.Case:
    return small.case(tmp_path_factory.mktemp("web") / "case")


@pytest.fixture(scope="session")
def asked(made: store.Case) -> TestClient:
    """The console of a case that tests only read, asked by the name it knows."""
    return TestClient(application(made, Door("127.0.0.1", 8765)), base_url="http://127.0.0.1:8765")


@pytest.fixture
def own(tmp_path: Path) -> TestClient:
    """The console of a case that the test may decide in."""
    door = Door("127.0.0.1", 8765)
    return TestClient(application(small.case(tmp_path / "case"), door), base_url="http://127.0.0.1:8765")
