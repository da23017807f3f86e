"""Words that people read for the codes of the model; each is a message id."""

from hub.locale import _, gettext

SEVERITY = {
    "S1": (_("critical"), "▲"),
    "S2": (_("major"), "◆"),
    "S3": (_("minor"), "●"),
    "S4": (_("notice"), "○"),
}
ROLES = {
    "coordinator": _("coordinator"),
    "vendor_pm": _("vendor's project manager"),
    "vendor_management": _("vendor's management"),
    "head": _("head of department"),
    "key_user": _("key user"),
    "sponsor": _("sponsor"),
    "job": _("nightly job"),
    "auditor": _("auditor"),
}
SIDES = {"client": _("client"), "vendor": _("vendor")}
UNITS = {
    "coordinator": _("coordinator"),
    "sponsor": _("sponsor"),
    "pm": _("project manager"),
    "management": _("management"),
    "production": _("production"),
    "quality": _("quality"),
    "equipment": _("equipment"),
    "warehouse": _("warehouse"),
    "purchasing": _("purchasing"),
    "it": _("IT"),
    "finance": _("finance"),
    "process": _("process engineering"),
}
KINDS = {
    "task": _("task"),
    "milestone": _("milestone"),
    "deliverable": _("deliverable"),
    "duty": _("duty"),
    "action": _("action"),
    "readiness": _("readiness row"),
    "scope": _("scope line"),
    "hardware": _("hardware line"),
    "report": _("report"),
    "answer": _("answer"),
    "problem": _("problem"),
    "target": _("measured goal"),
}
STATES = {
    "open": _("open"),
    "confirmed": _("confirmed"),
    "disputed": _("disputed"),
    "waived": _("waived"),
    "cleared": _("cleared"),
    "closed": _("closed"),
    "proposed": _("proposed"),
    "approved": _("approved"),
    "rejected": _("rejected"),
    "accepted": _("accepted"),
    "submitted": _("submitted"),
    "returned_incomplete": _("returned incomplete"),
    "answered": _("answered"),
    "met": _("met"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
    "unknown": _("unknown"),
    "good": _("good"),
    "failed": _("failed"),
    "partly": _("partly read"),
    "held": _("held"),
}
_ALL = {**SIDES, **ROLES, **KINDS, **STATES, **UNITS}


def label(code: str, lang: str) -> str:
    """Give the word for a code; one that nobody has named is shown as it is, readable."""
    known = _ALL.get(code)
    return gettext(known, lang) if known else code.replace("_", " ")


def court_label(court: str, lang: str, names: dict[str, dict[str, str]] | None = None) -> str:
    """Say whose turn it is: `client:production` becomes "client · production".

    *names* holds what people called their units, by court and language.
    """
    side, _colon, unit = court.partition(":")
    if side not in SIDES:
        return label(court, lang)
    own = (names or {}).get(court, {})
    word = own.get(lang) or own.get(lang[:2]) or label(unit, lang)
    return f"{gettext(SIDES[side], lang)} · {word}" if unit else gettext(SIDES[side], lang)
