"""One installation of the hub: its log, read models, originals, accounts and clock, opened once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Engine

from hub import plugins
from hub.accounts.store import Accounts, open_accounts
from hub.asof import AsOf
from hub.calendar import WorkCalendar
from hub.errors import NotFound
from hub.hints import Hints
from hub.model.event import Event, Side
from hub.model.people import Command, Person, Role
from hub.outbox import Outbox
from hub.policy import Policy, load_policy, with_rules
from hub.projection import Projection, catch_up_all, create_tables, open_views
from hub.settings import Settings, SourceSettings, limits_of_files, load_sources
from hub.shared_folder import introduce
from hub.store import Log, Originals, open_log

if TYPE_CHECKING:
    from hub.rules.world import World

OPERATOR = Person("operator", Side.CLIENT, Role.OPERATOR)
JOB = Person("hub:job", Side.CLIENT, Role.JOB)


class Installation:
    """Everything a command or a request works with. Nothing below it asks the clock."""

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], datetime],
        *,
        create: bool = False,
        sources: list[SourceSettings] | None = None,
    ) -> None:
        limits_of_files()  # what cannot work is said before the first file comes
        self.settings = settings
        self.now = now
        self.project = settings.project
        settings.home.mkdir(parents=True, exist_ok=True)
        self.log: Log = open_log(settings.database, create=create)
        self.views: Engine = open_views(self.url("views"))
        self.accounts: Accounts = open_accounts(self.url("people"))
        self._beside: Engine = open_views(self.url("people"))
        self.originals = Originals(settings.home / "originals")
        self.projections: list[Projection] = plugins.exposed("projections", Projection)
        self._past = AsOf(self.log, self.projections, settings.home / "snapshots")
        self._sources = sources
        self._world: World | None = None
        if create:
            create_tables(self.views, self.projections)

    def url(self, name: str) -> str:
        """Give the address of a part: a SQLite file of its own, or the one PostgreSQL."""
        database = self.settings.database
        if database.startswith("sqlite"):
            return f"sqlite:///{self.settings.home / f'{name}.db'}"
        return database

    @cached_property
    def policy(self) -> Policy:
        """Give the policy that is configured, each rule's thresholds included; a sync adopts it."""
        return with_rules(load_policy(self.settings.policy), plugins.thresholds())

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Give the project's working days."""
        return self.policy.calendar()

    @cached_property
    def hints(self) -> Hints:
        """Give what sources have sent unasked."""
        return Hints(self._beside)

    @cached_property
    def outbox(self) -> Outbox:
        """Give what waits to be sent to other systems."""
        return Outbox(self._beside)

    @property
    def sources(self) -> list[SourceSettings]:
        """Give the configured sources; none where there is no file that names them."""
        if self._sources is None:
            kinds = {kind: found.settings for kind, found in plugins.connectors().items()}
            path, asked = self.settings.sources, "sources" in self.settings.model_fields_set
            is_there = path.exists() or asked  # a file that was named and is missing is refused
            self._sources = load_sources(path, kinds, self.project) if is_there else []
            introduce(self._sources, plugins.connectors())
        return self._sources

    def as_of(self, instant: datetime) -> Engine:
        """Give the read models as a hub that was stopped at *instant* would have them."""
        return self._past.at(instant)

    def catch_up(self) -> None:
        """Bring every read model to the end of the log."""
        catch_up_all(self.log, self.views, self.projections)

    def act(self, command: Command) -> list[Event]:
        """Let a person's command be decided and recorded, and the read models show it."""
        recorded = self.log.act(
            command, project=self.project, run=f"act:{uuid4().hex[:12]}", recorded_at=self.now()
        )
        self.catch_up()
        return recorded

    def person(self, reference: str) -> Person:
        """Give the role in which a person acts, or raise `NotFound`."""
        if reference == OPERATOR.id:
            return OPERATOR
        with self.views.connect() as db:
            found: Person | None = plugins.loaded("projections.parties").person_of(
                db, self.project, reference
            )
        if found is None:
            raise NotFound(
                "Nobody with the reference {person} has a role in this project.",
                remedy="Assign a role first: a line with assign-role, or `hub user add`.",
                person=reference,
            )
        return found

    def world(self) -> "World":
        """Fold everything on record about the project, for rules and for linking.

        The world is kept and goes on growing: let one thread at a time ask for it.
        """
        self.catch_up()
        with self.views.connect() as db:
            fold = plugins.loaded("projections.cases").world
            found: World = fold(db, self.project, self._world)
        self._world = found
        return found

    def close(self) -> None:
        """Let go of every database."""
        self._past.close()
        self.log.close()
        self.accounts.close()
        self._beside.dispose()
        self.views.dispose()


@contextmanager
def opened(
    settings: Settings, now: Callable[[], datetime], **options: Any
) -> Iterator[Installation]:
    """Open an installation for as long as the block lasts."""
    hub = Installation(settings, now, **options)
    try:
        yield hub
    finally:
        hub.close()
