"""`hub serve`: the pages."""

from ipaddress import ip_address
from typing import Annotated

import typer
import uvicorn

from hub import plugins
from hub.cli.output import err, line, put_json
from hub.cli.session import AsJson, session
from hub.cli.words import say
from hub.installation import Installation
from hub.locale import _

APPLICATION = "api.app"  # the core knows it by name alone
LOOPBACK = "127.0.0.1"
Host = Annotated[str, typer.Option(metavar="ADDRESS", help=_("Address; HUB_HOST without it."))]
Port = Annotated[int, typer.Option(metavar="PORT", help=_("Port; HUB_PORT without it."))]


def serve(host: Host = "", port: Port = 0, as_json: AsJson = False) -> None:
    """Serve the pages until it is stopped."""
    with session() as hub:
        hub.catch_up()
        wanted = host or hub.settings.host
        server = serving(hub, wanted, port)
        listens = server.config
        content = {
            "address": f"http://{listens.host}:{listens.port}",
            "proxy": hub.settings.proxy,
        }
        if as_json:
            put_json(content)
        else:
            announce(content["address"], wanted != listens.host)
        server.run()


def announce(address: str, is_narrowed: bool) -> None:
    """Say where the pages are, and why not where they were asked for."""
    console = err()
    line(say(_("The pages are at {address}; Ctrl+C stops them."), address=address), console=console)
    if is_narrowed:
        text = _(
            "They can be reached from this machine alone: without a reverse proxy nothing limits"
            " slow clients and nothing encrypts passwords. Put one before the hub and name its"
            " address in HUB_PROXY."
        )
        line(say(text), console=console)


def serving(hub: Installation, host: str, port: int) -> uvicorn.Server:
    """Give the server; without a proxy in front it listens on the loopback address alone."""
    proxy = hub.settings.proxy
    config = uvicorn.Config(
        plugins.loaded(APPLICATION).create_app(hub),
        host=host if proxy or is_loopback(host) else LOOPBACK,
        port=port or hub.settings.port,
        proxy_headers=bool(proxy),
        forwarded_allow_ips=proxy or LOOPBACK,
        log_config=None,  # the hub's own log takes its lines
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


def is_loopback(host: str) -> bool:
    """Tell whether an address leads to this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
