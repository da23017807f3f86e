"""How values and places of citations are written for people."""

from api.formats import filters_of, short_place
from api.labels import column_word, label

PAGE = {"lang": "en", "names": {"client:quality": "Quality"}}
EVENT = "event:5000bc79-a475-5731-a9d6-1433dd45b088@2"


def test_a_cited_court_is_written_by_its_name():
    written = filters_of("en")["word_or_day"]

    assert written(PAGE, "client:quality") == "Quality"
    assert written(PAGE, "vendor:pm") == "vendor · project manager"
    assert written(PAGE, "2025-08-21") == "21 Aug 2025"
    assert written(PAGE, "note: nothing") == "note: nothing"


def test_a_cited_event_is_short_enough_to_read():
    assert short_place(EVENT) == "event 5000bc79@2"
    assert short_place("workbook:" + "a" * 64 + "/Plan!J5") == "Plan!J5"


def test_evidence_is_accepted_and_not_accepted_on_something():
    assert [label("accepted", lang) for lang in ("en", "zh_CN")] == ["accepted", "已接受"]


def test_a_column_of_a_step_is_called_by_the_step_and_what_it_means():
    assert column_word("owner@设计", "zh_CN") == "设计 / 经办人"
    assert column_word("owner", "zh_CN") == "经办人"
