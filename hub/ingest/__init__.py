"""One source into the log: what a connector gives, what it may know, how its pages are taken."""

from hub.ingest.contract import Connector, ConnectorKind, Known, Original, Page
from hub.ingest.past import Past
from hub.ingest.reading import ingest

__all__ = ["Connector", "ConnectorKind", "Known", "Original", "Page", "Past", "ingest"]
