"""Looks into a workbook before any spreadsheet library does, in constant memory."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from connectors.workbook.archive import Archive, megabytes
from connectors.workbook.extent import Extent
from connectors.workbook.limits import USUAL, Limits
from connectors.workbook.sheet_scan import scan
from connectors.workbook.walk import Attributes, Walk, walk
from hub.refused_files import FileRefused

TYPES_PART = "[Content_Types].xml"
XML_ENDINGS = (".xml", ".rels", ".vml")
WORKBOOK = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
)
MACRO_SHEETS = "xl/macrosheets/"
MACRO = "macroenabled.main+xml"
BINARY = "sheet.binary.macroenabled"
WORKSHEET = "/worksheet"
MODIFIED = "modified"


@dataclass(slots=True)
class Guarded:
    """A file that may be read: its kind, its sheets' extents by name, when it was modified."""

    kind: str
    extents: dict[str, Extent] = field(default_factory=dict)
    modified: str = ""


def guard_xlsx(path: Path, limits: Limits = USUAL) -> Guarded:
    """Check an .xlsx file; raise `FileRefused` with the reason."""
    with Archive(path, limits) as archive:
        return guarded_parts(archive, limits)


def guarded_parts(archive: Archive, limits: Limits) -> Guarded:
    """Check every part of an opened .xlsx file."""
    workbook = workbook_part(archive)
    if any(holds_macros(name.lower()) for name in archive.parts):
        raise FileRefused("macro")
    relations = {name: relations_of(archive, name) for name in archive.parts if is_relations(name)}
    sheets = sheets_of(archive, workbook, relations.get(relations_name(workbook), []))
    guarded = Guarded("xlsx")
    for name, part in sheets:
        called = f"Sheet «{name}»"
        guarded.extents[name] = scan(lambda p=part, c=called: archive.stream(p, c), name, limits)  # type: ignore[misc]
    done = {part for _, part in sheets} | {workbook, TYPES_PART} | set(relations)
    for name in archive.parts.keys() - done:
        check_part(archive, name, guarded)
    return guarded


def holds_macros(part: str) -> bool:
    """Tell a part with macros, of today's form or of the old one."""
    return part.endswith("vbaproject.bin") or part.startswith(MACRO_SHEETS)


