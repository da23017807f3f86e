"""Plans and links from the command line."""

from pathlib import Path

from sqlalchemy import select

from projections.plan import commitment
from tests.integration.cli.terminal import COORDINATOR, EARLIER_PLAN, PLAN, SPONSOR, Terminal


def test_a_plan_lies_on_the_table_with_all_that_it_adds(prepared: Terminal):
    told = prepared.told("plan", "propose", PLAN)

    assert len(told["added"]) == 49
    assert len(told["set_hash"]) == 64
    assert prepared.told("plan", "list")["plans"][0]["state"] == "proposed"


def test_whoever_is_no_executive_approves_nothing(prepared: Terminal):
    proposal = prepared.told("plan", "propose", PLAN)["proposal"]
    prepared.acts({**COORDINATOR, "side": "client"})

    result = prepared.types("plan", "approve", proposal, "--by", "person:coordinator")

    assert result.exit_code == 1
    assert "sponsor" in result.stderr


def test_an_approved_plan_is_in_force(prepared: Terminal):
    prepared.good("plan", "propose", PLAN)

    proposal = prepared.approve()

    [plan] = prepared.told("plan", "list")["plans"]
    assert (plan["id"], plan["state"], plan["decided_by"]) == (
        proposal,
        "approved",
        "person:sponsor",
    )


def test_who_has_signed_an_approved_plan_stands_with_it(prepared: Terminal):
    proposal = prepared.told("plan", "propose", PLAN)["proposal"]
    prepared.acts({**SPONSOR, "side": "client"})
    approve = ("plan", "approve", proposal, "--by", "person:sponsor", "--signed-by")

    mistyped = prepared.types(*approve, "client:生产")
    theirs = prepared.types(*approve, "vendor:pm")
    prepared.good(*approve, "client:生产部", "--signed-by", "client:仓储部")

    assert (mistyped.exit_code, theirs.exit_code) == (1, 1)
    assert "client:生产部" in mistyped.stderr  # it names those that could sign
    [plan] = prepared.told("plan", "list")["plans"]
    assert plan["signed_by"] == ["client:生产部", "client:仓储部"]
    assert confirmed_units(prepared) == {"生产部", "仓储部"}


def test_what_is_approved_is_what_was_shown(prepared: Terminal):
    prepared.good("plan", "propose", PLAN)
    proposal = prepared.approve()

    again = prepared.types(
        "plan", "approve", proposal, "--by", "person:sponsor", "--set-hash", "0" * 64
    )

    assert again.exit_code == 0  # it is approved already; nothing is recorded
    other = prepared.told("plan", "propose", EARLIER_PLAN)["proposal"]
    words = ("plan", "approve", other, "--by", "person:sponsor", "--set-hash", "0" * 64)
    assert prepared.types(*words).exit_code == 1


def test_a_rejected_plan_stays_on_record_with_its_reason(prepared: Terminal):
    prepared.good("plan", "propose", PLAN)
    prepared.approve()
    other = prepared.told("plan", "propose", EARLIER_PLAN)["proposal"]

    prepared.good("plan", "reject", other, "--by", "person:sponsor", "--reason", "too late")

    states = {plan["id"]: (plan["state"], plan["reason"]) for plan in listed(prepared)}
    assert states[other] == ("rejected", "too late")


def listed(terminal: Terminal) -> list[dict[str, str]]:
    return list(terminal.told("plan", "list")["plans"])


def test_two_plans_are_compared_field_by_field(prepared: Terminal):
    earlier = prepared.told("plan", "propose", EARLIER_PLAN)["proposal"]
    later = prepared.told("plan", "propose", PLAN)["proposal"]

    told = prepared.told("plan", "diff", earlier, later)
    back = prepared.told("plan", "diff", later, earlier)

    assert told["changed"] or told["added"] or told["dropped"]
    assert [one["key"] for one in told["added"]] == [one["key"] for one in back["dropped"]]
    swapped = [(f["new"], f["old"]) for one in back["changed"] for f in one["fields"]]
    assert [(f["old"], f["new"]) for one in told["changed"] for f in one["fields"]] == swapped


def test_a_plan_that_nobody_proposed_is_not_there(prepared: Terminal):
    assert prepared.types("plan", "diff", "plan@nowhere").exit_code == 1


def test_a_file_that_is_no_workbook_is_refused_with_a_cure(prepared: Terminal):
    note = prepared.home / "note.pdf"
    note.write_bytes(b"%PDF-1.7\n")

    result = prepared.types("plan", "propose", note)

    assert result.exit_code == 1
    assert ".xlsx" in result.stderr


def test_a_link_is_confirmed_once(prepared: Terminal):
    prepared.in_force()
    link = prepared.told("link", "list")["links"][0]["id"]

    first = prepared.told("link", "confirm", link)
    second = prepared.told("link", "confirm", link)

    assert (first["recorded"], second["recorded"]) == (True, False)
    confirmed = prepared.told("link", "list", "--state", "confirmed")["links"]
    assert [one["id"] for one in confirmed] == [link]


def test_a_rejected_link_has_its_reason(prepared: Terminal):
    prepared.in_force()
    link = prepared.told("link", "list")["links"][0]["id"]

    prepared.good("link", "reject", link, "--reason", "another module")

    [rejected] = prepared.told("link", "list", "--state", "rejected")["links"]
    assert rejected["reason"] == "another module"


def test_a_torn_workbook_is_refused_with_its_reason_and_its_remedy(
    prepared: Terminal, tmp_path: Path
):
    torn = tmp_path / "plan.xlsx"
    torn.write_bytes(Path(PLAN).read_bytes()[:3000])

    result = prepared.types("plan", "propose", str(torn))

    assert result.exit_code == 1
    assert "damaged" in result.stderr
    assert "save it once in Excel" in result.stderr
    assert prepared.told("plan", "list")["plans"] == []


def test_what_an_approved_plan_overtook_waits_no_longer(prepared: Terminal):
    first = prepared.told("plan", "propose", EARLIER_PLAN)["proposal"]
    prepared.good("plan", "propose", PLAN)

    prepared.approve()

    states = {plan["id"]: plan["state"] for plan in listed(prepared)}
    assert states[first] == "superseded"


def confirmed_units(terminal: Terminal) -> set[str]:
    """Give the units of which the pages show a confirmed date."""
    with terminal.hub() as hub, hub.views.connect() as db:
        wanted = select(commitment.c.unit).where(commitment.c.confirmed_on.is_not(None))
        return set(db.scalars(wanted))
