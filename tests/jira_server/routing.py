"""Endpoints by name, with every parameter and body key they know; whatever else is a violation."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .exchange import Refused, Reply, Request

if TYPE_CHECKING:
    from .jira import LocalJira

Answer = Callable[["LocalJira", "Ask"], Reply]
PAGED = ("startAt", "maxResults")


@dataclass(frozen=True, slots=True)
class Violation:
    """Something a correct client never sends."""

    rule: str
    method: str
    target: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.method} {self.target}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint. `modes`: where it exists; elsewhere it answers 404, which is no violation."""

    name: str
    method: str
    pattern: re.Pattern[str]
    answer: Answer
    query: frozenset[str]
    body: dict[str, type | tuple[type, ...]]
    modes: tuple[str, ...]
    writes: bool


@dataclass(slots=True)
class Routes:
    """A table of endpoints that modules fill by decorating their functions."""

    table: list[Route] = field(default_factory=list)

    def at(
        self,
        method: str,
        path: str,
        name: str,
        *,
        query: Iterable[str] = (),
        body: dict[str, type | tuple[type, ...]] | None = None,
        modes: tuple[str, ...] = ("cloud", "dc"),
        writes: bool = False,
    ) -> Callable[[Answer], Answer]:
        """Serve *path*, in which `{api}` stands for a version and `{name}` for one segment."""
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path.replace("{api}", "(?P<api>[23])"))
        regex = re.compile(pattern)

        def register(answer: Answer) -> Answer:
            known = frozenset(query)
            self.table.append(Route(name, method, regex, answer, known, body or {}, modes, writes))
            return answer

        return register

    def find(self, method: str, path: str, mode: str) -> tuple[Route | None, dict[str, str]]:
        """Return the endpoint and the words of its path, rather one that *mode* has."""
        found: tuple[Route | None, dict[str, str]] = (None, {})
        for route in self.table:
            if route.method == method and (match := route.pattern.fullmatch(path)):
                if mode in route.modes:
                    return route, match.groupdict()
                found = route, match.groupdict()
        return found


@dataclass(slots=True)
class Ask:
    """What one request asks, wherever it wrote it: in the path, the query or the body."""

    jira: "LocalJira"
    route: Route
    request: Request
    words: dict[str, str]
    query: dict[str, list[str]]
    body: dict[str, Any]

    @property
    def api(self) -> str:
        return self.words.get("api") or "2"

    def value(self, name: str) -> Any:
        if name in self.body:
            return self.body[name]
        return self.query[name][-1] if name in self.query else None

    def text(self, name: str, default: str = "") -> str:
        value = self.value(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int) -> int:
        value = self.value(name)
        if value is None:
            return default
        if isinstance(value, bool) or not re.fullmatch(r"-?\d+", str(value)):
            raise Refused(400, f"The value '{value}' of '{name}' is not a number.")
        return int(value)

    def names(self, name: str) -> list[str]:
        """Return a list: of the body, of repeated parameters, or separated by commas."""
        if isinstance(self.body.get(name), list):
            return [str(entry) for entry in self.body[name]]
        rows = self.query.get(name) or ([self.body[name]] if self.body.get(name) else [])
        return [part.strip() for row in rows for part in str(row).split(",") if part.strip()]

    def flag(self, name: str) -> bool:
        return self.text(name).lower() == "true"

    def page(self, default: int, cap: int) -> tuple[int, int]:
        """Return the first row and the effective number of rows."""
        size = self.number("maxResults", default)
        return max(self.number("startAt", 0), 0), min(size if size >= 0 else default, cap)


def strict(route: Route, ask: Ask) -> str:
    """Return what is wrong with the form of a request, or nothing."""
    unknown = sorted(set(ask.query) - route.query)
    if unknown:
        return f"unknown parameter {', '.join(unknown)}"
    if route.method == "GET" and ask.request.body:
        return "a GET with a body"
    for key, value in ask.body.items():
        kinds = route.body.get(key)
        if kinds is None and "*" not in route.body:
            return f"unknown body key {key}"
        if kinds is not None and (not isinstance(value, kinds) or isinstance(value, bool)):
            if kinds is bool and isinstance(value, bool):
                continue
            return f"body key {key} has the wrong type"
    return ""
