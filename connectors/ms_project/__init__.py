"""MS Project XML: from the bytes of a plan to what it claims and proposes."""

from typing import Any

__all__ = ["CONNECTOR"]


def __getattr__(name: str) -> Any:
    """Give `CONNECTOR`, loaded late: the limited child imports this package for every file."""
    if name != "CONNECTOR":
        raise AttributeError(name)
    from connectors.ms_project.connector import MsProjectConnector, accepts  # noqa: PLC0415
    from connectors.ms_project.looking import look  # noqa: PLC0415
    from connectors.ms_project.settings import MsProjectSettings  # noqa: PLC0415
    from hub.ingest.contract import ConnectorKind  # noqa: PLC0415

    return ConnectorKind("ms_project", MsProjectSettings, MsProjectConnector, accepts, look=look)
