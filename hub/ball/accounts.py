"""The ledger: how far each finish moved in each status week, and that all its columns add up."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from hub.ball.holders import Holders
from hub.ball.links import Link, Links
from hub.ball.network import Stand
from hub.ball.weeks import Charging, Spent, Week
from hub.errors import Broken
from hub.rules.context import Context

WEEK = timedelta(days=7)


class NotConserved(Broken):
    """The columns of a ledger do not add up; nothing of it may be published."""

    code = "ledger_not_conserved"


@dataclass(slots=True)
class Account:
    """The ledger of one commitment, from the first approved plan on."""

    link: Link
    agreed: int
    finish: int
    spent: list[Spent] = field(default_factory=list)

    @property
    def slip(self) -> int:
        """Give the working days by which it is later than first agreed."""
        return self.finish - self.agreed

    def columns(self) -> dict[str, Fraction]:
        """Give the days of each column over all windows."""
        found: dict[str, Fraction] = defaultdict(Fraction)
        for spent in self.spent:
            for column, days in spent.columns.items():
                found[column] += days
        return dict(found)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All accounts of a status date, by commitment, and what they were made from."""

    links: Links
    holders: Holders
    accounts: dict[str, Account]


def accounts_of(context: Context) -> list[Account]:
    """Give the ledger of every commitment that has an agreed finish; raise where one is wrong."""
    return list(ledger_of(context).accounts.values())


def ledger_of(context: Context) -> Ledger:
    """Compute the ledger once for each evaluation; rules and the record see the same days."""
    kept = context.kept.get("ledger")
    if not isinstance(kept, Ledger):
        kept = context.kept["ledger"] = _ledger(context)
    return kept


def _ledger(context: Context) -> Ledger:
    links = Links(context)
    charging = Charging(links)
    accounts = {
        name: Account(link, link.steps[0].finish, link.steps[0].finish)
        for name, link in links.all.items()
    }
    before: dict[str, Stand] = {}
    for on, until in _weeks(links):
        last, day = links.number(on - timedelta(days=1)), links.number(until)
        stands = charging.network.on(day)
        week = Week(charging, stands, on, (last, day))
        begun = {n: a for n, a in accounts.items() if a.link.steps[0].since <= day}
        for name, account in begun.items():
            was = before[name].finish if name in before else account.agreed
            account.finish = stands[name].finish
            if account.finish != was:
                account.spent.append(week.spent(account.link, was))
        before = {name: stands[name] for name in begun}
    for account in accounts.values():
        check(account)
    return Ledger(links, charging.holders, accounts)


def check(account: Account) -> None:
    """Let every window, and the whole, add up exactly; else raise `NotConserved`."""
    for spent in account.spent:
        if sum(spent.columns.values(), Fraction()) != spent.moved:
            raise _broken(account)
    if sum(account.columns().values(), Fraction()) != account.slip:
        raise _broken(account)


def _broken(account: Account) -> NotConserved:
    return NotConserved(
        "The delay ledger of {key} does not add up, so none is published.",
        remedy="Report it with the log of the hub; what was published before stays readable.",
        key=account.link.owed.key,
    )


def _weeks(links: Links) -> Iterator[tuple[date, date]]:
    """Yield Monday and last day of each status week, the last one up to the status date."""
    if not links.all:
        return
    calendar, last = links.context.calendar, links.context.status_date
    events = (link.steps[0].event for link in links.all.values())
    first = min(calendar.day_of(event.occurred.hi) for event in events)
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday, min(monday + WEEK - timedelta(days=1), last)
        monday += WEEK
