"""OUT-OF-SCOPE: a demand, or work, without a line of contract, blueprint or plan."""

from collections.abc import Iterator
from datetime import timedelta

from hub.model.commitments import CommitmentRaised, Kind
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Event, Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{title}: {subtype} without a line of contract or plan. Turn: {court}.",
    "zh": "{title}：{subtype}，合同与计划中没有对应条目。待处理：{court}。",
}
DEFAULTS = {"unplanned_share": 0.10, "clarification_days": 0.5}


@rule("OUT-OF-SCOPE", version=1, group="plan", over="project", sentence=SENTENCE, defaults=DEFAULTS)
def out_of_scope(case: ProjectCase) -> Iterator[Finding]:
    """What is demanded or worked on has a line in the contract, the blueprint or the plan."""
    for commitment in case.commitments:
        if isinstance(commitment.row, CommitmentRaised) and commitment.row.origin.startswith(
            "demand"
        ):
            yield from _demand(case, commitment)
    finished = [(item, done) for item in case.items if (done := _finished(item)) is not None]
    unplanned = [(item, done) for item, done in finished if not item.commitments]
    if (
        unplanned
        and len(unplanned) > case.policy["unplanned_share"] * len(finished)
        and case.context.in_force
    ):
        yield Finding(
            severity=Severity.S3,
            court=court_of(unplanned[0][0].keeper),
            operands={
                "raised": [Said(item.key, done.event, done.locator) for item, done in unplanned],
                "finished": [Said(item.key, done.event, done.locator) for item, done in finished],
            },
            numbers={
                "subtype": "unplanned",
                "title": ", ".join(sorted(item.key for item, _ in unplanned)),
                "unplanned": len(unplanned),
                "finished_items": len(finished),
            },
            clears_when=("linked", "decided"),
            detail="unplanned",
        )


def _demand(case: ProjectCase, commitment: CommitmentCase) -> Iterator[Finding]:
    """A demand waits for a decision of the executive."""
    matters = case.context.world.matters.values()
    asked = [matter for matter in matters if _concerns(matter[0], commitment)]
    if any(isinstance(event, DecisionAnswered) for matter in asked for event in matter):
        return
    is_hardware = commitment.kind is Kind.HARDWARE
    yield Finding(
        severity=Severity.S2 if is_hardware else Severity.S3,
        court=_asked_of(asked[0][0]) if asked else court_of(commitment.side, commitment.unit),
        operands={
            "raised": Said(case.day(commitment.row.occurred.hi), commitment.row),
            "line": commitment.searched("contract_line"),
            **({"asked": [Said("asked", m[0]) for m in asked]} if asked else {}),
        },
        numbers={"subtype": "hardware" if is_hardware else "demand", "title": commitment.title},
        clears_when=("decided", "reference_added"),
        since=case.day(commitment.row.occurred.hi),
        detail=commitment.key,
    )


def _finished(item: ItemCase) -> Said | None:
    """Give what says that an item was finished in the week before the status date."""
    state = item.state
    if state is None or not state.value.is_done or not item.is_shown:
        return None
    done_on = item.day(state.event.occurred.hi)
    return state if item.status_date - timedelta(days=7) < done_on <= item.status_date else None


def _concerns(event: Event, commitment: CommitmentCase) -> bool:
    return isinstance(event, DecisionAsked) and commitment.key in event.concerns


def _asked_of(event: Event) -> str:
    return event.of if isinstance(event, DecisionAsked) else ""
