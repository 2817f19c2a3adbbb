"""The languages of the screens. Japanese is the source of every text; the paper stays Japanese."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, g, has_request_context
from flask_babel import Babel, LazyString, gettext

Text = str | LazyString

JAPANESE = "ja"


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is the BCP 47 tag that tickets carry, `locale` the folder of the gettext catalogue."""

    code: str
    name: str
    """In the language itself."""
    locale: str
    direction: str = "ltr"


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("ja", "日本語", "ja"),
        Language("ja-x-easy", "やさしい日本語", "ja_EASY"),
        Language("en", "English", "en"),
        Language("zh-Hans", "简体中文", "zh_Hans"),
        Language("zh-Hant", "繁體中文", "zh_Hant"),
        Language("ko", "한국어", "ko"),
        Language("vi", "Tiếng Việt", "vi"),
        Language("ne", "नेपाली", "ne"),
        Language("id", "Bahasa Indonesia", "id"),
        Language("my", "မြန်မာ", "my"),
        Language("fil", "Filipino", "fil"),
        Language("pt", "Português", "pt"),
    )
}


def choose_languages(app: Flask, offered: tuple[str, ...], chosen: Callable[[], str] | None) -> None:
    """`chosen` says the code for this request; an unknown one falls back to Japanese."""

    def current() -> Language:
        if "language" not in g:
            code = chosen() if chosen else JAPANESE
            g.language = LANGUAGES[code if code in offered else JAPANESE]
        found = g.language
        assert isinstance(found, Language)
        return found

    app.config.setdefault("BABEL_DEFAULT_LOCALE", JAPANESE)
    Babel(app, locale_selector=lambda: current().locale)
    app.add_template_global(current, "language")
    app.jinja_env.globals["languages_offered"] = tuple(LANGUAGES[code] for code in offered)


def words(text: str) -> str:
    """A catalogue text in the language of this request."""
    return str(gettext(text)) if text and has_request_context() else text
