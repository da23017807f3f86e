"""Who takes part in a simulated rollout: modules, departments, teams, and roles as persons."""

from dataclasses import dataclass, field

MODULES = {
    "MES": "制造执行",
    "MOM": "制造运营",
    "QMS": "质量管理",
    "LIMS": "实验室管理",
    "WMS": "仓储管理",
    "EAM": "设备管理",
    "ESM": "能源管理",
    "ERP": "企业资源计划",
    "OA": "协同办公",
    "CRM": "客户管理",
    "PLM": "产品生命周期",
}
DEPARTMENTS = {
    "production": "生产部",
    "quality": "质量部",
    "equipment": "设备部",
    "warehouse": "仓储部",
    "it": "信息部",
    "finance": "财务部",
    "management": "管理部",
}
AT_HOME = {
    **{"MES": "production", "MOM": "production", "QMS": "quality", "LIMS": "quality"},
    **{"WMS": "warehouse", "EAM": "equipment", "ESM": "equipment", "ERP": "finance"},
    **{"OA": "management", "CRM": "management", "PLM": "it"},
}
SUB_SUPPLIER = "subsupplier"
COORDINATOR, SPONSOR = "person:coordinator", "person:sponsor"
VENDOR_PM, VENDOR_MANAGEMENT = "person:vendor-pm", "person:vendor-management"
LEADS = {"client": COORDINATOR, "vendor": VENDOR_PM}
EXECUTIVES = {"client": SPONSOR, "vendor": VENDOR_MANAGEMENT}
EXECUTIVE_COURTS = {"client": "client:sponsor", "vendor": "vendor:management"}
LEAD_COURTS = {"client": "client:coordinator", "vendor": "vendor:pm"}


def other(side: str) -> str:
    """Give the opposite side."""
    return "vendor" if side == "client" else "client"


def sheet(side: str, what: str) -> str:
    """Give the name of a weekly sheet of a side: the client's departments send theirs too."""
    return what if side == "vendor" else f"own-{what}"


@dataclass
class Cast:
    """The people and units of one rollout. Names are roles: nobody here ever lived."""

    modules: list[str]
    people: dict[str, str] = field(default_factory=dict)  # reference -> what sheets call them
    teams: dict[str, str] = field(default_factory=dict)
    staff: dict[str, list[str]] = field(default_factory=dict)  # unit -> references

    def __post_init__(self) -> None:
        self.people |= {COORDINATOR: "项目协调员", SPONSOR: "分管领导"}
        self.people |= {VENDOR_PM: "乙方项目负责人", VENDOR_MANAGEMENT: "乙方公司领导"}
        for unit, name in DEPARTMENTS.items():
            self.people[f"person:head-{unit}"] = f"{name}主管"
            self._hire(unit, name, "骨干", 8)
        for module in self.modules:
            self._join(module)
        self.teams[SUB_SUPPLIER] = "接口分包组"
        self._hire(SUB_SUPPLIER, "接口", "开发", 5)

    def join(self, module: str) -> None:
        """Let one more module take part, with a team of its own."""
        self.modules.append(module)
        self._join(module)

    def _join(self, module: str) -> None:
        self.teams[module.lower()] = f"{module}实施组"
        self._hire(module.lower(), module, "顾问", 8)

    def _hire(self, unit: str, name: str, what: str, count: int) -> None:
        letters = "甲乙丙丁戊己庚辛"
        for place in range(count):
            reference = f"person:{unit}-{place + 1}"
            self.people[reference] = f"{name}{what}{letters[place]}"
            self.staff.setdefault(unit, []).append(reference)

    def hire(self, unit: str, what: str) -> str:
        """Add one more person to a unit, and give the reference."""
        place = len(self.staff[unit]) + 1
        reference = f"person:{unit}-{place}"
        self.people[reference] = f"{what}{place}"
        self.staff[unit].append(reference)
        return reference

    @property
    def units(self) -> dict[str, str]:
        """Give what sheets call each department and team: name -> key."""
        return {name: unit for unit, name in (DEPARTMENTS | self.teams).items()}

    def unit_name(self, unit: str) -> str:
        """Give what sheets call a unit."""
        return (DEPARTMENTS | self.teams).get(unit, "")
