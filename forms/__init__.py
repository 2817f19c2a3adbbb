"""Procedures, the shared vocabulary, answers, their checking and the journey.

Knows no Flask, keeps nothing.

The journey of an answer through this package: `typed.value_typed` reads what a person typed for one `Item`,
`journey.Journey` says what to ask next, `checking.problems_of` tells what is missing, `ticket.seal` packs
everything into digits and `ticket.open_ticket` unpacks them at the desk.
"""

from forms import kinds
from forms.answers import Answers, Row, Value
from forms.application import Application
from forms.checking import problems_of, sift
from forms.condition import Condition, holds
from forms.exchange import ExchangeError, application_from_json, application_to_json
from forms.fees import FeeLine, Fees, Place, fee_lines, read_fees
from forms.item import Choice, Item, inputs_of, value_typed
from forms.journey import Journey
from forms.journeypage import JourneyAsk, JourneyPage
from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.procedure import Ask, Bring, Notice, NoticeKind, Page, Procedure, Rules
from forms.procedures import Catalogue, read_catalogue, shipped_catalogue
from forms.showing import official_text, resident_text, row_text
from forms.told import Problem, ProblemCode

__all__ = [
    "Answers",
    "Application",
    "Ask",
    "Bring",
    "Catalogue",
    "Choice",
    "Condition",
    "DataMistake",
    "ExchangeError",
    "FeeLine",
    "Fees",
    "Item",
    "Journey",
    "JourneyAsk",
    "JourneyPage",
    "Mistake",
    "MistakeKind",
    "Notice",
    "NoticeKind",
    "Page",
    "Place",
    "Problem",
    "ProblemCode",
    "Procedure",
    "Row",
    "Rules",
    "Value",
    "application_from_json",
    "application_to_json",
    "fee_lines",
    "holds",
    "inputs_of",
    "kinds",
    "official_text",
    "problems_of",
    "read_catalogue",
    "read_fees",
    "resident_text",
    "row_text",
    "shipped_catalogue",
    "sift",
    "value_typed",
]
