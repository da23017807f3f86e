"""What returns and is no list of rows: inspections every week, packs every month and quarter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from hub.demo.rollout.cast import LEADS, SUB_SUPPLIER, other
from hub.demo.rollout.days import at, calendar, weekly
from hub.demo.rollout.world import World

PACKS = {"inspection": "vendor", "month_evaluation": "client", "retrospective": "client"}
TITLES = {"inspection": "每周巡检", "month_evaluation": "月度评估", "retrospective": "季度复盘"}


def packs(world: World) -> None:
    """Agree on what returns, and let each one come in its time but those that are missing."""
    missing = world.extra.get("missing", {})
    for topic, side in PACKS.items():
        line = {"series": "returning", "key": f"RT-{topic}"}
        terms: dict[str, Any] = {"key": line["key"], "title": TITLES[topic], "kind": "report"}
        terms |= {"topic": topic, "side": side, "start_on": world.first.isoformat()}
        terms |= {"accountable": LEADS[side], "unit": SUB_SUPPLIER if side == "vendor" else "it"}
        world.act(
            at(world.first, "11:05"), "raise-commitment", terms=terms, origin="agreed",
            series="returning",
        )  # fmt: skip
        for day in days_of(world, topic):
            if day not in missing.get(topic, ()):
                name = f"{topic}-{day}"
                shown = {"evidence": name, "kind": "file_hash", "title": f"{TITLES[topic]} {day}"}
                shown |= {"shown_on": day.isoformat(), **line}
                world.act(at(day, "15:30"), "submit-evidence", LEADS[side], **shown)
                world.act(at(day, "16:20"), "accept-evidence", LEADS[other(side)], evidence=name)


def days_of(world: World, topic: str) -> Iterator[date]:
    """Yield the days on which something is due: of a week, of a month, of a quarter the last."""
    if topic == "inspection":
        yield from weekly(world.first, world.last)
        return
    months = (3, 6, 9, 12) if topic == "retrospective" else range(1, 13)
    for ordinal in range(world.first.toordinal(), world.last.toordinal() + 1):
        day, following = date.fromordinal(ordinal), date.fromordinal(ordinal + 1)
        if day.month != following.month and day.month in months:
            yield max(world.first, calendar().last_on_or_before(day))
