"""What an edition says, as facts: by difference with what is known of its tasks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from connectors.ms_project.frames import Problem
from connectors.ms_project.shown import Shown
from hub.locale import _
from hub.model.event import Event, Interval, Value
from hub.model.facts import (
    Basis,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemReappeared,
    WorkItemVanished,
)
from hub.model.items import Item
from hub.refused_files import FileRefused

LONGEST = 500
REMEDIES = {
    "no_uid": _("Save the project again in Project; task {row} has no unique ID."),
    "duplicate_uid": _("Save the project again in Project; the unique ID {uid} stands twice."),
    "no_title": _("Give the task {uid} a name, or delete its row."),
    "too_long": _("Shorten the name of the task {uid}."),
    "date_not_understood": _("Correct the date of the task {uid}: {text}."),
    "date_out_of_range": _("Check the year of the task {uid}: {text}."),
    "number_not_understood": _("Correct the number of the task {uid}: {text}."),
    "percent_out_of_range": _("Write a percent between 0 and 100 for the task {uid}."),
    "percent_not_understood": _("Write a percent between 0 and 100 for the task {uid}."),
    "finish_before_start": _("Check start and finish of the task {uid}; both are kept."),
    "predecessor_missing": _("The task {uid} follows {text}, which is not in the file; mend it."),
    "predecessor_circle": _("The link {text} of the task {uid} leads in a circle; take it out."),
}


class Prior(Struct, frozen=True):
    """A task as the editions so far left it."""

    subject: str
    values: dict[str, Value]
    locators: dict[str, str]
    vanished: bool = False

    @property
    def title(self) -> str:
        """Give its title."""
        return str(self.values.get("title") or "")


def prior_of(item: Item) -> Prior:
    """Reduce an item to what a comparison needs."""
    return Prior(
        item.subject,
        {name: held.value for name, held in item.fields.items()},
        {name: held.locator for name, held in item.fields.items()},
        bool(item.vanished),
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """What all facts of one edition have in common."""

    series: str
    original: str  # SHA-256
    mapping: str
    occurred: Interval

    def locator(self, place: str = "") -> str:
        """Name a place of the original, such as `task/12`."""
        return f"ms_project:{self.original}" + (f"/{place}" if place else "")

    def entry(self, *parts: str) -> str:
        """Name one fact: the same reading of the same place is the same fact."""
        text = "\x1f".join((self.original, self.mapping, *parts))
        return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()

    def said(self, subject: str, place: str, *parts: str) -> dict[str, Any]:
        """Give what every fact begins with."""
        return {
            "subject": subject,
            "entry": self.entry(subject, *parts),
            "occurred": self.occurred,
            "locator": self.locator(place),
            "original": self.original,
            "mapping": self.mapping,
        }


def facts_from(shown: Shown, prior: Prior | None, telling: Telling) -> Iterator[Event]:
    """Yield what one task says that was not known: all of it, or what differs."""
    subject, place = f"{telling.series}/{shown.uid}", f"task/{shown.uid}"
    if prior is None:
        yield WorkItemFirstSeen(
            **telling.said(subject, place, "first"),
            basis=Basis.STATED if telling.occurred.lo is None else Basis.DIFFED,
            key=shown.uid,
            fields={name: value for name, value in shown.fields.items() if value is not None},
            state=shown.state,
        )
        return
    if prior.vanished:
        said = telling.said(subject, place, "reappeared")
        yield WorkItemReappeared(**said, basis=Basis.DIFFED)
    for name, value in shown.fields.items():
        old = prior.values.get(name)
        if old != value:
            yield WorkItemFieldChanged(
                **telling.said(subject, place, name, str(value)),
                basis=Basis.DIFFED,
                field=name,
                old=old,
                new=value,
                state=shown.state if name == "status" else None,
                old_locator=prior.locators.get(name, ""),
            )


def vanished(prior: Prior, telling: Telling) -> WorkItemVanished:
    """Tell of a task that a complete edition does not show any more."""
    said = telling.said(prior.subject, "", "vanished")
    return WorkItemVanished(**said, basis=Basis.DIFFED, reason="removed")


def quarantined(problem: Problem, telling: Telling, known: Mapping[str, Any]) -> RecordQuarantined:
    """Tell of a task or a value that was not understood; *known* are the tasks by UID."""
    subject = f"{telling.series}/{telling.original[:12]}/{problem.place}"
    parts = ("quarantine", problem.field, problem.reason, problem.text)
    mark = telling.entry(*parts)[:8]  # one task may have several
    row = problem.place.partition("/")[2]
    values = {"uid": problem.uid, "row": row, "text": problem.text[:80], "title": problem.title}
    return RecordQuarantined(
        **telling.said(f"{subject}#{mark}", problem.place, *parts),
        reason=problem.reason,
        text=problem.text[:LONGEST],
        remedy=REMEDIES[problem.reason],
        values={**values, "cell": f"UID {problem.uid}"},
        item=f"{telling.series}/{problem.uid}" if problem.uid in known else "",
        field=problem.field,
        edition=telling.original,
        rows=int(problem.whole_row),
    )


def refused(refusal: FileRefused, name: str, telling: Telling) -> RecordQuarantined:
    """Tell of a file that could not be read; its original is kept."""
    subject = f"{telling.series}/{telling.original[:12]}"
    return RecordQuarantined(
        **telling.said(subject, "", "refused", refusal.code),
        reason=refusal.code,
        text=name[:LONGEST],
        remedy=refusal.remedy,
        values={"message": refusal.message, **{n: str(v) for n, v in refusal.values.items()}},
        edition=telling.original,
        rows=0,
    )
