"""One HTML page a procedure, for the office in charge to review: questions, rules, conditions, the sheet."""

import base64
import subprocess
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from forms import Ask, Condition, Procedure
from forms.condition import Operator
from forms.procedure import Identification, Mark, NoticeKind, ProxyRule
from forms.samples import read_sample
from forms.vocabulary import Vocabulary
from kiosk.office import Office
from kiosk.papers import papers_of

RESOLUTION = 80
SAMPLE = "typical"
SIGNATURE = {Mark.REQUIRED: "要る（空欄で印刷）", Mark.OPTIONAL: "記名でもよい", Mark.NONE: "要らない"}
PROXY = {
    ProxyRule.NONE: "代理人は不可",
    ProxyRule.LETTER: "委任状があれば可",
    ProxyRule.TOKEN: "登録証などを持つ人なら可",
}
IDENTIFICATION = {
    Identification.NONE: "求めない",
    Identification.ONE_OR_TWO_POINTS: "写真つき1点、または2点",
    Identification.PHOTO_ONLY: "写真つき1点だけ",
}
KINDS = {NoticeKind.INFORMATION: "お知らせ", NoticeKind.CAUTION: "注意", NoticeKind.REFUSAL: "できません"}
OPERATORS = {
    Operator.ANY_OF: "が {0}",
    Operator.NONE_OF: "が {0} 以外",
    Operator.AT_LEAST: "が {0} 以上",
    Operator.AT_MOST: "が {0} 以下",
    Operator.AGE_AT_LEAST: "から {0} 歳以上",
    Operator.AGE_AT_MOST: "から {0} 歳以下",
    Operator.DAYS_AGO_AT_LEAST: "から {0} 日以上たった",
    Operator.DAYS_AGO_AT_MOST: "から {0} 日以内",
    Operator.ANSWERED: "に答えた＝{0}",
    Operator.HAS: "に {0} の人がいる",
    Operator.LACKS: "に {0} の人がいない",
}


def write_pages(procedures: Sequence[Procedure], office: Office, folder: Path) -> Iterator[Path]:
    """Writes `<id>.html` for each procedure and yields the files. Needs `pdftoppm` for the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for procedure in procedures:
        file = folder / f"{procedure.id}.html"
        file.write_text(page_of(procedure, office), encoding="utf-8")
        yield file


def page_of(procedure: Procedure, office: Office) -> str:
    """The whole page as HTML, pictures included."""
    vocabulary = office.catalogue.vocabulary
    title = escape(procedure.title)
    body = [
        f"<h1>{title}</h1><p>{escape(procedure.lead)}</p>",
        _table("きまり", _rules(procedure, office), ("項目", "内容")),
        *(
            _table(f"質問: {page.title}", (_ask(ask, vocabulary) for ask in page.asks), ASKS)
            for page in procedure.pages
        ),
        _table(
            "持ちもの", ((each.text, _when(each.when, vocabulary)) for each in procedure.bring), ("もの", "いつ")
        ),
        _table("お知らせ・注意", (_notice(procedure, vocabulary)), ("種類", "文", "いつ")),
        _table(
            "食い違いの確認",
            ((each.text, _when(each.when, vocabulary)) for each in procedure.checks),
            ("文", "いつ"),
        ),
        "<h2>様式（見本）</h2>",
        *(
            f'<img alt="様式 {n}枚目" src="data:image/png;base64,{data}">'
            for n, data in enumerate(_pictures(procedure, office), 1)
        ),
    ]
    return f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>{title}</title>{STYLE}<body>{"".join(body)}</html>\n'


def identification_of(procedure: Procedure, vocabulary: Vocabulary) -> str:
    """Which papers show who stands here, and when it must be stricter, in words."""
    rules = procedure.rules
    usual = IDENTIFICATION[rules.identification]
    if rules.photo_only_when is None:
        return usual
    return f"{usual}（{_when(rules.photo_only_when, vocabulary)} のときは、{IDENTIFICATION[Identification.PHOTO_ONLY]}）"


ASKS = ("質問（住民のことば）", "様式の見出し", "項目", "必須", "選択肢", "いつ尋ねるか")
STYLE = """<style>body{font-family:"BIZ UDPGothic",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.6}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#f1f1f4}img{width:48%;border:1px solid #767676;margin:.5%}</style>"""


def _rules(procedure: Procedure, office: Office) -> Iterator[tuple[str, str]]:
    rules = procedure.rules
    yield "手続の番号と版", f"{procedure.number}、第{procedure.version}版"
    yield "窓口", procedure.desk
    yield "根拠", procedure.law
    yield "署名", SIGNATURE[rules.signature]
    yield "押印", "要る" if rules.seal is Mark.REQUIRED else "要らない"
    yield "代理人", PROXY[rules.proxy]
    yield "本人確認", identification_of(procedure, office.catalogue.vocabulary)
    yield "個人番号欄", "ある（窓口で本人が書く）" if rules.number_box else "ない"
    if rules.deadline_days:
        yield "期限", f"{rules.deadline_days}日以内"
    for rule in procedure.fees:
        fee = office.fees.get(rule.key)
        prices = (
            "、".join(f"{price.since}から{price.counter}円" for price in fee.prices) if fee else "値段がありません"
        )
        yield "手数料", f"{fee.name if fee else rule.key}: {prices}{_when(rule.when, office.catalogue.vocabulary)}"


def _ask(ask: Ask, vocabulary: Vocabulary) -> tuple[str, ...]:
    choices = "、".join(choice.ask for choice in ask.offered) or "、".join(field.ask for field in ask.item.fields)
    need = "必須" if ask.required else "任意"
    return ask.question, ask.item.label, ask.item.name, need, choices, _when(ask.when, vocabulary)


def _notice(procedure: Procedure, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    return ((KINDS[each.kind], each.text, _when(each.when, vocabulary)) for each in procedure.notices)


def _when(condition: Condition, vocabulary: Vocabulary) -> str:
    """The condition in words; nothing if it always holds."""
    return " または ".join(
        " かつ ".join(_test(test.item, test.operator, test.operands, vocabulary) for test in tests)
        for tests in condition.alternatives
    )


def _test(name: str, operator: Operator, operands: Sequence[object], vocabulary: Vocabulary) -> str:
    item = vocabulary[name]
    words = [choice.ask if (choice := item.choice(str(each))) else _yes_no(each) for each in operands]
    return f"「{item.label}」{OPERATORS[operator].format('・'.join(words))}"


def _yes_no(operand: object) -> str:
    return {"True": "はい", "False": "いいえ"}.get(str(operand), str(operand))


def _table(title: str, rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]], heads: Sequence[str]) -> str:
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    if not lines:
        return ""
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    return f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _pictures(procedure: Procedure, office: Office) -> Iterator[str]:
    """The pages of the typical sample as PNG in base64."""
    printed = papers_of(read_sample(procedure, SAMPLE), office)
    with TemporaryDirectory() as folder:
        pdf = Path(folder) / "sheet.pdf"
        pdf.write_bytes(printed.pdf)
        subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-png", str(pdf), str(pdf.with_suffix(""))], check=True)
        for picture in sorted(Path(folder).glob("*.png")):
            yield base64.b64encode(picture.read_bytes()).decode("ascii")
