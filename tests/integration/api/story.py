"""A small rollout for the pages: two vendors, a plan, work, evidence, findings, a flag each.

Every text of a vendor's own bears the word of that vendor, so that a leak can be found in bytes.
"""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from hub.installation import Installation
from hub.model.commitment_acts import RaiseCommitment
from hub.model.commitments import CommitmentProposed, Kind, Terms
from hub.model.event import Event, Interval, Side, stream_id
from hub.model.evidence import SubmitEvidence
from hub.model.facts import (
    Edition,
    EditionHeld,
    RecordQuarantined,
    SourceObserved,
    State,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
)
from hub.model.flags import FlagItem, ReplyToFlag
from hub.model.links import LinkProposed, pair
from hub.model.parties import ModuleDeclared, UnitDeclared
from hub.model.people import Command, Person, Role
from hub.model.plans import ApprovePlan, BaselineProposed, RevisionProposed
from hub.model.runs import SourceConfigured, SourceOutcome, SyncRunCompleted, SyncRunStarted
from hub.sync import evaluate

WORD_A, WORD_B, WORD_CLIENT = "kestrel", "ptarmigan", "wheatear"
START = datetime(2025, 7, 30, 2, 0, tzinfo=UTC)
PLAN = "plan-1"
REVISION = "plan-2"

COORDINATOR = Person("person:coordinator", Side.CLIENT, Role.COORDINATOR)
SPONSOR = Person("person:sponsor", Side.CLIENT, Role.SPONSOR)
VENDOR = Person("person:vendor", Side.VENDOR, Role.VENDOR_PM, party="vendor-a")
OTHER = Person("person:other", Side.VENDOR, Role.VENDOR_PM, party="vendor-b")

MODULES = {"MES": "制造执行", "QMS": "质量管理", "WMS": "仓储管理", "EAM": "设备管理"}
UNITS = {
    "production": ("生产部", "Production"),
    "quality": ("质量部", "Quality"),
    "warehouse": ("仓储部", "Warehouse"),
    "it": ("信息部", "IT"),
}
WORKS = (
    ("工单下发与报工", "MES", "报工接口联调完成"),
    ("工艺路线维护", "MES", ""),
    ("检验计划配置", "QMS", "检验计划样例"),
    ("来料检验流程测试", "QMS", ""),
    ("库位主数据导入", "WMS", ""),
    ("PDA 收货测试", "WMS", "收货测试记录"),
    ("设备点检模板", "EAM", ""),
    ("备件台账初始化", "EAM", ""),
)


class Hands(Protocol):
    """A clock that can be moved."""

    at: datetime


def tell(hub: Installation, clock: Hands) -> None:
    """Record the story, evaluate one night; read models and clock stand at its end."""
    Teller(hub, clock).tell()


