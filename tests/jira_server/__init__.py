"""A faithful local Jira, Cloud and Data Center, for contract tests and demonstrations."""

from . import faults
from .asgi import Application
from .generator import generate
from .jira import LocalJira
from .loading import load
from .serving import ViolationsRecorded, running, spawned

__all__ = [
    "Application",
    "LocalJira",
    "ViolationsRecorded",
    "faults",
    "generate",
    "load",
    "running",
    "spawned",
]
