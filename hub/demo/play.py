"""Plays the demonstration day by day, through the very functions of a real installation."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from shutil import copyfile

from hub import plugins
from hub.demo.history import tracker
from hub.demo.replay import replaying
from hub.demo.tables import HERE
from hub.demo.tracker import ZONE
from hub.installation import Installation
from hub.locale import _, translate
from hub.model.findings import Conclusion, FindingChanged, FindingOpened
from hub.model.runs import SourceOutcome
from hub.record import record
from hub.sentences import sentence
from hub.sync import SyncResult, sync

DIARY = tuple(
    map(date.fromisoformat, ("2025-07-30", "2025-08-06", "2025-08-21", "2025-09-24", "2025-10-11"))
)
LAST = date(2025, 10, 13)
FOLDERS = ("plan", "reports", "problems")
ARRIVES, WRITTEN_DOWN, NIGHT, READ = time(9), time(18), time(1, 30), time(8)
DAY = timedelta(days=1)
TOKEN = "replayed"  # noqa: S105 - the small server asks for none


class Clock:
    """The clock of a hub that lives in another year."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Give the instant at which the play stands."""
        return self.at

    def stand(self, day: date, clock: time) -> datetime:
        """Move to an instant, and give it."""
        self.at = datetime.combine(day, clock, ZONE)
        return self.at


@dataclass(frozen=True)
class Morning:
    """A morning at eight, after a night."""

    at: datetime
    night: SyncResult
    arrived: list[SourceOutcome]  # what came of the files of the day before

    @property
    def is_told(self) -> bool:
        """Tell whether the day before is one that the diary tells of."""
        return self.at.date() - DAY in DIARY


def play(hub: Installation, *, say: Callable[[str], None]) -> None:
    """Play everything; *say* hears what the hub says on the mornings after the diary's days."""
    for morning in mornings(hub):
        if morning.is_told:
            for line in told(hub, morning):
                say(line)


def mornings(hub: Installation) -> Iterator[Morning]:
    """Live through the demonstration; yield each morning while the hub's clock stands at it.

    The hub's own clock is taken away for good: afterwards it stands at the last morning.
    """
    clock = Clock(datetime.combine(DIARY[0], ARRIVES, ZONE))
    hub.now = clock
    with replaying(clock, tracker()) as jira:
        prepare(hub, jira)
        for ordinal in range(DIARY[0].toordinal(), LAST.toordinal() + 1):
            day = date.fromordinal(ordinal)
            arrived = live(hub, clock, day)
            night = sync(hub, at=clock.stand(day + DAY, NIGHT), trigger="demo")
            yield Morning(clock.stand(day + DAY, READ), night, arrived)


def prepare(hub: Installation, jira: str) -> None:
    """Write what an operator would: the sources, a token, the folders; and whom references mean."""
    home = hub.settings.home.resolve()
    for name in FOLDERS:
        (home / "drop" / name).mkdir(parents=True, exist_ok=True)
    (home / "jira-token").write_text(TOKEN, "utf-8")
    people = tomllib.loads((HERE / "people.toml").read_text("utf-8"))
    lang = "en" if hub.settings.lang == "en" else "zh"
    hub.accounts.names.learn({who: names[lang] for who, names in people.items()}, at=hub.now())
    written = ", ".join(f'"{names["zh"]}" = "{who}"' for who, names in people.items())
    text = (HERE / "sources.toml").read_text("utf-8").replace("{people}", f"{{ {written} }}")
    filled = text.replace("{jira}", jira).replace("{home}", home.as_posix())
    hub.settings.sources.write_text(filled, "utf-8")


def live(hub: Installation, clock: Clock, day: date) -> list[SourceOutcome]:
    """Let a day pass: files arrive and are read at once, and people act."""
    arrived: list[SourceOutcome] = []
    for path in [path for name in FOLDERS for path in (HERE / name).glob(f"*-{day}.xlsx")]:
        at = clock.stand(day, ARRIVES)
        copyfile(path, hub.settings.home / "drop" / path.parent.name / path.name)
        arrived += sync(hub, at=at, trigger="upload", only=[path.parent.name]).outcomes
    acts = HERE / "acts" / f"{day}.jsonl"
    if acts.exists():
        at = clock.stand(day, WRITTEN_DOWN)
        record(hub, filled_in(hub, acts), at=at)
    return arrived