def workbook_part(archive: Archive) -> str:
    """Return the name of the workbook part, from the list of content types."""
    if TYPES_PART not in archive.parts:
        raise FileRefused("unknown_kind")
    found: dict[str, str] = {}

    def started(name: str, attributes: Attributes) -> None:
        if name == "Override":
            kind = attributes.get("ContentType", "").strip()
            found[kind.lower()] = attributes.get("PartName", "").lstrip("/")

    walk(archive.stream(TYPES_PART), Walk(archive.limits, started))
    if any(BINARY in kind for kind in found):
        raise FileRefused("xlsb")
    if any(kind.endswith(MACRO) for kind in found):
        raise FileRefused("macro")
    part = next((found[kind] for kind in WORKBOOK if kind in found), "")
    if not part:
        raise FileRefused("unknown_kind")
    if part not in archive.parts:
        raise FileRefused("damaged")
    return part


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship inside the package."""

    id: str
    kind: str
    target: str


def is_relations(name: str) -> bool:
    """Tell a part that holds relationships."""
    return name.endswith(".rels") and PurePosixPath(name).parent.name == "_rels"


def relations_name(part: str) -> str:
    """Return where the relationships of a part stand."""
    path = PurePosixPath(part)
    return str(path.parent / "_rels" / f"{path.name}.rels")


def relations_of(archive: Archive, name: str) -> list[Relation]:
    """Read relationships. Outside targets are never followed; inside ones must exist."""
    found: list[Relation] = []
    home = PurePosixPath(name).parent.parent

    def started(element: str, attributes: Attributes) -> None:
        if element != "Relationship" or attributes.get("TargetMode", "").lower() == "external":
            return
        target = unquote(attributes.get("Target", "")).partition("#")[0]
        if not target:  # a place inside the same part
            return
        place = inside(home, target)
        if place not in archive.parts:
            raise FileRefused("unsafe_archive", detail="a relationship leads nowhere")
        found.append(Relation(attributes.get("Id", ""), attributes.get("Type", ""), place))

    walk(archive.stream(name), Walk(archive.limits, started))
    return found


def inside(home: PurePosixPath, target: str) -> str:
    """Resolve a target within the package; refuse one that leaves it."""
    if "\\" in target or ":" in target:
        raise FileRefused("unsafe_archive", detail="a relationship leads outside")
    path: list[str] = [] if target.startswith("/") else list(home.parts)
    for step in PurePosixPath(target.lstrip("/")).parts:
        if step != "..":
            path.append(step)
        elif path:
            path.pop()
        else:
            raise FileRefused("unsafe_archive", detail="a relationship leads outside")
    return "/".join(path)


def sheets_of(archive: Archive, workbook: str, relations: list[Relation]) -> list[tuple[str, str]]:
    """Return names and parts of the worksheets, in the workbook's order."""
    targets = {relation.id: relation for relation in relations}
    found: list[tuple[str, str]] = []

    def started(name: str, attributes: Attributes) -> None:
        if name != "sheet":
            return
        identity = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
        relation = targets.get(identity)
        if relation is not None and relation.kind.endswith(WORKSHEET):
            found.append((attributes.get("name", ""), relation.target))

    walk(archive.stream(workbook), Walk(archive.limits, started))
    if len({name.casefold() for name, _ in found}) != len(found):
        raise FileRefused("unsafe_archive", detail="a sheet stands twice")
    if len(found) > archive.limits.sheets:
        raise FileRefused(
            "too_much_inside", part="The workbook", limit=f"{archive.limits.sheets} sheets"
        )
    return found


def check_part(archive: Archive, name: str, guarded: Guarded) -> None:
    """Unpack any other part: XML is walked, everything is counted."""
    if name.endswith("/"):
        return
    if not name.lower().endswith(XML_ENDINGS):
        for _ in archive.stream(name):
            pass
        return
    if name.lower().endswith("sharedstrings.xml"):
        check_strings(archive, name)
        return
    texts: list[str] = []
    wanted = name == "docProps/core.xml"
    inside_modified = False

    def started(element: str, _: Attributes) -> None:
        nonlocal inside_modified
        inside_modified = element == MODIFIED

    def text(piece: str) -> None:
        if inside_modified:
            texts.append(piece)

    walk(archive.stream(name), Walk(archive.limits, started, texts=text if wanted else None))
    guarded.modified = guarded.modified or "".join(texts).strip()[:10]


def check_strings(archive: Archive, name: str) -> None:
    """Count shared strings by pattern: there may be half a million of them.

    The part is walked without handlers for its elements, so that its size costs no time; depth
    cannot hurt the reader, which keeps no tree.
    """
    parser = Walk(archive.limits)
    parser.parser.StartElementHandler = None
    parser.parser.EndElementHandler = None
    count, tail = 0, b""
    for piece in archive.stream(name, "The list of texts"):
        parser.feed(piece)
        joined = tail + piece
        count += joined.count(b"<si>") + joined.count(b":si>") // 2
        tail = joined[-4:] if not joined.endswith((b"<si>", b":si>")) else b""
        if count > archive.limits.shared_strings:
            limit = f"{archive.limits.shared_strings} texts"
            raise FileRefused("too_much_inside", part="The workbook", limit=limit)
    parser.close()


def check_size(path: Path, limits: Limits = USUAL) -> int:
    """Return the size of the file; refuse an empty one and a large one."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("empty_file")
    if size > limits.file:
        shown = megabytes(size).removesuffix(" MB")
        raise FileRefused("too_large", size=shown, limit=limits.file >> 20)
    return size
