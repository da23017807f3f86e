"""One source into the log: what a connector gives, what it may know, how its pages are taken."""

from hub.ingest.contract import (
    Connector,
    ConnectorKind,
    Delivery,
    Hint,
    Known,
    Original,
    Page,
    Seen,
    Unheard,
)
from hub.ingest.past import Past
from hub.ingest.reading import ingest

__all__ = [
    "Connector",
    "ConnectorKind",
    "Delivery",
    "Hint",
    "Known",
    "Original",
    "Page",
    "Past",
    "Seen",
    "Unheard",
    "ingest",
]
