"""Refusals of this site alone: a sentence and the next step."""

from flask_babel import lazy_gettext

from kiosk.web.errorpages import ErrorPage

TOO_LARGE = ErrorPage(
    lazy_gettext("入力が多く、これ以上はお使いのブラウザーに置けません。"),
    lazy_gettext(
        "前の画面に戻り、文字や人数を減らすか、手続をいくつかに分けてください。前の画面までの入力は残っています。"
    ),
)