def filled_in(hub: Installation, acts: Path) -> Iterator[str]:
    """Yield the lines of a day, with the names that only a running hub gives to things."""
    for line in acts.read_text("utf-8").splitlines():
        if '"$' in line:
            for place, value in named(hub).items():
                line = line.replace(f'"${place}', f'"{value}')  # noqa: PLW2901 - one line, filled
        yield line


def named(hub: Installation) -> dict[str, str]:
    """Give the proposal that lies on the table, the hash of its rows, and ids of commitments."""
    world = hub.world()
    last = max((events[0] for events in world.proposals.values()), key=lambda e: e.recorded_at)
    found = {"proposal": last.subject, "set_hash": str(getattr(last, "set_hash", ""))}
    for owed in world.owed.values():
        found[f"commitment:{owed.series}/{owed.key}"] = owed.id
    return found


def told(hub: Installation, morning: Morning) -> Iterator[str]:
    """Yield what happened on the day before, and what the hub says of it, gravest first."""
    lang, night = hub.settings.lang, morning.night.evaluated
    before = morning.at.date() - DAY
    yield f"{before} · {happened(before, lang)}"
    for each in morning.arrived:
        text = _("{source}: {new} facts were recorded, {quarantined} rows wait in quarantine")
        counts = {"new": each.new, "quarantined": each.quarantined}
        yield "  " + translate(text, lang, source=each.source, **counts)
    yield translate(_("Morning of {day}"), lang, day=morning.at.date())
    findings = hub.world().findings
    turned = [event for event in night.changed if is_other_than_before(hub, event)]
    groups = [
        (_("opened"), [event.conclusion for event in night.opened]),
        (_("changed"), [event.conclusion for event in turned]),
        (_("not found any more"), [findings[name].conclusion for name in night.missed]),
        (_("cleared"), [findings[event.finding].conclusion for event in night.cleared]),
    ]
    for word, conclusions in groups:
        yield from said(hub, word, conclusions)
    if not any(conclusions for _word, conclusions in groups):
        yield "  " + translate(_("nothing new"), lang)
    if grown := len(night.changed) - len(turned):
        text = _("{count} open findings changed in their figures alone")
        yield "  " + translate(text, lang, count=grown)


def said(hub: Installation, word: str, conclusions: list[Conclusion]) -> Iterator[str]:
    """Yield each finding as a sentence."""
    lang, names = hub.settings.lang, courts(hub)
    for each in sorted(conclusions, key=lambda c: (c.severity, c.rule, c.about_key)):
        text = sentence(each, plugins.rules()[each.rule], lang, names)
        yield f"  {each.severity} {each.shown_as} · {translate(word, lang)} · {text}"


def is_other_than_before(hub: Installation, event: FindingChanged) -> bool:
    """Tell whether severity or turn changed, and not only a figure that grows by the day."""
    history = hub.log.stream(FindingOpened.stream(hub.project, "hub", event.finding))
    told = [e.conclusion for e in history if isinstance(e, FindingOpened | FindingChanged)]
    before, now = told[-2], event.conclusion
    return (before.severity, before.court) != (now.severity, now.court)


def happened(day: date, lang: str) -> str:
    """Give what the diary tells of a day."""
    days = tomllib.loads((HERE / "diary.toml").read_text("utf-8"))
    return str(days[day.isoformat()]["en" if lang == "en" else "zh"])


def courts(hub: Installation) -> dict[str, str]:
    """Give what people call their units, by court."""
    named = plugins.loaded("projections.parties").named
    short = "en" if hub.settings.lang == "en" else "zh"
    with hub.views.connect() as db:
        rows = db.execute(named.select().where(named.c.kind == "unit")).all()
    return {f"{row.side}:{row.key}": row.names[short] for row in rows}
