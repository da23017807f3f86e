"""Server time of the pages of a rollout of 1,500 items: p95 of the whole answer."""

from collections.abc import Iterator
from itertools import groupby
from time import perf_counter

from api.app import create_app
from hub.installation import Installation
from hub.settings import Settings
from hub.sync import evaluate
from tests.benchmarks.evaluating import ON, told
from tests.benchmarks.measure import Line
from tests.benchmarks.places import Place
from tests.integration.api.place import PASSWORD, PEOPLE, Browser
from tests.unit.rules.rollout import PROJECT, noon

REQUESTS, PAGE_MS, REGION_MS = 200, 50, 10
PAGES = {
    "/findings": PAGE_MS,
    "/items": PAGE_MS,
    "/plan": PAGE_MS,
    "/": PAGE_MS,
    "/forecast": PAGE_MS,
}
REGION = {"Hub-Region": "list"}


def lines(place: Place) -> Iterator[Line]:
    """Record the rollout through the log, judge it once, and ask as the coordinator does."""
    url = place.url()
    address = url if place.store == "postgresql" else None
    home = place.folder / f"pages-{place.store}"
    settings = Settings(home=home, database_url=address, project=PROJECT, sources=home / "none")
    hub = Installation(settings, lambda: noon(ON), create=True, sources=[])
    try:
        record(hub)
        browser = Browser(create_app(hub))
        hub.accounts.add("coordinator", PEOPLE["coordinator"], at=noon(ON), password=PASSWORD)
        browser.sign_in("coordinator")
        for page, most in PAGES.items():
            yield line(f"page {page}", place.store, p95(browser, page, {}), most)
        region = p95(browser, "/findings", REGION)
        yield line("region of /findings", place.store, region, REGION_MS)
    finally:
        hub.close()


def record(hub: Installation) -> None:
    """Append what happened, each morning's share at once, and evaluate the last day."""
    events = sorted(told().events, key=lambda event: event.recorded_at)
    for at, share in groupby(events, key=lambda event: event.recorded_at):
        hub.log.append(list(share), project=PROJECT, run="bench", recorded_at=at)
    hub.catch_up()
    evaluate(hub, at=noon(ON))


def p95(browser: Browser, path: str, headers: dict[str, str]) -> float:
    """Give the time in ms that 95 of 100 answers keep; the first ones warm up."""
    times = []
    for _ in range(REQUESTS):
        start = perf_counter()
        answer = browser.get(path, headers=headers)
        times.append((perf_counter() - start) * 1000)
        assert answer.status_code == 200, path
    return sorted(times[10:])[int((REQUESTS - 10) * 0.95)]


def line(name: str, store: str, ms: float, most: int) -> Line:
    """Tell one page beside its budget."""
    return Line(f"{name}, p95", store, ms, None, "ms", f"≤ {most} ms", ms > most)
