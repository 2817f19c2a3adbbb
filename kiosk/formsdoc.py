"""The catalogue as pages for people: one for each procedure, and all of them as a table."""

import base64
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader

from forms import Ask, Catalogue, Condition, Identification, Mark, NoticeKind, Procedure, Vocabulary, role, samples
from forms.condition import Operator
from kiosk import pictures, stacks
from kiosk.office import Office


def procedures_markdown(catalogue: Catalogue) -> str:
    """Markdown, a table a group, in the order the procedures are offered."""
    return "\n".join(_lines(catalogue)) + "\n"


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield "# 手続の一覧"
    yield ""
    yield "`forms/catalogue/` にある手続です。町は `config/catalogue/` で置き換えたり追加したりできます。"
    yield "条文は改正されます。使い始める前に、町の例規と e-Gov の現行の条文で確かめてください。"
    yield "様式の出来の順と弱い所は [sheet-quality.md](sheet-quality.md) にあります。"
    groups = dict.fromkeys(procedure.group for procedure in catalogue.current.values())
    for group in groups:
        yield ""
        yield f"## {group}"
        yield ""
        yield "| 手続 | id | 根拠 | あて先 | 様式番号 | 来られる人 | 本人確認 | 期限 | 個人番号欄 |"
        yield "|---|---|---|---|---|---|---|---|---|"
        yield from (_row(each, catalogue.vocabulary) for each in catalogue.current.values() if each.group == group)
    yield from _to_check(catalogue)


def _to_check(catalogue: Catalogue) -> Iterator[str]:
    """What the office has to look up, and where the makers have looked."""
    yield ""
    yield "## 町で確かめること"
    yield ""
    yield "見た資料のない決まりと、町によって違う決まりです。見た資料は「資料」にあります（ページの全部でなく、抜粋を見たものもあります）。"
    for procedure in catalogue.current.values():
        if procedure.to_check or procedure.sources:
            yield ""
            yield f"**{procedure.title}** `{procedure.id}`"
            yield ""
            yield from (f"- {text}" for text in procedure.to_check)
            if procedure.sources:
                yield f"- 資料: {' '.join(f'<{address}>' for address in procedure.sources)}"


def _row(procedure: Procedure, vocabulary: Vocabulary) -> str:
    rules = procedure.rules
    deadline = f"{rules.deadline_days}日" if rules.deadline_days else "–"
    cells = (
        f"{procedure.title}（窓口だけ）" if procedure.is_discreet else procedure.title,
        f"`{procedure.id}`",
        procedure.law,
        *_head_of_sheet(procedure),
        who_may_come(procedure),
        identification_of(procedure, vocabulary),
        deadline,
        "空欄で印刷" if rules.number_box else "–",
    )
    return f"| {' | '.join(cells)} |"


def _head_of_sheet(procedure: Procedure) -> tuple[str, str]:
    """To whom the sheet goes in each case, and its number where a statute gives one; a dash where it has none."""
    sheet = tomllib.loads((procedure.folder / "sheet.toml").read_text(encoding="utf-8"))
    layout = sheet.get("layout", {})
    usual = layout.get("addressee", "{addressee}")
    cases = [case["words"] for case in sheet.get("addressee", ())]
    found = dict.fromkeys(words.removeprefix("（あて先）").format(**OFFICES) for words in [usual, *cases] if words)
    return "、".join(found) or NONE, layout.get("number", NONE)


