"""Derives from the latent truth of a row what the catalogue's definitions say about it, day by day.

It knows what was really said, shown and owed, and nothing of how the hub stores or judges it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from hub.demo.rollout.cast import sheet
from hub.demo.rollout.days import at, each, wd, weekly
from hub.demo.rollout.labels import Label
from hub.demo.rollout.rows import DONE, IN_PROGRESS, TO_DO, Row
from hub.demo.rollout.world import World


@dataclass(frozen=True)
class Seen:
    """What a rule says about a row on one status date."""

    severity: str
    court: str
    days: int | None = None
    sure: bool = True  # False: the catalogue's words can also be read so that it is not yet there


Look = Callable[[World, Row, date], Seen | None]


def label_rows(world: World) -> None:
    """Label what the truth of every task holds, whatever scenario brought it about."""
    for row in world.rows:
        if row.kind == "task" and row.in_tool and row.saves:
            found = {rule: [*episodes(world, row, rule, look)] for rule, look in LOOKS.items()}
            if found["ZOMBIE"]:  # it absorbs what stands still with it
                found["STALLED-PERCENT"] = [
                    replace(label, must=False) for label in found["STALLED-PERCENT"]
                ]
            world.labels += [label for several in found.values() for label in several]


def episodes(world: World, row: Row, rule: str, look: Look) -> Iterator[Label]:
    """Yield a label for each stretch of days on which *look* sees something."""
    begun: tuple[date, Seen] | None = None
    last: Seen | None = None
    sure_on: date | None = None
    for day in each(*span(world, row)):
        seen = look(world, row, day)
        if seen is not None and begun is None:
            begun, sure_on = (day, seen), None
        elif seen is None and begun is not None and lasts(world, row, look, day):
            yield labelled(
                row, rule, begun, end=day, days=last.days if last else None, sure_on=sure_on
            )
            begun = None
        if seen is not None and seen.sure and sure_on is None:
            sure_on = day
        last = seen or last
    if begun is not None:
        yield labelled(
            row, rule, begun, end=None, days=last.days if last else None, sure_on=sure_on
        )


def span(world: World, row: Row) -> tuple[date, date]:
    """Give the days on which anything about a row can begin or end."""
    moments = sorted(one.at.date() for one in row.saves)
    first = min([*moments[1:2], row.start_on or world.last])
    accepted = row.accepted_on()
    if accepted is None or row.known_on(world.last).get("status") != DONE:
        return max(first, world.first), world.last
    return max(first, world.first), min(world.last, max(*moments, accepted) + timedelta(days=3))


def lasts(world: World, row: Row, look: Look, day: date) -> bool:
    """Tell whether it is also gone on the next day; one miss alone ends no episode."""
    following = date.fromordinal(day.toordinal() + 1)
    return following > world.last or look(world, row, following) is None


def labelled(
    row: Row,
    rule: str,
    begun: tuple[date, Seen],
    *,
    end: date | None,
    days: int | None,
    sure_on: date | None,
) -> Label:
    """Give the label of one episode."""
    on, seen = begun
    return Label(
        rule=rule,
        key=row.key,
        side=row.side,
        court=seen.court,
        severity=seen.severity,
        first_on=on,
        by_on=sure_on or on,
        must=sure_on is not None,
        cleared_on=end,
        days=days,
        why=row.scenario,
    )


def raised(row: Row, severity: str) -> str:
    """Give a severity, one level higher where the row lies on the way to go-live."""
    return f"S{max(1, int(severity[1]) - 1)}" if row.is_on_path else severity


def slip(world: World, row: Row, day: date) -> Seen | None:
    """SCHEDULE-SLIP: the accepted finish, or the latest promise or today while open, against BF."""
    accepted = row.accepted_on()
    now = row.known_on(day)
    if accepted is not None and accepted <= day:
        x = row.submitted_on() or accepted
    else:
        x = max(now.get("due") or row.ends, day)
    days = wd(row.ends, x)
    if days < 3:
        return None
    severity = "S3" if days <= 5 else "S2" if days <= 10 else "S1"
    return Seen(raised(row, severity), "" if row.waited_by(day) else row.court_on(day), days)


def late_start(world: World, row: Row, day: date) -> Seen | None:
    """LATE-START: no start event more than two working days after BS."""
    if row.known_on(day).get("status") != TO_DO or wd(row.starts, day) <= 2:
        return None
    return Seen(raised(row, "S3"), row.court_on(day), wd(row.starts, day))


def expected(row: Row, day: date) -> float:
    """Give the linear expectation of a day."""
    share = wd(row.starts, day) / wd(row.starts, row.ends)
    return 100 * min(1.0, max(0.0, share))


def behind(world: World, row: Row, day: date) -> Seen | None:
    """BEHIND-EXPECTED: claimed percent 20 points below the expectation; it ends below 15.

    One day below 15 ends no episode, so that from 15 points on it is still the same.
    """
    if wd(row.starts, row.ends) < 5:
        return None
    is_open, misses, gap = False, 0, 0.0
    for past in each(row.starts, day):
        gap = expected(row, past) - row.known_on(past).get("percent", 0)
        misses = 0 if gap >= 15 else misses + 1
        is_open = gap >= 20 or (is_open and misses < 2)
    if not is_open or misses:
        return None
    has_begun = row.known_on(day).get("status") != TO_DO
    return Seen(raised(row, "S2" if gap >= 40 else "S3"), row.court_on(day), sure=has_begun)


def stalled(world: World, row: Row, day: date) -> Seen | None:
    """STALLED-PERCENT: the same in three weekly reports, two at 90 or more, or for ten days."""
    now = row.known_on(day)
    if now.get("status") != IN_PROGRESS:
        return None
    percent = now["percent"]
    begun = row.first_at("status", IN_PROGRESS)
    moves = [one.at for one in row.saves if "percent" in one.fields and one.at.date() <= day]
    still_at = max([*moves, begun] if begun else moves)
    reports = [past for past in sent(world, row.side, day) if at(past, "09:30") > still_at]
    about_at = about_since(row, percent, day, begun or still_at)
    same_day = [past for past in weekly(world.first, day) if past >= about_at.date()]
    wanted = 2 if percent >= 90 else 3
    is_long = wd(about_at.date(), day) >= 10
    if not is_long and len(same_day) < wanted:
        return None
    sure = wd(still_at.date(), day) > 10 or len(reports) >= wanted
    return Seen(raised(row, "S2" if percent >= 90 else "S3"), row.court_on(day), sure=sure)


def about_since(row: Row, percent: float, day: date, begun: datetime) -> datetime:
    """Give since when the percent has moved by less than five points; that may count as none."""
    found = begun
    for save in sorted(row.saves, key=lambda one: one.at):
        if save.at.date() <= day and "percent" in save.fields:
            if abs(save.fields["percent"] - percent) >= 5:
                found = datetime.max.replace(tzinfo=begun.tzinfo)
            else:
                found = min(found, save.at)
    return max(found, begun)


def sent(world: World, side: str, day: date) -> list[date]:
    """Give the days of a side's weekly reports that have come by a day."""
    name = sheet(side, "report")
    missing, late = world.extra.get("missing", {}).get(name, ()), world.extra.get("late", {})
    return [
        past
        for past in weekly(world.first, day)
        if past not in missing and ((name, past) not in late or late[name, past].date() <= day)
    ]


