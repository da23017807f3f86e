"""What an operator may say about one Jira: a table `[[source]]` with `kind = "jira"`."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, field_validator

from hub.model.facts import State
from hub.secrets import SecretReference
from hub.settings import SourceSettings

ProjectKey = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,254}$")]


class FieldMapping(BaseModel):
    """Which of Jira's fields mean what: ids, or names where they are unique; first filled wins.

    `components`, `labels:<prefix>` and `project` may stand where a field is expected.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    due: tuple[str, ...] = Field(("duedate",), description="When it is to be finished.")
    start: tuple[str, ...] = Field((), description="When it is to start.")
    percent: tuple[str, ...] = Field((), description="How much is said to be done.")
    percent_scale: Literal["0-1", "0-100", "text"] = Field(
        "0-100", description="How the percent is written; `text` is a number with a % sign."
    )
    weight: tuple[str, ...] = Field((), description="How much it counts.")
    module: tuple[str, ...] = Field((), description="The module it belongs to.")
    phase: tuple[str, ...] = Field((), description="The phase it belongs to.")
    department: tuple[str, ...] = Field((), description="The department it concerns.")
    refers_to: tuple[str, ...] = Field(
        (), description="The line of contract or blueprint that it is for."
    )
    extra: tuple[str, ...] = Field((), description="Fields that are kept under their own id.")


class StatusMapping(BaseModel):
    """What Jira's statuses mean where their category does not tell."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    states: dict[str, State] = Field({}, description="The neutral state by id of the status.")
    dropped: tuple[str, ...] = Field(
        (), description="Ids of resolutions that mean: will not be done."
    )


class JiraSettings(SourceSettings):
    """One Jira, Cloud or Data Center."""

    kind: Literal["jira"] = Field("jira", description="Always `jira`.")
    base_url: HttpUrl = Field(description="Address, with context path if there is one.")
    dialect: Literal["auto", "cloud", "dc"] = Field(
        "auto", description="Set it where the server does not say what it is."
    )
    account: str = Field("", description="E-mail or login; empty for a token that stands alone.")
    token: SecretReference = Field(description="Where the token is: env:NAME or file:/path.")
    projects: tuple[ProjectKey, ...] = Field(min_length=1, description="Keys of what is read.")
    fields: FieldMapping = Field(FieldMapping(), description="What Jira's fields mean.")
    status: StatusMapping = Field(StatusMapping(), description="What Jira's statuses mean.")
    zone: str = Field("", description="Zone of the account's profile, if Jira does not tell it.")
    horizon: timedelta = Field(
        # The search index shows some changes hours late; two hours proved too little.
        timedelta(hours=26),
        ge=timedelta(hours=12),
        description="How far the nightly reading looks back behind the last one.",
    )
    horizon_day: timedelta = Field(
        timedelta(minutes=10), description="The same for readings within the day."
    )
    nightly_h: float = Field(
        # A run counts as nightly when the last complete census is older than this.
        20,
        gt=0,
        description="Hours after which a reading takes census again.",
    )
    reread_nights: int = Field(28, ge=1, description="Nights in which every live item is re-read.")
    patience: timedelta = Field(timedelta(minutes=15), description="Longest wait for a busy Jira.")
    connections: int = Field(4, ge=1, le=4, description="Most requests at the same time.")
    allow: tuple[str, ...] = Field(
        (), description="Hosts or networks that may be internal, or speak plain http."
    )
    ca_file: Path | None = Field(None, description="Certificates of your own authority.")
    write_back: Literal["off", "dry_run", "on"] = Field(
        "off", description="Whether flags are written into the issues."
    )
    webhook_secret: SecretReference | None = Field(
        None, description="Where the secret is with which Jira signs its webhooks."
    )
    webhook_token: SecretReference | None = Field(
        None, description="The same for a server that cannot sign: the token in its address."
    )

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        if zone:
            try:
                ZoneInfo(zone)
            except (KeyError, ValueError, OSError) as error:
                raise ValueError("there is no such zone") from error
        return zone

    @property
    def address(self) -> str:
        """Give the base address without a slash at its end."""
        return str(self.base_url).rstrip("/")
