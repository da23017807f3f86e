"""What a policy may say, and how it is put on record."""

import json
from datetime import date
from pathlib import Path

import pytest

from hub.errors import Refused
from hub.model.commitments import Kind
from hub.policy import PolicyRefused, default_policy, load_policy, policy_from, with_rules

DEFAULTS = {"schedule_slip": {"task_wd": 3, "share": 0.5, "weeks": [3, 4]}}


def refused(folder: Path, text: str) -> tuple[Refused, ...]:
    """Load a policy that says *text* and give the reasons for which it is refused."""
    path = folder / "policy.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PolicyRefused) as caught:
        with_rules(load_policy(path), DEFAULTS)
    return caught.value.each


def test_an_unknown_word_is_named_with_the_word_that_was_probably_meant(tmp_path: Path):
    [why] = refused(tmp_path, "[sla]\nflag_replies_wd = 3")

    assert "policy.sla says flag_replies_wd" in str(why)
    assert "Did you mean flag_reply_wd?" in str(why)


def test_every_unknown_word_is_named_at_once(tmp_path: Path):
    assert len(refused(tmp_path, "flags = 1\n[rythm]\n[golive]\nday = 1")) == 3


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[sla]\nflag_reply_wd = 'two'", "sla.flag_reply_wd"),
        ("[sla.major]\nrespond_on_site_h = -1", "sla.major.respond_on_site_h"),
        ("[rhythm.weekly_plan]\ndue = 'friday'", "rhythm.weekly_plan.due"),
        ("[sources]\nlink_confidence = 90", "sources.link_confidence"),
        ("[escalation]\nwait_wd = [2]", "escalation.wait_wd"),
        ("[calendar]\ntz = 'Asia/Nowhere'", "calendar.tz"),
        ("[calendar]\nservice_hours = ['18:00', '08:00']", "calendar.service_hours"),
        (
            "[[calendar.plant_shutdowns]]\nfirst = 2025-02-02\nlast = 2025-02-01",
            "calendar.plant_shutdowns",
        ),
        ("[rules.schedule_slip]\ntask_wd = 0.5", "rules.schedule_slip.task_wd"),
        ("[rules.schedule_slip]\nshare = true", "rules.schedule_slip.share"),
        ("[rules.schedule_slip]\nweeks = 3", "rules.schedule_slip.weeks"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_with_its_place(tmp_path: Path, text: str, place: str):
    [why] = refused(tmp_path, text)

    assert f"policy.{place} cannot stand" in str(why)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("[evidence_by_kind]\nmilestones = []", "milestone"),
        ("[rules.schedule_slips]\ntask_wd = 1", "schedule_slip"),
        ("[rules.schedule_slip]\ntasks_wd = 1", "task_wd"),
        ("[[calendar.plant_shutdowns]]\nfirst = 2025-02-02\nlst = 2025-02-03", "last"),
    ],
)
def test_unknown_kinds_rules_and_thresholds_are_refused(tmp_path: Path, text: str, near: str):
    assert any(f"Did you mean {near}?" in str(why) for why in refused(tmp_path, text))


def test_a_file_that_is_no_toml_is_refused_with_its_path(tmp_path: Path):
    [why] = refused(tmp_path, "sla: {}")

    assert str(tmp_path / "policy.toml") in str(why)


def test_a_content_that_lacks_a_section_is_refused():
    content = default_policy().content()
    del content["sla"]

    with pytest.raises(PolicyRefused, match=r"policy\.sla cannot stand: it is missing"):
        policy_from(content)


def test_a_content_that_leaves_a_kind_without_evidence_is_refused():
    content = default_policy().content()
    del content["evidence_by_kind"]["duty"]

    with pytest.raises(PolicyRefused, match="the kind duty has no evidence"):
        policy_from(content)


def test_a_policy_file_says_only_what_differs(tmp_path: Path):
    path = tmp_path / "policy.toml"
    path.write_text("[sla]\nflag_reply_wd = 4", "utf-8")

    policy = load_policy(path)

    assert (policy.sla.flag_reply_wd, policy.sla.question_wd) == (4, 2)
    assert policy.version != default_policy().version


def test_an_adopted_policy_is_read_back_as_it_was():
    policy = with_rules(default_policy(), DEFAULTS)

    again = policy_from(json.loads(json.dumps(policy.content())))

    assert (again, again.version) == (policy, policy.version)


def test_the_content_holds_the_thresholds_that_nobody_has_changed():
    policy = with_rules(default_policy(), DEFAULTS)

    assert policy.content()["rules"] == DEFAULTS


def test_the_holidays_are_frozen_into_the_content():
    holidays = default_policy().content()["calendar"]["holidays"]

    assert "2025-10-08" in holidays["free"]
    assert "2025-09-28" in holidays["makeup"]
    assert max(holidays["years"]) == max(date.fromisoformat(day).year for day in holidays["free"])


def test_a_place_without_public_holidays_has_weekends_only(tmp_path: Path):
    path = tmp_path / "policy.toml"
    path.write_text("[calendar.holidays]\nfrom = 'none'", "utf-8")

    calendar = load_policy(path).calendar()

    assert calendar.is_working(date(2025, 10, 1))
    assert calendar.unknown_years({date(2025, 10, 1)}) == [2025]


def test_evidence_goes_by_topic_and_else_by_kind():
    policy = default_policy()

    assert policy.evidence_for("duty", "training") == policy.evidence_by_kind["training"]
    assert policy.evidence_for("duty", "uat") == policy.evidence_by_kind["duty"]


def test_every_kind_has_its_evidence():
    assert all(default_policy().evidence_for(kind) for kind in Kind)


def test_who_must_be_at_a_meeting_follows_from_its_topic_and_module():
    meetings = default_policy().meetings

    assert "client:warehouse" in meetings.required_at("blueprint_review", "WMS")
    assert "client:production" in meetings.required_at("blueprint_review", "MES")
    assert meetings.required_at("uat", "CRM") == ("vendor:pm",)
    assert meetings.required_at("weekly", "MES") == ()


def test_a_court_that_cannot_be_is_refused_where_it_stands(tmp_path: Path):
    [why] = refused(tmp_path, "[meetings.required.uat]\nMES = ['production']")

    assert "policy.meetings.required" in str(why)
