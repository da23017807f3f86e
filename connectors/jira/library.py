"""The `jira` library, tamed: it acts on issues, once, and only where the operator allows it."""

import logging
from typing import Any

from jira import JIRA
from requests import Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from connectors.jira.address import Guard, check_address
from connectors.jira.client import ENGLISH
from connectors.jira.errors import AddressRefused
from connectors.jira.settings import JiraSettings

TIMEOUT = (5, 30)  # connect, read


def open_jira(settings: JiraSettings) -> JIRA:
    """Give the library for one account; nothing is asked yet.

    It never repeats a request by itself: a comment whose answer was lost would be there twice.
    """
    check_address(settings)
    token = settings.token.read()
    who: dict[str, Any] = {"token_auth": token}
    if settings.account:
        who = {"basic_auth": (settings.account, token)}
    options: dict[str, Any] = {"headers": ENGLISH}
    if settings.ca_file:
        options["verify"] = str(settings.ca_file)
    found = JIRA(
        settings.address,
        options=options,
        get_server_info=False,
        max_retries=0,
        timeout=TIMEOUT,
        logging=False,
        **who,
    )
    tame(session_of(found), Guard(settings.allow))
    # Its debug lines show headers, and with them the credential.
    logging.getLogger("jira").setLevel(logging.ERROR)
    return found


def session_of(jira: JIRA) -> Session:
    """Give the session below; the library has no public way to it."""
    session: Session = jira._session
    return session


def tame(session: Session, guard: Guard) -> None:
    """Let no redirect, proxy or netrc of the environment lead the credential elsewhere."""
    session.trust_env = False
    session.max_redirects = 0
    session.mount("http://", Guarded(guard))
    session.mount("https://", Guarded(guard))


class Guarded(HTTPAdapter):
    """Checks the address of each connection on the connection itself, before anything is sent."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make the pools with connections that look where they have come out."""
        super().init_poolmanager(*args, **more)
        guard = self.guard

        class Plain(HTTPConnection):
            def _new_conn(self) -> Any:
                return _checked(super()._new_conn(), self.host, guard)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> Any:
                return _checked(super()._new_conn(), self.host, guard)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _checked(connection: Any, host: str, guard: Guard) -> Any:
    address = connection.getpeername()[0]
    if not guard.admits(host, address):
        connection.close()
        raise AddressRefused(
            "{host} leads to {address}, which is no public address.",
            remedy="If that is your Jira, list the host or its network under `allow` of the"
            " source.",
            host=host,
            address=address,
        )
    return connection
