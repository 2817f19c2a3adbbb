"""The languages of the screens. Japanese is the source of every text; paper and counter stay Japanese."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, LazyString, gettext, refresh

from kiosk.web.ruby import in_response
from kiosk.web.wordings import Wordings

Text = str | LazyString

JAPANESE, EASY = "ja", "ja-simple"
"""`simple` is the registered variant for simplified language (IANA Language Subtag Registry)."""

KEPT = "language"
"""Where the session keeps the choice."""


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is the BCP 47 tag that drafts, tickets and visits carry, `locale` the folder of the gettext catalogues.

    `japanese` is what staff call the language. Only `complete` languages are offered; in those a missing or doubtful
    translation fails `make lint`.
    """

    code: str
    name: str
    """In the language itself."""
    japanese: str
    locale: str
    complete: bool = False
    direction: str = "ltr"

    @property
    def tag(self) -> str:
        """For `lang` attributes; screen readers choose their voice by it."""
        return JAPANESE if self.code == EASY else self.code


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("ja", "日本語", "日本語", "ja", complete=True),
        Language(EASY, "やさしい日本語", "やさしい日本語", "ja@easy", complete=True),
        Language("en", "English", "英語", "en", complete=True),
        Language("zh-Hans", "简体中文", "中国語（簡体字）", "zh_Hans", complete=True),
        Language("zh-Hant", "繁體中文", "中国語（繁体字）", "zh_Hant", complete=True),
        Language("ko", "한국어", "韓国語", "ko", complete=True),
        Language("vi", "Tiếng Việt", "ベトナム語", "vi", complete=True),
        Language("ne", "नेपाली", "ネパール語", "ne", complete=True),
        Language("id", "Bahasa Indonesia", "インドネシア語", "id", complete=True),
        Language("my", "မြန်မာ", "ミャンマー語", "my", complete=True),
        Language("fil", "Filipino", "フィリピン語", "fil", complete=True),
        Language("pt", "Português", "ポルトガル語", "pt", complete=True),
    )
}

OFFERED = tuple(language.code for language in LANGUAGES.values() if language.complete)

_BROWSERS_SAY = {
    "zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh": "zh-Hans",
    "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
    "tl": "fil", "in": "id",
}  # fmt: skip


def choose_languages(app: Flask, offered: tuple[str, ...], chosen: Callable[[], str] | None) -> None:
    """`chosen` says the code for this request, unless `speak` has; an unknown one falls back to Japanese."""

    def current() -> Language:
        code = g.get("speaks", "") or (chosen() if chosen else JAPANESE)
        return LANGUAGES[code if code in offered else JAPANESE]

    def with_ruby(response: Response) -> Response:
        return in_response(response) if current().code == EASY else response

    app.config.setdefault("BABEL_DEFAULT_LOCALE", JAPANESE)
    babel = Babel(app, locale_selector=lambda: current().locale)
    babel.domain_instance = Wordings()
    app.extensions["language"] = current
    app.after_request(with_ruby)
    app.add_template_global(current, "language")
    app.jinja_env.globals["languages_offered"] = tuple(LANGUAGES[code] for code in offered)


def speak(code: str) -> None:
    """The rest of this request is in this language, as far as it is offered."""
    g.speaks = code
    refresh()


def spoken() -> Language:
    """The language of this request."""
    found = current_app.extensions["language"]()
    assert isinstance(found, Language)
    return found


def accepted(offered: tuple[str, ...] = OFFERED) -> str:
    """The best of the offered languages by what the browser says it wants (RFC 9110 §12.5.4)."""
    for wanted, quality in request.accept_languages:
        tag = wanted.lower()
        known = {code.lower(): code for code in offered}
        steps = (tag, *("-".join(tag.split("-")[:count]) for count in (2, 1)))
        found = next((code for step in steps if (code := known.get(step) or _BROWSERS_SAY.get(step))), "")
        if found in offered and quality > 0:
            return found
    return JAPANESE


def words(text: str) -> str:
    """A catalogue text in the language of this request."""
    return str(gettext(text)) if text and has_request_context() else text
