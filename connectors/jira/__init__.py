"""Reads a Jira, Cloud or Data Center: issues with their whole history."""

from connectors.jira.reader import JiraConnector
from connectors.jira.settings import JiraSettings
from connectors.jira.webhooks import heard
from connectors.jira.writeback import JiraSender
from hub.ingest import ConnectorKind

CONNECTOR = ConnectorKind(
    kind="jira", settings=JiraSettings, open=JiraConnector, webhook=heard, sender=JiraSender
)
