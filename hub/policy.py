"""The policy: rhythms, clocks, thresholds and needed evidence, the same values for both sides."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import chinese_calendar
import msgspec
from msgspec import inspect
from msgspec.structs import replace

from hub import policy_terms as terms
from hub.calendar import WorkCalendar
from hub.complaints import Complaints, unknown
from hub.errors import Refused
from hub.model.commitments import Kind
from hub.model.event import Side

DEFAULT = Path(__file__).with_name("policy.toml")
TOPICS = (
    *("function", "interface", "data", "opening_data", "master_data", "training", "document"),
    *("gate", "go_live", "internal", "decision", "daily", "process_gap", "blueprint"),
    *("unit_test", "integration_test", "uat", "kick_off", "mobilisation", "phase"),
)
"""Refinements of a kind for which other evidence may be needed than for the kind itself."""

Threshold = bool | int | float | str | Sequence[int | float]
Thresholds = dict[str, Threshold]


class PolicyRefused(Complaints):
    """A policy says what the hub does not know or cannot hold anybody to."""

    code = "policy_refused"


class Policy(terms.Strict, frozen=True, dict=True):
    """What the project has agreed. A threshold of a rule is read by `rule(name)`."""

    calendar_terms: terms.CalendarTerms = msgspec.field(name="calendar")
    rhythm: terms.Rhythm
    sla: terms.Sla
    notice: terms.Notice
    escalation: terms.Escalation
    sources: terms.Sources
    precedence: terms.Precedence
    vendor_sees: Literal["flagged+shared", "shared"]
    host_side: Side
    evidence_by_kind: dict[str, tuple[terms.Word, ...]]
    golive: terms.GoLive
    phases: terms.Phases
    meetings: terms.Meetings = msgspec.field(default_factory=terms.Meetings)
    rules: dict[str, Thresholds] = msgspec.field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """Give the first twelve digits of the SHA-256 of the canonical content."""
        canonical = json.dumps(self.content(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def content(self) -> dict[str, Any]:
        """Give the whole content as JSON values; `policy_from` reads it back."""
        content: dict[str, Any] = msgspec.to_builtins(self)
        return content

    def calendar(self) -> WorkCalendar:
        """Give the project calendar, with the holidays as they were frozen."""
        return calendar_from(self.calendar_terms)

    def evidence_for(self, kind: str, topic: str = "") -> tuple[str, ...]:
        """Give the evidence that is needed: by topic where the policy has one, else by kind."""
        by_kind = self.evidence_by_kind
        return by_kind[topic] if topic in by_kind else by_kind[kind]

    def rule(self, name: str) -> Mapping[str, Threshold]:
        """Give the thresholds of a rule; without `with_rules`, only those that differ."""
        return self.rules.get(name, {})


@lru_cache(maxsize=8)
def calendar_from(agreed: terms.CalendarTerms) -> WorkCalendar:
    """Build the calendar once per content."""
    opens, closes = (time.fromisoformat(clock) for clock in agreed.service_hours)
    return WorkCalendar(
        agreed.holidays.free,
        agreed.holidays.makeup,
        [(closed.first, closed.last) for closed in agreed.plant_shutdowns],
        tz=agreed.tz,
        known_years=agreed.holidays.years,
        service=(opens, closes),
    )


def default_policy() -> Policy:
    """Give the policy that holds where nobody has agreed on another."""
    return load_policy(None)


def load_policy(path: Path | None) -> Policy:
    """Read a policy file, which says what differs from the default; freeze its holidays.

    Lists replace lists. Raise `PolicyRefused` with everything that is wrong.
    """
    content = tomllib.loads(DEFAULT.read_text("utf-8"))
    if path is not None:
        merge(content, differing(path))
    return frozen(policy_from(content))


def differing(path: Path) -> dict[str, Any]:
    """Read the file of the installation."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        refusal = Refused(
            "The policy {path} cannot be read: {reason}.",
            remedy="Point HUB_POLICY to a TOML file in UTF-8.",
            path=path,
            reason=error,
        )
        raise PolicyRefused([refusal]) from error


