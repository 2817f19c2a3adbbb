"""What becomes of a text typed for one kind of question: `kiosk forms try`."""

from forms import Item, Problem, Value, inputs, kinds, resident_text, value_typed
from forms.kinds.kind import OFFICIAL, Kind
from kiosk.town.streets import readings_of
from printing.drawing.render import code_points
from printing.fonts import Fault, clusters, value_repertoire

ITEM = "it"
LONGEST = 400
"""Of a text; its items say how long they may be."""
CHANGED = "書き方をそろえました。"
INVISIBLE = "見えない文字（{codes}）を取りました。"
WORDS = {
    Fault.VARIATION: "異体字（{code}）の形がフォントにないため、もとの字で印字されます。",
    Fault.CHARACTER: "フォントにない文字（{code}）があります。空の四角に手書きしてください。",
}
NEXT_STEPS = {
    kinds.NAME.name: "名前を、氏と名の間に空白を置いて入力してください。",
    kinds.DATE.name: "1960/7/5、昭和35年7月5日、S35.7.5のように、元号か西暦を付けて入力してください。",
    kinds.PHONE.name: "日本の番号は市外局番から、外国の番号は + と国番号から入力してください。",
    kinds.EMAIL.name: "携帯電話に出ているアドレスを、1つだけ入力してください。",
    kinds.POSTAL_CODE.name: "〒やハイフンはあってもなくてもかまいません。数字を7桁入力してください。",
    kinds.KANA.name: "ひらがなかカタカナだけで入力してください。",
    kinds.BANK_HOLDER.name: "通帳を開いたところにあるカナの名義を、そのまま入力してください。",
}
OTHER_NEXT_STEP = "直して、もう一度入力してください。"


def triable() -> tuple[str, ...]:
    """Return the names of the kinds that are answered with one text."""
    return tuple(kind.name for kind in kinds.KINDS.values() if not kind.is_chosen and kind is not kinds.PEOPLE)


def tried(kind: Kind, text: str) -> dict[str, object]:
    """Return the value and how screen and paper say it, or the refusal (`refused`), as JSON data."""
    longest = LONGEST if kind is kinds.TEXT else kind.usual_longest
    item = Item(ITEM, kind, "", "", longest=longest, most=max(kind.usual_most, 10**8), unknown_day=True)
    value = value_typed(item, {ITEM: (text,)})
    if isinstance(value, Problem) or value is None:
        reason, sentence = (value.code.value, str(value)) if value else ("missing", "文字がありません。")
        next_step = NEXT_STEPS.get(kind.name, OTHER_NEXT_STEP)
        return {"kind": kind.name, "refused": reason, "sentence": sentence, "next_step": next_step}
    paper = kind.shown(item, value, OFFICIAL)
    found: dict[str, object] = {
        "kind": kind.name,
        "value": value,
        "screen": resident_text(item, value),
        "paper": paper,
    }
    found["notices"] = [*_changes(item, value, text), *_faults(paper)]
    if kind is kinds.POSTAL_CODE:
        found["places"] = [{"address": line, "reading": kana} for line, kana in readings_of(text).items()]
    return found


def _changes(item: Item, value: Value, text: str) -> list[str]:
    """Whether anything but a number or a day, which are written anew anyway, is not as it was typed."""
    if codes := " ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(inputs.unwanted(text))):
        return [INVISIBLE.format(codes=codes)]
    is_written_anew = item.kind in (kinds.DATE, kinds.COUNT, kinds.MONEY, kinds.POSTAL_CODE)
    return [CHANGED] if not is_written_anew and str(value) != text else []


def _faults(paper: str) -> list[str]:
    fonts = value_repertoire()
    pieces = {piece: fonts[piece].fault for piece in clusters(paper)}
    return [WORDS[fault].format(code=code_points(piece)) for piece, fault in pieces.items() if fault]
