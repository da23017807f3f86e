"""What modules, classes and functions may be called."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, files, functions, modules, texts

BANNED = frozenset(
    {"utils", "util", "helpers", "helper", "common", "manager", "base", "data", "info", "process"}
    | {"handle", "misc"}
)

# SQLAlchemy calls these of a column type by name.
GIVEN = frozenset({"process_bind_param", "process_result_value"})


def words_of(name: str) -> set[str]:
    """Split a name in either spelling into its words; Data Center is a product's own name."""
    spelled = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return set(spelled.replace("data_center", "").split("_"))


def test_no_file_has_a_name_that_says_nothing():
    named = {path for path in files() if path.suffix == ".py" and words_of(path.stem) & BANNED}

    assert sorted(named) == []


def test_no_class_has_a_name_that_says_nothing():
    named = {
        f"{path}:{node.name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and words_of(node.name) & BANNED
    }

    assert sorted(named) == []


def test_no_function_has_a_name_that_says_nothing():
    named = {
        f"{path}:{function.name}"
        for path, tree in modules().items()
        for function in functions(tree)
        if function.name not in GIVEN
        if function.name in BANNED or function.name.startswith(("handle_", "process_", "misc_"))
    }

    assert sorted(named) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_generic_package_name_leads_to_our_package(package: str):
    assert Path(import_module(package).__file__ or "").is_relative_to(ROOT)


def test_every_module_starts_with_a_line_that_says_what_it_holds():
    silent = [
        path for path, tree in modules().items() if texts()[path] and not ast.get_docstring(tree)
    ]

    assert silent == []
