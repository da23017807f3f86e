"""What an operator may say about one series of workbooks, in a table `[[source]]`."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from hub.shared_folder import FolderSettings


class WorkbookSettings(FolderSettings):
    """One series of files that keeps coming back: a plan, a weekly report, a list of issues."""

    kind: Literal["workbook"] = Field("workbook", description="Always `workbook`.")
    profile: str = Field("weekly_report", description="What the files are for.")
    profiles: Path | None = Field(None, description="Folder with profiles of one's own.")
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
