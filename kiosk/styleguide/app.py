"""Every component of the screens in every state, as an application of its own for developers."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import current_app, render_template, request
from markupsafe import Markup

from forms import Inputs, Problem, ProblemCode, household, person, shipped_vocabulary
from kiosk.office import Office
from kiosk.web import LANGUAGES, Front, FrontOptions, Question, equip

FIELD = re.compile(r"<(input|select|textarea|button)(?![^>]*type=\"hidden\")")
TARGET = re.compile(r"class=\"(input|button|row)(?=[ \"])")

LONG_NAME = "マリア・アパレシーダ・ドス・サントス・オリヴェイラ・ダ・シルヴァ"
LONG_ADDRESS = "北海道架空郡みどり野町東一条北二丁目３番地　みどり野町営住宅さくら団地第十二号棟三百五号室"
LONG_LABEL = "世帯主の名前（あなたが世帯主でないときは、住民票に書かれている世帯主の名前を書いてください）"


@dataclass(frozen=True, slots=True)
class State:
    """`call` is the line a template writes; `given` the values in it. `focused` (its first
    field) and `disabled` are put in afterwards, since only a browser does the one and no screen needs the other."""

    name: str
    title: str
    call: str
    given: Mapping[str, object] = field(default_factory=dict)
    focused: bool = False
    disabled: bool = False

    def finish(self, html: str) -> str:
        """Return the rendered call in this state."""
        if self.focused:
            html = TARGET.sub(r'class="is-focused \1', html, count=1)
        return FIELD.sub(r"<\1 disabled", html) if self.disabled else html


@dataclass(frozen=True, slots=True)
class Component:
    id: str
    title: str
    use: str
    """When to use it, and what to mind."""
    states: tuple[State, ...]


FIELDS = ("name", "birth_date")
"""What the list of people asks of each."""


def make_question(item: str, state: str, inputs: Inputs | None = None, **changes: object) -> Question:
    """Return a question about an item of the vocabulary.

    Input names are parts of the item, `""` for the whole; `wrong="part"` and `sentence` say what is wrong.
    """
    found = household.with_fields(shipped_vocabulary()[item], FIELDS if item == person.FAMILY else ())
    key = f"{item}-{state}"
    wrong, sentence = changes.pop("wrong", None), str(changes.pop("sentence", "入力してください。"))
    problem = None if wrong is None else Problem(key, ProblemCode.MISSING, sentence, input=f"{key}{wrong}")
    asked = Question(
        key=key,
        item=replace(found, name=key),
        label=str(changes.pop("label", found.ask)),
        hint=str(changes.pop("hint", found.hint)),
        required=bool(changes.pop("required", True)),
        inputs={f"{key}{part}": values for part, values in (inputs or {}).items()},
        problem=problem,
    )
    return replace(asked, address_key=f"person.address-{state}") if changes.pop("looks", False) else asked


def make_states(
    macro: str, item: str, filled: Inputs, wrong: str, sentence: str, long: Inputs | None = None
) -> tuple[State, ...]:
    """Return six states: empty, filled, wrong, optional with a long label, focused and disabled."""
    call = "{{ fields." + macro + " }}"

    def asking(name: str, inputs: Inputs | None = None, **changes: object) -> dict[str, object]:
        return {"asked": make_question(item, name, inputs, **changes)}

    return (
        State("empty", "空", call, asking("empty")),
        State("filled", "入力ずみ", call, asking("filled", filled)),
        State("wrong", "エラー", call, asking("wrong", long or filled, wrong=wrong, sentence=sentence)),
        State("long", "長い文字、任意", call, asking("long", long or filled, label=LONG_LABEL, required=False)),
        State("focused", "選ばれている", call, asking("focused", filled), focused=True),
        State("disabled", "使えない", call, asking("disabled", filled), disabled=True),
    )


def make_notice(kind: str, title: str) -> State:
    call = f'{{% call parts.notice("{kind}") %}}<p>{{{{ text }}}}</p>{{% endcall %}}'
    return State(kind, title, call, {"text": "住所が変わった日から14日以内に届けてください。"})


def make_button(name: str, title: str, style: str, **given: bool) -> State:
    call = f'{{{{ parts.button("この内容で受付コードを作る", style="{style}") }}}}'
    return State(name, title, call, focused=given.get("focused", False), disabled=given.get("disabled", False))


BORN: Inputs = {"": ("昭和30年2月17日",)}
BORN_IN_PARTS: Inputs = {".era": ("S",), ".year": ("30",), ".month": ("2",), ".day": ("17",)}
NAME: Inputs = {".family": ("𠮷田",), ".given": ("花子",)}
PERSON: Inputs = {f".0.name{part}": value for part, value in NAME.items()} | {
    f".0.birth_date{part}": value for part, value in BORN.items()
}

GONE: Inputs = PERSON | {"!gone": ("1",), "!gone.name.family": ("髙﨑",)}
WRONG = (
    make_question("person.name", "wrong", wrong=".family", sentence="氏（みょうじ）を入力してください。"),
    make_question("person.phone", "wrong", wrong="", sentence="電話番号は市外局番から、10桁か11桁の数字で入力してください。"),
)  # fmt: skip
ROWS = (
    ("名前", ("𠮷田　花子",), "#s-summary-filled"),
    ("電話番号", (), "#s-summary-filled"),
    (LONG_LABEL, (LONG_NAME, LONG_ADDRESS), "#s-summary-filled"),
)
STEPS = ("手続を選ぶ", "質問に答える", "確かめる", "コードを見せる")

ASKING = (
    Component("text", "1行の文字", "幅は、入る文字の数に合わせる。",
     make_states("text(asked)", "person.building", {"": ("さくら団地305",)}, "", "60文字までで入力してください。", {"": (LONG_ADDRESS,)})),
    Component("number", "数と単位", "数字のキーボードが出る。単位は欄の外に書く。",
     make_states('text(asked, mode="numeric", unit="通", size=4)', "resident_record.count", {"": ("2",)}, "", "1から20までで入力してください。")),
    Component("phone", "電話番号", "ハイフンはあってもなくてもよい。",
     make_states('text(asked, type="tel", mode="tel", size=16)', "person.phone", {"": ("090-1234-5678",)}, "", "電話番号は市外局番から、10桁か11桁の数字で入力してください。")),
    Component("name", "名前", "氏と名に分けて聞く。分けられない名前は氏だけに入れる。字は入れたまま残す。",
     make_states("name(asked)", "person.name", NAME, ".family", "氏（みょうじ）を入力してください。", {".family": (LONG_NAME,)})),
    Component("kana", "ふりがな", "ひらがな、半角でもよい。JavaScriptがあれば、名前の入力中に候補が入る。",
     make_states("name(asked)", "person.kana", {".family": ("ヨシダ",), ".given": ("ハナコ",)}, ".given", "ふりがなは、ひらがなかカタカナで入力してください。", {".family": (LONG_NAME,), ".given": ("花子",)})),
    Component("date", "日付", "人が書くとおりに1行で入れる。読めた日を、元号と西暦の両方ですぐに出す。カレンダーは出さない。",
     make_states("date_in_a_line(asked)", "person.birth_date", BORN, "", "30年は、昭和ですか、平成ですか、令和ですか。元号も入力してください。", {"": ("30.2.17",)})),
    Component("date-parts", "元号を選ぶ日付", "待合の画面の形。スマートフォンと窓口では、1行の欄の下で開く。欄を自動で移らない。",
     make_states("date_in_parts(asked)", "move.date", BORN_IN_PARTS, ".month", "月は1から12までの数字を入力してください。", {**BORN_IN_PARTS, ".month": ("13",)})),
    Component("postal", "郵便番号", "同じ画面に住所の欄があるときだけ「住所を自動入力」が出る。",
     (*make_states("postal_code(asked)", "person.postal_code", {"": ("0999999",)}, "", "郵便番号は7桁の数字で入力してください。", {"": ("09999",)}),
      State("found", "候補が少ないとき", "{{ fields.postal_code(asked) }}", {"asked": make_question("person.postal_code", "found", {"": ("4980000",), "!look": ("yes",)}, looks=True)}),
      State("list", "町の町字から選ぶ", "{{ fields.postal_code(asked) }}", {"asked": make_question("person.postal_code", "list", {"": ("0999999",), "!look": ("yes",)}, looks=True)}))),
    Component("address", "住所", "画面では折り返すが、1行の答え。Enterキーで次へ進む。",
     make_states("address(asked)", "person.address", {"": ("北海道架空郡みどり野町東一条北二丁目３番地",)}, "", "入力してください。", {"": (LONG_ADDRESS,)})),
    Component("radios", "1つ選ぶ", "行の全体が押せる。任意のときは「答えない」が加わる。",
     make_states("radios(asked)", "resident_record.kind", {"": ("current",)}, "", "選んでください。")),
    Component("select", "多くの中から1つ選ぶ", "世帯員などの一覧の中だけで使う。ほかは全部見える行で選ぶ。",
     make_states("select(asked)", "person.relation", {"": ("wife",)}, "", "選んでください。")),
    Component("checkboxes", "いくつでも選ぶ", "必須かどうかは、見出しにだけ書く。",
     make_states("checkboxes(asked)", "resident_record.entries", {"": ("relation", "number")}, "", "選んでください。")),
    Component("yes_no", "はい・いいえ", "横に2つ並べる。狭い画面では縦になる。",
     make_states("yes_no(asked)", "register.lifetime", {"": ("yes",)}, "", "選んでください。")),
    Component("people", "世帯員などの一覧", "1人ずつ開いて直せる。追加、削除、元に戻すはJavaScriptがなくても動く。",
     (*make_states("people(asked)", "family", PERSON, ".0.name.family", "名前を入力してください。")[:4],
      State("gone", "消したあと", "{{ fields.people(asked) }}", {"asked": make_question("family", "gone", GONE)}))),
)  # fmt: skip

SAYING = (
    Component("summary-errors", "まちがいのまとめ", "画面のいちばん上に出し、それぞれの欄へつなぐ。開いたときに読み上げられる。",
     (State("filled", "2つのまちがい", "{{ parts.error_summary(asked) }}", {"asked": WRONG}),)),
    Component("notice", "お知らせ", "色だけに頼らず、題で種類が分かる。",
     (make_notice("information", "お知らせ"), make_notice("caution", "注意"), make_notice("refusal", "できない"), make_notice("success", "できた"),
      State("long", "長い文字", '{% call parts.notice("caution", title) %}<p>{{ text }}</p>{% endcall %}', {"title": LONG_LABEL, "text": LONG_ADDRESS * 2}))),
    Component("progress", "進み具合", "残りを正直に言う。増えることがあるときは、そう書く。",
     (State("start", "はじめ", "{{ parts.progress(1, 6, may_grow=true) }}"), State("end", "終わり", "{{ parts.progress(6, 6, id='progress-end') }}"))),
    Component("steps", "手順", "今どこかが、色と太さと読み上げで分かる。",
     (State("first", "はじめ", "{{ parts.steps(names, 0) }}", {"names": STEPS}), State("third", "途中", "{{ parts.steps(names, 2) }}", {"names": STEPS}))),
    Component("summary", "確かめる一覧", "「変更」は、その質問へ戻る。",
     (State("filled", "入力ずみ、空、長い文字", "{{ parts.summary_list(rows) }}", {"rows": ROWS}),)),
    Component("button", "ボタン", "主なボタンは1画面に1つ。",
     (make_button("main", "主なボタン", ""), make_button("secondary", "そのほか", "secondary"), make_button("quiet", "控えめ", "quiet"),
      make_button("danger", "消すとき", "danger"), make_button("focused", "選ばれている", "", focused=True), make_button("disabled", "使えない", "", disabled=True))),
    Component("link-button", "ボタンの形のリンク", "別の画面へ移るだけのとき。",
     (State("secondary", "そのほか", '{{ parts.link_button("引っ越し・おくやみなど、場面から探す", "#s-link-button-secondary") }}'),)),
    Component("dialog", "対話", "JavaScriptがないときは、同じことをする画面へ移る。",
     (State("open", "開いている", '{% call parts.dialog("example", "すべて消しますか", open=true) %}<p>{{ text }}</p>{{ parts.button("消す", style="danger") }}{% endcall %}', {"text": "入力した内容は元に戻せません。"}),)),
    Component("languages", "ことば", "それぞれのことばの名で並べる。",
     (State("all", "すべて", "{{ parts.language_choice() }}"), State("menu", "たたんだもの", "{{ parts.language_menu() }}"))),
)  # fmt: skip

COMPONENTS = (*ASKING, *SAYING)


PRELUDE = '{% import "kit/fields.html" as fields %}{% import "kit/parts.html" as parts %}'
MODES = {"": "ふつう", "large": "大きな文字", "contrast": "白黒反転", "large contrast": "大きな文字と白黒反転"}


def create_app(office: Office) -> Front:
    """Return the application: all components at `/`, one alone at `/<component>`; `?mode=` chooses the look."""
    app = Front("kiosk.styleguide", static_folder=None)
    town = office.settings.town
    secret = secrets.token_bytes(32)
    equip(
        app,
        FrontOptions(
            "styleguide", town.name, town.phone, secret, languages=tuple(LANGUAGES), streets=office.streets
        ),
    )
    app.add_url_rule("/", view_func=every)
    app.add_url_rule("/<id>", view_func=one)
    return app


def every() -> str:
    return _page(COMPONENTS)


def one(id: str) -> str | tuple[str, int]:
    return _page([component for component in COMPONENTS if component.id == id])


def _page(components: Sequence[Component]) -> str:
    mode = request.args.get("mode", "")
    return render_template(
        "styleguide/page.html",
        components=components,
        every=COMPONENTS,
        draw=_draw,
        mode=mode if mode in MODES else "",
        modes=MODES,
    )


def _draw(state: State) -> Markup:
    html = current_app.jinja_env.from_string(PRELUDE + state.call).render(**state.given)
    return Markup(state.finish(html))  # noqa: S704 - our own templates, escaped by them
