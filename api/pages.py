"""Pages: Jinja environments in both languages, links that keep their question, regions."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from api import assets, labels, state
from api.auth import Principal, form_token
from api.deps import Asked, Read
from api.navigation import entries_for
from hub.accounts.passwords import new_id
from hub.locale import LANGUAGES, callables, translate
from hub.sentences import court_name

HERE = Path(__file__).with_name("templates")
KEPT = ("lang", "as_of")  # what every link carries on


@cache
def environment(lang: str) -> Environment:
    """Give the templates in one language."""
    env = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    one, many = callables(lang)
    env.install_gettext_callables(one, many, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(_filters(lang))
    env.filters["court"] = _court
    env.globals.update(asset=assets.address, languages=LANGUAGES, new_id=new_id)
    # Macros as a global: a region is rendered alone, without the imports of its page.
    env.globals["ui"] = env.get_template("ui.html").module
    return env


def _filters(lang: str) -> dict[str, Any]:
    def day(value: date | None) -> str:
        return "–" if value is None else format_date(value, "medium", locale=lang)

    @pass_context
    def instant(context: Context, value: datetime | None) -> str:
        if value is None:
            return "–"
        zone = context.get("zone")
        return format_datetime(value, _PATTERNS[lang], tzinfo=zone, locale=lang)

    def number(value: float | None, digits: int = 0) -> str:
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return "–" if value is None else format_decimal(value, pattern, locale=lang)

    def word_or_day(value: object) -> str:
        """Show a day as people write it; everything else as the word for its code."""
        if value is None or value == "":
            return "–"
        if isinstance(value, date):
            return day(value)
        text = str(value)
        if len(text) >= 10 and text[4:5] == text[7:8] == "-" and text[:4].isdigit():
            return day(date.fromisoformat(text[:10]))
        return f"{value:g}" if isinstance(value, float) else labels.label(text, lang)

    return {
        "word_or_day": word_or_day,
        "month": lambda on: format_date(on, _MONTHS[lang], locale=lang),
        "place": short_place,
        "letters": column_letters,
        "day": day,
        "instant": instant,
        "number": number,
        "label": lambda code: labels.label(str(code), lang),
        "field_label": lambda name: labels.field_label(str(name), lang),
        "said": lambda message, **values: translate(message, lang, **values),
    }


_MONTHS = {"zh_CN": "y年M月", "en": "MMM y"}


def short_place(locator: str) -> str:
    """Shorten a locator to what people recognise: the cell, the entry, the line."""
    kind, _colon, rest = locator.partition(":")
    head, _slash, tail = rest.partition("/")
    if kind == "workbook" and tail:
        return tail
    return f"{kind} {rest}" if len(rest) <= 40 else f"{kind} {head[:8]}…"


def column_letters(number: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@pass_context
def _court(context: Context, court: str) -> str:
    return court_name(court, context["lang"], context.get("names") or {})


_PATTERNS = {"zh_CN": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}


def hour(value: datetime, zone: ZoneInfo, lang: str) -> str:
    """Give the hour and minute of an instant."""
    return format_time(value, "HH:mm", tzinfo=zone, locale=lang)


def render(asked: Asked, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a page, or only the region that the browser asks to swap."""
    page = environment(asked.lang).get_template(template)
    everything = {**_around(asked), **context}
    region = asked.request.headers.get("hub-region", "")
    block = page.blocks.get(f"region_{region}") if region.isidentifier() else None
    text = "".join(block(page.new_context(everything))) if block else page.render(everything)
    return HTMLResponse(text, status, headers={"Vary": "Hub-Region"})


def _around(asked: Asked) -> dict[str, Any]:
    who = asked.principal
    return {
        "lang": asked.lang,
        "html_lang": asked.lang.replace("_", "-"),
        "now": asked.now,
        "as_of": asked.as_of if isinstance(asked, Read) else None,
        "zone": state.zone_of(asked.hub),
        "project": asked.hub.project,
        "who": who,
        "token": form_token(who.secret) if who and who.secret else "",
        "path": asked.request.url.path,
        "query": asked.request.query_params,
        "link": Links(asked.request).to,
        "here": Links(asked.request).here,
        "nav": entries_for(who.person.role, asked.request.url.path) if who else [],
        "names": asked.names if isinstance(asked, Read) else {},
        "sync": state.last_sync(asked) if isinstance(asked, Read) else None,
    }


class Links:
    """Links that carry on language and instant, so that a page holds its state in its address."""

    def __init__(self, request: Request) -> None:
        self._path = request.url.path
        self._query = request.query_params

    def to(self, path: str, **query: object) -> str:
        """Link another page with *query*; what is None is left out."""
        kept: dict[str, object] = {name: self._query[name] for name in KEPT if name in self._query}
        return _address(path, kept | query)

    def here(self, **changes: object) -> str:
        """Link this page with some of its question changed; any change starts at the first page."""
        kept = {name: value for name, value in self._query.items() if name != "cursor"}
        return _address(self._path, kept | changes)


def with_query(address: str, **changes: object) -> str:
    """Give *address* with some of its question changed; what is None is taken out."""
    path, _mark, query = address.partition("?")
    return _address(path, dict(parse_qsl(query)) | changes)


def _address(path: str, query: Mapping[str, object]) -> str:
    held = {name: str(value) for name, value in query.items() if value not in {None, ""}}
    return path + ("?" + urlencode(held) if held else "")


def render_problem(
    request: Request, asked: Asked | None, lang: str, document: dict[str, Any]
) -> HTMLResponse:
    """Tell a problem as a page, also when nobody knows yet who asks."""
    who: Principal | None = asked.principal if asked else None
    text = (
        environment(lang)
        .get_template("problem.html")
        .render(
            lang=lang,
            html_lang=lang.replace("_", "-"),
            problem=document,
            who=who,
            nav=entries_for(who.person.role, "") if who else [],
            token=form_token(who.secret) if who and who.secret else "",
            as_of=None,
            sync=None,
            names={},
            project="",
            zone=None,
            now=None,
            path=request.url.path,
            query={},
            link=Links(request).to,
            here=Links(request).here,
        )
    )
    return HTMLResponse(text, document["status"])
