"""`hub demo`: a rollout that never happened, played and served."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Annotated, Any

import typer

from hub import plugins
from hub.brief_text import markdown
from hub.cli.brief import Audience, sheet_of, write
from hub.cli.output import answer, line, table
from hub.cli.serve import announce, serving
from hub.cli.session import AsJson, now
from hub.cli.sheet import page
from hub.cli.shell import log_from
from hub.cli.words import language, say
from hub.demo.large import play_large
from hub.demo.play import play
from hub.demo.sign_ins import IN_LARGE, PEOPLE, SignIn, sign_ins
from hub.errors import Refused
from hub.installation import Installation, opened
from hub.locale import _
from hub.settings import Settings, load_settings

MARK = "demonstration"  # a file that says: this folder may be thrown away
NoServe = Annotated[bool, typer.Option("--no-serve", help=_("Play it, and serve no pages."))]
Large = Annotated[
    bool, typer.Option("--large", help=_("Play nine months of a whole suite; it takes a while."))
]
Port = Annotated[int, typer.Option(metavar="PORT", help=_("Port; HUB_PORT without it."))]


def demo(
    no_serve: NoServe = False, large: Large = False, port: Port = 0, as_json: AsJson = False
) -> None:
    """Play the demonstration into a home of its own, then serve its pages."""
    told = load_settings(Settings)
    if "log_level" not in told.model_fields_set:
        log_from("warning")  # one line for each source of each night is too much
    home = fresh(told.home / "demo")
    settings = told.model_copy(
        update={
            "home": home,
            "database_url": None,
            "sources": home / "sources.toml",
            "policy": None,
            "project": "demo",
            "lang": language(),
        }
    )
    with opened(settings, now, create=True) as hub:
        lines: list[str] = []
        (play_large if large else play)(hub, say=lines.append if as_json else line)
        files = sheets(hub, home)
        accounts = sign_ins(hub, IN_LARGE if large else PEOPLE)
        content: dict[str, Any] = {
            "home": str(home),
            "mornings": lines,
            "briefs": [str(file) for file in files],
            "sign_ins": [asdict(one) for one in accounts],
        }
        answer(content, as_json, lambda: show(files, accounts))
        if not no_serve:
            serve_from(hub, port)


def fresh(home: Path) -> Path:
    """Give an empty folder; only one that an earlier demonstration made is thrown away."""
    mark = home / MARK
    if home.exists() and any(home.iterdir()) and not mark.exists():
        raise Refused(
            _("{folder} holds something that no demonstration has put there."),
            remedy=_("Move it away, or set HUB_HOME to another folder."),
            folder=home,
        )
    if home.exists():
        rmtree(home)
    home.mkdir(parents=True)
    mark.touch()
    return home


def sheets(hub: Installation, home: Path) -> list[Path]:
    """Write the brief of the last morning, for reading and for printing."""
    sheet, names = sheet_of(hub, None, Audience.EXECUTIVE, "")
    text = markdown(sheet, plugins.rules(), language(), names)
    files = [home / "brief.md", home / "brief.html"]
    write(files[0], text)
    write(files[1], page(text, language()))
    return files


def show(files: list[Path], accounts: list[SignIn]) -> None:
    """Say where the brief lies and who may sign in."""
    line()
    line(say(_("The brief of the last morning: {files}"), files=", ".join(map(str, files))))
    table(
        [say(_("login")), say(_("password, for this demonstration alone"))],
        [(one.login, one.password) for one in accounts],
    )


def serve_from(hub: Installation, port: int) -> None:
    """Serve the pages; the clock goes on from the last morning, so that nothing looks stale."""
    begun, stood = now(), hub.now()

    def goes_on() -> datetime:
        return stood + (now() - begun)

    hub.now = goes_on
    server = serving(hub, hub.settings.host, port)
    announce(f"http://{server.config.host}:{server.config.port}", is_narrowed=False)
    server.run()
