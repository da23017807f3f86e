"""Delimited text of unknown encoding and dialect."""

import pytest

from hub.refused_files import FileRefused
from hub.text_table import read_table

CHINESE = "任务;负责人\n接口开发;张三\n数据导入;李四\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_text_is_read_in_its_encoding(encoding):
    found = read_table(CHINESE.encode(encoding))

    assert found.records[1] == ["接口开发", "张三"]


def test_spanish_latin_text_is_not_taken_for_chinese():
    found = read_table(
        "Tarea;Vencimiento\nRevisión técnica;11/abr/26\nDiseño;12/abr/26\n".encode("cp1252")
    )

    assert (found.encoding, found.records[1]) == ("cp1252", ["Revisión técnica", "11/abr/26"])


def test_a_separator_line_is_obeyed():
    assert read_table(b"sep=|\na|b,c\n1|2,3\n").records[1:] == [["a", "b,c"], ["1", "2,3"]]


def test_line_ends_inside_quotes_belong_to_the_field():
    assert read_table(b'a,b\n"x\ny",2\n').records[1] == ["x\ny", "2"]


def test_a_record_of_another_width_shifts_no_column():
    found = read_table(b"a,b,c\n1,2,3\n1,2,3,4\n4,5,6\n")

    assert found.records[3] == ["4", "5", "6"]
    assert [(m.line, m.reason) for m in found.misfits] == [(3, "csv_width")]


def test_lost_trailing_empties_are_given_back():
    assert read_table(b"a,b,c\n1,2,\n1,2,\n4,\n").records[3] == ["4", "", ""]


def test_an_unclosed_quote_is_told_from_its_line_on():
    found = read_table(b'a,b\n1,2\n3,4\n"5,6\n7,8\n')

    assert [(m.line, m.reason) for m in found.misfits] == [(4, "csv_quote")]


def test_equal_headers_lose_no_column():
    assert read_table(b"a,a,b\n1,2,3\n").records == [["a", "a", "b"], ["1", "2", "3"]]


@pytest.mark.parametrize(
    ("content", "code"), [(b"a,b\n1,\x002\n", "encoding"), ("任务\n甲\n".encode(), "dialect")]
)
def test_text_that_cannot_be_told_is_refused(content, code):
    with pytest.raises(FileRefused) as refused:
        read_table(content)

    assert refused.value.code == code
