"""Words that people read for the columns and reasons of the ledger; each is a message id."""

from hub.locale import _

CHARGED = {
    "concurrent": _("both sides at once"),
    "third": _("third party"),
    "unexplained": _("not explained"),
    "approved_change": _("approved change"),
    "others": _("everybody else"),
    "charged": _("charged"),
    "upheld": _("dispute upheld"),
    "meeting_refused": _("a called meeting was refused"),
    "duty_late": _("a confirmed duty was late, and noticed"),
    "gate_open": _("criteria of a review were open"),
    "sign_off": _("evidence waited for a verdict"),
    "decision_open": _("a decision was asked for"),
    "own_work": _("its own work, told that it was late"),
    "date_moved": _("its side has moved the date itself"),
    "not_told": _("nobody was told that it was late"),
    "both_sides": _("both sides held it up"),
    "other_side_missing": _("the other side's part was missing"),
    "source_silent": _("its source had not spoken"),
    "revision_approved": _("a revision was approved"),
    "dispute_upheld": _("a dispute was upheld"),
    "nobody": _("nobody had the ball"),
}
