"""Findings, sources and evaluations as plain content: the same for JSON and for people."""

from typing import Any

from msgspec import to_builtins
from sqlalchemy import Engine, select

from hub import plugins
from hub.cli.output import line, table
from hub.cli.silent import show_silent, silent_told
from hub.cli.words import language, say
from hub.installation import Installation
from hub.locale import _, translate
from hub.model.event import Severity
from hub.model.findings import Conclusion, FindingChanged, FindingOpened
from hub.model.runs import SourceOutcome
from hub.sentences import LANGUAGE_OF, sentence
from hub.sync import Evaluated

URGENT = (Severity.S1, Severity.S2)


def unit_names(engine: Engine, project: str, lang: str) -> dict[str, str]:
    """Give what people call their units, by court such as `client:quality`."""
    named = plugins.loaded("projections.parties").named
    units = select(named).where(named.c.project == project, named.c.kind == "unit")
    with engine.connect() as db:
        rows = db.execute(units).all()
    short = LANGUAGE_OF[lang]
    told = {f"{row.side}:{row.key}": row.names.get(short) or row.names.get(lang) for row in rows}
    return {court: name for court, name in told.items() if name}


def sentence_of(conclusion: Conclusion, names: dict[str, str]) -> str:
    """Say a finding; one whose rule is gone is said by its code and subject."""
    known = plugins.rules()
    lang = language()
    if conclusion.rule not in known:
        return f"{conclusion.rule}: {conclusion.about_key}"
    return sentence(conclusion, known[conclusion.rule], lang, names)


def outcome_told(outcome: SourceOutcome) -> dict[str, Any]:
    """Give how reading one source ended, with its sentences filled in."""
    lang = language()
    told: dict[str, Any] = {
        name: getattr(outcome, name) for name in outcome.__struct_fields__ if name != "values"
    }
    for name in ("message", "remedy"):
        told[name] = translate(told[name], lang, **outcome.values) if told[name] else ""
    return told


def evaluation_told(hub: Installation, evaluated: Evaluated) -> dict[str, Any]:
    """Give what an evaluation recorded, and what it says of the critical and severe findings."""
    names = unit_names(hub.views, hub.project, language())
    both: list[FindingOpened | FindingChanged] = [*evaluated.opened, *evaluated.changed]
    urgent = [event for event in both if event.conclusion.severity in URGENT]
    urgent.sort(key=lambda event: (event.conclusion.severity, event.finding))
    counts = {n: getattr(evaluated, n) for n in ("linked", "judged", "abstained", "broken")}
    return {
        "status_date": evaluated.status_date.isoformat(),
        **{n: len(getattr(evaluated, n)) for n in ("opened", "changed", "cleared", "missed")},
        **counts,
        "unknown": silent_told(hub),
        "findings": [finding_told(event, names) for event in urgent],
    }


def finding_told(event: FindingOpened | FindingChanged, names: dict[str, str]) -> dict[str, Any]:
    """Give a finding in one line."""
    conclusion = event.conclusion
    return {
        "finding": event.finding,
        "change": "opened" if isinstance(event, FindingOpened) else "changed",
        "severity": conclusion.severity.value,
        "court": conclusion.court,
        "sentence": sentence_of(conclusion, names),
        "conclusion": to_builtins(conclusion),
    }


def show_sources(told: list[dict[str, Any]]) -> None:
    """Write the table of what came of each source, and what to do about those that failed."""
    heads = (_("source"), _("outcome"), _("seen"), _("first seen"), _("changed"), _("vanished"))
    counts = ("seen", "first_seen", "changed", "vanished", "quarantined", "new")
    rows = [(one["source"], say(one["outcome"]), *(one[name] for name in counts)) for one in told]
    table([say(head) for head in (*heads, _("quarantined"), _("events"))], rows)
    for one in told:
        if one["message"]:
            line(f"{one['source']}: {one['message']} {one['remedy']}")


def show_evaluation(told: dict[str, Any]) -> None:
    """Write what the evaluation found: counts, then what is critical or severe."""
    line(
        say(
            _("{status_date}: {opened} findings opened, {changed} changed, {cleared} cleared."),
            **{name: told[name] for name in ("opened", "changed", "cleared")},
            status_date=told["status_date"],
        )
    )
    show_silent(told["unknown"], told["abstained"])
    if told["broken"]:
        line(say(_("{broken} cases broke a rule; the log names them."), broken=told["broken"]))
    for one in told["findings"]:
        line(f"{one['severity']} {one['sentence']}", "red" if one["severity"] == "S1" else "")
