"""What people read, in English and Chinese. Message ids are the English texts."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
LANGUAGES = ("zh_CN", "en")
DEFAULT = "zh_CN"


def _(message_id: str) -> str:
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return message_id


@cache
def catalogue(lang: str) -> Catalog:
    """Read the translations of *lang*; a language is a folder with a `messages.po`."""
    with (HERE / lang / "messages.po").open("rb") as file:
        return read_po(file, locale=lang, domain="messages")


@cache
def _texts(lang: str) -> dict[str, str]:
    """Give the translated texts by message id, without the plural ones."""
    return {
        message.id: message.string
        for message in catalogue(lang)
        if isinstance(message.id, str)
        and message.id
        and isinstance(message.string, str)
        and message.string
    }


@cache
def _plurals(lang: str) -> dict[str, tuple[str, ...]]:
    """Give the forms of texts that count something, by their singular message id."""
    return {
        message.id[0]: tuple(message.string)
        for message in catalogue(lang)
        if not isinstance(message.id, str) and isinstance(message.string, (list, tuple))
    }


def gettext(message_id: str, lang: str) -> str:
    """Give the text in *lang*; what has no translation stays English, so nothing is ever blank."""
    return _texts(lang).get(message_id, message_id)


def ngettext(one: str, many: str, count: int, lang: str) -> str:
    """Give the form of a counting text that fits *count* in *lang*."""
    forms = _plurals(lang).get(one)
    if forms is None:
        return one if count == 1 else many
    index = int(catalogue(lang).plural_expr != "0" and count != 1)
    return forms[min(index, len(forms) - 1)]


def translate(message_id: str, lang: str, **values: object) -> str:
    """Give the text in *lang* with its `{places}` filled; values that are messages are translated.

    A place without a value stays as it is: a notice must go out even if a number is missing in it.
    """
    said = {name: _said(value, lang) for name, value in values.items()}
    return gettext(message_id, lang).format_map(_Open(said))


def _said(value: object, lang: str) -> object:
    return gettext(value, lang) if isinstance(value, str) and value else value


class _Open(dict[str, object]):
    """Values of a text; a missing one shows its own name."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def best_language(accepted: str) -> str:
    """Choose a language from an `Accept-Language` header; the first one that we speak wins.

    >>> best_language("fr, en-GB;q=0.8, zh;q=0.5")
    'en'
    """
    wishes = sorted(map(_wish, accepted.split(",")), key=lambda wish: -wish[1])
    for tag, quality in wishes:
        for lang in LANGUAGES:
            if quality > 0 and tag and tag == lang.split("_")[0]:
                return lang
    return DEFAULT


def _wish(part: str) -> tuple[str, float]:
    tag, *parameters = part.strip().lower().split(";")
    quality = next((p.strip()[2:] for p in parameters if p.strip().startswith("q=")), "1")
    try:
        return tag.split("-")[0].strip(), float(quality)
    except ValueError:
        return "", 0.0


def callables(lang: str) -> tuple[Callable[[str], str], Callable[[str, str, int], str]]:
    """Give gettext and ngettext of *lang*, as templates want them."""

    def one(message_id: Any) -> str:
        return gettext(str(message_id), lang)

    def many(singular: Any, plural: Any, count: int) -> str:
        return ngettext(str(singular), str(plural), count, lang)

    return one, many
