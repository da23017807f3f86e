"""What a rollout usually asks of both sides, from the command line."""

from tests.integration.cli.terminal import COORDINATOR, Terminal, position

APPLY = ("template", "apply", "--start", "2026-03-02", "--modules", "MES,WMS")


def test_a_day_that_does_not_exist_is_refused(prepared: Terminal):
    result = prepared.types("template", "apply", "--start", "2026-02-30", "--modules", "MES")

    assert result.exit_code == 64
    assert "2026-02-30" in result.stderr


def test_trying_it_records_nothing(prepared: Terminal):
    before = position(prepared)

    told = prepared.told(*APPLY, "--dry-run")

    assert (len(told["duties"]) > 20, told["events"], position(prepared)) == (True, 0, before)


def test_applying_it_raises_duties_of_both_sides_once(prepared: Terminal):
    prepared.acts({**COORDINATOR, "side": "client"})
    first = prepared.told(*APPLY, "--by", "person:coordinator")

    second = prepared.told(*APPLY, "--by", "person:coordinator")

    courts = {duty["court"].partition(":")[0] for duty in first["duties"]}
    assert courts == {"client", "vendor"}
    assert first["events"] > len(first["duties"])
    assert second["events"] == 0


def test_what_it_raises_counts_against_nobody_who_has_not_confirmed_it(prepared: Terminal):
    prepared.acts({**COORDINATOR, "side": "client"})
    prepared.good("template", "apply", "--start", "2025-03-03", "--modules", "MES")

    prepared.good("evaluate")

    with prepared.hub() as hub:
        found = hub.world().findings.values()
        rules = {one.conclusion.rule for one in found}
    assert not rules & {"DUTY-LATE", "SCHEDULE-SLIP", "MISSED-MILESTONE"}


def test_the_template_that_is_shown_can_be_given_back(prepared: Terminal):
    path = prepared.home / "own.toml"
    path.write_text(prepared.good("template", "show"), "utf-8")

    told = prepared.told(*APPLY, "--dry-run", "--file", path)

    assert told["duties"] == prepared.told(*APPLY, "--dry-run")["duties"]


def test_a_program_reads_the_template_as_an_object(prepared: Terminal):
    told = prepared.told("template", "show")

    assert {duty["side"] for duty in told["duties"]} == {"client", "vendor"}
