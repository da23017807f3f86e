"""Files that are themselves what was shown: a list of who came is evidence of a training."""

from connectors.workbook.comparison import Comparison
from connectors.workbook.settings import WorkbookSettings
from hub.errors import Refused
from hub.model.event import Side
from hub.model.evidence import EvidenceSubmitted
from hub.model.people import court_of


def check_shown(settings: WorkbookSettings) -> None:
    """Refuse a source of evidence of which nobody said what it shows."""
    series, slash, key = settings.shows.partition("/")
    if not (series and slash and key):
        raise Refused(
            "Nobody has said which commitment the files of {source} are shown for.",
            remedy="Set `shows` of the source to a series and a key, such as plan/T-12.",
            source=settings.source,
        )


def submitted(edition: Comparison) -> EvidenceSubmitted:
    """Tell that a side has shown this file; who is named in it stays in the file."""
    settings, profile = edition.settings, edition.profile
    series, _, key = settings.shows.partition("/")
    side = Side(profile.side or settings.side or Side.VENDOR)
    shown = f"{edition.series}/{edition.sha256[:12]}"
    return EvidenceSubmitted(
        subject=shown,
        entry=edition.told.entry("shown"),
        occurred=edition.told.occurred,
        locator=f"workbook:{edition.sha256}",
        evidence=shown,
        series=series,
        key=key,
        kind=profile.kind,
        title=edition.book.head.subject or edition.name,
        side=side,
        court=court_of(side, ""),
        shown_on=edition.edition.edition_on,
        original=edition.sha256,
    )
