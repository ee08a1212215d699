"""A server that is killed loses nothing that it had acknowledged."""

import json
import random
import signal
import threading
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import start
from tests.console.web import small
from vedette import store

HEADERS = {"x-vedette": "1", "content-type": "application/json"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_decision_that_was_acknowledged_is_there_after_a_kill(tmp_path: Path, seed: int) -> None:
    case = small.case(tmp_path / "case")
    served = start(case.path)
    told: list[str] = []

    def decide(who: int) -> None:
        for n in range(10_000):
            note = f"{who}-{n}"
            said = {"subject": "alarm-0", "verdict": "watch", "note": note}
            asked = Request(f"{served.url}/api/decisions", json.dumps(said).encode(), HEADERS)  # noqa: S310
            try:
                with urlopen(asked, timeout=20) as answer:  # noqa: S310
                    if answer.status == 201:
                        told.append(note)
            except OSError:
                return

    people = [threading.Thread(target=decide, args=(n,)) for n in range(3)]
    for one in people:
        one.start()
    while not told:
        time.sleep(0.05)
    time.sleep(random.Random(seed).uniform(0.1, 2.0))
    served.process.send_signal(signal.SIGKILL)
    served.process.wait()
    for one in people:
        one.join()
    kept = store.read(store.open_case(case.path), "decisions")["note"].to_pylist()
    assert len(told) > 0
    assert set(told) <= set(kept)
    assert len(kept) == len(set(kept))
    assert len(kept) <= len(told) + len(people)
