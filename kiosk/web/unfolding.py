"""Questions that depend on another question of the same page: asked once that one is answered, dropped when its answer
makes them pointless."""

from dataclasses import replace

from forms.answers import OWN, Answers
from forms.journey import JourneyAsk, JourneyPage
from kiosk.web.fields import PageRead


def unfolded(page: JourneyPage, answers: Answers) -> JourneyPage:
    """The page without questions whose condition waits for a required, still unanswered one beside them.

    Without this, `none_of` would show them first and take them away again.
    """
    open_items = {_item(ask) for ask in page.asks if ask.ask.required and ask.key not in answers}
    asks = tuple(ask for ask in page.asks if not ask.ask.when.items & (open_items - {_item(ask)}))
    return replace(page, asks=asks)


def settled(read: PageRead, after: JourneyPage | None) -> PageRead:
    """What was read, with the mistakes of those questions only that are still asked after these answers."""
    left = {ask.key for ask in after.asks} if after else set()
    return replace(read, problems=tuple(problem for problem in read.problems if problem.item in left))


def new_questions(before: JourneyPage, after: JourneyPage | None) -> tuple[str, ...]:
    """The keys of what the page's own answers brought up on it."""
    known = {ask.key for ask in before.asks}
    return tuple(ask.key for ask in after.asks if ask.key not in known) if after else ()


def _item(ask: JourneyAsk) -> str:
    return ask.key.partition(OWN)[0]
