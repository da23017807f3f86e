"""Sources that share a drop folder: which file is whose, by the names that each gives, by kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from hashlib import blake2b
from pathlib import Path

from pydantic import Field, PrivateAttr

from hub.drop_folder import Arrival
from hub.ingest.contract import ConnectorKind, Known
from hub.model.event import Interval
from hub.model.facts import QuarantineAnswered, RecordQuarantined
from hub.settings import SourceSettings

HEAD = 4096  # bytes by which a connector knows its files
LONGEST = 500
TIE = "file_tie"
REMEDIES = {
    TIE: "Name files so in the sources that {text} fits one of them, or bring it by hand.",
}

Accepts = Callable[[bytes, str], bool]


class FolderSettings(SourceSettings):
    """A source whose files come in a drop folder or are brought, edition after edition."""

    folder: Path | None = Field(None, description="Drop folder; it is never written to.")
    file: tuple[str, ...] = Field(
        (), description="Names of its files, such as `*周报*`, where sources share a folder."
    )
    series: str = Field("", description="Name of the series; empty for the source's name.")

    _claimed: tuple[str, ...] = PrivateAttr(())  # patterns that other sources of the folder have
    _left_to: tuple[Accepts, ...] = PrivateAttr(())  # kinds that go first in the folder

    @property
    def named_series(self) -> str:
        """Give the name of the series."""
        return self.series or self.name

    def share(self, arrival: Arrival) -> "Share":
        """Tell whose a file of the folder is: by its name, else by its kind."""
        found = share_of(arrival.name, self.file, self._claimed)
        if found is Share.OTHERS or (found is Share.OURS and self.file):
            return found
        head = arrival.body[:HEAD]
        is_left = any(accepts(head, arrival.name) for accepts in self._left_to)
        return Share.OTHERS if is_left else found


class Share(StrEnum):
    """Whose a file of a folder is that several sources share."""

    OURS = "ours"
    OTHERS = "others"
    TIE = "tie"  # two name it; it waits until a person says whose it is


def share_of(name: str, ours: Sequence[str], others: Sequence[str]) -> Share:
    """Tell whose a file is by the patterns of names, *ours* and those of all *others*.

    A source that names no patterns takes what no other one names. Case does not matter.
    """
    is_theirs = is_named(name, others)
    if not ours:
        return Share.OTHERS if is_theirs else Share.OURS
    if not is_named(name, ours):
        return Share.OTHERS
    return Share.TIE if is_theirs else Share.OURS


def is_named(name: str, patterns: Sequence[str]) -> bool:
    """Tell a name that one of the patterns fits."""
    return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)


def introduce(sources: Sequence[SourceSettings], kinds: Mapping[str, ConnectorKind]) -> None:
    """Let sources of one folder know what the others take."""
    here = [source for source in sources if isinstance(source, FolderSettings) and source.folder]
    for source in here:
        beside = [other for other in here if other is not source and other.folder == source.folder]
        source._claimed = tuple(pattern for other in beside for pattern in other.file)
        strangers = {other.kind for other in beside} - {source.kind}
        source._left_to = tuple(firsts(kinds[source.kind], (kinds[kind] for kind in strangers)))


def firsts(own: ConnectorKind, others: Iterator[ConnectorKind]) -> Iterator[Accepts]:
    """Yield what tells the files that other kinds take before one of one's own kind.

    A kind that lets a person point at a table takes any table: those that know their own go first.
    """
    for other in others:
        if other.accepts is None or own.accepts is None:
            continue
        if own.point is not None and other.point is None:
            yield other.accepts
        else:
            yield strange_to(own.accepts, other.accepts)


def strange_to(own: Accepts, other: Accepts) -> Accepts:
    """Tell files that another kind takes and one's own does not."""
    return lambda head, name: other(head, name) and not own(head, name)


def tied(arrival: Arrival, kind: str, at: datetime) -> RecordQuarantined:
    """Tell of a file that fits the names of several sources; it is left where it lies."""
    return RecordQuarantined(
        subject=f"tie/{arrival.sha256[:12]}",
        entry=entry(arrival, TIE),
        occurred=Interval.at(at),
        locator=f"{kind}:{arrival.sha256}",
        reason=TIE,
        text=arrival.name[:LONGEST],
        remedy=REMEDIES[TIE],
        values={"text": arrival.name[:80]},
        original=arrival.sha256,
        edition=arrival.sha256,
        rows=0,
    )


def settled(arrival: Arrival, known: Known, at: datetime) -> list[QuarantineAnswered]:
    """Tell that a file which fitted several sources is read now."""
    waited = known.quarantined(arrival.sha256).values()
    return [
        QuarantineAnswered(
            subject=before.subject,
            entry=entry(arrival, "read", before.subject),
            occurred=Interval.at(at),
            locator=before.locator,
            original=arrival.sha256,
            answer="read",
        )
        for before in waited
        if before.reason == TIE
    ]


def entry(arrival: Arrival, *parts: str) -> str:
    """Name one fact about a file."""
    text = "\x1f".join((arrival.sha256, "", *parts))
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
