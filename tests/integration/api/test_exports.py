"""Lists as files: the same rows as on the pages, nothing alive in them, nothing of others."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from api.app import create_app
from hub.export import FORMS
from hub.model.commitment_acts import RaiseCommitment
from hub.model.commitments import Kind, Terms
from hub.model.decisions import AnswerDecision, AskDecision
from hub.model.event import Side
from hub.model.flags import FlagItem
from tests.integration.api.place import Browser
from tests.integration.api.story import COORDINATOR, SPONSOR, WORD_A, WORD_B, WORD_CLIENT

NAMES = ["findings?state=all", "items", "flags", "plan", "quarantine"]
EVIL = ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example")', "+1+1", "@SUM(1)", "\t=1+1"]


def file(browser, name: str, form: str):
    answer = browser.get(f"/v1/exports/{name}{'&' if '?' in name else '?'}form={form}")
    assert answer.status_code == 200, answer.text
    return answer


def texts(content: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(content))
    return "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)


@pytest.mark.parametrize("name", [*NAMES, "scope"])
def test_nobody_exports_without_signing_in(rollout, name):
    assert Browser(create_app(rollout.hub)).get(f"/v1/exports/{name}").status_code == 401


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("who", "foreign"), [("vendor", WORD_B), ("other", WORD_A)])
def test_a_vendor_s_file_holds_no_word_of_another(reader, who, foreign, name, form):
    answer = file(reader(who), name, form)
    said = texts(answer.content) if form == "xlsx" else answer.content.decode("utf-8")

    assert foreign not in said
    assert WORD_CLIENT not in said


@pytest.mark.parametrize("who", ["vendor", "other", "head", "keyuser"])
def test_hardware_and_scope_are_for_those_who_negotiate(reader, who):
    assert reader(who).get("/v1/exports/scope").status_code == 404


def test_an_unknown_form_and_an_unknown_filter_are_refused(reader):
    browser = reader("coordinator")

    assert browser.get("/v1/exports/items?form=pdf").status_code == 422
    assert browser.get("/v1/exports/items?state=better").status_code == 422


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_the_rows_of_the_list(reader, name):
    browser = reader("coordinator")
    listed = "commitments" if name == "plan" else name
    total = browser.get(f"/v1/{listed}").json()["total"]

    rows = file(browser, name, "json").json()["rows"]
    lines = list(csv.reader(StringIO(file(browser, name, "csv").text, newline="")))
    book = openpyxl.load_workbook(BytesIO(file(browser, name, "xlsx").content))

    assert total > 0
    assert (len(rows), len(lines) - 1, book.worksheets[0].max_row - 1) == (total, total, total)


def test_titles_are_in_the_reader_s_language(reader):
    answer = reader("coordinator").get("/v1/exports/items?form=csv&lang=zh_CN")

    assert "数据源" in answer.text.splitlines()[0]
    assert "attachment" in answer.headers["content-disposition"]


def test_a_gap_is_what_is_wanted_and_stands_in_no_contract(reader, rollout):
    printers = Terms(key="HW-9", title="标签打印机", kind=Kind.HARDWARE, side=Side.CLIENT)
    about: dict[str, Any] = {"decision": "who-pays", "concerns": ("HW-9",), "of": "client:sponsor"}
    rollout.hub.act(RaiseCommitment(by=COORDINATOR, series="hardware", terms=printers))
    asked = AskDecision(by=COORDINATOR, question="谁承担？", options=("甲方", "乙方"), **about)
    rollout.hub.act(asked)
    rollout.hub.act(AnswerDecision(by=SPONSOR, decision="who-pays", option="甲方"))

    rows = file(reader("coordinator"), "scope", "json").json()["rows"]
    [row] = [row for row in rows if row["key"] == "HW-9"]

    assert (row["contract"], row["gap"], row["delivered_on"]) == ("", "no_contract_line", None)
    assert (row["decision_asked"], row["decision"]) == ("谁承担？", "甲方")


def test_what_comes_from_outside_is_text_in_every_file(reader, rollout):
    for number, text in enumerate(EVIL):
        terms = Terms(key=f"=E{number}", title=text, kind=Kind.HARDWARE, finish_on=None)
        rollout.hub.act(RaiseCommitment(by=COORDINATOR, series="hardware", terms=terms))
        flag: dict[str, Any] = {"flag": f"flag-evil-{number}", "party": "vendor-a", "item": "none"}
        day = rollout.clock.at.date()
        rollout.hub.act(FlagItem(by=COORDINATOR, sentence=text, reply_by=day, **flag))
    browser = reader("coordinator")

    for name in ("plan", "flags", "scope"):
        lines = csv.reader(StringIO(file(browser, name, "csv").text, newline=""))
        fields = [field for line in lines for field in line]
        assert [f for f in fields if f.startswith(("=", "+", "@", "\t", "\r"))] == []
        assert {f.removeprefix("'") for f in fields} >= set(EVIL)
        sheet = openpyxl.load_workbook(BytesIO(file(browser, name, "xlsx").content)).worksheets[0]
        assert [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []


def test_the_plan_offers_hardware_and_scope_to_those_who_negotiate(reader):
    assert "/v1/exports/scope?form=xlsx" in reader("coordinator").get("/plan").text
    assert "/v1/exports/scope" not in reader("vendor").get("/plan").text


def test_an_auditor_may_read_hardware_and_scope(reader):
    assert reader("auditor").get("/v1/exports/scope").status_code == 200


@pytest.mark.parametrize(("page", "given"), [("findings", "severity=S2"), ("plan", "module=MES")])
def test_a_page_offers_its_list_with_the_same_filters(reader, page, given):
    text = reader("coordinator").get(f"/{page}?{given}&path=x").text.replace("&amp;", "&")

    [address] = re.findall(rf'href="(/v1/exports/{page}\?[^"]*form=csv[^"]*)"', text)
    assert given in address
    assert reader("coordinator").get(address).status_code == 200
