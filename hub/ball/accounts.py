"""The ledger: how far each finish moved in each status week, and that all its columns add up."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from hub.ball.books import Books, Changes, Page
from hub.ball.chain import Links
from hub.ball.holders import Holders
from hub.ball.links import Link
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
    return context.recall(_ledger, context)


def _ledger(context: Context) -> Ledger:
    links, books = Links(context), context.recall(Books)
    charging = Charging(links)
    changes = books.changes(charging)
    accounts = {
        name: Account(link, link.steps[0].finish, link.steps[0].finish)
        for name, link in links.all.items()
    }
    pages: dict[date, Page] = {}
    for on, until in _weeks(links):
        days = links.number(on - timedelta(days=1)), links.number(until)
        pages[on] = _page(charging, on, Page(days), books.pages.get(on), changes)
        _enter(charging, on, pages[on], accounts)
    for account in accounts.values():
        check(account)
    books.keep(pages, changes)
    return Ledger(links, charging.holders, accounts)


def _page(charging: Charging, on: date, page: Page, last: Page | None, changes: Changes) -> Page:
    """Begin the page of a week with what stands of it since the last time."""
    if last is not None and last.days == page.days:
        standing = {name for name in charging.links.all if not changes.touch(name, page.days[1])}
        page.stands = {name: last.stands[name] for name in standing}
        page.spent = {name: spent for name, spent in last.spent.items() if name in standing}
    page.stands = charging.network.on(page.days[1], page.stands)
    return page


def _enter(charging: Charging, on: date, page: Page, accounts: dict[str, Account]) -> None:
    """Charge what moved in a week."""
    week = Week(charging, page.stands, on, page.days)
    for name, account in accounts.items():
        if account.link.steps[0].since > page.days[1]:
            continue
        was, account.finish = account.finish, page.stands[name].finish
        if account.finish == was:
            page.spent.pop(name, None)
            continue
        known = page.spent.get(name)
        if known is None or known.before != was:
            known = page.spent[name] = week.spent(account.link, was)
        account.spent.append(known)


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
