"""MISSING-FROM-VENDOR: a commitment has no live work item where its side keeps its work."""

from collections.abc import Iterator

from hub.model.commitments import Kind
from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, Unknown, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.sightings import looks_since

SENTENCE = {
    "en": "{subject}: {sighting} in the sources of {court}, read completely since {since}.",
    "zh": "{subject}：{since} 起多次完整读取，{court}的数据源中{sighting}。",
}


@rule(
    "MISSING-FROM-VENDOR",
    version=4,
    group="plan",
    over="commitment",
    sentence=SENTENCE,
    defaults={"runs": 2},
)
def missing_from_vendor(case: CommitmentCase) -> Iterator[Finding]:
    """What is agreed has a live work item in the source of the side that owes it."""
    sources = case.context.sources_of(case.side)
    if case.kind not in (Kind.TASK, Kind.DELIVERABLE) or case.approval is None or not sources:
        return
    own = [item for item in case.items if item.keeper is case.side]
    if any(item.is_spoken_of for item in own) or case.accepted is not None:
        return
    if any(case.context.is_silent(reading.name) for reading in sources):
        raise Unknown(sources[0].name)
    names = {reading.name for reading in sources}
    gone = [w for w in case.context.works_of.get(case.id, []) if w.item.source in names]
    if own and not gone:
        return  # what a report told once was never to be found anywhere else
    since = gone[-1].facts[-1].recorded_at if gone else case.approval.recorded_at
    looks = looks_since(case, sources, since, case.policy["runs"])
    if not looks:
        return
    searched = f"search:work_item?key={case.key}"
    last = [Said(None, each[-1], searched) for each in looks]
    yield Finding(
        severity=Severity.S2 if gone else Severity.S3,
        court=court_of(case.side),
        operands={
            "agreed": [Said(case.key, case.row), *case.approved],
            "searched": last,
            **({"last_seen": Said(gone[-1].item.key, gone[-1].facts[-1])} if gone else {}),
        },
        numbers={"sighting": "vanished" if gone else "never_seen", "since": str(case.day(since))},
        clears_when=("reappeared", "linked", "scope_changed"),
        since=case.day(since),
    )