def merge(content: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Put *changes* over *content*, table by table."""
    for word, value in changes.items():
        if isinstance(value, dict) and isinstance(content.get(word), dict):
            merge(content[word], value)
        else:
            content[word] = value


def policy_from(content: Mapping[str, Any]) -> Policy:
    """Read the content of an adopted policy, or raise `PolicyRefused` with all that is wrong."""
    problems = [*unknown_words(content, inspect.type_info(Policy), "policy")]
    if not problems:
        problems = [*wrong_values(content)]
    if problems:
        raise PolicyRefused(problems)
    policy = msgspec.convert(content, Policy)
    if problems := [*contradictions(policy)]:
        raise PolicyRefused(problems)
    return policy


def unknown_words(content: object, kind: inspect.Type, place: str) -> Iterator[Refused]:
    """Yield every word in a table of *content* that its place does not know."""
    if isinstance(kind, inspect.StructType) and isinstance(content, dict):
        known = {field.encode_name: field.type for field in kind.fields}
        for word, value in content.items():
            if word not in known:
                yield unknown(word, place, known)
            else:
                yield from unknown_words(value, known[word], f"{place}.{word}")
    elif isinstance(kind, inspect.VarTupleType) and isinstance(content, list | tuple):
        for number, value in enumerate(content):
            yield from unknown_words(value, kind.item_type, f"{place}[{number}]")


def wrong_values(content: Mapping[str, Any]) -> Iterator[Refused]:
    """Yield, for each section, the first value that has the wrong type or is out of bounds."""
    for section in msgspec.structs.fields(Policy):
        name = section.encode_name
        if name not in content:
            if section.required:
                yield refusal(name, "it is missing")
            continue
        try:
            msgspec.convert(content[name], section.type)
        except msgspec.ValidationError as error:
            reason, _, path = str(error).partition(" - at `$")
            yield refusal(name + path.rstrip("`"), reason)


def refusal(place: str, reason: str) -> Refused:
    """Say what is wrong where."""
    return Refused(
        "policy.{place} cannot stand: {reason}.",
        remedy="Compare it with the default policy in `docs/operating.md`.",
        place=place,
        reason=reason,
    )


def contradictions(policy: Policy) -> Iterator[Refused]:
    """Yield what is well-formed and yet cannot hold."""
    kinds = {str(kind) for kind in Kind}
    for word in policy.evidence_by_kind:
        if word not in kinds and word not in TOPICS:
            yield unknown(word, "policy.evidence_by_kind", kinds | set(TOPICS))
    for kind in sorted(kinds - set(policy.evidence_by_kind)):
        yield refusal("evidence_by_kind", f"the kind {kind} has no evidence; [] says none")
    if len(policy.escalation.ladder) != len(policy.escalation.wait_wd):
        yield refusal("escalation.wait_wd", "every step of the ladder needs one number")
    yield from impossible_days(policy.calendar_terms)


def impossible_days(agreed: terms.CalendarTerms) -> Iterator[Refused]:
    """Yield what no calendar can be made from."""
    try:
        ZoneInfo(agreed.tz)
    except (ZoneInfoNotFoundError, ValueError):
        yield refusal("calendar.tz", f"{agreed.tz} is no time zone")
    for closed in agreed.plant_shutdowns:
        if closed.last < closed.first:
            yield refusal("calendar.plant_shutdowns", f"{closed.last} is before {closed.first}")
    if agreed.service_hours[1] <= agreed.service_hours[0]:
        yield refusal("calendar.service_hours", "they end before they start")


def frozen(policy: Policy) -> Policy:
    """Write the published holidays into the policy; what is written already stays as it is."""
    agreed = policy.calendar_terms
    if agreed.holidays.years or agreed.holidays.source == "none":
        return policy
    free, makeup = sorted(chinese_calendar.holidays), sorted(chinese_calendar.workdays)
    years = range(free[0].year, free[-1].year + 1)
    holidays = replace(agreed.holidays, years=(*years,), free=(*free,), makeup=(*makeup,))
    return replace(policy, calendar_terms=replace(agreed, holidays=holidays))


def with_rules(policy: Policy, defaults: Mapping[str, Mapping[str, Any]]) -> Policy:
    """Complete the thresholds from those of the known rules, so that the content holds them all.

    Raise `PolicyRefused` for rules and thresholds that do not exist, and for other types.
    """
    if problems := [*wrong_thresholds(policy, defaults)]:
        raise PolicyRefused(problems)
    rules = {name: {**known, **policy.rule(name)} for name, known in defaults.items()}
    return replace(policy, rules=rules)


def wrong_thresholds(
    policy: Policy, defaults: Mapping[str, Mapping[str, Any]]
) -> Iterator[Refused]:
    """Yield what the policy says of rules that the rules do not understand."""
    for name, changed in policy.rules.items():
        if name not in defaults:
            yield unknown(name, "policy.rules", defaults)
            continue
        for word, value in changed.items():
            place = f"rules.{name}.{word}"
            if word not in defaults[name]:
                yield unknown(word, f"policy.rules.{name}", defaults[name])
            elif not is_like(value, defaults[name][word]):
                yield refusal(place, f"{value} is not like its default {defaults[name][word]}")


def is_like(value: Threshold, default: Threshold) -> bool:
    """Tell whether a threshold has the type of its default; whole numbers pass as fractions."""
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, list | tuple):
        return isinstance(value, list | tuple)
    return type(value) is type(default)
