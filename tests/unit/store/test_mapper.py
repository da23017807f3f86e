"""Events to bytes and back: exact, checked, and only what the language knows."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.model import load_all
from hub.model.event import Event, Interval, Value, kinds
from hub.store.mapper import EventMapper
from hub.store.refusals import RowDisagrees, UnknownTopic
from tests.unit.store.old_language import NoteTaken, NoteTakenV2, first_to_second

AT = datetime(2025, 3, 3, tzinfo=UTC)
OLD = EventMapper({"note-taken.v1": NoteTaken})
NEW = EventMapper({"note-taken.v2": NoteTakenV2}, {"note-taken.v1": first_to_second})

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
instants = st.datetimes(timezones=st.just(UTC))
st.register_type_strategy(str, texts)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
st.register_type_strategy(datetime, instants)
st.register_type_strategy(Interval, st.builds(Interval, st.none() | instants, instants))
values: st.SearchStrategy[Any] = st.from_type(Value)  # type: ignore[arg-type]


def made(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Make any struct of a class, with every field."""
    return st.builds(kind, **{f.name: anything(f.type) for f in msgspec.structs.fields(kind)})


def anything(of: Any) -> st.SearchStrategy[Any]:
    """Make any value of a type; what may hold anything holds plain values."""
    return st.dictionaries(texts, values, max_size=3) if of == dict[str, Any] else st.from_type(of)


load_all()
for struct in msgspec.Struct.__subclasses__():
    if struct.__module__.startswith("hub.model.") and struct not in (Event, Interval):
        st.register_type_strategy(struct, made)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_event_comes_back_as_it_was(kind: type[Event]):
    mapper = EventMapper()

    @settings(max_examples=40)
    @given(made(kind))
    def comes_back(event: Event) -> None:
        row = mapper.to_stored_event(event)

        assert mapper.to_domain_event(row) == event
        assert mapper.event(event.originator_id.hex, *msgspec.structs.astuple(row)[1:]) == event

    comes_back()


def note(text: str = "said") -> NoteTaken:
    """Make an event of the old language."""
    return NoteTaken(subject="n", entry="1", occurred=Interval.at(AT), text=text)


def test_an_old_event_is_lifted_while_it_is_read():
    row = OLD.to_stored_event(note("one; two"))

    lifted = NEW.to_domain_event(row)

    assert isinstance(lifted, NoteTakenV2)
    assert (lifted.lines, lifted.taken_on) == (["one", "two"], date(2025, 3, 3))
    assert row.state == OLD.to_stored_event(note("one; two")).state


def test_an_event_of_another_language_is_neither_written_nor_read():
    with pytest.raises(UnknownTopic):
        EventMapper().to_stored_event(note())
    with pytest.raises(UnknownTopic):
        EventMapper().to_domain_event(OLD.to_stored_event(note()))


@pytest.mark.parametrize("topic", ["os:system", "hub.model.event:Event", "", "note-taken.v9"])
def test_a_topic_is_never_looked_up_by_its_name(topic: str):
    row = OLD.to_stored_event(note())

    with pytest.raises(UnknownTopic):
        OLD.to_domain_event(msgspec.structs.replace(row, topic=topic))


def test_a_row_that_is_not_what_its_body_says_is_refused():
    row = OLD.to_stored_event(note())
    other = OLD.to_stored_event(replace(note(), originator_version=2))
    alterations = [
        replace(row, originator_version=7),
        replace(row, state=other.state),
        replace(row, state=b"{}"),
        replace(row, state=b"\xff"),
        replace(row, state=row.state.replace(b"note-taken.v1", b"note-taken.v3")),
    ]

    for altered in alterations:
        with pytest.raises(RowDisagrees):
            OLD.to_domain_event(altered)


def test_an_old_body_under_another_topic_is_refused():
    row = OLD.to_stored_event(note())

    with pytest.raises(RowDisagrees):
        NEW.to_domain_event(replace(row, state=row.state.replace(b".v1", b".v0")))
