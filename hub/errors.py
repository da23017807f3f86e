"""What can go wrong, said so that a person knows what to do."""


class HubError(Exception):
    """Say what happened and what to do about it.

    *message* and *remedy* are English templates and at the same time the ids of their translations;
    *values* fill their `{places}`. `str()` gives the English sentence.
    """

    code = "error"

    def __init__(self, message: str, *, remedy: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.values = values

    def __str__(self) -> str:
        """Give both sentences in English."""
        text = self.message.format(**self.values)
        return f"{text} {self.remedy.format(**self.values)}" if self.remedy else text


class Refused(HubError):
    """What came in is not acceptable as it is; trying the same again cannot help."""

    code = "refused"


class NotAllowed(Refused):
    """Somebody else may do that, but not this person."""

    code = "not_allowed"


class NotFound(Refused):
    """There is no such thing, or it is not theirs to see; the two look the same on purpose."""

    code = "not_found"


class Outdated(Refused):
    """What was decided on has changed meanwhile; look again, then decide again."""

    code = "outdated"


class Broken(HubError):
    """A promise of the hub itself does not hold; writing stops until somebody has looked."""

    code = "broken"


class SourceFailed(HubError):
    """A source could not be read to its end; its items are unknown until it can."""

    code = "source_failed"


class TryLater(HubError):
    """Something outside is busy or away; the next run goes on where this one stopped."""

    code = "try_later"
