"""Words that people read for the codes of the model; each is a message id."""

from collections.abc import Mapping

from hub.ball.words import CHARGED
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
STAGES = {
    "designed": _("designed"),
    "delivered": _("delivered (said)"),
    "tested": _("tested"),
}
GOALS = {
    "not_provable": _("not provable"),
    "unmeasured": _("not measured yet"),
    "under_way": _("under way"),
    "reached": _("reached"),
    "missed": _("not reached by its day"),
    "measure": _("unit and goal"),
    "before": _("value before"),
    "finish_on": _("day"),
    "accountable": _("accountable person"),
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
    "accepted": _("was accepted"),
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
    "stale": _("not read lately"),
    "running": _("running"),
    "replied": _("replied"),
    "none": _("waits for a verdict"),
    "agreed": _("agreed"),
    "raised": _("raised"),
    "passed": _("gate passed"),
    "dropped": _("dropped"),
    "not_started": _("not started"),
    "in_progress": _("in progress"),
    "blocked": _("blocked"),
    "done": _("done, as said"),
    "cancelled": _("cancelled"),
    "read": _("read"),
    "released": _("released"),
    "new_date": _("another date"),
    "disagree": _("disagrees"),
    "moved": _("moved"),
    "no_access": _("no access"),
    "deleted": _("deleted"),
    "removed": _("removed"),
    "misread": _("was misread"),
}
NOT_USED = {
    "no_header": _("no header was found"),
    "no_title_column": _("no column is the title"),
    "no_other_column": _("beside the title no column is understood"),
    "not_sure": _("the columns are not sure enough"),
    "calendar": _("it is a grid of days"),
    "headerless": _("a list without a header"),
    "said_no_table": _("somebody said that it is no table"),
    "lacks_needed": _("a column is missing that such a file needs"),
}
_ALL = {**CHARGED, **GOALS, **STAGES, **NOT_USED, **SIDES, **ROLES, **KINDS, **STATES, **UNITS}


def label(code: str, lang: str) -> str:
    """Give the word for a code; one that nobody has named is shown as it is, readable."""
    said = gettext(_ALL.get(code, code), lang)
    return said.replace("_", " ") if said == code and code.isidentifier() else said


# Plans name these in their own language; a name that was declared for a module goes before.
PLACES = {
    "项目": _("project"),
    "准备期": _("preparation"),
    "准备阶段": _("preparation"),
    "启动": _("start"),
    "需求": _("requirements"),
    "需求调研": _("requirements"),
    "蓝图": _("blueprint"),
    "蓝图设计": _("blueprint"),
    "开发": _("development"),
    "配置": _("configuration"),
    "测试": _("test"),
    "联调": _("integration test"),
    "试点": _("pilot"),
    "试点期": _("pilot"),
    "推广": _("roll-out"),
    "推广期": _("roll-out"),
    "上线": _("go-live"),
    "验收": _("acceptance"),
    "优化期": _("optimisation"),
    "运维": _("operation"),
}


def place_name(name: str, lang: str, declared: Mapping[str, str]) -> str:
    """Give what a module or a phase is called in a language; a name of its own stays."""
    if name in declared:
        return declared[name]
    return gettext(PLACES[name], lang) if lang == "en" and name in PLACES else name


FIELDS = {
    "title": _("title"),
    "status": _("status"),
    "resolution": _("resolution"),
    "assignee": _("assignee"),
    "reporter": _("reporter"),
    "participants": _("participants"),
    "due": _("due date"),
    "finish": _("finish"),
    "start": _("start"),
    "actual_start": _("actual start"),
    "actual_finish": _("actual finish"),
    "percent": _("percent"),
    "percent_planned": _("planned percent"),
    "weight": _("weight"),
    "priority": _("priority"),
    "severity": _("severity"),
    "type": _("type"),
    "parent": _("parent"),
    "module": _("module"),
    "phase": _("phase"),
    "department": _("department"),
    "side": _("side"),
    "description": _("description"),
    "environment": _("environment"),
    "remarks": _("remarks"),
    "predecessor": _("predecessor"),
    "evidence": _("evidence"),
    "quantity": _("quantity"),
    "raised_on": _("raised on"),
    "refers_to": _("contract line"),
    "key": _("key"),
    "start_on": _("start"),
    "finish_on": _("finish"),
    "unit": _("department or team"),
    "accountable": _("accountable person"),
    "blocked_by": _("blocked by"),
    "project": _("project"),
    "duration_d": _("duration in days"),
    "work_h": _("work in hours"),
    "deadline": _("deadline"),
    "constraint": _("constraint"),
    "wbs": _("WBS number"),
    "extra:client_owner": _("owner on the client's side"),
    "extra:vendor_owner": _("owner on the vendor's side"),
}


def field_label(name: str, lang: str) -> str:
    """Give the word for a field; a source's own field keeps its name."""
    known = FIELDS.get(name)
    return gettext(known, lang) if known else name.removeprefix("extra:").removeprefix("column:")


COLUMNS = {
    "id": _("number of the row's item"),
    "kind": _("type"),
    "owner": _("assignee"),
    "requester": _("reporter"),
    "planned_start": _("planned start"),
    "planned_finish": _("planned finish"),
    "percent_actual": _("percent"),
    "wbs": _("WBS number"),
    "numbering": _("running number"),
    "extra": _("kept, means nothing here"),
    "ignore": _("ignored"),
}


def column_word(name: str, lang: str) -> str:
    """Give the word for what a column of a file may mean; `owner@设计` is of a step of a row."""
    base, _mark, step = name.partition("@")
    word = gettext(COLUMNS[base], lang) if base in COLUMNS else field_label(base, lang)
    return f"{step} / {word}" if step else word
