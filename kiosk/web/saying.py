"""An answer in the resident's words and language, for the pages where they look at it once more."""

from forms.answers import Value
from forms.item import Kind
from forms.journey import JourneyAsk
from forms.showing import resident_text, row_text
from kiosk.web.days import day_words
from kiosk.web.language import words


def answer_lines(ask: JourneyAsk, value: Value | None) -> tuple[str, ...]:
    """One line, or one a person; none where nothing was answered."""
    item = ask.ask.item
    if value is None:
        return ()
    if item.kind is Kind.PEOPLE:
        return row_text(item, value, words, day_words)
    return (resident_text(item, value, words, day_words),)
