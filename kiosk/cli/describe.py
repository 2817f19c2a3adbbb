"""What a procedure asks, as data for other programs and as lines for people."""

from collections.abc import Iterator

from forms import Condition, Item, Procedure
from forms.procedure import Ask, Page


def described(procedure: Procedure) -> dict[str, object]:
    """Its items in the order they are asked: kind, condition, choices, fields."""
    return {
        "id": procedure.id,
        "number": procedure.number,
        "version": procedure.version,
        "title": procedure.title,
        "desk": procedure.desk,
        "law": procedure.law,
        "items": [_ask(ask, page) for page in procedure.pages for ask in page.asks],
    }


def described_lines(procedure: Procedure) -> Iterator[str]:
    yield f"{procedure.title}（{procedure.id} 第{procedure.version}版） {procedure.desk}"
    yield f"根拠: {procedure.law}"
    for page in procedure.pages:
        yield f"\n■ {page.title}{_when_words(page.when)}"
        for ask in page.asks:
            need = "必須" if ask.required else "任意"
            yield f"  {ask.item.name}  [{ask.item.kind}・{need}]  {ask.question}{_when_words(ask.when)}"
            yield from (f"      {choice.code}: {choice.ask}" for choice in ask.offered)
            yield from (f"      - {field.name} [{field.kind}] {field.ask}" for field in ask.item.fields)


def _ask(ask: Ask, page: Page) -> dict[str, object]:
    """`condition` is the question's own, `page_condition` that of its page; both must hold."""
    data = _item(ask.item)
    data |= {"page": page.id, "required": ask.required, "ask": ask.question}
    data |= {"condition": condition_data(ask.when), "page_condition": condition_data(page.when)}
    if ask.offered:
        data["choices"] = [{"code": choice.code, "label": choice.label} for choice in ask.offered]
    return data


def _item(item: Item) -> dict[str, object]:
    data: dict[str, object] = {
        "item": item.name,
        "kind": item.kind.value,
        "label": item.label,
        "reuse": item.reuse,
    }
    if item.fields:
        data["fields"] = [_item(field) for field in item.fields]
    if item.choices:
        data["choices"] = [{"code": choice.code, "label": choice.label} for choice in item.choices]
    return data


def condition_data(condition: Condition) -> list[dict[str, dict[str, list[object]]]]:
    """One table of item → operator → operands for each alternative; an empty list always holds."""
    alternatives: list[dict[str, dict[str, list[object]]]] = []
    for tests in condition.alternatives:
        table: dict[str, dict[str, list[object]]] = {}
        for test in tests:
            table.setdefault(test.item, {})[test.operator.value] = list(test.operands)
        alternatives.append(table)
    return alternatives


def _when_words(condition: Condition) -> str:
    alternatives = [
        " かつ ".join(f"{test.item} {test.operator.value} {'/'.join(map(str, test.operands))}" for test in tests)
        for tests in condition.alternatives
    ]
    return f"  （{' または '.join(alternatives)} のとき）" if alternatives else ""