NONE = "–"
OFFICES = {
    "addressee": "町長",
    "governor": "知事",
    "elderly_union": "後期高齢者医療広域連合長",
    "water_manager": "町長（または水道事業の管理者）",
    "town": "町",
}
"""Whom the words of `town.toml` name, in a town of no name."""
RESOLUTION = 80
SAMPLE = "typical"
SIGNATURE = {Mark.REQUIRED: "必要（空欄で印刷）", Mark.OPTIONAL: "記名でもよい", Mark.NONE: "不要"}
WHO = {
    role.Basis.SELF: "本人",
    role.Basis.HEAD: "世帯主",
    role.Basis.HOUSEHOLD: "同じ世帯の家族",
    role.Basis.LETTER: "代理人（委任状）",
    role.Basis.TOKEN: "登録証などを持つ人",
    role.Basis.LEGAL: "法定代理人",
    role.Basis.ORGANISATION: "会社・法人",
    role.Basis.FREE: "どなたでも",
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


ASKS = ("質問（住民のことば）", "様式の見出し", "項目", "必須", "選択肢", "いつ尋ねるか")

_templates = Environment(loader=PackageLoader("kiosk"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table of the page; without rows it is not shown."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_pages(procedures: Sequence[Procedure], office: Office, folder: Path) -> Iterator[Path]:
    """Writes `<id>.html` for each procedure and yields the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for procedure in procedures:
        file = folder / f"{procedure.id}.html"
        file.write_text(page_of(procedure, office), encoding="utf-8")
        yield file


def page_of(procedure: Procedure, office: Office) -> str:
    """Return the whole page as HTML, pictures included. Raise PrintingError, DataMistake."""
    template = _templates.get_template("formsdoc.html")
    return template.render(
        procedure=procedure, tables=_tables(procedure, office), pictures=_pictures(procedure, office)
    )


def identification_of(procedure: Procedure, vocabulary: Vocabulary) -> str:
    """Which papers show who stands here, and when it must be stricter, in words."""
    rules = procedure.rules
    usual = IDENTIFICATION[rules.identification]
    if rules.photo_only_when is None:
        return usual
    return f"{usual}（{_when(rules.photo_only_when, vocabulary)} のときは、{IDENTIFICATION[Identification.PHOTO_ONLY]}）"


def _tables(procedure: Procedure, office: Office) -> Iterator[PageTable]:
    vocabulary = office.catalogue.vocabulary
    yield PageTable("きまり", ("項目", "内容"), tuple(_rules(procedure, office)))
    for page in procedure.pages:
        yield PageTable(f"質問: {page.title}", ASKS, tuple(_ask(ask, vocabulary) for ask in page.asks))
    bring = tuple((each.text, _when(each.when, vocabulary)) for each in procedure.bring)
    yield PageTable("持ちもの", ("もの", "いつ"), bring)
    yield PageTable("お知らせ・注意", ("種類", "文", "いつ"), tuple(_notice(procedure, vocabulary)))
    checks = tuple((each.text, _when(each.when, vocabulary)) for each in procedure.checks)
    yield PageTable("食い違いの確認", ("文", "いつ"), checks)


def _rules(procedure: Procedure, office: Office) -> Iterator[tuple[str, str]]:
    rules = procedure.rules
    yield "手続の番号と版", f"{procedure.number}、第{procedure.version}版"
    yield "窓口", procedure.desk
    yield "根拠", procedure.law
    for text in procedure.to_check:
        yield "町で確かめること", text
    yield "署名", SIGNATURE[rules.signature]
    yield "押印", "必要" if rules.seal is Mark.REQUIRED else "不要"
    yield "来られる人", who_may_come(procedure)
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


def who_may_come(procedure: Procedure) -> str:
    """The grounds on which somebody may come, in words."""
    return "、".join(WHO[basis] for basis in procedure.who)


def _ask(ask: Ask, vocabulary: Vocabulary) -> tuple[str, ...]:
    choices = "、".join(choice.ask for choice in ask.offered) or "、".join(field.ask for field in ask.item.fields)
    need = ("必須" if ask.required else "任意") + ("、手続ごとに変えられる" if ask.item.overrulable else "")
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


def _pictures(procedure: Procedure, office: Office) -> Iterator[str]:
    """Yield the pages of the typical sample as PNG in base64."""
    printed = stacks.draw_sheets(samples.read_sample(procedure, SAMPLE), office)
    for number in range(1, printed.page_count + 1):
        yield base64.b64encode(pictures.page_picture(printed.pdf, number, dpi=RESOLUTION)).decode("ascii")
