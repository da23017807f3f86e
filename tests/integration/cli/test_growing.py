"""The world that rules judge grows with the log, and is the same as one that is folded at once."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

from hub.installation import OPERATOR, Installation
from hub.model.commitment_acts import RaiseCommitment
from hub.model.commitments import Kind, Terms
from hub.projection import rebuild
from hub.sync import evaluate
from projections.cases import cases, world
from tests.integration.cli.terminal import Terminal


def content(of: Any) -> dict[str, Any]:
    """Give everything in a world but the commitments that were only asked for."""
    held = {field.name: getattr(of, field.name) for field in fields(of)}
    held["owed"] = {name: owed for name, owed in of.owed.items() if owed.rows or owed.said}
    held["sources"] = {name: each for name, each in of.sources.items() if each.runs}
    return held


def at_once(hub: Installation) -> dict[str, Any]:
    with hub.views.connect() as db:
        return content(world(db, hub.project))


def test_a_world_that_grew_over_evaluations_is_the_one_that_is_folded_at_once(prepared: Terminal):
    prepared.in_force()

    with prepared.hub() as hub:
        before = hub.world()
        evaluate(hub, at=hub.now() + timedelta(days=2))
        terms = Terms(key="P-9", title="Labels do not print", kind=Kind.PROBLEM)
        hub.act(RaiseCommitment(by=OPERATOR, series="problems", terms=terms))

        assert hub.world() is before
        assert content(hub.world()) == at_once(hub)


def test_a_read_model_that_was_made_again_is_folded_again(prepared: Terminal):
    prepared.in_force()

    with prepared.hub() as hub:
        hub.world()
        rebuild(hub.log, hub.views, cases)

        assert content(hub.world()) == at_once(hub)
