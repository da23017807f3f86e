"""The brief as Markdown, in either language; the page shows the same content."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.brief import Ask, Brief, GoLive, Wait
from hub.locale import _, translate
from hub.rules import Rule
from hub.sentences import court_name, sentence


def markdown(
    brief: Brief, rules: Mapping[str, Rule], lang: str, names: Mapping[str, str] | None = None
) -> str:
    """Write the sheet. *names* are those of units by court; each finding ends with its id."""
    return _Sheet(brief, rules, lang, names or {}).text()


@dataclass(frozen=True)
class _Sheet:
    brief: Brief
    rules: Mapping[str, Rule]
    lang: str
    names: Mapping[str, str]

    def text(self) -> str:
        """Put the parts one below the other."""
        brief = self.brief
        lines = [f"# {self.say(_('Brief'))} · {brief.project} · {brief.status_date}", ""]
        lines += [self.go_live(each) for each in brief.go_live]
        lines += ["", self.progress(), ""]
        lines += self.part(
            _("Decisions wanted"), [self.ask(ask) for ask in brief.asked], _("None is open.")
        )
        lines += self.part(
            _("Who is waited for"),
            [self.wait(wait) for wait in brief.waits],
            _("Nobody: no finding is open."),
        )
        lines += self.part(_("What contradicts most"), self.worst(), _("Nothing contradicts."))
        lines += self.part(
            _("Decided lately"),
            [f"{taken.on} {self.say(taken.what)}: {taken.words}" for taken in brief.taken],
            _("Nothing in the last two weeks."),
        )
        if brief.unknown:
            told = _("Unknown, because not read lately: {sources}")
            lines.append(self.say(told, sources=", ".join(brief.unknown)))
        return "\n".join(lines).rstrip() + "\n"

    def say(self, message: str, **values: object) -> str:
        """Give a text in the sheet's language."""
        return translate(message, self.lang, **values)

    def court(self, court: str) -> str:
        """Name whose turn it is."""
        return court_name(court, self.lang, self.names)

    def part(self, title: str, lines: list[str], empty: str) -> list[str]:
        """Give a heading with its list; an empty one says why."""
        return [f"## {self.say(title)}", "", *[f"- {e}" for e in lines or [self.say(empty)]], ""]

    def go_live(self, each: GoLive) -> str:
        """Say where go-live stands."""
        promised = each.promised_on or self.say(_("no date promised"))
        line = self.say(
            _("**{title}**: agreed {agreed}, promised {promised}"),
            title=each.title,
            agreed=each.agreed_on or "–",
            promised=promised,
        )
        if each.slip_wd:
            line += self.say(_(" ({slip} working days)"), slip=f"{each.slip_wd:+d}")
        if each.p50_on is None:
            return line
        days = {"p50": each.p50_on, "p85": each.p85_on}
        return line + self.say(_(", forecast P50 {p50}, P85 {p85}"), **days)

    def progress(self) -> str:
        """Say what is claimed and what was shown, side by side."""
        figures = self.brief.progress
        return self.say(
            _("Due so far: {due} of {all}; claimed done {claimed}, shown and accepted {accepted}."),
            due=figures.due,
            all=figures.commitments,
            claimed=figures.claimed,
            accepted=figures.accepted,
        )

    def ask(self, ask: Ask) -> str:
        """Say one decision that is wanted."""
        since = self.say(_("since {day}"), day=ask.since)
        options = f" — {' / '.join(ask.options)}" if ask.options else ""
        return f"{ask.question}{options} ({self.court(ask.of)}, {since})"

    def wait(self, wait: Wait) -> str:
        """Say how much waits for one court."""
        return self.say(
            _("{court}: {findings} findings, {critical} critical, since {day}"),
            court=self.court(wait.court),
            findings=wait.findings,
            critical=wait.critical,
            day=wait.since or "–",
        )

    def worst(self) -> list[str]:
        """Say the gravest findings, one line for each story."""
        return [
            f"{found.severity} {sentence(found, self.rules[found.rule], self.lang, self.names)}"
            f" [{name}]"
            for name, found in self.brief.worst
            if found.rule in self.rules
        ]
