"""The reading of a name, heard while its kanji were chosen on the on-screen keys, as a suggestion for the question
that follows. It lies sealed beside the answers and becomes one only when the person sends that question."""

from dataclasses import replace
from itertools import pairwise

from forms import Answers, JourneyAsk, kinds
from forms.checking import is_legal
from forms.inputs import Inputs
from forms.kana import katakana
from kiosk.desk.case import Case
from kiosk.office import today
from kiosk.web.inputs import first_typed

READING = "!reading"
"""Suffix of the hidden inputs that come along with the parts of a name; without JavaScript they stay empty."""

PARTS = (".family", ".given")


def hear(case: Case, key: str, inputs: Inputs) -> Case:
    """The case after the question `key` was sent: with the reading of its name for the next question, if that asks
    for a reading nobody has given yet, and without the suggestion for this very question."""
    suggested = {name: text for name, text in case.file.suggested.items() if name != key}
    following = _reading_asked_after(case, key)
    if following is not None:
        suggested.pop(following.key, None)
        reading = _reading(key, inputs)
        if reading and following.key not in case.answers and is_legal(following.ask.item, reading):
            suggested[following.key] = reading
    return replace(case, file=replace(case.file, suggested=suggested))


def with_readings(case: Case, key: str) -> Answers:
    """The answers as the question `key` shows them."""
    return {name: text for name, text in case.file.suggested.items() if name == key} | dict(case.answers)


def _reading_asked_after(case: Case, key: str) -> JourneyAsk | None:
    """The question for the reading of this name: the one right behind it."""
    pairs = pairwise(case.journey(today()).asks)
    found = next(
        (after for before, after in pairs if before.key == key and before.ask.item.kind is kinds.NAME), None
    )
    return found if found is not None and found.ask.item.kind is kinds.KANA else None


def _reading(key: str, inputs: Inputs) -> str:
    """Of every part that is filled; nothing if the reading of one is not known."""
    filled = [part for part in PARTS if first_typed(inputs, key + part).strip()]
    heard = [first_typed(inputs, key + part + READING).strip() for part in filled]
    return katakana("\u3000".join(heard)) if all(heard) else ""
