"""The same events with the sides swapped: client and vendor, their leads, their executives."""

import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.model.event import Event
from hub.policy import Policy
from hub.rules.folding import fold_into
from hub.rules.world import World

PAIRS = {
    "client": "vendor",
    "client:coordinator": "vendor:pm",
    "client:sponsor": "vendor:management",
    "coordinator": "vendor_pm",
    "sponsor": "vendor_management",
}
SWAPPED = PAIRS | {other: one for one, other in PAIRS.items()}
COURT = re.compile(r"\b(?:client|vendor):\w+")  # alone, or within a name


def mirrored(value: Any) -> Any:
    """Swap the sides in a value, however deep; texts that name no side stay."""
    if isinstance(value, Struct):
        names = value.__struct_fields__
        return replace(value, **{name: mirrored(getattr(value, name)) for name in names})
    if isinstance(value, dict):
        return {key: mirrored(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(mirrored(each) for each in value)
    if isinstance(value, str):
        return type(value)(SWAPPED.get(value) or COURT.sub(_other_court, value))
    return value


def _other_court(found: re.Match[str]) -> str:
    side, _, unit = found[0].partition(":")
    return SWAPPED.get(found[0]) or f"{SWAPPED[side]}:{unit}"


def mirrored_world(project: str, events: Iterable[Event]) -> World:
    """Fold events with their sides swapped."""
    return fold_into(World(project), (mirrored(event) for event in events))


def mirrored_policy(policy: Policy) -> Policy:
    """Let the other side run the hub, and owe what returns.

    `coordinator` and `sponsor` mean the host side's there, so they stay.
    """
    rhythm = {name: getattr(policy.rhythm, name) for name in policy.rhythm.__struct_fields__}
    owed = {
        name: replace(each, sender=mirrored(each.sender))
        for name, each in rhythm.items()
        if str(getattr(each, "sender", "")).partition(":")[0] in ("client", "vendor")
    }
    return replace(policy, host_side=policy.host_side.other, rhythm=replace(policy.rhythm, **owed))
