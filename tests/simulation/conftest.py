"""A place for hubs that live for one play: in memory, where there is room."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.__main__ import in_memory


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder whose writes wait for no disk; it is gone after the last test of a module."""
    memory = in_memory()
    if memory is None:
        yield tmp_path_factory.mktemp("stage")
        return
    with tempfile.TemporaryDirectory(prefix="hub-simulation-", dir=memory) as folder:
        yield Path(folder)
