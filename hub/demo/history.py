"""What the replayed Jira of the demonstration holds: `jira.toml`, read."""

import tomllib
from datetime import date, datetime
from functools import cache

from hub.demo.tables import HERE, plan
from hub.demo.tracker import PERCENT, ZONE, Change, Issue, Json, Tracker


@cache
def script() -> Json:
    """Give the script as it is written."""
    return tomllib.loads((HERE / "jira.toml").read_text("utf-8"))


@cache
def tracker() -> Tracker:
    """Give the Jira that the script tells of."""
    told = script()
    ids = {name: account for account, name in told["accounts"].items()}
    modules = dict.fromkeys(row["模块"] for row in plan().values())
    return Tracker(
        project={"id": "10000", "key": "MES", "name": "MES"},
        lead=told["lead"],
        accounts=told["accounts"],
        statuses=told["statuses"],
        components={module: f"2{place:04}" for place, module in enumerate(modules)},
        customs=(PERCENT,),
        issues=[_issue(number, each, ids) for number, each in enumerate(told["issue"], 1)],
    )


def _issue(number: int, told: Json, ids: dict[str, str]) -> Issue:
    row = plan().get(told.get("plan", ""), {})
    person = ids.get(told.get("person") or row["责任人"], "")
    return Issue(
        id=str(10000 + number),
        key=f"MES-{number}",
        created=instant(told.get("created") or script()["created"]),
        values={
            "summary": told.get("title") or row["任务名称"],
            "assignee": person,
            "duedate": told.get("due") or row["计划完成"],
            "components": [told.get("module") or row["模块"]],
        },
        changes=[_change(line, person) for line in told.get("said", "").splitlines()],
    )


def instant(text: str) -> datetime:
    """Read an instant of the script; it is in the project's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _change(line: str, person: str) -> Change:
    at, *words = line.split()
    if words[0].startswith("@"):
        person = words.pop(0)[1:]
    if words[0] == "说":
        return Change(instant(at), person, {}, " ".join(words[1:]))
    return Change(instant(at), person, dict(map(_value, words)))


def _value(word: str) -> tuple[str, str | float]:
    if word.endswith("%"):
        return PERCENT, float(word[:-1])
    if word in script()["statuses"]:
        return "status", word
    return "duedate", date.fromisoformat(word).isoformat()
