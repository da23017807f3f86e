"""Findings: lists by filter, and one with everything that it rests on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import ColumnElement, Connection, Date, and_, func, literal, or_, select

from api.deps import Read
from api.paging import PageOf, Slice, question, take
from api.reads.filters import known
from hub.errors import NotFound
from hub.model.event import Value
from hub.model.findings import Citation, Conclusion
from hub.rules import RULES
from hub.sentences import sentence
from projections.findings import conclusion_of, evaluation, finding

STATES = ("open", "disputed", "waived", "cleared", "closed", "all")
SEVERITIES = ("S1", "S2", "S3", "S4")
OPERAND = 20  # citations of one operand on a page


@dataclass(frozen=True)
class FindingFilters:
    """Which findings are asked for; empty means any."""

    rule: Annotated[str, Query(max_length=60)] = ""
    court: Annotated[str, Query(max_length=120)] = ""
    module: Annotated[str, Query(max_length=80)] = ""
    severity: Annotated[str, Query(max_length=2)] = ""
    state: Annotated[str, Query(max_length=20)] = "open"


@dataclass(frozen=True)
class FindingRow:
    """One finding as a list shows it."""

    id: str
    rule: str
    shown_as: str
    severity: str
    court: str
    state: str  # open, disputed, waived, cleared, closed
    sentence: str
    over: str
    about_id: str
    about_key: str
    about_title: str
    module: str
    phase: str
    since: date | None
    opened_on: date
    is_confirmed: bool
    is_disputed: bool
    waived_until: date | None
    missed_on: date | None


@dataclass(frozen=True)
class Cited:
    """Where one value of an operand was read."""

    event_id: str
    locator: str
    value: Value
    occurred: tuple[datetime | None, datetime]
    recorded_at: datetime


@dataclass(frozen=True)
class Operand:
    """One operand of the formula, with all its citations."""

    name: str
    citations: list[Cited]


@dataclass(frozen=True)
class FindingDetail(FindingRow):
    """One finding with its proof."""

    sense: str = ""  # what the rule says should be true
    rule_version: int = 0
    policy_version: str = ""
    episode: int = 1
    previous: str = ""
    said: str = ""
    numbers: dict[str, Value] = field(default_factory=dict)
    operands: list[Operand] = field(default_factory=list)
    clears_when: list[str] = field(default_factory=list)
    absorbed: list[str] = field(default_factory=list)  # rules that would say the same
    opened_at: datetime | None = None


@dataclass(frozen=True)
class Choices:
    """What the filters can be, of what the reader sees."""

    rules: list[str]
    courts: list[str]
    modules: list[str]


def status_date(db: Connection, project: str) -> date | None:
    """Give the day that was judged last; None: nothing was judged yet."""
    mine = select(evaluation.c.status_date).where(evaluation.c.project == project)
    return db.execute(mine).scalar_one_or_none()


def list_findings(read: Read, filters: FindingFilters, page: PageOf) -> Slice[FindingRow]:
    """List findings: the most severe first, then the longest standing."""
    with read.engine.connect() as db:
        conditions = _conditions(read, db, filters)
        since = func.coalesce(finding.c.since, literal(date.max, Date)).label("standing")
        rows = select(finding, since).where(*conditions)
        return take(
            db,
            rows,
            [finding.c.severity, since, finding.c.id],
            page,
            asked=question("findings", filters, read.principal.person, read.as_of),
            as_of=read.instant,
            build=lambda row: _row(read, row),
        )


def _conditions(read: Read, db: Connection, filters: FindingFilters) -> list[ColumnElement[bool]]:
    known("state", filters.state, STATES)
    known("severity", filters.severity, SEVERITIES)
    named = filters.rule or filters.court or filters.module
    found = choices(read, db) if named else Choices([], [], [])  # three scans of all findings
    known("rule", filters.rule, [*found.rules, *RULES])
    known("court", filters.court, found.courts)
    known("module", filters.module, found.modules)
    exact = ("rule", "court", "module", "severity")
    given = {name: getattr(filters, name) for name in exact if getattr(filters, name)}
    wanted = [finding.c[name] == value for name, value in given.items()]
    wanted.append(read.visible.findings())
    if filters.state != "all":
        wanted.append(state_is(filters.state or "open", status_date(db, read.hub.project)))
    return wanted


def state_is(state: str, on: date | None) -> ColumnElement[bool]:
    """Give the condition for a state as people see it: a waiver that has ended is open again."""
    is_open = finding.c.state == "open"
    waived = and_(finding.c.waived_until.is_not(None), finding.c.waived_until >= (on or date.max))
    if state == "waived":
        return and_(is_open, waived)
    if state == "disputed":
        return and_(is_open, finding.c.is_disputed)
    if state == "open":
        return and_(is_open, or_(finding.c.waived_until.is_(None), ~waived))
    return finding.c.state == state


def choices(read: Read, db: Connection) -> Choices:
    """Give the values that occur in what the reader sees."""
    columns = (finding.c.rule, finding.c.court, finding.c.module)
    rows = db.execute(select(*columns).where(read.visible.findings()).distinct()).all()
    values = [sorted({row[place] for row in rows if row[place]}) for place in range(len(columns))]
    return Choices(*values)


def filter_choices(read: Read) -> Choices:
    """Give the choices for the form."""
    with read.engine.connect() as db:
        return choices(read, db)


def one_finding(read: Read, finding_id: str) -> FindingDetail:
    """Give one finding, or say that there is none: not theirs and not there look the same."""
    with read.engine.connect() as db:
        row = db.execute(
            select(finding).where(finding.c.id == finding_id, read.visible.findings())
        ).one_or_none()
    if row is None:
        raise NotFound(
            "There is no finding {id}.", remedy="Open the list of findings.", id=finding_id[:80]
        )
    conclusion = conclusion_of(row.conclusion)
    rule = RULES.get(conclusion.rule)
    return FindingDetail(
        **_columns(read, row, conclusion),
        sense=rule.sense if rule else "",
        rule_version=row.rule_version,
        policy_version=row.policy_version,
        episode=row.episode,
        previous=row.previous,
        said=row.said,
        numbers=dict(conclusion.numbers),
        operands=[
            Operand(name, [_cited(citation) for citation in cited])
            for name, cited in conclusion.operands.items()
        ],
        clears_when=list(conclusion.clears_when),
        absorbed=list(conclusion.absorbed),
        opened_at=row.opened_at,
    )


def findings_about(read: Read, ids: list[str]) -> list[FindingRow]:
    """Give the findings about these subjects, open ones first."""
    with read.engine.connect() as db:
        about = select(finding).where(finding.c.about_id.in_(ids), read.visible.findings())
        rows = db.execute(about.order_by(finding.c.state.desc(), finding.c.severity)).all()
    return [_row(read, row) for row in rows]


def findings_by_id(read: Read, ids: list[str]) -> dict[str, FindingRow]:
    """Give those of the named findings that the reader sees."""
    with read.engine.connect() as db:
        rows = db.execute(select(finding).where(finding.c.id.in_(ids), read.visible.findings()))
        return {row.id: _row(read, row) for row in rows}


def _row(read: Read, row: Any) -> FindingRow:
    return FindingRow(**_columns(read, row, conclusion_of(row.conclusion)))


def _columns(read: Read, row: Any, conclusion: Conclusion) -> dict[str, Any]:
    names = [name for name in FindingRow.__dataclass_fields__ if name not in {"state", "sentence"}]
    held = {name: getattr(row, name) for name in names}
    return {**held, "state": _state(row), "sentence": say(read, conclusion)}


def _state(row: Any) -> str:
    if row.state != "open":
        return str(row.state)
    return "disputed" if row.is_disputed else "waived" if row.waived_until else "open"


def say(read: Read, conclusion: Conclusion) -> str:
    """Say a finding in the reader's language."""
    rule = RULES.get(conclusion.rule)
    if rule is None:  # an old finding of a rule that is not there any more
        return f"{conclusion.about_key} {conclusion.about_title}: {conclusion.rule}".strip()
    return sentence(conclusion, rule, read.lang, read.names)


def _cited(citation: Citation) -> Cited:
    return Cited(
        citation.event_id,
        citation.locator,
        citation.value,
        (citation.occurred.lo, citation.occurred.hi),
        citation.recorded_at,
    )
