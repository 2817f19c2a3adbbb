"""The components that say something or lead on."""

from kiosk.styleguide.asking import LONG_ADDRESS, LONG_LABEL, LONG_NAME, Described
from kiosk.styleguide.state import State, question

WRONG = (
    question("applicant.name", "wrong", wrong=".family", sentence="氏（みょうじ）を入れてください。"),
    question("applicant.phone", "wrong", wrong="", sentence="電話番号は市外局番から、10けたか11けたの数字で入れてください。"),
)  # fmt: skip
ROWS = (
    ("名前", ("𠮷田　花子",), "#s-summary-filled"),
    ("電話番号", (), "#s-summary-filled"),
    (LONG_LABEL, (LONG_NAME, LONG_ADDRESS), "#s-summary-filled"),
)
STEPS = ("手続を選ぶ", "質問に答える", "確かめる", "コードを見せる")


def notice(kind: str, title: str) -> State:
    call = f'{{% call parts.notice("{kind}") %}}<p>{{{{ text }}}}</p>{{% endcall %}}'
    return State(kind, title, call, {"text": "住所が変わった日から14日以内に届けてください。"})


def button(name: str, title: str, style: str, **given: bool) -> State:
    call = f'{{{{ parts.button("この内容で受付コードを作る", style="{style}") }}}}'
    return State(name, title, call, focused=given.get("focused", False), disabled=given.get("disabled", False))


SAYING: tuple[Described, ...] = (
    ("summary-errors", "まちがいのまとめ", "画面のいちばん上に出し、それぞれの欄へつなぐ。開いたときに読み上げられる。",
     (State("filled", "2つのまちがい", "{{ parts.error_summary(asked) }}", {"asked": WRONG}),)),
    ("notice", "お知らせ", "色だけに頼らず、題で種類が分かる。",
     (notice("information", "お知らせ"), notice("caution", "注意"), notice("refusal", "できない"), notice("success", "できた"),
      State("long", "長い文字", '{% call parts.notice("caution", title) %}<p>{{ text }}</p>{% endcall %}', {"title": LONG_LABEL, "text": LONG_ADDRESS * 2}))),
    ("progress", "進み具合", "残りを正直に言う。増えることがあるときは、そう書く。",
     (State("start", "はじめ", "{{ parts.progress(1, 6, may_grow=true) }}"), State("end", "終わり", "{{ parts.progress(6, 6, id='progress-end') }}"))),
    ("steps", "手順", "今どこかが、色と太さと読み上げで分かる。",
     (State("first", "はじめ", "{{ parts.steps(names, 0) }}", {"names": STEPS}), State("third", "途中", "{{ parts.steps(names, 2) }}", {"names": STEPS}))),
    ("summary", "確かめる一覧", "「変更」は、その質問へ戻る。",
     (State("filled", "入力ずみ、空、長い文字", "{{ parts.summary_list(rows) }}", {"rows": ROWS}),)),
    ("button", "ボタン", "主なボタンは1画面に1つ。",
     (button("main", "主なボタン", ""), button("secondary", "そのほか", "secondary"), button("quiet", "控えめ", "quiet"),
      button("danger", "消すとき", "danger"), button("focused", "選ばれている", "", focused=True), button("disabled", "使えない", "", disabled=True))),
    ("link-button", "ボタンの形のリンク", "別の画面へ移るだけのとき。",
     (State("secondary", "そのほか", '{{ parts.link_button("できごとから探す", "#s-link-button-secondary") }}'),)),
    ("dialog", "対話", "JavaScriptがないときは、同じことをする画面へ移る。",
     (State("open", "開いている", '{% call parts.dialog("example", "すべて消しますか", open=true) %}<p>{{ text }}</p>{{ parts.button("消す", style="danger") }}{% endcall %}', {"text": "入力した内容は元に戻せません。"}),)),
    ("languages", "ことば", "それぞれのことばの名で並べる。",
     (State("all", "すべて", "{{ parts.language_choice() }}"), State("menu", "たたんだもの", "{{ parts.language_menu() }}"))),
)  # fmt: skip
