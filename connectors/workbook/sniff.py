"""Tells what a file is by its first bytes, never by its name."""

import codecs
from pathlib import Path

from connectors.workbook.guard import Guarded, check_size, guard_xlsx
from connectors.workbook.limits import USUAL, Limits
from connectors.workbook.ods_guard import guard_ods
from connectors.workbook.ole import MAGIC, guard_ole
from hub.refused_files import FileRefused

HEAD = 4096
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
ODS_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
PROJECT = b"http://schemas.microsoft.com/project"
XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<script", b"<body", b"<div")
FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ",
    b"Rar!",
    b"7z\xbc",
    b"\x1f\x8b",
)
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MARKUP = (b"<?xml", b"<!doctype", b"<!entity")


def kind_of(head: bytes, name: str) -> str:
    """Return `zip`, `ole`, `csv` or `project`; raise `FileRefused` for anything else."""
    if not head:
        raise FileRefused("empty_file")
    if head.startswith((ZIP, EMPTY_ZIP)):
        return "zip"
    if head.startswith(MAGIC):
        return "ole"
    if PROJECT in head:
        return "project"
    refuse_markup(head, name)
    if head.startswith(FOREIGN):
        raise FileRefused("unknown_kind")
    if b"\0" in head and not head.startswith(WIDE):
        named_table = name.lower().endswith((".csv", ".txt", ".tsv"))
        raise FileRefused("encoding" if named_table else "unknown_kind")
    return "csv"


def refuse_markup(head: bytes, name: str) -> None:
    """Refuse web pages and the older XML form of Excel."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:HEAD].lower()
    if XML_2003 in head:
        raise FileRefused("xml_2003")
    is_page = start.startswith(HTML) or (start.startswith(MARKUP) and b"<html" in start)
    if is_page and name.lower().endswith((".xls", ".xlsx")):
        raise FileRefused("html_as_xls", name=name)
    if is_page or start.startswith(MARKUP):
        raise FileRefused("unknown_kind")


def guard(path: Path, name: str, limits: Limits = USUAL) -> Guarded:
    """Say what a file is and what it holds; *name* is what its sender called it."""
    check_size(path, limits)
    with path.open("rb") as file:
        head = file.read(HEAD)
    kind = kind_of(head, name)
    if kind == "ole":
        return guard_ole(path, limits)
    if kind == "zip":
        return guard_ods(path, limits) if ODS_TYPE in head else guard_xlsx(path, limits)
    if kind == "project":
        raise FileRefused("unknown_kind")
    return Guarded("csv")
