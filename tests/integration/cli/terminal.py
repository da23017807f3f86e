"""A person who types commands, and the little world that they are about."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from typer.testing import CliRunner, Result

from hub.cli import app
from hub.cli.session import session
from hub.demo.tables import HERE as DEMO
from hub.installation import Installation

PLAN = DEMO / "plan" / "plan-2025-08-06.xlsx"
EARLIER_PLAN = DEMO / "plan" / "plan-2025-07-30.xlsx"
REPORT = DEMO / "reports" / "weekly-report-2025-09-12.xlsx"

SOURCES = """
[[source]]
name = "plan"
kind = "workbook"
side = "client"
profile = "baseline_plan"
folder = "{home}/plan"

[[source]]
name = "reports"
kind = "workbook"
side = "vendor"
profile = "weekly_report"
folder = "{home}/reports"
"""
SPONSOR = {"do": "assign-role", "by": "operator", "person": "person:sponsor", "role": "sponsor"}
COORDINATOR = {**SPONSOR, "person": "person:coordinator", "role": "coordinator"}


@dataclass
class Terminal:
    """Types words and reads what comes back."""

    home: Path

    def types(self, *words: object, **more: Any) -> Result:
        """Type a command."""
        return CliRunner().invoke(app, [str(word) for word in words], **more)

    def good(self, *words: object, **more: Any) -> str:
        """Type a command that ends well, and give what it says."""
        result = self.types(*words, **more)
        assert result.exit_code == 0, result.output
        return result.stdout

    def told(self, *words: object, code: int = 0) -> Any:
        """Type a command with `--json`, and give its one object."""
        result = self.types(*words, "--json")
        assert result.exit_code == code, result.output
        [line] = result.stdout.splitlines()
        return json.loads(line)

    def configure(self) -> None:
        """Name two sources, with empty folders."""
        for name in ("plan", "reports"):
            (self.home / name).mkdir()
        (self.home / "sources.toml").write_text(SOURCES.format(home=self.home.as_posix()))

    def drop(self, file: Path, folder: str) -> None:
        """Let a file arrive that nobody writes to any more."""
        arrived = self.home / folder / file.name
        copyfile(file, arrived)
        os.utime(arrived, (0, 0))

    def acts(self, *acts: dict[str, Any]) -> str:
        """Record acts of people."""
        path = self.home / "acts.jsonl"
        path.write_text("\n".join(json.dumps(act) for act in acts), "utf-8")
        return self.good("record", path)

    def approve(self) -> str:
        """Name a sponsor, and let that person approve the plan that lies on the table."""
        self.acts({**SPONSOR, "side": "client"})
        proposal = self.told("plan", "list")["plans"][-1]["id"]
        self.good("plan", "approve", proposal, "--by", "person:sponsor")
        return str(proposal)

    def in_force(self) -> None:
        """Let a plan be proposed, approved, and judged against a report."""
        self.good("plan", "propose", PLAN)
        self.approve()
        self.drop(REPORT, "reports")
        self.good("sync")

    def hub(self) -> Any:
        """Open the same installation beside the command line."""
        return session()


def position(terminal: Terminal) -> int:
    """Give how far the log is."""
    hub: Installation
    with terminal.hub() as hub:
        return hub.log.last_position()
