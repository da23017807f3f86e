"""How a rollout usually goes, as data: what each side owes in each phase, made into duties."""

import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, field

from hub.calendar import WorkCalendar
from hub.complaints import Complaints, unknown
from hub.errors import Refused
from hub.model.commitment_acts import RaiseCommitment
from hub.model.commitments import Kind, Terms
from hub.model.event import Side
from hub.model.parties import DeclareModule, DeclareUnit
from hub.model.people import Command, Person

DEFAULT = Path(__file__).with_name("template.toml")
OWNER = "owner"  # stands for the department whose process a module is
SERIES = "duties"


class TemplateRefused(Complaints):
    """A template says what cannot be made into duties."""

    code = "template_refused"


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a template; a word it does not know is refused."""


class Phase(Strict, frozen=True):
    """A phase, in the order of the file, and how many months it takes."""

    key: str
    months: int


class Duty(Strict, frozen=True):
    """What one side owes, so many working days after a phase begins."""

    key: str
    phase: str
    side: Side
    topic: str
    after_wd: int
    title: dict[str, str]  # by language
    unit: str = ""
    for_each: Literal["", "module"] = ""


class Template(Strict, frozen=True):
    """A whole rollout: names by language, phases in order, duties of both sides."""

    departments: dict[str, dict[str, str]]
    modules: dict[str, dict[str, str]]
    phases: tuple[Phase, ...]
    duties: tuple[Duty, ...]
    owners: dict[str, str] = field(default_factory=dict)  # department, by module


def load_template(path: Path | None) -> Template:
    """Read a template, the usual one without a path; raise `Refused` with all its faults."""
    file = path or DEFAULT
    try:
        found = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Template)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Refused(
            "The template {path} cannot be read: {reason}.",
            remedy="Give a TOML file like the one that `hub template show` writes.",
            path=file,
            reason=error,
        ) from error
    if problems := [*_strangers(found)]:
        raise TemplateRefused(problems)
    return found


def _strangers(template: Template) -> Iterator[Refused]:
    """Yield every name that a duty or a module uses and the template does not hold."""
    phases = {phase.key: phase for phase in template.phases}
    for duty in template.duties:
        if duty.phase not in phases:
            yield unknown(duty.phase, f"duties.{duty.key}.phase", phases)
        is_open = duty.side is Side.VENDOR or duty.unit == OWNER
        if not is_open and duty.unit not in template.departments:
            yield unknown(duty.unit, f"duties.{duty.key}.unit", template.departments)
    for module, unit in template.owners.items():
        if unit not in template.departments:
            yield unknown(unit, f"owners.{module}", template.departments)


def commands(
    template: Template,
    *,
    by: Person,
    start_on: date,
    modules: Sequence[str],
    calendar: WorkCalendar,
    language: str,
) -> list[Command]:
    """Give what creates the units, the modules and the duties of a project that starts on a day.

    The order is that in which they can be recorded. Raise `TemplateRefused` for a module that the
    template does not know.
    """
    strange = [m for m in modules if m not in template.modules]
    if strange:
        raise TemplateRefused([unknown(m, "modules", template.modules) for m in strange])
    units = [
        DeclareUnit(by=by, side=Side.CLIENT, key=key, names=names)
        for key, names in template.departments.items()
    ]
    chosen = [DeclareModule(by=by, key=key, names=template.modules[key]) for key in modules]
    begins = dict(_begin(template.phases, start_on))
    raised = [
        RaiseCommitment(by=by, series=SERIES, terms=terms, origin="template")
        for duty in template.duties
        for terms in _terms(
            duty,
            modules=modules,
            owners=template.owners,
            begins=begins[duty.phase],
            finish_on=calendar.add(begins[duty.phase], duty.after_wd),
            title=duty.title.get(language) or next(iter(duty.title.values())),
        )
    ]
    return [*units, *chosen, *raised]


def _begin(phases: Sequence[Phase], start_on: date) -> Iterator[tuple[str, date]]:
    """Yield the day on which each phase begins; a month too short for its day ends it earlier."""
    gone = start_on.year * 12 + start_on.month - 1
    for phase in phases:
        last = monthrange(gone // 12, gone % 12 + 1)[1]
        yield phase.key, date(gone // 12, gone % 12 + 1, min(start_on.day, last))
        gone += phase.months


def _terms(
    duty: Duty,
    *,
    modules: Sequence[str],
    owners: Mapping[str, str],
    begins: date,
    finish_on: date,
    title: str,
) -> Iterator[Terms]:
    """Yield what a duty asks for: once, or once for each module."""
    for module in modules if duty.for_each else ("",):
        yield Terms(
            key="-".join(part for part in (duty.phase, module, duty.key) if part),
            title=f"{module} {title}".strip(),
            kind=Kind.DUTY,
            topic=duty.topic,
            side=duty.side,
            unit=owners.get(module, "management") if duty.unit == OWNER else duty.unit,
            module=module,
            phase=duty.phase,
            start_on=begins,
            finish_on=finish_on,
        )
