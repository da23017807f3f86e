"""`hub ledger`: working days with the ball, from the side that is asked for."""

from typing import Annotated, Any

import typer
from sqlalchemy import Connection, select

from hub import plugins
from hub.ball.rounding import rounded
from hub.ball.summary import BY, LAST, Days, Line, by_side, exact, finishing, in_order
from hub.ball.words import CHARGED
from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, AsOf, instant, session, views
from hub.cli.shell import Misused
from hub.cli.told import unit_names
from hub.cli.words import language, say
from hub.locale import _
from hub.sentences import court_name

ByWhat = Annotated[
    str, typer.Option("--by", metavar="BY", help=_("side, department, module, window or item."))
]
Key = Annotated[
    str, typer.Option("--key", metavar="KEY", help=_("Of one commitment, instead of go-live."))
]


def ledger(by: ByWhat = "side", key: Key = "", as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Tell who had the ball while finishes moved, in working days that add up to the slip."""
    if by not in BY:
        raise Misused(
            _("The ledger is not told by {by}."),
            remedy=_("Use one of: {known}."),
            by=by,
            known=", ".join(BY),
        )
    with session() as hub:
        at = instant(hub, as_of)
        engine = views(hub, at)
        with engine.connect() as db:
            subject, lines = told(db, hub.project, by, key)
        names = unit_names(engine, hub.project, language())
    content = {
        "as_of": at,
        "by": by,
        "of": subject,
        "lines": [_plain(each) for each in lines],
        "days": str(sum(each.days for each in lines)) if by not in ("module", "item") else None,
    }
    answer(content, as_json, lambda: show(subject, lines, names))


def told(db: Connection, project: str, by: str, key: str) -> tuple[str, list[Line]]:
    """Give the key of the commitment whose ledger is told, and its lines from one side."""
    owed = plugins.loaded("projections.plan").commitment
    account = plugins.loaded("projections.ledger").account
    rows = db.execute(select(owed).where(owed.c.project == project).order_by(owed.c.key)).all()
    held = {r.commitment: r for r in db.execute(select(account)).all() if r.project == project}
    if by == "item":
        mine = sorted((r for r in rows if r.id in held), key=lambda r: -held[r.id].slip_wd)
        return "", [_line(row.key, row, held) for row in mine]
    if by == "module":
        modules = sorted({row.module for row in rows if row.module})
        ends = [(module, finishing(rows, module)) for module in modules]
        return "", [_line(module, row, held) for module, row in ends if row is not None]
    subject = next((r for r in rows if r.key == key), None) if key else finishing(rows)
    if subject is None:
        return "", []
    if by == "window":
        return subject.key, _weeks(db, subject)
    columns = exact(held[subject.id].columns) if subject.id in held else {}
    return subject.key, _single(by_side(columns) if by == "side" else columns, by)


def _single(columns: Days, by: str) -> list[Line]:
    kept = [name for name in in_order(columns) if by == "side" or name not in LAST]
    return [Line(name, columns={name: columns[name]}) for name in kept]


def _line(name: str, row: Any, held: dict[str, Any]) -> Line:
    found = held.get(row.id)
    agreed, finish = (found.agreed_on, found.finish_on) if found else (row.finish_on,) * 2
    columns = exact(found.columns) if found else {}
    return Line(name, row.id, row.key, row.title, row.module, agreed, finish, columns)


def _weeks(db: Connection, subject: Any) -> list[Line]:
    window = plugins.loaded("projections.ledger").window
    mine = select(window).where(window.c.commitment == subject.id).order_by(window.c.on)
    about = (subject.id, subject.key, subject.title, subject.module)
    return [
        Line(str(row.on), *about, row.before_on, row.finish_on, exact(row.columns))
        for row in db.execute(mine)
    ]


def _plain(each: Line) -> dict[str, Any]:
    names = ("name", "commitment", "key", "title", "module", "agreed_on", "finish_on")
    columns = each.columns or {}
    return {
        **{name: getattr(each, name) for name in names},
        "days": str(each.days),
        "columns": {name: str(columns[name]) for name in in_order(columns)},
    }


def show(subject: str, lines: list[Line], names: dict[str, str]) -> None:
    """Write the lines as a table; rounded figures keep their sum."""
    if not lines:
        line(say(_("There is no ledger yet, or no finish has moved.")))
        return
    if subject:
        line(say(_("Delay ledger of {key}, in working days"), key=subject))
    whole = {str(place): each.days for place, each in enumerate(lines)}
    shown = rounded(whole)
    rows = [
        (_named(each.name, names), f"{shown[str(place)]:g}", _parts(each, names))
        for place, each in enumerate(lines)
    ]
    if subject:
        total = sum(round(each * 10) for each in shown.values()) / 10
        rows.append((say(_("Sum")), f"{total:g}", ""))
    table([say(_("what")), say(_("days")), say(_("who had the ball"))], rows)


def _parts(each: Line, names: dict[str, str]) -> str:
    if len(each.columns or {}) <= 1 and each.name in (each.columns or {}):
        return each.title
    shown = rounded(each.columns or {})
    return " + ".join(f"{_named(name, names)} {shown[name]:g}" for name in in_order(shown))


def _named(name: str, names: dict[str, str]) -> str:
    if name in CHARGED:
        return say(CHARGED[name])
    return court_name(name, language(), names) if ":" in name else say(name)
