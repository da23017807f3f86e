"""The program log: one line of JSON for each thing that happened, without secrets."""

import json
import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

from hub.secrets import STARS

SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|credential|authorization|cookie|api_?key|private_?key"
    r"|webhook_?url|salt$",
    re.IGNORECASE,
)
SECRET_TEXT = re.compile(
    r"(?P<before>\b[a-z][a-z0-9+.-]*://[^\s/@:]*:)[^\s@/]+(?=@)"  # user:password@ in an address
    r"|(?P<word>\b(?:bearer|basic)\s+)[A-Za-z0-9+/_=.~-]{8,}"
    r"|(?P<query>[?&](?:key|token|secret|sign|signature|access_token|password)=)[^&\s\"']+",
    re.IGNORECASE,
)
# Control characters, and what reorders or hides text on a terminal; JSON escapes some itself.
UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
LONGEST = 4000  # characters of one value; a body or a page does not belong into the log

Line = MutableMapping[str, Any]


def set_up(level: str = "info", stream: TextIO | None = None) -> None:
    """Send the hub's own lines and those of the libraries to *stream*, by default stderr."""
    out = stream or sys.stderr
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    structlog.configure(
        processors=[*shared, written],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, written],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries explain themselves at length; their warnings are enough.
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))


def without_secrets(logger: Any, method: str, line: Line) -> Line:
    """Hide what bears a secret's name and what looks like one, at any depth."""
    return {name: hidden(name, value) for name, value in line.items()}


def hidden(name: str, value: Any) -> Any:
    """Give *value* as it may be logged under *name*."""
    if SECRET_NAME.search(name) and value not in (None, "", False, True):
        return STARS
    if isinstance(value, Mapping):
        return {str(inner): hidden(str(inner), within) for inner, within in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [hidden("", within) for within in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return short(SECRET_TEXT.sub(starred, str(value)))


def starred(found: re.Match[str]) -> str:
    """Keep what leads to a secret, so that a reader sees what was hidden."""
    return (found["before"] or found["word"] or found["query"]) + STARS


def short(text: str) -> str:
    """Cut what is longer than a log line should be, and say so."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"


def written(logger: Any, method: str, line: Line) -> str:
    """Write one line of JSON, its name first; nothing in it forges a line or moves a cursor."""
    name = line.pop("event", "")
    text = json.dumps({"event": name, **line}, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
