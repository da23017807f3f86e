"""Files that the coordinator brings: looked at, named, read; nobody else sees the pages."""

from datetime import UTC, datetime
from io import BytesIO
from re import findall
from uuid import uuid4

import openpyxl
import pytest

from api.app import create_app
from tests.contract.jira_export.files import csv_of
from tests.contract.jira_export.files import row as issue
from tests.contract.ms_project.plans import plan as project_plan
from tests.contract.ms_project.plans import task
from tests.integration.api.place import PASSWORD, PEOPLE, Browser, Place

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ["编号", "模块", "任务名称", "负责人", "计划完成", "状态", "完成率"]
PLAN_HEAD = ["编号", "模块", "任务名称", "责任方", "计划开始", "计划完成", "权重"]
PLAN = [
    ["P-1", "MES", "接口开发", "乙方", "2026-03-02", "2026-03-20", "1"],
    ["P-2", "MES", "数据导入", "乙方", "2026-03-09", "2026-03-25", "1"],
    ["P-3", "WMS", "培训场地", "甲方", "2026-03-16", "2026-03-28", "1"],
]
FIRST = [
    ["T-1", "MES", "接口开发", "张三", "2026-03-20", "进行中", "50%"],
    ["T-2", "MES", "数据导入", "李四", "2026-03-25", "未开始", "0%"],
    ["T-3", "WMS", "上线切换", "王五", "年后尽快", "未开始", "0%"],
]
SECOND = [[*FIRST[0][:6], "80%"], *FIRST[1:]]


def workbook(rows: list[list[str]], head: list[str] = HEAD, day: str = "2026-03-06") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "周报"
    for row in ([f"报告日期：{day}"], [], head, *rows):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def coordinator(place: Place) -> Browser:
    place.clock.at = datetime(2026, 3, 9, 1, tzinfo=UTC)
    for who in ("coordinator", "vendor", "sponsor"):
        place.hub.accounts.add(who, PEOPLE[who], at=place.clock.at, password=PASSWORD)
    place.hub.catch_up()
    opened = Browser(create_app(place.hub))
    opened.sign_in("coordinator")
    return opened


def bring(browser: Browser, body: bytes, into: str, name: str = "周报.xlsx", series: str = ""):
    form = {"token": browser.token_on("/uploads"), "once": uuid4().hex}
    form |= {"into": into, "series": series}
    return browser.post("/uploads", data=form, files={"file": (name, body, XLSX)})


def read(browser: Browser, shown: str):
    into = browser.get(shown).text.partition('name="into" value="')[2].partition('"')[0]
    upload = shown.partition("/uploads/")[2].partition("?")[0]
    return browser.submit(f"/uploads/{upload}/read", into=into)


def items(browser: Browser) -> dict[str, dict]:
    answer = browser.get("/v1/items", headers={"accept": "application/json"}).json()
    return {row["key"]: row for row in answer["items"]}


def test_a_plan_and_two_reports_are_brought_with_the_pages_alone(place, coordinator):
    shown = bring(coordinator, workbook(PLAN, PLAN_HEAD), "plan", "计划.xlsx").headers["location"]
    assert "rows of a plan or a list: 3" in coordinator.get(shown).text
    assert read(coordinator, shown).status_code == 303
    assert "计划.xlsx" in coordinator.get("/plan").text

    first = bring(coordinator, workbook(FIRST), "new:", series="周报").headers["location"]
    page = coordinator.get(first).text
    assert "new items: 3" in page
    assert "年后尽快" in page
    assert "周报!E6" in page
    assert items(coordinator) == {}
    read(coordinator, first)
    assert items(coordinator)["T-1"]["percent"] == 50

    place.later(days=7)
    coordinator.sign_in("coordinator")
    into = coordinator.get("/uploads").text.partition('value="workbook:')[2].partition('"')[0]
    body = workbook(SECOND, day="2026-03-13")
    second = bring(coordinator, body, f"workbook:{into}").headers["location"]
    assert "changed items: 1" in coordinator.get(second).text
    read(coordinator, second)
    assert items(coordinator)["T-1"]["percent"] == 80
    assert "This file is on record" in coordinator.get(second).text


