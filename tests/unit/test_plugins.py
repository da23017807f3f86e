"""A file that is put into a folder is found, and nothing else has to change."""

from pathlib import Path, PurePosixPath

import pytest

import connectors
import projections.rules
from hub import plugins
from hub.errors import Broken
from hub.rules import RULES

CONNECTOR = """
from types import SimpleNamespace
CONNECTOR = SimpleNamespace(kind="{kind}")
"""
RULE = """
from hub.rules import rule


@rule("DROPPED-IN", version=1, group="flow", over="item", sentence={}, defaults={"wd": 3})
def dropped_in(case):
    "Say what should be true."
    return iter(())
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that belongs to the packages of connectors and of rules."""
    for package in (connectors, projections.rules):
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    return tmp_path


def test_a_module_that_cannot_be_loaded_is_named(folder: Path):
    (folder / "torn.py").write_text("import nothing_like_this")

    with pytest.raises(Broken, match=r"connectors\.torn cannot be loaded"):
        plugins.connectors()


def test_two_connectors_of_one_kind_are_refused(folder: Path):
    for name in ("twin_one", "twin_two"):
        (folder / f"{name}.py").write_text(CONNECTOR.format(kind="twin"))

    with pytest.raises(Broken, match="read the kind twin"):
        plugins.connectors()


def test_a_connector_is_one_file(folder: Path):
    (folder / "dropped.py").write_text(CONNECTOR.format(kind="dropped"))

    assert "dropped" in plugins.connectors()


def test_a_rule_is_one_file_and_brings_its_thresholds(folder: Path):
    (folder / "dropped_in.py").write_text(RULE)

    try:
        assert plugins.thresholds()["dropped_in"] == {"wd": 3}
    finally:
        del RULES["DROPPED-IN"]


def test_a_module_with_a_leading_underscore_is_left_out(folder: Path):
    (folder / "_draft.py").write_text(CONNECTOR.format(kind="draft"))

    assert "draft" not in plugins.connectors()


def test_a_package_that_is_not_installed_holds_nothing():
    assert list(plugins.modules_of("never_installed")) == []


def test_values_are_found_by_their_type_and_once(folder: Path):
    (folder / "typed.py").write_text("from pathlib import PurePosixPath as P\nA = B = P('a')")

    assert plugins.exposed("connectors", PurePosixPath) == [PurePosixPath("a")]
