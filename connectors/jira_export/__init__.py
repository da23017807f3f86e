"""Jira's own exports, CSV and XML: from the bytes of a file to what it shows of the issues."""

from typing import Any

__all__ = ["CONNECTOR"]


def __getattr__(name: str) -> Any:
    """Give `CONNECTOR`, loaded late: the limited child imports this package for every file."""
    if name != "CONNECTOR":
        raise AttributeError(name)
    from connectors.jira_export.connector import JiraExportConnector, accepts  # noqa: PLC0415
    from connectors.jira_export.looking import look  # noqa: PLC0415
    from connectors.jira_export.settings import JiraExportSettings  # noqa: PLC0415
    from hub.ingest.contract import ConnectorKind  # noqa: PLC0415

    return ConnectorKind("jira_export", JiraExportSettings, JiraExportConnector, accepts, look=look)
