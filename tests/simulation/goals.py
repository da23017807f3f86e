"""What the rules have to reach on simulated rollouts; one place for all floors."""

RECALL = 1.0
RECALL_OF_A_RULE = 0.99
PRECISION = 0.98
FALSE_AT_S1 = 0
HONEST_PER_THOUSAND = 1.0  # findings above S4 on 1,000 commitments, nothing being wrong

REACHED: frozenset[str] = frozenset(
    {
        "ACTION-OVERDUE",
        "ANSWER-OVERDUE",
        "BACKDATED-COMPLETION",
        "BASELINE-TAMPER",
        "CLAIM-WITHOUT-EVIDENCE",
        "CONTRADICTING-SOURCES",
        "DUE-DATE-CHURN",
        "DUTY-LATE",
        "HISTORY-GAP",
        "INVALID-DATES",
        "LATE-RESPONSE",
        "LATE-START",
        "MEETING-REFUSED",
        "MISSED-MILESTONE",
        "MISSING-FROM-VENDOR",
        "NO-DATE",
        "NO-OWNER",
        "OUT-OF-SCOPE",
        "OVERLOADED-OWNER",
        "PHASE-ORDER",
        "REJECTED-BUT-DONE",
        "REOPENED-AFTER-DONE",
        "SCHEDULE-SLIP",
        "SILENT-REPLAN",
        "SPONSOR-ABSENT",
        "STAFFING-SHORTFALL",
        "TRAINING-GAP",
        "UNSUPPORTED-BLAME",
        "ZOMBIE",
    }
)
"""Rules that reach their floors. The list may only grow."""
