"""What all web fronts share: one look, one way to ask an item, strict headers, error pages, the WSGI server."""

from kiosk.web.actions import PageChange, apply_action
from kiosk.web.front import Front, FrontOptions, equip, hold, running
from kiosk.web.inputs import PageRead, first_typed, form_inputs, page_inputs, read_page
from kiosk.web.language import LANGUAGES, Language, speak, spoken, words
from kiosk.web.questions import Question, answer_lines, day_words, questions
from kiosk.web.security import RateLimit, allow_camera, client_name
from kiosk.web.server import serve

__all__ = [
    "LANGUAGES",
    "Front",
    "FrontOptions",
    "Language",
    "PageChange",
    "PageRead",
    "Question",
    "RateLimit",
    "allow_camera",
    "answer_lines",
    "apply_action",
    "client_name",
    "day_words",
    "equip",
    "first_typed",
    "form_inputs",
    "hold",
    "page_inputs",
    "questions",
    "read_page",
    "running",
    "serve",
    "speak",
    "spoken",
    "words",
]
