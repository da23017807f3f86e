"""The demonstration as it was played once, with what every morning of it knew."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from httpx import Response

from api.app import create_app
from hub.demo.play import Morning, mornings, told
from hub.demo.tracker import ZONE
from hub.evaluation import status_date_at
from hub.installation import Installation
from hub.model.commitments import CommitmentDropProposed, Kind, Terms
from hub.model.event import Event
from hub.model.findings import Conclusion, FindingChanged, FindingOpened
from hub.rules.cases import CommitmentCase
from hub.rules.context import Context
from hub.rules.world import World
from hub.settings import Settings
from projections.cases import world as fold
from tests.integration.api.place import Browser

THE_MORNING = datetime(2025, 8, 22, 8, tzinfo=ZONE)
PAGES = ("findings", "items", "commitments", "flags", "evidence", "ledger", "ledger?by=item")


@dataclass
class Kept:
    """What a morning knew."""

    morning: Morning
    world: World
    context: Context

    def open(self, rule: str, about: str = "") -> list[Conclusion]:
        """Give what a rule says that morning, of one subject or of all."""
        found = [f for f in self.world.findings.values() if f.state == "open" and not f.missed_on]
        said = [f.conclusion for f in found]
        return [c for c in said if c.rule == rule and about in ("", c.about_key, c.detail)]

    def case(self, key: str) -> CommitmentCase:
        """Give a commitment of the plan with all that is known of it."""
        return CommitmentCase(self.context, self.world.commitment("plan", key))

    def problems(self) -> list[str]:
        """Give the keys of the problems that departments brought, in order."""
        binding = self.context.in_force.items()
        keys = [self.world.owed[n].key for n, (t, _, _) in binding if t.kind is Kind.PROBLEM]
        return sorted(key for key in keys if key[:2] == "W-")

    def ledger(self, key: str) -> dict[str, Fraction]:
        """Give the columns that are on record for a commitment of the plan."""
        held = [w for w in self.world.windows.values() if (w.series, w.key) == ("plan", key)]
        found: dict[str, Fraction] = {}
        for column, days in (pair for each in held for pair in each.columns.items()):
            found[column] = found.get(column, Fraction()) + Fraction(days)
        return found

    def terms(self, series: str, key: str) -> Terms:
        """Give what was last said to be owed."""
        rows = reversed(self.world.commitment(series, key).rows)
        return next(r.terms for r in rows if not isinstance(r, CommitmentDropProposed))


@dataclass
class Played:
    """The whole demonstration, with every morning of it."""

    hub: Installation
    client: Browser
    kept: dict[date, Kept] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    views_then: list[bytes] = field(default_factory=list)

    def judged(self) -> Iterator[tuple[datetime, FindingOpened | FindingChanged]]:
        """Yield everything that was opened or changed in the nights, with its morning."""
        for kept in self.kept.values():
            night = kept.morning.night.evaluated
            for event in night.opened:
                yield kept.morning.at, event
            for change in night.changed:
                yield kept.morning.at, change

    def events(self) -> Iterator[Event]:
        """Yield the whole log."""
        after = 0
        while page := self.hub.log.read(after):
            yield from page.events
            after = page.last

    def on(self, day: str) -> Kept:
        """Give what was known on a morning of 2025."""
        return self.kept[date.fromisoformat(f"2025-{day}")]

    def asked_by(self, person: str, path: str) -> Response:
        """Ask for a page as the program of a person."""
        accounts, at = self.hub.accounts, self.hub.now()
        login = f"reader-{len(accounts.all())}"
        account = accounts.add(login, self.hub.person(person), at=at)
        token = accounts.tokens.issue(account.id, login, scope="read", at=at)
        return self.client.get(path, headers={"authorization": f"Bearer {token}"})

    def views(self) -> list[bytes]:
        """Ask for the lists as they were on the morning after the refused kick-off."""
        asked = f"as_of={quote(THE_MORNING.isoformat())}&limit=200"
        who = "person:coordinator"
        paths = (f"/v1/{page}{'&' if '?' in page else '?'}{asked}" for page in PAGES)
        answers = [self.asked_by(who, path) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(PAGES)
        return [answer.content for answer in answers]


def figures(conclusion: Conclusion) -> list[object]:
    """Give what a finding says; its display name is chosen from the side, so it is left out."""
    names = ("rule", "about_key", "detail", "severity", "court", "numbers", "since")
    return [getattr(conclusion, name) for name in names]


def playing(home: Path, url: str | None) -> Iterator[Played]:
    settings = Settings(
        home=home, sources=home / "sources.toml", database_url=url, project="demo", lang="zh_CN"
    )
    hub = Installation(settings, lambda: THE_MORNING, create=True)
    try:
        found = Played(hub, Browser(create_app(hub)))
        for morning in mornings(hub):
            _keep(found, morning)
        yield found
    finally:
        hub.close()


def _keep(played: Played, morning: Morning) -> None:
    hub, at = played.hub, morning.at
    with hub.views.connect() as db:  # a world of its own: the hub's goes on growing
        world = fold(db, hub.project)
    context = Context(world, hub.policy, hub.calendar, status_date_at(at, hub.policy), at)
    played.kept[at.date()] = Kept(morning, world, context)
    if morning.is_told:
        played.said += told(hub, morning)
    if at == THE_MORNING:
        played.views_then = played.views()
