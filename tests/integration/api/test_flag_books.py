"""Many flags answered by workbook: seen first, recorded in the sender's name, each once."""

from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from api.app import create_app
from hub.flag_book import COLUMNS
from hub.model.event import Interval, stream_id
from hub.model.facts import Edition, EditionRead, RecordQuarantined, State, WorkItemFirstSeen
from hub.model.flags import AnswerReply, FlagItem, VendorReplied
from hub.model.runs import SourceConfigured
from tests.integration.api.place import PASSWORD, PEOPLE, Browser, Place
from tests.integration.api.story import COORDINATOR

SOURCE = "workbook:report-a"
FEW, MANY = 9, 31  # the last one is another vendor's
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("new date", "evidence", "blocked", "disagree")


def report(rows: int = FEW) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "周报"
    sheet.append(["任务", "完成日期"])
    for number in range(1, rows + 1):
        sheet.append([f"任务 {number}", "2025-08-15"])
    return saved(book)


def saved(book) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def flagged(request: pytest.FixtureRequest, place: Place) -> Place:
    """Give an installation in which a vendor has sent a report, and the client asks about it."""
    return told(place, getattr(request, "param", FEW))


def told(place: Place, rows: int) -> Place:
    """Let the vendor send a report of so many rows, and the client ask about each."""
    hub, at, body = place.hub, place.clock.at, report(rows)
    sha = hub.originals.keep(body, kind="workbook", origin="周报 0815.xlsx", received_at=at)
    settings = {"side": "vendor", "party": "vendor-a", "name": "report-a"}
    said: dict[str, Any] = {"entry": "1", "occurred": Interval.at(at)}
    configured = SourceConfigured(
        subject=SOURCE, kind="workbook", version="1", content=settings, **said
    )
    hub.log.append([configured], project="demo", run="r", recorded_at=at)
    edition = Edition(
        series="report-a",
        original=sha,
        name="周报 0815.xlsx",
        edition_on=date(2025, 8, 15),
        dated_by="file_name",
    )
    facts = [
        WorkItemFirstSeen(
            subject=f"report-a/{n}",
            key=f"R-{n}",
            fields={"title": f"任务 {n}"},
            locators={"title": f"workbook:{sha}/周报!A{n + 1}"},
            state=State.IN_PROGRESS,
            **said,
        )
        for n in range(1, rows + 1)
    ]
    counts: dict[str, Any] = {"rows_in": rows, "mapped": rows, "quarantined": 0, "complete": False}
    closing = EditionRead(subject="report-a", edition=edition, **counts, **said)
    hub.log.append([*facts, closing], project="demo", run="r", recorded_at=at, source=SOURCE)
    for n in range(1, rows + 1):
        flag(place, f"flag-{n}", "vendor-a" if n < rows else "vendor-b", n)
    hub.catch_up()
    for who in ("vendor", "other", "coordinator"):
        hub.accounts.add(who, PEOPLE[who], at=at, password=PASSWORD)
    return place


def flag(place: Place, name: str, party: str, number: int) -> None:
    command = FlagItem(
        by=COORDINATOR,
        flag=name,
        party=party,
        sentence=f"任务 {number} 为何未完成？",
        reply_by=place.clock.at.date() + timedelta(days=3),
        item=str(stream_id("item", SOURCE, f"report-a/{number}")),
    )
    place.hub.log.act(command, project="demo", run="act", recorded_at=place.clock.at)


@pytest.fixture
def vendor(flagged: Place) -> Browser:
    opened = Browser(create_app(flagged.hub))
    opened.sign_in("vendor")
    return opened


def workbook(browser: Browser):
    answer = browser.get("/v1/vendor/flags/workbook")
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(BytesIO(answer.content))


def own_file(browser: Browser) -> str:
    """Name the report that the vendor has sent."""
    [edition] = browser.get("/v1/editions").json()
    return edition["original"]


def fill(sheet, row: int, **values: object) -> None:
    for name, value in values.items():
        sheet.cell(row, COLUMNS.index(name) + 1).value = value


def answer_all(book) -> None:
    """Answer every flag of the sheet, in all four ways."""
    sheet = book["Flags"]
    for row in range(2, sheet.max_row + 1):
        kind = KINDS[row % 4]
        more = {
            "new date": {"new_on": "2025-09-12"},
            "evidence": {"evidence": "记录 12"},
            "blocked": {"blocked_by": "client:warehouse", "since_on": "2025-08-18"},
            "disagree": {"words": "已于 8 月 12 日完成"},
        }[kind]
        fill(sheet, row, reply=kind, **more)