def test_a_preview_appends_nothing(place, coordinator):
    def events() -> int:
        return len(place.hub.log.read(after=0, limit=10_000).events)

    shown = bring(coordinator, workbook(FIRST), "new:", series="reports").headers["location"]
    before = events()

    assert coordinator.get(shown).status_code == 200
    assert events() == before


def test_columns_that_a_person_names_are_read_as_named(place, coordinator):
    head = ["编号", "子项", "任务名称", "谁", "死线", "灯", "数"]
    shown = bring(coordinator, workbook(FIRST[:2], head), "new:", series="odd").headers["location"]
    page = coordinator.get(shown).text
    assert "waits for you" in page
    upload = shown.partition("/uploads/")[2].partition("?")[0]
    [fingerprint, *_] = findall(r'name="fingerprint" value="([0-9a-f]+)"', page)
    names = ["id", "module", "title", "owner", "planned_finish", "status", "percent_actual"]
    form = {"into": "new:odd", "fingerprint": fingerprint, "header": head, "meaning": names}

    said = coordinator.submit(f"/uploads/{upload}/columns", **form)

    assert said.status_code == 303
    assert "new items: 2" in coordinator.get(shown).text
    read(coordinator, shown)
    assert items(coordinator)["T-1"]["due"] == "2026-03-20"
    [mapping] = coordinator.get("/v1/mappings", headers={"accept": "application/json"}).json()
    assert mapping["columns"]["灯"] == "status"
    assert "死线 = planned finish" in coordinator.get("/uploads").text


def test_a_program_brings_a_file_and_a_repeated_request_reads_it_once(place, coordinator):
    token = coordinator.token_on("/uploads")
    headers = {"hub-token": token, "idempotency-key": "one", "accept": "application/json"}
    kept = coordinator.post(
        "/v1/uploads?into=new:reports", files={"file": ("a.xlsx", workbook(FIRST))}, headers=headers
    ).json()
    path = f"/v1/uploads/{kept['upload']}"
    seen = coordinator.get(f"{path}?into=new:reports", headers=headers).json()
    assert seen["counts"]["new"] == 3
    assert seen["tables"][0]["columns"][2]["samples"] == ["接口开发", "数据导入", "上线切换"]

    told = coordinator.write(f"{path}/read?into=new:reports", key="two").json()
    again = coordinator.write(f"{path}/read?into=new:reports", key="two").json()

    assert told["new"] > 3
    assert again == {**told, "repeated": True}


def test_two_rows_that_may_be_one_item_wait_for_an_answer(place, coordinator):
    rest = ["李四", "2026-03-25", "未开始", "0%"]
    first = [["", "MES", f"数据{n}导入与核对流程", *rest] for n in "甲乙丙丁戊己"]
    second = [[*first[0][:2], "数据甲导入与核对流程图", *first[0][3:]], *first[1:]]
    shown = bring(coordinator, workbook(first), "new:", series="reports").headers["location"]
    read(coordinator, shown)
    place.later(days=7)
    coordinator.sign_in("coordinator")
    body = workbook(second, day="2026-03-13")
    shown = bring(coordinator, body, "workbook:reports").headers["location"]
    read(coordinator, shown)

    page = coordinator.get("/questions").text
    assert "数据甲导入与核对流程图" in page
    assert "周报!" in page
    [question] = coordinator.get("/v1/questions", headers={"accept": "application/json"}).json()
    assert coordinator.submit(f"/questions/{question['id']}", same="yes").status_code == 303
    assert "Nothing is asked." in coordinator.get("/questions").text


