"""``serve``: the page in the browser, on this machine."""

from __future__ import annotations

from typing import Any

import click

from target_lint.cli.common import checking_options, settings_from


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--allow-host", "names", multiple=True, metavar="NAME", help="Another host name that it answers to.")
@click.option("--token", envvar="TARGET_LINT_TOKEN", help="Asked of everybody; made when the host is not this machine.")
@click.option("--open/--no-open", "open_", default=True, help="Open it in the browser.")
@checking_options
def serve(host: str, port: int, names: tuple[str, ...], token: str | None, open_: bool, **how: Any) -> None:
    """A page to draft targets and prepare meetings in, in the browser. It keeps nothing and logs no text."""
    import secrets
    import socket
    import threading
    import webbrowser

    from target_lint.types import TargetLintError

    try:
        import uvicorn

        from target_lint.web.app import LOOPBACK, create_app
    except ImportError as error:
        raise TargetLintError(
            f"the page needs the extra web: pip install 'target-lint[web]' ({error.name} is missing)"
        ) from None
    here = host in LOOPBACK
    if not here and not token:
        token = secrets.token_urlsafe(16)
    any_name = host in ("0.0.0.0", "::") and not names
    app = create_app(settings_from(**how), hosts=None if any_name else (*LOOPBACK, host, *names), token=token)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise TargetLintError(
            f"{host}:{port} could not be opened ({error.strerror}); another program may be there already: try --port 0"
        ) from None
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/" + (f"?token={token}" if token else "")
    click.echo(f"target-lint is at {address}\nNothing is kept or sent on. Ctrl-C ends it.")
    if not here:
        click.echo(
            "Others on this network can reach it. What they type travels unencrypted: put it behind a server that speaks HTTPS.",
            err=True,
        )
    if open_ and here:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=15, limit_concurrency=400
    )
    uvicorn.Server(config).run(sockets=[listening])
