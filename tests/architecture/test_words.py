"""Everything that people read is there in both languages."""

import re

import pytest

from hub import plugins
from hub.locale import LANGUAGES
from tests.architecture.messages import ENGLISH, missing, translations, wanted

PLACE = re.compile(r"{(\w*)[^{}]*}|%\((\w+)\)")
TRANSLATED = [lang for lang in LANGUAGES if lang != ENGLISH]


def places(text: str) -> set[str]:
    """Give the names of the places that values fill."""
    return {name for pair in PLACE.findall(text) for name in pair if name}


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_text_is_translated(lang: str):
    lacking = [f"{place}: {text}" for text, place in sorted(missing(lang).items())]

    assert lacking == [], "see: .venv/bin/python -m tests.architecture.messages"


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_translation_has_the_places_of_its_text(lang: str):
    torn = [
        text
        for text, forms in translations(lang).items()
        if text in wanted() and any(not places(form) <= places(text) for form in forms)
    ]

    assert torn == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_catalogue_holds_nothing_that_nobody_says_in_sentences(lang: str):
    stale = [text for text in translations(lang) if " " in text and text not in wanted()]

    assert stale == []


def test_the_sentence_of_a_rule_has_the_same_places_in_both_languages():
    torn = [
        rule.code
        for rule in plugins.rules().values()
        for said in (rule.sentence, *rule.other_sentences.values())
        if {"en", "zh"} != set(said)
        or len({frozenset(places(text)) for text in said.values()}) != 1
    ]

    assert torn == []
