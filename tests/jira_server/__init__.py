"""A faithful local Jira, Cloud and Data Center, for contract tests and demonstrations."""

from . import faults
from .jira import LocalJira
from .loading import load
from .serving import ViolationsRecorded, running

__all__ = ["LocalJira", "ViolationsRecorded", "faults", "load", "running"]
