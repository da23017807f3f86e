"""The rules: what each checks, with its thresholds, and how often it was right."""

from fastapi import APIRouter, Response

from api.deps import Reading
from api.pages import render
from api.reads.rules import RuleRow, list_rules

router = APIRouter(tags=["rules"])


@router.get("/v1/rules")
def rules(read: Reading) -> list[RuleRow]:
    """List every rule with counts of its findings, and its precision by the word of people."""
    return list_rules(read)


@router.get("/rules", include_in_schema=False)
def rules_page(read: Reading) -> Response:
    """Show the list."""
    return render(read, "rules.html", rules=list_rules(read))
