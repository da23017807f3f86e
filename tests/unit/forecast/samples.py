"""Inputs of a forecast, written by hand."""

from datetime import date, timedelta
from typing import Any

from hub.forecast.inputs import Inputs

ON = date(2026, 6, 1)


def after(days: int) -> date:
    """Give the day so many days after the status date."""
    return ON + timedelta(days=days)


def inputs(**changes: Any) -> Inputs:
    """Give twelve weeks of five items each, with twenty open and nothing else to wait for."""
    content: dict[str, Any] = {
        "on": ON,
        "go_live_on": after(60),
        "open_items": 20,
        "open_duties": 0,
    }
    content |= {"open_gates": 0, "finished": 60, "throughput": (5,) * 12, "added": (0,) * 12}
    content |= {
        "cycles": (10,),
        "ages": (),
        "duties": (),
        "awaited": (),
        "duty_ids": (),
        "duty_delays": (),
    }
    return Inputs(**{**content, "gate_delays": (), "counted": ("T1",), **changes})
