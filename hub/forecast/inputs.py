"""What the forecast is drawn from: the samples, and what is still open."""

from datetime import date, timedelta
from hashlib import sha256

import msgspec


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The samples and what is still open; days count from the status date, delays from due."""

    on: date
    go_live_on: date
    open_items: int
    open_duties: int
    open_gates: int
    finished: int  # within the sample
    throughput: tuple[int, ...]  # accepted in each week of the sample, the latest first
    added: tuple[int, ...]  # that came into an approved plan in the same weeks
    cycles: tuple[int, ...]  # days from start to acceptance
    ages: tuple[int, ...]  # days since each open item was started; those that were not are left out
    duties: tuple[int, ...]  # days until each open duty is due, negative where it was; and until
    # each work that go-live waits for though the plan has it end later
    awaited: tuple[bool, ...]  # whether something waits for it
    duty_ids: tuple[str, ...]
    duty_delays: tuple[int, ...]
    gate_delays: tuple[int, ...]
    counted: tuple[str, ...]  # ids of the open items

    @property
    def hash(self) -> str:
        """Name exactly this set of inputs."""
        return sha256(msgspec.json.encode(self)).hexdigest()[:16]

    @property
    def seed(self) -> int:
        """Give the seed of the draws: another set of inputs has another one."""
        return int(self.hash[:8], 16)

    @property
    def sample_from(self) -> date:
        """Give the first day of the sample."""
        return self.on - timedelta(weeks=len(self.throughput)) + timedelta(days=1)
