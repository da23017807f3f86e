"""Working days of years whose holidays are not known yet: a figure that needs them says so."""

from datetime import date

from hub.model.event import Value
from hub.rules import Finding
from hub.rules.case import Case, as_date
from hub.rules.citing import Said


def provisional(case: Case, finding: Finding) -> dict[str, Value]:
    """Name the years of which working days were counted as if only weekends were free."""
    if not any(name.endswith("_wd") for name in finding.numbers):
        return {}
    told = [said.value for one in finding.operands.values() for said in _listed(one)]
    days = {_day(value) for value in (*told, *finding.numbers.values(), finding.since)}
    years = case.calendar.unknown_years({case.status_date, *filter(None, days)})
    return {"provisional": ", ".join(map(str, years))} if years else {}


def _listed(one: Said | list[Said]) -> list[Said]:
    return one if isinstance(one, list) else [one]


def _day(value: object) -> date | None:
    return as_date(value) if isinstance(value, str | date) else None
