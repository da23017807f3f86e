"""No file can stop or fill the server: each is refused, or read with what is wrong set aside."""

import sys
from datetime import date

import pytest

from connectors.workbook.book import Book, read_book
from connectors.workbook.frames import ITEM, Request
from connectors.workbook.quarantine import REMEDIES
from connectors.workbook.reading import read_file
from connectors.workbook.sniff import guard
from hub.locale import gettext
from hub.refused_files import DETAILS, SENTENCES, FileRefused
from tests.contract.workbook.hostile import Case, cases
from tests.contract.workbook.odd import Odd, odd_files

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_a_harmful_or_broken_file_is_refused_by_its_code(case: Case, tmp_path):
    assert code_of(case, tmp_path) == case.code


def code_of(case: Case, folder) -> str:
    """Look at a file as the child does; return the code of its refusal, or nothing."""
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


def test_what_is_put_into_a_sentence_is_said_in_both_languages(tmp_path):
    told = []
    for case in cases():
        path = tmp_path / case.name
        path.write_bytes(case.content)
        try:
            list(read_file(path, Request(name=case.name, received_on=TODAY)))
        except FileRefused as refused:
            told += [str(refused.values[name]) for name in DETAILS if name in refused.values]

    ours = {text for texts in DETAILS.values() for text in texts}
    assert {text for text in told if text not in ours} <= {"100 MB", "1 MB", "20", *NAMED}
    assert all(gettext(text, "zh_CN") != text for text in ours)


NAMED = ("Sheet «周报»", "Part xl/x.xml", "Part xl/media/i.bin")


def test_there_are_enough_of_them():
    assert sum(bool(case.code) for case in cases()) >= 60


@pytest.mark.parametrize("odd", list(odd_files()), ids=lambda odd: ascii(odd.name)[:30])
def test_an_odd_file_is_read_and_what_is_wrong_in_it_is_set_aside(odd: Odd):
    book = read_book(odd.content, Request(name=odd.name, received_on=TODAY))

    assert (book.end.rows_in, titles_of(book)) == (odd.rows, odd.titles)
    assert tuple(problem.reason for problem in book.problems) == odd.aside
    assert all(REMEDIES[problem.reason] for problem in book.problems)
    book.close()


def titles_of(book: Book) -> tuple[str, ...]:
    """Give the titles of the items, in order."""
    told = [
        (role, title)
        for frame in book.rows()
        for role, title in zip(frame.roles, frame.texts["title"], strict=True)
    ]
    return tuple(title for role, title in told if role == ITEM)


def test_the_old_way_of_counting_days_gives_the_same_day(tmp_path):
    """One serial number means days four years apart in the two date systems."""
    days = {}
    for odd in odd_files():
        if odd.name in ("dates.xlsx", "old-dates.xlsx"):
            book = read_book(odd.content, Request(name=odd.name, received_on=TODAY))
            [frame] = book.rows()
            days[odd.name] = frame.texts["planned_finish"][2]
            book.close()

    assert days == {"dates.xlsx": "2026-03-20", "old-dates.xlsx": "2026-03-20"}


WATCHED = ("socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.exec")
calls: list[str] | None = None


def watch(event: str, _: tuple) -> None:
    if calls is not None and event in WATCHED:
        calls.append(event)


def test_nothing_is_fetched_and_nothing_is_started_for_any_file(tmp_path):
    global calls  # noqa: PLW0603 - a hook of the interpreter cannot be taken away again
    sys.addaudithook(watch)

    calls = []
    for case in cases():
        code_of(case, tmp_path)
    seen, calls = calls, None

    assert seen == []
