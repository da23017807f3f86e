"""The pages in Chromium, served on loopback around the story of the API's tests."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.app import create_app
from tests.conftest import ROOT
from tests.integration.api import story as told
from tests.integration.api.conftest import installation
from tests.integration.api.place import PASSWORD, PEOPLE, Place

FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A stray request to anywhere else fails instead of leaving the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
ARTEFACTS = ROOT / "artefacts"


@pytest.fixture(scope="module")
def rollout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Give an installation in which the story was told."""
    with installation(tmp_path_factory.mktemp("pages"), "sqlite") as place:
        told.tell(place.hub, place.clock)
        for who, person in PEOPLE.items():
            place.hub.accounts.add(who, person, at=place.clock.at, password=PASSWORD)
        yield place


@pytest.fixture(scope="module")
def origin(rollout: Place) -> Iterator[str]:
    """Serve it, and give its address."""
    config = uvicorn.Config(create_app(rollout.hub), port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Start Chromium; without the sandbox only where root or a container would refuse it."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield started
        started.close()


@pytest.fixture
def context_of(browser: Browser, origin: str) -> Iterator[Callable[..., BrowserContext]]:
    """Give a function that opens a browser for one person; its sign-in is done."""
    opened: list[BrowserContext] = []

    def make(who: str = "", **options) -> BrowserContext:
        context = browser.new_context(base_url=origin, **(WIDE | options))
        opened.append(context)
        if who:
            sign_in(context.new_page(), who)
        return context

    yield make
    for context in opened:
        context.close()


def sign_in(page: Page, who: str) -> None:
    """Sign in as people do."""
    page.goto("/sign-in?lang=en")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    page.wait_for_load_state()


def shot(page: Page, name: str) -> Path:
    """Keep a picture for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    path = ARTEFACTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
