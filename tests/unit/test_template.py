"""The usual rollout, made into what both sides owe."""

from datetime import date

import pytest

from hub.calendar import WorkCalendar
from hub.errors import Refused
from hub.installation import OPERATOR
from hub.model.commitment_acts import RaiseCommitment
from hub.model.event import Side
from hub.template import DEFAULT, TemplateRefused, commands, load_template

START = date(2026, 3, 2)  # a Monday


def duties(*modules, template=None, language="en"):
    made = commands(
        template or load_template(None),
        by=OPERATOR,
        start_on=START,
        modules=modules,
        calendar=WorkCalendar(),
        language=language,
    )
    return {each.terms.key: each.terms for each in made if isinstance(each, RaiseCommitment)}


def changed(tmp_path, old, new):
    text = DEFAULT.read_text("utf-8")
    assert old in text
    path = tmp_path / "template.toml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_a_module_that_the_template_does_not_know_is_refused():
    with pytest.raises(TemplateRefused, match="WMS"):
        duties("WSM")


def test_a_duty_of_a_department_that_does_not_exist_is_refused(tmp_path):
    path = changed(tmp_path, 'unit = "finance"', 'unit = "finances"')

    with pytest.raises(TemplateRefused, match="finance"):
        load_template(path)


def test_a_word_that_no_template_knows_is_refused_with_its_place(tmp_path):
    path = changed(tmp_path, "months = 2", "weeks = 2")

    with pytest.raises(Refused, match="weeks"):
        load_template(path)


def test_both_sides_owe_something_in_every_phase():
    owed = {(terms.phase, terms.side) for terms in duties("MES", "WMS").values()}

    phases = ("preparation", "pilot", "rollout", "optimisation")
    assert owed == {(phase, side) for phase in phases for side in Side}


def test_what_is_owed_for_a_module_is_owed_by_the_department_whose_process_it_is():
    found = duties("MES", "WMS")

    assert found["pilot-MES-master-data"].court == "client:production"
    assert found["pilot-WMS-master-data"].court == "client:warehouse"


def test_a_duty_is_due_so_many_working_days_after_its_phase_begins():
    terms = duties("MES")["pilot-MES-import-template"]

    assert (terms.start_on, terms.finish_on) == (date(2026, 5, 2), date(2026, 5, 15))


@pytest.mark.parametrize(("language", "word"), [("en", "master data"), ("zh", "主数据")])
def test_titles_are_in_the_language_of_the_project(language, word):
    assert word in duties("MES", language=language)["pilot-MES-master-data"].title


def test_every_name_and_title_exists_in_both_languages():
    template = load_template(None)
    texts = [*template.departments.values(), *template.modules.values()]

    assert all(set(text) == {"en", "zh"} for text in [*texts, *(d.title for d in template.duties)])
