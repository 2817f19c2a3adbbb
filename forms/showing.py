"""How an answer reads: in official words for paper and staff, in the resident's words for the review page."""

from collections.abc import Callable

from forms.answers import Value, codes_of, rows_of
from forms.item import Choice, Item, Kind
from forms.wareki import both, wareki

Words = Callable[[str], str]
"""A translation of one Japanese text; the identity for paper and staff."""

YES, NO = "はい", "いいえ"
BETWEEN = "、"
NUMBER = "%(number)s"
YEN = NUMBER + "円"
LABEL, SAID = "%(label)s", "%(words)s"
LABELLED = f"{LABEL}：{SAID}"


def official_text(item: Item, value: Value | None) -> str:
    """As the paper says it: 和暦, official labels, names and addresses untouched. Rows are joined by 、."""
    return _shown(item, value, wareki, lambda choice: choice.label, str)


def resident_text(item: Item, value: Value | None, words: Words = str, day: Words = both) -> str:
    """As the review page says it: the resident's wording translated by `words`, ISO dates made readable by `day`."""
    return _shown(item, value, day, lambda choice: choice.ask, words)


def row_text(item: Item, value: Value | None, words: Words = str, day: Words = both) -> tuple[str, ...]:
    """One line a person of a PEOPLE answer, in the resident's words."""
    return tuple(
        words(BETWEEN).join(
            shown for field in item.fields if (shown := _in_row(field, row.get(field.name), words, day))
        )
        for row in rows_of(value)
    )


def _in_row(field: Item, value: Value | None, words: Words, day: Words) -> str:
    """A bare yes or no in the middle of a line would say nothing."""
    shown = resident_text(field, value, words, day)
    if not shown or field.kind is not Kind.YES_NO:
        return shown
    return words(LABELLED).replace(LABEL, words(field.ask)).replace(SAID, shown)


def _shown(
    item: Item, value: Value | None, date: Callable[[str], str], choice: Callable[[Choice], str], words: Words
) -> str:
    if value is None:
        return ""
    match item.kind:
        case Kind.DATE:
            return date(str(value))
        case Kind.CHOICE | Kind.CHOICES:
            found = (item.choice(code) for code in codes_of(value))
            return words(BETWEEN).join(words(choice(each)) for each in found if each)
        case Kind.YES_NO | Kind.CONSENT:
            return words(YES if value else NO)
        case Kind.COUNT:
            return words(NUMBER + item.unit).replace(NUMBER, str(value)) if item.unit else str(value)
        case Kind.MONEY:
            return words(YEN).replace(NUMBER, f"{value:,}")
        case Kind.POSTAL_CODE:
            return f"〒{str(value)[:3]}-{str(value)[3:]}"
        case Kind.PEOPLE:
            return words(BETWEEN).join(
                _shown(item.fields[0], row.get(item.fields[0].name), date, choice, words) for row in rows_of(value)
            )
        case _:
            return str(value)