def zombie(world: World, row: Row, day: date) -> Seen | None:
    """ZOMBIE: in progress, and ten working days without anything of substance.

    What a report shows for the first time may count as a sign of life of that day. What is past its
    finish may be older than is usual, which nobody can tell from here, and then has half the days.
    """
    if row.known_on(day).get("status") != IN_PROGRESS:
        return None
    lively = [
        one.at.date() for one in row.saves if one.at.date() <= day and is_substance(one.fields)
    ]
    idle = wd(max(lively), day)
    if idle < 10:
        is_past = row.finish_on is not None and row.finish_on < day
        return (
            Seen(raised(row, "S3"), row.court_on(day), sure=False)
            if is_past and idle >= 5
            else None
        )
    last = max(one.at for one in row.saves if one.at.date() <= day and is_substance(one.fields))
    told = next(
        (past for past in sent(world, row.side, day) if at(past, "09:30") > last), last.date()
    )
    return Seen(raised(row, "S3"), row.court_on(day), sure=wd(told, day) > 10)


def is_substance(fields: dict[str, object]) -> bool:
    """Tell whether a save says anything about the work."""
    return bool(fields.keys() - {"labels"})


def unshown(world: World, row: Row, day: date) -> Seen | None:
    """CLAIM-WITHOUT-EVIDENCE: said to be done for over two working days, and nothing shown."""
    if row.known_on(day).get("status") != DONE:
        return None
    claimed = max(one.at for one in row.saves if one.fields.get("status") == DONE).date()
    submitted = row.submitted_on()
    if wd(claimed, day) <= 2 or (submitted is not None and submitted <= day):
        return None
    return Seen(raised(row, "S3"), row.court_on(day))


def regression(world: World, row: Row, day: date) -> Seen | None:
    """PERCENT-REGRESSION: the percent of one source is more than five points below what it was."""
    highest, at_fall = 0, 0
    fell = False
    for save in sorted(row.saves, key=lambda one: one.at):
        if save.at.date() > day or "percent" not in save.fields:
            continue
        percent = save.fields["percent"]
        if percent < highest - 5:
            fell, at_fall = True, highest
        if percent >= at_fall and fell:
            fell = False
        highest = percent
    return Seen(raised(row, "S3"), row.court_on(day)) if fell else None


def churn(world: World, row: Row, day: date) -> Seen | None:
    """DUE-DATE-CHURN: three postponements, or ten working days, or 30 % of the duration."""
    moves = [one for one in row.saves if "due" in one.fields and one.at.date() <= day]
    moves.sort(key=lambda one: one.at)
    kept = [
        one
        for place, one in enumerate(moves)
        if place + 1 == len(moves)
        or moves[place + 1].by != one.by
        or moves[place + 1].at - one.at > timedelta(minutes=30)
    ]
    dues = [one.fields["due"] for one in kept]
    later_ones = [b for a, b in pairwise(dues) if b > a]
    if not later_ones or row.known_on(day).get("status") == DONE:
        return None
    push = wd(row.ends, dues[-1])
    is_much = push >= 10 or push >= 0.3 * wd(row.starts, row.ends)
    is_quiet = day - kept[-1].at.date() >= timedelta(days=28)
    if (len(later_ones) < 3 and not is_much) or is_quiet:
        return None
    missed = any(one.at.date() > row.ends for one in kept[1:])
    return Seen(raised(row, "S2" if missed else "S3"), row.side)


LOOKS: dict[str, Look] = {
    "SCHEDULE-SLIP": slip,
    "LATE-START": late_start,
    "BEHIND-EXPECTED": behind,
    "STALLED-PERCENT": stalled,
    "ZOMBIE": zombie,
    "CLAIM-WITHOUT-EVIDENCE": unshown,
    "PERCENT-REGRESSION": regression,
    "DUE-DATE-CHURN": churn,
}
