"""Excel, ODS and CSV: from the bytes of a file to what it claims and proposes."""

from typing import Any

__all__ = ["CONNECTOR"]


def __getattr__(name: str) -> Any:
    """Give `CONNECTOR`, loaded late: the limited child imports this package for every file."""
    if name != "CONNECTOR":
        raise AttributeError(name)
    from connectors.workbook.annotated import annotate  # noqa: PLC0415
    from connectors.workbook.connector import WorkbookConnector, accepts  # noqa: PLC0415
    from connectors.workbook.looking import look  # noqa: PLC0415
    from connectors.workbook.rereading import said_at  # noqa: PLC0415
    from connectors.workbook.returned import returned  # noqa: PLC0415
    from connectors.workbook.settings import WorkbookSettings  # noqa: PLC0415
    from hub.ingest.contract import ConnectorKind  # noqa: PLC0415

    return ConnectorKind(
        "workbook",
        WorkbookSettings,
        WorkbookConnector,
        accepts,
        annotate=annotate,
        returned=returned,
        look=look,
        point=WorkbookConnector.pointing,
        said_at=said_at,
        again=WorkbookConnector.reading_again,
        outdated=WorkbookConnector.outdated,
    )
