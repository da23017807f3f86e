"""Every text that people read, with the place where it stands in the code.

`.venv/bin/python -m tests.architecture.messages` prints what a catalogue lacks, to be filled in.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from hub import plugins
from hub.locale import HERE, LANGUAGES
from tests.architecture.tree import ROOT, modules, texts

TABLES = {"DETAILS", "REMEDIES", "SENTENCES", "NOTES"}
ENGLISH = "en"  # the language of the message ids
MARKS = {"_": None, "gettext": None, "ngettext": (1, 2), "translate": None}


@cache
def errors() -> frozenset[str]:
    """Give the names of all error classes of the hub: their texts are message ids."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"HubError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def said_by_errors(tree: ast.Module) -> Iterator[str]:
    """Yield message and remedy of each error that a module makes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in errors():
            yield from _texts(part for part in ast.walk(node) if _is_init_above(part))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _texts([node] if node.func.id in errors() else [])


def _is_init_above(node: ast.AST) -> bool:
    """Tell whether a call is `super().__init__(…)`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__"


def _texts(calls: Iterable[ast.AST]) -> Iterator[str]:
    for node in calls:
        if isinstance(node, ast.Call):
            texts = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "remedy")]
            for text in texts:
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
                    yield text.value


def said_in_tables(tree: ast.Module) -> Iterator[str]:
    """Yield the sentences of the tables that name a remedy or a reason by its code."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        named = {target.id for target in targets if isinstance(target, ast.Name)}
        table = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if named & TABLES and isinstance(table, ast.Dict):
            for text in [leaf for value in table.values for leaf in ast.walk(value)]:
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value


def marked(path: Path) -> Iterator[str]:
    """Yield what a module or a template marks for translation; of plurals the singular."""
    method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
    for _, message, _, _ in extract_from_file(method, ROOT / path, keywords=MARKS):
        text = message if isinstance(message, str) else message[0]
        if text:
            yield text


@cache
def wanted() -> dict[str, str]:
    """Give every message id with the file in which it stands."""
    found: dict[str, str] = {}
    for path, tree in modules().items():
        for text in [*said_by_errors(tree), *said_in_tables(tree), *marked(path)]:
            found.setdefault(text, str(path))
    for rule in plugins.rules().values():  # what should be true stands on the page of a finding
        found.setdefault(rule.sense, rule.check.__module__)
    for path in texts():
        if path.suffix == ".html":
            for text in marked(path):
                found.setdefault(text, str(path))
    return found


def translations(lang: str) -> dict[str, list[str]]:
    """Give the translated forms of each message id in a language."""
    with (HERE / lang / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=lang)
    found = {}
    for message in catalogue:
        name = message.id if isinstance(message.id, str) else message.id[0]
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        if name and all(forms) and not message.fuzzy:
            found[name] = [str(form) for form in forms]
    return found


def missing(lang: str) -> dict[str, str]:
    """Give the message ids that a language lacks, with their files."""
    held = translations(lang)
    return {text: place for text, place in wanted().items() if text not in held}


if __name__ == "__main__":
    for language in LANGUAGES:
        for text, place in sorted(missing(language).items()) if language != ENGLISH else ():
            escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            sys.stdout.write(f'#: {place}\nmsgid "{escaped}"\nmsgstr ""\n\n')
