"""How an answer reads: in official words for paper and staff, in the resident's words for the review page."""

from collections.abc import Callable

from forms import answers, kinds, person, wareki
from forms.item import Choice, Item
from forms.kinds.kind import BETWEEN, OFFICIAL, Wording

Words = Callable[[str], str]
"""A translation of one Japanese text; the identity for paper and staff."""

AT_COUNTER = "窓口で書きます"
LABEL, SAID = "%(label)s", "%(words)s"
LABELLED = f"{LABEL}：{SAID}"


def official_text(item: Item, value: answers.Value | None) -> str:
    """Return the answer as the paper says it: 和暦, official labels, names and addresses untouched.

    Rows are joined by 、. What is not known yet stays empty, for a pen.
    """
    return "" if value is None or value is answers.UNKNOWN else item.kind.shown(item, value, OFFICIAL)


def resident_text(item: Item, value: answers.Value | None, words: Words = str, day: Words = wareki.both) -> str:
    """Return the answer as the review page says it, translated by `words`, ISO dates made readable by `day`."""
    if value is answers.UNKNOWN:
        return words(AT_COUNTER)
    return "" if value is None else item.kind.shown(item, value, Wording(words, day, _asked))


def row_text(
    item: Item, value: answers.Value | None, words: Words = str, day: Words = wareki.both
) -> tuple[str, ...]:
    """Return one line a person of a PEOPLE answer, in the resident's words."""
    return tuple(
        words(BETWEEN).join(
            shown
            for field in item.fields
            if field.name != person.ROW_ID and (shown := _in_row(field, row.get(field.name), words, day))
        )
        for row in answers.rows_of(value)
    )


def _asked(choice: Choice) -> str:
    return choice.ask


def _in_row(field: Item, value: answers.Value | None, words: Words, day: Words) -> str:
    """Return the answer with its question where it would say nothing in the middle of a line: a bare yes or no, and
    what is left for the counter."""
    shown = resident_text(field, value, words, day)
    if not shown or not (field.kind is kinds.YES_NO or value is answers.UNKNOWN):
        return shown
    return words(LABELLED).replace(LABEL, words(field.ask)).replace(SAID, shown)
