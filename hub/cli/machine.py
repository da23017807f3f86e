"""What the doctor looks at on the machine: database library, disk, fonts, browser."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from hub.cli.checks import Check, bad, good, warn
from hub.errors import HubError
from hub.locale import _
from hub.settings import Settings

SOUND_SQLITE = (3, 51, 3)  # before it, a checkpoint beside a write could damage the log
LITTLE, TOO_LITTLE = 2 << 30, 200 << 20  # bytes of free space
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
CJK = ("*CJK*", "*wqy*", "*SimSun*", "*PingFang*", "*msyh*", "*Droid*Fallback*", "*STHeiti*")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def machine(settings: Settings) -> Iterator[Check]:
    """Yield what does not need the hub's own database."""
    yield sqlite()
    yield from disk(settings.home)
    yield fonts()
    yield browser()


def sqlite() -> Check:
    """Look at the version of the library that Python brings."""
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return good("sqlite", _("The library is {version}."), version=version)
    return warn(
        "sqlite",
        _("The library is {version}; before 3.51.3 it can damage a database that is shared."),
        _("The hub's own lock prevents it. Open its files with no other program that writes."),
        version=version,
    )


def disk(home: Path) -> Iterator[Check]:
    """Look at the space where the hub writes."""
    place = next((p for p in (home, *home.absolute().parents) if p.exists()), Path("/"))
    free = shutil.disk_usage(place).free
    size = f"{free / (1 << 30):.1f}"
    if free < TOO_LITTLE:
        yield bad(
            "disk",
            HubError(
                _("Only {size} GiB are free at {place}."),
                remedy=_("Make room; without space nothing more can be recorded."),
                size=size,
                place=place,
            ),
        )
    elif free < LITTLE:
        cure = _("Make room before the nightly run; the originals grow with every reading.")
        yield warn("disk", _("Only {size} GiB are free at {place}."), cure, size=size, place=place)
    else:
        yield good("disk", _("{size} GiB are free at {place}."), size=size, place=place)


def fonts() -> Check:
    """Look for a font with Chinese characters, for printing on this machine."""
    folders = [Path(folder) for folder in (*FONTS, Path.home() / ".fonts")]
    found = any(next(f.rglob(name), None) for f in folders if f.is_dir() for name in CJK)
    if found:
        return good("fonts", _("There is a font with Chinese characters."))
    return warn(
        "fonts",
        _("There is no font with Chinese characters on this machine."),
        _("Only prints made here need one, such as fonts-noto-cjk; browsers bring their own."),
    )


def browser() -> Check:
    """Look for a browser that prints to PDF."""
    if any(map(shutil.which, BROWSERS)):
        return good("browser", _("There is a Chromium that can print to PDF."))
    return warn(
        "browser",
        _("There is no Chromium on this machine."),
        _("Only prints to PDF made here need it; people print from their own browsers."),
    )
