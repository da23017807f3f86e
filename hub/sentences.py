"""A finding as a sentence: one template per rule and language, filled from its own citations."""

from collections.abc import Mapping
from string import Formatter

from hub.locale import _, translate
from hub.model.event import Side, Value
from hub.model.findings import Conclusion
from hub.rules import Rule

LANGUAGE_OF = {"en": "en", "zh_CN": "zh", "zh": "zh"}

PROVISIONAL = _("Working days of {years} are provisional: the holidays are not known yet.")


def sentence(
    conclusion: Conclusion, rule: Rule, lang: str, names: Mapping[str, str] | None = None
) -> str:
    """Say a finding in a language. *names* are those of units, by court such as `client:quality`.

    Every place in the template is a number of the finding, or the first cited value of an operand.
    """
    template = rule.template(conclusion.sentence, LANGUAGE_OF[lang])
    places = {place for _, place, _, _ in Formatter().parse(template) if place}
    said = {place: Said(_value(conclusion, place, lang, names or {})) for place in places}
    text = template.format(**said)
    years = conclusion.numbers.get("provisional")
    return f"{text} {translate(PROVISIONAL, lang, years=years)}" if years else text


class Said(str):
    """A value in a sentence. `{moves:time|times}` also says the word that goes with the number."""

    __slots__ = ()

    def __format__(self, forms: str) -> str:
        """Give the value, with the word for one or for many where the template names both."""
        one, _bar, many = forms.partition("|")
        return f"{self} {one if self == '1' else many}" if many else str(self)


def _value(conclusion: Conclusion, place: str, lang: str, names: Mapping[str, str]) -> str:
    if place == "subject":
        return subject_of(conclusion)
    if place == "court":
        return court_name(conclusion.court, lang, names)
    value: Value = conclusion.numbers.get(place)
    if value is None and place in conclusion.operands:
        value = conclusion.operands[place][0].value
    if value is None:
        return translate("unknown", lang)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.partition(":")[0] in set(Side):
        return court_name(value, lang, names)
    return translate(value, lang) if isinstance(value, str) and value.isidentifier() else str(value)


def subject_of(conclusion: Conclusion) -> str:
    """Name what a finding is about, as people call it."""
    key, title = conclusion.about_key, conclusion.about_title
    return f"{key} «{title}»" if title and title != key else key


def court_name(court: str, lang: str, names: Mapping[str, str]) -> str:
    """Name whose turn it is in a language."""
    if court in names:
        return names[court]
    side, _, unit = court.partition(":")
    if not unit:
        return translate(court, lang)
    told = translate(f"court:{unit}", lang)
    return f"{translate(side, lang)} · {unit if told == f'court:{unit}' else told}"
