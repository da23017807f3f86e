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
    """Give everything on record in a world."""
    names = ("owed", "work", "sources")
    return parts(of) | {
        name: {key: parts(each) for key, each in getattr(of, name).items()} for name in names
    }


def parts(of: Any) -> dict[str, Any]:
    """Give what a part of a world holds, without who has looked at it."""
    others = ("watch", "marks", "context")
    return {f.name: getattr(of, f.name) for f in fields(of) if f.name not in others}


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
