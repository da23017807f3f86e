"""The guides: each example is written into its folder, linted, and its own test is run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

GUIDES = sorted((ROOT / "docs").glob("adding-*.md"))
BLOCK = re.compile(r"^```python\n# (\S+\.py)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADD_FOLDERS = """
import importlib
from pathlib import Path

for name in ("connectors", "projections", "projections.rules"):
    folder = Path(__file__).parent / name.replace(".", "/")
    importlib.import_module(name).__path__.append(str(folder))
"""


def example(guide: Path, folder: Path) -> list[Path]:
    """Write the modules of a guide into *folder* as they would lie in the project."""
    written = []
    for name, source in BLOCK.findall(guide.read_text("utf-8")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
        written.append(path)
    return written


def called(*words: str) -> str:
    """Run a module of our Python, and give what it says when it finds something."""
    ended = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_the_example_of_a_guide_works_as_it_is_told(guide: Path, tmp_path: Path):
    _, test = example(guide, tmp_path)
    (tmp_path / "conftest.py").write_text(ADD_FOLDERS)

    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]

    said = called("pytest", "-q", "--tb=short", "-p", "no:cacheprovider", *settings, str(test))

    assert not said, said


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_the_example_of_a_guide_is_written_like_the_project(guide: Path, tmp_path: Path):
    module, _ = example(guide, tmp_path)
    settings = ["--config", str(ROOT / "pyproject.toml"), "--no-cache", str(module)]

    said = called("ruff", "check", *settings) + called("ruff", "format", "--diff", *settings)

    assert not said, said
