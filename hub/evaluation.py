"""From cases to findings to events: what opened, what changed, what is not found any more."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import structlog

from hub.ball import LedgerTurns
from hub.collecting import collecting_later
from hub.errors import Broken
from hub.interaction import Judged, Key, interact
from hub.model.event import Event, Interval
from hub.model.findings import (
    Citation,
    Conclusion,
    FindingChanged,
    FindingCleared,
    FindingOpened,
)
from hub.model.runs import EvaluationCompleted
from hub.policy import Policy
from hub.rules import Finding, Rule, Said, Unknown
from hub.rules.case import Case
from hub.rules.context import Context
from hub.rules.provisional import provisional
from hub.rules.remembering import Answer
from hub.rules.subjects import CASES
from hub.rules.world import Concluded, World
from hub.waiving import derived_waivers

log = structlog.get_logger()


def status_date_at(at: datetime, policy: Policy) -> date:
    """Give the day that is judged at an instant: the last that has ended in the project's zone."""
    return policy.calendar().day_of(at) - timedelta(days=1)


@collecting_later()
def judge(context: Context, rules: Mapping[str, Rule]) -> Judged:
    """Ask every rule about every case it is over; what stands since the last time stays."""
    judged, context.turns = Judged(), context.recall(LedgerTurns, context)
    by_subject: dict[str, list[tuple[Rule, Mapping[str, Any]]]] = {}
    for each in rules.values():
        thresholds: Mapping[str, Any] = {**each.defaults, **context.policy.rule(each.name)}
        for subject in (each.over, *each.also_over):
            by_subject.setdefault(subject, []).append((each, thresholds))
    for over, asked in by_subject.items():
        for case in CASES[over](context):
            judged.cases += 1
            for each, thresholds in asked:
                _take(judged, (each.code, case.id), _said(each, thresholds, case))
    interact(judged, rules)
    return judged


@dataclass(eq=False, frozen=True, slots=True)
class _Told:
    """What one rule says of one case."""

    findings: Sequence[tuple[Key, Conclusion, Finding]] = ()
    is_unknown: bool = False
    is_broken: bool = False


NOTHING, UNKNOWN = _Told(), _Told(is_unknown=True)


def _said(rule: Rule, thresholds: Mapping[str, Any], case: Case) -> _Told:
    answer = case.answers.get(rule.check)
    if answer is None:
        answer = case.answers[rule.check] = Answer(_ask, (rule, thresholds, case))
    return answer.get(case.watch)  # type: ignore[no-any-return]


def _take(judged: Judged, asked: tuple[str, str], told: _Told) -> None:
    if told.is_unknown:
        judged.unknown.add(asked)
        judged.broken += told.is_broken
    for key, conclusion, finding in told.findings:
        judged.found[key] = conclusion
        judged.findings[key] = finding


def _ask(rule: Rule, thresholds: Mapping[str, Any], case: Case) -> _Told:
    case.policy = thresholds
    try:
        findings = list(rule.check(case))
    except Unknown:
        return UNKNOWN
    except Exception:  # a bug in one rule must not silence the others
        log.exception("rule_failed", rule=rule.code, subject=case.id)
        return _Told(is_unknown=True, is_broken=True)
    return _Told([_told(rule, case, each) for each in findings]) if findings else NOTHING


def _told(rule: Rule, case: Case, finding: Finding) -> tuple[Key, Conclusion, Finding]:
    return (rule.code, case.id, finding.detail), _conclude(rule, case, finding), finding


def _conclude(rule: Rule, case: Case, finding: Finding) -> Conclusion:
    operands = {name: _cited(said) for name, said in finding.operands.items()}
    if not operands or not all(operands.values()):
        raise Broken(
            "The rule {rule} concluded something about {subject} without a citation.",
            remedy="Mend the rule: every operand cites where it was read.",
            rule=rule.code,
            subject=case.id,
        )
    severity = finding.severity
    if not (finding.is_path_value or rule.never_raised) and (
        case.on_golive_path or case.in_golive_window
    ):
        severity = severity.raised()
    return Conclusion(
        rule=rule.code,
        shown_as=finding.shown_as or rule.code,
        over=case.over,
        about_id=case.id,
        about_key=case.key,
        about_title=case.title,
        severity=severity,
        court=finding.court,
        operands=operands,
        numbers={**finding.numbers, **provisional(case, finding)},
        clears_when=finding.clears_when,
        since=finding.since,
        module=case.module,
        phase=case.phase,
        unit=case.unit,
        story=finding.story or case.story,
        detail=finding.detail,
        sentence=finding.sentence,
    )


def _cited(said: Said | list[Said]) -> tuple[Citation, ...]:
    return tuple(each.citation for each in (said if isinstance(said, list) else [said]))


@dataclass(frozen=True, slots=True)
class Sitting:
    """One evaluation: what is on record before it, the rules, and the day it judges."""

    world: World
    rules: Mapping[str, Rule]
    policy_version: str
    status_date: date
    at: datetime


