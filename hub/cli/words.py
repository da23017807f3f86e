"""The language of the command line, and its texts."""

from functools import cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from hub.errors import HubError
from hub.locale import DEFAULT, LANGUAGES, _, best_language, translate
from hub.logs import hidden

# Codes that commands show as words.
CODES = (
    *(_("good"), _("failed"), _("held"), _("running"), _("warning")),
    *(_("proposed"), _("approved"), _("rejected"), _("confirmed")),
    *(_("waiting"), _("shown"), _("sent"), _("parked")),
    *(_("score"), _("missing"), _("elsewhere"), _("other_times"), _("later")),
)


class Terminal(BaseSettings):
    """What the environment says about language, in the order of POSIX behind our own variable."""

    model_config = SettingsConfigDict(extra="ignore")

    hub_lang: str = ""
    lc_all: str = ""
    lc_messages: str = ""
    lang: str = Field("", validation_alias="LANG")


def language() -> str:
    """Give the language that is wished: `HUB_LANG`, else the locale, else Chinese."""
    said = Terminal()
    if said.hub_lang in LANGUAGES:
        return said.hub_lang
    locale = next((word for word in (said.lc_all, said.lc_messages, said.lang) if word), "")
    word = locale.split(".")[0].split("_")[0]
    return best_language(word) if word in _spoken() else DEFAULT


@cache
def _spoken() -> frozenset[str]:
    return frozenset(lang.split("_")[0] for lang in LANGUAGES)


def say(message: str, **values: object) -> str:
    """Give a text in the language of the terminal."""
    return translate(message, language(), **values)


def both_lines(error: HubError) -> tuple[str, str]:
    """Give what happened and what to do, in the language of the terminal."""
    lang = language()
    cure = translate(error.remedy, lang, **error.values) if error.remedy else ""
    # What a database or a server answers may hold the address with its password.
    return hidden("", translate(error.message, lang, **error.values)), hidden("", cure)
