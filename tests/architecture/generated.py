"""The parts of the documentation that are made from the code.

`.venv/bin/python -m tests.architecture.generated` writes them; a test compares them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hub import plugins
from hub.model import load_all
from hub.model.event import event_types
from hub.settings import SourceSettings, Variables, kinds_of
from tests.architecture.tree import ROOT

DOCS = ROOT / "docs"
MANY = re.compile(r"\{(\w+):[^|}]+\|([^}]+)\}")  # a number with its word for one and for many


def many(sentence: str) -> str:
    """Show a number of a sentence with the word for many: `{late_wd} working days`."""
    return MANY.sub(r"{\1} \2", sentence)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a table in Markdown."""
    lines = [[*head], *[[str(cell) for cell in row] for row in rows]]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


def first_line(value: object) -> str:
    """Give the first line of a docstring."""
    return (getdoc(value) or "").partition("\n")[0]


def default_of(field: FieldInfo) -> str:
    """Show the default of a setting; empty where there is none to show."""
    value = field.default
    if field.is_required():
        return "required"
    if value in (None, "", (), {}) or value is PydanticUndefined or isinstance(value, BaseModel):
        return ""
    return f"`{value.value if isinstance(value, Enum) else value}`"


def variables() -> str:
    """Tell every `HUB_*` variable."""
    rows = [
        (f"`HUB_{name.upper()}`", default_of(field), field.description or "")
        for kind in kinds_of(Variables)
        for name, field in kind.model_fields.items()
    ]
    return table(("variable", "default", "meaning"), sorted(set(rows)))


def fields_of(kind: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield name, default and meaning of each field of a source, those of inner tables too."""
    for name, field in kind.model_fields.items():
        yield f"`{prefix}{name}`", default_of(field), field.description or ""
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields_of(field.annotation, f"{prefix}{name}.")


def sources() -> str:
    """Tell the fields of each kind of source."""
    shared = {row[0] for row in fields_of(SourceSettings)} - {"`kind`"}
    head = ("field", "default", "meaning")
    parts = ["### Every source", table(head, fields_of(SourceSettings))]
    for name, connector in sorted(plugins.connectors().items()):
        own = [row for row in fields_of(connector.settings) if row[0] not in shared]
        parts += [f'### `kind = "{name}"`', first_line(connector.settings), table(head, own)]
    return "\n\n".join(parts)


def policy() -> str:
    """Show the default policy."""
    return f"```toml\n{(ROOT / 'hub' / 'policy.toml').read_text('utf-8').rstrip()}\n```"


def events() -> str:
    """Tell every event, by the noun that it is about."""
    load_all()
    by_noun: dict[str, list[tuple[str, str, str]]] = {}
    for topic, kind in sorted(event_types().items()):
        if kind.__module__.startswith("hub.model."):
            row = (f"`{kind.__name__}`", f"`{topic}`", first_line(kind))
            by_noun.setdefault(kind.about, []).append(row)
    head = ("event", "stored as", "says")
    return "\n\n".join(
        f"## {noun}\n\n{table(head, rows)}" for noun, rows in sorted(by_noun.items())
    )


def acts() -> str:
    """Tell every command of people, as `hub record` and the pages take it."""
    from hub.model.decider import DECIDERS

    load_all()
    tags = {str(kind.__struct_config__.tag): kind for kind in DECIDERS}
    return table(("act", "does"), [(f"`{tag}`", first_line(tags[tag])) for tag in sorted(tags)])


def rules() -> str:
    """Tell every rule with its thresholds and its sentence."""
    parts = []
    for rule in plugins.rules().values():
        limits = ", ".join(f"`{name} = {value}`" for name, value in rule.defaults.items())
        parts.append(
            f"## {rule.code}\n\n{rule.sense}\n\n"
            f"- version {rule.version}, group {rule.group}, over each {rule.over}\n"
            f"- thresholds: {limits or 'none of its own'}\n"
            + "\n".join(
                f"- {lang}: {many(text)}"
                for said in (rule.sentence, *rule.other_sentences.values())
                for lang, text in sorted(said.items())
            )
        )
    return "\n\n".join(parts)


def command_line() -> str:
    """Tell every command of `hub`."""
    root = typer.main.get_command(import_module("hub.cli").app)
    return table(("command", "does"), told(root, "hub"))


def told(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield name and purpose of a command and of those below it."""
    below = getattr(command, "commands", {})
    if not below:
        yield f"`{name}`", (command.help or "").strip().partition("\n")[0]
    for word, inner in sorted(below.items()):
        yield from told(inner, f"{name} {word}")


PARTS: dict[tuple[str, str], Callable[[], str]] = {
    ("operating.md", "variables"): variables,
    ("operating.md", "sources"): sources,
    ("operating.md", "policy"): policy,
    ("commands.md", "acts"): acts,
    ("events.md", "events"): events,
    ("rules.md", "rules"): rules,
    ("commands.md", "command line"): command_line,
}


def marked(part: str) -> re.Pattern[str]:
    """Find what stands between the two marks of a part."""
    return re.compile(rf"(<!-- made from the code: {part} -->\n).*?(<!-- end -->)", re.DOTALL)


def with_part(text: str, part: str, content: str) -> str:
    """Put *content* between the marks of a part; refuse a text without them."""
    changed, count = marked(part).subn(lambda marks: f"{marks[1]}{content}\n{marks[2]}", text)
    if count != 1:
        raise ValueError(f"there is no one place for {part}")
    return changed


def write(folder: Path = DOCS) -> None:
    """Write every part into its file."""
    for (name, part), make in PARTS.items():
        path = folder / name
        path.write_text(with_part(path.read_text("utf-8"), part, make()), "utf-8")


if __name__ == "__main__":
    write()
