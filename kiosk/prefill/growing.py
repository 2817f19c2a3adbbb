"""A page as what is being typed on it makes it: questions that one of its own answers brings up or makes pointless."""

from collections.abc import Collection
from dataclasses import replace

from forms.inputs import Inputs
from forms.journey import JourneyPage
from kiosk.prefill.site import Standing, with_draft
from kiosk.web import read_page

SHOWN = "shown"
"""Name of the hidden inputs that say which questions stood on the page that was sent."""

SEEN = "!seen"
"""Suffix of the mark that a question stood on a page that was sent with mistakes."""

MOST_TURNS = 10


def grown(here: Standing, page: JourneyPage, inputs: Inputs) -> JourneyPage:
    """The page with exactly the questions these inputs lead to; each turn may settle what the next hangs on."""
    for _ in range(MOST_TURNS):
        read = read_page(page, inputs, here.day)
        draft = replace(here.draft, answers=read.merged(here.draft.answers))
        after = with_draft(here.id, draft).page(page.id)
        if after is None or keys_of(after) == keys_of(page):
            return after or page
        page = after
    return page


def as_shown(here: Standing, page: JourneyPage, inputs: Inputs, shown: Collection[str]) -> JourneyPage:
    """The grown page without the questions the person has not seen yet: leaving those empty is no mistake."""
    after = grown(here, page, inputs)
    seen = set(shown).intersection(keys_of(after)) or set(keys_of(page))
    return replace(after, asks=tuple(ask for ask in after.asks if ask.key in seen))


def keys_of(page: JourneyPage) -> tuple[str, ...]:
    return tuple(ask.key for ask in page.asks)
