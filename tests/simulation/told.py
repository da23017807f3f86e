"""The score in words and figures."""

from collections.abc import Iterator
from typing import Any

from hub.demo.rollout.labels import Label
from tests.simulation.score import Counts, Score

COLUMNS = (
    ("injected", "injected"), ("found", "found"), ("missed", "missed"), ("extra", "extra"),
    ("open", "open_both_ways"), ("court", "court_wrong"), ("sever.", "severity_wrong"),
    ("days", "days_wrong"), ("morning", "morning_wrong"),
)  # fmt: skip


def table(score: Score) -> Iterator[str]:
    """Yield the table per rule, and what is wrong one by one."""
    yield f"{'rule':24}" + "".join(f"{head:>9}" for head, _ in COLUMNS) + "   recall  precision"
    for rule in sorted(score.rules):
        yield line(rule, score.rules[rule])
    yield line("all", score.total())
    yield ""
    for name, label in score.missed:
        yield f"missed    {name} {of(label)}"
    for word, found in (("unlabelled", score.extra), ("both ways ", score.either)):
        for name, one in found:
            yield (
                f"{word} {name} {one.rule} {one.severity} {one.court} {one.opened_on}"
                f"–{one.cleared_on or ''}: {one.sentence}"
            )
    for what, name, label, one in score.wrong:
        yield (
            f"{what + ' wrong':14} {name} {of(label)} | hub: {one.severity} {one.court} "
            f"{one.opened_on} {one.numbers}"
        )


def line(rule: str, counts: Counts) -> str:
    """Give one line of the table."""
    figures = "".join(f"{getattr(counts, name):>9}" for _, name in COLUMNS)
    return f"{rule:24}{figures}{share(counts.recall):>9}{share(counts.precision):>11}"


def share(value: float | None) -> str:
    """Give a share in percent."""
    return "–" if value is None else f"{100 * value:.1f}%"


def of(label: Label) -> str:
    """Give a label in one line."""
    days = "" if label.days is None else f" {label.days} wd"
    end = label.cleared_on or ""
    return (
        f"{label.rule} {label.key} {label.severity} {label.court}{days} "
        f"{label.first_on}–{end} ({label.why or 'honest'})"
    )


def content(score: Score) -> dict[str, Any]:
    """Give the score for machines."""
    return {
        "rules": {
            rule: {**vars(counts), "recall": counts.recall, "precision": counts.precision}
            for rule, counts in sorted(score.rules.items())
        },
        "missed": [f"{name} {of(label)}" for name, label in score.missed],
        "unlabelled": [
            {"play": name, "rule": one.rule, "severity": one.severity, "sentence": one.sentence}
            for name, one in score.extra
        ],
        "wrong": [f"{what}: {name} {of(label)}" for what, name, label, _ in score.wrong],
    }
