"""Variables of the environment and the sources of `sources.toml`."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from hub.errors import Refused
from hub.model.event import Side
from hub.secrets import SecretAbsent, SecretReference
from hub.settings import (
    Settings,
    SettingsRefused,
    SourceSettings,
    limits_of_files,
    load_settings,
    load_sources,
    strangers,
)


class Place(BaseModel):
    """A part of a source's own settings."""

    folder: str


class PaperSettings(SourceSettings):
    """A kind of source for these tests."""

    token: SecretReference
    place: Place | None = None


def sources(folder: Path, text: str) -> list[SourceSettings]:
    """Read a file of sources that says *text*."""
    path = folder / "sources.toml"
    path.write_text(text, "utf-8")
    return load_sources(path, {"paper": PaperSettings}, "rollout")


def refused(folder: Path, text: str) -> list[str]:
    """Give the reasons for which the sources are refused."""
    with pytest.raises(SettingsRefused) as caught:
        sources(folder, text)
    return [str(why) for why in caught.value.each]


GOOD = '[[source]]\nname = "plan"\nkind = "paper"\ntoken = "env:PAPER_TOKEN"\n'


def test_all_that_is_wrong_in_all_sources_is_said_at_once(tmp_path: Path):
    reasons = refused(tmp_path, GOOD + "tokn = 1\nside = 'us'\n[[source]]\nkind = 'papr'\n")

    assert len(reasons) == 3
    assert "Did you mean token?" in reasons[0] + reasons[1]
    assert "Did you mean paper?" in reasons[2]


def test_a_secret_in_clear_is_refused_without_being_repeated(tmp_path: Path):
    [reason] = refused(tmp_path, GOOD.replace("env:PAPER_TOKEN", "s3cret-value"))

    assert "never in clear" in reason
    assert "s3cret-value" not in reason


def test_two_sources_of_one_name_are_refused(tmp_path: Path):
    [reason] = refused(tmp_path, GOOD + GOOD)

    assert "two sources paper:plan" in reason


def test_a_wrong_value_deep_in_a_source_is_named_by_its_place(tmp_path: Path):
    [reason] = refused(tmp_path, GOOD + "[source.place]\nfolder = 1\n")

    assert "source plan.place.folder cannot stand" in reason


@pytest.mark.parametrize("text", ["[[sources]]\nname = 'x'", "name = ["])
def test_a_file_that_is_no_list_of_sources_is_refused(tmp_path: Path, text: str):
    [reason] = refused(tmp_path, text)

    assert "sources.toml" in reason


def test_a_missing_file_is_an_error_that_says_what_to_write(tmp_path: Path):
    with pytest.raises(SettingsRefused, match=r"\[\[source\]\]"):
        load_sources(tmp_path / "none.toml", {})


def test_a_source_knows_its_side_and_the_name_that_events_bear(tmp_path: Path):
    [source] = sources(tmp_path, GOOD + "side = 'client'\n")

    assert (source.side, source.source, source.project) == (Side.CLIENT, "paper:plan", "rollout")


def test_what_is_recorded_of_a_source_holds_the_reference_and_not_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PAPER_TOKEN", "s3cret-value")

    [source] = sources(tmp_path, GOOD)

    assert source.content()["token"] == "env:PAPER_TOKEN"
    assert "PAPER_TOKEN" not in repr(source)


def test_a_changed_source_has_another_version(tmp_path: Path):
    [before], [after] = sources(tmp_path, GOOD), sources(tmp_path, GOOD + "party = 'north'")

    assert before.version != after.version
    assert len(after.version) == 12


def test_all_wrong_variables_are_said_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUB_PORT", "many")
    monkeypatch.setenv("HUB_LANG", "fr")

    with pytest.raises(SettingsRefused, match=r"HUB_LANG cannot stand[\s\S]*HUB_PORT cannot"):
        load_settings(Settings)


def test_a_mistyped_variable_is_named_with_the_one_that_was_probably_meant(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("HUB_DATABSE_URL", "postgresql://db/hub")
    monkeypatch.setenv("HUB_TEST_SOMETHING", "1")

    [stranger] = strangers()

    assert "Did you mean HUB_DATABASE_URL?" in str(stranger)


def test_without_an_address_the_log_is_a_file_in_the_home_folder(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUB_HOME", "/srv/hub")

    assert load_settings(Settings).database == "sqlite:////srv/hub/events.db"


def test_the_password_of_the_database_comes_from_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "password").write_text("p@ss/word\n")
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://hub_app@db/hub")
    monkeypatch.setenv("HUB_DATABASE_PASSWORD", f"file:{tmp_path}/password")

    settings = load_settings(Settings)

    assert settings.database == "postgresql://hub_app:p%40ss%2Fword@db/hub"
    assert "p@ss" not in repr(settings)


def test_an_address_that_is_none_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUB_DATABASE_URL", "s3cret-value")

    with pytest.raises(SettingsRefused) as caught:
        _ = load_settings(Settings).database

    assert "s3cret-value" not in str(caught.value)


@pytest.mark.parametrize("place", ["env:HUB_TEST_NOWHERE", "file:/nowhere/at/all"])
def test_a_secret_that_is_not_there_says_where_it_was_sought(place: str):
    with pytest.raises(SecretAbsent) as caught:
        SecretReference(place).read()

    assert isinstance(caught.value, Refused)
    assert place in str(caught.value)


def test_a_reference_is_known_by_its_place_and_prints_as_stars():
    here = SecretReference("env:HERE")

    assert here == SecretReference("env:HERE")
    assert len({here, SecretReference("env:HERE"), SecretReference("env:THERE")}) == 2
    assert f"{here} {here!r}" == "*** ***"


def test_more_cells_than_the_memory_of_a_reader_holds_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUB_FILE_CELLS", "20000000")

    with pytest.raises(SettingsRefused) as refused:
        limits_of_files()

    assert "HUB_FILE_MEMORY_MB" in str(refused.value)
    assert "3814 MB" in str(refused.value)
    monkeypatch.setenv("HUB_FILE_MEMORY_MB", "4000")
    assert limits_of_files().file_cells == 20_000_000
