"""Who may import whom, who may ask the clock, who may read the environment."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.architecture.tree import PACKAGES, ROOT, files, modules, texts

ENVIRONMENT = {
    Path("hub/settings.py"): "the variables themselves",
    Path("hub/secrets.py"): "references to secrets",
    Path("hub/child.py"): "a child gets the locale and nothing else",
}

CLOCKS = {Path("hub/cli/session.py"), Path("api/deps.py")}


def test_every_arrow_of_the_contracts_holds(capsys: pytest.CaptureFixture[str]):
    code = lint_imports(str(ROOT / "pyproject.toml"), no_logo=True)

    assert code == 0, capsys.readouterr().out


def imports(tree: ast.Module) -> set[str]:
    """Give the dotted names that a module imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def is_inner(name: str) -> bool:
    """Tell what the innermost ring may know."""
    own = name in ("hub.errors", "hub.model") or name.startswith("hub.model.")
    return own or name.partition(".")[0] in {*sys.stdlib_module_names, "msgspec"}


@pytest.mark.parametrize("path", [p for p in modules() if p.is_relative_to("hub/model")], ids=str)
def test_the_language_knows_the_standard_library_and_itself(path: Path):
    assert [name for name in imports(modules()[path]) if not is_inner(name)] == []


def test_a_new_folder_of_code_needs_a_place_in_the_layers():
    folders = {path.parts[0] for path in files() if path.suffix == ".py" and len(path.parts) > 1}

    assert folders <= {*PACKAGES, "tests"}


def test_only_settings_and_secrets_read_the_environment():
    readers = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    }

    assert readers <= set(ENVIRONMENT)


@pytest.mark.parametrize("asked", ["datetime.now(UTC)", "date.today()", "time.time()"])
def test_whoever_asks_a_clock_is_found(asked: str):
    source = (
        f'"""Hold a line."""\n\nimport time\nfrom datetime import UTC, date, datetime\n\n{asked}\n'
    )

    assert "TID251" in linted("hub/anywhere.py", source)


def test_only_the_command_line_and_the_api_s_dependencies_ask_the_clock():
    asking = {path for path in modules() if "TID251" in texts()[path]}

    assert asking <= CLOCKS


def linted(name: str, source: str) -> str:
    """Lint *source* as if it stood in *name*."""
    found = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--output-format=concise",
            "--stdin-filename",
            name,
        ],
        input=source,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    return found.stdout
