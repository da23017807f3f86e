"""How commands are called: their help in both languages, their errors in two lines, exit codes."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import structlog
import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from hub import logs
from hub.cli.output import err, line, put_json
from hub.cli.words import both_lines, say
from hub.complaints import Complaints
from hub.errors import HubError, Refused
from hub.locale import _
from hub.settings import Settings, load_settings

FAILED, PARTLY, USAGE, STOPPED = 1, 2, 64, 130
# What the library says about options of its own.
GIVEN = (
    _("Install completion for the current shell."),
    _("Show completion for the current shell, to copy it or customize the installation."),
    _("Show this message and exit."),
)
log = structlog.get_logger()


class Misused(Refused):
    """The command was written wrongly."""

    code = "usage"


def written(command: Any, context: Any, formatter: Any) -> None:
    """Write the help of a command: purpose, example, what it takes."""
    pieces = " ".join(command.collect_usage_pieces(context))
    usage, example = say(_("Usage")), say(_("Example"))
    formatter.write(f"{usage}: {context.command_path} {pieces}\n")
    with formatter.indentation():
        formatter.write_paragraph()
        formatter.write_text(say(command.help or ""))
    if command.epilog:
        formatter.write_paragraph()
        formatter.write(f"{example}:\n  {command.epilog}\n")
    taken = [p.get_help_record(context) for p in command.get_params(context)]
    rows = [(name, said_of(text)) for name, text in filter(None, taken)]
    below = [
        (name, say(each.help or "")) for name, each in getattr(command, "commands", {}).items()
    ]
    for head, listed in ((_("Takes"), rows), (_("Commands"), below)):
        if listed:
            with formatter.section(say(head)):
                formatter.write_dl(listed)


def said_of(text: str) -> str:
    """Translate the help of an option; what is added in brackets stays."""
    told, blank, rest = text.partition("  [")
    return say(told) + blank + rest


class Command(TyperCommand):
    """One command, with its help in the language of the terminal."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        written(self, ctx, formatter)


class Group(TyperGroup):
    """A command with commands below it."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        written(self, ctx, formatter)


F = TypeVar("F", bound=Callable[..., None])


def command(app: typer.Typer, name: str, *, does: str, example: str) -> Callable[[F], F]:
    """Make a function a command of *app*; *does* is a message, *example* can be typed."""
    return app.command(name, cls=Command, help=does, epilog=example)


def group(does: str) -> typer.Typer:
    """Make a command that has commands below it."""
    return typer.Typer(cls=Group, no_args_is_help=True, help=does)


class Root(Group):
    """The command line: whatever happens becomes an exit code and a sentence with its cure."""

    def main(self, args: Sequence[str] | None = None, *_args: Any, **_more: Any) -> None:
        """Run the command that *args* name, by default those of the process, and exit."""
        words = list(sys.argv[1:] if args is None else args)
        log_from(log_level())
        raise SystemExit(self._code(words))

    def _code(self, words: list[str]) -> int:
        try:
            code = super().main(words, "hub", standalone_mode=False)
        except TyperException as error:
            return refused(error, "--json" in words)
        except HubError as error:
            return failed(error, "--json" in words)
        except (typer.Abort, KeyboardInterrupt):
            return STOPPED
        except BrokenPipeError:  # the reader has seen enough
            return 0
        except Exception as error:  # noqa: BLE001 - a person gets a sentence, the log the rest
            return failed(surprise(error), "--json" in words)
        return code if isinstance(code, int) else 0


def log_level() -> str:
    """Give what is configured; a person at a terminal reads sentences instead of the log."""
    try:
        settings = load_settings(Settings)
    except HubError:
        return "info"  # the command itself tells what is wrong
    is_chosen = "log_level" in settings.model_fields_set
    return settings.log_level if is_chosen or not sys.stderr.isatty() else "warning"


def log_from(level: str) -> None:
    """Let the program log begin at a level."""
    logs.set_up(level, Stderr())  # type: ignore[arg-type]  # the two methods that are called


class Stderr:
    """Standard error as it is at the moment of writing: a caller may have turned it elsewhere."""

    def write(self, text: str) -> int:
        """Write."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush."""
        sys.stderr.flush()


def refused(error: TyperException, as_json: bool) -> int:
    """Tell how the command was written wrongly."""
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(error.message + "\n")
        return USAGE
    context = getattr(error, "ctx", None)
    misused = Misused(
        _("The command was not understood: {reason}"),
        remedy=_("`{command}` shows what it takes."),
        reason=error.format_message(),
        command=f"{context.command_path if context else 'hub'} --help",
    )
    return failed(misused, as_json)


def failed(error: HubError, as_json: bool) -> int:
    """Tell what went wrong and what to do, and give the exit code."""
    log.debug("command_failed", exc_info=error)
    each = error.each if isinstance(error, Complaints) else (error,)
    told = [(one.code, *both_lines(one)) for one in each]
    if as_json:
        names = ("code", "message", "remedy")
        put_json({"errors": [dict(zip(names, one, strict=True)) for one in told]})
    else:
        for _code, what, cure in told:
            line(what, "red", err())
            if cure:
                line(cure, console=err())
    return USAGE if isinstance(error, Misused) else FAILED


def surprise(error: Exception) -> HubError:
    """Say that the hub itself failed. The text of an unknown error may hold anything."""
    broken = HubError(
        _("The hub itself failed: {kind}."),
        remedy=_("Run it again with HUB_LOG_LEVEL=debug, and report what the log then says."),
        kind=type(error).__name__,
    )
    broken.__cause__ = error
    return broken
