"""The injections: each module holds one group of rules, each scenario one discrepancy or guard."""

from hub.demo.rollout.injecting import inject
from hub.demo.rollout.scenarios import (
    agreed,
    beyond,
    claims,
    clocks,
    duties,
    flow,
    golive,
    habits,
    path,
    people,
    plan,
    reach,
    reports,
    schedule,
    trends,
)

__all__ = [
    "agreed",
    "beyond",
    "claims",
    "clocks",
    "duties",
    "flow",
    "golive",
    "habits",
    "inject",
    "path",
    "people",
    "plan",
    "reach",
    "reports",
    "schedule",
    "trends",
]
