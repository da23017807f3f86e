"""How long modules and functions are, and how deep they nest."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import functions, modules, texts

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
USUAL_FUNCTION = 25
USUAL_SHARE = 0.95
DEEPEST = 3
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef

LONG_MODULES: dict[str, str] = {}
"""Modules above the limit: `path` and the reason why splitting would not make them clearer."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions above the limit: `path:name` and the reason."""

DEEP_FUNCTIONS: dict[str, str] = {}
"""Functions that nest deeper: `path:name` and the reason."""


def lines_of(function: FUNCTION) -> int:
    """Count the lines of a function without its docstring."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return length
    told = function.body[0]
    return length - ((told.end_lineno or told.lineno) - told.lineno + 1)


def depth_of(node: ast.AST) -> int:
    """Count the levels of blocks inside *node*; `elif` is no deeper than its `if`."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTION):
            continue
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        level = isinstance(child, BLOCKS) and not chained
        deepest = max(deepest, level + depth_of(child))
    return deepest


def measured() -> dict[str, tuple[int, int]]:
    """Give lines and depth of every function, by `path:name`."""
    return {
        f"{path}:{function.name}": (lines_of(function), depth_of(function))
        for path, tree in modules().items()
        for function in functions(tree)
    }


def test_modules_stay_on_a_few_screens():
    long = {str(path) for path in modules() if len(texts()[path].splitlines()) > LONGEST_MODULE}

    assert sorted(long) == sorted(LONG_MODULES)


def test_functions_stay_on_one_screen():
    long = {name for name, (lines, _) in measured().items() if lines > LONGEST_FUNCTION}

    assert sorted(long) == sorted(LONG_FUNCTIONS)


def test_almost_all_functions_are_short():
    lengths = [lines for lines, _ in measured().values()]

    assert sum(lines < USUAL_FUNCTION for lines in lengths) >= USUAL_SHARE * len(lengths)


def test_blocks_nest_three_levels_at_most():
    deep = {name for name, (_, depth) in measured().items() if depth > DEEPEST}

    assert sorted(deep) == sorted(DEEP_FUNCTIONS)


@pytest.mark.parametrize("table", [LONG_MODULES, LONG_FUNCTIONS, DEEP_FUNCTIONS])
def test_each_exception_has_its_reason(table: dict[str, str]):
    assert all(
        len(reason) > 20 and Path(name.partition(":")[0]).suffix for name, reason in table.items()
    )


@pytest.mark.parametrize(
    ("source", "depth"),
    [
        ("def f():\n  return 1", 0),
        ("def f():\n  if a:\n    x\n  elif b:\n    y\n  elif c:\n    z", 1),
        ("def f():\n  for a in b:\n    while c:\n      if d:\n        with e:\n          x", 4),
    ],
)
def test_the_depth_counts_blocks(source: str, depth: int):
    assert depth_of(ast.parse(source).body[0]) == depth
