"""The questions of a life event as one page of a front."""

from dataclasses import replace
from datetime import date

from forms.guide import LifeEvent
from forms.inputs import Inputs
from forms.journeypage import JourneyAsk, JourneyPage
from kiosk.web.inputs import read_page


def questions_page(page_id: str, event: LifeEvent, inputs: Inputs, today: date) -> JourneyPage:
    """Return a page with the questions that these inputs lead to."""
    every = (JourneyAsk(ask.item.name, replace(ask, required=False), ()) for ask in event.questions)
    page = JourneyPage(page_id, event.title, event.lead, tuple(every))
    shown = event.shown(read_page(page, inputs, today).values, today)
    return replace(page, asks=tuple(JourneyAsk(ask.item.name, ask, ()) for ask in shown))
