"""A rollout in the making: its rows, acts, files and labels, all drawn from one random seed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from hub.demo.rollout.cast import AT_HOME, COORDINATOR, MODULES, Cast
from hub.demo.rollout.days import at, later, wd, weekly
from hub.demo.rollout.labels import Label
from hub.demo.rollout.rows import Row

PROJECTS = {"vendor": "VEN", "client": "CLI", "sub": "SUB"}  # tool -> project in the local Jira
GO_LIVE = {"small": 75, "large": 200}  # working days after the first, in every third rollout
MONDAYS = ("2025-03-10", "2025-03-24", "2025-04-14", "2025-07-07", "2025-08-18", "2025-09-01")


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    modules: int
    tasks: int  # of the vendor, for each module
    weeks: tuple[int, int]
    copies: int  # how often each scenario is tried


SIZES = {"small": Size(3, 11, (12, 14), 1), "large": Size(11, 45, (38, 40), 6)}


@dataclass
class File:
    """A file that somebody puts into the drop folder of a source."""

    at: datetime
    source: str
    name: str
    body: bytes


@dataclass
class World:
    """One simulated rollout. Scenarios add to it; `folder.py` writes it down."""

    seed: int
    size: str = "small"
    injected: bool = True
    rows: list[Row] = field(default_factory=list)
    acts: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    steps: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)  # of the local Jira
    files: list[File] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    down: dict[date, list[str]] = field(default_factory=dict)  # nights, sources
    extra: dict[str, Any] = field(default_factory=dict)  # what scenarios tell the reports
    gates: dict[str, date] = field(default_factory=dict)  # blueprint sign-off of each module
    closing: list[Callable[[], None]] = field(default_factory=list)  # when all is laid out
    said: list[str] = field(default_factory=list)  # scenarios that found no room

    def __post_init__(self) -> None:
        self.rng = Random(f"{self.seed}/{self.size}")  # noqa: S311 - the same seed, the same rollout
        shape = SIZES[self.size]
        self.shape = shape
        chosen = self.rng.sample(sorted(MODULES), shape.modules)
        self.cast = Cast(chosen)
        first = MONDAYS[0] if self.size == "large" else self.rng.choice(MONDAYS)
        self.first = date.fromisoformat(first)
        self.weeks = self.rng.randint(*shape.weeks)
        self.last = list(weekly(self.first, later(self.first, self.weeks * 7)))[self.weeks - 1]
        self.goes_live_on = later(self.first, GO_LIVE[self.size]) if self.seed % 3 == 0 else None
        if self.goes_live_on is not None:
            self.last = later(self.goes_live_on, 3)
        self.length = wd(self.first, self.goes_live_on or self.last) - (
            14 if self.goes_live_on else 0
        )
        if self.injected and self.seed % 5 == 0:
            self.extra["never"] = {"ahead"}  # the source of the vendor's plans brings no file
        self._numbers: dict[str, int] = {}

    def day(self, number: int) -> date:
        """Give the working day so many after the first."""
        return later(self.first, number)

    def key(self, prefix: str) -> str:
        """Give the next key of a prefix."""
        self._numbers[prefix] = self._numbers.get(prefix, 100) + 1
        return f"{prefix}{self._numbers[prefix]}"

    def act(self, when: datetime, do: str, by: Any = COORDINATOR, **fields: Any) -> None:
        """Let a person do something; it is written down on the same evening."""
        self.acts.append((when, {"do": do, "by": by, "at": when.isoformat(), **fields}))

    def label(self, label: Label) -> None:
        """Say that a discrepancy is there."""
        self.labels.append(label)

    def unit_of(self, side: str, module: str) -> str:
        """Give the team or department that works on a module."""
        return module.lower() if side == "vendor" else AT_HOME[module]

    def phase_on(self, module: str, start_on: date) -> str:
        """Give the phase in which work that begins on a day belongs."""
        return "准备期" if start_on <= self.gates[module] else "试点期"

    def task(
        self,
        side: str,
        start_on: date,
        days: int,
        *,
        module: str = "",
        scenario: str = "",
        **more: Any,
    ) -> Row:
        """Add a task that begins on a day and is planned for so many working days."""
        module = module or self.rng.choice(self.cast.modules)
        unit = more.pop("unit", "") or self.unit_of(side, module)
        new = scenario or self.size == "large"
        what = {"vendor": f"{module}顾问", "client": f"{self.cast.unit_name(unit)}骨干"}[side]
        row = Row(
            key=self.key("T-" if side == "vendor" else "C-"),
            title="",
            side=side,
            unit=unit,
            owner=more.pop("owner", "") or (self.cast.hire(unit, what) if new else ""),
            module=module,
            phase=self.phase_on(module, start_on),
            start_on=start_on,
            finish_on=later(start_on, days),
            scenario=scenario,
            **more,
        )
        row.title = row.title or title_of(row, self.rng)
        self.rows.append(row)
        return row

    def truth(self, key: str) -> Row:
        """Give a row by its key."""
        return next(row for row in self.rows if row.key == key)

    @property
    def last_day(self) -> date:
        """Give the day of go-live; the last of the play where that lies beyond."""
        return self.goes_live_on or self.last

    @property
    def told_at(self) -> datetime:
        """Give the instant after which the plan is in force."""
        return at(self.first, "14:30")


DOING = ("配置", "开发", "梳理", "联调", "整理", "验证", "编写", "调整")
THINGS = (
    *(
        "工单下达",
        "报工界面",
        "检验标准",
        "库位编码",
        "设备台账",
        "能源采集",
        "物料主数据",
        "工艺路线",
    ),
    *("标签模板", "权限矩阵", "接口报文", "异常处理", "看板", "批次追溯", "盘点流程", "点检计划"),
)


def title_of(row: Row, rng: Random) -> str:
    """Invent a title. The number in it is that of the key, so that no two are alike."""
    number = row.key.partition("-")[2]
    return f"{row.module}{rng.choice(THINGS)}{rng.choice(DOING)}（{number}）"
