"""From accounts to events: only windows that are other than they are on record are recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog
from msgspec.structs import replace

from hub.ball.accounts import Account, NotConserved, accounts_of
from hub.ball.weeks import Spent
from hub.model.charges import LedgerRecorded, LedgerWithheld, Window
from hub.model.event import Event, Interval
from hub.rules.context import Context

log = structlog.get_logger()
AT_ONCE = 400  # windows in one event


@dataclass(frozen=True, slots=True)
class Charged:
    """What an evaluation says of the ledger."""

    events: list[Event]
    is_withheld: bool = False


def charged(context: Context) -> Charged:
    """Give the events by which the ledger on record follows the one of the status date."""
    try:
        accounts = accounts_of(context)
    except NotConserved as error:
        log.exception("ledger_withheld", status_date=str(context.status_date))
        event = LedgerWithheld(
            **_said(context, f"withheld:{context.world.facts}"),
            status_date=context.status_date,
            words=str(error),
        )
        return Charged([event], is_withheld=True)
    changed = list(_changed(context, accounts))
    parts = [changed[start : start + AT_ONCE] for start in range(0, len(changed), AT_ONCE)]
    return Charged(
        [
            LedgerRecorded(
                **_said(context, f"{context.world.position}:{place}"),
                status_date=context.status_date,
                windows=tuple(part),
            )
            for place, part in enumerate(parts)
        ]
    )


def _said(context: Context, place: str) -> dict[str, Any]:
    return {
        "subject": context.world.project,
        "entry": f"ledger:{context.status_date}:{place}",
        "occurred": Interval.at(context.at),
        "actor": "hub",
    }


def _changed(context: Context, accounts: list[Account]) -> Iterator[Window]:
    recorded = context.world.windows
    found = {(w.commitment, w.on): w for a in accounts for w in windows_of(context, a)}
    for key, window in found.items():
        if recorded.get(key) != window:
            yield window
    for key, window in recorded.items():
        if key not in found and window.columns:
            none: dict[str, Any] = {"columns": {}, "reasons": {}, "cited": {}, "chain": ()}
            yield replace(window, finish_on=window.before_on, moved_wd=0, **none)


def windows_of(context: Context, account: Account) -> Iterator[Window]:
    """Give the windows of an account as they are recorded."""
    for spent in account.spent:
        if spent.window is None:
            spent.window = _window(context, account, spent)
        yield spent.window


def _window(context: Context, account: Account, spent: Spent) -> Window:
    owed = account.link.owed
    return Window(
        commitment=owed.id,
        series=owed.series,
        key=owed.key,
        on=spent.on,
        agreed_on=account.link.steps[0].finish_on,
        before_on=_day(context, account, spent.before),
        finish_on=_day(context, account, spent.after),
        moved_wd=spent.moved,
        columns={column: str(days) for column, days in spent.columns.items()},
        reasons=spent.reasons,
        cited={column: tuple(e.event_id for e in said) for column, said in spent.cited.items()},
        chain=spent.chain,
    )


def _day(context: Context, account: Account, number: int) -> date:
    agreed_on = account.link.steps[0].finish_on
    return context.calendar.add(agreed_on, number - account.agreed)
