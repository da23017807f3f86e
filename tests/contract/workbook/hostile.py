"""Builds files that mean harm, or are broken, each with the code of its refusal; nothing is kept.

Run as `python -m tests.contract.workbook.hostile <folder>` to look at them.
"""

import io
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
TYPES = (
    f'{DECLARED}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOT = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="周报" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)
BOOK_RELATIONS = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
Parts = dict[str, str | bytes]


@dataclass(frozen=True)
class Case:
    """A file, what it is called by its sender, and why it is refused; empty: it is read."""

    name: str
    content: bytes
    code: str


def sheet(rows: str) -> str:
    """Wrap rows into a worksheet."""
    data = f"<sheetData>{rows}</sheetData>"
    return f'{DECLARED}<worksheet xmlns="{MAIN}">{data}</worksheet>'


def text(reference: str, value: str) -> str:
    """Make a cell with a text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


FAR = f'<row r="1">{text("A1", "x")}</row><row r="1048576">{text("XFD1048576", "x")}</row>'
PLAIN_ROWS = (
    f'<row r="1">{text("A1", "任务名称")}{text("B1", "状态")}{text("C1", "负责人")}</row>'
    f'<row r="2">{text("A2", "接口开发")}{text("B2", "进行中")}{text("C2", "张三")}</row>'
)


def parts(rows: str = PLAIN_ROWS, **other: str | bytes) -> Parts:
    """Give the parts of a small workbook."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": sheet(rows),
        **other,
    }


