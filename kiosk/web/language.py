"""The languages of the screens, their gettext catalogues, and readings above kanji.

In between, inside the program, a reading travels as Unicode's own interlinear annotation (U+FFF9 base U+FFFA
reading U+FFFB, The Unicode Standard 23.8): plain text that no escaping touches and that nobody can type, since
`forms.item.clean` removes these signs. Only a finished page knows where markup is possible, so it is put in
there: <ruby> in running text; the reading alone in attributes, titles and options.

Japanese is the source of every text; paper and counter stay Japanese.

The catalogues are read straight from the `.po` files: nothing to compile, nothing to go stale.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, LazyString, get_locale, refresh
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

READING = r"[ぁ-ゖァ-ヺー・\s]+"
MARKED = re.compile(rf"(?:｜([^｜()]+)|([々〆〇ヶ㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+))\(({READING})\)")
"""`漢字(かんじ)`, or `｜1日(ついたち)` where the base has more than kanji."""

DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
"""Days not read as a number and にち. The number is filled in after translation, so no translator can say it."""

_CARRIED = re.compile("\ufff9([^\ufff9-\ufffb]*)\ufffa([^\ufff9-\ufffb]*)\ufffb")
_CARRIED_IN_JSON = re.compile(rb"\\ufff9(.*?)\\ufffa(.*?)\\ufffb")
_DAY = re.compile("(?<![0-9])([0-9]{1,2})\ufff9日\ufffaにち\ufffb")
_MONTH = "月\ufffaがつ\ufffb"
_NO_MARKUP = re.compile(
    r"""<!--.*?--> | <(title|option|textarea|script|style)\b.*?</\1\s*> | <(?:[^<>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)


def annotate(text: str) -> str:
    """Return a translation as the program carries it."""
    return MARKED.sub(lambda found: f"\ufff9{found[1] or found[2]}\ufffa{found[3]}\ufffb", text)


def add_ruby(html: str) -> str:
    """Return the page with <ruby> where a reading can stand, and the reading for the word where it cannot."""
    parts: list[str] = []
    at = 0
    html = _DAY.sub(_day, html)
    for tag in _NO_MARKUP.finditer(html):
        parts += (_CARRIED.sub(_element, html[at : tag.start()]), readings(tag[0]))
        at = tag.end()
    return "".join((*parts, _CARRIED.sub(_element, html[at:])))


def readings(text: str) -> str:
    """Return the text as it is read aloud: kana in place of every word that has a reading."""
    return _CARRIED.sub(r"\2", _DAY.sub(_day, text))


def add_ruby_to(response: Response) -> Response:
    """Do the same to what a view answers; anything but pages and JSON is left alone."""
    if response.direct_passthrough or response.is_streamed:
        return response
    if response.mimetype == "text/html":
        response.set_data(add_ruby(response.get_data(as_text=True)))
    elif response.mimetype == "application/json":
        response.set_data(_CARRIED_IN_JSON.sub(rb"\2", response.get_data()))
    return response


def _day(found: re.Match[str]) -> str:
    """`14日` as じゅうよっか; `1日` as いちにち unless a month stands before it."""
    reading = DAYS.get(int(found[1]))
    if found[1] == "1" and not found.string.endswith(_MONTH, 0, found.start()):
        reading = "いちにち"
    return f"\ufff9{found[1]}日\ufffa{reading}\ufffb" if reading else found[0]


def _element(found: re.Match[str]) -> str:
    """Return the element; base and reading are parts of an escaped page already.

    Screen readers get the base alone, as part of its sentence: they stop at every ruby, and read both.
    """
    return f'<ruby role="none">{found[1]}<rp>(</rp><rt aria-hidden="true">{found[2]}</rt><rp>)</rp></ruby>'


Text = str | LazyString

JAPANESE, EASY = "ja", "ja-simple"
"""`simple` is the registered variant for simplified language (IANA Language Subtag Registry)."""

KEPT = "language"
"""Where the session keeps the choice."""

FOLDER = Path(__file__).parent.parent / "translations"

DOMAINS = ("screens", "catalogue")
"""Texts of templates and programs; texts of procedures and fees."""

EASY_LOCALE = "ja@easy"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the screens.

    `code` is the BCP 47 tag that drafts, tickets and visits carry, `locale` the folder of the gettext catalogues.
    `japanese` is what staff call the language. Only `complete` languages are offered; in those a missing or
    doubtful translation fails `make lint`.
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
        Language(EASY, "やさしい日本語", "やさしい日本語", EASY_LOCALE, complete=True),
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
    """Let each request speak the language `chosen` says, unless `speak` has said so.

    An unknown one falls back to Japanese.
    """

    def current() -> Language:
        code = g.get("speaks", "") or (chosen() if chosen else JAPANESE)
        return LANGUAGES[code if code in offered else JAPANESE]

    def with_ruby(response: Response) -> Response:
        return add_ruby_to(response) if current().code == EASY else response

    app.config.setdefault("BABEL_DEFAULT_LOCALE", JAPANESE)
    babel = Babel(app, locale_selector=lambda: current().locale)
    babel.domain_instance = Catalogues()
    # Flask-Babel asks for the locale at each text, and a page has fifty.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        lambda text: catalogue().gettext(text),
        lambda one, many, count: catalogue().ngettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = say
    app.extensions["language"] = current
    app.after_request(with_ruby)
    app.add_template_global(current, "language")
    app.jinja_env.globals["languages_offered"] = tuple(LANGUAGES[code] for code in offered)


def say(text: str, **values: object) -> Markup:
    """Return a text of a template in the language of this request, with these values escaped.

    What Jinja has for that asks the context twice for each of fifty texts, and takes three times as long.
    """
    said = Markup(catalogue().gettext(text))  # noqa: S704 - texts of ours, from the template and its translations
    return said % values if "%" in said else said


def speak(code: str) -> None:
    """Let the rest of this request be in this language, as far as it is offered."""
    g.speaks = code
    g.pop("catalogue", None)
    refresh()


def spoken() -> Language:
    """Return the language of this request."""
    found = current_app.extensions["language"]()
    assert isinstance(found, Language)
    return found


def choose_accepted(offered: tuple[str, ...] = OFFERED) -> str:
    """Return the best of the offered languages by what the browser says it wants (RFC 9110 §12.5.4)."""
    for wanted, quality in request.accept_languages:
        tag = wanted.lower()
        known = {code.lower(): code for code in offered}
        steps = (tag, *("-".join(tag.split("-")[:count]) for count in (2, 1)))
        found = next((code for step in steps if (code := known.get(step) or _BROWSERS_SAY.get(step))), "")
        if found in offered and quality > 0:
            return found
    return JAPANESE


def words(text: str) -> str:
    """Return a catalogue text in the language of this request."""
    return catalogue().gettext(text) if text and has_request_context() else text


def speaking_filter(say: Callable[[str], str]) -> Callable[[Context, str], str]:
    """Return a filter for templates from what speaks the language of the request.

    Jinja works out `"住所" | words` when it compiles, in the language of whoever came first, unless it is told
    that the result hangs on more than the text.
    """

    @pass_context
    def spoken_filter(context: Context, text: str) -> str:
        return say(text)

    return spoken_filter


def catalogue() -> NullTranslations:
    """Return what the language of this request has; it is looked for once a request."""
    known = g.get("catalogue")
    if not isinstance(known, NullTranslations):
        known = g.catalogue = read_catalogue(spoken().locale)
    return known


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Both domains as one, for Flask-Babel."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return NullTranslations() if locale is None else read_catalogue(str(locale))


@cache
def read_catalogue(locale: str) -> NullTranslations:
    """Return what a language has; anything else stays Japanese. Takes tens of milliseconds, once a program."""
    whole = Catalog()
    for domain in DOMAINS:
        file = po_file(locale, domain)
        if file.is_file():
            with file.open("rb") as source:
                _add(whole, read_po(source), ruby=locale == EASY_LOCALE)
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def po_file(locale: str, domain: str) -> Path:
    """Return where the translations of one domain lie."""
    return FOLDER / locale / "LC_MESSAGES" / f"{domain}.po"


def _add(whole: Catalog, part: Catalog, *, ruby: bool) -> None:
    """Doubtful translations are left out."""
    for message in part:
        said = message.string
        if message.id and said and isinstance(said, str) and not message.fuzzy:
            whole.add(message.id, annotate(said) if ruby else said)
