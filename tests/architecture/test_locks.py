"""The locks: exact versions with hashes, and no address of a registry."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.architecture.tree import ROOT, files, texts

LOCKS = ("requirements.lock", "requirements-test.lock")
REGISTRIES = re.compile(
    r"(pypi|pythonhosted|npmjs|unpkg|jsdelivr|anaconda|cdnjs|crates)\.(org|io|com|net)"
)


def pins(lock: str) -> dict[str, str]:
    """Give the pinned lines of a lock by the name of what they pin."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return {re.split(r"[=\s;\[]", line, maxsplit=1)[0].lower(): line for line in lines}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(lock: str):
    assert "://" not in (ROOT / lock).read_text()


@pytest.mark.parametrize("lock", LOCKS)
def test_each_line_of_a_lock_names_one_version_and_its_hashes(lock: str):
    loose = [
        line for line in pins(lock).values() if "==" not in line or "--hash=sha256:" not in line
    ]

    assert loose == []


@pytest.mark.parametrize(("lock", "extra"), [(LOCKS[0], ""), (LOCKS[1], "test")])
def test_a_lock_fits_what_the_project_asks_for(lock: str, extra: str):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])

    for wanted in map(Requirement, asked):
        line = pins(lock)[wanted.name.lower()]
        version = re.split(r"==|[\s;]", line)[1]
        assert wanted.specifier.contains(version), line


def test_what_tests_install_contains_all_that_runs():
    assert set(pins(LOCKS[0]).items()) <= set(pins(LOCKS[1]).items())


def test_no_file_holds_the_address_of_a_registry():
    found = [path for path in files() if REGISTRIES.search(texts().get(path, ""))]

    assert found == []
