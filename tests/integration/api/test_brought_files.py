"""What the pages say of files beyond their rows: what to know of one, and what a held one lacks."""

from io import BytesIO
from re import findall
from typing import Any, TypeGuard

import openpyxl
import pytest

from api.app import create_app
from hub.model.facts import QuarantineAnswered
from tests.contract.jira_export.files import csv_of
from tests.contract.jira_export.files import row as issue
from tests.integration.api.place import PEOPLE, Browser, Place
from tests.integration.api.test_uploads import (
    FIRST,
    HEAD,
    bring,
    coordinator,
    items,
    read,
    workbook,
)

__all__ = ["coordinator"]


def with_hidden_row(body: bytes) -> bytes:
    """Hide the row of the second item."""
    book = openpyxl.load_workbook(BytesIO(body))
    book.worksheets[0].row_dimensions[5].hidden = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("lang", "hidden", "name"),
    [
        ("en", "Some rows are hidden", "The name says .csv, the content is .xlsx"),
        ("zh_CN", "有些行被隐藏", "文件名为 .csv，内容为 .xlsx"),
    ],
)
def test_what_to_know_of_a_file_stands_under_its_name(coordinator: Browser, lang, hidden, name):
    body = with_hidden_row(workbook(FIRST))
    shown = bring(coordinator, body, "new:", "周报.csv", series="reports").headers["location"]

    page = coordinator.get(f"{shown}&lang={lang}").text

    assert hidden in page
    assert name in page


def test_columns_of_an_export_that_mean_nothing_are_named(coordinator: Browser):
    body = csv_of({**issue(1), "Colour of the door": "blue"})
    shown = bring(coordinator, body, "new:", "jira 2026-03-06.csv", series="tracker").headers

    page = coordinator.get(shown["location"]).text

    assert "mean nothing to the hub and stay in the file: Colour of the door" in page


def test_rows_that_a_held_file_does_not_show_are_named_with_their_cells(
    place: Place, coordinator: Browser
):
    rows = [[f"T-{n}", "MES", f"工作{n}", *FIRST[0][3:]] for n in range(1, 41)]
    read(
        coordinator,
        bring(coordinator, workbook(rows), "new:", series="reports").headers["location"],
    )
    place.later(days=7)
    coordinator.sign_in("coordinator")
    kept = [[*rows[0][:3], "赵六", *rows[0][4:]]]
    body = workbook(kept, day="2026-03-13")
    read(coordinator, bring(coordinator, body, "workbook:reports").headers["location"])
    asked = {"accept": "application/json"}
    [edition] = coordinator.get("/v1/editions?state=held", headers=asked).json()

    told = coordinator.get(f"/v1/editions/{edition['id']}", headers=asked).json()["difference"]

    gone = [row for row in told["rows"] if row["kind"] == "gone"]
    assert {row["title"] for row in gone} == {row[2] for row in rows[1:31]}
    assert {row["old_locator"].partition("!")[2] for row in gone} == {f"C{n}" for n in range(5, 35)}
    [change] = [row for row in told["rows"] if row["kind"] == "changed"]
    assert (change["before"], change["after"]) == ("张三", "赵六")
    assert (told["row_count"], len(told["rows"])) == (40, 31)
    page = coordinator.get(f"/editions/{edition['id']}").text
    assert "not in this file" in page
    assert "周报!C15" in page


def test_files_that_were_read_before_their_columns_were_named_are_offered(
    place: Place, coordinator: Browser
):
    head = [*HEAD[:4], "日子", *HEAD[5:]]
    first = bring(coordinator, workbook(FIRST[:2], head), "new:", series="reports")
    read(coordinator, first.headers["location"])
    assert items(coordinator)["T-1"]["due"] is None
    place.later(days=7)
    coordinator.sign_in("coordinator")
    body = workbook([[*FIRST[0][:6], "80%"], FIRST[1]], head, day="2026-03-13")
    shown = bring(coordinator, body, "workbook:reports", "周报2.xlsx").headers["location"]
    upload = shown.partition("/uploads/")[2].partition("?")[0]
    page = coordinator.get(shown).text
    [fingerprint, *_] = findall(r'name="fingerprint" value="([0-9a-f]+)"', page)
    names = ["id", "module", "title", "owner", "planned_finish", "status", "percent_actual"]
    form: dict[str, Any] = {"into": "workbook:reports", "fingerprint": fingerprint}
    form |= {"header": head, "meaning": names}
    coordinator.submit(f"/uploads/{upload}/columns", **form)
    assert "1 other file of this report was read before" in coordinator.get(shown).text
    asked = {"accept": "application/json"}
    [outdated] = coordinator.get("/v1/sources/outdated", headers=asked).json()
    assert [file["name"] for file in outdated["files"]] == ["周报.xlsx"]

    assert "Files to be read again" in coordinator.get("/uploads").text
    coordinator.submit("/sources/read-again", source="workbook:reports")

    assert items(coordinator)["T-1"]["due"] == "2026-03-20"
    assert "Files to be read again" not in coordinator.get("/uploads").text


def test_what_need_not_be_read_is_left_aside_with_a_reason(place: Place, coordinator: Browser):
    shown = bring(coordinator, workbook(FIRST), "new:", series="reports").headers["location"]
    read(coordinator, shown)
    asked = {"accept": "application/json"}
    [record] = coordinator.get("/v1/quarantine", headers=asked).json()["items"]
    assert "It need not be read" in coordinator.get("/sources").text
    path = f"/quarantine/{record['id']}/ignore"
    other = Browser(create_app(place.hub))
    other.sign_in("vendor")
    assert other.submit(path, reason="x").status_code == 404
    assert coordinator.submit(path, reason=" ").status_code == 422

    assert coordinator.submit(path, reason="agreed by phone").status_code == 303

    assert coordinator.get("/v1/quarantine", headers=asked).json()["items"] == []
    [said] = [e for e in place.hub.log.read(after=0, limit=10_000).events if is_ignored(e)]
    assert (said.reason, said.actor) == ("agreed by phone", PEOPLE["coordinator"].id)
    assert coordinator.submit(path, reason="again").status_code == 404


def is_ignored(event: object) -> TypeGuard[QuarantineAnswered]:
    return isinstance(event, QuarantineAnswered) and event.answer == "ignored"


def test_nobody_but_the_coordinator_reads_files_again(place: Place, coordinator: Browser):
    other = Browser(create_app(place.hub))
    other.sign_in("vendor")

    assert other.get("/v1/sources/outdated").status_code == 404
    assert other.write("/v1/sources/workbook:reports/read-again").status_code == 404
    assert other.submit("/sources/read-again", source="workbook:reports").status_code == 404


def test_a_column_that_looks_like_something_else_than_last_time_is_named(
    place: Place, coordinator: Browser
):
    head = [*HEAD[:5], "进度"]
    first = workbook([[*row[:5], f"{n}0%"] for n, row in enumerate(FIRST[:3] * 2, 1)], head)
    read(coordinator, bring(coordinator, first, "new:", series="reports").headers["location"])
    place.later(days=7)
    coordinator.sign_in("coordinator")
    second = workbook([[*row[:5], "进行中"] for row in FIRST[:3] * 2], head, day="2026-03-13")

    page = coordinator.get(bring(coordinator, second, "workbook:reports").headers["location"]).text

    assert "meant something else than in the last file: 进度" in page
