"""Whether the hub lives, and whether it can serve."""

from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.deps import Asked, AskedBy

router = APIRouter(tags=["health"])


@dataclass(frozen=True)
class Health:
    """The process answers."""

    status: str


@router.get("/health")
def health() -> Health:
    """Say that the process answers."""
    return Health("ok")


@router.get("/ready", response_model=None)
def ready(asked: AskedBy) -> Response:
    """Say whether log and read models can be reached; 503 names what cannot."""
    missing = [name for name, works in _parts(asked).items() if not works]
    status = "ready" if not missing else "not ready"
    return JSONResponse({"status": status, "missing": missing}, 503 if missing else 200)


def _parts(asked: Asked) -> dict[str, bool]:
    return {"log": _log_answers(asked), "views": _views_answer(asked)}


def _log_answers(asked: Asked) -> bool:
    try:
        asked.hub.log.last_position()
    except Exception:  # noqa: BLE001 – whatever it is, the log cannot be used
        return False
    return True


def _views_answer(asked: Asked) -> bool:
    try:
        with asked.hub.views.connect() as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
