"""The table of all procedures with their law, as docs/procedures.md shows it."""

from collections.abc import Iterator

from forms import Catalogue, Procedure
from forms.vocabulary import Vocabulary
from kiosk.formsdoc import identification_of, who_may_come


def procedures_markdown(catalogue: Catalogue) -> str:
    """Markdown, a table a group, in the order the procedures are offered."""
    return "\n".join(_lines(catalogue)) + "\n"


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield "# 手続の一覧"
    yield ""
    yield "`forms/catalogue/` にある手続です。町は `config/catalogue/` で置きかえたり足したりできます。"
    yield "条文は改正されます。使い始める前に、町の例規と e-Gov の現行の条文で確かめてください。"
    groups = dict.fromkeys(procedure.group for procedure in catalogue.current.values())
    for group in groups:
        yield ""
        yield f"## {group}"
        yield ""
        yield "| 手続 | id | 根拠 | 来られる人 | 本人確認 | 期限 | 個人番号欄 |"
        yield "|---|---|---|---|---|---|---|"
        yield from (_row(each, catalogue.vocabulary) for each in catalogue.current.values() if each.group == group)
    yield from _to_check(catalogue)


def _to_check(catalogue: Catalogue) -> Iterator[str]:
    """What the office has to look up, and where the makers have looked."""
    yield ""
    yield "## 町で確かめること"
    yield ""
    yield "見た資料のない決まりと、町によって違う決まりです。見た資料は「資料」にあります。"
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
        procedure.title,
        f"`{procedure.id}`",
        procedure.law,
        who_may_come(procedure),
        identification_of(procedure, vocabulary),
        deadline,
        "空欄で印刷" if rules.number_box else "–",
    )
    return f"| {' | '.join(cells)} |"
