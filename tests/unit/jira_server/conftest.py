"""A client of a local Jira, over real HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.jira_server import LocalJira, running

Connect = Callable[..., httpx.Client]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Return a function that serves a Jira and yields a client with the right credentials."""
    with ExitStack() as stack:

        def connected(jira: LocalJira, *, strict: bool = True) -> httpx.Client:
            url = stack.enter_context(running(jira, strict=strict))
            credentials = (jira.access.account, jira.access.token)
            return stack.enter_context(httpx.Client(base_url=url, auth=credentials))

        yield connected
