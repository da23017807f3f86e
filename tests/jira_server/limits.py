"""Rate limits in virtual time: Cloud's three, and Data Center's bucket. All are off at first."""

from collections import deque
from dataclasses import dataclass, field

from .clock import Instant
from .exchange import Reply, Request, json_reply
from .routing import Route

HOUR = 3_600_000


@dataclass(slots=True)
class Window:
    """At most *limit* in *seconds*; who comes back too early waits *penalty* seconds more."""

    limit: int
    seconds: float
    reason: str
    penalty: float = 1.0
    spent: dict[str, deque[tuple[int, int]]] = field(default_factory=dict)
    until: dict[str, int] = field(default_factory=dict)

    def wait_ms(self, key: str, now: Instant, cost: int = 1) -> int:
        """Spend *cost* for *key*, or return how long to wait."""
        if now < self.until.get(key, 0):
            self.until[key] += int(self.penalty * 1000)
            return self.until[key] - now
        row = self.spent.setdefault(key, deque())
        while row and row[0][0] <= now - self.seconds * 1000:
            row.popleft()
        if sum(count for _, count in row) + cost <= self.limit:
            row.append((now, cost))
            return 0
        first = row[0][0] if row else now
        self.until[key] = int(first + self.seconds * 1000)
        return self.until[key] - now

    def left(self, key: str) -> int:
        return self.limit - sum(count for _, count in self.spent.get(key, ()))


@dataclass(slots=True)
class Bucket:
    """Data Center's tokens: *size* at most, *fill* more every *interval_s* seconds."""

    size: int
    fill: int
    interval_s: int = 1
    tokens: int = -1
    filled: int = 0

    def wait_ms(self, now: Instant) -> int:
        if self.tokens < 0:
            self.tokens, self.filled = self.size, int(now)
        rounds = (now - self.filled) // (self.interval_s * 1000)
        self.tokens = min(self.size, self.tokens + rounds * self.fill)
        self.filled += rounds * self.interval_s * 1000
        if self.tokens > 0:
            self.tokens -= 1
            return 0
        return self.filled + self.interval_s * 1000 - now


def _objects(request: Request) -> int:
    """Count the objects that a bulk call asks for by id."""
    try:
        body = request.payload()
    except ValueError:
        return 0
    return len(body.get("issueIdsOrKeys") or ()) if isinstance(body, dict) else 0


class Limits:
    """The limiters of one Jira; each is None, which is off, until a test sets it.

    `burst`: per endpoint and method. `writes`: per issue. `points`: per hour, 1 and 1 more per
    object asked for; API tokens (Basic) are exempt. `bucket`: Data Center's.
    """

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.burst: Window | None = None
        self.writes: Window | None = None
        self.points: Window | None = None
        self.bucket: Bucket | None = None
        self._shown: dict[str, str] = {}

    def set_burst(self, limit: int, seconds: float = 1, penalty: float = 1) -> None:
        self.burst = Window(limit, seconds, "jira-burst-based", penalty)

    def set_writes(self, limit: int, seconds: float = 2, penalty: float = 1) -> None:
        self.writes = Window(limit, seconds, "jira-per-issue-on-write", penalty)

    def set_points(self, limit: int) -> None:
        self.points = Window(limit, 3600, "jira-quota-global-based", 0)

    def set_bucket(self, size: int, fill: int, interval_s: int = 1) -> None:
        self.bucket = Bucket(size, fill, interval_s)

    def refusal(
        self, route: Route, words: dict[str, str], request: Request, now: Instant
    ) -> Reply | None:
        """Return the 429 for *request*, or nothing."""
        self._shown = {}
        if self.bucket is not None:
            return self._from_bucket(self.bucket, now)
        for window, key, cost in self._windows(route, words, request):
            wait = window.wait_ms(key, now, cost)
            self._show(window, key, now, wait)
            if wait:
                return self._too_many(window, wait, now)
        return None

    def _windows(
        self, route: Route, words: dict[str, str], request: Request
    ) -> list[tuple[Window, str, int]]:
        found = []
        if self.writes and route.writes and "issue" in words:
            found.append((self.writes, words["issue"], 1))
        if self.burst:
            found.append((self.burst, f"{route.method} {route.name}", 1))
        bearer = request.headers.get("authorization", "").startswith("Bearer ")
        if self.points and bearer:
            found.append((self.points, "hour", 1 + _objects(request)))
        return found

    def _show(self, window: Window, key: str, now: Instant, wait: int) -> None:
        left = 0 if wait else window.left(key)
        reset = Instant(now + (wait or window.seconds * 1000)).moment
        self._shown |= {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(max(left, 0)),
            "X-RateLimit-Reset": f"{reset:%Y-%m-%dT%H:%MZ}",
        }
        if left * 5 < window.limit:
            self._shown["X-RateLimit-NearLimit"] = "true"

    def _too_many(self, window: Window, wait_ms: int, now: Instant) -> Reply:
        seconds = str(-(-wait_ms // 1000))
        words = {"errorMessages": ["Rate limit exceeded."], "errors": {}}
        reply = json_reply(words, 429, Retry_After=seconds)
        reply.headers["RateLimit-Reason"] = window.reason
        return reply

    def _from_bucket(self, bucket: Bucket, now: Instant) -> Reply | None:
        wait = bucket.wait_ms(now)
        self._shown = {
            "X-RateLimit-Limit": str(bucket.size),
            "X-RateLimit-Remaining": str(bucket.tokens),
            "X-RateLimit-FillRate": str(bucket.fill),
            "X-RateLimit-Interval-Seconds": str(bucket.interval_s),
            "retry-after": str(-(-wait // 1000)),
        }
        words = {"errorMessages": ["Rate limit exceeded."], "errors": {}}
        return json_reply(words, 429) if wait else None

    def mark(self, headers: dict[str, str]) -> None:
        """Add what the last limiter said."""
        names = {name.lower() for name in headers}
        headers.update({k: v for k, v in self._shown.items() if k.lower() not in names})
        self._shown = {}
