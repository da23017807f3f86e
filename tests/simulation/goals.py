"""What the rules have to reach on simulated rollouts; one place for all floors."""

RECALL = 1.0
RECALL_OF_A_RULE = 0.99
PRECISION = 0.98
FALSE_AT_S1 = 0
HONEST_PER_THOUSAND = 1.0  # findings above S4 on 1,000 commitments, nothing being wrong

REACHED: frozenset[str] = frozenset(
    {
        "INVALID-DATES",
        "MISSED-MILESTONE",
        "NO-DATE",
        "PHASE-ORDER",
        "REJECTED-BUT-DONE",
        "REOPENED-AFTER-DONE",
        "UNSUPPORTED-BLAME",
    }
)
"""Rules that reach their floors. The list may only grow."""
