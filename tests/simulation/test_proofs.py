"""Every citation of every finding of a simulated rollout is read again, in its original too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.cli.audit import Audit, audited
from hub.demo.rollout.folder import write
from hub.demo.rollout.make import make
from tests.simulation.play import playing


@pytest.fixture(scope="module")
def audit(stage: Path) -> Iterator[Audit]:
    """Play one rollout to its end, and audit what was found."""
    with playing(write(make(1), stage / "rollout"), stage / "hub", None) as (play, nights):
        for _night in nights:
            pass
        yield audited(play.hub, None)


def test_every_citation_says_what_its_event_says(audit: Audit):
    assert len(audit.findings) > 50
    assert audit.wrong == []


def test_originals_say_the_same_when_they_are_read_again(audit: Audit):
    counts = audit.originals

    assert counts["original_differs"] == 0
    assert counts["cannot_be_read"] == 0
    assert counts["same"] > 100
