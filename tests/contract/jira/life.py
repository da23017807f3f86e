"""What happens in a Jira by chance: people work, administrators tidy up, the index is late."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.jira_server import LocalJira
from tests.jira_server.documents import Issue

PROJECTS = ("ALPHA", "BETA", "GAMMA")
OUTSIDE = ("OTHER", "HIDDEN")  # where the hub does not look, and where it may not
PEOPLE = ("li", "wang", "meyer", "o'brien", None)
STATUSES = ("To Do", "In Progress", "Done")
WORDS = ("Gateway", "网关", "Łódź", "😀 ready", 'a "quoted" word', "x, y", "A [b] {c}", "Über")
ZONES = ("UTC", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati", "Europe/Berlin")
LAGS_H = (0, 0, 0, 0.02, 0.4, 3, 11)
PARENTS = {
    "cloud": ("Parent", "IssueParentAssociation", "Epic Link"),
    "dc": ("Parent", "Epic Link"),
}
PERCENT = "customfield_10030"
Act = Callable[[], object]


@dataclass
class Life:
    """One Jira and everything that chance does to it.

    `silent` holds what was changed without a history, as `(issue, field)`: only of that may the
    hub learn by a difference between two looks.
    """

    jira: LocalJira
    chance: Random
    silent: set[tuple[str, str]] = field(default_factory=set)
    done: list[str] = field(default_factory=list)  # what happened, for a person who looks

    def __post_init__(self) -> None:
        script = self.jira.script
        for key in (*PROJECTS, *OUTSIDE):
            script.project(key)
        script.permit("HIDDEN", False)
        self.jira.catalogue.add_field(PERCENT, "Percent", "number")
        board = script.add_board("Team", "ALPHA")
        self.sprints = [script.add_sprint(board, f"Sprint {n}, part {n}") for n in range(3)]
        for _ in range(self.chance.randint(1, 14)):
            self.create()
        self.busy = self.chance.choice((0.0, 0.5))  # how often it is the same issue

    def some(self, count: int) -> None:
        """Let so many things happen, with some time between them."""
        for _ in range(count):
            self.one()
            self.jira.clock.advance(seconds=self.chance.choice((0, 0, 1, 40, 900, 5000)))

    def one(self) -> None:
        """Let one thing happen."""
        acts: list[tuple[int, Act]] = [
            (24, self.change),
            (6, self.create),
            (6, self.commented),
            (5, self.logged),
            (4, self.attached),
            (4, self.linked),
            (4, self.moved),
            (3, self.put_under),
            (3, self.changed_silently),
            (2, self.deleted),
            (2, self.secured),
            (2, self.permitted),
            (2, self.set_up),
            (1, self.person_changed),
        ]
        weights, found = zip(*acts, strict=True)
        [act] = self.chance.choices(found, weights)
        with self.jira.lock:
            self.done.append(act.__name__)
            act()

    def all_silent(self) -> None:
        """Let the hub learn of everything there is by a difference."""
        self.silent |= {(i.id, name) for i in self.jira.documents for name in self.offered()}

    # --- issues

    def issue(self) -> Issue | None:
        issues = list(self.jira.documents)
        if issues and self.chance.random() < self.busy:
            return issues[0]
        return self.chance.choice(issues) if issues else None

    def create(self) -> None:
        lag = int(self.chance.choice(LAGS_H) * 3_600_000)
        self.jira.index.lag_ms = lag
        project = self.chance.choice(PROJECTS)
        chosen = {"summary": self.chance.choice(WORDS)} | self.values()
        issue = self.jira.script.create(project, **chosen)
        self.jira.index.lag_ms = 0
        self.jira.index.lags[issue] = lag

    def change(self) -> None:
        if issue := self.issue():
            by = self.chance.choice(PEOPLE[:4])
            for _ in range(self.chance.choice((1, 1, 1, 2, 3))):  # within one second, that is
                chosen = self.values()
                self.jira.script.change(issue.id, by=by, **chosen)

    def values(self) -> dict[str, Any]:
        """Give new values for a few fields."""
        offered = self.offered()
        names = self.chance.sample(list(offered), self.chance.choice((1, 1, 2, 3)))
        return {name: offered[name]() for name in names}

    def offered(self) -> dict[str, Callable[[], Any]]:
        """Give what makes a value, by field."""
        pick, some = self.chance.choice, self._some
        return {
            "status": lambda: pick(STATUSES),
            "duedate": lambda: pick((None, "2026-04-01", "2026-05-31", "2027-01-15")),
            "assignee": lambda: pick(PEOPLE),
            "summary": lambda: f"{pick(WORDS)} {pick(WORDS)}",
            "description": lambda: pick((None, "One", "Two\nlines 😀")),
            "priority": lambda: pick(("High", "Medium", "Low")),
            "resolution": lambda: pick((None, "Done", "Won't Do")),
            "labels": lambda: some(("phase-uat", "phase-sit", "later", "标签")),
            "fixVersions": lambda: some(("1.0", "2.0", "3.0, final")),
            "versions": lambda: some(("1.0", "2.0")),
            "components": lambda: some(("MES", "ERP")),
            "sprint": lambda: some(self.sprints),
            PERCENT: lambda: pick((None, 0, 10, 12.5, 100)),
        }

    def _some(self, among: Any) -> list[Any]:
        return self.chance.sample(list(among), self.chance.randint(0, len(among)))

    def moved(self) -> None:
        if issue := self.issue():
            targets = [key for key in (*PROJECTS, *OUTSIDE) if key != issue.project]
            weights = [1 if key in OUTSIDE else 3 for key in targets]
            self.jira.script.move(issue.id, self.chance.choices(targets, weights)[0])

    def put_under(self) -> None:
        issue, parent = self.issue(), self.issue()
        if issue and parent and issue is not parent:
            kinds = PARENTS[self.jira.mode]
            kind = kinds[int(issue.id) % len(kinds)]  # a site does it in one way
            wanted = self.chance.choice((parent.id, None))
            self.jira.script.reparent(issue.id, wanted, kind)

    def deleted(self) -> None:
        issue = self.issue()
        if issue and len(self.jira.documents) > 3:
            self.jira.script.delete(issue.id)

    # --- what is attached

    def commented(self) -> None:
        if issue := self.issue():
            script, pick = self.jira.script, self.chance.choice
            text = pick(("It runs.", "It does not.", "看 [~li]", "A\nB"))
            known = [row["id"] for row in issue.comments]
            what = pick(("add", "add", "edit", "delete")) if known else "add"
            if what == "add":
                script.comment(issue.id, text, by=pick(PEOPLE[:4]))
            elif what == "edit":
                script.edit_comment(issue.id, pick(known), text)
            else:
                script.delete_comment(issue.id, pick(known))

    def logged(self) -> None:
        if issue := self.issue():
            script, pick = self.jira.script, self.chance.choice
            seconds = pick((1800, 3600, 7200))
            known = [row["id"] for row in issue.worklogs]
            what = pick(("add", "add", "edit", "delete")) if known else "add"
            if what == "add":
                script.worklog(issue.id, seconds, comment=pick(("", "Wiring")))
            elif what == "edit":
                script.edit_worklog(
                    issue.id, pick(known), seconds, moves_updated=pick((True, False))
                )
            else:
                script.delete_worklog(issue.id, pick(known), moves_updated=pick((True, False)))

    def attached(self) -> None:
        if issue := self.issue():
            files = [row["id"] for row in issue.fields.get("attachment") or ()]
            if files and self.chance.random() < 0.4:
                self.jira.script.detach(issue.id, self.chance.choice(files))
            else:
                self.jira.script.attach(issue.id, self.chance.choice(("a.pdf", "图.png")))

    def linked(self) -> None:
        issue, other = self.issue(), self.issue()
        if not issue or not other or issue is other:
            return
        links = [row["id"] for row in issue.fields.get("issuelinks") or ()]
        if links and self.chance.random() < 0.5:
            self.jira.script.unlink(self.chance.choice(links))
        else:
            self.jira.script.link(issue.id, other.id)

    # --- what leaves no history

    def changed_silently(self) -> None:
        if issue := self.issue():
            if self.chance.random() < 0.3:
                self.jira.script.migrate(issue.id, self.chance.choice(STATUSES))
                return
            chosen = self.values()
            self.silent |= {(issue.id, name) for name in chosen}
            moves = self.chance.random() < 0.5
            self.jira.script.silently(issue.id, moves_updated=moves, **chosen)

    def secured(self) -> None:
        if issue := self.issue():
            level = None if issue.fields.get("security") else "Internal"
            self.jira.script.secure(issue.id, level)

    def permitted(self) -> None:
        key = self.chance.choice(PROJECTS[1:])
        home = self.jira.catalogue.projects[key]
        if self.jira.mode == "cloud" and self.chance.random() < 0.3:
            self.jira.script.archive(key, not home.archived)
        else:
            self.jira.script.permit(key, not home.browsable)

    def set_up(self) -> None:
        script, pick = self.jira.script, self.chance.choice
        what = pick(("rename", "category", "version", "sprint"))
        if what == "rename":
            status = self.jira.catalogue.find("status", "3")
            script.rename_status(status["name"], status["name"])
        elif what == "category":
            script.categorise_status("3", pick(("new", "indeterminate", "done")))
            self.silent |= {(issue.id, "status") for issue in self.jira.documents}
        elif what == "version":
            self._version_deleted(pick(PROJECTS))
        else:
            script.change_sprint(pick(self.sprints), state=pick(("active", "closed")))

    def _version_deleted(self, project: str) -> None:
        versions = list(self.jira.catalogue.projects[project].versions.values())
        if versions:
            gone = self.chance.choice(versions)
            for issue in self.jira.documents:
                for name in ("fixVersions", "versions"):
                    self.silent.add((issue.id, name))
            self.jira.script.delete_version(project, gone["id"])

    def person_changed(self) -> None:
        who = self.chance.choice(("li", "wang"))
        self.jira.catalogue.person(who)
        script = self.jira.script
        if self.chance.random() < 0.5:
            script.rename_user(who, f"{who}{len(self.done)}")
        else:
            script.anonymise_user(who)
        self.silent |= {
            (issue.id, name) for issue in self.jira.documents for name in ("assignee", "reporter")
        }
