"""What was worked out once is worked out again only where something that it looked at changed.

Whoever works something out is watched while it looks at what is on record, at the day, and at what
was worked out before; nobody has to say what they need. An answer that comes out as it was leaves
what rests on it as it is. The algorithm is that of incremental build systems with early cutoff
(Mokhov and others, "Build systems à la carte", 2018).
"""

from collections.abc import Callable, Iterator, Mapping
from traceback import format_tb
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from hub.rules import Unknown
from hub.rules.watching import MISSING, Seen, Watch

T = TypeVar("T")
P = ParamSpec("P")
K = TypeVar("K")
V = TypeVar("V")
MUTABLE = (list, dict, set)


class Answer:
    """Something worked out, with all that was looked at for it."""

    __slots__ = ("args", "changed", "checked", "error", "looked_at", "make", "value")

    def __init__(self, make: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self.make = make
        self.args = args
        self.value: Any = MISSING
        self.error: Exception | None = None
        self.looked_at: tuple[Seen, ...] = ()
        self.checked = 0  # the evaluation in which it was last known to hold
        self.changed = 0  # the one in which it last became another

    def get(self, watch: Watch) -> Any:
        """Give it, worked out again if need be; raise again where that was what came of it."""
        if self.checked != watch.now:
            self.renew(watch)
        if watch.looks is not None:
            watch.looks[self] = None
        if self.error is not None:
            raise self.error.with_traceback(None)
        return self.value

    def renew(self, watch: Watch) -> None:
        """Work it out again if anything that it looked at became another since."""
        if not self._stands(watch):
            outer, watch.looks = watch.looks, {}
            value: Any = MISSING
            error: Exception | None = None
            watch.made += 1
            try:
                value = self.make(*self.args)
            except Exception as raised:  # noqa: BLE001  what was raised is the answer
                error = _without_frames(raised)
            finally:
                looks, watch.looks = watch.looks, outer
            self.looked_at = tuple(looks)
            if error is not None or not self._is_as_before(value):
                self.value, self.error, self.changed = value, error, watch.now
        self.checked = watch.now

    def _stands(self, watch: Watch) -> bool:
        checked, now = self.checked, watch.now
        if not checked:
            return False
        for seen in self.looked_at:  # in order: what came later may rest on what came first
            if seen.checked < now:
                seen.renew(watch)
            if seen.changed > checked:
                return False
        return True

    def _is_as_before(self, value: Any) -> bool:
        """Tell whether it came out as it was; the same list may hold something else by now."""
        before = self.value
        if value is before:
            return not isinstance(value, MUTABLE)
        if self.error is not None or type(value) is not type(before) or value != before:
            return False
        return not isinstance(value, dict) or list(value) == list(before)


def _without_frames(error: Exception) -> Exception:
    """Let go of every frame that an exception went through, and keep where they were as text."""
    if not isinstance(error, Unknown) and not hasattr(error, "__notes__"):
        error.add_note("".join(format_tb(error.__traceback__)))
    return error.with_traceback(None)


class Remembering:
    """Something with answers of its own."""

    watch: Watch
    answers: dict[Any, Answer]

    def recall(self, make: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        """Give what *make* gives for these arguments, remembered for each of them."""
        key = (make, *args)
        answer = self.answers.get(key)
        if answer is None:
            answer = self.answers[key] = Answer(make, args)
        return answer.get(self.watch)  # type: ignore[no-any-return]


class _Made(Generic[T]):
    """A property that one method makes, under the name that it has in its class."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name


class remembered(_Made[T]):  # noqa: N801  used as `property` is
    """A property that is worked out again only where something that it looked at changed."""

    @overload
    def __get__(self, holder: None, owner: type) -> "remembered[T]": ...
    @overload
    def __get__(self, holder: Any, owner: type) -> T: ...
    def __get__(self, holder: Any, owner: type) -> Any:
        if holder is None:
            return self
        answer, watch = holder.answers.get(self.name), holder.watch
        if answer is None:
            answer = holder.answers[self.name] = Answer(self.make, (holder,))
        elif answer.checked == watch.now and answer.error is None:  # most looks are such
            if watch.looks is not None:
                watch.looks[answer] = None
            return answer.value
        return answer.get(watch)


def remembered_for(
    make: Callable[Concatenate[Any, P], T],
) -> Callable[Concatenate[Any, P], T]:
    """Let a method remember what it gives for each of its arguments."""
    name = make.__name__

    def recall(holder: Any, /, *args: P.args, **_: P.kwargs) -> T:
        key = (name, *args)
        answer = holder.answers.get(key)
        if answer is None:
            answer = holder.answers[key] = Answer(make, (holder, *args))
        return answer.get(holder.watch)  # type: ignore[no-any-return]

    recall.__doc__, recall.__name__ = make.__doc__, name
    return recall


class ByKey(Mapping[K, V]):
    """A mapping that is worked out as a whole; a look at one key rests on that key alone."""

    def __init__(self, holder: Any, name: str, make: Callable[[Any], Mapping[K, V]]) -> None:
        self.holder = holder
        self.name = name
        self.whole = Answer(make, (holder,))

    def _at(self, key: K) -> V:
        whole: Mapping[K, V] = self.whole.get(self.holder.watch)
        found: V = whole.get(key, MISSING)
        return found

    def _look(self, key: K) -> V:
        answers = self.holder.answers
        answer = answers.get((self.name, key))
        if answer is None:
            answer = answers[self.name, key] = Answer(self._at, (key,))
        return answer.get(self.holder.watch)  # type: ignore[no-any-return]

    def __getitem__(self, key: K) -> V:
        found = self._look(key)
        if found is MISSING:
            raise KeyError(key)
        return found

    def get(self, key: K, default: Any = None) -> Any:
        """Give the value of a key."""
        found = self._look(key)
        return default if found is MISSING else found

    def __contains__(self, key: object) -> bool:
        return self._look(key) is not MISSING  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[K]:
        return iter(self.whole.get(self.holder.watch))

    def __len__(self) -> int:
        return len(self.whole.get(self.holder.watch))

    def items(self) -> Any:
        """Give all of it."""
        return self.whole.get(self.holder.watch).items()

    def values(self) -> Any:
        """Give all of its values."""
        return self.whole.get(self.holder.watch).values()


class remembered_by_key(_Made[Mapping[K, V]]):  # noqa: N801  used as `property` is
    """A property that gives a mapping, of which each key is remembered by itself."""

    @overload
    def __get__(self, holder: None, owner: type) -> "remembered_by_key[K, V]": ...
    @overload
    def __get__(self, holder: Any, owner: type) -> ByKey[K, V]: ...
    def __get__(self, holder: Any, owner: type) -> Any:
        if holder is None:
            return self
        found = holder.__dict__.get(self.name)
        if found is None:
            found = holder.__dict__[self.name] = ByKey(holder, self.name, self.make)
        return found
