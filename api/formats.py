"""How values are written for people: days, instants, numbers, places, by language."""

from datetime import date, datetime
from functools import partial
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import pass_context
from jinja2.runtime import Context

from api import labels
from hub.locale import translate
from hub.sentences import court_name

INSTANTS = {"zh_CN": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}
DAYS = {"zh_CN": "y年M月d日", "en": "d MMM y"}
MONTHS = {"zh_CN": "y年M月", "en": "MMM y"}


def day(value: date | None, lang: str) -> str:
    """Write a day, always with its year."""
    return "–" if value is None else format_date(value, DAYS[lang], locale=lang)


def month(value: date, lang: str) -> str:
    """Write a month with its year."""
    return format_date(value, MONTHS[lang], locale=lang)


def number(value: float | None, digits: int = 0, *, lang: str) -> str:
    """Write a number with at most *digits* behind the point."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return "–" if value is None else format_decimal(value, pattern, locale=lang)


def word_or_day(value: object, lang: str) -> str:
    """Write a day as people do; everything else as the word for its code."""
    if value is None or value == "":
        return "–"
    if isinstance(value, date):
        return day(value, lang)
    text = str(value)
    try:
        return day(date.fromisoformat(text[:10]), lang) if "-" in text else _word(value, lang)
    except ValueError:
        return _word(value, lang)


def _word(value: object, lang: str) -> str:
    return f"{value:g}" if isinstance(value, float) else labels.label(str(value), lang)


@pass_context
def _instant(context: Context, value: datetime | None) -> str:
    if value is None:
        return "–"
    lang = context["lang"]
    return format_datetime(value, INSTANTS[lang], tzinfo=context.get("zone"), locale=lang)


@pass_context
def _written(context: Context, value: object) -> str:
    """Write a value: a court by the name of its unit, the rest as a day or a word."""
    if isinstance(value, str) and value.partition(":")[0] in labels.SIDES and ":" in value:
        return court_name(value, context["lang"], context.get("names") or {})
    return word_or_day(value, context["lang"])


@pass_context
def _court(context: Context, court: str) -> str:
    return court_name(court, context["lang"], context.get("names") or {})


@pass_context
def _called(context: Context, name: str) -> str:
    return labels.place_name(name, context["lang"], context.get("modules_called") or {})


def short_place(locator: str) -> str:
    """Shorten a locator to what people recognise: the cell, the entry, the line."""
    kind, _colon, rest = locator.partition(":")
    head, _slash, tail = rest.partition("/")
    if kind == "workbook" and tail:
        return tail
    if kind == "event":
        return f"{kind} {head[:8]}{''.join(head.rpartition('@')[1:])}"
    return f"{kind} {rest}" if len(rest) <= 40 else f"{kind} {head[:8]}…"


def column_letters(number: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def filters_of(lang: str) -> dict[str, Any]:
    """Give the filters of the templates in one language."""

    def said(message: str, **values: object) -> str:
        return translate(message, lang, **values)

    return {
        "day": partial(day, lang=lang),
        "month": partial(month, lang=lang),
        "number": partial(number, lang=lang),
        "word_or_day": _written,
        "label": lambda code: labels.label(str(code), lang),
        "field_label": lambda name: labels.field_label(str(name), lang),
        "column_word": lambda name: labels.column_word(str(name), lang),
        "said": said,
        "instant": _instant,
        "court": _court,
        "called": _called,
        "place": short_place,
        "letters": column_letters,
    }
