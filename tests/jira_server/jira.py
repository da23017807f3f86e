"""The local Jira: documents, index, clock, people and faults, and the answer to one request."""

import threading
import traceback
from collections import Counter
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from . import agile, bulk, catalogue_lists, cloud, comments, dc, issues, worklogs, writes
from .access import Access
from .catalogue import Catalogue
from .clock import Clock, Instant
from .documents import Documents, Issue, Json
from .exchange import Refused, Reply, Request, html_reply
from .faults import Faults
from .index import Index
from .jql_meaning import Asker
from .knobs import Knobs
from .limits import Limits
from .rendering import View
from .routing import Ask, Route, Routes, Violation, strict
from .script import Script
from .webhooks import Webhooks

MODES = ("cloud", "dc")
START = "2026-03-02T08:00:00+00:00"
ROUTES = Routes()
for _module in (cloud, bulk, dc, issues, comments, worklogs, catalogue_lists, agile, writes):
    ROUTES.table += _module.routes.table


@lru_cache(maxsize=1024)
def _route(method: str, path: str, mode: str) -> tuple[Route | None, dict[str, str]]:
    return ROUTES.find(method, path, mode)


class LocalJira:
    """One Jira site. Its parts are public, so that a test can script and disturb it.

    *at* is the clock's first reading; *zone* and *locale* belong to the reader's profile.
    """

    def __init__(
        self,
        mode: str,
        *,
        at: datetime | str = START,
        zone: str = "UTC",
        locale: str = "en_US",
        site: str = "https://jira.example.test",
    ) -> None:
        if mode not in MODES:
            raise ValueError(f"A Jira is one of {MODES}, not {mode!r}.")
        self.mode, self.site = mode, site
        self.lock = threading.RLock()
        self.clock = Clock(at)
        self.documents = Documents()
        self.index = Index()
        self.documents.listeners.append(self.index.note)
        self.catalogue = Catalogue(mode, site)
        self.access = Access(self.catalogue)
        self.knobs = Knobs()
        self.faults = Faults(frozenset(route.name for route in ROUTES.table))
        self.limits = Limits(mode)
        self.webhooks = Webhooks(self)
        self.script = Script(self)
        self.cursors: dict[str, cloud.Cursor] = {}
        self.requests: list[tuple[str, str]] = []  # endpoint name, target
        self.asked: Counter[str] = Counter()  # requests by the endpoint's name
        self.violations: list[Violation] = []
        self.remembered: dict[tuple[str, str, bytes], Reply] = {}
        self.zone = ZoneInfo(zone)  # what the server calculates in, whatever the profile shows
        self.catalogue.add_user("reader", "Reader", zone, locale=locale)

    # --- what tests ask

    @property
    def reader(self) -> Json:
        """The profile of the account that reads."""
        return self.catalogue.users["reader"]

    def set_zone(self, zone: str) -> None:
        """Give the reader's profile another zone."""
        self.zone = ZoneInfo(zone)
        self.reader["timeZone"] = zone

    def counted(self) -> Counter[str]:
        """Return how often each endpoint was asked, by its name."""
        return self.asked.copy()

    def violated(self, rule: str, request: Request, detail: str) -> None:
        self.violations.append(Violation(rule, request.method, request.target, detail))

    # --- what endpoints ask

    def visible(self, issue: Issue) -> bool:
        return self.access.may_see(issue)

    def asker(self) -> Asker:
        return Asker(
            self.catalogue,
            self.documents,
            self.zone,
            self.clock.read(),
            "reader",
            self.visible,
            self.knobs.epoch_bound,
            self.knobs.ambiguous_fold,
            self.knobs.sprint_field,
        )

    def issue(self, ask: Ask) -> Issue:
        """Return the issue that the path names; deleted and invisible are the same 404."""
        found = self.documents.find(ask.words["issue"])
        if found is None or not self.access.may_open(found, self.mode):
            raise Refused(404, self.said("no issue", ask.request))
        return found

    def view(self, ask: Ask, fields: tuple[str, ...] | None = ("*all",), **more: Any) -> View:
        adf = ask.api == "3" or self.knobs.adf_in_v2
        return View(self.site, self.zone, fields, ask.api, adf=adf, **more)

    def said(self, message: str, request: Request) -> str:
        """Return a message in the reader's language, unless the request forces another."""
        forced = request.headers.get("x-force-accept-language", "").lower() == "true"
        wanted = request.headers.get("accept-language", "")
        locale = wanted if forced and wanted else str(self.reader.get("locale", "en_US"))
        return MESSAGES[message]["zh" if locale.lower().startswith("zh") else "en"]

    # --- one request

    def answer(self, request: Request) -> Reply:
        """Answer *request*; faults, limits and strictness apply in the order a real site has."""
        if not self.knobs.remember:
            return self._answer(request)
        question = request.method, request.target, request.body
        if question not in self.remembered:
            self.remembered[question] = self._answer(request)
        return self.remembered[question]

    def _answer(self, request: Request) -> Reply:
        with self.lock:
            self.index.catch_up(self.clock.read())
            path = request.path.removeprefix(self.knobs.context)
            route, words = _route(request.method, path, self.mode)
            if route is None or not request.path.startswith(self.knobs.context + "/"):
                self._note("unknown", request)
                reply = self._unknown(request)
            else:
                self._note(route.name, request)
                reply = self._answered(route, words, request)
            return self._sealed(request, reply)

    def _answered(self, route: Route, words: dict[str, str], request: Request) -> Reply:
        def serve() -> Reply:
            return self._served(route, words, request)

        try:
            return self.faults.around(route, request, self, serve)
        except Exception:  # noqa: BLE001 - a mistake of this server must fail the test, not hang it
            self.violated("mistake of the server", request, traceback.format_exc())
            return html_reply(500, "Internal error", "See the recorded violations.")

    def _note(self, name: str, request: Request) -> None:
        self.requests.append((name, request.target))
        self.asked[name] += 1

    def _unknown(self, request: Request) -> Reply:
        self.violated("unknown path", request, "no such endpoint")
        return html_reply(404, "Oops, you&#39;ve found a dead link.")

    def _served(self, route: Route, words: dict[str, str], request: Request) -> Reply:
        try:
            if self.mode not in route.modes or not self.knobs.offers(route, words):
                return html_reply(404, "Not Found", "null for uri: " + request.path)
            known = self.access.admit(request, self.violated)
            if waiting := self.limits.refusal(route, words, request, self.clock.read()):
                return waiting
            if not known and route.name not in {"serverInfo", "search", "myself"}:
                return Refused(401, "You are not authenticated.").reply
            return self._asked(route, words, request)
        except Refused as refusal:
            return refusal.reply

    def _asked(self, route: Route, words: dict[str, str], request: Request) -> Reply:
        query: dict[str, list[str]] = {}
        for name, value in request.query:
            query.setdefault(name, []).append(value)
        try:
            body = request.payload() or {}
        except ValueError:
            raise Refused(400, "There was an error parsing JSON. Check the body.") from None
        ask = Ask(self, route, request, words, query, body if isinstance(body, dict) else {})
        if "*any" in route.body:
            ask.body = {"*any": body}
        elif not isinstance(body, dict) or (wrong := strict(route, ask)):
            detail = wrong if isinstance(body, dict) else "the body is no object"
            self.violated("unknown in request", request, detail)
            raise Refused(400, f"Invalid request payload: {detail}.")
        if request.body and "json" not in request.headers.get("content-type", ""):
            raise Refused(415, "Unsupported Media Type")
        return route.answer(self, ask)

    def _sealed(self, request: Request, reply: Reply) -> Reply:
        """Add what every answer carries, and compress."""
        headers = reply.headers
        moment = Instant(self.clock.read() + self.knobs.date_skew_ms).moment
        headers.setdefault("Date", format_datetime(moment, usegmt=True))
        headers.setdefault("Content-Type", "application/json;charset=UTF-8")
        self.limits.mark(headers)
        accepts = "gzip" in request.headers.get("accept-encoding", "")
        wanted = self.knobs.gzip and accepts and reply.cut_at is None
        if wanted and "Content-Encoding" not in headers and len(reply.content) > 1024:
            reply.pack()
        return reply


MESSAGES: dict[str, dict[str, str]] = {
    "no issue": {
        "en": "Issue does not exist or you do not have permission to see it.",
        "zh": "问题不存在或者您没有查看的权限。",
    },
    "no sprints": {
        "en": "The board does not support sprints",
        "zh": "此面板不支持冲刺",
    },
    "no board": {
        "en": "The requested board cannot be viewed because it either does not exist "
        "or you do not have permission to view it.",
        "zh": "请求的面板不存在或者您没有查看的权限。",
    },
}
