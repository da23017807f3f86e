"""Checks predecessors: each has to be there, and following them must come to an end."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from connectors.ms_project.frames import Link, Problem, Task

SHOWN_TEXT = 500
MINUTE = 10  # lags are counted in tenths of a minute
DAY_MINUTES = 480


def linked(tasks: Sequence[Task]) -> tuple[list[Task], list[Problem]]:
    """Give the tasks without links that lead nowhere or in a circle, and a problem for each such.

    The other links of a task stay.
    """
    known = {task.uid for task in tasks}
    rings = circles({t.uid: [link.uid for link in t.links if link.uid in known] for t in tasks})
    found: list[Task] = []
    problems: list[Problem] = []
    for task in tasks:
        bad = [(link, reason) for link in task.links if (reason := wrong(task, link, known, rings))]
        problems += [problem_of(task, link, reason) for link, reason in bad]
        gone = {link.uid for link, _ in bad}
        kept = tuple(link for link in task.links if link.uid not in gone)
        found.append(replace(task, links=kept) if bad else task)
    return found, problems


def wrong(task: Task, link: Link, known: set[str], rings: dict[str, int]) -> str:
    """Say why a link cannot be followed; empty: it can."""
    if link.uid not in known:
        return "predecessor_missing"
    ring = rings[task.uid]
    return "predecessor_circle" if task.uid == link.uid or ring == rings[link.uid] else ""


def problem_of(task: Task, link: Link, reason: str) -> Problem:
    """Tell of one link."""
    text = f"{link.uid}{link.kind}"
    title = task.title[:SHOWN_TEXT]
    return Problem(f"task/{task.uid}", task.uid, title, "predecessor", reason, text, False)


def circles(above: dict[str, list[str]]) -> dict[str, int]:
    """Number the strongly connected parts of a graph: those of one part reach each other.

    Kosaraju's way in two passes, without recursion: a chain may have fifty thousand links.
    """
    below: dict[str, list[str]] = {name: [] for name in above}
    for name, targets in above.items():
        for target in targets:
            below[target].append(name)
    part: dict[str, int] = {}
    for number, name in enumerate(reversed(finished(above))):
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in part:
                part[one] = number
                waiting += below[one]
    return part


def finished(graph: dict[str, list[str]]) -> list[str]:
    """Give the names in the order in which a search in depth leaves them."""
    order: list[str] = []
    entered: set[str] = set()
    for start in graph:
        waiting = [(start, False)]
        while waiting:
            name, is_left = waiting.pop()
            if is_left:
                order.append(name)
            elif name not in entered:
                entered.add(name)
                waiting.append((name, True))
                waiting += [(target, False) for target in graph[name]]
    return order


def written(links: Iterable[Link], minutes_per_day: int = DAY_MINUTES) -> str:
    """Write predecessors as Project does: `12FS+2d;15SS`; empty for none."""
    return ";".join(one(link, minutes_per_day) for link in links)


def one(link: Link, minutes_per_day: int) -> str:
    """Write one predecessor, its lag in days."""
    days = round(link.lag / MINUTE / minutes_per_day, 2)
    lag = f"{days:+g}d" if link.lag else ""
    return f"{link.uid}{link.kind}{lag}"
