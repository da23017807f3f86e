"""Settings: the `HUB_*` variables, and the sources of `sources.toml`."""

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from hub.complaints import Complaints, unknown
from hub.errors import Refused
from hub.model.event import Side
from hub.secrets import SecretReference

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Language = Literal["zh_CN", "en"]
MB = 1 << 20
CELL = 200  # bytes; a sheet of nothing but different Chinese texts was measured at 171 a cell


class SettingsRefused(Complaints):
    """The configuration says what the hub cannot work with."""

    code = "settings_refused"


class Variables(BaseSettings):
    """Settings that are read from variables of the environment, each named `HUB_` and its field."""

    model_config = SettingsConfigDict(
        env_prefix="HUB_", extra="ignore", frozen=True, hide_input_in_errors=True
    )


class Settings(Variables):
    """What an installation is told from outside."""

    home: Path = Field(Path("var"), description="Folder of everything that the hub writes.")
    database_url: SecretStr | None = Field(
        None, description="A PostgreSQL; without it, SQLite files in the home folder."
    )
    database_password: SecretReference | None = Field(
        None, description="Where the database's password is, if not in its address."
    )
    sources: Path = Field(Path("sources.toml"), description="The file that names the sources.")
    policy: Path | None = Field(None, description="A policy file: what differs from the default.")
    project: Name = Field("rollout", description="Name of the project in the log.")
    lang: Language = Field("zh_CN", description="Language of the command line, notices and briefs.")
    host: str = Field("127.0.0.1", description="Address on which the pages are served.")
    port: int = Field(8000, ge=1, le=65535, description="Port on which the pages are served.")
    proxy: str = Field("", description="Addresses of the reverse proxy that is believed.")
    public_url: str = Field("", description="Address under which people reach the pages.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least that is logged."
    )

    @property
    def database(self) -> str:
        """Give the address of the event log, password included: for the store alone.

        Raise `SettingsRefused` for an address that is none, `SecretAbsent` for a lost password.
        """
        if self.database_url is None:
            return f"sqlite:///{self.home / 'events.db'}"
        try:
            url = make_url(self.database_url.get_secret_value())
        except ArgumentError as error:
            raise SettingsRefused([no_address()]) from error
        if self.database_password is not None:
            url = url.set(password=self.database_password.read())
        return url.render_as_string(hide_password=False)


class FileLimits(Variables):
    """Limits of files; what is above them is refused with its reason, and the next file is read."""

    file_rows: int = Field(200_000, ge=1_000, le=1 << 20, description="Rows of a sheet, at most.")
    file_columns: int = Field(500, ge=50, le=1 << 14, description="Columns of a sheet, at most.")
    file_cells: int = Field(
        5_000_000, ge=100_000, description="Rows times columns that a sheet may reach over."
    )
    file_unpacked_mb: int = Field(300, ge=10, description="MB of a workbook once it is unpacked.")
    file_cpu_s: int = Field(30, ge=1, description="Seconds of work that a file may take.")
    file_memory_mb: int = Field(
        1024, ge=256, description="MB of memory for reading a file; a cell is counted as 200 bytes."
    )

    @field_validator("file_memory_mb")
    @classmethod
    def _holds_the_cells(cls, memory: int, told: ValidationInfo) -> int:
        needed = told.data.get("file_cells", 0) * CELL // MB
        if memory < needed:
            raise ValueError(f"HUB_FILE_CELLS needs {needed} MB")
        return memory


def no_address() -> Refused:
    """Say that the database's address cannot be read, without showing it."""
    return Refused(
        "HUB_DATABASE_URL is no address of a database.",
        remedy="Write postgresql://user@host/name, and the password where HUB_DATABASE_PASSWORD"
        " points.",
    )


