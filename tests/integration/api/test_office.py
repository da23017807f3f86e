"""Every file that the hub gives out, opened by LibreOffice: nothing in it comes alive."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import openpyxl
import pytest

from api.app import create_app
from connectors.workbook.annotating import annotated
from connectors.workbook.rebuilding import rebuilt
from hub.model.commitment_acts import RaiseCommitment
from hub.model.commitments import Kind, Terms
from hub.model.event import Interval, Side
from hub.model.facts import RecordQuarantined, WorkItemFirstSeen
from hub.model.flags import FlagItem, VendorReplied
from hub.model.runs import SourceConfigured
from tests.contract.workbook.test_flag_books import asked, flags
from tests.integration.api.place import Browser, Place
from tests.integration.api.story import COORDINATOR
from tests.integration.api.test_flag_books import (
    FEW,
    answer_all,
    recorded,
    saved,
    send,
    told,
    workbook,
)
from tests.office import opened, saved_as

EVIL = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
]


@pytest.fixture
def hostile(place: Place) -> Place:
    """Give an installation in which every text from outside would like to be a formula."""
    told(place, FEW)
    said: dict[str, Any] = {"entry": "1", "occurred": Interval.at(place.clock.at)}
    content = {"side": "vendor", "party": "vendor-a"}
    source = SourceConfigured(subject="jira:X", kind="jira", version="1", content=content, **said)
    place.hub.log.append([source], project="demo", run="r", recorded_at=place.clock.at)
    for number, text in enumerate(EVIL):
        say(place, number, text)
    place.hub.catch_up()
    return place


def say(place: Place, number: int, text: str) -> None:
    """Put one text on record wherever a text can come from outside."""
    hub, at = place.hub, place.clock.at
    said: dict[str, Any] = {"entry": f"evil-{number}", "occurred": Interval.at(at)}
    facts = [
        WorkItemFirstSeen(subject=f"e{number}", key=text, fields={"title": text}, **said),
        RecordQuarantined(subject=f"q{number}", reason="no_title", text=text, **said),
    ]
    hub.log.append(facts, project="demo", run="r", recorded_at=at, source="jira:X")
    terms = Terms(key=text, title=text, kind=Kind.HARDWARE, side=Side.CLIENT, module=text)
    hub.act(RaiseCommitment(by=COORDINATOR, series="hardware", terms=terms))
    day = at.date() + timedelta(days=3)
    asked: dict[str, Any] = {"flag": f"evil-{number}", "party": "vendor-a", "item": "none"}
    hub.act(FlagItem(by=COORDINATOR, sentence=text, reply_by=day, key=text, **asked))


def signed_in(place: Place, who: str) -> Browser:
    browser = Browser(create_app(place.hub))
    browser.sign_in(who)
    return browser


def exports(place: Place) -> list[str]:
    """Find every list that can be had as a file: a new one is opened here too."""
    paths = create_app(place.hub).openapi()["paths"]
    return sorted(path for path in paths if path.startswith("/v1/exports/"))


def files(place: Place, *forms: str) -> dict[str, bytes]:
    """Give every file that anybody can have, by a name."""
    browser, vendor = signed_in(place, "coordinator"), signed_in(place, "vendor")
    found = {}
    for path in exports(place):
        for form in forms:
            answer = browser.get(f"{path}?form={form}")
            assert answer.status_code == 200, path
            found[f"{path.rpartition('/')[2]}-{form}.{form}"] = answer.content
    found["flags-book.xlsx"] = vendor.get("/v1/vendor/flags/workbook").content
    return found


def test_a_file_that_is_written_carelessly_does_come_alive(soffice, tmp_path):
    out = StringIO()
    csv.writer(out).writerows([[text] for text in EVIL])
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "=1+1"
    careless = {"careless-csv.csv": out.getvalue().encode(), "careless-book.xlsx": saved(book)}

    found = opened(soffice, tmp_path, careless)

    assert len(found["careless-csv"].formulas) >= 2
    assert found["careless-book"].formulas == ["of:=1+1"]


def test_nothing_comes_alive_in_any_file_that_the_hub_gives_out(soffice, tmp_path, hostile):
    found = opened(soffice, tmp_path, files(hostile, "xlsx", "csv"))

    assert len(found) == 2 * len(exports(hostile)) + 1
    assert {name: each.formulas for name, each in found.items() if each.formulas} == {}
    for name in ("items-xlsx", "plan-csv", "flags-xlsx", "scope-csv", "quarantine-xlsx"):
        assert {t.removeprefix("'") for t in found[name].texts} >= {"=1+1", "+1+1", "@SUM(1)"}


def test_json_beside_them_loses_nothing(hostile):
    browser = signed_in(hostile, "coordinator")
    rows = browser.get("/v1/exports/items?form=json").json()["rows"]

    assert {row["title"] for row in rows} >= set(EVIL)


def test_a_file_rebuilt_for_a_vendor_is_as_quiet(soffice, tmp_path):
    evil = [asked(f"flag-{n}", item=text, sentence=text) for n, text in enumerate(EVIL)]
    quiet = flags(*evil, departments=tuple(EVIL), sheet="=1+1")
    made = {
        "alone.xlsx": annotated(None, quiet).body,
        "rebuilt.xlsx": rebuilt([], quiet, tmp_path).body,
    }

    found = opened(soffice, tmp_path / "office", made)

    assert {name: each.formulas for name, each in found.items()} == {"alone": [], "rebuilt": []}
    assert all("=1+1" in each.texts for each in found.values())


def test_answers_filled_in_and_saved_by_libreoffice_are_recorded_with_their_rows(
    soffice, tmp_path, place
):
    told(place, FEW)
    vendor = signed_in(place, "vendor")
    book = workbook(vendor)
    answer_all(book)
    body = saved_as(soffice, tmp_path, "xlsx", {"filled.xlsx": saved(book)})["filled"]

    seen = send(vendor, body).json()
    answer = vendor.write(f"/v1/vendor/flags/replies/{seen['upload']}").json()
    replies = recorded(place, VendorReplied)

    assert (seen["new"], seen["quarantined"], len(answer["events"])) == (FEW - 1, 0, FEW - 1)
    places = {reply.locator for reply in replies}
    assert places == {f"workbook:{seen['upload']}/Flags!A{row}" for row in range(2, FEW + 1)}
    cell = vendor.get(
        "/v1/locators", params={"ref": replies[0].locator, "event": replies[0].event_id}
    )
    assert replies[0].flag in str(cell.json()["cell"]["rows"])