def differences(sitting: Sitting, judged: Judged) -> tuple[list[Event], tuple[str, ...]]:
    """Give the events by which the record follows what was judged, and what was missed."""
    comparison = _Comparison(sitting)
    latest: dict[Key, Concluded] = {}
    for concluded in sitting.world.findings.values():
        said = concluded.conclusion
        key = (said.rule, said.about_id, said.detail)
        if key not in latest or concluded.episode > latest[key].episode:
            latest[key] = concluded
    for key in sorted(judged.found):
        comparison.found(judged.found[key], latest.get(key))
    for key, concluded in latest.items():
        is_judged = key[0] in sitting.rules and key[:2] not in judged.unknown
        if key not in judged.found and concluded.state in ("open", "closed") and is_judged:
            comparison.missed(concluded)  # what was closed may come back, as a new episode
    waived = derived_waivers(sitting.world, sitting.status_date, sitting.at)
    return [*comparison.events, *waived], tuple(sorted(comparison.missing))


class _Comparison:
    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.events: list[Event] = []
        self.missing: list[str] = []

    def found(self, conclusion: Conclusion, last: Concluded | None) -> None:
        """Open a new episode, or record what changed in the one that is open."""
        if last is None or last.state == "cleared" or self._is_back(last):
            self._open(conclusion, last)
        elif last.state == "open" and _figures(conclusion) != _figures(last.conclusion):
            self.events.append(
                FindingChanged(
                    **self._said(last.id, conclusion, f"changed:{self.sitting.world.position}"),
                    conclusion=conclusion,
                    status_date=self.sitting.status_date,
                    rule_version=self.sitting.rules[conclusion.rule].version,
                    policy_version=self.sitting.policy_version,
                )
            )

    def _is_back(self, last: Concluded) -> bool:
        """A person who closed it as mended was told so too early."""
        return last.state == "closed" and last.closed_reason in (
            "fixed",
            "correction",
            "late_entry",
        )

    def _open(self, conclusion: Conclusion, last: Concluded | None) -> None:
        episode = last.episode + 1 if last else 1
        parts = (conclusion.rule, conclusion.about_id, conclusion.detail, str(episode))
        name = "/".join(part for part in parts if part)
        self.events.append(
            FindingOpened(
                **self._said(name, conclusion, "opened"),
                conclusion=conclusion,
                episode=episode,
                status_date=self.sitting.status_date,
                rule_version=self.sitting.rules[conclusion.rule].version,
                policy_version=self.sitting.policy_version,
                previous=last.id if last else "",
            )
        )

    def missed(self, concluded: Concluded) -> None:
        """Clear what two evaluations of different days did not find; note the first miss."""
        if concluded.missed_on is None or concluded.missed_on >= self.sitting.status_date:
            self.missing.append(concluded.id)
            return
        self.events.append(
            FindingCleared(
                **self._said(concluded.id, concluded.conclusion, "cleared"),
                since=concluded.missed_on,
                status_date=self.sitting.status_date,
            )
        )

    def _said(self, name: str, conclusion: Conclusion, entry: str) -> dict[str, Any]:
        # An entry that does not depend on who evaluates: two evaluations at once record it once.
        return {
            "subject": name,
            "finding": name,
            "entry": entry,
            "occurred": Interval.at(self.sitting.at),
            "actor": f"rule:{conclusion.rule}",
        }


def _figures(conclusion: Conclusion) -> tuple[object, ...]:
    """Give what counts as a change; a newer proof of the same absence does not."""
    return (
        conclusion.severity,
        conclusion.court,
        conclusion.shown_as,
        conclusion.numbers,
        conclusion.since,
        conclusion.absorbed,
    )


def completed(
    sitting: Sitting, judged: Judged, events: Iterable[Event], missed: tuple[str, ...]
) -> EvaluationCompleted | None:
    """Give the event that closes an evaluation; None where the last one already says the same."""
    counts = Counter(type(event) for event in events)
    versions = {code: rule.version for code, rule in sorted(sitting.rules.items())}
    world, last = sitting.world, sitting.world.evaluated
    standing = (sitting.status_date, sitting.policy_version, versions, world.facts, missed)
    if last is not None and not counts:
        said = (last.status_date, last.policy_version, last.rule_versions, last.facts, last.missed)
        if said == standing:
            return None
    return EvaluationCompleted(
        subject=world.project,
        entry=f"{sitting.status_date}:{world.position}",
        occurred=Interval.at(sitting.at),
        actor="hub",
        status_date=sitting.status_date,
        policy_version=sitting.policy_version,
        rule_versions=versions,
        position=world.position,
        facts=world.facts,
        judged=judged.cases,
        opened=counts[FindingOpened],
        changed=counts[FindingChanged],
        cleared=counts[FindingCleared],
        missed=missed,
        abstained=len(judged.unknown),
    )
