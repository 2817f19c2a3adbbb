"""Procedures, the shared vocabulary, answers, their checking and the journey.

Knows no Flask, keeps nothing.

The journey of an answer through this package: `typed.value_typed` reads what a person typed for one `Item`,
`journey.Journey` says what to ask next, `checking.problems_of` tells what is missing, `ticket.seal` packs
everything into digits and `ticket.open_ticket` unpacks them at the desk.
"""

from forms import kinds
from forms.answers import UNKNOWN, Answers, Row, Value, codes_of, plain_of, rows_of
from forms.application import Application, things_to_bring
from forms.checking import problems_of, sift
from forms.condition import Condition, holds
from forms.exchange import ExchangeError, application_from_json, application_to_json
from forms.fees import FeeLine, Fees, Place, fee_lines, read_fees, total_of
from forms.inputs import Inputs, Typed
from forms.item import Choice, Item, inputs_of, value_typed
from forms.journey import Journey
from forms.journeypage import JourneyAsk, JourneyPage, key_of
from forms.mistake import DataMistake, Mistake, MistakeKind, collect, raise_all
from forms.procedure import Ask, Bring, Identification, Mark, Notice, NoticeKind, Page, Procedure, Rules, Shows
from forms.procedures import Catalogue, read_catalogue, shipped_catalogue
from forms.role import Basis, Source
from forms.showing import official_text, resident_text, row_text
from forms.told import Problem, ProblemCode, Refused, Told
from forms.tomlfile import NOWHERE, Origin, Table, read_toml
from forms.vocabulary import Vocabulary, shipped_vocabulary

__all__ = [
    "NOWHERE",
    "UNKNOWN",
    "Answers",
    "Application",
    "Ask",
    "Basis",
    "Bring",
    "Catalogue",
    "Choice",
    "Condition",
    "DataMistake",
    "ExchangeError",
    "FeeLine",
    "Fees",
    "Identification",
    "Inputs",
    "Item",
    "Journey",
    "JourneyAsk",
    "JourneyPage",
    "Mark",
    "Mistake",
    "MistakeKind",
    "Notice",
    "NoticeKind",
    "Origin",
    "Page",
    "Place",
    "Problem",
    "ProblemCode",
    "Procedure",
    "Refused",
    "Row",
    "Rules",
    "Shows",
    "Source",
    "Table",
    "Told",
    "Typed",
    "Value",
    "Vocabulary",
    "application_from_json",
    "application_to_json",
    "codes_of",
    "collect",
    "fee_lines",
    "holds",
    "inputs_of",
    "key_of",
    "kinds",
    "official_text",
    "plain_of",
    "problems_of",
    "raise_all",
    "read_catalogue",
    "read_fees",
    "read_toml",
    "resident_text",
    "row_text",
    "rows_of",
    "shipped_catalogue",
    "shipped_vocabulary",
    "sift",
    "things_to_bring",
    "total_of",
    "value_typed",
]
