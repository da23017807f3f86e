"""How this Jira differs from the usual one, for as long as a test wants it."""

from dataclasses import dataclass, field

from .routing import Route


@dataclass(slots=True)
class Knobs:
    """Lasting behaviours. Single accidents are in `faults.py`."""

    context: str = ""  # a context path, such as `/jira`
    gzip: bool = True
    latency_s: float = 0.0  # real seconds before each answer; connections wait side by side
    remember: bool = False  # equal questions get the first answer: for measurements alone
    deployment: str = ""  # what serverInfo says: Cloud, Server, Data Center
    version: tuple[int, ...] = ()
    date_skew_ms: int = 0  # of the Date header alone
    server_time: bool = True  # whether serverInfo tells the time
    epoch_bound: bool = True  # whether JQL accepts unquoted milliseconds
    ambiguous_fold: int = 0  # 1: a local time that occurs twice means the later one
    adf_in_v2: bool = False  # documents where strings belong
    numeric_history_times: bool = False  # `created` of bulk histories in ms
    page_cap: int | None = None  # Cloud: no page is longer, whatever was asked
    token_days: float = 7
    nodes: int = 1  # Data Center: 2 answers in turns, with another order of ties
    approximate_count: bool = True
    bulk_versions: tuple[str, ...] = ("2", "3")  # where bulkfetch and changelog/bulkfetch exist
    agile: bool = True
    sprint_field: str = "customfield_10020"
    caps: dict[str, int] = field(
        default_factory=lambda: {
            "ids": 5000,
            "bodies": 100,
            "histories": 40,
            "history_page": 100,
            "bulk_histories": 1000,
            "comments": 100,
            "worklogs": 5000,
            "worklog_changes": 1000,
            "dc_search": 1000,
            "embedded": 20,
        }
    )

    def offers(self, route: Route, words: dict[str, str]) -> bool:
        """Return whether *route* exists as this Jira is set."""
        if route.name in {"bulkfetch", "changelog/bulkfetch"}:
            return words["api"] in self.bulk_versions
        if route.name == "approximate-count":
            return self.approximate_count
        return self.agile or "/agile/" not in route.pattern.pattern
