"""What people call their units and modules, per language."""

from sqlalchemy import Engine, select

from projections.parties import named


def unit_names(engine: Engine, project: str, lang: str) -> dict[str, str]:
    """Give the names of units by court, such as `client:production`."""
    return {f"{side}:{key}": said for side, key, said in _named(engine, project, "unit", lang)}


def module_names(engine: Engine, project: str, lang: str) -> dict[str, str]:
    """Give the names of modules by key."""
    return {key: said for _side, key, said in _named(engine, project, "module", lang)}


def _named(engine: Engine, project: str, kind: str, lang: str) -> list[tuple[str, str, str]]:
    mine = select(named).where(named.c.project == project, named.c.kind == kind)
    with engine.connect() as db:
        rows = db.execute(mine).all()
    found = [(row.side, row.key, row.names.get(lang) or row.names.get(lang[:2])) for row in rows]
    return [(side, key, said) for side, key, said in found if said]
