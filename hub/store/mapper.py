"""Events to stored bytes and back; only what the published language names is ever decoded."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import JSONTranscoder, Mapper

from hub.model import load_all
from hub.model.event import Event, event_types, topic_of
from hub.store.page import Raw
from hub.store.refusals import RowDisagrees, UnknownTopic

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""Turn the body of an old event into that of the next version, its `event` field included."""

UPCASTS: dict[str, Upcast] = {}
"""By the old topic. Stored bytes never change; what is old is lifted while it is read."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """What is stored of one event; it stands in for the library's slower `StoredEvent`."""

    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes


class EventMapper(Mapper[UUID]):
    """Encode with one encoder; decode with one decoder for each topic that is allowed."""

    def __init__(
        self,
        types: Mapping[str, type[Event]] | None = None,
        upcasts: Mapping[str, Upcast] = UPCASTS,
    ) -> None:
        super().__init__(transcoder=JSONTranscoder())  # never asked
        if types is None:
            load_all()
            types = event_types()
        self._types = dict(types)
        self._topics = {kind: topic for topic, kind in types.items()}
        self._upcasts = dict(upcasts)
        self._encode = msgspec.json.Encoder().encode
        self._decode = {t: msgspec.json.Decoder(kind).decode for t, kind in types.items()}

    def to_stored_event(self, domain_event: Any) -> Any:
        """Give the row of an event."""
        kind = type(domain_event)
        try:
            topic = self._topics[kind]
        except KeyError:
            raise UnknownTopic(topic_of(kind.__name__)) from None
        return Row(
            domain_event.originator_id,
            domain_event.originator_version,
            topic,
            self._encode(domain_event),
        )

    def to_domain_event(self, stored_event: Any) -> Any:
        """Give the event of a row."""
        return self.event(
            stored_event.originator_id,
            stored_event.originator_version,
            stored_event.topic,
            stored_event.state,
        )

    def events(self, rows: Iterable[Raw]) -> list[Event]:
        """Decode rows of the log, checked as `event` does, in half the time."""
        decoders = self._decode
        found = []
        for _, key, version, topic, state in rows:
            try:
                event = decoders[topic](state)
            except (KeyError, msgspec.DecodeError):  # an old topic, or one that has to be explained
                event = self.event(key, version, topic, state)
            name = event.originator_id
            if event.originator_version != version or key not in (name.hex, name):
                raise RowDisagrees(f"{key}@{version}", f"its body is {event.event_id}")
            found.append(event)
        return found

    def event(self, key: UUID | str, version: int, topic: str, state: bytes) -> Event:
        """Decode one row; refuse one whose columns disagree with the id and version in its body.

        *key* is the stream's id, as a UUID or as its 32 hexadecimal digits.
        """
        decode = self._decode.get(topic)
        try:
            event: Event = decode(state) if decode else self._upcast(topic, state)
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise RowDisagrees(f"{key}@{version}", f"{topic} cannot be read ({error})") from error
        name = event.originator_id
        if event.originator_version != version or key not in (name.hex, name):
            raise RowDisagrees(f"{key}@{version}", f"its body is {event.event_id}")
        return event

    def _upcast(self, topic: str, state: bytes) -> Event:
        if topic not in self._upcasts:
            raise UnknownTopic(topic)
        body: dict[str, Any] = msgspec.json.decode(state)
        if body.get("event") != topic:
            raise msgspec.DecodeError(f"the body is of {body.get('event')}")
        while topic in self._upcasts:
            body = self._upcasts[topic](body)
            topic = body["event"]
        if topic not in self._types:
            raise UnknownTopic(topic)
        return msgspec.convert(body, self._types[topic])
