"""The event log and the original bytes: what is recorded, in order, for ever."""

from hub.store.log import Appended, Log, open_log
from hub.store.originals import OriginalNote, Originals
from hub.store.reader import LogPage
from hub.store.refusals import Contended, LeaseLost, LogAway

__all__ = [
    "Appended",
    "Contended",
    "LeaseLost",
    "Log",
    "LogAway",
    "LogPage",
    "OriginalNote",
    "Originals",
    "open_log",
]
