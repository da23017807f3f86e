"""A browser that signs in to the pages, and people of every role."""

import re
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from fastapi import FastAPI

from hub.installation import Installation
from hub.model.event import Side
from hub.model.people import Person, Role

with warnings.catch_warnings():
    # It recommends another client than the one that the hub itself reads with.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

PASSWORD = "four quiet boats"
ORIGIN = "https://hub.example"
MORNING = datetime(2025, 8, 22, 0, 30, tzinfo=UTC)

PEOPLE = {
    "coordinator": Person("person:coordinator", Side.CLIENT, Role.COORDINATOR),
    "vendor": Person("person:vendor", Side.VENDOR, Role.VENDOR_PM, party="vendor-a"),
    "other": Person("person:other", Side.VENDOR, Role.VENDOR_PM, party="vendor-b"),
    "head": Person("person:head", Side.CLIENT, Role.HEAD, unit="warehouse"),
    "keyuser": Person("person:keyuser", Side.CLIENT, Role.KEY_USER, unit="quality"),
    "sponsor": Person("person:sponsor", Side.CLIENT, Role.SPONSOR),
    "auditor": Person("person:auditor", Side.CLIENT, Role.AUDITOR),
}


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = MORNING

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Place:
    """An installation and its clock."""

    hub: Installation
    clock: Clock

    def later(self, **by: float) -> None:
        self.clock.at += timedelta(**by)


class Browser(TestClient):
    """A browser that sends what browsers send, over https."""

    def __init__(self, app: FastAPI, origin: str = ORIGIN) -> None:
        super().__init__(
            app,
            base_url=origin,
            headers={
                "origin": origin,
                "sec-fetch-site": "same-origin",
                "accept": "text/html",
                "accept-language": "en",
            },
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    def sign_in(self, who: str, password: str = PASSWORD, **fields: str):
        token = self.token_on("/sign-in")
        form = {"login": who, "password": password, "token": token, **fields}
        return self.post("/sign-in", data=form)

    def token_on(self, path: str) -> str:
        """Give the form token that a page carries."""
        [token, *_] = re.findall(r'name="token" value="([^"]+)"', self.get(path).text)
        return token

    def submit(self, path: str, **fields: str):
        """Send a form with the token of one's own page, and a key of its own."""
        form = {"token": self.token_on("/settings"), "once": uuid4().hex, **fields}
        return self.post(path, data=form)

    def write(self, path: str, body: dict | None = None, key: str = ""):
        """Write as a program inside the page would: JSON, with token and key."""
        headers = {
            "hub-token": self.token_on("/settings"),
            "idempotency-key": key or uuid4().hex,
            "accept": "application/json",
        }
        return self.post(path, json=body or {}, headers=headers)
