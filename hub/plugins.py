"""Finds connectors, read models, rules and routes by looking into their packages.

The only dynamic import: the core knows the four packages by name and nothing of what they hold.
A file that is put into one of them is found at the next start; nothing is registered elsewhere.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, TypeVar

from hub.errors import Broken
from hub.rules import RULES, Rule

T = TypeVar("T")


def modules_of(package: str) -> Iterator[ModuleType]:
    """Import and yield the modules that lie directly in *package*, by name.

    Names with a leading underscore are left out; a package that is not installed holds nothing.
    Raise `Broken` for a module that cannot be imported: half the sources would be worse than none.
    """
    if find_spec(package) is None:
        return
    for found in sorted(iter_modules(import_module(package).__path__), key=lambda one: one.name):
        if not found.name.startswith("_"):
            yield loaded(f"{package}.{found.name}")


def loaded(module: str) -> ModuleType:
    """Import one module by its dotted name."""
    try:
        return import_module(module)
    except Exception as error:
        raise Broken(
            "The module {module} cannot be loaded: {reason}.",
            remedy="Mend the file, or take it out of its folder.",
            module=module,
            reason=error,
        ) from error


def exposed(package: str, kind: type[T]) -> list[T]:
    """Give what the modules of *package* hold of *kind*, in the order of modules and of lines."""
    found: list[T] = []
    for module in modules_of(package):
        for value in vars(module).values():
            if isinstance(value, kind) and not any(value is one for one in found):
                found.append(value)
    return found


def connectors() -> dict[str, Any]:
    """Give every connector by the kind of source that it reads: `CONNECTOR` of its module."""
    found: dict[str, Any] = {}
    for module in modules_of("connectors"):
        connector = getattr(module, "CONNECTOR", None)
        if connector is None:
            continue
        if connector.kind in found:
            raise Broken(
                "Two modules of connectors read the kind {kind}; one of them is {module}.",
                remedy="Give one of them another kind.",
                kind=connector.kind,
                module=module.__name__,
            )
        found[connector.kind] = connector
    return found


def rules() -> dict[str, Rule]:
    """Give every rule by its code, such as `SCHEDULE-SLIP`, ordered by code."""
    own = {module.__name__ for module in modules_of("projections.rules")}
    return {code: RULES[code] for code in sorted(RULES) if RULES[code].check.__module__ in own}


def thresholds() -> dict[str, dict[str, Any]]:
    """Give the default thresholds of every rule by its name, such as `schedule_slip`."""
    return {rule.name: dict(rule.defaults) for rule in rules().values()}


def routers() -> list[Any]:
    """Give the router of every resource: `router` of each module in `api.routes`."""
    modules = modules_of("api.routes")
    return [module.router for module in modules if hasattr(module, "router")]