def send(browser: Browser, body: bytes, path: str = "/v1/vendor/flags/replies"):
    headers = {
        "hub-token": browser.token_on("/settings"),
        "idempotency-key": sha256(body).hexdigest()[:20],
        "accept": "application/json",
    }
    return browser.post(path, files={"file": ("filled.xlsx", body, XLSX)}, headers=headers)


def recorded(place: Place, *kinds: type) -> list:
    found: list = []
    at = 0
    while page := place.hub.log.read(at):
        found += [event for event in page.events if isinstance(event, kinds)]
        at = page.last
    return found


def test_the_workbook_is_the_vendor_s_own_file_with_its_own_flags(vendor):
    book = workbook(vendor)
    texts = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]

    assert book.sheetnames == ["周报", "Flags"]
    assert book["周报"]["A2"].comment.text.startswith("[?] 任务 1 为何未完成？")
    assert book["Flags"].max_row == FEW  # a header, and all but the other vendor's
    assert [t for t in texts if f"flag-{FEW}" in t or t.startswith(f"任务 {FEW} 为")] == []


def test_the_own_file_is_offered_beside_it_as_it_was_sent(vendor):
    answer = vendor.get("/v1/vendor/flags/workbook/original")

    assert answer.content[:2] == b"PK"
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames == ["周报"]
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize("path", ["/v1/vendor/flags/workbook", "/vendor/replies"])
def test_only_a_vendor_gets_it(flagged, path):
    coordinator = Browser(create_app(flagged.hub))
    assert coordinator.get(path).status_code in (303, 401)
    coordinator.sign_in("coordinator")

    assert coordinator.get(path).status_code == 404


@pytest.mark.parametrize("flagged", [MANY], indirect=True)
def test_thirty_answers_are_recorded_and_one_of_another_vendor_is_set_aside(flagged, vendor):
    book = workbook(vendor)
    answer_all(book)
    row = book["Flags"].max_row + 1
    fill(book["Flags"], row, flag=f"flag-{MANY}", reply="disagree", words="not ours")
    body = saved(widened(book, row))

    seen = send(vendor, body).json()
    before = recorded(flagged, VendorReplied)
    answer = vendor.write(f"/v1/vendor/flags/replies/{seen['upload']}", key="k-1").json()
    replies, [aside] = recorded(flagged, VendorReplied), recorded(flagged, RecordQuarantined)

    assert (seen["new"], seen["already"], seen["quarantined"], before) == (30, 0, 1, [])
    assert (len(answer["events"]), len(replies)) == (30, 30)
    assert {reply.actor for reply in replies} == {PEOPLE["vendor"].id}
    assert {reply.answer for reply in replies} == {"new_date", "evidence", "blocked", "disagree"}
    assert answer["quarantined"][0]["reason"] == "There is no such flag."
    assert f"flag-{MANY}" in aside.text


def widened(book, row: int):
    """Let the sheet end with *row*, as Excel does when somebody adds one below."""
    name = book.defined_names["hub_flags_place"]
    name.attr_text = name.attr_text.rpartition("$")[0] + f"${row}"
    return book


def test_another_vendor_s_flag_and_one_that_is_none_are_refused_in_the_same_words(vendor):
    book = workbook(vendor)
    for row, name in enumerate((f"flag-{FEW}", "flag-none"), start=40):
        fill(book["Flags"], row, flag=name, reply="disagree", words="no")

    rows = send(vendor, saved(book)).json()["rows"]

    assert len({row["reason"] for row in rows}) == 1
    assert [row["outcome"] for row in rows] == ["quarantined", "quarantined"]


def test_the_same_workbook_twice_records_nothing_twice(flagged, vendor):
    book = workbook(vendor)
    answer_all(book)
    body = saved(book)
    upload = send(vendor, body).json()["upload"]
    vendor.write(f"/v1/vendor/flags/replies/{upload}")

    again = send(vendor, body).json()
    answer = vendor.write(f"/v1/vendor/flags/replies/{upload}").json()

    assert (again["new"], again["already"]) == (0, FEW - 1)
    assert (answer["events"], answer["already"]) == ([], FEW - 1)
    assert len(recorded(flagged, VendorReplied)) == FEW - 1