class Teller:
    """Records what happens, day by day."""

    def __init__(self, hub: Installation, clock: Hands) -> None:
        self.hub = hub
        self.clock = clock
        clock.at = START

    @property
    def at(self) -> datetime:
        return self.clock.at

    def tell(self) -> None:
        self.parties()
        self.plan()
        self.work("jira:MES", WORD_A, "MES")
        self.work("jira:OTH", WORD_B, "OTH")
        self.links()
        self.runs()
        self.reading()
        self.people()
        self.later(days=20)
        evaluate(self.hub, at=self.at)
        self.flags()
        self.revision()
        self.hub.catch_up()

    def later(self, **by: float) -> None:
        self.clock.at += timedelta(**by)

    def record(self, *events: Event, source: str = "hub") -> None:
        self.later(minutes=1)
        log, project = self.hub.log, self.hub.project
        log.append(list(events), project=project, run="run-1", recorded_at=self.at, source=source)

    def said(self, subject: str, **more: object) -> dict:
        entry = sha256(f"{subject}{more}{self.at}".encode()).hexdigest()[:20]
        return {"subject": subject, "entry": entry, "occurred": Interval.at(self.at), **more}

    def parties(self) -> None:
        for key, (zh, en) in UNITS.items():
            names = {"zh": zh, "en": en}
            said = self.said(f"client:{key}")
            self.record(UnitDeclared(**said, side=Side.CLIENT, key=key, names=names))
        for key, name in MODULES.items():
            self.record(
                ModuleDeclared(**self.said(key), key=key, names={"zh": f"{key} {name}", "en": key})
            )
        for name, party, side in (
            ("jira:MES", "vendor-a", "vendor"),
            ("jira:OTH", "vendor-b", "vendor"),
            ("workbook:plan", "", "client"),
        ):
            content = {"side": side, "party": party, "name": name}
            kind = name.partition(":")[0]
            self.record(
                SourceConfigured(**self.said(name), kind=kind, version="1", content=content)
            )

    def terms(self) -> list[Terms]:
        rows = []
        for number, (title, module, _shown) in enumerate(WORKS, start=1):
            start = date(2025, 7, 28) + timedelta(days=7 * (number // 3))
            rows.append(
                Terms(
                    key=f"T-{number:02}",
                    title=title,
                    unit="team-a" if number % 2 else "team-b",
                    accountable="person:vendor" if number != 4 else "",
                    module=module,
                    phase="试点期",
                    start_on=start,
                    finish_on=start + timedelta(days=18),
                )
            )
        duties = (("D-01", "提供 WMS 库位主数据", "warehouse"), ("D-02", "确认检验标准", "quality"))
        for key, title, unit in duties:
            rows.append(
                Terms(
                    key=key,
                    title=title,
                    kind=Kind.DUTY,
                    side=Side.CLIENT,
                    unit=unit,
                    accountable=f"person:{unit}",
                    module="WMS",
                    phase="试点期",
                    start_on=date(2025, 7, 28),
                    finish_on=date(2025, 8, 12),
                    waiting=("T-05",),
                )
            )
        rows.append(
            Terms(
                key="M-01",
                title="MES 上线",
                kind=Kind.MILESTONE,
                topic="go_live",
                unit="pm",
                accountable="person:vendor",
                module="MES",
                phase="推广期",
                finish_on=date(2025, 9, 30),
            )
        )
        return rows

    def plan(self) -> None:
        rows = self.terms()
        for number, terms in enumerate(rows, start=2):
            place = {"": f"workbook:{'a' * 64}/计划!B{number}"}
            place["finish_on"] = f"workbook:{'a' * 64}/计划!F{number}"
            self.record(
                CommitmentProposed(
                    **self.said(f"plan/{terms.key}"),
                    proposal=PLAN,
                    series="plan",
                    terms=terms,
                    locators=place,
                )
            )
        self.record(
            BaselineProposed(
                **self.said(PLAN),
                proposal=PLAN,
                series="plan",
                set_hash="hash-1",
                rows=len(rows),
                name="上线计划 0730",
                dated_on=date(2025, 7, 30),
            )
        )
        self.act(ApprovePlan(by=SPONSOR, proposal=PLAN, set_hash="hash-1"))

    def revision(self) -> None:
        later = self.terms()[4]
        moved = Terms(
            key=later.key,
            title=later.title,
            unit=later.unit,
            module=later.module,
            phase=later.phase,
            accountable=later.accountable,
            start_on=later.start_on,
            finish_on=date(2025, 9, 12),
        )
        self.record(
            CommitmentProposed(
                **self.said(f"plan/{moved.key}"), proposal=REVISION, series="plan", terms=moved
            )
        )
        self.record(
            RevisionProposed(
                **self.said(REVISION),
                proposal=REVISION,
                series="plan",
                revises=PLAN,
                set_hash="hash-2",
                rows=1,
                changed=1,
                added=0,
                dropped=0,
                name="上线计划 0829",
                reason=f"库位主数据晚到 {WORD_CLIENT}",
                dated_on=date(2025, 8, 29),
            )
        )

    def act(self, command: Command) -> None:
        self.later(minutes=1)
        self.hub.log.act(command, project=self.hub.project, run="run-1", recorded_at=self.at)

    def work(self, source: str, word: str, prefix: str) -> None:
        first, second, third = State.IN_PROGRESS, State.DONE, State.NOT_STARTED
        for number, (title, module, _shown) in enumerate(WORKS, start=1):
            subject = str(10_000 + number)
            place = f"{source}/{subject}"
            state = (first, second, third)[number % 3]
            self.record(
                WorkItemFirstSeen(
                    **self.said(subject, locator=f"{place}#field=summary"),
                    key=f"{prefix}-{number + 5}",  # of one digit and of two
                    fields={
                        "title": f"{title} {word}",
                        "status": str(number),
                        "due": (date(2025, 8, 15) + timedelta(days=number)).isoformat(),
                        "percent": [40.0, 100.0, 0.0][number % 3],
                        "module": module,
                        "assignee": f"{source}:{word}",
                    },
                    labels={"status": {first: "进行中", second: "已完成", third: "待办"}[state]},
                    state=state,
                ),
                source=source,
            )
        self.later(days=5)
        self.record(
            WorkItemFieldChanged(
                **self.said("10001", locator=f"{source}/10001#history=77/0"),
                field="due",
                old="2025-08-16",
                new="2025-10-17",
            ),
            source=source,
        )
        self.hub.accounts.names.learn({f"{source}:{word}": f"Person {word}"}, at=self.at)

    def item_id(self, source: str, number: int) -> str:
        return str(stream_id("item", source, str(10_000 + number)))

    def commitment_id(self, key: str) -> str:
        return str(stream_id("commitment", self.hub.project, f"plan/{key}"))

    def links(self) -> None:
        for number in range(1, len(WORKS) + 1):
            item, owed = self.item_id("jira:MES", number), self.commitment_id(f"T-{number:02}")
            sure = 0.98 if number != 8 else 0.8
            self.record(
                LinkProposed(
                    **self.said(pair(item, owed)),
                    item=item,
                    commitment=owed,
                    found_by="title",
                    confidence=sure,
                )
            )

    def runs(self) -> None:
        names = ("jira:MES", "jira:OTH", "workbook:plan")
        self.record(
            SyncRunStarted(
                **self.said("run-1"), trigger="timer", version="1", policy="p", sources=names
            )
        )
        outcomes = tuple(
            SourceOutcome(source=name, outcome="good", seen=8, new=9, first_seen=8)
            for name in names
        )
        self.record(SyncRunCompleted(**self.said("run-1"), outcomes=outcomes, started_at=self.at))
        for name in names:
            self.record(
                SourceObserved(
                    **self.said(name),
                    scope="",
                    kind="census",
                    started_at=self.at,
                    as_of=self.at,
                    complete=True,
                    count=8,
                ),
                source=name,
            )

    def reading(self) -> None:
        self.record(
            RecordQuarantined(
                **self.said("row-14", locator=f"workbook:{'a' * 64}/计划!F14"),
                reason="date_not_understood",
                text=f"九月底前后 {WORD_CLIENT}",
                field="due",
            ),
            source="workbook:plan",
        )
        file = Edition(
            series="plan",
            original="b" * 64,
            name="plan-0815.xlsx",
            edition_on=date(2025, 8, 15),
            dated_by="file_name",
        )
        self.record(
            EditionHeld(**self.said("plan"), edition=file, reason="held_churn"),
            source="workbook:plan",
        )

    def people(self) -> None:
        for number, (_title, _module, shown) in enumerate(WORKS, start=1):
            if shown:
                self.act(
                    SubmitEvidence(
                        by=VENDOR,
                        evidence=f"evidence-{number}",
                        key=f"T-{number:02}",
                        kind="test_record",
                        title=f"{shown} {WORD_A}",
                        shown_on=date(2025, 8, 20),
                    )
                )
        terms = Terms(
            key="P-01",
            title="打印机未到位",
            kind=Kind.PROBLEM,
            side=Side.CLIENT,
            unit="it",
            finish_on=date(2025, 8, 25),
        )
        self.act(RaiseCommitment(by=COORDINATOR, terms=terms))

    def flags(self) -> None:
        for party, item in (
            ("vendor-a", self.item_id("jira:MES", 1)),
            ("vendor-b", self.item_id("jira:OTH", 1)),
        ):
            word = WORD_A if party == "vendor-a" else WORD_B
            self.act(
                FlagItem(
                    by=COORDINATOR,
                    flag=f"flag-{party}",
                    party=party,
                    sentence=f"完成日期为何推迟到 10 月 17 日? {word}",
                    reply_by=date(2025, 9, 3),
                    item=item,
                )
            )
        self.act(
            FlagItem(
                by=COORDINATOR,
                flag="flag-2",
                party="vendor-a",
                sentence=f"请提供 PDA 收货测试记录 {WORD_A}",
                reply_by=date(2025, 9, 2),
                commitment=self.commitment_id("T-06"),
                series="plan",
                key="T-06",
            )
        )
        self.act(
            ReplyToFlag(
                by=VENDOR,
                flag="flag-2",
                answer="blocked",
                words="库位主数据未到",
                blocked_by="client:warehouse",
                since_on=date(2025, 8, 18),
            )
        )
