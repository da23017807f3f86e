"""Supplying exactly what a finding says would clear it clears it; and every rule has a case."""

import pytest
from msgspec import json

from hub import plugins
from hub.locale import LANGUAGES, translate
from hub.model.findings import Conclusion
from hub.sentences import sentence
from tests.unit.rules.clearing import claims, duties, flow, plan, schedule, sources
from tests.unit.rules.clearing.acts import Case
from tests.unit.rules.rollout import Rollout, day

CASES = [case for group in (schedule, plan, claims, sources, flow, duties) for case in group.CASES]


def found_by(case: Case, rollout: Rollout, on: str) -> list[Conclusion]:
    return rollout.judged(case.rule, on=day(on))


ACTS = [(case, code) for case in CASES for code in case.acts]


@pytest.mark.parametrize(("case", "code"), ACTS, ids=[f"{case.rule}-{code}" for case, code in ACTS])
def test_exactly_what_would_clear_it_clears_it(case: Case, code: str):
    rollout = case.make()
    before = {c.detail for c in found_by(case, rollout, case.on) if code in c.clears_when}
    assert before

    case.acts[code](rollout)

    assert not rollout.abstains(case.rule, on=day(case.after or case.on))
    after = {c.detail for c in found_by(case, rollout, case.after or case.on)}
    assert not before & after or after < before


def test_every_rule_has_a_case_and_every_code_an_act():
    supplied = {(case.rule, code) for case in CASES for code in case.acts}
    said = {
        (case.rule, code)
        for case in CASES
        for found in found_by(case, case.make(), case.on)
        for code in found.clears_when
    }

    assert {case.rule for case in CASES} == set(plugins.rules())
    assert said - supplied == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_sentence_is_made_again_from_what_is_stored_with_the_same_numbers(case: Case):
    rule = plugins.rules()[case.rule]
    for found in found_by(case, case.make(), case.on):
        stored = json.decode(json.encode(found), type=Conclusion)
        texts = [sentence(stored, rule, lang) for lang in LANGUAGES]

        assert texts == [sentence(found, rule, lang) for lang in LANGUAGES]
        digits = ["".join(sorted(c for c in text if c.isdecimal())) for text in texts]
        assert digits[0] == digits[1]
        assert not any(mark in "".join(texts) for mark in "{}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_every_word_of_a_finding_has_its_chinese(case: Case):
    found = found_by(case, case.make(), case.on)
    numbers = [value for each in found for value in each.numbers.values()]
    coded = {v for v in numbers if isinstance(v, str) and v.isidentifier() and "_" in v}
    coded |= {code for each in found for code in each.clears_when}
    coded |= {name for each in found for name in (each.rule, each.shown_as)}

    assert {code for code in coded if translate(code, "zh_CN") == code} == set()
