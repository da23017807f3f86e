"""The rows of proposed plans, and what one plan changes in another."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select

from hub import plugins
from hub.cli.output import line, table
from hub.cli.words import say
from hub.locale import _

Change = tuple[str, str, str]
"""Field, what it was, what it becomes."""


@dataclass
class Compared:
    """What a later plan changes in an earlier one, by key."""

    older: str
    newer: str
    set_hash: str = ""
    added: dict[str, str] = field(default_factory=dict)  # key -> title
    dropped: dict[str, str] = field(default_factory=dict)
    changed: dict[str, tuple[str, list[Change]]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Give it as plain content."""
        return {
            "from": self.older,
            "to": self.newer,
            "set_hash": self.set_hash,
            "added": [{"key": k, "title": t} for k, t in self.added.items()],
            "dropped": [{"key": k, "title": t} for k, t in self.dropped.items()],
            "changed": [
                {
                    "key": key,
                    "title": title,
                    "fields": [{"field": f, "old": o, "new": n} for f, o, n in changes],
                }
                for key, (title, changes) in self.changed.items()
            ],
        }


def compare(engine: Engine, older: str, newer: str) -> Compared:
    """Compare two plans row by row; without an older one everything is added."""
    before, after = rows_of(engine, older), rows_of(engine, newer)
    found = Compared(older, newer, set_hash_of(engine, newer))
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            found.added[key] = new["title"]
        elif new is None and old is not None:
            found.dropped[key] = old["title"]
        elif old is not None and new is not None and (changes := changes_of(old, new)):
            found.changed[key] = (new["title"], changes)
    return found


def changes_of(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Give the fields that differ; what is left out stands for nothing."""
    return [
        (name, written(old.get(name)), written(new.get(name)))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def written(value: Any) -> str:
    """Write a value of a row."""
    if value is None or value == "":
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def rows_of(engine: Engine, proposal: str) -> dict[str, dict[str, Any]]:
    """Give the terms of a plan by key; a revision holds what it changes, the rest is inherited."""
    plan_row = plugins.loaded("projections.plan").plan_row
    rows: dict[str, dict[str, Any]] = {}
    with engine.connect() as db:
        for name in chain(engine, proposal):
            held = db.execute(select(plan_row).where(plan_row.c.proposal == name)).all()
            gone = {row.key for row in held if row.terms is None}
            rows |= {row.key: row.terms for row in held if row.terms is not None}
            rows = {key: terms for key, terms in rows.items() if key not in gone}
    return rows


def courts_in(engine: Engine, proposal: str) -> set[str]:
    """Name the courts to which a plan, or what a revision changes, gives dates."""
    with engine.connect() as db:
        return set(plugins.loaded("projections.plan").courts_in(db, proposal))


def chain(engine: Engine, proposal: str) -> list[str]:
    """Name the plans that a plan is made of: its baseline, then each revision."""
    plan = plugins.loaded("projections.plan").proposal
    names: list[str] = []
    with engine.connect() as db:
        while proposal and proposal not in names:
            names.insert(0, proposal)
            proposal = db.scalar(select(plan.c.revises).where(plan.c.id == proposal)) or ""
    return names


def set_hash_of(engine: Engine, proposal: str) -> str:
    """Give the hash that names exactly the rows of a plan."""
    plan = plugins.loaded("projections.plan").proposal
    with engine.connect() as db:
        return db.scalar(select(plan.c.set_hash).where(plan.c.id == proposal)) or ""


def in_force(engine: Engine, project: str, series: str, before: str = "") -> str | None:
    """Give the plan of a series that was approved last, other than *before*."""
    plan = plugins.loaded("projections.plan").proposal
    approved = (
        select(plan.c.id)
        .where(plan.c.project == project, plan.c.series == series, plan.c.state == "approved")
        .where(plan.c.id != before)
        .order_by(plan.c.decided_at.desc())
    )
    with engine.connect() as db:
        return db.scalar(approved.limit(1))


def latest_of(engine: Engine, project: str, series: str) -> str | None:
    """Give the plan of a series that was proposed last."""
    plan = plugins.loaded("projections.plan").proposal
    mine = select(plan.c.id).where(plan.c.project == project, plan.c.series == series)
    with engine.connect() as db:
        return db.scalar(mine.order_by(plan.c.proposed_at.desc()).limit(1))


def show_difference(compared: Compared) -> None:
    """Write what is added, changed and dropped."""
    counts = {n: len(getattr(compared, n)) for n in ("added", "changed", "dropped")}
    text = _("{newer} against {older}: {added} added, {changed} changed, {dropped} taken out.")
    line(
        say(text, newer=compared.newer or "–", older=compared.older or say(_("nothing")), **counts)
    )
    rows = [
        (key, title, *place)
        for key, (title, changes) in compared.changed.items()
        for place in changes
    ]
    if rows:
        table([say(h) for h in (_("key"), _("title"), _("field"), _("was"), _("becomes"))], rows)
    for word, rows_ in ((_("added"), compared.added), (_("taken out"), compared.dropped)):
        for key, title in rows_.items():
            line(f"{say(word)}: {key} {title}")
    if compared.set_hash:
        line(say(_("Hash of the set: {set_hash}"), set_hash=compared.set_hash))
