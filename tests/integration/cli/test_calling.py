"""How commands are called: help, languages, errors and exit codes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from hub.cli import app
from hub.cli.shell import USAGE
from hub.locale import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "open-sesame-4711"


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield every command by the words that lead to it."""
    yield name, command
    for word, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{name} {word}")


EVERY = dict(commands(typer.main.get_command(app), "hub"))
LEAVES = [name for name, command in EVERY.items() if not hasattr(command, "commands")]


def typed(*words: object, **variables: object) -> Result:
    env = {f"HUB_{name.upper()}": str(value) for name, value in variables.items()}
    return CliRunner().invoke(app, [str(word) for word in words], env=env)


def started(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Start the command line as a process of its own."""
    asked = [sys.executable, "-m", "hub.cli", *words]
    env = {**os.environ, **variables}
    return subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", EVERY)
def test_each_command_helps_in_both_languages(name: str):
    helps = {lang: typed(*name.split()[1:], "--help", lang=lang) for lang in LANGUAGES}

    purpose = EVERY[name].help
    assert {result.exit_code for result in helps.values()} == {0}
    assert purpose in " ".join(helps["en"].stdout.split())
    assert purpose not in " ".join(helps["zh_CN"].stdout.split())


@pytest.mark.parametrize("name", LEAVES)
def test_each_command_has_an_example_of_itself(name: str):
    example = EVERY[name].epilog

    assert example.startswith(name)
    assert example in typed(*name.split()[1:], "--help", lang="en").stdout


@pytest.mark.parametrize("name", LEAVES)
def test_each_command_speaks_to_programs(name: str):
    options = {option for parameter in EVERY[name].params for option in parameter.opts}

    assert "--json" in options


@pytest.mark.parametrize("words", [["statos"], ["status", "--lang"], ["plan", "approve"], []])
def test_a_typing_mistake_is_no_partial_success(words: list[str]):
    assert typed(*words, lang="en").exit_code == 64


def test_a_mistake_is_answered_with_the_help_that_helps():
    result = typed("plan", "approve", lang="en")

    assert result.stderr.splitlines()[1] == "`hub plan approve --help` shows what it takes."


def test_an_error_is_two_lines_in_the_language_of_the_terminal(tmp_path: Path):
    [what, cure] = typed("status", home=tmp_path, lang="zh_CN").stderr.splitlines()

    assert str(tmp_path) in what
    assert "hub migrate" in cure


def test_an_error_is_an_object_for_programs(tmp_path: Path):
    result = typed("status", "--json", home=tmp_path, lang="en")

    [error] = json.loads(result.stdout)["errors"]
    assert result.exit_code == 1
    assert error["code"] == "not_set_up"
    assert "hub migrate" in error["remedy"]


def test_all_that_is_wrong_with_the_settings_is_said_at_once():
    result = typed("status", port="no", log_level="loud", lang="en")

    assert result.exit_code == 1
    assert "HUB_PORT" in result.stderr
    assert "HUB_LOG_LEVEL" in result.stderr


def test_the_password_of_a_database_is_never_shown(tmp_path: Path):
    url = f"postgresql://hub:{PASSWORD}@127.0.0.1:1/hub"

    result = typed("doctor", home=tmp_path, database_url=url, log_level="debug")

    assert result.exit_code == 1
    assert PASSWORD not in result.output


def test_the_locale_chooses_the_language_where_nothing_else_does():
    english = started("--help", LC_ALL="en_GB.UTF-8")
    chinese = started("--help", LC_ALL="C.UTF-8")

    assert "Commands" in english.stdout
    assert "命令" in chinese.stdout


def test_a_process_ends_with_the_code_and_without_a_trace(tmp_path: Path):
    ended = started("sync", "--json", HUB_HOME=str(tmp_path), HUB_LANG="en")

    assert ended.returncode == 1
    assert json.loads(ended.stdout)["errors"][0]["code"] == "not_set_up"
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_that_is_no_command_names_help_as_it_is_typed(lang):
    result = started("nothing", HUB_LANG=lang)

    assert result.returncode == USAGE
    assert "`hub --help`" in result.stderr
