"""Issues by the thousand, from a seed: plausible, with consistent histories, and no real person."""

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from .clock import Instant

if TYPE_CHECKING:
    from .jira import LocalJira

WORDS = ("gateway", "invoice", "roster", "terminal", "depot", "badge", "ledger", "sensor")
VERBS = ("Connect", "Migrate", "Test", "Replace", "Configure", "Print", "Count", "Sign", "Ship")
PEOPLE = [f"person-{number}" for number in range(12)]
DAY = 86_400_000


def generate(
    jira: "LocalJira",
    count: int,
    *,
    seed: int = 1,
    projects: tuple[str, ...] = ("ALPHA", "BETA"),
    saves: int = 8,
) -> list[str]:
    """Create *count* issues in the year before the clock's time and return their ids.

    Each has up to *saves* saves: progress through the statuses, people, due dates, versions,
    sprints, labels; some have comments and worklogs. The same seed gives the same issues.
    """
    chance = random.Random(seed)
    end = jira.clock.read()
    boards = {key: jira.script.add_board(f"{key} board", key) for key in projects}
    sprints = {
        key: [jira.script.add_sprint(board, f"{key} {number}") for number in range(1, 5)]
        for key, board in boards.items()
    }
    starts = sorted(Instant(end - chance.randrange(DAY, 365 * DAY)) for _ in range(count))
    ids = []
    for start in starts:
        project = chance.choice(projects)
        maker = _Maker(jira, chance, project, sprints[project], end, saves=saves)
        ids.append(maker.issue(start))
    return ids


class _Maker:
    def __init__(
        self,
        jira: "LocalJira",
        chance: random.Random,
        project: str,
        sprints: list[int],
        end: Instant,
        *,
        saves: int,
    ) -> None:
        self.jira, self.chance, self.project = jira, chance, project
        self.sprints, self.end, self.saves = sprints, end, saves

    def issue(self, start: Instant) -> str:
        chance, script = self.chance, self.jira.script
        words = f"{chance.choice(VERBS)} the {chance.choice(WORDS)} of site {chance.randrange(90)}"
        number = script.create(
            self.project,
            words,
            at=start,
            by=chance.choice(PEOPLE),
            issuetype=chance.choice(("Task", "Story")),
            duedate=self._day(start, 60) if chance.random() < 0.5 else None,
            description=f"{words}. " * chance.randrange(1, 12),
        )
        moments = sorted(
            chance.randrange(start, self.end) for _ in range(chance.randrange(self.saves + 1))
        )
        status = 0
        for moment in moments:
            status = self._save(number, Instant(moment), status)
        return number

    def _day(self, start: Instant, days: int) -> str:
        moment = start.moment + timedelta(days=self.chance.randrange(1, days))
        return moment.date().isoformat()

    def _save(self, number: str, at: Instant, status: int) -> int:
        chance, script, by = self.chance, self.jira.script, self.chance.choice(PEOPLE)
        names = ("To Do", "In Progress", "Done")
        match chance.randrange(8):
            case 0 | 1 | 2 if status < 2:
                status += 1
                script.change(number, at=at, by=by, status=names[status])
                if status == 2:
                    script.change(number, at=at, by=by, resolution="Done")
            case 3:
                script.change(number, at=at, by=by, assignee=chance.choice(PEOPLE))
            case 4:
                script.change(number, at=at, by=by, duedate=self._day(at, 90))
            case 5:
                release = f"1.{chance.randrange(6)}"
                script.change(number, at=at, by=by, fixVersions=[release])
            case 6:
                chosen = chance.sample(self.sprints, chance.randrange(1, 3))
                script.change(number, at=at, by=by, sprint=sorted(chosen))
            case _:
                self._annotate(number, at, by)
        return status

    def _annotate(self, number: str, at: Instant, by: str) -> None:
        if self.chance.random() < 0.7:
            self.jira.script.comment(number, f"Seen at {self.chance.choice(WORDS)}.", at=at, by=by)
        else:
            self.jira.script.worklog(number, 1800 * self.chance.randrange(1, 9), at=at, by=by)
