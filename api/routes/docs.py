"""The documentation of the API, offline, for people who are signed in."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.assets import address
from api.deps import Reading
from api.headers import POLICY_OF_DOCS
from api.pages import environment

router = APIRouter(include_in_schema=False)

START = """SwaggerUIBundle({
  url: "/v1/openapi.json",
  dom_id: "#docs",
  validatorUrl: null,
  deepLinking: true,
});
"""


@router.get("/v1/openapi.json")
def openapi(read: Reading) -> Response:
    """Describe every resource."""
    document: dict[str, Any] = read.request.app.openapi()
    return JSONResponse(document)


@router.get("/docs")
def docs(read: Reading) -> Response:
    """Show the description to people."""
    text = (
        environment(read.lang)
        .get_template("docs.html")
        .render(
            style=address("swagger-ui.css"),
            script=address("swagger-ui-bundle.js"),
            icon=address("icon.svg"),
        )
    )
    return Response(
        text,
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": POLICY_OF_DOCS},
    )


@router.get("/docs/init.js")
def start(request: Request) -> Response:
    """Start the viewer."""
    return Response(START, media_type="text/javascript; charset=utf-8")
