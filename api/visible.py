"""What a person may see: one condition for each table, and no query without it.

The roles are those of the model. What is not visible does not exist for the reader: lists and
counts leave it out, and asking for it by name finds nothing.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from hub.model.event import Side
from hub.model.people import Person, Role
from projections.evidence import evidence
from projections.findings import finding
from projections.flags import flag
from projections.items import item
from projections.links import link
from projections.plan import commitment, proposal
from projections.sources import edition, quarantine, source

Condition = ColumnElement[bool]

EVERYTHING = frozenset({Role.COORDINATOR, Role.SPONSOR, Role.AUDITOR, Role.JOB})
OWN_UNIT = frozenset({Role.HEAD, Role.KEY_USER})
VENDOR = frozenset({Role.VENDOR_PM, Role.VENDOR_MANAGEMENT})


@dataclass(frozen=True)
class Visible:
    """What one person may see of one project. Flags that were withdrawn show nothing any more."""

    person: Person
    project: str

    @property
    def is_vendor(self) -> bool:
        """Say whether who reads is an outsider."""
        return self.person.role in VENDOR

    @property
    def is_own_unit(self) -> bool:
        """Say whether who reads speaks for one department."""
        return self.person.role in OWN_UNIT

    def findings(self) -> Condition:
        """A vendor sees what is flagged to it; a department all that is charged to it."""
        return self._by_role(
            finding.c.project,
            own_unit=finding.c.court == self.person.court,
            vendor=finding.c.id.in_(self._flagged(flag.c.finding)),
        )

    def flags(self) -> Condition:
        """A vendor sees its own; a department those that name it."""
        return self._by_role(
            flag.c.project,
            own_unit=flag.c.blocked_by == self.person.court,
            vendor=self._own_flags(),
        )

    def items(self) -> Condition:
        """A vendor sees its own sources' items and flagged ones; a department those of its rows."""
        of_unit = select(link.c.item).where(
            link.c.state != "rejected",
            link.c.commitment.in_(select(commitment.c.id).where(self._of_own_unit())),
        )
        return self._by_role(
            item.c.project,
            own_unit=item.c.id.in_(of_unit),
            vendor=or_(
                item.c.source.in_(select(source.c.name).where(self._own_sources())),
                item.c.id.in_(self._flagged(flag.c.item)),
            ),
        )

    def commitments(self) -> Condition:
        """Everybody sees what is agreed; what is raised, the unit or side that owes it.

        A vendor sees no draft: a commitment that is only proposed is not there for it.
        """
        agreed = commitment.c.proposal != ""
        raised = commitment.c.state.not_in(("proposed",))
        return self._by_role(
            commitment.c.project,
            own_unit=true(),
            vendor=or_(
                agreed,
                and_(raised, commitment.c.side == str(Side.VENDOR), self._single_party()),
                commitment.c.id.in_(self._flagged(flag.c.commitment)),
            ),
        )

    def goals(self) -> Condition:
        """What the rollout is for is published: everybody who takes part sees it."""
        return self._by_role(commitment.c.project, own_unit=true(), vendor=true())

    def proposals(self) -> Condition:
        """A vendor sees what was approved; a draft is the client's until then."""
        return self._by_role(
            proposal.c.project, own_unit=true(), vendor=proposal.c.state == "approved"
        )

    def evidence(self) -> Condition:
        """A vendor sees what its side has shown for its own rows; a department what concerns it."""
        rows = select(commitment.c.id).where(self._of_own_unit())
        flagged = evidence.c.commitment.in_(self._flagged(flag.c.commitment))
        own_side = and_(evidence.c.side == str(Side.VENDOR), self._single_party())
        linked = select(link.c.commitment).where(
            link.c.item.in_(
                select(item.c.id).where(
                    item.c.source.in_(select(source.c.name).where(self._own_sources()))
                )
            ),
            link.c.state != "rejected",
        )
        from_own = and_(evidence.c.side == str(Side.VENDOR), evidence.c.commitment.in_(linked))
        return self._by_role(
            evidence.c.project,
            own_unit=or_(evidence.c.commitment.in_(rows), evidence.c.court == self.person.court),
            vendor=or_(own_side, from_own, flagged),
        )

    def sources(self) -> Condition:
        """A vendor sees the state of its own sources; departments read none."""
        return self._by_role(source.c.project, own_unit=false(), vendor=self._own_sources())

    def quarantine(self) -> Condition:
        """As the sources that the records came from."""
        own = quarantine.c.source.in_(select(source.c.name).where(self._own_sources()))
        return self._by_role(quarantine.c.project, own_unit=false(), vendor=own)

    def editions(self) -> Condition:
        """As the sources that the files came from."""
        return edition.c.source.in_(select(source.c.name).where(self.sources()))

    def _by_role(self, project: Any, *, own_unit: Condition, vendor: Condition) -> Condition:
        role = self.person.role
        if role in EVERYTHING:
            allowed: Condition = true()
        elif role in OWN_UNIT:
            allowed = own_unit
        else:
            allowed = vendor if role in VENDOR else false()
        return and_(project == self.project, allowed)

    def _own_flags(self) -> Condition:
        mine = and_(flag.c.project == self.project, flag.c.state != "withdrawn")
        return and_(mine, flag.c.party == self.person.party) if self.person.party else mine

    def _flagged(self, column: Any) -> Any:
        return select(column).where(self._own_flags(), column != "")

    def _own_sources(self) -> Condition:
        # A source without a stated side is the guest's.
        theirs = and_(source.c.project == self.project, source.c.side != str(Side.CLIENT))
        return and_(theirs, source.c.party == self.person.party) if self.person.party else theirs

    def _of_own_unit(self) -> Condition:
        return and_(
            commitment.c.project == self.project,
            commitment.c.side == str(self.person.side),
            commitment.c.unit == self.person.unit,
        )

    def _single_party(self) -> Condition:
        """With several vendors a row without a party cannot be told to be theirs, so it is not."""
        return true() if not self.person.party else false()
