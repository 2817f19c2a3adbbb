"""The components that ask."""

from forms.inputs import Inputs
from kiosk.styleguide.state import State, question

LONG_NAME = "マリア・アパレシーダ・ドス・サントス・オリヴェイラ・ダ・シルヴァ"
LONG_ADDRESS = "北海道架空郡みどり野町東一条北二丁目３番地　みどり野町営住宅さくら団地第十二号棟三百五号室"
LONG_LABEL = "世帯主の名前（あなたが世帯主でないときは、住民票に書かれている世帯主の名前を書いてください）"

Described = tuple[str, str, str, tuple[State, ...]]


def states(
    macro: str, item: str, filled: Inputs, wrong: str, sentence: str, long: Inputs | None = None
) -> tuple[State, ...]:
    """Empty, filled, wrong, optional with a long label, focused and disabled."""
    call = "{{ fields." + macro + " }}"

    def asked(name: str, inputs: Inputs | None = None, **changes: object) -> dict[str, object]:
        return {"asked": question(item, name, inputs, **changes)}

    return (
        State("empty", "空", call, asked("empty")),
        State("filled", "入力ずみ", call, asked("filled", filled)),
        State("wrong", "エラー", call, asked("wrong", long or filled, wrong=wrong, sentence=sentence)),
        State("long", "長い文字、任意", call, asked("long", long or filled, label=LONG_LABEL, required=False)),
        State("focused", "選ばれている", call, asked("focused", filled), focused=True),
        State("disabled", "使えない", call, asked("disabled", filled), disabled=True),
    )


BORN: Inputs = {".era": ("S",), ".year": ("30",), ".month": ("2",), ".day": ("17",)}
NAME: Inputs = {".family": ("𠮷田",), ".given": ("花子",)}
PERSON: Inputs = {f".0.name{part}": value for part, value in NAME.items()} | {
    f".0.birth_date{part}": value for part, value in BORN.items()
}

GONE: Inputs = PERSON | {"!gone": ("1",), "!gone.name.family": ("髙﨑",)}

ASKING: tuple[Described, ...] = (
    ("text", "1行の文字", "幅は、入る文字の数に合わせる。",
     states("text(asked)", "applicant.building", {"": ("さくら団地305",)}, "", "60文字までで入れてください。", {"": (LONG_ADDRESS,)})),
    ("number", "数と単位", "数字のキーボードが出る。単位は欄の外に書く。",
     states('text(asked, mode="numeric", unit="通", size=4)', "resident_record.count", {"": ("2",)}, "", "1から20までで入れてください。")),
    ("phone", "電話番号", "ハイフンはあってもなくてもよい。",
     states('text(asked, type="tel", mode="tel", size=16)', "applicant.phone", {"": ("090-1234-5678",)}, "", "電話番号は市外局番から、10けたか11けたの数字で入れてください。")),
    ("name", "名前", "氏と名に分けて聞く。分けられない名前は氏だけに入れる。字は入れたまま残す。",
     states("name(asked)", "applicant.name", NAME, ".family", "氏（みょうじ）を入れてください。", {".family": (LONG_NAME,)})),
    ("kana", "ふりがな", "ひらがな、半角でもよい。JavaScriptがあれば、名前を入れるあいだに候補が入る。",
     states("name(asked)", "applicant.kana", {".family": ("ヨシダ",), ".given": ("ハナコ",)}, ".given", "ふりがなは、ひらがなかカタカナで入れてください。", {".family": (LONG_NAME,), ".given": ("花子",)})),
    ("date", "日付", "元号と西暦のどちらでも入る。カレンダーは出さない。欄を自動で移らない。",
     states("date(asked)", "applicant.birth_date", BORN, ".month", "月は1から12までで入れてください。", {**BORN, ".month": ("13",)})),
    ("postal", "郵便番号", "同じ画面に住所の欄があるときだけ「住所を入れる」が出る。",
     (*states("postal_code(asked)", "applicant.postal_code", {"": ("0999999",)}, "", "郵便番号は7けたの数字で入れてください。", {"": ("09999",)}),
      State("found", "候補が少ないとき", "{{ fields.postal_code(asked) }}", {"asked": question("applicant.postal_code", "found", {"": ("4980000",), "!look": ("yes",)}, looks=True)}),
      State("list", "町の町字から選ぶ", "{{ fields.postal_code(asked) }}", {"asked": question("applicant.postal_code", "list", {"": ("0999999",), "!look": ("yes",)}, looks=True)}))),
    ("address", "住所", "画面では折り返すが、1行の答え。Enterキーで次へ進む。",
     states("address(asked)", "applicant.address", {"": ("北海道架空郡みどり野町東一条北二丁目３番地",)}, "", "入れてください。", {"": (LONG_ADDRESS,)})),
    ("radios", "1つ選ぶ", "行の全体が押せる。任意のときは「答えない」が加わる。",
     states("radios(asked)", "resident_record.kind", {"": ("current",)}, "", "選んでください。")),
    ("select", "多くの中から1つ選ぶ", "世帯員などの一覧の中だけで使う。ほかは全部見える行で選ぶ。",
     states("select(asked)", "applicant.relation", {"": ("wife",)}, "", "選んでください。")),
    ("checkboxes", "いくつでも選ぶ", "必須かどうかは、見出しにだけ書く。",
     states("checkboxes(asked)", "resident_record.entries", {"": ("relation", "number")}, "", "選んでください。")),
    ("yes_no", "はい・いいえ", "横に2つ並べる。狭い画面では縦になる。",
     states("yes_no(asked)", "register.lifetime", {"": ("yes",)}, "", "選んでください。")),
    ("people", "世帯員などの一覧", "1人ずつ開いて直せる。足す、消す、元に戻すはJavaScriptがなくても動く。",
     (*states("people(asked)", "resident_record.subjects", PERSON, ".0.name.family", "名前を入れてください。")[:4],
      State("gone", "消したあと", "{{ fields.people(asked) }}", {"asked": question("resident_record.subjects", "gone", GONE)}))),
)  # fmt: skip
