"""MISSING-FROM-VENDOR: a commitment has no live work item where its side keeps its work."""

from collections.abc import Iterator
from datetime import datetime

from hub.model.commitments import Kind
from hub.model.event import Severity
from hub.model.facts import SourceObserved
from hub.model.people import court_of
from hub.rules import Finding, Unknown, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.world import Reading

SENTENCE = {
    "en": "{subject}: {sighting} in the sources of {court}, read completely since {since}.",
    "zh": "{subject}：{since} 起多次完整读取，{court}的数据源中{sighting}。",
}


@rule(
    "MISSING-FROM-VENDOR",
    version=2,
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
    if case.works or case.accepted is not None:
        return
    if any(case.context.is_silent(reading.name) for reading in sources):
        raise Unknown(sources[0].name)
    gone = case.context.works_of.get(case.id, [])
    since = gone[-1].facts[-1].recorded_at if gone else case.approval.recorded_at
    looks = [_looks_since(case, reading, since) for reading in sources]
    if min(len(each) for each in looks) < case.policy["runs"]:
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


def _looks_since(case: CommitmentCase, reading: Reading, since: datetime) -> list[SourceObserved]:
    """Give the complete looks after an instant, the last of each day: two in an hour are one."""
    looks = [seen for seen in case.context.complete_looks(reading) if seen.recorded_at > since]
    return list({case.day(seen.recorded_at): seen for seen in looks}.values())
