"""All links of a project, each tied to what it waits for."""

from hub.ball.links import Link
from hub.ball.told import Numbers, link_of
from hub.rules.context import Context


class Links:
    """Every commitment with an agreed finish, tied to what it waits for."""

    def __init__(self, context: Context) -> None:
        self.context = context
        numbers = context.recall(Numbers, context.calendar)
        self.number, self.number_of = numbers.of, numbers.of_event
        found = {name: link_of(context, name) for name in sorted(context.in_force)}
        self.all: dict[str, Link] = {name: link for name, link in found.items() if link}
        self._tie()

    def _tie(self) -> None:
        named = {(link.owed.series, link.owed.key): link for link in self.all.values()}
        for link in self.all.values():
            series = link.owed.series
            keys = [(series, key) for key in link.terms.predecessors]
            link.before = [named[key] for key in keys if key in named]
        for link in self.all.values():
            for key in link.terms.waiting:
                series, _, name = key.rpartition("/")
                after = named.get((series or link.owed.series, name))
                if after is not None and link not in after.before and after is not link:
                    after.before.append(link)
