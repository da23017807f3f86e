"""No file can stop or fill the server: each is refused by its own code and sentence."""

from datetime import date

import pytest

from connectors.workbook.frames import Request
from connectors.workbook.sniff import guard
from hub.refused_files import SENTENCES, FileRefused
from tests.contract.workbook.hostile import Case, cases

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_a_harmful_or_broken_file_is_refused_by_its_code(case: Case, tmp_path):
    assert code_of(case, tmp_path) == case.code


def code_of(case: Case, folder) -> str:
    """Look at a file as the child does; return the code of its refusal, or nothing."""
    from connectors.workbook.reading import read_file

    path = folder / f"original-{case.name.replace('.', '-')}"
    path.write_bytes(case.content)
    try:
        list(read_file(path, Request(name=case.name, received_on=TODAY)))
    except FileRefused as refused:
        return refused.code
    return ""


def test_every_refusal_says_what_to_do():
    for code, (sentence, remedy) in SENTENCES.items():
        assert sentence.endswith("."), code
        assert remedy.endswith("."), code


def test_the_far_cell_is_named_with_its_sheet(tmp_path):
    [case] = [case for case in cases() if case.name == "far.xlsx"]
    path = tmp_path / "original.xlsx"
    path.write_bytes(case.content)

    with pytest.raises(FileRefused) as refused:
        guard(path, case.name)

    assert "«周报»" in str(refused.value)
    assert "XFD1048576" in str(refused.value)


def test_there_are_enough_of_them():
    assert sum(bool(case.code) for case in cases()) >= 60
