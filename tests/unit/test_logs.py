"""What the program log says, and what it never says."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from hub import logs
from hub.secrets import SecretReference


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Log into memory, and leave the logging of the tests as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.StringIO()
    logs.set_up("info", out)
    yield out
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def logged(out: io.StringIO, **fields: object) -> dict[str, object]:
    """Log one line and read it back."""
    structlog.get_logger().info("happened", **fields)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(
    "fields",
    [
        {"token": "s3cret-value"},
        {"headers": {"Authorization": "s3cret-value"}},
        {"asked": [{"api_key": "s3cret-value"}]},
        {"said": "Authorization: Bearer s3cret-value"},
        {"url": "postgresql://hub:s3cret-value@db/hub"},
        {"url": "https://robot.example/send?key=s3cret-value&n=1"},
        {"db_password": "s3cret-value"},
        {"error": ValueError("no access with basic s3cret-value")},
    ],
)
def test_a_secret_is_shown_as_stars(lines: io.StringIO, fields: dict[str, object]):
    logged(lines, **fields)

    assert "s3cret-value" not in lines.getvalue()
    assert "***" in lines.getvalue()


def test_the_libraries_lines_are_cleaned_too(lines: io.StringIO):
    logging.getLogger("some.library").warning("sent with Bearer %s", "s3cret-value")

    assert json.loads(lines.getvalue())["event"] == "sent with Bearer ***"


def test_an_error_with_a_secret_in_its_trace_is_cleaned(lines: io.StringIO):
    try:
        int("https://hub:s3cret-value@jira.example")
    except ValueError:
        structlog.get_logger().exception("failed")

    assert "s3cret-value" not in lines.getvalue()
    assert "ValueError" in lines.getvalue()


def test_text_from_outside_cannot_forge_a_line_nor_move_a_cursor(lines: io.StringIO):
    evil = 'a\n{"event": "forged"}\x1b[2J\u202eb\x9b'

    line = logged(lines, title=evil)

    assert lines.getvalue().count("\n") == 1
    assert lines.getvalue().rstrip("\n").isprintable()
    assert line["title"] == evil


def test_a_line_holds_its_name_first_and_values_as_they_are(lines: io.StringIO):
    line = logged(lines, source="jira:SRC", seen=3, until=None, title="周报", ok=True)

    assert next(iter(line)) == "event"
    assert (line["seen"], line["until"], line["title"], line["ok"]) == (3, None, "周报", True)


def test_a_reference_to_a_secret_prints_as_stars(lines: io.StringIO):
    assert logged(lines, where=SecretReference("env:HUB_X"))["where"] == "***"


def test_a_page_of_text_is_cut(lines: io.StringIO):
    assert len(str(logged(lines, body="x" * 100_000)["body"])) < 5_000


def test_chatter_below_the_level_is_left_out(lines: io.StringIO):
    structlog.get_logger().debug("chatter")
    logging.getLogger("some.library").info("chatter")

    assert lines.getvalue() == ""
