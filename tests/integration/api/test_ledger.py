"""The delay ledger through the API: sums, what each reader sees, and the right of reply."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from api.app import create_app
from hub.model.charges import LedgerRecorded, LedgerWithheld, Window
from hub.model.event import Interval, stream_id
from hub.model.meetings import MeetingRefused
from hub.model.people import Person, Role
from tests.integration.api.conftest import installation
from tests.integration.api.place import MORNING, PASSWORD, PEOPLE, Browser, Place

ON = MORNING.date()
COLUMNS = {"vendor:pm": "10/3", "client:warehouse": "5/3", "client:quality": "1", "concurrent": "1"}


@pytest.fixture
def kept(database_url: str, tmp_path) -> Iterator[Place]:
    """Give an installation with one commitment whose finish moved by seven days."""
    from tests.integration.api import story as told

    with installation(tmp_path, database_url) as place:
        told.tell(place.hub, place.clock)
        for who, person in PEOPLE.items():
            place.hub.accounts.add(who, person, at=place.clock.at, password=PASSWORD)
        window = Window(
            commitment=owed(place),
            series="plan",
            key="T-01",
            on=ON,
            agreed_on=ON,
            before_on=ON,
            finish_on=ON,
            moved_wd=7,
            columns=COLUMNS,
            reasons=dict.fromkeys(COLUMNS, ("own_work",)),
        )
        record(place, LedgerRecorded, windows=(window,))
        yield place


def owed(place: Place) -> str:
    return str(stream_id("commitment", place.hub.project, "plan/T-01"))


def record(place: Place, kind, **content) -> None:
    event = kind(
        subject=place.hub.project,
        entry=kind.__name__,
        occurred=Interval.at(place.clock.at),
        status_date=ON,
        **content,
    )
    place.hub.log.append([event], project=place.hub.project, run="r", recorded_at=place.clock.at)
    place.hub.catch_up()


def signed_in(place: Place, who: str) -> Browser:
    browser = Browser(create_app(place.hub))
    browser.sign_in(who)
    return browser


def columns(browser: Browser, place: Place) -> dict[str, str]:
    """Give the columns of the recorded week; those of the whole add up, too."""
    row = browser.get(f"/v1/ledger/{owed(place)}").json()
    assert sum(Fraction(c["days"]) for c in row["columns"]) == Fraction(row["days"])
    assert round(sum(c["shown"] for c in row["columns"]), 1) == row["shown"]
    [week] = [week for week in row["windows"] if week["on"] == str(ON)]
    found = {part["column"]: part["days"] for part in week["parts"]}
    assert sum(map(Fraction, found.values())) == week["moved_wd"] == 7
    return found


def test_everybody_s_columns_add_up_to_the_same_sum(kept):
    assert columns(signed_in(kept, "coordinator"), kept) == COLUMNS
    assert columns(signed_in(kept, "head"), kept) == {"client:warehouse": "5/3", "others": "16/3"}


def test_with_several_vendors_none_is_shown_the_column_of_the_side(kept):
    assert columns(signed_in(kept, "vendor"), kept) == {"others": "7"}


def test_a_single_vendor_sees_its_own_column(kept):
    lone = Person("person:lone", PEOPLE["vendor"].side, Role.VENDOR_PM)
    kept.hub.accounts.add("lone", lone, at=kept.clock.at, password=PASSWORD)
    browser = signed_in(kept, "lone")

    shown = set(columns(browser, kept))

    assert shown <= {"vendor:pm", "others"}


def test_nobody_disputes_days_of_another(kept):
    body = {"window_on": str(ON), "court": "client:quality", "reason": "no"}

    answer = signed_in(kept, "head").write(f"/v1/ledger/{owed(kept)}/dispute", body)

    assert answer.status_code in (403, 404)


def test_a_charge_is_disputed_and_decided_with_author_and_reason(kept):
    path = f"/ledger/{owed(kept)}"
    form = {"window_on": str(ON), "court": "client:warehouse"}
    signed_in(kept, "head").submit(f"{path}/dispute", **form, reason="sent", evidence="cabinet 3")
    coordinator = signed_in(kept, "coordinator")

    coordinator.submit(f"{path}/decide", **form, upheld="true", reason="it was there")

    weeks = coordinator.get(f"/v1{path}").json()["windows"]
    parts = [part for week in weeks for part in week["parts"]]
    [charge] = [part["charge"] for part in parts if part["charge"]]
    assert (charge["state"], charge["days"], charge["moved_to"]) == ("upheld", "5/3", "unexplained")
    assert (charge["reason"], charge["evidence"]) == ("sent", "cabinet 3")
    assert (charge["decision"], bool(charge["decided_by"])) == ("it was there", True)


def test_what_nobody_disputes_is_not_decided(kept):
    body = {"window_on": str(ON), "court": "vendor:pm", "upheld": True, "reason": "so"}

    answer = signed_in(kept, "coordinator").write(f"/v1/ledger/{owed(kept)}/decide", body)

    assert answer.status_code == 422


def test_a_ledger_that_was_withheld_is_said_on_the_page(kept):
    record(kept, LedgerWithheld, words="T-01 does not add up")

    page = signed_in(kept, "coordinator").get("/ledger?lang=en").text

    assert "did not add up" in page
    assert "T-01" in page


@pytest.mark.parametrize("by", ["side", "department", "module", "window", "item"])
def test_each_list_is_there(kept, by):
    answer = signed_in(kept, "coordinator").get(f"/v1/ledger?by={by}")

    assert answer.status_code == 200
    assert answer.json()["total"] == len(answer.json()["items"])


def test_modules_stand_there_by_their_names(kept):
    text = signed_in(kept, "coordinator").get("/ledger?lang=zh_CN").text

    assert "MES 制造执行" in text
    assert not re.search(r"module=MES[^>]*>\s*MES\s*<", text)


def test_who_refused_a_meeting_is_called_by_its_name(kept):
    said: dict[str, Any] = {
        "subject": "m-1",
        "meeting": "m-1",
        "entry": "no",
        "occurred": Interval.at(MORNING),
    }
    refusal = MeetingRefused(**said, court="client:warehouse", reason="stock-taking")
    kept.hub.log.append([refusal], project=kept.hub.project, run="r", recorded_at=kept.clock.at)
    place = f"event:{stream_id('meeting', kept.hub.project, 'm-1')}@1"

    kept.hub.catch_up()
    told = signed_in(kept, "coordinator").get("/v1/locators", params={"ref": place}).json()

    assert told["event"]["text"] == "refused by Warehouse"


def test_an_unknown_side_of_the_ledger_is_refused_with_what_is_known(kept):
    answer = signed_in(kept, "coordinator").get("/v1/ledger?by=colour")

    assert answer.status_code == 422
    assert "department" in answer.text
