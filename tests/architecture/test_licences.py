"""Everything that is installed may be used and passed on."""

import re
from importlib.metadata import Distribution, distributions

import pytest

PERMISSIVE = re.compile(
    r"\b(MIT(-0)?|BSD([ -][23][ -]Clause)?|Apache([ -]Software)?([ -]2\.0)?|ISC|ISCL|PSFL?(-2\.0)?"
    r"|Python Software Foundation|0BSD|Unlicense|Zlib)\b",
    re.IGNORECASE,
)
STRICT = re.compile(
    r"GPL|General Public|MPL|Mozilla|EUPL|CDDL|SSPL|BUSL|Commons Clause|Proprietary"
)

EXCEPTIONS = {
    "psycopg": "LGPL-3.0: an unmodified dependency that is not bundled",
    "psycopg-binary": "LGPL-3.0: part of psycopg",
    "psycopg-pool": "LGPL-3.0: part of psycopg",
    "certifi": "MPL-2.0: a list of certificates, unmodified",
    "hypothesis": "MPL-2.0: in tests only",
    "pathspec": "MPL-2.0: a part of hatchling and mypy; installs and checks, is never imported",
}


def installed() -> list[Distribution]:
    """Give everything in the environment besides the hub itself."""
    own = [found for found in distributions() if found.name != "rollout-hub"]
    return sorted(own, key=lambda found: found.name)


def licence_of(found: Distribution) -> str:
    """Give what a distribution states: its expression, else its classifiers and its field."""
    told = found.metadata
    if "License-Expression" in told:
        return told["License-Expression"]
    classes = [c for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    field = told.get_all("License", [""])[0].partition("\n")[0]
    return "; ".join([*(c.rpartition("::")[2].strip() for c in classes), field])


@pytest.mark.parametrize("found", installed(), ids=lambda found: found.name)
def test_what_is_installed_has_a_permissive_licence_or_is_named(found: Distribution):
    licence = licence_of(found)

    allowed = PERMISSIVE.search(licence) and not STRICT.search(licence)
    assert allowed or found.name in EXCEPTIONS, f"{found.name}: {licence or 'states no licence'}"


def test_the_list_of_exceptions_holds_nothing_that_has_gone():
    assert set(EXCEPTIONS) <= {found.name for found in installed()}
