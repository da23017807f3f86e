"""What holds for every plug-in, whoever has written it."""

import ast
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from hub import plugins
from hub.errors import HubError, Refused, SourceFailed, TryLater
from hub.evaluation import judge
from hub.model import load_all
from hub.model.event import event_types
from hub.policy import default_policy, with_rules
from hub.projection import Projection
from hub.rules.case import Case
from hub.rules.context import Context
from hub.rules.world import World
from hub.secrets import SecretReference
from hub.settings import SourceSettings, Variables, kinds_of
from tests.architecture.tree import PACKAGES, modules, texts

load_all()
SECRET = re.compile(r"token|password|secret|credential")
LONGEST_RULE = 40


def connectors():
    """Give every connector with its kind."""
    return sorted(plugins.connectors().items())


def all_errors() -> list[type[HubError]]:
    """Give every kind of error, from every module."""
    for path in modules():
        if path.name != "__main__.py" and path.parts[0] != "run.py":
            import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    found: list[type[HubError]] = [HubError]
    for kind in found:
        found += [below for below in kind.__subclasses__() if below not in found]
    return [kind for kind in found if kind.__module__.partition(".")[0] in PACKAGES]


def test_a_refusal_is_not_an_outage():
    refusals = [kind for kind in all_errors() if issubclass(kind, Refused)]

    assert [kind for kind in refusals if issubclass(kind, SourceFailed | TryLater)] == []


def test_no_two_kinds_of_error_name_themselves_alike():
    codes = Counter(kind.code for kind in all_errors() if "code" in vars(kind))

    assert {code: count for code, count in codes.items() if count > 1} == {}


def test_every_rule_is_silent_where_nothing_is_on_record():
    policy = with_rules(default_policy(), plugins.thresholds())
    at = datetime(2025, 8, 21, 1, 30, tzinfo=UTC)
    context = Context(World(project="p"), policy, policy.calendar(), date(2025, 8, 20), at)

    judged = judge(context, plugins.rules())

    assert (judged.found, judged.broken) == ({}, 0)


def test_what_rules_see_is_remembered_by_nothing_that_outlives_a_change():
    seen = [Context, Case]
    for kind in seen:
        seen += kind.__subclasses__()

    assert [
        f"{kind.__name__}.{name}"
        for kind in seen
        for one in kind.__mro__
        for name, held in vars(one).items()
        if isinstance(held, cached_property)
    ] == []


def test_every_event_says_what_it_means():
    assert [kind.__name__ for kind in event_types().values() if not kind.__doc__] == []


def test_the_settings_of_a_source_are_those_of_every_source_and_its_own():
    assert [
        kind for kind, one in connectors() if not issubclass(one.settings, SourceSettings)
    ] == []


def test_every_setting_says_what_it_is_for():
    kinds = [*kinds_of(Variables), *(one.settings for _, one in connectors())]
    silent = [
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, field in kind.model_fields.items()
        if not field.description
    ]

    assert silent == []


def test_a_setting_that_holds_a_secret_is_a_reference():
    clear = [
        f"{kind}.{name}"
        for kind, one in connectors()
        for name, field in one.settings.model_fields.items()
        if SECRET.search(name) and SecretReference.__name__ not in str(field.annotation)
    ]

    assert clear == []


def test_the_names_of_read_models_and_of_their_tables_are_unique():
    found = plugins.exposed("projections", Projection)
    names = [table.name for one in found for table in one.tables] + [one.name for one in found]

    assert len(names) == len(set(names))
    assert found


def test_a_rule_is_named_as_its_module():
    named = {
        rule.name: rule.check.__module__.rpartition(".")[2] for rule in plugins.rules().values()
    }

    assert {name: module for name, module in named.items() if name != module} == {}


def test_a_rule_says_what_should_be_true():
    assert [code for code, rule in plugins.rules().items() if not rule.sense.endswith(".")] == []


def test_the_default_policy_takes_every_threshold_of_every_rule():
    policy = with_rules(default_policy(), plugins.thresholds())

    assert set(policy.rules) == {rule.name for rule in plugins.rules().values()}


def is_told(node: ast.AST) -> bool:
    """Tell sentences, thresholds, docstrings and imports from what a rule does."""
    if isinstance(node, ast.Assign | ast.Expr):
        return isinstance(node.value, ast.Dict | ast.Constant)
    return isinstance(node, ast.Import | ast.ImportFrom)


def lines_besides_what_is_told(path: Path) -> int:
    """Count the lines of a rule's module that do something; blank ones are left out."""
    told: set[int] = set()
    for node in ast.walk(modules()[path]):
        parts: list[Any] = [node] * is_told(node)
        for part in node.decorator_list if isinstance(node, ast.FunctionDef) else parts:
            told |= {*range(part.lineno, (part.end_lineno or part.lineno) + 1)}
    lines = enumerate(texts()[path].splitlines(), 1)
    return sum(bool(line.strip()) and number not in told for number, line in lines)


@pytest.mark.parametrize(
    "path",
    [p for p in modules() if p.is_relative_to("projections/rules") and p.name != "__init__.py"],
    ids=lambda path: path.stem,
)
def test_a_rule_is_short(path: Path):
    assert lines_besides_what_is_told(path) <= LONGEST_RULE
