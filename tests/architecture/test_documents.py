"""What the documentation says is so."""

import os
import re
import tomllib
from pathlib import Path

import pytest

from hub import plugins
from hub.settings import Variables, kinds_of, load_sources
from tests.architecture.generated import DOCS, PARTS, command_line, marked
from tests.architecture.tree import ROOT, texts

PAGES = [path for path in texts() if path.suffix == ".md"]
LINK = re.compile(r"\[[^\]]+\]\((?!https?:|mailto:|#)([^)#\s]+)")
TERM = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| `(\w+)` \|$", re.MULTILINE)


@pytest.mark.parametrize(("name", "part"), PARTS, ids=lambda word: word.replace(" ", "-"))
def test_what_is_made_from_the_code_is_up_to_date(name: str, part: str):
    text = (DOCS / name).read_text("utf-8")
    found = marked(part).search(text)

    assert found
    held = found[0].removeprefix(found[1]).removesuffix(found[2]).strip()
    assert held == PARTS[name, part](), "run: .venv/bin/python -m tests.architecture.generated"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_link_leads_to_a_file(page: Path):
    targets = LINK.findall(texts()[page])

    assert [one for one in targets if not (ROOT / page.parent / one).exists()] == []


def test_a_variable_that_is_named_exists():
    known = {f"HUB_{field.upper()}" for kind in kinds_of(Variables) for field in kind.model_fields}
    named = {word for page in PAGES for word in re.findall(r"\bHUB_[A-Z_]+\b", texts()[page])}

    assert {word for word in named if not word.startswith("HUB_TEST_")} <= known


def test_a_command_that_is_named_exists():
    known = set(re.findall(r"`hub ([a-z-]+)", command_line()))
    named = {word for page in PAGES for word in re.findall(r"`hub ([a-z-]+)", texts()[page])}

    assert named <= known


def test_the_example_of_sources_is_accepted(tmp_path: Path):
    text = (DOCS / "operating.md").read_text("utf-8")
    [example] = [
        block for block in re.findall(r"```toml\n(.*?)```", text, re.S) if "[[source]]" in block
    ]
    (tmp_path / "sources.toml").write_text(example, "utf-8")
    kinds = {kind: connector.settings for kind, connector in plugins.connectors().items()}

    found = load_sources(tmp_path / "sources.toml", kinds, "rollout")

    assert [source.name for source in found] == [
        table["name"] for table in tomllib.loads(example)["source"]
    ]


def test_every_word_of_the_glossary_stands_in_both_languages_and_in_the_code():
    terms = TERM.findall((DOCS / "glossary.md").read_text("utf-8"))
    code = "\n".join(text for path, text in texts().items() if path.parts[0] == "hub")

    assert len(terms) > 50
    assert [
        english for english, chinese, *_ in terms if not re.search(r"[\u4e00-\u9fff]", chinese)
    ] == []
    assert [word for *_, word in terms if not re.search(rf"\b{word}\b", code)] == []


def test_each_decision_says_its_context_what_was_passed_over_and_its_price():
    pages = sorted((DOCS / "adr").glob("*.md"))
    parts = ("## Context", "## Decision", "## Passed over", "## Price")

    assert pages
    assert [
        page.name
        for page in pages
        if not all(f"\n{part}\n" in page.read_text("utf-8") for part in parts)
    ] == []
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))


def test_the_log_of_changes_and_the_way_to_report_a_hole_are_there():
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## Reporting" in (ROOT / "SECURITY.md").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
