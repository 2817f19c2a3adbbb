"""The shared vocabulary: all items by name, read from `items/*.toml` and the town's additions."""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from forms import kinds, mistake, person, role, tomlfile
from forms.item import Choice, Item
from forms.kinds.kind import Kind

Vocabulary = Mapping[str, Item]

SHIPPED = Path(__file__).parent / "items"


@cache
def shipped_vocabulary() -> Vocabulary:
    """Return the items every town has, those of the roles included. Raise DataMistake if a file is wrong."""
    return with_roles(read_vocabulary(SHIPPED))


def with_roles(vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary with the items under which procedures speak of the facts of their roles."""
    return {**vocabulary, **role.role_items(vocabulary)}


def read_vocabulary(folder: Path, known: Vocabulary | None = None) -> Vocabulary:
    """Return all `*.toml` of the folder, one subject a file; a table's header is the item's name.

    `known` items can be referred to by `like` and are not returned. Raise DataMistake with the mistakes of all
    files.
    """
    items: dict[str, Item] = {}
    mistakes: list[mistake.Mistake] = []
    roots = [
        mistake.collect(mistakes, partial(tomlfile.read_toml, file)) for file in sorted(folder.glob("*.toml"))
    ]
    # What another file refers to may stand in one that cannot be read.
    mistake.raise_all(mistakes)
    for root in roots:
        if root:
            mistake.collect(mistakes, partial(_read_items, root, items, known or {}))
    mistake.raise_all(mistakes)
    return items


def _read_items(root: tomlfile.Table, items: dict[str, Item], known: Vocabulary) -> None:
    for name in root.keys():  # noqa: SIM118 - a Table is no mapping
        if name in items:
            root.note(mistake.MistakeKind.DUPLICATE, name, name)
        items[name] = read_item(name, root.table(name), {**known, **items})
    root.finish()


def read_item(name: str, table: tomlfile.Table, known: Vocabulary) -> Item:
    """Return one item from its table. `like` takes over kind and wording of an item read before."""
    like = _like(table, known)
    kind = kinds.KINDS[table.choice("kind", kinds.KINDS, like.kind.name if like else None)]
    ask = table.text("ask", like.ask if like else None)
    item = Item(
        name=name,
        kind=kind,
        ask=ask,
        label=table.text("label", like.label if like else ask),
        hint=table.text("hint", like.hint if like else ""),
        choices=_choices(table, kind) or (like.choices if like else ()),
        fields=_fields(table, known) or (like.fields if like else ()),
        reuse=table.boolean("reuse", like.reuse if like else kind is not kinds.CONSENT),
        overrulable=table.boolean("overrulable", like.overrulable if like else False),
        least=table.integer("least", like.least if like else 0),
        most=table.integer("most", like.most if like else kind.usual_most),
        longest=table.integer("longest", like.longest if like else kind.usual_longest, least=1, most=400),
        unknown_day=table.boolean("unknown_day", like.unknown_day if like else False),
        past=table.boolean("past", like.past if like else False),
        required=table.boolean("required", False),
        may_be_unknown=table.boolean("may_be_unknown", False),
        unit=table.text("unit", like.unit if like else ""),
        autocomplete=table.text("autocomplete", like.autocomplete if like else ""),
    )
    table.finish()
    return _sound(item, table)


def _like(table: tomlfile.Table, known: Vocabulary) -> Item | None:
    name = table.text("like", "")
    if name and name not in known:
        table.drop(mistake.MistakeKind.UNKNOWN_ITEM, "like", name)
    return known.get(name)


def _choices(table: tomlfile.Table, kind: Kind) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for entry in table.tables("choices") if kind.has_choices else ():
        code, ask = entry.text("code"), entry.text("ask")
        if any(choice.code == code for choice in choices):
            entry.note(mistake.MistakeKind.DUPLICATE, "code", code)
        choices.append(Choice(code, ask, entry.text("label", ask), entry.text("hint", "")))
        entry.finish()
    return tuple(choices)


def _fields(table: tomlfile.Table, known: Vocabulary) -> tuple[Item, ...]:
    fields = table.table("fields")
    return tuple(read_item(name, fields.table(name), known) for name in fields.keys())  # noqa: SIM118


def _sound(item: Item, table: tomlfile.Table) -> Item:
    """Note what makes an item that could never be answered."""
    if item.kind.has_choices and not item.choices:
        table.note(mistake.MistakeKind.MISSING_KEY, "choices", "選択肢")
    if item.kind is kinds.PEOPLE and not item.fields:
        table.note(mistake.MistakeKind.MISSING_KEY, "fields", "1人分の項目")
    if item.overrulable and (not item.reuse or item.name.startswith(person.FACT)):
        table.note(
            mistake.MistakeKind.NOT_ALLOWED, "overrulable", "手続どうしで1回だけ尋ねる項目（人の事項のほか）"
        )
    most = ("longest", item.longest) if item.kind is kinds.DIGITS else ("most", item.most)
    if item.least > most[1]:
        table.note(mistake.MistakeKind.OUT_OF_RANGE, "least", f"{most[0]} 以下")
    return item
