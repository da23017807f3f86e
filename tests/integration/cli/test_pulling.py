"""Reading between two nights from the command line."""

from hub.ingest import Hint
from tests.integration.cli.terminal import Terminal


def test_where_nothing_has_moved_nothing_is_read(prepared: Terminal):
    assert prepared.told("pull") == {
        "run": "",
        "sources": [],
        "evaluation": None,
        "exit_code": 0,
    }
    assert "No source has said" in prepared.good("pull")


def test_only_what_has_hinted_is_read(prepared: Terminal):
    with prepared.hub() as hub:
        hub.hints.take("workbook:plan", Hint("d"), at=hub.now())
    told = prepared.told("pull")
    again = prepared.told("pull")

    assert [one["source"] for one in told["sources"]] == ["workbook:plan"]
    assert again["sources"] == []
