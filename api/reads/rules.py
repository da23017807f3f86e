"""Every rule with what it checks, and how often it was right by the word of people."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from api.deps import Read
from hub.rules import RULES
from hub.sentences import LANGUAGE_OF
from projections.findings import finding

UNDECIDED = ("superseded", "rule_changed")  # closed, and nobody says whether it was right


@dataclass(frozen=True)
class RuleRow:
    """One rule. *precision* is unknown (null) while people have decided about none of its own."""

    code: str
    version: int
    group: str
    over: list[str]
    sense: str
    sentence: str
    thresholds: dict[str, Any] = field(default_factory=dict)
    open: int = 0
    cleared: int = 0
    closed: dict[str, int] = field(default_factory=dict)  # by reason
    confirmed: int = 0
    false_positives: int = 0
    decided: int = 0
    precision: float | None = None


def list_rules(read: Read) -> list[RuleRow]:
    """Give every rule, with counts of the findings that the reader sees."""
    counted = counts(read)
    lang = LANGUAGE_OF[read.lang]
    return [
        RuleRow(
            code=rule.code,
            version=rule.version,
            group=rule.group,
            over=[rule.over, *rule.also_over],
            sense=read.say(rule.sense),
            sentence=rule.sentence[lang],
            thresholds={**rule.defaults, **read.hub.policy.rule(rule.name)},
            **figures(counted.get(code, Counter())),
        )
        for code, rule in sorted(RULES.items())
    ]


def counts(read: Read) -> Mapping[str, Counter[tuple[str, str, bool]]]:
    """Count the findings of each rule by state, last word and confirmation."""
    columns = (finding.c.rule, finding.c.state, finding.c.said, finding.c.is_confirmed)
    query = (
        select(*columns, func.count().label("number"))
        .where(read.visible.findings())
        .group_by(*columns)
    )
    found: dict[str, Counter[tuple[str, str, bool]]] = {}
    with read.engine.connect() as db:
        for row in db.execute(query):
            key = (row.state, row.said, row.is_confirmed)
            found.setdefault(row.rule, Counter())[key] += row.number
    return found


def figures(counted: Counter[tuple[str, str, bool]]) -> dict[str, Any]:
    """Turn counts into what a row shows: what is right is confirmed, or closed as anything else.

    What the hub has cleared by itself says nothing about whether it was right to open it.
    """
    closed: Counter[str] = Counter()
    for (state, said, _), number in counted.items():
        if state == "closed":
            closed[said] += number
    confirmed = sum(n for (state, _, is_so), n in counted.items() if is_so and state != "closed")
    wrong = closed["false_positive"]
    right = confirmed + sum(n for reason, n in closed.items() if reason not in UNDECIDED) - wrong
    decided = right + wrong
    return {
        "open": sum(n for (state, _, _), n in counted.items() if state == "open"),
        "cleared": sum(n for (state, _, _), n in counted.items() if state == "cleared"),
        "closed": dict(sorted(closed.items())),
        "confirmed": confirmed,
        "false_positives": wrong,
        "decided": decided,
        "precision": round(right / decided, 4) if decided else None,
    }