def packed(content: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts into an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return out.getvalue()


def with_sheet(xml: str | bytes) -> bytes:
    """Pack a workbook with this worksheet part."""
    return packed({**parts(), "xl/worksheets/sheet1.xml": xml})


def archives() -> Iterator[Case]:
    """Archives that Excel never writes."""
    usual = parts()
    yield Case("plain.xlsx", packed(usual), "")
    yield Case("stored.xlsx", packed(usual, zipfile.ZIP_STORED), "")
    yield Case("bzip2.xlsx", packed(usual, zipfile.ZIP_BZIP2), "unsafe_archive")
    yield Case("lzma.xlsx", packed(usual, zipfile.ZIP_LZMA), "unsafe_archive")
    for number, name in enumerate(
        ("/etc/x.xml", "../up.xml", "xl/../../x.xml", "C:\\x.xml", "xl\\x.xml", "c:x")
    ):
        yield Case(f"name{number}.xlsx", packed({**usual, name: "<a/>"}), "unsafe_archive")
    yield Case("twice.xlsx", twice(usual), "unsafe_archive")
    yield Case("twice-by-case.xlsx", packed({**usual, "XL/workbook.xml": BOOK}), "unsafe_archive")
    yield Case("link.xlsx", linked(usual), "unsafe_archive")
    yield Case("secret.xlsx", flagged(packed(usual)), "password")
    yield Case("overlap.xlsx", overlapping(), "unsafe_archive")
    yield Case(
        "many-parts.xlsx",
        packed({**usual, **{f"p{n}.xml": "<a/>" for n in range(1100)}}),
        "too_much_inside",
    )
    yield Case(
        "no-types.xlsx",
        packed({k: v for k, v in usual.items() if "Types" not in k}),
        "unknown_kind",
    )
    yield Case(
        "no-book.xlsx",
        packed({k: v for k, v in usual.items() if k != "xl/workbook.xml"}),
        "damaged",
    )
    yield Case(
        "no-sheet.xlsx",
        packed({k: v for k, v in usual.items() if "sheet1" not in k}),
        "unsafe_archive",
    )
    yield Case(
        "document.docx",
        packed(
            {
                **usual,
                "[Content_Types].xml": TYPES.replace(
                    "spreadsheetml.sheet", "wordprocessingml.document"
                ),
            }
        ),
        "unknown_kind",
    )
    yield Case("macro-part.xlsx", packed({**usual, "xl/vbaProject.bin": b"\xd0\xcf"}), "macro")
    yield Case("macro-sheet.xlsx", packed({**usual, "xl/macrosheets/sheet1.xml": "<a/>"}), "macro")
    yield Case("prefixed.xlsx", b"MZ" + bytes(100) + packed(usual), "unknown_kind")
    sheet_twice = BOOK.replace("</sheets>", '<sheet name="周报" sheetId="2" r:id="rId1"/></sheets>')
    yield Case(
        "sheet-twice.xlsx", packed({**usual, "xl/workbook.xml": sheet_twice}), "unsafe_archive"
    )
    yield Case(
        "macro.xlsm",
        packed(
            {
                **usual,
                "[Content_Types].xml": TYPES.replace(
                    "openxmlformats-officedocument.spreadsheetml.sheet.main",
                    "ms-excel.sheet.macroEnabled.main",
                ),
            }
        ),
        "macro",
    )
    yield Case(
        "binary.xlsb",
        packed(
            {
                **usual,
                "[Content_Types].xml": TYPES.replace(
                    "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "ms-excel.sheet.binary.macroEnabled.main",
                ),
            }
        ),
        "xlsb",
    )
    whole = packed(usual)
    yield Case("truncated.xlsx", whole[: len(whole) // 2], "damaged")
    yield Case("tail-lost.xlsx", whole[:-30], "damaged")
    yield Case("crc.xlsx", spoilt(whole), "damaged")
    yield Case("only-magic.xlsx", b"PK\x03\x04" + b"\0" * 100, "damaged")
    yield Case("empty-zip.xlsx", b"PK\x05\x06" + b"\0" * 18, "unknown_kind")


def bombs() -> Iterator[Case]:
    """Little files that unpack to much."""
    usual = parts()
    yield Case(
        "ratio.xlsx",
        packed({**usual, "xl/x.xml": "<a>" + " " * (8 << 20) + "</a>"}),
        "too_much_inside",
    )
    yield Case(
        "part.xlsx",
        packed({**usual, "xl/media/i.bin": (noise(3)[:1024] + bytes(30 << 10)) * 3400}),
        "too_much_inside",
    )
    yield Case(
        "large-sheet.xlsx", with_sheet(sheet('<row r="1"/>' + " " * (101 << 20))), "too_much_inside"
    )
    yield Case("wide.xlsx", with_sheet(sheet(f'<row r="1">{text("XFD1", "x")}</row>')), "far_cell")
    yield Case(
        "far.xlsx",
        with_sheet(sheet(FAR)),
        "far_cell",
    )
    yield Case(
        "deep-row.xlsx",
        with_sheet(sheet(f'<row r="200001">{text("A200001", "x")}</row>')),
        "far_cell",
    )
    yield Case(
        "column-501.xlsx", with_sheet(sheet(f'<row r="1">{text("SG1", "x")}</row>')), "far_cell"
    )
    area = f'<row r="1">{text("A1", "x")}</row><row r="100000">{text("CV100000", "x")}</row>'
    yield Case("area.xlsx", with_sheet(sheet(area)), "far_cell")
    strings = f'<sst xmlns="{MAIN}">' + "<si><t>a</t></si>" * 500_001 + "</sst>"
    yield Case(
        "strings.xlsx", packed({**usual, "xl/sharedStrings.xml": strings}), "too_much_inside"
    )
    many = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 202))
    book = BOOK.replace(BOOK[BOOK.index("<sheet ") : BOOK.index("</sheets>")], many)
    yield Case("sheets.xlsx", packed({**usual, "xl/workbook.xml": book}), "too_much_inside")
    yield Case(
        "cell.xlsx",
        with_sheet(sheet(PLAIN_ROWS.replace("接口开发", "长" * 40_000))),
        "too_much_inside",
    )
    thousands = BOOK.replace(
        BOOK[BOOK.index("<sheet ") : BOOK.index("</sheets>")],
        "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 5001)),
    )
    yield Case(
        "thousands-of-sheets.xlsx",
        packed({**usual, "xl/workbook.xml": thousands}),
        "too_much_inside",
    )
    yield Case("lines.csv", b"task,status\n" + b"a,open\n" * 300_000, "too_much_inside")
    yield Case("fields.csv", b"task,status\n" + b"," * 900_000 + b"\n", "too_much_inside")
    yield Case("one-line.csv", b"task,status\n" + b"x" * (2 << 20), "too_much_inside")
    yield Case("heavy.xlsx", noise(321), "unknown_kind")


def spellings() -> Iterator[Case]:
    """XML that Excel never writes, or that hides cells from a quick look."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    plain = sheet(PLAIN_ROWS)
    yield Case("dtd.xlsx", with_sheet(plain.replace(head, head + "<!DOCTYPE worksheet>")), "dtd")
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    yield Case("entity.xlsx", with_sheet(plain.replace(head, head + laughs)), "dtd")
    outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd">'
    yield Case("outside-entity.xlsx", packed({**parts(), "xl/workbook.xml": outside + BOOK}), "dtd")
    yield Case(
        "dtd-strings.xlsx",
        packed({**parts(), "xl/sharedStrings.xml": "<!DOCTYPE sst><sst/>"}),
        "dtd",
    )
    yield Case("dtd-other.xlsx", packed({**parts(), "docProps/app.xml": "<!DOCTYPE a><a/>"}), "dtd")
    yield Case(
        "utf16.xlsx",
        with_sheet(plain.replace("UTF-8", "UTF-16").encode("utf-16")),
        "unsafe_archive",
    )
    yield Case(
        "latin.xlsx",
        with_sheet(plain.replace("UTF-8", "ISO-8859-1").encode("utf-8")),
        "unsafe_archive",
    )
    yield Case(
        "depth.xlsx",
        with_sheet(sheet('<row r="1">' + "<x>" * 80 + "</x>" * 80 + "</row>")),
        "unsafe_archive",
    )
    yield Case(
        "depth-other.xlsx",
        packed({**parts(), "xl/x.xml": "<x>" * 80 + "</x>" * 80}),
        "unsafe_archive",
    )
    crowd = " ".join(f'a{n}="1"' for n in range(80))
    yield Case(
        "attributes.xlsx",
        with_sheet(sheet(f'<row r="1"><c r="A1" {crowd}><v>1</v></c></row>')),
        "unsafe_archive",
    )
    yield Case("cut-xml.xlsx", with_sheet(plain[: len(plain) // 2]), "damaged")
    yield Case("not-closed.xlsx", with_sheet(plain.replace("</sheetData>", "")), "damaged")
    yield Case(
        "prefix.xlsx",
        with_sheet(prefixed('<x:row r="1"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>')),
        "far_cell",
    )
    yield Case(
        "quotes.xlsx",
        with_sheet(sheet("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")),
        "far_cell",
    )
    yield Case(
        "attribute-order.xlsx",
        with_sheet(sheet('<row spans="1:1" r="1"><c t="n" r="XFD1"><v>1</v></c></row>')),
        "far_cell",
    )
    yield Case(
        "repeated.xlsx",
        with_sheet(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
        "misplaced_cell",
    )
    yield Case(
        "backwards.xlsx",
        with_sheet(
            sheet('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>')
        ),
        "misplaced_cell",
    )
    yield Case(
        "elsewhere.xlsx",
        with_sheet(sheet('<row r="1"><c r="A9"><v>1</v></c></row>')),
        "misplaced_cell",
    )
    comment = sheet('<row r="1"><!-- <c r="A1"/> --><c r="B1"><v>1</v></c></row>')
    yield Case("comment.xlsx", with_sheet(comment), "")
    yield Case(
        "no-references.xlsx", with_sheet(sheet("<row><c><v>1</v></c><c><v>2</v></c></row>")), ""
    )


def packages() -> Iterator[Case]:
    """Relationships that lead away."""
    for number, target in enumerate(
        ("../../../etc/passwd", "file:///etc/passwd", "nowhere.xml", "..\\x.xml")
    ):
        relations = BOOK_RELATIONS.replace(
            "</Relationships>",
            f'<Relationship Id="rId9" Type="x" Target="{target}"/></Relationships>',
        )
        yield Case(
            f"target{number}.xlsx",
            packed({**parts(), "xl/_rels/workbook.xml.rels": relations}),
            "unsafe_archive",
        )
    outside = BOOK_RELATIONS.replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="x" Target="http://example.org/" TargetMode="External"/>'
        "</Relationships>",
    )
    yield Case("outside-link.xlsx", packed({**parts(), "xl/_rels/workbook.xml.rels": outside}), "")


def calc(rows: str) -> bytes:
    """Pack an OpenDocument workbook."""
    content = (
        f'<office:document-content xmlns:office="{OPEN}:office:1.0" xmlns:table="{OPEN}:table:1.0"'
        f' xmlns:text="{OPEN}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED
        )
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="m"/>')
    return out.getvalue()


def full(repeats: int) -> str:
    """Make an OpenDocument cell with a text, repeated to the right."""
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeats}">'
        "<text:p>x</text:p></table:table-cell>"
    )


def line(cells: str, repeats: int = 1) -> str:
    """Make an OpenDocument row, repeated downwards."""
    return f'<table:table-row table:number-rows-repeated="{repeats}">{cells}</table:table-row>'


def open_documents() -> Iterator[Case]:
    """OpenDocument workbooks with repeats that are not what they seem."""
    yield Case("wide.ods", calc(line(full(1000))), "far_cell")
    yield Case("deep.ods", calc(line(full(1), 1_048_576)), "far_cell")
    yield Case("area.ods", calc(line(full(400), 100_000)), "far_cell")
    yield Case("nonsense.ods", calc(line(full(-4))), "damaged")
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    yield Case("to-the-end.ods", calc(line(full(1) + blank) + line(blank, 1_048_575)), "")
    secret = calc("").replace(b"manifest:manifest ", b"manifest:manifest ")
    yield Case("secret.ods", with_encryption(secret), "password")


def old_files() -> Iterator[Case]:
    """The old container, and what hides in it."""
    yield Case(
        "password.xlsx",
        container({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x"}),
        "password",
    )
    yield Case(
        "filepass.xls",
        container({"Workbook": biff([(0x809, b"\0" * 16), (0x2F, b"\0" * 6)])}),
        "password",
    )
    yield Case(
        "macro.xls", container({"Workbook": biff([]), "_VBA_PROJECT_CUR": b"", "VBA": b""}), "macro"
    )
    yield Case("plan.mpp", container({"   1Tbkndtask": b"x", "Props14": b"x"}), "mpp")
    yield Case("letter.doc", container({"WordDocument": b"x"}), "unknown_kind")
    far = [(0x809, b"\0" * 16), (0x203, struct.pack("<HHHd", 65535, 600, 0, 1.0))]
    yield Case("far.xls", container({"Workbook": biff(far)}), "far_cell")
    yield Case(
        "cut.xls",
        container({"Workbook": struct.pack("<HH", 0x203, 60_000) + b"\0" * 5000}),
        "damaged",
    )
    whole = container({"Workbook": biff([])})
    yield Case("head-only.xls", whole[:300], "damaged")
    looped = bytearray(whole)
    looped[512 : 512 + 8] = struct.pack("<II", 0, 0)
    yield Case("loop.xls", bytes(looped), "damaged")


def others() -> Iterator[Case]:
    """What is no workbook at all, and delimited text that cannot be told."""
    yield Case("empty.xlsx", b"", "empty_file")
    yield Case("empty.csv", b"", "empty_file")
    yield Case(
        "page.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html_as_xls"
    )
    yield Case("page.csv", b"<!DOCTYPE html><html></html>", "unknown_kind")
    old = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    yield Case("old.xml", old, "xml_2003")
    yield Case("any.xml", b"<?xml version='1.0'?><a/>", "unknown_kind")
    yield Case("paper.pdf", b"%PDF-1.7 ...", "unknown_kind")
    yield Case("picture.xlsx", b"\x89PNG\r\n\x1a\n....", "unknown_kind")
    yield Case("program.xls", b"MZ\x90\0\0", "unknown_kind")
    yield Case("nul.csv", b"a,b\n1,\x002\n", "encoding")
    yield Case("bytes.csv", b"a,b\n\x81\x8d\x8f,1\n", "encoding")
    yield Case("one-column.csv", "任务\n甲\n乙\n".encode(), "dialect")
    yield Case("half-utf16.csv", "a,b\n1,2\n".encode("utf-16")[:-1], "encoding")
    yield Case("large.csv", b"a,b\n" * (6 << 20), "too_large")
    yield Case("named-wrong.csv", packed(parts()), "")


def noise(seed: int) -> bytes:
    """Give bytes that do not pack; the same for the same seed."""
    state, out = seed, bytearray()
    for _ in range(1 << 16):
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        out += (state >> 40).to_bytes(3, "big")
    return bytes(out)


def twice(content: Parts) -> bytes:
    """Pack one part twice."""
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name, part in [*content.items(), ("xl/workbook.xml", BOOK)]:
            archive.writestr(name, part)
    return out.getvalue()


def linked(content: Parts) -> bytes:
    """Pack a part that is a link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part)
        entry = zipfile.ZipInfo("xl/link.xml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def flagged(content: bytes) -> bytes:
    """Set the mark of encryption on all entries."""
    found = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = found.find(mark)
        while at >= 0:
            found[at + offset] |= 1
            at = found.find(mark, at + 4)
    return bytes(found)


def overlapping() -> bytes:
    """Let two entries of the directory share their bytes."""
    content = bytearray(packed(parts(), zipfile.ZIP_STORED))
    places = []
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        places.append(at)
        at = content.find(b"PK\x01\x02", at + 4)
    first = struct.unpack_from("<I", content, places[0] + 42)[0]
    struct.pack_into("<I", content, places[-1] + 42, first)
    return bytes(content)


def spoilt(content: bytes) -> bytes:
    """Change a byte inside a packed part."""
    found = bytearray(content)
    at = found.find(b"xl/worksheets/sheet1.xml") + 24 + 40
    found[at] ^= 0xFF
    return bytes(found)


def prefixed(rows: str) -> str:
    """Write a worksheet with a prefix on every element."""
    return f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'


def with_encryption(content: bytes) -> bytes:
    """Mark a part of an OpenDocument package as encrypted."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename.endswith("manifest.xml"):
                body = b'<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>'
            new.writestr(entry, body)
    return out.getvalue()


def biff(records: list[tuple[int, bytes]]) -> bytes:
    """Write records of a workbook stream, filled up so that it is no small stream."""
    body = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    return body + b"".join(struct.pack("<HH", 0x5C, 0) for _ in range(1100))


def container(streams: dict[str, bytes]) -> bytes:
    """Write a compound file; every stream lies in sectors of its own."""
    sectors: list[bytes] = [b"", b""]
    chains: list[int] = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        first = len(sectors)
        count = len(padded) // 512
        sectors += [padded[n * 512 : n * 512 + 512] for n in range(count)]
        chains += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append((name, 2, first, max(4096, len(content))))
    directory = b"".join(entry(*each) for each in entries)
    sectors[1] = directory[:512].ljust(512, b"\0")
    sectors[0] = struct.pack(f"<{len(chains)}I", *chains).ljust(512, b"\xff")[:512]
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head[80:512] = b"\xff" * 432
    return bytes(head) + b"".join(sectors)


def entry(name: str, kind: int, first: int, size: int) -> bytes:
    """Write one entry of a compound file's directory."""
    encoded = name.encode("utf-16-le")
    body = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return body.ljust(116, b"\0") + struct.pack("<IQ", first, size)


FAMILIES: tuple[Callable[[], Iterator[Case]], ...] = (
    archives,
    bombs,
    spellings,
    packages,
    open_documents,
    old_files,
    others,
)


def cases() -> Iterator[Case]:
    """Yield all files."""
    for family in FAMILIES:
        yield from family()


if __name__ == "__main__":
    for case in cases():
        (Path(sys.argv[1]) / case.name).write_bytes(case.content)
