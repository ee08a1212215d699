"""The files of the pages as they are sent."""

from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from vedette.console.web.shelf import Shelf


def test_a_page_is_sent_once_and_again_when_it_was_edited(tmp_path: Path) -> None:
    page = tmp_path / "app" / "one.js"
    page.parent.mkdir()
    page.write_text("export const a = 1;\n")
    (tmp_path / "secret.js").write_text("no")
    client = TestClient(Shelf(PlainTextResponse("the rest"), tmp_path))
    first = client.get("/app/one.js")
    assert first.headers["content-type"].startswith("text/javascript")
    assert client.get("/app/one.js", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    page.write_text("export const a = 22;\n")
    again = client.get("/app/one.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.text) == (200, "export const a = 22;\n")
    for path in ("/secret.js", "/app/../secret.js", "/app/two.js", "/app/"):
        assert client.get(path).text == "the rest"
    assert client.post("/app/one.js").text == "the rest"
