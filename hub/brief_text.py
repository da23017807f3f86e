"""The brief as Markdown, in either language; the page shows the same content."""

from collections.abc import Callable, Mapping
from datetime import date

from hub.brief import Brief, GoLive
from hub.locale import _, translate
from hub.rules import Rule
from hub.sentences import court_name, sentence


def markdown(
    brief: Brief, rules: Mapping[str, Rule], lang: str, names: Mapping[str, str] | None = None
) -> str:
    """Write the sheet. *names* are those of units by court; each line ends with its reference."""
    known = names or {}

    def say(message: str, **values: object) -> str:
        return translate(message, lang, **values)

    lines = [f"# {say(_('Brief'))} · {brief.project} · {brief.status_date}", ""]
    lines += [_go_live(each, say) for each in brief.go_live]
    lines += ["", _progress(brief, say), ""]
    lines += _section(
        say(_("Decisions wanted")),
        [
            f"{ask.question} — {' / '.join(ask.options)} ({court_name(ask.of, lang, known)}, "
            f"{say(_('since {day}'), day=ask.since)})"
            for ask in brief.asked
        ],
        say(_("None is open.")),
    )
    lines += _section(
        say(_("Who is waited for")),
        [
            say(
                _("{court}: {findings} findings, {critical} critical, since {day}"),
                court=court_name(wait.court, lang, known),
                findings=wait.findings,
                critical=wait.critical,
                day=wait.since or "–",
            )
            for wait in brief.waits
        ],
        say(_("Nobody: no finding is open.")),
    )
    lines += _section(
        say(_("What contradicts most")),
        [
            f"{found.severity} {sentence(found, rules[found.rule], lang, known)} [{name}]"
            for name, found in brief.worst
            if found.rule in rules
        ],
        say(_("Nothing contradicts.")),
    )
    lines += _section(
        say(_("Decided lately")),
        [f"{taken.on} {say(taken.what)}: {taken.words}" for taken in brief.taken],
        say(_("Nothing in the last two weeks.")),
    )
    if brief.unknown:
        lines += [
            say(_("Unknown, because not read lately: {sources}"), sources=", ".join(brief.unknown))
        ]
    return "\n".join(lines).rstrip() + "\n"


def _go_live(each: GoLive, say: Callable[..., str]) -> str:
    promised: date | str = each.promised_on or say(_("no date promised"))
    line = say(
        _("**{title}**: agreed {agreed}, promised {promised}"),
        title=each.title,
        agreed=each.agreed_on or "–",
        promised=promised,
    )
    return line + (
        say(_(" ({slip} working days)"), slip=f"{each.slip_wd:+d}") if each.slip_wd else ""
    )


def _progress(brief: Brief, say: Callable[..., str]) -> str:
    figures = brief.progress
    return say(
        _("Due so far: {due} of {all}; claimed done {claimed}, shown and accepted {accepted}."),
        due=figures.due,
        all=figures.commitments,
        claimed=figures.claimed,
        accepted=figures.accepted,
    )


def _section(title: str, lines: list[str], empty: str) -> list[str]:
    return [f"## {title}", "", *[f"- {line}" for line in lines or [empty]], ""]
