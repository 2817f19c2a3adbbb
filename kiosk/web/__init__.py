"""What all web fronts share: one look, one way to ask an item, strict headers, error pages, the WSGI server."""

from kiosk.web.acting import Acted, acted
from kiosk.web.fields import PageRead, read_page
from kiosk.web.front import Front, FrontOptions, equip
from kiosk.web.inputs import form_inputs, page_inputs
from kiosk.web.language import LANGUAGES, Language, words
from kiosk.web.limits import RateLimit, limited
from kiosk.web.questions import Question, questions
from kiosk.web.security import allow_camera
from kiosk.web.server import serve
from kiosk.web.unfolding import new_questions, settled, unfolded

__all__ = [
    "LANGUAGES",
    "Acted",
    "Front",
    "FrontOptions",
    "Language",
    "PageRead",
    "Question",
    "RateLimit",
    "acted",
    "allow_camera",
    "equip",
    "form_inputs",
    "limited",
    "new_questions",
    "page_inputs",
    "questions",
    "read_page",
    "serve",
    "settled",
    "unfolded",
    "words",
]
