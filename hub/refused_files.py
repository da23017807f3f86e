"""Why a file is refused: one sentence and one remedy for each code, for every connector."""

from hub.errors import Refused

SENTENCES: dict[str, tuple[str, str]] = {
    "empty_file": ("The file is empty.", "Send it again."),
    "password": (
        "The workbook is protected by a password.",
        "Save it without one and send it again.",
    ),
    "mpp": (
        "This is a Microsoft Project file.",
        "In Project choose File, Save As, XML Format (*.xml) and send that file.",
    ),
    "macro": (
        "The workbook contains macros.",
        "Save it as Excel Workbook (.xlsx) and send it again.",
    ),
    "html_as_xls": (
        "The file is named {name} but contains a web page.",
        "Open it in Excel and save it as .xlsx.",
    ),
    "xml_2003": (
        "This older XML form of Excel is not read.",
        "Save it as Excel Workbook (.xlsx).",
    ),
    "xlsb": (
        "This binary form of Excel is not read.",
        "Save it as Excel Workbook (.xlsx).",
    ),
    "unknown_kind": (
        "This is neither Excel, ODS, CSV nor MS Project XML.",
        "Export the table in one of these.",
    ),
    "damaged": (
        "The file is damaged or incomplete.",
        "Open and save it once in Excel and send it again.",
    ),
    "damaged_project": (
        "The Project file is damaged, or built in a way Project never writes.",
        "Open it in Project, save it as XML Format (*.xml) and send that file.",
    ),
    "too_large": (
        "The file has {size} MB and the limit is {limit} MB.",
        "Delete pictures or split it.",
    ),
    "too_much_inside": (
        "{part} holds more than the limit of {limit}.",
        "Remove unused rows and formatting and save again.",
    ),
    "far_cell": (
        "Sheet «{sheet}» has a cell at {cell}.",
        "Delete everything right of and below the table and save again.",
    ),
    "misplaced_cell": (
        "Sheet «{sheet}» gives the cell {cell} twice, or out of order.",
        "Open and save it once in Excel and send it again.",
    ),
    "unsafe_archive": (
        "The file is built in a way Excel never writes ({detail}).",
        "Save it again in Excel.",
    ),
    "dtd": (
        "The file declares a document type or entities, which Excel never writes.",
        "Save it again in Excel.",
    ),
    "too_slow": (
        "The file could not be read within the time limit.",
        "Split it by sheet.",
    ),
    "too_much_memory": (
        "The file could not be read within the memory limit.",
        "Split it by sheet.",
    ),
    "no_table": (
        "No sheet holds a table with a title and one more known column.",
        "Point at the header row or use the template.",
    ),
    "encoding": ("The text encoding could not be recognised.", "Save as CSV UTF-8."),
    "dialect": ("The column separator could not be recognised.", "Save as CSV UTF-8."),
    "no_jira_export": (
        "This is no export of issues from Jira.",
        "Export the search in Jira as CSV, all fields, and send that file.",
    ),
    "jira_page": (
        "The file {name} is a web page; Jira's Excel export is one.",
        "Export the search again as CSV.",
    ),
    "jira_dtd": (
        "The file declares a document type or entities, which Jira never writes.",
        "Export the search again as CSV or XML.",
    ),
    "damaged_export": (
        "The export is damaged or incomplete.",
        "Export the search again and send the file as it came.",
    ),
    "export_headers": (
        "Issue key, issue id or summary are not among the columns: {columns}.",
        "Say in `columns` of the source what they mean, or export again in another language.",
    ),
    "as_of_unknown": (
        "Nothing tells when this was exported.",
        "Write the day into the file's name, such as export-2026-03-20.csv, or set `as_of`.",
    ),
    "as_of_ahead": (
        "The export would be from {as_of}, which has not come yet.",
        "Correct the day in its name or settings, or the zone of the source.",
    ),
    "older_export": (
        "This export is from {as_of}, and a newer one was read before.",
        "Nothing has to be done; send exports in the order in which they were made.",
    ),
    "unbalanced": (
        "The hub lost count of the rows ({rows_in} in, {rows_out} out); this is our error.",
        "Report it to the operator with the file.",
    ),
}
NOTES: dict[str, str] = {
    "wrong_extension": "The name says {said}, the content is {found}; it was read as {found}.",
    "hidden_rows": "Some rows are hidden; they were read like all others.",
    "hidden_columns": "Some columns are hidden; they were read like all others.",
    "looks_not_read": "The file is too large: its colours and comments were not read.",
    "columns_lost": "The last file had columns that are not here; nothing is said of {columns}.",
    "columns_new": "The last file did not have these columns: {columns}.",
    "unknown_columns": "These columns mean nothing to the hub and stay in the file: {columns}.",
}
# What stands in the places of the sentences above, where that is a text of ours.
DETAILS: dict[str, tuple[str, ...]] = {
    "detail": (
        "a part is a link",
        "a part is not UTF-8",
        "a part stands twice",
        "a part's name leads outside",
        "a relationship leads nowhere",
        "a relationship leads outside",
        "a sheet stands twice",
        "parts overlap",
        "too deep or too many attributes",
        "unknown packing",
    ),
    "part": (
        "A cell",
        "A line",
        "The archive",
        "The file",
        "The list of texts",
        "The workbook",
    ),
    "limit": (
        "1000 parts",
        "200 sheets",
        "200 times its packed size",
        "2000 fields",
        "200000 lines",
        "32767 characters",
        "500000 texts",
    ),
}


class FileRefused(Refused):
    """Says that one file is not read, for the reason *code*; the next file is."""

    def __init__(self, code: str, **values: object) -> None:
        message, remedy = SENTENCES[code]
        super().__init__(message, remedy=remedy, **values)
        self.code = code
