"""`hub rules`: what each rule checks, how often it was right, and what a change would have done."""

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from hub import plugins
from hub.backtest import Trial, tried
from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, session, views
from hub.cli.shell import Misused, command, group
from hub.cli.told import sentence_of, unit_names
from hub.cli.words import language, say
from hub.installation import Installation
from hub.locale import _
from hub.model.event import Event
from hub.policy import Policy, with_rules

app = group(_("The rules, and what a change of one would have found."))
BATCH = 5000
SHOWN = 20
Code = Annotated[str, typer.Argument(metavar="RULE", help=_("Its code, such as SCHEDULE-SLIP."))]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help=_("Another threshold; may be repeated.")),
]
From = Annotated[str, typer.Option("--from", metavar="DAY", help=_("First status date."))]
To = Annotated[str, typer.Option("--to", metavar="DAY", help=_("Last status date."))]


@command(
    app,
    "backtest",
    does=_("Try another threshold, or the rule as it is now, on past nights; records nothing."),
    example="hub rules backtest SCHEDULE-SLIP --set task_wd=5 --from 2025-08-01",
)
def backtest(
    code: Code, changed: Set = None, first: From = "", last: To = "", as_json: AsJson = False
) -> None:
    """Judge the nights that have passed again, by one rule alone."""
    if code not in plugins.rules():
        raise Misused(
            _("There is no rule {code}."), remedy=_("`docs/rules.md` lists them."), code=code[:60]
        )
    with session() as hub:
        names = unit_names(views(hub, None), hub.project, language())
        policy = policy_with(hub.policy, code, changed or [])
        span = {"first": day(first), "last": day(last)}
        rules = plugins.rules()
        trial = tried(events(hub), rules, code, policy, project=hub.project, **span)
    content = told(trial, code, policy, names)
    answer(content, as_json, lambda: show(content))


def policy_with(policy: Policy, code: str, changed: list[str]) -> Policy:
    """Give the policy with other thresholds of one rule, checked as those of a file are."""
    name = plugins.rules()[code].name
    values: dict[str, Any] = {}
    for text in changed:
        word, mark, written = text.partition("=")
        try:
            values[word] = tomllib.loads(f"value = {written}")["value"] if mark else None
        except tomllib.TOMLDecodeError:
            values[word] = written
    own = {**policy.rules, name: {**policy.rule(name), **values}}
    return with_rules(replace(policy, rules=own), plugins.thresholds())


def day(text: str) -> date | None:
    """Read a day; empty: no bound."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misused(
            _("{text} is no day."), remedy=_("Write it like 2025-08-21."), text=text[:40]
        ) from None


def events(hub: Installation) -> Iterator[Event]:
    """Yield what is on record about the project, oldest first."""
    after = 0
    while page := hub.log.read(after, BATCH):
        yield from (event for event in page.events if event.project == hub.project)
        after = page.last


def told(trial: Trial, code: str, policy: Policy, names: dict[str, str]) -> dict[str, Any]:
    """Give what a trial came to, as plain content."""
    both = trial.recorded & trial.tried
    return {
        "is_backtest": True,
        "rule": code,
        "rule_version": plugins.rules()[code].version,
        "recorded_versions": sorted(trial.versions),
        "policy_version": policy.version,
        "thresholds": dict(policy.rule(plugins.rules()[code].name)),
        "nights": [
            {
                "status_date": night.status_date,
                "recorded": len(night.recorded),
                "tried": len(night.tried),
            }
            for night in trial.nights
        ],
        "both": len(both),
        "only_recorded": sorted(trial.recorded - both),
        "only_tried": [
            {
                "finding": name,
                "severity": conclusion.severity.value,
                "court": conclusion.court,
                "opened_on": opened_on,
                "sentence": sentence_of(conclusion, names),
            }
            for name, (conclusion, opened_on) in sorted(trial.found.items())
            if name not in both
        ],
    }


def show(content: dict[str, Any]) -> None:
    """Write the nights on which a number differs, and what would have been found besides."""
    text = _("Back-test, nothing recorded: {rule} version {rule_version} on {nights} nights.")
    line(say(text, **{**content, "nights": len(content["nights"])}), "yellow")
    limits = ", ".join(f"{name} = {value}" for name, value in content["thresholds"].items())
    line(say(_("Thresholds: {limits}."), limits=limits or say(_("none of its own"))))
    differing = [n for n in content["nights"] if n["recorded"] != n["tried"]]
    if differing:
        heads = [say(_("Status date")), say(_("On record")), say(_("Back-test"))]
        table(heads, ([n["status_date"], n["recorded"], n["tried"]] for n in differing[-SHOWN:]))
    counts = {"both": content["both"], "less": len(content["only_recorded"])}
    counts["more"] = len(content["only_tried"])
    line(say(_("{both} findings as on record, {less} fewer, {more} more."), **counts))
    for one in content["only_tried"][:SHOWN]:
        line(f"{one['opened_on']} {one['severity']} {one['sentence']}")
