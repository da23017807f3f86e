"""Webhooks out (first form)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .jira import LocalJira


class Webhooks:
    """Watches the documents of one Jira."""

    def __init__(self, jira: "LocalJira") -> None:
        self.jira = jira
