"""The choices of a cell: the official labels of the vocabulary, unless the sheet has other words."""

from forms.item import Item, Kind
from forms.mistake import MistakeKind
from forms.showing import NO, YES
from forms.tomlfile import Table
from printing.readingparts import Reading, read_words
from printing.rows.marks import Mark

CHOOSING = {Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.CONSENT}


def read_marks(table: Table, item: Item, reading: Reading) -> tuple[Mark, ...]:
    """The usual marks, of them `only` some, and with other `words` for some."""
    known = {mark.value: mark for mark in usual_marks(item)}
    if not known:
        table.refuse(MistakeKind.NOT_ALLOWED, "kind", "text、comb（選択肢のない項目なので）")
    only = table.texts("only", tuple(known))
    words = table.table("words")
    for key, code in [*(("only", code) for code in only), *(("words", code) for code in words.keys())]:  # noqa: SIM118
        if code not in known:
            table.refuse(MistakeKind.UNKNOWN_CHOICE, key, code)
    return tuple(Mark(code, read_words(words, reading, code, known[code].words)) for code in only)


def usual_marks(item: Item) -> tuple[Mark, ...]:
    """All choices with their official labels."""
    if item.kind is Kind.YES_NO:
        return (Mark("yes", YES), Mark("no", NO))
    if item.kind is Kind.CONSENT:
        return (Mark("yes", item.label),)
    return tuple(Mark(choice.code, choice.label) for choice in item.choices)
