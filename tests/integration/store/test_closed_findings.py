"""What a person closed stays closed in the pages, also when what they closed it for is gone."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.installation import opened
from hub.model.event import Event, Interval, Severity
from hub.model.findings import (
    Citation,
    Conclusion,
    FindingCleared,
    FindingClosed,
    FindingOpened,
)
from hub.settings import Settings
from projections.findings import finding

AT = datetime(2026, 3, 5, 12, tzinfo=UTC)
ON = date(2026, 3, 5)


def said(entry: str) -> dict[str, Any]:
    return {"subject": "F", "finding": "F", "entry": entry, "occurred": Interval.at(AT)}


@pytest.mark.parametrize(("by_a_person", "state"), [(True, "closed"), (False, "cleared")])
def test_what_is_gone_is_cleared_unless_a_person_closed_it(
    database_url: str, tmp_path: Path, by_a_person, state
):
    cited = Citation("e@1", "", "", Interval.at(AT), AT)
    conclusion = Conclusion(
        rule="SCHEDULE-SLIP", shown_as="SCHEDULE-SLIP", over="commitment", about_id="c-1",
        severity=Severity.S2, court="vendor:pm", operands={"due": (cited,)},
    )  # fmt: skip
    events: list[Event] = [
        FindingOpened(
            **said("opened"), conclusion=conclusion, episode=1,
            status_date=ON, rule_version=1, policy_version="p",
        )
    ]  # fmt: skip
    if by_a_person:
        events.append(FindingClosed(**said("closed"), reason="accepted_risk"))
    events.append(FindingCleared(**said("cleared"), since=ON, status_date=ON))
    settings = Settings(home=tmp_path, database_url=database_url, sources=tmp_path / "s.toml")
    with opened(settings, lambda: AT, create=True) as hub:
        hub.log.append(events, project=hub.project, run="", recorded_at=AT)
        hub.catch_up()
        with hub.views.connect() as db:
            row = db.execute(select(finding)).one()

    assert (row.state, row.cleared_on) == (state, ON)
