"""Tables for other programs: workbook, CSV and JSON, in which no text from outside is a formula."""

from hub.export.harmless import harmless
from hub.export.writing import FORMS, Column, Table, written

__all__ = ["FORMS", "Column", "Table", "harmless", "written"]
