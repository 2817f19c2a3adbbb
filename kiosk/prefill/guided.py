"""The guide's part of a draft: what was typed on its questions, and the list that follows from it.

The inputs are kept like those of any page that is not finished; the answers are read from them anew each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from forms.answers import Answers
from forms.guide import Guide, GuideResult, LifeEvent, guide_result, prefilled
from forms.inputs import Inputs
from forms.journey import JourneyAsk, JourneyPage
from forms.procedure import Procedure
from kiosk.prefill.draft import Draft
from kiosk.web import PageRead, read_page


@dataclass(frozen=True, slots=True)
class Guided:
    """An answered guide: the answers that count and what they lead to."""

    seen: Answers
    result: GuideResult


def page_key(event: LifeEvent) -> str:
    """Under which the draft keeps the inputs; no page of a journey is named so."""
    return f"guide@{event.id}"


def typed_for(draft: Draft, event: LifeEvent) -> Inputs:
    return draft.typed.get(page_key(event), {})


def questions_page(event: LifeEvent, inputs: Inputs, today: date) -> JourneyPage:
    """The questions that these inputs leave on the page."""
    every = (JourneyAsk(ask.item.name, replace(ask, required=False), ()) for ask in event.questions)
    page = JourneyPage(page_key(event), event.title, event.lead, tuple(every))
    shown = event.shown(read_page(page, inputs, today).values, today)
    return replace(page, asks=tuple(JourneyAsk(ask.item.name, ask, ()) for ask in shown))


def guided(guide: Guide, event: LifeEvent, draft: Draft, today: date) -> Guided | None:
    """None while a question still wants an answer."""
    inputs = typed_for(draft, event)
    read = read_page(questions_page(event, inputs, today), inputs, today)
    if read.problems or page_key(event) not in draft.typed:
        return None
    return Guided(read.values, guide_result(guide, event.id, read.values, today))


def answered(draft: Draft, event: LifeEvent, page: JourneyPage, read: PageRead, *, tried: bool) -> Draft:
    """With what was sent. Other answers lead to another list, so what was chosen from the old one is forgotten."""
    kept = draft.keeping(page, read.inputs, tried=tried)
    same = typed_for(kept, event) == typed_for(draft, event)
    return kept if same else replace(kept, procedures=(), codes=(), expires=None)


def begun(draft: Draft, found: Guided, procedures: Sequence[Procedure], *, stays: bool, today: date) -> Draft:
    """The journey over the chosen procedures, with what the guide has learned. What was answered on the journey since
    the list was made stays."""
    learned = prefilled(found.result, found.seen, procedures, today)
    answers = {**learned, **draft.answers} if draft.procedures else {**draft.answers, **learned}
    chosen = draft.choosing(tuple(procedure.id for procedure in procedures), stays=stays)
    if answers == draft.answers:
        return chosen
    return replace(chosen, answers=answers, codes=(), expires=None)
