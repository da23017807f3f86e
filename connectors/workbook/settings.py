"""What an operator may say about one series of workbooks, in a table `[[source]]`."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from hub.settings import SourceSettings


class WorkbookSettings(SourceSettings):
    """One series of files that keeps coming back: a plan, a weekly report, a list of issues."""

    kind: Literal["workbook"] = Field("workbook", description="Always `workbook`.")
    folder: Path | None = Field(None, description="Drop folder; it is never written to.")
    file: tuple[str, ...] = Field(
        (), description="Names of its files, such as `*周报*`, where sources share a folder."
    )
    profile: str = Field("weekly_report", description="What the files are for.")
    profiles: Path | None = Field(None, description="Folder with profiles of one's own.")
    series: str = Field("", description="Name of the series; empty for the source's name.")
    shows: str = Field(
        "", description="Commitment that files of evidence are shown for, such as `plan/T-12`."
    )
    units: dict[str, str] = Field({}, description="Departments as written, and our names of them.")
    people: dict[str, str] = Field({}, description="Names as written, and references to persons.")
    due_from: date | None = Field(
        None, description="Day from which on its files are due; empty: once the series is set up."
    )
    encoding: str = Field("", description="Encoding of CSV files, where it cannot be told.")
    day_order: Literal["", "dmy", "mdy"] = Field(
        "", description="How dates such as 03/04/2026 are written, where no value tells it."
    )
    zone: str = Field("Asia/Shanghai", description="Zone in which the dates of editions are meant.")

    @property
    def named_series(self) -> str:
        """Give the name of the series."""
        return self.series or self.name
