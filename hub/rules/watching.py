"""Who looks at what is on record, and what of it has changed since."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
V = TypeVar("V")
MISSING: Any = object()
ALWAYS = sys.maxsize


class Seen(Protocol):
    """What can be looked at: something on record, or something worked out."""

    changed: int  # the evaluation in which it became what it is
    checked: int  # the evaluation in which that was found to hold

    def renew(self, watch: "Watch") -> None:
        """Find whether it holds in the evaluation of now."""


class Mark:
    """A part of what is on record, such as the facts of one work item: when it changed last."""

    __slots__ = ("changed", "checked")

    def __init__(self) -> None:
        self.changed = 0
        self.checked = ALWAYS

    def renew(self, watch: "Watch") -> None:
        """Do nothing: what is on record marks its changes itself."""


class Watch:
    """Counts the evaluations of one world, and notes who looks at what."""

    __slots__ = ("looks", "made", "now")

    def __init__(self) -> None:
        self.now = 0
        self.looks: dict[Seen, None] | None = None
        self.made = 0  # answers that were worked out, for the record

    def note(self, mark: Mark) -> None:
        """Note a look at something on record."""
        if self.looks is not None:
            self.looks[mark] = None

    def changed_by(self, change: Callable[..., None], *args: Any) -> None:
        """Make a change; all that it looks at counts as changed from the next evaluation on."""
        if not self.now:  # nobody has looked at anything yet
            change(*args)
            return
        outer, self.looks = self.looks, {}
        try:
            change(*args)
        finally:
            looks, self.looks = self.looks, outer
            for mark in looks:
                mark.changed = self.now + 1


class _Part:
    """An attribute that notes each look, and each change."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, holder: Any, owner: type) -> Any:
        if holder is None:
            return self
        held, name = holder.__dict__, self.name
        looks = held["watch"].looks
        if looks is not None:
            marks = held["marks"]
            mark = marks.get(name)
            if mark is None:
                mark = marks[name] = Mark()
            looks[mark] = None
        return held[name]

    def __set__(self, holder: Any, value: Any) -> None:
        held = holder.__dict__
        held[self.name] = value
        mark = held["marks"].get(self.name)
        if mark is not None:
            mark.changed = held["watch"].now + 1


def watches(*names: str) -> Callable[[type[T]], type[T]]:
    """Let a class, which sets `watch` and `marks`, note each look at these attributes."""

    def install(cls: type[T]) -> type[T]:
        for name in names:
            setattr(cls, name, _Part(name))
        return cls

    return install


def watched(*, but: tuple[str, ...]) -> Callable[[type[T]], type[T]]:
    """Let a dataclass note each look at any of its fields *but* those that never change.

    What a field holds may be part of an answer. So it is replaced by what follows it and never
    changed in place, except for a dictionary or list that is in no answer itself.
    """

    def install(cls: type[T]) -> type[T]:
        names = (each.name for each in fields(cls))  # type: ignore[arg-type]
        return watches(*(name for name in names if name not in {"watch", "marks", *but}))(cls)

    return install


class Register(dict[str, V]):
    """Subjects by their id. Looking at one that is there notes nothing: its own parts do that."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch = watch
        self.mark = Mark()

    def __setitem__(self, name: str, value: V) -> None:
        super().__setitem__(name, value)
        self.mark.changed = self.watch.now + 1

    def setdefault(self, name: str, value: V) -> V:
        """Give a subject, put there if it is missing."""
        if not super().__contains__(name):
            self[name] = value
        return self[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Give a subject; that it is missing is a look at all of them."""
        found = super().get(name, MISSING)
        if found is MISSING:
            self.watch.note(self.mark)
            return default
        return found

    def __contains__(self, name: object) -> bool:
        found = super().__contains__(name)
        if not found:
            self.watch.note(self.mark)
        return found

    def __missing__(self, name: str) -> V:
        self.watch.note(self.mark)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        self.watch.note(self.mark)
        return super().__iter__()

    def __len__(self) -> int:
        self.watch.note(self.mark)
        return super().__len__()

    def keys(self) -> Any:
        """Give all ids."""
        self.watch.note(self.mark)
        return super().keys()

    def values(self) -> Any:
        """Give all subjects."""
        self.watch.note(self.mark)
        return super().values()

    def items(self) -> Any:
        """Give all ids with their subjects."""
        self.watch.note(self.mark)
        return super().items()