def test_a_file_that_looks_wrong_counts_from_its_release_on(place, coordinator):
    shown = bring(coordinator, workbook(FIRST), "new:", series="reports").headers["location"]
    read(coordinator, shown)
    place.later(days=7)
    coordinator.sign_in("coordinator")
    others = [[f"X-{n}", "ERP", f"全新工作{n}", *FIRST[0][3:]] for n in range(6)]
    body = workbook(others, day="2026-03-13")
    shown = bring(coordinator, body, "workbook:reports").headers["location"]
    read(coordinator, shown)
    assert set(items(coordinator)) == {"T-1", "T-2", "T-3"}
    held = coordinator.get("/v1/editions?state=held", headers={"accept": "application/json"})
    [edition] = held.json()
    page = coordinator.get(f"/editions/{edition['id']}").text
    assert "6 rows differ from the last file, which has 3" in page
    assert "全新工作5" in page
    assert set(items(coordinator)) == {"T-1", "T-2", "T-3"}

    coordinator.submit(f"/editions/{edition['id']}", answer="release", reason="new scope")

    assert set(items(coordinator)) > {"X-0", "X-5"}


def test_a_wrong_file_is_rejected_with_a_reason_that_stays_beside_it(place, coordinator):
    shown = bring(coordinator, workbook(FIRST), "new:", series="reports").headers["location"]
    read(coordinator, shown)
    place.later(days=7)
    coordinator.sign_in("coordinator")
    body = workbook([[*FIRST[0][:2], "", "", "", "", ""]], day="2026-03-13")
    read(coordinator, bring(coordinator, body, "workbook:reports").headers["location"])
    asked = {"accept": "application/json"}
    [edition] = coordinator.get("/v1/editions?state=held", headers=asked).json()
    shown = coordinator.get(f"/uploads/{edition['original']}?into=workbook:reports").text
    assert f'href="/editions/{edition["id"]}"' in shown
    assert "Read it" not in shown
    path = f"/editions/{edition['id']}"
    assert "looks empty" in coordinator.get(path).text

    assert coordinator.submit(path, answer="reject").status_code == 422
    assert coordinator.submit(path, answer="reject", reason="a blank form").status_code == 303

    page = coordinator.get("/sources").text
    assert "a blank form" in page
    assert coordinator.get("/v1/editions?state=held", headers=asked).json() == []
    assert "/reject" not in coordinator.get(path).text


def test_a_file_that_is_refused_says_what_to_do(coordinator):
    shown = bring(coordinator, b"MZ no table", "new:", "a.xlsx", series="reports").headers
    page = coordinator.get(shown["location"]).text

    assert "This file cannot be read" in page
    assert "Read it" not in page


@pytest.mark.parametrize("who", ["vendor", "sponsor"])
def test_the_pages_are_there_for_the_coordinator_alone(place, coordinator, who):
    shown = bring(coordinator, workbook(FIRST), "new:", series="reports").headers["location"]
    upload = shown.partition("/uploads/")[2].partition("?")[0]
    other = Browser(create_app(place.hub))
    other.sign_in(who)

    for path in ("/uploads", shown, f"/v1/uploads/{upload}", "/v1/mappings", "/questions"):
        assert other.get(path).status_code == 404, path
    assert other.submit(f"/uploads/{upload}/read", into="plan").status_code == 404
    assert other.submit("/questions/none", same="yes").status_code == 404
    assert other.write(f"/v1/uploads/{upload}/read").status_code == 404


