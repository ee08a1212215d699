"""The command ``serve``: the console over one case, in a browser on this computer."""

import importlib.util
import socket
import threading
import time
import webbrowser
from pathlib import Path

import click

from vedette import store
from vedette.console.options import CASE, QUIET
from vedette.errors import CaseError, MissingExtra


@click.command()
@CASE
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; any but this computer's own needs a token.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one."
)
@click.option("--token", help="What others must know to ask.  [default: made up, when one is needed]")
@click.option("--name", "names", multiple=True, help="Another name under which the console is asked.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@QUIET
def serve(
    case: Path, *, host: str, port: int, token: str | None, names: tuple[str, ...], no_open: bool, quiet: bool
) -> None:
    """The console: map, alerts, ships, indicators, judgement and claims of a case, in a browser."""
    opened = store.open_case(case)
    run(opened, host=host, port=port, token=token, names=names, no_open=no_open, quiet=quiet)


def run(
    case: store.Case,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    token: str | None = None,
    names: tuple[str, ...] = (),
    no_open: bool = False,
    quiet: bool = False,
    again: bool = False,
) -> None:
    """Serve a case until stopped; with ``again`` a port that is taken gives way to a free one."""
    if any(importlib.util.find_spec(name) is None for name in ("fastapi", "uvicorn")):
        raise MissingExtra("The console needs fastapi and uvicorn.\nHint: install vedette[web].")
    import uvicorn  # noqa: PLC0415 - heavy, and an extra

    from vedette.console.web.app import application, warm  # noqa: PLC0415
    from vedette.console.web.security import Door, needs_token, new_token  # noqa: PLC0415

    try:
        listening = _listen(host, port)
    except CaseError:
        if not again:
            raise
        listening = _listen(host, 0)
    port = listening.getsockname()[1]
    if needs_token(host):
        token = token or new_token()
        if len(token) < 16:
            raise CaseError("A token has at least 16 characters, since others may try to guess it.")
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
    app = application(case, Door(host, port, token, names))
    warm(app)
    if not quiet:
        click.echo(f"The console of {case.path} is at {url}\nStop it with Ctrl-C.")
    if not no_open:
        threading.Thread(target=_open, args=(url, port), daemon=True).start()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        raise CaseError(
            f"{host}:{port} cannot be listened on ({error.strerror}).\nHint: --port 0 takes a free one."
        ) from error
    return found


def _open(url: str, port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    webbrowser.open(url)
