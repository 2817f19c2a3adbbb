"""Readings above kanji for やさしい日本語: from `漢字(かんじ)` in the catalogue to <ruby> on the page.

In between, inside the program, a reading travels as Unicode's own interlinear annotation (U+FFF9 base U+FFFA
reading U+FFFB, The Unicode Standard 23.8): plain text that no escaping touches and that nobody can type, since
`forms.typed.clean` removes these signs. Only a finished page knows where markup is possible, so it is put in
there: <ruby> in running text; the reading alone in attributes, titles and options.
"""

import re

from flask import Response

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
    """Return the element; base and reading are parts of an escaped page already."""
    return f"<ruby>{found[1]}<rp>(</rp><rt>{found[2]}</rt><rp>)</rp></ruby>"