def odd_book(rows_above: int = 2, sheet: str = "项目 8月") -> bytes:
    """Make a workbook whose header names nothing that we know, on its second sheet."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "封面"
    book.worksheets[0].append(["某项目"])
    listed = book.create_sheet(sheet)
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden.append(["甲", "乙"])
    for _row in range(rows_above):
        listed.append(["说明", "仅供参考"])
    listed.append(["甲列", "乙列", "丙列"])
    for number in range(1, 4):
        listed.append([f"工作{number}", "2026-03-20", "已完成"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def point(browser: Browser, shown: str, row: int, **names: str):
    """Point at a header row of the second sheet, and name its columns."""
    seen = browser.get(f"{shown}&sheet=项目 8月&row={row}").text
    upload = shown.partition("/uploads/")[2].partition("?")[0]
    [fingerprint, *_] = findall(r'name="fingerprint" value="([0-9a-f]+)"', seen)
    form = {"into": "new:odd", "fingerprint": fingerprint, "header": list(names)}
    form |= {"meaning": list(names.values()), "sheet": "项目 8月", "row": str(row)}
    return browser.submit(f"/uploads/{upload}/columns", **form)


NAMED = {"甲列": "title", "乙列": "planned_finish", "丙列": "status"}


def test_a_person_points_at_a_header_that_was_not_found(coordinator):
    shown = bring(coordinator, odd_book(), "new:", series="odd").headers["location"]
    assert "waits for you" in coordinator.get(shown).text
    rows = coordinator.get(f"{shown}&sheet=项目 8月").text
    assert "The header begins in row 3" in rows
    pointed = coordinator.get(f"{shown}&sheet=项目 8月&row=3").text
    assert "乙列" in pointed
    assert "工作1 · 工作2 · 工作3" in pointed
    assert "/read" not in pointed  # nothing is read before its columns are named

    said = point(coordinator, shown, 3, **NAMED)

    assert said.status_code == 303
    assert "row=" not in said.headers["location"]
    page = coordinator.get(shown).text
    assert "new items: 3" in page
    assert "said on" in page


def test_the_header_is_found_again_where_it_has_moved(place, coordinator):
    shown = bring(coordinator, odd_book(), "new:", series="odd").headers["location"]
    point(coordinator, shown, 3, **NAMED)
    read(coordinator, shown)
    place.later(days=7)
    coordinator.sign_in("coordinator")

    moved = bring(coordinator, odd_book(7, "项目 9月"), "workbook:odd").headers["location"]

    assert "header in row 8, data to row 11" in coordinator.get(moved).text


def test_what_is_said_to_be_no_table_is_not_read(coordinator):
    shown = bring(coordinator, workbook(FIRST), "new:", series="reports").headers["location"]
    upload = shown.partition("/uploads/")[2].partition("?")[0]
    page = coordinator.get(shown).text
    [fingerprint, *_] = findall(r'name="fingerprint" value="([0-9a-f]+)"', page)
    form = {"into": "new:reports", "fingerprint": fingerprint, "table": "no"}

    coordinator.submit(f"/uploads/{upload}/columns", **form, header=HEAD, meaning=["extra"] * 7)

    page = coordinator.get(shown).text
    assert "new items" not in page
    assert "that this is no table" in page
    asked = {"accept": "application/json"}
    [said] = coordinator.get("/v1/mappings?source=workbook:reports", headers=asked).json()
    assert (said["columns"], said["options"]) == ({}, {"table": "no"})


def test_a_hidden_sheet_is_listed_and_read_where_somebody_points(coordinator):
    shown = bring(coordinator, odd_book(), "new:", series="odd").headers["location"]

    page = coordinator.get(shown).text
    pointed = coordinator.get(f"{shown}&sheet=底稿&row=1").text

    assert "底稿" in page
    assert 'name="sheet" value="底稿"' in pointed


@pytest.mark.parametrize(
    ("body", "name", "seen", "count"),
    [
        (project_plan(task(1, "Interface"), task(2, "Training")), "plan.xml", "Interface", 3),
        (csv_of(issue(1), issue(2)), "jira 2026-03-06.csv", "Item 1 · Item 2", 2),
    ],
    ids=["ms_project", "jira_export"],
)
def test_every_kind_of_file_is_shown_before_it_is_read(coordinator, body, name, seen, count):
    place = bring(coordinator, body, "new:", name, series="tracker").headers["location"]

    page = coordinator.get(place).text

    assert seen in page
    assert f"new items: {count}" in page
    assert "This is what the columns mean" not in page  # the format says it
    assert read(coordinator, place).status_code == 303
    assert len(items(coordinator)) == count
    assert 'value="workbook:' not in coordinator.get("/uploads").text
