"""The files of the project, for tests of the code base itself."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("hub", "connectors", "projections", "api")


@cache
def files() -> tuple[Path, ...]:
    """Give every file that belongs to the project, also the new ones, relative to its root."""
    if not (ROOT / ".git").exists():  # an unpacked release
        left_out = {".venv", "var", "__pycache__", "artefacts"}
        found = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        return tuple(sorted(path for path in found if not left_out & {*path.parts}))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = {Path(name) for name in listed.stdout.split("\0") if name}
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


@cache
def texts() -> dict[Path, str]:
    """Give the text of every file that is text; the locks are left out."""
    found = {}
    for path in files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content and path.suffix != ".lock":
            found[path] = content.decode("utf-8", "replace")
    return found


@cache
def modules() -> dict[Path, ast.Module]:
    """Parse every module of the four packages and `run.py`."""
    own = [
        p for p in files() if p.suffix == ".py" and (p.parts[0] in PACKAGES or p.name == "run.py")
    ]
    return {path: ast.parse(texts().get(path, ""), str(path)) for path in own}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
