"""Reads a Jira, Cloud or Data Center: issues with their whole history."""

from connectors.jira.metadata import CheckedKind, checks
from connectors.jira.reader import JiraConnector
from connectors.jira.rereading import said_at
from connectors.jira.settings import JiraSettings
from connectors.jira.webhooks import heard
from connectors.jira.writeback import JiraSender

CONNECTOR = CheckedKind(
    kind="jira",
    settings=JiraSettings,
    open=JiraConnector,
    webhook=heard,
    sender=JiraSender,
    checks=checks,
    said_at=said_at,
)