def test_what_cannot_be_told_is_set_aside_and_the_rest_goes_through(flagged, vendor):
    book = workbook(vendor)
    sheet = book["Flags"]
    fill(sheet, 2, reply="new date", new_on="soon")
    fill(sheet, 3, new_on="2025-09-12", evidence="record 4")
    fill(sheet, 4, reply="perhaps", words="?")
    fill(sheet, 5, reply="new date", words="no day")
    fill(sheet, 6, words="it was done")
    fill(sheet, 40, flag=sheet["A6"].value, words="it was not done")
    fill(sheet, 7, new_on="2025-09-12")

    seen = send(vendor, saved(book)).json()
    outcomes = {row["row"]: (row["outcome"], row["reason"]) for row in seen["rows"]}
    answer = vendor.write(f"/v1/vendor/flags/replies/{seen['upload']}").json()

    assert outcomes[2] == (
        "quarantined",
        "Write the day as year-month-day, such as 2026-03-20: soon.",
    )
    assert outcomes[3][1].startswith("This row holds two different answers")
    assert outcomes[4][1].startswith("Choose one of the answers")
    assert outcomes[6][1] == outcomes[40][1] != ""
    assert (outcomes[5][0], outcomes[7][0]) == ("new", "new")
    assert len(answer["events"]) == 1  # the decider wants a date for row 5
    assert [row["row"] for row in answer["quarantined"]][-1] == 5
    assert len(recorded(flagged, RecordQuarantined)) == 6


def test_changed_locked_cells_are_named_and_ignored(vendor):
    book = workbook(vendor)
    fill(book["Flags"], 2, sentence="Nothing is asked", words="fine")

    [row] = send(vendor, saved(book)).json()["rows"]

    assert (row["outcome"], row["changed"]) == ("new", ["sentence"])


def test_a_closed_flag_takes_no_answer(flagged, vendor):
    book = workbook(vendor)
    fill(book["Flags"], 2, words="late")
    name = book["Flags"]["A2"].value
    vendor.write(f"/v1/vendor/flags/{name}/reply", {"answer": "disagree", "words": "no"})
    flagged.hub.act(AnswerReply(by=COORDINATOR, flag=name, accepted=True))

    [row] = send(vendor, saved(book)).json()["rows"]

    assert row["outcome"] == "quarantined"
    assert "withdrawn or closed" in row["reason"]


def test_a_file_that_the_hub_has_not_sent_is_refused(vendor):
    answer = send(vendor, report())

    assert answer.status_code == 422
    assert "no workbook of flags" in answer.json()["detail"]


def test_one_company_s_upload_is_not_there_for_another(flagged, vendor):
    book = workbook(vendor)
    answer_all(book)
    upload = send(vendor, saved(book)).json()["upload"]
    other = Browser(create_app(flagged.hub))
    other.sign_in("other")

    assert other.write(f"/v1/vendor/flags/replies/{upload}").status_code == 404
    assert vendor.write(f"/v1/vendor/flags/replies/{own_file(vendor)}").status_code == 404


def test_the_pages_show_the_list_first_and_record_it_then(flagged, vendor):
    book = workbook(vendor)
    answer_all(book)
    token = vendor.token_on("/vendor/replies")
    files = {"file": ("filled.xlsx", saved(book), XLSX)}

    shown = vendor.post("/vendor/replies", data={"token": token, "once": "a"}, files=files)
    assert f"{FEW - 1} new answers" in shown.text
    assert recorded(flagged, VendorReplied) == []
    upload = shown.text.partition('action="/vendor/replies/')[2].partition('"')[0]
    answer = vendor.submit(f"/vendor/replies/{upload}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/vendor?done=1")
    assert len(recorded(flagged, VendorReplied)) == FEW - 1
    assert "Download the workbook" in vendor.get("/vendor").text


def test_without_a_file_of_its_own_a_vendor_gets_the_sheet_alone(flagged):
    other = Browser(create_app(flagged.hub))
    other.sign_in("other")

    assert workbook(other).sheetnames == ["Flags"]
    assert other.get("/v1/vendor/flags/workbook/original").status_code == 404


def test_a_file_whose_text_is_gone_leaves_the_sheet_alone(flagged, vendor):
    name, at = own_file(vendor), flagged.clock.at
    flagged.hub.originals.redact(name, copy=None, reason="names", by="person:coordinator", at=at)

    assert workbook(vendor).sheetnames == ["Flags"]


def test_nobody_writes_without_the_token_of_a_page(vendor):
    body = {"file": ("filled.xlsx", report(), XLSX)}

    assert (
        vendor.post(
            "/v1/vendor/flags/replies", files=body, headers={"idempotency-key": "k"}
        ).status_code
        == 403
    )
    assert vendor.post("/vendor/replies", files=body).status_code == 403
    assert vendor.post("/vendor/replies/none").status_code == 403
