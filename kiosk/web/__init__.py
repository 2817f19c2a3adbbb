"""What all web fronts share: one look, one way to ask an item, strict headers, error pages, the WSGI server."""

from kiosk.web.actions import PageChange, apply_action
from kiosk.web.front import Front, FrontOptions, equip, hold, running
from kiosk.web.inputs import PageRead, form_inputs, page_inputs, read_page
from kiosk.web.language import LANGUAGES, Language, words
from kiosk.web.questions import Question, questions
from kiosk.web.security import RateLimit, allow_camera
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
    "apply_action",
    "equip",
    "form_inputs",
    "hold",
    "page_inputs",
    "questions",
    "read_page",
    "running",
    "serve",
    "words",
]
