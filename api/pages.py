"""Pages: Jinja environments in both languages, links that keep their question, regions."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api import assets, state
from api.auth import Principal, form_token
from api.deps import Asked, Read
from api.formats import filters_of
from api.navigation import entries_for
from hub.accounts.passwords import new_id
from hub.locale import LANGUAGES, callables

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
    env.filters.update(filters_of(lang))
    env.globals.update(asset=assets.address, languages=LANGUAGES, new_id=new_id)
    # Macros as a global: a region is rendered alone, without the imports of its page.
    env.globals["ui"] = env.get_template("ui.html").module
    return env


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
        "modules_called": asked.modules_called if isinstance(asked, Read) else {},
        "sync": state.last_sync(asked) if isinstance(asked, Read) else None,
    }


class Links:
    """Links that carry on language and instant, so that a page holds its state in its address."""

    def __init__(self, request: Request) -> None:
        self._path = request.scope["path"]
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
    return _address(unquote(path), dict(parse_qsl(query)) | changes)


def _address(path: str, query: Mapping[str, object]) -> str:
    held = {name: str(value) for name, value in query.items() if value not in {None, ""}}
    # Ids come from sources and people: they may hold anything that a path would take amiss.
    return quote(path, safe="/:@+,!~") + ("?" + urlencode(held) if held else "")


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
            back=came_from(request),
        )
    )
    return HTMLResponse(text, document["status"])


def came_from(request: Request) -> str:
    """Give the page of ours whose form led here, so that it can be corrected; empty for none."""
    asked = urlsplit(request.headers.get("referer", ""))
    is_ours = asked.netloc == request.url.netloc and request.method == "POST"
    return asked.path + (f"?{asked.query}" if asked.query else "") if is_ours else ""
