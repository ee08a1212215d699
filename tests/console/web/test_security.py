"""Who is answered, and who is not."""

import pytest
from starlette.testclient import TestClient

from vedette import store
from vedette.console.web.app import application
from vedette.console.web.security import MOST_BODY, Door, needs_token

WRITE = {"x-vedette": "1", "content-type": "application/json"}
GOOD = {"subject": "alarm-0", "verdict": "watch", "note": "n"}


def test_a_host_the_console_is_not_known_by_is_refused(asked: TestClient) -> None:
    for host in ("evil.example", "127.0.0.1:80", "127.0.0.1:8765.evil.example", ""):
        assert asked.get("/api/case", headers={"host": host}).status_code == 421
    for host in ("127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765"):
        assert asked.get("/api/case", headers={"host": host}).status_code == 200


def test_a_page_of_another_site_reads_nothing(asked: TestClient) -> None:
    cross = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert asked.get("/api/alerts", headers=cross).status_code == 403
    assert asked.get("/app/main.js", headers=cross).status_code == 403
    follow = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert asked.get("/", headers=follow).status_code == 200


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content-type": "application/json"}, 403),
        ({**WRITE, "origin": "http://evil.example"}, 403),
        ({**WRITE, "origin": "null"}, 403),
        ({"x-vedette": "1", "content-type": "text/plain"}, 415),
        ({**WRITE, "content-length": str(MOST_BODY + 1)}, 413),
    ],
)
def test_a_write_that_another_page_could_send_is_refused(
    own: TestClient, headers: dict[str, str], code: int
) -> None:
    before = own.get("/api/tables/decisions").json()["all"]
    assert own.post("/api/decisions", json=GOOD, headers=headers).status_code == code
    assert own.get("/api/tables/decisions").json()["all"] == before


def test_a_body_that_lies_about_its_length_is_cut_off(own: TestClient) -> None:
    def long() -> object:
        for _ in range(4):
            yield b" " * (MOST_BODY // 2)

    try:
        code = own.post("/api/decisions", content=long(), headers=WRITE).status_code  # type: ignore[arg-type]
    except Exception as error:  # the client is told that the other side has gone
        code = 413 if "disconnect" in type(error).__name__.lower() else 500
    assert code in (400, 413, 422)
    assert own.get("/api/tables/decisions").json()["all"] == 0


def test_other_addresses_need_the_token_and_give_it_as_a_cookie(made: store.Case) -> None:
    token = "a-token-nobody-guesses"  # noqa: S105
    door = Door("192.0.2.1", 80, token)
    assert needs_token("192.0.2.1")
    assert not needs_token("127.0.0.1")
    client = TestClient(application(made, door), base_url="http://192.0.2.1")
    assert client.get("/api/case").status_code == 401
    assert client.get("/?token=wrong", follow_redirects=False).status_code == 401
    assert client.get(f"/api/case?token={token}").status_code == 401
    assert client.get("/api/case", headers={"authorization": f"Bearer {token}"}).status_code == 200
    welcome = client.get(f"/?token={token}", follow_redirects=False)
    assert welcome.status_code == 303
    assert "httponly" in welcome.headers["set-cookie"].lower()
    assert token not in welcome.headers["location"]
    assert client.get("/api/case").status_code == 200


def test_the_page_may_load_nothing_from_elsewhere(asked: TestClient) -> None:
    for path in ("/", "/api/case", "/nowhere", "/tiles/ships/0/0/0.mvt"):
        policy = asked.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'self'")
        assert "unsafe" not in policy
        assert "http" not in policy.replace("'self'", "")


@pytest.mark.parametrize(
    "path",
    [
        "/app/../index.html",
        "/app/%2e%2e/%2e%2e/cli.py",
        "/vendor/..%2f..%2f..%2fcli.py",
        "/basemap/..%2Fhtml.py",
        "/app/%2Fetc%2Fpasswd",
        "/fonts/....//....//cli.py",
        "/basemap/%00",
        "/app/..\\..\\cli.py",
    ],
)
def test_no_path_leads_out_of_the_folders_that_are_served(asked: TestClient, path: str) -> None:
    answer = asked.get(path)
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text
