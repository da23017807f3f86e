"""A small installation, and a browser that signs in to its pages."""

import re
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from hub.accounts import Accounts
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
    "coordinator": Person("hub:coordinator", Side.CLIENT, Role.COORDINATOR),
    "vendor": Person("hub:vendor", Side.VENDOR, Role.VENDOR_PM, party="vendor-a"),
    "other_vendor": Person("hub:other", Side.VENDOR, Role.VENDOR_PM, party="vendor-b"),
    "head": Person("hub:head", Side.CLIENT, Role.HEAD, unit="production"),
    "sponsor": Person("hub:sponsor", Side.CLIENT, Role.SPONSOR),
    "auditor": Person("hub:auditor", Side.CLIENT, Role.AUDITOR),
}


@dataclass
class Place:
    """An installation as far as the shell of the pages needs it; its clock stands still."""

    accounts: Accounts
    views: Engine
    project: str = "demo"
    clock: datetime = field(default=MORNING)

    def now(self) -> datetime:
        return self.clock

    def later(self, **by: float) -> None:
        self.clock += timedelta(**by)


class Browser(TestClient):
    """A browser that sends what browsers send, over https."""

    def sign_in(self, who: str, password: str = PASSWORD, **fields: str):
        token = self.token_on("/sign-in")
        form = {"login": who, "password": password, "token": token, **fields}
        return self.post("/sign-in", data=form)

    def token_on(self, path: str) -> str:
        """Give the form token that a page carries."""
        return re.search(r'name="token" value="([^"]+)"', self.get(path).text)[1]

    def submit(self, path: str, **fields: str):
        """Send a form of the page at *path*'s token."""
        return self.post(path, data={"token": self.token_on("/settings"), **fields})
