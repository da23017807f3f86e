"""What lies in the project, and what does not."""

import codecs
import re
from pathlib import Path

from tests.architecture.tree import ROOT, files, texts

# Fonts, archives, libraries and pictures would be somebody else's work, or what a build makes.
FOREIGN = {
    *(".woff", ".woff2", ".ttf", ".otf", ".eot", ".map", ".zip", ".gz", ".whl", ".jar", ".exe"),
    *(".so", ".dll", ".dylib", ".pyc", ".db", ".sqlite", ".min.js", ".min.css"),
}
NOTICES = re.compile(
    r"@license\b|@preserve\b|sourceMappingURL=|Copyright (\(c\)|©) ", re.IGNORECASE
)
ADDRESSES = re.compile(
    r"(?:src|href|url|import|from)\s*[=(]?\s*[\"'(]\s*(?:https?:)?//[\w.-]+", re.IGNORECASE
)
HEAVIEST = 400_000  # bytes

# Turned by 13 letters, so that this file passes its own test: who or what wrote a file, and on
# which machine, is nothing that the product should tell.
STRANGE = [
    codecs.decode(word, "rot13")
    for word in ("pynhqr", "naguebcvp", "bcranv", "pungtcg", "fhontrag", "fhontragf")
]
LEFT_FOR_LATER = re.compile(
    rf"\b({'|'.join(codecs.decode(w, 'rot13') for w in ('GBQB', 'SVKZR', 'KKK'))})\b"
)
MACHINES = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/[\w.]")


def test_nothing_of_others_and_nothing_built_is_kept():
    foreign = [path for path in files() if FOREIGN & {path.suffix, "".join(path.suffixes)}]

    assert foreign == []


def test_no_file_bears_the_notice_of_another_project():
    own = {Path("tests/architecture/test_tree.py")}
    borrowed = [path for path, text in texts().items() if NOTICES.search(text) and path not in own]

    assert borrowed == []


def test_pages_load_nothing_from_elsewhere():
    pages = [
        path
        for path in texts()
        if path.suffix in (".html", ".css", ".js") and path.parts[0] == "api"
    ]

    assert [path for path in pages if ADDRESSES.search(texts()[path])] == []


def test_no_file_is_heavy():
    heavy = [p for p in files() if p.suffix != ".lock" and (ROOT / p).stat().st_size > HEAVIEST]

    assert heavy == []


def test_the_project_speaks_of_itself_alone():
    strange = re.compile(rf"\b({'|'.join(STRANGE)})\b", re.IGNORECASE)
    found = [
        f"{path}: {match[0]}" for path, text in texts().items() for match in strange.finditer(text)
    ]

    assert found == []


def test_nothing_is_left_for_later():
    found = [path for path, text in texts().items() if LEFT_FOR_LATER.search(text)]

    assert found == []


def test_no_path_of_a_developer_s_machine_is_left():
    found = [
        f"{path}: {match[0]}" for path, text in texts().items() for match in MACHINES.finditer(text)
    ]

    assert found == []


def test_every_text_is_utf_8_with_unix_lines():
    odd = [path for path, text in texts().items() if "\r\n" in text or "\ufffd" in text]

    assert odd == []
