"""Secrets stand in the configuration as references, and print as three stars."""

import os
import re
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from hub.errors import Refused

REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:/.+")
STARS = "***"


class SecretAbsent(Refused):
    """A reference leads to no secret."""

    code = "secret_absent"


class SecretReference:
    """Where a secret is: `env:NAME`, a variable, or `file:/path`, the first line of a file.

    The secret is read when it is asked for, so that a renewed token needs no restart.
    """

    __slots__ = ("reference",)

    def __init__(self, reference: str) -> None:
        # The message must not repeat what was written: it may be the secret itself.
        if not REFERENCE.fullmatch(reference):
            raise ValueError("a secret is written as env:NAME or file:/path, never in clear")
        self.reference = reference

    def read(self) -> str:
        """Give the secret, or raise `SecretAbsent`."""
        kind, _, place = self.reference.partition(":")
        found = os.environ.get(place, "") if kind == "env" else first_line(Path(place))
        if not found:
            raise SecretAbsent(
                "There is no secret at {reference}.",
                remedy="Put it there, readable for the hub alone, then run `hub doctor`.",
                reference=self.reference,
            )
        return found

    def __repr__(self) -> str:
        """Hide even the place."""
        return STARS

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        """Compare the places, not the secrets."""
        return isinstance(other, SecretReference) and self.reference == other.reference

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(self.reference)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a reference from its text; write it as its text, for `SourceConfigured`."""
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda secret: secret.reference
            ),
        )


def first_line(path: Path) -> str:
    """Give the first line of a file, or nothing where it cannot be read."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[0].strip() if lines else ""
