"""Static files under names that hold their hash, so that a browser may keep them for a year."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from fastapi import APIRouter, Response

from hub.errors import NotFound

HERE = Path(__file__).with_name("static")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
# The documentation of the API shows itself with files of a wheel; the hub ships none of them.
SWAGGER = ("swagger-ui.css", "swagger-ui-bundle.js")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Asset:
    """One static file."""

    name: str  # with its hash
    body: bytes
    type: str


def _asset(name: str, body: bytes) -> Asset:
    stem, suffix = name.rsplit(".", 1)
    mark = hashlib.sha256(body).hexdigest()[:10]
    return Asset(f"{stem}.{mark}.{suffix}", body, TYPES["." + suffix])


@cache
def asset(name: str) -> Asset:
    """Give the file *name* of this package, or of the documentation's wheel."""
    if name in SWAGGER:
        return _asset(
            name, resources.files("fastapi_swagger.resources").joinpath(name).read_bytes()
        )
    return _asset(name, (HERE / name).read_bytes())


def address(name: str) -> str:
    """Give the address under which a page links *name*."""
    return "/static/" + asset(name).name


@cache
def _by_address() -> dict[str, Asset]:
    own = [path.name for path in HERE.iterdir() if path.suffix in TYPES]
    return {asset(name).name: asset(name) for name in (*own, *SWAGGER)}


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Serve one file; an old hash is simply not there any more."""
    found = _by_address().get(name)
    if found is None:
        raise NotFound("There is no such page.", remedy="Open the page again.")
    year = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found.body, media_type=found.type, headers=year)
