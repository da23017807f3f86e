"""The application: routes, pages, problems and headers around one installation."""

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from api import assets, problems
from api.headers import with_headers
from hub import plugins

if TYPE_CHECKING:
    from hub.installation import Installation

SMALL = 1_000_000  # bytes of a body on routes that take no file
LARGE = 25_000_000  # a file of 20 MB fits with its form
WITH_FILES = ("/uploads", "/v1/uploads", "/vendor/replies", "/v1/vendor/flags/replies")


class Application(FastAPI):
    """FastAPI whose every answer carries the headers, those of its own failures too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and _declared(scope) > _limit(scope):
            # The framework would refuse it too, but without saying what to do.
            answer = await run_in_threadpool(problems.too_large, Request(scope))
            await answer(scope, receive, with_headers(send))
            return
        await super().__call__(scope, receive, with_headers(send))


def _declared(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


def _limit(scope: Scope) -> int:
    return LARGE if scope["path"].startswith(WITH_FILES) else SMALL


def create_app(installation: "Installation") -> FastAPI:
    """Give the application that serves *installation*."""
    app = Application(
        title="Rollout hub",
        summary="What was agreed, what is said, what was shown, and where they differ.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # served by routes/docs.py to people who are signed in
        max_body_size=SMALL,
        # A trailing slash is another address; a redirect of a POST would lose its body.
        redirect_slashes=False,
    )
    app.state.hub = installation
    problems.install(app)
    app.include_router(assets.router)
    plugins.rules()  # their sentences are needed by the first page
    for router in plugins.routers():
        app.include_router(router)
    return app
