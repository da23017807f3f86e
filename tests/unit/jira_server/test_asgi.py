"""The same Jira as an ASGI application."""

import asyncio

import httpx
import pytest

from tests.jira_server import Application, LocalJira, faults
from tests.jira_server.asgi import Dropped

SEARCH = "/rest/api/2/search?jql=project=ALPHA"


async def _got(jira: LocalJira) -> httpx.Response:
    transport = httpx.ASGITransport(Application(jira))
    credentials = (jira.access.account, jira.access.token)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://jira.test", auth=credentials
    ) as client:
        return await client.get(SEARCH)


def with_issue() -> LocalJira:
    jira = LocalJira("dc")
    jira.script.create("ALPHA")
    return jira


def test_it_answers_as_over_a_port():
    answer = asyncio.run(_got(with_issue()))

    assert answer.json()["total"] == 1


def test_it_answers_in_slices():
    jira = with_issue()
    jira.faults.on("search", faults.slow(0.0001, 500))

    assert asyncio.run(_got(jira)).json()["total"] == 1


@pytest.mark.parametrize("accident", [faults.drop(), faults.cut()])
def test_a_dropped_answer_raises(accident):
    jira = with_issue()
    jira.faults.on("search", accident)

    with pytest.raises(Dropped):
        asyncio.run(_got(jira))
