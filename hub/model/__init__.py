"""The published language: events, value types and deciders, one module per noun."""

from importlib import import_module
from pkgutil import iter_modules


def load_all() -> None:
    """Import every module of the language, so that all events, commands and deciders are known."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
