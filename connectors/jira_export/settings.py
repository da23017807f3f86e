"""What an operator may say about exports of one Jira: a table of kind `jira_export`."""

import re
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from connectors.jira_export.words import COLUMNS
from hub.model.facts import State
from hub.shared_folder import FolderSettings

NAME_DATE = (
    r"(?P<year>20\d{2})[-_.]?(?P<month>\d{2})[-_.]?(?P<day>\d{2})"
    r"(?:[T_ .-]?(?P<hour>[0-2]\d)[-_.:h]?(?P<minute>[0-5]\d))?"
)


class ExportFields(BaseModel):
    """Which custom fields mean what: names or ids; the first filled one wins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: tuple[str, ...] = Field((), description="When it is to start.")
    due: tuple[str, ...] = Field((), description="When it is to be finished, before Jira's own.")
    percent: tuple[str, ...] = Field((), description="How much is said to be done.")
    percent_scale: Literal["0-1", "0-100", "text"] = Field(
        "0-100", description="How the percent is written; `text` is a number with a % sign."
    )
    weight: tuple[str, ...] = Field((), description="How much it counts.")
    module: tuple[str, ...] = Field((), description="The module it belongs to.")
    phase: tuple[str, ...] = Field((), description="The phase it belongs to.")
    department: tuple[str, ...] = Field((), description="The department it concerns.")
    extra: tuple[str, ...] = Field((), description="Fields that are kept under their own name.")


class JiraExportSettings(FolderSettings):
    """Files that Jira itself has exported, CSV or XML, one after the other."""

    kind: Literal["jira_export"] = Field("jira_export", description="Always `jira_export`.")
    zone: str = Field("Asia/Shanghai", description="Zone in which the exporter's times are meant.")
    as_of: datetime | date | None = Field(
        None, description="When the export was made, for one file that does not tell it."
    )
    name_date: str = Field(
        "",
        description="Pattern with year, month and day by which a file's name tells it; empty for"
        " `2026-03-20` or `20260320`, with or without a time such as `T0930`.",
    )
    columns: dict[str, str] = Field(
        {}, description="Headers in a language that is not known, and our names of them."
    )
    custom_fields: dict[str, str] = Field({}, description="Ids of custom fields by their names.")
    fields: ExportFields = Field(ExportFields(), description="What Jira's fields mean.")
    states: dict[str, State] = Field({}, description="The neutral state by name of the status.")
    dropped: tuple[str, ...] = Field(
        (), description="Names of resolutions that mean: will not be done."
    )
    people: dict[str, str] = Field({}, description="Names as written, and references to persons.")
    row_limit: int = Field(
        1000, ge=1, description="Most rows that this Jira exports; so many may not be all."
    )
    complete: bool = Field(
        True, description="Whether a file shows everything, so that what is missing is gone."
    )

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("there is no such zone") from error
        return zone

    @field_validator("name_date")
    @classmethod
    def _pattern_names_a_day(cls, pattern: str) -> str:
        try:
            groups = re.compile(pattern or NAME_DATE).groupindex
        except re.error as error:
            raise ValueError("it is no regular expression") from error
        if not {"year", "month", "day"} <= groups.keys():
            raise ValueError("it needs the groups year, month and day")
        return pattern

    @field_validator("columns")
    @classmethod
    def _columns_are_known(cls, columns: dict[str, str]) -> dict[str, str]:
        wrong = sorted(set(columns.values()) - COLUMNS)
        if wrong:
            raise ValueError(f"known are: {', '.join(sorted(COLUMNS))}")
        return columns

    @property
    def date_in_name(self) -> str:
        """Give the pattern."""
        return self.name_date or NAME_DATE

    @property
    def at_zone(self) -> ZoneInfo:
        """Give the zone."""
        return ZoneInfo(self.zone)
