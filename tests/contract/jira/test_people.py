"""People in a Jira: events hold ids, names lie where they can be erased, texts in originals."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub.errors import NotFound
from tests.jira_server import LocalJira
from tests.jira_server.items import item

from .reading import Hub, hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])
NAMES = ("Zhou Fang", "Ilse Brandt", "Ada Okoye", "Tomas Weiss")
WORDS = ("Frau Brandt was ill", "ask Zhou", "Okoye signs", "for Weiss alone")
SPONSOR, HELPERS = "customfield_10050", "customfield_10051"
LATER = datetime(2026, 4, 1, tzinfo=UTC)


def peopled(mode: str) -> tuple[LocalJira, str]:
    """Make a Jira in which each name and each text has a place."""
    jira = LocalJira(mode)
    for account, name in zip(("zf", "ib", "ao", "tw"), NAMES, strict=True):
        jira.catalogue.add_user(account, name)
    jira.catalogue.add_field(SPONSOR, "Sponsor", "user")
    jira.catalogue.add_field(HELPERS, "Helpers", "array", "user")
    issue = jira.script.create("ALPHA", assignee="zf", by="ib", **{SPONSOR: "tw"})
    sponsored: dict[str, Any] = {SPONSOR: "ib"}
    jira.script.change(issue, assignee="ao", by="zf", **sponsored)
    both = item("Helpers", (None, None), ("[zf, ib]", "[Zhou Fang, Ilse Brandt]"), custom=True)
    rows = [jira.catalogue.person(who) for who in ("zf", "ib")]
    jira.script.save(issue, [both], fields={HELPERS: rows})
    jira.script.comment(issue, f"[~zf] {WORDS[0]}", by="ib")
    gone = jira.script.comment(issue, WORDS[1], by="ao")
    jira.script.worklog(issue, 3600, comment=WORDS[2], by="ao")
    jira.script.change(issue, description=WORDS[3])
    jira.clock.advance(hours=1)
    jira.script.delete_comment(issue, gone)
    return jira, issue


def told(it: Hub) -> str:
    return msgspec.json.encode(it.events()).decode()


@MODES
@pytest.mark.parametrize("mapped", [{}, {"extra": ["Sponsor", "Helpers"]}, {"module": ["Sponsor"]}])
def test_no_event_holds_a_name_or_what_somebody_wrote(
    mode: str, mapped: dict[str, object], tmp_path: Path
) -> None:
    jira, issue = peopled(mode)

    with hub(jira, tmp_path, fields=mapped, reread_nights=1) as it:
        it.good()
        sponsored: dict[str, Any] = {SPONSOR: "ao"}
        jira.script.silently(issue, assignee="tw", **sponsored)
        it.night()
        events, cursor = told(it), it.past.cursor or ""

        assert [word for word in (*NAMES, *WORDS) if word in events or word in cursor] == []
        assert "jira:SRC/person/zf" in events


@MODES
def test_names_go_where_they_can_be_erased(mode: str, tmp_path: Path) -> None:
    jira, _ = peopled(mode)

    with hub(jira, tmp_path) as it:
        it.good()

    assert {it.people[f"jira:SRC/person/{who}"] for who in ("zf", "ib", "ao")} == set(NAMES[:3])


@MODES
def test_the_name_of_somebody_in_a_custom_field_goes_there_too(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    for login, name in (("ro", "Rowan Ash"), ("ed", "Edda Linde")):
        jira.catalogue.add_user(login, name)
    jira.catalogue.add_field(SPONSOR, "Sponsor", "user")
    shown: dict[str, Any] = {SPONSOR: "ro"}
    gone: dict[str, Any] = {SPONSOR: "ed"}
    nobody: dict[str, Any] = {SPONSOR: None}
    jira.script.create("ALPHA", **shown)
    emptied = jira.script.create("ALPHA", **gone)
    jira.script.change(emptied, **nobody)

    with hub(jira, tmp_path, fields={"extra": ["Sponsor"]}) as it:
        it.good()

    named = {it.people.get(f"jira:SRC/person/{who}") for who in ("ro", "ed")}
    assert named == {"Rowan Ash", "Edda Linde"}


@MODES
def test_an_original_names_everybody_in_it_so_that_an_erasure_finds_it(
    mode: str, tmp_path: Path
) -> None:
    jira, issue = peopled(mode)

    with hub(jira, tmp_path) as it:
        it.good()
        first = next(e for e in it.facts() if e.subject == issue)
        about = it.originals.about(first.original)  # type: ignore[attr-defined]

    assert {f"jira:SRC/person/{who}" for who in ("zf", "ib", "ao")} <= set(about.mentions)


@MODES
def test_what_was_redacted_is_not_brought_back_by_reading_again(mode: str, tmp_path: Path) -> None:
    jira, issue = peopled(mode)

    with hub(jira, tmp_path, reread_nights=1) as it:
        it.good()
        before = it.facts()
        names = {e.original for e in before if getattr(e, "original", "")}  # type: ignore[attr-defined]
        copies = {
            name: it.originals.redact(name, copy=b"{}", reason="asked for", by="hub", at=LATER)
            for name in names
        }
        it.sync()

        assert it.facts() == before
        for name, copy in copies.items():
            with pytest.raises(NotFound, match="redacted"):
                it.originals.read(name)
            assert it.originals.read(copy) == b"{}"
            assert (it.originals.about(name).redaction or None) is not None
        assert it.item(issue).value("assignee") == "jira:SRC/person/ao"
