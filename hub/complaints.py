"""Says everything that is wrong with a configuration at once, and which word was probably meant."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from hub.errors import Refused


class Complaints(Refused):
    """Several refusals at once, so that a configuration is mended in one round.

    `each` holds them; message, remedy and values are those of the first.
    """

    code = "configuration_refused"

    def __init__(self, each: Sequence[Refused]) -> None:
        first = each[0]
        super().__init__(first.message, remedy=first.remedy, **first.values)
        self.each = tuple(each)

    def __str__(self) -> str:
        """Give one line for each refusal."""
        return "\n".join(str(refusal) for refusal in self.each)


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the word of *known* that somebody who wrote *word* probably meant, or nothing."""
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def unknown(word: str, place: str, known: Iterable[str]) -> Refused:
    """Say that *word*, found in *place*, is not one of *known*."""
    known = sorted(known)
    if near := nearest(word, known):
        return Refused(
            "{place} says {word}, a word the hub does not know.",
            remedy="Did you mean {near}?",
            place=place,
            word=word,
            near=near,
        )
    return Refused(
        "{place} says {word}, a word the hub does not know.",
        remedy="It knows: {known}.",
        place=place,
        word=word,
        known=", ".join(known),
    )