class SourceSettings(BaseModel):
    """One source: a table `[[source]]` of `sources.toml`. A connector adds its own fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: Name = Field(description="The source's name; it stands in every locator.")
    kind: str = Field(description="Which connector reads it.")
    project: str = Field("", description="The hub's project; empty for HUB_PROJECT.")
    side: Side | None = Field(None, description="The side that keeps it; empty for the guest's.")
    party: str = Field("", description="The company that keeps it, where a side has several.")
    stale_h: int | None = Field(
        None, ge=1, description="Hours without a good reading after which it is unknown."
    )

    automation: tuple[str, ...] = Field(
        (), description="Accounts of automations; what they touch is nobody's update."
    )

    @property
    def source(self) -> str:
        """Give the name that events bear, such as `jira:SRC`."""
        return f"{self.kind}:{self.name}"

    def content(self) -> dict[str, Any]:
        """Give what `SourceConfigured` records: JSON values, secrets as references."""
        return self.model_dump(mode="json")

    @property
    def version(self) -> str:
        """Give the first twelve digits of the SHA-256 of the content."""
        canonical = json.dumps(self.content(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def limits_of_files() -> FileLimits:
    """Give the limits that the installation has; raise `SettingsRefused` for ones that are none."""
    return load_settings(FileLimits)


V = TypeVar("V", bound=Variables)


def load_settings(kind: type[V]) -> V:
    """Read the variables of *kind*, or raise `SettingsRefused` with all that is wrong."""
    try:
        return kind()
    except ValidationError as error:
        raise SettingsRefused([*problems(error, "HUB_", kind.model_fields)]) from error


def strangers() -> list[Refused]:
    """Name the `HUB_*` variables that no loaded module reads: mostly mistyped ones."""
    known = {f"HUB_{field.upper()}" for kind in kinds_of(Variables) for field in kind.model_fields}
    given = [name for name in os.environ if name.startswith("HUB_")]
    wrong = [name for name in given if name not in known and not name.startswith("HUB_TEST_")]
    return [unknown(name, "The environment", known) for name in sorted(wrong)]


def kinds_of(kind: type[Variables]) -> Iterator[type[Variables]]:
    """Yield every loaded class of variables below *kind*."""
    for below in kind.__subclasses__():
        yield below
        yield from kinds_of(below)


def load_sources(
    path: Path, kinds: Mapping[str, type[SourceSettings]], project: str = ""
) -> list[SourceSettings]:
    """Read every source of *path*, typed by its kind; *project* is that of sources without one.

    Relative paths in a source are the connector's business. Raise `SettingsRefused` with all that
    is wrong in all sources.
    """
    found: list[SourceSettings] = []
    wrong: list[Refused] = []
    for number, table in enumerate(tables(path), 1):
        place = f"{path.name}: source {table.get('name') or number}"
        try:
            found.append(one_source({"project": project, **table}, place, kinds))
        except Complaints as refused:
            wrong += refused.each
    names = [source.source for source in found]
    wrong += [taken(path, name) for name in sorted(set(names)) if names.count(name) > 1]
    if wrong:
        raise SettingsRefused(wrong)
    return found


def tables(path: Path) -> list[dict[str, Any]]:
    """Give the tables `[[source]]` of a file as they stand."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        refusal = Refused(
            "{path} cannot be read: {reason}.",
            remedy="Write one table `[[source]]` for each source, as docs/operating.md shows, or"
            " point HUB_SOURCES to the file.",
            path=path,
            reason=error,
        )
        raise SettingsRefused([refusal]) from error
    wrong = [unknown(word, path.name, ["source"]) for word in content if word != "source"]
    if wrong:
        raise SettingsRefused(wrong)
    return list(content.get("source", []))


def one_source(
    table: dict[str, Any], place: str, kinds: Mapping[str, type[SourceSettings]]
) -> SourceSettings:
    """Read one table by the settings of its kind, or raise `SettingsRefused`."""
    kind = table.get("kind", "")
    if kind not in kinds:
        raise SettingsRefused([unknown(str(kind), f"{place}.kind", kinds)])
    try:
        return kinds[kind].model_validate(table)
    except ValidationError as error:
        raise SettingsRefused([*problems(error, f"{place}.", kinds[kind].model_fields)]) from error


def taken(path: Path, name: str) -> Refused:
    """Say that two sources have one name."""
    return Refused(
        "{path} names two sources {name}.",
        remedy="Give each its own name; facts of the two could not be told apart.",
        path=path.name,
        name=name,
    )


def problems(error: ValidationError, prefix: str, known: Mapping[str, Any]) -> Iterator[Refused]:
    """Turn what the validation found into refusals; none of them repeats a value."""
    for one in error.errors(include_input=False, include_url=False):
        path = [str(step) for step in one["loc"]]
        if one["type"] == "extra_forbidden" and len(path) == 1:
            yield unknown(path[0], prefix.rstrip(". "), known)
            continue
        shown = path if prefix != "HUB_" else [path[0].upper(), *path[1:]]
        yield Refused(
            "{place} cannot stand: {reason}.",
            remedy="docs/operating.md says what it may be.",
            place=prefix + ".".join(shown),
            reason=one["msg"].removeprefix("Value error, "),
        )
