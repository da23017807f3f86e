"""The library's application behind the log, on the database that an address names."""

from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper

from hub.errors import Refused
from hub.store.mapper import EventMapper
from hub.store.page import Recorder
from hub.store.refusals import NotSetUp

WAIT_S = 15


class Journal(Application[UUID]):
    """Our mapper and recorders in the places that the library provides for them."""

    name = "stored"

    def construct_mapper(self) -> Mapper[UUID]:
        """Ignore what the environment says about ciphers and compressors: leaves are bytes."""
        mapper = EventMapper()
        self.decode = mapper.events
        return mapper

    @property
    def log_recorder(self) -> Recorder:
        """Give the recorder as what we made of it."""
        return cast(Recorder, self.recorder)


def journal(url: str, *, create: bool) -> Journal:
    """Make the application for *url*."""
    env = {"CREATE_TABLE": "yes" if create else "no"}
    match urlsplit(url).scheme:
        case "sqlite":
            env |= sqlite_settings(url, create=create)
        case "postgresql":
            # The address holds everything; the library only insists that these are not missing.
            parts = ("DBNAME", "HOST", "USER", "PASSWORD")
            env |= {f"POSTGRES_{part}": "" for part in parts}
            env |= {"PERSISTENCE_MODULE": "hub.store.postgres:Factory", "HUB_LOG_URL": url}
        case scheme:
            raise Refused(
                "The log cannot lie in a database of the kind {scheme}.",
                remedy="Give an address that begins with sqlite:/// or postgresql://",
                scheme=scheme,
            )
    return Journal(env)


def sqlite_settings(url: str, *, create: bool) -> dict[str, str]:
    """Give the library's settings for a file, or for a database of its own in memory."""
    path = url.removeprefix("sqlite://").removeprefix("/")
    if path and create:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    if path and not create and not Path(path).exists():
        raise NotSetUp(url)  # opening it would leave an empty file behind
    name = path or f"file:{uuid4().hex}?mode=memory&cache=shared"
    return {
        "PERSISTENCE_MODULE": "hub.store.sqlite:Factory",
        "SQLITE_DBNAME": name,
        "SQLITE_LOCK_TIMEOUT": str(WAIT_S),
    }
